#!/bin/sh
# The Debian packages that tests/office needs and this machine lacks, one a line; none where all are there.
# Of each package the program it brings, or a file beside LibreOffice's own programs.
office=$(command -v soffice) && office=$(dirname "$(readlink -f "$office")")
while read -r package sign; do
  case $sign in
    *.so) test -e "$office/$sign" ;;
    *) command -v "$sign" >/dev/null ;;
  esac || echo "$package"
done <<END
chromium chromium
libreoffice-writer libswlo.so
libreoffice-calc libsclo.so
poppler-utils pdftotext
default-jre-headless java
npm npm
END

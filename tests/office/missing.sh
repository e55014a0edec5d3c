#!/bin/sh
# The Debian packages that tests/office needs and this machine lacks, one a line; none where all are there.
# Of each package the program it brings, a file beside LibreOffice's own programs, or a typeface: without one as wide as
# Times New Roman the head of an official report does not fit its columns.
office=$(command -v soffice) && office=$(dirname "$(readlink -f "$office")")
while read -r package sign; do
  case $sign in
    *.so) test -e "$office/$sign" ;;
    *.ttf) test -n "$(find /usr/share/fonts -name "$sign" 2>/dev/null)" ;;
    *) command -v "$sign" >/dev/null ;;
  esac || echo "$package"
done <<END
chromium chromium
libreoffice-writer libswlo.so
libreoffice-calc libsclo.so
fonts-liberation LiberationSerif-Bold.ttf
poppler-utils pdftotext
default-jre-headless java
npm npm
END

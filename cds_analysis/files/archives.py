"""Zip-based files and XML, looked over before a library unpacks them: bombs, entities, paths, passwords."""

import re
import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

from . import base
from .base import refusal

AGAIN = "download it again, or open it in Excel or LibreOffice and save it as .xlsx"
PROLOG = 1_000_000  # bytes in which an XML file's first element must come
DEEPEST = 200
BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, LookupError)


def members(path: Path) -> dict[str, zipfile.ZipInfo]:
    """The files inside a zip-based file, if it may be unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except BROKEN as error:
        raise refusal(path, "", f"a zip-based file that is broken or cut off ({error})", AGAIN) from None
    if len(found) > 10_000:
        raise refusal(path, "", f"{len(found):,} files inside, more than 10,000", AGAIN)
    for info in found:
        if info.flag_bits & 1:
            raise refusal(path, info.filename, "protected by a password", "save it without one")
        if re.search(r"^[/\\]|^.{0,2}:|(?:^|[/\\])\.\.(?:$|[/\\])", info.filename, re.S):
            raise refusal(path, info.filename, "a name that leads outside the file", AGAIN)
    unpacked, packed = sum(i.file_size for i in found), max(path.stat().st_size, 1)
    if unpacked > base.MAX_UNPACKED or (unpacked > 5_000_000 and unpacked / packed > base.MAX_RATIO):
        most = f"at most {base.MAX_UNPACKED:,} and {base.MAX_RATIO} times"
        remedy = "it may be a zip bomb; copy the table into a new file and save that"
        raise refusal(path, "", f"{packed:,} bytes that unpack to {unpacked:,}; {most}", remedy)
    return {info.filename: info for info in found}


def unpack(path: Path, name: str) -> bytes:
    """One file inside, whose name comes from `members`."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as file:
            raw = file.read(base.MAX_BYTES + 1)
    except BROKEN as error:
        raise refusal(path, name, f"broken ({error})", AGAIN) from None
    if len(raw) > base.MAX_BYTES:
        raise refusal(path, name, f"more than {base.MAX_BYTES:,} bytes", base.SMALLER)
    return raw


class _Stop(Exception):
    pass


def feed(parser, stream) -> None:
    """Parse a stream in growing pieces: expat begins a comment or tag anew with each, however long it is by then."""
    size, done = PROLOG, 0
    while raw := stream.read(size):
        parser.Parse(raw, False)
        done += len(raw)
        size = min(max(size, done), 64 * PROLOG)
    parser.Parse(b"", True)


def check_xml(path: Path, stream, name: str = "", *, whole: bool = False) -> None:
    """That XML declares no entities, which are never needed in data; with `whole` also that it is well formed."""
    parser = expat.ParserCreate()
    depth = 0
    again = "download it again" if whole else AGAIN

    def doctype(*_) -> None:
        raise refusal(path, name or parser.CurrentLineNumber, "a DOCTYPE, by which entities are smuggled in", again)

    def start(*_) -> None:
        nonlocal depth
        depth += 1
        if not whole:
            raise _Stop
        if depth > DEEPEST:
            raise refusal(path, name or parser.CurrentLineNumber, f"elements more than {DEEPEST} deep", again)

    def end(*_) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler, parser.StartElementHandler, parser.EndElementHandler = doctype, start, end
    try:
        if whole:
            feed(parser, stream)
        else:
            parser.Parse(stream.read(PROLOG), False)
            raise refusal(path, name, f"no element in its first {PROLOG:,} bytes", again)
    except _Stop:
        return
    except (expat.ExpatError, *BROKEN) as error:
        line = getattr(error, "lineno", None)
        raise refusal(path, name or line or "", f"not well-formed XML ({error})", again) from None

"""From bytes to text: Unicode with and without marks, Windows code pages, TCVN3 (ABC), and texts decoded wrongly."""

import codecs
import contextlib
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from . import numbers
from .base import nfc, refusal

TCVN3 = dict(zip(*numbers.SAID["tcvn3"].values(), strict=True))
_TABLE = str.maketrans(TCVN3)
_TOKEN = re.compile("(?:[^\\W\\d_]|[\u00a1-\u00bf×÷])+")  # with the signs that are letters in TCVN3
_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_NUCLEUS = "a[iouy]?|ă|â[uy]?|eo?|êu?|i[au]?|iêu?|oa[iyo]|oeo|o[aăeio]?|ôi?|ơi?|uây|uôi?|uy[aêu]|u[aâiêơy]?"
_NUCLEUS += "|ươ[iu]?|ư[aiu]?|yêu?|y"
_SYLLABLE = re.compile(rf"^{_ONSET}(?:{_NUCLEUS})(?:ch|ng|nh|[ckmnpt])?$")
_TONES = str.maketrans("", "", "\u0323\u0300\u0301\u0303\u0309")
MOJIBAKE = re.compile("Ã[\u0080-\u00bf]|á[º»]|Ä[\u0090\u0091‘\u0083ƒ]|Æ[°¡]|áº|á»")
UTF8 = "save it as UTF-8, or name its encoding in a mapping file, as `encoding: tcvn3`"
TWO = "download it again: it is cut off or was put together of two files"
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
NAMES = {"tcvn3": "tcvn3", "abc": "tcvn3", "tcvn": "tcvn3", "ansi": "cp1252", "unicode": "utf-16"}


def is_syllable(word: str) -> bool:
    """Whether a word could be written Vietnamese: onset, vowels with at most one tone, ending."""
    apart = unicodedata.normalize("NFD", word.lower())
    if sum(apart.count(mark) for mark in "\u0323\u0300\u0301\u0303\u0309") > 1:
        return False
    return bool(_SYLLABLE.match(unicodedata.normalize("NFC", apart.translate(_TONES))))


def vietnamese(text: str) -> float:
    """The part of the words with letters beyond ASCII that are Vietnamese syllables; 0 where there is none."""
    words = [word for word in _TOKEN.findall(nfc(text[:200_000])) if not word.isascii()]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def from_tcvn3(text: str) -> str:
    """A text in TCVN3 shown as Latin-1; words in capital letters become so altogether (the fonts .VnTimeH)."""
    out = text.translate(_TABLE)
    if out == text:
        return text

    def capital(match: re.Match) -> str:
        word, before = match[0], text[match.start() : match.end()]
        letters = [c for c in before if c.isascii() and c.isalpha()]
        return word.upper() if len(letters) > 1 and all(c.isupper() for c in letters) else word

    return re.sub(r"[^\W\d_]+", capital, out)


def mender(text: str) -> Callable[[str], str] | None:
    """What sets a text right that was decoded wrongly: UTF-8 taken for Windows-1252, TCVN3 taken for Latin-1."""
    if text.isascii():
        return None
    if MOJIBAKE.search(text):
        for name in ("cp1252", "latin-1"):
            with contextlib.suppress(UnicodeError):
                if vietnamese(text.encode(name).decode("utf-8")) >= vietnamese(text):
                    return lambda part: part.encode(name).decode("utf-8")
    return from_tcvn3 if vietnamese(text) < 0.5 and vietnamese(from_tcvn3(text)) > 0.7 else None


def mended(text: str) -> str:
    return mend(text) if (mend := mender(text)) else text


def decode(raw: bytes, path: Path, declared: str = "") -> str:
    """The text of a file.

    A mark at its beginning decides, then what the file or the user declares, then UTF-8, then what makes Vietnamese
    words; other bytes are taken for Windows-1252.
    """
    name, head = next((name for mark, name in MARKS.items() if raw.startswith(mark)), ""), raw[:4000]
    if declared and not name:
        return _declared(raw, declared, path)
    if not name and head.count(0) > len(head) // 4:
        name = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    if name:
        try:
            return mended(raw.decode(name).replace("\0", ""))
        except UnicodeDecodeError as error:
            found = f"not {name}, as the file begins: byte {error.start:,} does not belong"
            raise refusal(path, _line(raw, error.start), found, TWO) from None
    raw = raw.replace(b"\0", b"")  # the stray byte in files of some PX-Web servers
    if sum(head.count(bytes([c])) for c in (*range(1, 9), *range(14, 27), *range(28, 32))) > len(head) // 50:
        raise refusal(path, "", "no text: it is full of control bytes", "download the table as CSV, Excel or .px")
    try:
        return mended(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _eight_bit(raw, path, error)


def _line(raw: bytes, position: int) -> int:
    return raw[:position].count(b"\n") + 1


def _declared(raw: bytes, declared: str, path: Path) -> str:
    name = NAMES.get(declared.lower().replace("-", ""), declared.lower())
    if name == "tcvn3":
        return from_tcvn3(raw.decode("latin-1"))
    try:
        if codecs.lookup(name).name in ("idna", "punycode"):  # of addresses; the time they take grows by its square
            raise LookupError
        text = raw.decode(name)
    except LookupError:  # none, or none of text
        remedy = "name another, as utf-8 or windows-1258"
        raise refusal(path, "", f"the encoding '{declared}' is not known", remedy) from None
    except (UnicodeDecodeError, ValueError) as error:
        at = getattr(error, "start", 0)
        raise refusal(path, _line(raw, at), f"not {declared}: byte 0x{raw[at]:02x}", UTF8) from None
    return mended(nfc(text.replace("\0", "")))


def _eight_bit(raw: bytes, path: Path, error: UnicodeDecodeError) -> str:
    """A text in one byte a letter, by the encoding that makes Vietnamese words of it."""
    lenient = raw.decode("utf-8", errors="replace")
    good = sum(1 for letter in lenient if letter > "\x7f" and letter != "\ufffd")
    if good > lenient.count("\ufffd"):
        raise refusal(path, _line(raw, error.start), f"mostly UTF-8, but byte 0x{raw[error.start]:02x} is not", TWO)
    found = {"cp1258": "", "tcvn3": from_tcvn3(raw.decode("latin-1")), "cp1252": ""}
    for name in ("cp1258", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            found[name] = nfc(raw.decode(name))
    best = max(found.values(), key=vietnamese)
    return best if vietnamese(best) >= 0.5 else found["cp1252"] or raw.decode("latin-1")

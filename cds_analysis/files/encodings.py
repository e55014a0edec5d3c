"""From bytes to text: Unicode with and without marks, Windows code pages, TCVN3 (ABC), and texts decoded wrongly."""

import codecs
import re
import unicodedata
from pathlib import Path

from .base import nfc, refusal

# TCVN 5712:1993 VN3 as the fonts .VnTime and others use it: a byte of the upper half for each letter.
TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_TABLE = str.maketrans(TCVN3)
_TOKEN = re.compile("(?:[^\\W\\d_]|[\u00a1-\u00bf×÷])+")  # with the signs that are letters in TCVN3
_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_SYLLABLE = re.compile(rf"^{_ONSET}[aăâeêioôơuưy]{{1,3}}(?:ch|ng|nh|[ckmnpt])?$")
_TONES = str.maketrans("", "", "\u0323\u0300\u0301\u0303\u0309")
MOJIBAKE = re.compile("Ã[\u0080-\u00bf]|á[º»]|Ä[\u0090\u0091‘\u0083ƒ]|Æ[°¡]|áº|á»")
UTF8 = "save it as UTF-8, or name its encoding in a mapping file, as `encoding: tcvn3`"
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


def mended(text: str) -> str:
    """A text decoded wrongly, set right: UTF-8 taken for Windows-1252, TCVN3 taken for Latin-1; else as it is."""
    if text.isascii():
        return text
    if MOJIBAKE.search(text):
        for name in ("cp1252", "latin-1"):
            try:
                again = text.encode(name).decode("utf-8")
            except UnicodeError:
                continue
            if vietnamese(again) >= vietnamese(text):
                return again
    if vietnamese(text) < 0.5 and vietnamese(from_tcvn3(text)) > 0.7:
        return from_tcvn3(text)
    return text


def decode(raw: bytes, path: Path, declared: str = "") -> tuple[str, str]:
    """The text of a file and the encoding it was read in.

    A mark at its beginning decides, then what the file or the user declares, then UTF-8, then what makes Vietnamese
    words; other bytes are taken for Windows-1252.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return _strict(raw, name, path), name
    if declared:
        return _declared(raw, declared, path)
    head = raw[:4000]
    if head.count(0) > len(head) // 4:
        name = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        return _strict(raw, name, path), name
    raw = raw.replace(b"\0", b"")  # the stray byte in files of some PX-Web servers
    if sum(head.count(bytes([c])) for c in (*range(1, 9), *range(14, 27), *range(28, 32))) > len(head) // 50:
        raise refusal(path, "", "no text: it is full of control bytes", "download the table as CSV, Excel or .px")
    try:
        return mended(raw.decode("utf-8")), "utf-8"
    except UnicodeDecodeError as error:
        return _eight_bit(raw, path, error)


def _strict(raw: bytes, name: str, path: Path) -> str:
    try:
        return mended(raw.decode(name).replace("\0", ""))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"not {name}, as the file begins: byte {error.start:,} does not belong"
        raise refusal(path, line, found, "download it again: it is cut off or was put together of two files") from None


def _declared(raw: bytes, declared: str, path: Path) -> tuple[str, str]:
    name = NAMES.get(declared.lower().replace("-", ""), declared.lower())
    if name == "tcvn3":
        return from_tcvn3(raw.decode("latin-1")), "tcvn3"
    try:
        codec = codecs.lookup(name)
        if codec.name in ("idna", "punycode"):  # of addresses; the time they take grows by its square
            raise LookupError
        text = raw.decode(name)
    except LookupError:  # none, or none of text
        raise refusal(
            path, "", f"the encoding '{declared}' is not known", "name another, as utf-8 or windows-1258"
        ) from None
    except (UnicodeDecodeError, ValueError) as error:
        position = getattr(error, "start", 0)
        line = raw[:position].count(b"\n") + 1
        raise refusal(path, line, f"not {declared}: byte 0x{raw[position]:02x}", UTF8) from None
    return mended(nfc(text.replace("\0", ""))), codec.name


def _eight_bit(raw: bytes, path: Path, error: UnicodeDecodeError) -> tuple[str, str]:
    """A text in one byte a letter, by the encoding that makes Vietnamese words of it."""
    line = raw[: error.start].count(b"\n") + 1
    lenient = raw.decode("utf-8", errors="replace")
    good = sum(1 for letter in lenient if letter > "\x7f" and letter != "\ufffd")
    if good > lenient.count("\ufffd"):
        found = f"mostly UTF-8, but byte 0x{raw[error.start]:02x} is not"
        raise refusal(path, line, found, "download it again: it is cut off or was put together of two files")
    found = {"tcvn3": from_tcvn3(raw.decode("latin-1"))}
    for name in ("cp1258", "cp1252"):
        try:
            found[name] = nfc(raw.decode(name))
        except UnicodeDecodeError:
            continue
    scores = {name: vietnamese(text) for name, text in found.items()}
    best = max(("cp1258", "tcvn3", "cp1252"), key=lambda name: scores.get(name, -1))
    if scores[best] >= 0.5:
        return found[best], best
    return (found["cp1252"], "cp1252") if "cp1252" in found else (raw.decode("latin-1"), "latin-1")

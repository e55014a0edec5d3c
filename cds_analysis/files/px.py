"""PC-Axis files (.px), after the specification of 2013: keywords with languages and values, data dense or by KEYS.

They are read here and not by pyaxis 0.4.3, which drops empty strings (labels no longer fit the figures), makes two
values of a string continued on the next line, stops at DATA= inside a text, knows no KEYS, and takes the memory that a
heading asks for; a test holds the two side by side where it reads rightly. The JSON form of PX-Web itself (columns,
comments, data), which its servers give where no other is asked for, is read here as well.
"""

import contextlib
import re
from pathlib import Path

import pandas as pd

from . import base, encodings, numbers
from .base import Incoming, clean, refusal

START = re.compile(r"^\s*(?:[A-Z][A-Z0-9_.-]*(?:\[[^\]\s]{1,20}\])?\s*(?:\([^)]*\))?\s*=(?!=))", re.I)
_KEYWORD = re.compile(r"\s*([A-Za-z][A-Za-z0-9_.-]*)\s*(?:\[\s*\"?([^\]\"]{1,20})\"?\s*\])?\s*")
_PIECES = {'"': re.compile(r'(?:\s*"[^"]*")+'), ",": re.compile(r"[\s,]+"), "-": re.compile("-")}
_BLANKS, _QUOTED = re.compile(r"\s*"), re.compile(r'"([^"]*)"')
_WORD = re.compile(r'[^\s,;"()]+')
_DATUM = re.compile(r'"[^"]*"|[^\s,;"]+')
CUT = "the file is cut off: download it again"
MEND = "mend the file, or download it again"
LABELLED = "download the table as JSON-stat, CSV or .px"
NOTE = "this form has no labels, so that Sơ bộ or Ước tính beside years is not known; JSON-stat, CSV and .px say it"
LANGUAGE = "vi"
STATEMENTS = 200_000  # keywords of one file, notes of single cells among them


class _Head:
    """The keywords before DATA, asked for in one language; strings next to each other are one, as in C.

    The figures begin at the letter `at` of the file.
    """

    def __init__(self, file: str, path: Path):
        self.file, self.path, self.at, self.language = file, path, 0, ""
        self.all: dict[tuple[str, str, tuple[str, ...]], list[tuple[str, ...]]] = {}
        while (key := self.keyword())[0] != "DATA":
            values = self.values(";")
            if len(self.all) > STATEMENTS:
                raise self.refuse(f"more than {STATEMENTS:,} keywords", base.SMALLER)
            self.all.setdefault(key, []).append(values)
        default, offered = ([language.lower() for language in self.get(name)] for name in ("LANGUAGE", "LANGUAGES"))
        self.language = LANGUAGE if LANGUAGE in offered and default[:1] != [LANGUAGE] else ""

    def refuse(self, found: str, remedy: str = CUT):
        return refusal(self.path, self.file.count("\n", 0, self.at) + 1, found, remedy)

    def unclosed(self, found: str = "a quotation mark that is never closed"):
        """The refusal of what makes no sense, at the first line above with a quotation mark too many, if any."""
        lines = self.file[: self.at + 1].split("\n")
        if (odd := next((n for n, line in enumerate(lines, 1) if line.count('"') % 2), None)) in (None, len(lines)):
            return self.refuse(found)
        said = f"an odd number of quotation marks ('{lines[odd - 1].strip()[:60]}')"
        return refusal(self.path, odd, said, "take away the one too many, or close the text; then import it again")

    def skip(self) -> str:
        """The next character that is no blank."""
        self.at = _BLANKS.match(self.file, self.at).end()
        return self.file[self.at : self.at + 1]

    def passed(self, mark: str) -> bool:
        """Whether this character comes next; then it is passed."""
        found = self.skip() == mark
        self.at += found
        return found

    def keyword(self) -> tuple[str, str, tuple[str, ...]]:
        """The next keyword with its language and the variables and values in brackets behind it, up to its =."""
        if not self.skip():
            raise refusal(self.path, "DATA", "the keyword DATA is missing", CUT)
        match = _KEYWORD.match(self.file, self.at)
        if not match:
            raise self.unclosed(f"no keyword where one should begin ('{self.file[self.at : self.at + 30]}')")
        name, self.at = match[1].upper().replace(".", "-"), match.end()
        parts = self.values(")") if self.passed("(") else ()
        if not self.passed("="):
            raise self.unclosed(f"no = behind the keyword {name}")
        return name, (match[2] or "").lower(), tuple(map(clean, parts))

    def values(self, closing: str, depth: int = 0) -> tuple[str, ...]:
        """Values parted by commas up to a closing character, which is passed."""
        out = []
        while not self.passed(closing):
            mark = self.skip()
            if not mark:
                raise self.refuse(f"it ends where '{closing}' should come")
            if self.passed("("):  # TLIST(A1, "1996"-"2003") and the like
                if depth > 3:
                    raise self.refuse("brackets within brackets", MEND)
                out.extend(self.values(")", depth + 1))
                continue
            match = _PIECES.get(mark, _WORD).match(self.file, self.at)
            if not match and mark == '"':
                raise self.unclosed()
            if not match:
                raise self.refuse(f"'{mark}' does not belong here", MEND)
            if mark != ",":
                out.append("".join(_QUOTED.findall(match[0])) if mark == '"' else match[0])
            self.at = match.end()
        return tuple(out)

    def get(self, name: str, *parts: str) -> tuple[str, ...]:
        """Values of a keyword in the language wanted, else in the first."""
        for language in (self.language, ""):
            if found := self.all.get((name, language, parts)):
                return found[0]
        return ()

    def text(self, name: str, *parts: str) -> str:
        return clean("".join(self.get(name, *parts)))


def read(path: Path, raw: bytes, declared: str = "") -> Incoming:
    """A .px file; of several languages Vietnamese is taken where there is one, else the first."""
    head = _Head(_decode(raw, path, declared), path)
    stub, heading = ([clean(name) for name in head.get(part) if clean(name)] for part in ("STUB", "HEADING"))
    base.check_dimensions(path, len(stub) + len(heading), "STUB, HEADING")
    names = base.unique_names([*stub, *heading], path, "STUB, HEADING")
    if not names:
        raise refusal(path, "STUB, HEADING", "no variable at all", CUT)
    labels = {name: _labels(head, variable) for name, variable in zip(names, [*stub, *heading], strict=True)}
    keyed = [variable for variable in stub if head.get("KEYS", variable)]
    if keyed and keyed != stub:
        raise refusal(path, "KEYS", f"only {', '.join(keyed)} of the variables in STUB", "save the file without KEYS")
    parts, figures, where = _sparse(head, stub, labels) if keyed else _dense(head, labels)
    days = (clean("".join(v[0])) for (name, _, _), v in head.all.items() if name == "LAST-UPDATED")
    return base.incoming(
        "px",
        path,
        parts,
        figures,
        where,
        decimal=".",
        title=head.text("TITLE") or head.text("DESCRIPTION") or head.text("CONTENTS"),
        unit=_units(head, names, parts),
        source=head.text("SOURCE"),
        updated=head.text("LAST-UPDATED") or max(days, default=""),
        notes=("rows that KEYS leaves out are not filled in",) if keyed else (),
    )


def _decode(raw: bytes, path: Path, declared: str) -> str:
    """The text of the file by its own word on its encoding where that holds, else as any other text."""
    match = re.search(rb'CODEPAGE\s*=\s*"([^"]{1,40})"', raw[:20_000], re.I)
    said = match[1].decode("ascii", "ignore").strip() if match else ""
    if said and not declared and not raw.startswith(tuple(encodings.MARKS)):
        with contextlib.suppress(base.DataError):  # a file saved anew in another encoding keeps the old word
            return encodings.decode(raw, path, said)
    return encodings.decode(raw, path, declared)


def _labels(head: _Head, variable: str) -> list[str]:
    """Labels of a variable, told apart by their codes where two are the same."""
    values = [clean(value) for value in head.get("VALUES", variable)]
    codes = [clean(code) for code in head.get("CODES", variable)]
    values = values or codes or _times(head.get("TIMEVAL", variable))
    if not values:
        raise refusal(head.path, f"VALUES({variable})", "the variable has no values", CUT)
    if codes and len(codes) != len(values):
        found = f"{len(codes)} codes for {len(values)} values"
        raise refusal(head.path, f"CODES({variable})", found, MEND)
    values = [value or (codes[n] if codes else "") or f"({n + 1})" for n, value in enumerate(values)]
    told = base.told_apart(values, codes or range(1, len(values) + 1))
    if told is None:
        raise refusal(head.path, f"VALUES({variable})", "a value stands twice", MEND)
    return told


def _times(said: tuple[str, ...]) -> list[str]:
    """The periods that TIMEVAL lists behind the name of their length, TLIST(A1); a span of years stands for each."""
    found = [clean(text) for text in said if text != "-"][2:]
    years = [int(text) for text in found if numbers.is_year(text)]
    if "-" in said and len(found) == len(years) == 2 and years[0] <= years[1]:
        return [str(year) for year in range(years[0], years[1] + 1)]
    return [] if "-" in said else found


def _tokens(head: _Head) -> list[str]:
    """The figures behind DATA; quoted signs and keys keep their quotation marks."""
    body = head.file[head.at :]
    if (end := body.find(";")) >= 0 and START.match(body[end + 1 :]):  # keywords that should stand above DATA
        body = body[:end]
    if '"' not in body:
        return body.replace(";", " ").replace(",", " ").split()
    if body.count('"') % 2:
        raise refusal(head.path, "DATA", "a quotation mark that is never closed", CUT)
    return _DATUM.findall(body)


def _dense(head: _Head, labels) -> tuple[dict[str, pd.Series], pd.Series, pd.Series]:
    sizes = [len(values) for values in labels.values()]
    count, tokens = base.check_size(head.path, sizes, "DATA"), _tokens(head)
    if len(tokens) != count:
        found = f"{len(tokens):,} figures, the variables ask for {' x '.join(map(str, sizes))} = {count:,}"
        if len(tokens) > count and "," in head.file[head.at :]:
            raise refusal(head.path, "DATA", found, "a comma parts figures in .px: write decimals with a point")
        raise refusal(head.path, "DATA", found, CUT if len(tokens) < count else MEND)
    parts = base.spread(labels, head.path)
    return parts, pd.Series(tokens, dtype="str").str.strip('"'), base.numbered("DATA", count)


def _sparse(head: _Head, stub, labels) -> tuple[dict[str, pd.Series], pd.Series, pd.Series]:
    """A table by KEYS: each row begins with the code or value of every variable of STUB."""
    names = list(labels)
    over = {name: labels[name] for name in names[len(stub) :]}
    wide = base.check_size(head.path, [len(values) for values in over.values()] or [1], "HEADING")
    tokens, row = _tokens(head), len(stub) + wide
    if len(tokens) % row:
        found = f"{len(tokens):,} keys and figures, not a multiple of the {row} of one row"
        raise refusal(head.path, "DATA", found, CUT)
    count = len(tokens) // row
    base.check_size(head.path, [count, wide], "DATA")
    rows = {}
    for number, (name, variable) in enumerate(zip(names, stub, strict=False)):
        by = head.get("KEYS", variable)[0].upper()
        codes = [clean(code) for code in head.get("CODES", variable)] if by == "CODES" else []
        known = dict(zip(codes or labels[name], labels[name], strict=True))
        keys = [clean(token.strip('"')) for token in tokens[number::row]]
        if (unknown := next((key for key in keys if key not in known), None)) is not None:
            raise refusal(head.path, f"DATA, {variable}", f"the key '{unknown}' is not among its {by}", MEND)
        rows[name] = [known[key] for key in keys]
    parts = base.crossed(head.path, rows, base.spread(over, head.path) if over else {}, "DATA")
    figures = [t.strip('"') for n in range(count) for t in tokens[n * row + len(stub) : (n + 1) * row]]
    return parts, pd.Series(figures, dtype="str"), base.numbered("DATA, row", count, each=wide)


def _units(head: _Head, names, parts) -> str:
    """The one unit of the table; units by the values of the variable of contents become a dimension."""
    units = {
        p[0]: clean("".join(v[0])) for (n, g, p), v in head.all.items() if n == "UNITS" and p and g == head.language
    }
    content = head.text("CONTVARIABLE")
    name = content if content in names else next((n for n in names if units.keys() & set(parts[n].unique())), "")
    return base.unit_of(parts, name, units, head.text("UNITS"))


def is_json(tree) -> bool:
    """Whether an opened JSON file is an answer of PX-Web in its own form."""
    return isinstance(tree, dict) and isinstance(tree.get("columns"), list) and isinstance(tree.get("data"), list)


def read_json(path: Path, tree: dict) -> Incoming:
    """An answer of PX-Web: labels of values are not in it, so that codes stand for them."""
    try:
        columns = [(clean(c.get("text") or c["code"]), str(c.get("type", "d"))) for c in tree["columns"]]
        dims = [name for name, kind in columns if kind != "c"]
        contents = [name for name, kind in columns if kind == "c"]
        keys = [[clean(key) for key in row["key"]] for row in tree["data"]]
        values = [["" if v is None else str(v) for v in row["values"]] for row in tree["data"]]
    except (KeyError, TypeError, AttributeError):
        raise refusal(path, "columns, data", "not of the form of PX-Web", LABELLED) from None
    several = len(contents) > 1
    names = base.unique_names([*dims, *(["contents"] if several else [])], path, "columns")
    if not keys or not contents or not dims:
        raise refusal(path, "data", "no figures", "choose places and years when you download it")
    for number, (key, row) in enumerate(zip(keys, values, strict=True), 1):
        if len(key) != len(dims) or len(row) != len(contents):
            found = f"{len(key)} keys and {len(row)} values, the columns ask for {len(dims)} and {len(contents)}"
            raise refusal(path, f"data, row {number}", found, "download it again")
    rows = dict(zip(names, zip(*keys, strict=True), strict=False))
    parts = base.crossed(path, rows, {names[-1]: contents} if several else {}, "data")
    printed = pd.Series([value for row in values for value in row], dtype="str")
    where = base.numbered("data, row", len(keys), each=len(contents))
    if not any(map(numbers.is_year, {key for row in keys for key in row})):
        shown = ", ".join(f"{name} {key}" for name, key in zip(dims, keys[0], strict=True))
        raise refusal(path, "data", f"keys without labels, and none is a year ({shown})", LABELLED)
    about = next((part for part in tree.get("metadata") or [] if isinstance(part, dict)), {})
    said = {key: clean(about.get(key)) for key in ("source", "updated")} | {"notes": (NOTE,)}
    title = clean(about.get("label")) or (contents[0] if not several else "")
    return base.incoming("px", path, parts, printed, where, decimal=".", keyed=True, title=title, **said)

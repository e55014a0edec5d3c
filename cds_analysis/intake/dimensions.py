"""The dimensions of a file: which is what, and what each of their labels means."""

import re
from pathlib import Path

import numpy as np

from ..data import indicators, observations, provinces
from ..files import numbers
from ..files.base import shorten
from . import place_labels, titles, words
from .mapping import Constant, Work, spread

COUNTRIES, CODES, NOTES, IGNORED = (words.SAID[name] for name in ("countries", "codes", "notes", "ignored"))
HEADINGS = words.kinds("headings") | dict.fromkeys([*COUNTRIES, *CODES], "place")
HEADINGS |= dict.fromkeys([*NOTES, *IGNORED], "ignore")
NAMING = re.compile(
    r"(?:column|indicator|heading|stub|dimension)(?: \d+)?"
)  # dimensions without a heading of their own
BORDERS = words.kinds("borders")
WHOLE = "choose the table of the whole; of words that change nothing docs/files.md tells under `usual`"
OTHER = "if it does, choose another table; of words that change nothing docs/files.md tells under `usual`"
ROLES = (*words.SAID["headings"], "ignore")


def _meaning(role: str, text: str, work: Work) -> str | None:
    """What a label means in a role, None where it means nothing there; places are looked at elsewhere."""
    data_dir = work.data_dir
    if role == "period":
        return found[0] if (found := words.period(text)) else None
    if role == "status":
        return numbers.grade(text)
    if role in ("field", "level"):
        return text if text == "" or text.isdigit() or text in observations.LEVELS else None
    if role == "border":
        said = words.plain(text)
        begins = (border for start, border in BORDERS.items() if said.startswith(start))
        return text if text in provinces.BORDERS else next(begins, None)
    if role == "measure":
        return _measures(data_dir).get(words.plain(text))
    if role == "price_basis":
        return text and next((b for b in observations.PRICE_BASES if b == words.price_basis(text)), None)
    if role == "unit":
        return words.unit(text, data_dir) or None
    found, beside = work.read(text)  # of an index growth would have to be taken
    return found[0].indicator if len(found) == 1 and not beside and not found[0].less else None


def _measures(data_dir: Path) -> dict[str, str]:
    table, former = indicators.measures(data_dir), indicators.aliases(data_dir, "measure").items()
    names = [*former, *((text, m) for m, row in table.iterrows() for text in (m, row["name_vi"], row["name_en"]))]
    return {words.plain(text): m for text, m in names} | {"": ""}


def _role_of(name: str, texts: list[str], work: Work) -> tuple[str, str]:
    """The role of a dimension and why; empty where none fits."""
    if name in work.asked.roles:
        return work.asked.roles[name], "given"
    heading = words.plain(name)
    if role := HEADINGS.get(heading):
        return role, "its heading" if role == "ignore" else f"its heading '{name}'"
    sample = texts[:400]
    shares = {"place": sum(place_labels.match(t, work.data_dir).kind != place_labels.UNKNOWN for t in sample)}
    if all(t.isdigit() for t in sample):  # bare numbers are years or nothing
        shares = {}
    for role in ("period", "indicator", "unit", "price_basis", "status"):
        long_enough = 2 if role == "status" else 0  # F may be female
        shares[role] = sum(len(t) > long_enough and bool(_meaning(role, t, work)) for t in sample)
    role, known = max(shares.items(), key=lambda item: item[1])
    if known >= max(1, 0.5 * len(sample)):
        return role, f"{known} of {len(sample)} labels"
    return "", ""


def picked(work: Work) -> None:
    """Keep one label of a dimension where the user picked one."""
    for name, label in work.asked.pick.items():
        if name not in work.incoming.dimensions:
            work.fault(name, "picked, but there is no such dimension", f"use {', '.join(work.incoming.dimensions)}")
            continue
        chosen = (work.cells[name] == label).to_numpy()
        counts = work.cells.loc[~chosen & work.cells["value"].ne("").to_numpy(), name].value_counts()
        work.left += [(str(other), int(n), f"another {name} than '{label}'") for other, n in counts.items() if n]
        if not chosen.any():
            some = ", ".join(map(repr, work.distinct(name)[1][:5]))
            work.fault(name, f"no label '{label}' (there is {some})", "pick one of its labels as printed")
        work.keep &= chosen


def turned(name: str, work: Work) -> None:
    """Give one dimension its role and turn its words."""
    codes, texts = work.distinct(name)
    role, why = _role_of(name, texts, work)
    heading = words.plain(name)
    if heading not in HEADINGS and (work.read(name)[0] or words.unit_in(name, work.data_dir)):
        work.constants.append(Constant("name", "the heading", name))  # the corner of a table
    if name in work.asked.pick:
        label = work.asked.pick[name]
        total = titles.is_total(label) and not _place(label, work).slug  # of partners of trade, and the like
        if role not in ("place", "period") or total:
            work.constants.append(Constant("label", f"'{name}'", label))
            return work.role(name, "picked", len(texts), 1, f"'{label}'")
        codes, texts, why = np.zeros_like(codes), [label], why if why == "given" else f"'{label}' is picked"
    if role == "ignore":
        if name in work.asked.roles or heading in NOTES:
            beside = next((beside for text in texts if titles.part(beside := work.read(text)[1])), "")
            if beside:
                found = f"'{titles.shown(beside)}' in what is left aside may say a part, another period or no outcome"
                return work.fault(name, found, WHOLE)
        return work.role(name, "not used", len(texts), 0, why)
    if role == "" and len(texts) > 1:
        total = next((t for t in texts if titles.is_total(t)), "")
        shown = ", ".join(f"'{t}'" for t in texts[:4]) + (", ..." if len(texts) > 4 else "")
        remedy = f"--pick '{name}={total}' keeps what is of the whole" if total else WHOLE
        return work.fault(name, f"{len(texts)} labels that are nothing we know ({shown})", remedy)
    if role not in ("", *ROLES):
        return work.fault(name, f"role '{role}'", f"use one of {' '.join(ROLES)}")
    if len(texts) == 1 and role in ("", "indicator") and texts[0] not in work.asked.indicators:
        kind = "name" if role or NAMING.fullmatch(name) else "label"
        work.constants.append(Constant(kind, f"'{name}'", texts[0]))
        return work.role(name, "one value", 1, 0, f"'{texts[0]}' holds for the whole file")
    if role == "indicator" and work.asked.indicator:
        remedy = "leave --indicator out; `indicators: {label: id, other label: skip}` in a mapping file"
        return work.fault(name, f"{len(texts)} indicators, one is given", remedy)
    if role in work.columns and role != "place":
        return work.fault(
            name, f"a second dimension of the kind {role}", "say what it is under `roles` in a mapping file"
        )
    if role == "place":
        return _places(name, codes, texts, why, work)
    return _labels(name, role, codes, texts, why, work)


def _labels(name: str, role: str, codes: np.ndarray, texts: list[str], why: str, work: Work) -> None:
    """The column of a dimension other than places."""
    given = work.asked.indicators if role == "indicator" else {}
    meant = [given.get(t) or _meaning(role, t, work) for t in texts]
    counts, first = np.bincount(codes, minlength=len(texts)), np.unique(codes, return_index=True)[1]
    said = zip(texts, meant, counts, strict=True)
    work.left += [(t, int(n), "left out by the mapping file") for t, m, n in said if m == "skip"]
    work.keep &= np.array([m != "skip" for m in meant])[codes]
    meant = ["" if m == "skip" else m for m in meant]
    used = np.bincount(codes, weights=work.keep, minlength=len(texts))
    for i in work.some(name, [i for i, found in enumerate(meant) if found is None and used[i]]):
        cell = work.cells["where"].iat[first[i]]
        remedy = {
            "indicator": "`indicators: {label: skip}` in a mapping file leaves it out",
            "unit": "if it is one of units.csv in other words, register it in aliases.csv (kind unit)",
            "period": "write years as 2024; leave other columns out",
        }.get(role, "correct the label, or say what the column is under `roles` in a mapping file")
        work.fault(name, f"'{shorten(texts[i])}' is no {role.replace('_', ' ')} we know ({cell})", remedy)
    if role == "indicator":
        work.units = spread(codes, [words.unit_in(t, work.data_dir) for t in texts])
        bases = [words.price_basis(t) for t in texts]
        if any(bases) and "price_basis" not in work.columns:
            work.columns["price_basis"] = spread(codes, bases)
    if role == "period":
        _printed_twice(codes, texts, meant, work)
        work.columns["mark"] = spread(codes, [found[1] if (found := words.period(t)) else "" for t in texts])
    work.columns[role] = spread(codes, [m or "" for m in meant])
    work.role(name, role, len(texts), sum(m is not None for m in meant), why)


def _printed_twice(codes: np.ndarray, texts: list[str], meant: list[str | None], work: Work) -> None:
    """Leave "Sơ bộ 2023" out of a table that prints 2023 as well, as PX-Web does once the year is final."""
    filled = work.cells["value"].ne("").to_numpy() & work.keep
    plain = {text for n, text in enumerate(texts) if text == meant[n] and filled[codes == n].any()}
    for n, (text, year) in enumerate(zip(texts, meant, strict=True)):
        if year in plain and text != year and words.period(text)[1] in ("preliminary", "estimate"):
            work.left.append((text, int((codes == n).sum()), f"the table prints {year} without this mark as well"))
            work.keep &= codes != n


def _places(name: str, codes: np.ndarray, texts: list[str], why: str, work: Work) -> None:
    """The column of places; labels that are none of ours are left out with the reason, unknown ones are faults."""
    bare = [t for t in texts if place_labels.CODE.fullmatch(t) and t not in work.asked.places]
    if bare and why != "given" and words.plain(name) not in CODES:
        found = f"bare numbers ({', '.join(bare[:4])}): codes of which register, or only a count?"
        remedy = (
            "download the table with names (keys of PX-Web only count: 19 is Yên Bái there); "
            f"`roles: {{{name}: place}}` in a mapping file if they are administrative codes (19 is Thái Nguyên)"
        )
        return work.fault(name, found, remedy)
    matches = [_place(text, work) for text in texts]
    slugs = spread(codes, [m.slug for m in matches])
    if "place" in work.columns:
        if (slugs.astype(str) == work.columns["place"].astype(str)).all():
            return work.role(name, "not used", len(texts), len(texts), "says the places again")
        return work.fault(name, "a second dimension of places, which says other ones", f"`roles: {{{name}: ignore}}`")
    if words.plain(name) in COUNTRIES and {m.slug for m in matches if m.slug} == {provinces.NATION}:
        other = place_labels.Match("country", why="another country, or a group of countries")
        matches = [other if m.kind == place_labels.UNKNOWN else m for m in matches]
    counts = np.bincount(codes, minlength=len(texts))
    work.keep &= np.array([m.kind == place_labels.PLACE for m in matches])[codes]
    for i in work.some(name, [i for i, m in enumerate(matches) if m.kind == place_labels.UNKNOWN]):
        way = f"`places: {{'{shorten(texts[i])}': slug}}` in a mapping file, or `skip` to leave it out"
        remedy = f"{way}; `cds provinces` lists them"
        if titles.part(work.read(texts[i])[1]) or words.plain(texts[i]) in HEADINGS:  # what is below it may be of it
            remedy = "if another table begins there, name the rows of one in a mapping file: first_row, last_row"
        if "give the border" in matches[i].why:
            remedy = "--border pre-2025 or --border 2025"
        work.fault(name, matches[i].why, remedy)
    none = (place_labels.PLACE, place_labels.UNKNOWN)
    work.left += [(t, int(n), m.why) for t, m, n in zip(texts, matches, counts, strict=True) if m.kind not in none]
    work.columns["place"] = slugs
    work.matches = {m.slug: m for m in matches if m.slug}
    work.role(name, "place", len(texts), sum(bool(m.slug) for m in matches), why)


def _place(text: str, work: Work) -> place_labels.Match:
    given = work.asked.places.get(text)
    if given == "skip":
        return place_labels.Match("skipped", why="left out by the mapping file")
    if given:
        borders = tuple(b for b in provinces.BORDERS if (given, b) in provinces.load(work.data_dir))
        kind = place_labels.PLACE if borders else place_labels.UNKNOWN
        return place_labels.Match(kind, given, borders, f"no slug '{given}'")
    return place_labels.match(text, work.data_dir, work.asked.border)

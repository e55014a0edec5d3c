"""On which border the units of a file stand: told by it, by its day of publication or by the set of units; or asked."""

from datetime import date

import pandas as pd

from ..data import provinces
from ..data.provinces import NEW, OLD
from .mapping import Work, spread


def border(work: Work) -> None:
    """The border, by what was given, the day of publication, or the set of units; else asked for."""
    if work.asked.border and work.asked.border not in provinces.BORDERS:
        return work.fault("", f"border '{work.asked.border}'", "use pre-2025 (63 units) or 2025 (34 units)")
    if not work.matches or ("border" in work.columns and not work.asked.border):
        return None
    border, why = (work.asked.border, "given") if work.asked.border else _told(work)
    places = provinces.load(work.data_dir)
    if border:
        wrong = sorted(s for s, m in work.matches.items() if border not in m.borders)
        regions = [slug for slug in wrong if {places[slug, b].tier for b in work.matches[slug].borders} == {"region"}]
        _other_regions(work, border, regions)
        if wrong := [slug for slug in wrong if slug not in regions]:
            shown = ", ".join(wrong[:5]) + (", ..." if len(wrong) > 5 else "")
            found = f"{len(wrong)} places are no units on the border {border}: {shown}"
            return work.fault("", found, "--border, or `skip` them in a mapping file")
        work.constant("border", border, why)
        if provinces.NATION in work.matches and "period" in work.columns:  # told by the year, as in earlier tables
            told = work.columns["border"].astype(str).mask(work.of_nation(), _by_year(work).astype(str))
            work.columns["border"] = told.astype("category")
        return None
    versions = [places[slug, b] for slug in work.matches for b in provinces.BORDERS if (slug, b) in places]
    always = all(place.unchanged and place.tier in ("nation", "province") for place in versions)
    if always and "period" in work.columns:
        work.columns["border"] = _by_year(work)
        return work.role("", "border by year", 2, 2, "none of these places changed in 2025")
    return work.fault("", f"63 old or 34 new units? {why}", "--border pre-2025, or --border 2025")


def _by_year(work: Work) -> pd.Series:
    years = work.columns["period"]
    return spread(years.cat.codes.to_numpy(), [NEW if text[:4] >= "2025" else OLD for text in years.cat.categories])


def _other_regions(work: Work, border: str, slugs: list[str]) -> None:
    """Leave out regions that bear the name of one kept on the other border: they are made of other provinces."""
    for slug in slugs:
        other, rows = work.matches.pop(slug).borders[0], (work.columns["place"] == slug).to_numpy()
        why = f"another region than that of this name on the border {other}; the register of places does not keep it"
        work.left.append((provinces.load(work.data_dir)[slug, other].name_vi, int(rows.sum()), why))
        work.keep &= ~rows


def _told(work: Work) -> tuple[str, str]:
    """The border the places or the day of publication leave no doubt of, and why; else empty, and what was found."""
    named = {b: {p.slug for p in provinces.units(work.data_dir, b)} for b in provinces.BORDERS}
    found = set(work.matches) & (named[OLD] | named[NEW])
    only_old = found - named[NEW]
    new_labels = [m for m in work.matches.values() if m.borders == (NEW,)]
    if len(work.vintage) == 10 and date.fromisoformat(work.vintage) < provinces.ANNOUNCED:
        return OLD, f"published on {work.vintage}, before the new units were known"
    if only_old and new_labels:
        return "", f"both old units ({', '.join(sorted(only_old)[:3])}) and new ones ({new_labels[0].slug}) are named"
    if only_old:
        return OLD, f"{len(only_old)} units that ended in 2025, such as {', '.join(sorted(only_old)[:2])}"
    if found == named[NEW]:
        return NEW, f"all {len(found)} units of 2025 and no other"
    return "", f"The {len(found)} units named exist on both ({', '.join(sorted(found)[:3])})"

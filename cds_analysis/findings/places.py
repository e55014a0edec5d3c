"""One unit beside others on its border, of its region or chosen: one indicator, one measure, one year at a time."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from IPython.display import HTML

from ..data import observations, provinces
from ..data.known import Known, cached_by_news
from ..errors import CdsError
from ..series import across, modelled, ranks, share
from ..study.finding import Finding, blocks

COMPARED = (  # indicator, measure; figures of two measures are never put side by side as if they were one
    ("digital_economy_share", "gso-experimental"),
    ("digital_economy_share", "mic-estimate"),
    ("digital_economy_share", "provincial-statement"),
    ("labour_productivity", "gso"),
    ("dti_score", "dti"),
    ("pci_score", "pci"),
    ("pci_transparency", "pci"),
)
SERIES = ("pci_score", "pci_transparency")
BANDS = "dti_score"
MAPPED = ("dti_score", "labour_productivity", "pci_score", "pci_transparency")


class Places(Finding):
    """A place among the units of its region, or among others; results.json keeps it as `comparison`."""

    def __init__(self, study, others: str = ""):
        self.claims = claims(study.known, study.place, others)
        super().__init__(study, comparison=self.claims)
        study.cite(cited(study.known, self.claims))

    @property
    def few(self) -> bool:
        """Whether the reader chose the set and it is not all units: only then does it stand out among all."""
        return bool(self.claims["asked"]) and len(self.claims["peers"]) < len(self.claims["names"])

    @property
    def records(self) -> dict:
        """With what tables and sentences choose from: the columns of ranks, the place's own bands."""
        rows = self.claims["compared"]
        columns = [row for row in rows if len(row["group"]["ranks"]) > 1 or row["group"]["changes"]]
        units = self.claims["bands"]["units"]
        own = [unit for slug in self.claims["own_old"] for unit in units if unit["slug"] == slug]
        return super().records | {"set_columns": columns, "own_bands": own}

    def charts(self, kind: str) -> HTML | None:
        """Charts of one kind below one another, `shares`, `maps` or `panels`, or the sentence that there are none."""
        from ..charts import maps, places

        if kind == "maps":
            rows, where = mapped(self.claims), tiles(self.study.data_dir)
            drawn = [maps.tile_map(self, row, quintiles(row["found"]["values"]), where) for row in rows]
        elif kind == "shares":
            rows = [row for row in self.claims["compared"] if row["indicator"] == COMPARED[0][0] and row["found"]]
            drawn = [places.ranked(self, row) for row in rows if len(row["found"]["values"]) > 1]
        else:
            drawn = [places.small_multiples(self, name) for name in self.claims["series"]]
        for chart in drawn:
            chart.save(self.study.output_dir)
        said = [f"<p>{self.text(f'no_{kind}')}</p>"] if not drawn and kind != "panels" else []
        return blocks(*drawn, *said)


@lru_cache(maxsize=4)
def tiles(data_dir: Path) -> pd.DataFrame:
    """Where each unit stands on the tile map, data/tiles.csv: slug, border, row (0 is north), column (0 is west).

    Raises:
        CdsError: The register is missing.
    """
    path = data_dir / "tiles.csv"
    if not path.is_file():
        raise CdsError(f"{path} is missing; it holds slug, border, row, column of every unit on the map")
    return pd.read_csv(path, dtype={"slug": str, "border": str, "row": int, "column": int})


def printed_rank(known: Known, place: provinces.Place) -> dict | None:
    """The newest DTI rank among all units of the place's border: published, or (status derived) from all scores."""
    field, rows = len(known.units_of(place.border)), observations.annual(known.rows("dti_rank", place.slug))
    rows = rows[rows["border"].eq(place.border) & rows["use"].eq("yes") & rows["field"].eq(field)]
    if rows.empty:
        return None
    row = known.newest_figures(rows, ["period"]).iloc[-1]
    rank = {"year": int(row["period"]), "rank": int(row["value"]), "field": field}
    return rank | row[["status", "source", "vintage"]].to_dict()


@lru_cache(maxsize=8)
def bands(known: Known) -> dict:
    """Rank, best and worst rank of the confidence set (`ranks.confidence_set`) of all old provinces, the best first."""
    table = ranks.scores(known, BANDS)
    errors, units = ranks.noises(table) if len(table.columns) else (), []
    if len(errors):
        now = table.iloc[:, -1].to_numpy(float)
        for row, rank in enumerate(ranks.rank(now)):
            best, worst = ranks.confidence_set(now, row, errors)
            units.append({"slug": table.index[row], "rank": int(rank), "best": best, "worst": worst})
    return {
        "level": 100 * ranks.LEVEL,
        "year": int(table.columns[-1]) if units else None,
        "field": len(units),
        "units": sorted(units, key=lambda u: (u["rank"], u["best"], u["worst"])),
    }


def own_slugs(place: provinces.Place, border: str) -> list[str]:
    """The slugs under which a place stands on a border: its own, or those of its old parts."""
    if place.tier != "province":
        return []
    return [place.slug] if border == place.border or place.unchanged else list(place.predecessors)


def peers(known: Known, place: provinces.Place, border: str, asked: tuple[str, ...] = ()) -> list[provinces.Place]:
    """The units of a border compared: those asked for, on the old one their parts, else those of the place's region;
    with the place itself or the old units it was made of."""
    units, found = known.units_of(border), set(own_slugs(place, border))
    if asked:
        found |= {s for p in known.units_of(place.border) if p.slug in asked for s in own_slugs(p, border)}
    else:
        region = next((p.region for p in units if p.slug == place.slug), place.region)
        found |= {p.slug for p in units if p.region == region}
    return [p for p in units if p.slug in found]


def _compared(known: Known, border: str, slugs: tuple[str, ...]) -> list[dict]:
    """Each of `COMPARED` that is in the registers, with its names, all units' figures, and those of some units."""
    out = []
    for indicator, measure in COMPARED:
        if indicator not in known.indicators or measure not in known.measures.index:
            continue
        about, asked = known.indicator(indicator), (known, indicator, measure, border)
        row = {"indicator": indicator, "measure": measure, "unit": about.unit}
        for lang in ("vi", "en"):
            row |= {lang: about.name(lang), f"measure_{lang}": known.measures.at[measure, f"name_{lang}"]}
            row[f"unit_{lang}"] = known.units.at[about.unit, f"label_{lang}"]
        out.append(row | {"found": across.cross(*asked), "group": across.within(*asked, slugs)})
    return out


@cached_by_news(*modelled.BEHIND, most=8)
def estimated(known: Known, border: str) -> dict:
    """The digital share of every unit of a border by the model of all, and the newest year of a figure of the office.

    Of its base year and its newest, the highest first; without units where there are no draws for the view.
    """
    units, years = {}, []
    for unit in known.units_of(border):
        draws = modelled.draws(known, unit)
        if draws is not None:
            years = [modelled.BASE_YEAR, int(draws.columns[-1])]
            told = [modelled.summary(known, draws, year) for year in years]
            printed = max(share.values_of(known, unit, share.BASE), default=None)
            units[unit.slug] = {"then": told[0], "now": told[1], "printed": printed}
    order = sorted(units, key=lambda slug: -units[slug]["now"]["median"])
    return {"years": years, "units": {slug: units[slug] for slug in order}}


def _series(known: Known, old: list[provinces.Place]) -> dict:
    """Scores of some old units over the years, and the median of all units in the years nearly all have."""
    series = {}
    for indicator in SERIES:
        table = across.figures(known, indicator, "pci", provinces.OLD)
        if old and len(table.columns):
            units = {p.slug: table.loc[p.slug].dropna().to_dict() for p in old}
            median = table.loc[:, table.notna().mean() > 0.9].median().to_dict()
            series[indicator] = {"units": units, "median": median}
    return series


def claims(known: Known, place: provinces.Place, others: str = "") -> dict:
    """What is said of a place among others, for wording, charts and results.json.

    Args:
        others: The units compared (`provinces.choose`), the place itself among them in any case; empty: its region's.

    Raises:
        ParameterError, UnknownName: `others` names something that is no unit, with what to write.
    """
    border, (asked, replaced) = place.border, provinces.choose(others, known.folder, place.border)
    slugs = tuple(p.slug for p in peers(known, place, border, asked))
    old, found = peers(known, place, provinces.OLD, asked), bands(known)
    own, own_old = (own_slugs(place, b) for b in (border, provinces.OLD))
    names, names_old = ({p.slug: p.name_vi for p in known.units_of(b)} for b in (border, provinces.OLD))
    return {
        "border": border,
        "own": own,
        "own_old": own_old,
        "region": place.region,
        "region_en": provinces.region_names(known.folder, place.region)["en"],
        "asked": others,
        "replaced": [{"from": a, "name": names_old[a], "to": b} for a, b in replaced.items()],
        "peers": list(slugs),
        "merged": [p.slug for p in known.units_of(border) if p.merged],
        "names": names,
        "names_old": names_old,
        "compared": _compared(known, border, slugs),
        "estimated": estimated(known, border),
        "printed": printed_rank(known, place),
        "series": _series(known, old),
        "bands": found | {"units": [u for u in found["units"] if u["slug"] in {p.slug for p in old}]},
    }


def cited(known: Known, claims: dict) -> list[tuple[str, str]]:
    """The documents (source, vintage) behind everything that `claims` says and its charts show."""
    out = [ref for row in claims["compared"] if row["found"] for ref in row["found"]["sources"]]
    for row in claims["compared"]:
        group, rows = row["group"], across.rows_of(known, row["indicator"], row["measure"], claims["border"])
        rows = rows[rows["period"].isin([group["since"], group["until"]]) & rows["place"].isin([*group["changes"]])]
        out += zip(rows["source"], rows["vintage"], strict=True)
    if claims["printed"]:
        out.append((claims["printed"]["source"], claims["printed"]["vintage"]))
    for indicator, measure in COMPARED:
        if indicator in claims["series"] or (indicator == BANDS and claims["bands"]["units"]):
            out += observations.documents(across.rows_of(known, indicator, measure, provinces.OLD))
    return out


def mapped(claims: dict) -> list[dict]:
    """The compared that get a map and have figures, in the order of `MAPPED`."""
    rows = {row["indicator"]: row for row in claims["compared"] if row["found"]}
    return [rows[indicator] for indicator in MAPPED if indicator in rows]


def quintiles(values: dict[str, float]) -> dict[str, int]:
    """Fifth of each unit among those with a figure, 0 the lowest; equal values share a fifth."""
    order = np.array(list(values.values()))
    return {slug: int(min(4, 5 * np.mean(order < v))) for slug, v in values.items()}

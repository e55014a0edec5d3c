"""The evidence on the share of every unit, and the model fitted to it (`cds data shares`).

Fitted once per state of the data; what reads the draws is `modelled`.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import logit

from ..data import provinces
from ..data.known import Known
from ..errors import ModelError
from ..forecasting import pooled_share
from ..forecasting import unit_shares as model
from . import growth, share
from .modelled import BASE_YEAR, COUNTS, FEATURES, INDICATOR, RANKS, stamp

KEPT = 400  # draws a unit
DERIVED = "derived-" + share.BASE  # a figure less the gain that the office tells
COLUMNS = ["place", "border", "year", "value", "sd", "shared", "kind"]


@dataclass(frozen=True)
class Fit:
    """Draws of the share of each old unit (slug and draw by year, percent), and how well the chains agree."""

    draws: pd.DataFrame
    rhat: float
    effective: float
    sizes: np.ndarray  # tau and sigma of each draw


def weights(known: Known, years: list[int]) -> pd.DataFrame:
    """The part of each old unit in the GRDP of all, by year: their own, else the successor's split as it last was."""
    found = {}
    for unit in known.units_of(provinces.NEW):
        whole, parts = growth.current_levels(known, unit)["value"], known.parts_of(unit)
        table = pd.concat({p.slug: growth.current_levels(known, p)["value"] for p in parts}, axis=1)
        for year in years:
            split = table.dropna().loc[:year].iloc[-1]
            total = split.sum() if year in table.dropna().index else whole[year]
            found |= {(slug, year): total * part for slug, part in (split / split.sum()).items()}
    table = pd.Series(found).unstack()
    return table.loc[[p.slug for p in known.units_of(provinces.OLD)], years] / table[years].sum()


def _places(known: Known) -> list[provinces.Place]:
    return known.units_of(provinces.OLD) + [p for p in known.units_of(provinces.NEW) if p.merged]


def readings(known: Known) -> pd.DataFrame:
    """Every figure that is evidence on a unit: the office's, what is bridged to it, the ministry's less its offset.

    `shared` is by how much the error that all figures of the ministry have in common moves one, on the logit scale.
    """
    reference = share.reference_class(known)
    revision, shock = reference.revision, reference.sigma
    offset, rows = pooled_share.measure_offset(share.measure_pairs(known)), []
    between = (offset.sd**2 - offset.residual**2) / (1 + 1 / offset.places)
    common = np.sqrt(between / offset.places + offset.residual**2 / offset.pairs)
    for place in _places(known):
        told, key = {}, (place.slug, place.border)
        stated = [(*each, DERIVED) for each in share.values_of(known, place, DERIVED).items()]
        for year, value, measure in stated + share.stated(known, place):
            vague = measure not in (share.BASE, DERIVED) or year in _assumed(known, place)
            told[year] = (*key, year, value, np.hypot(revision, shock * vague), 0.0, "vague" if vague else "office")
        for year, value in share.values_of(known, place, share.CONTEXT).items():
            like, own = value / offset.ratio(year, place.slug), place.slug in offset.own
            if year not in told and 0 < like < 100:
                spread, lean = offset.residual**2 * (1 + own) + between * (not own), common * (not own)
                whole = 1 - like / 100  # d logit = d log / (1 - share)
                told[year] = (*key, year, like, np.sqrt(spread) / whole, lean / whole, "ministry")
        rows += told.values()
    return pd.DataFrame(rows, columns=COLUMNS)


def _assumed(known: Known, place: provinces.Place) -> list[int]:
    """Years whose figure of the office may be of another year."""
    found = known.series_if_any(INDICATOR, place, measure=share.BASE)
    return [] if found is None else found.table.index[found.table["flags"].str.contains("period_assumed")].tolist()


def counts(known: Known, said: pd.DataFrame) -> pd.DataFrame:
    """How many units lie above a level: the office's counts by band, and ranks printed beside a unit's own figure.

    `out` are the units not counted. Where all units down to a rank are named nobody else lies above its figure, which
    holds but for the error of figures (`none`). `error` and `shared` are as of readings.
    """
    rows, above, error = [], {}, share.reference_class(known).revision
    for name, level in COUNTS.items():
        for year, value in share.values_of(known, known.nation, share.BASE, name).items():
            above[year] = above.get(year, 0.0) + value
            rows.append((provinces.OLD, year, float(level), error, 0.0, (), above[year], False))
    path, key = known.folder / RANKS, ["place", "year", "measure"]
    ranks = pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=["border", "rank", *key])
    figures = said.assign(measure=np.where(said["kind"] == "ministry", share.CONTEXT, share.BASE))
    ranks = ranks.merge(figures.drop(columns="border"), on=key, how="left")
    for (border, year, _), group in ranks.sort_values("rank").groupby(["border", "year", "measure"]):
        named = np.cumprod(group["rank"].to_numpy() == np.arange(1, len(group) + 1)).astype(bool)
        last = group[named & group["value"].notna()].tail(1)
        for row in pd.concat([last, group[~named]]).dropna(subset="value").to_dict("records"):
            none = not last.empty and row["rank"] == last["rank"].iloc[0]
            out = tuple(group["place"][group["rank"] <= row["rank"]]) if none else (row["place"],)
            over = 0.0 if none else row["rank"] - 1.0
            rows.append((border, year, row["value"], row["sd"], row["shared"], out, over, none))
    return pd.DataFrame(rows, columns=["border", "year", "level", "error", "shared", "out", "above", "none"])


def features(known: Known) -> np.ndarray:
    """GRDP per head (log) and the DTI's score of digital economic activity of the base year, standardised."""
    units, columns = known.units_of(provinces.OLD), []
    for name, measure in FEATURES.items():
        values = [share.values_of(known, unit, measure, name)[BASE_YEAR] for unit in units]
        columns.append(np.log(values) if name == "grdp_per_capita" else values)
    found = np.column_stack(columns)
    return (found - found.mean(axis=0)) / found.std(axis=0)


def evidence(known: Known, without: tuple[str, str] | None = None, until: int = 9999) -> model.Evidence:
    """All evidence, or that without what the office's figures say of one place (slug, border).

    Args:
        until: The last year of which figures and ranks of units are taken; the nation's are taken in any case.
    """
    nation = share.values_of(known, known.nation, share.BASE)
    years = list(range(min(nation), max(nation) + 1))
    if missing := [y for y in years if y not in nation]:
        raise ModelError(f"the nation's share of {missing} is not known: nothing for units to add up to")
    said = readings(known)
    gone = [(slug, border) == without for slug, border in zip(said["place"], said["border"], strict=True)]
    said = said[~(np.array(gone) & said["kind"].ne("ministry")) & said["year"].le(until)]
    said, above = said[said["year"].isin(years)], counts(known, said)
    above = above[above["year"].isin(years)]
    table, units = weights(known, years), [p.slug for p in known.units_of(provinces.OLD)]
    places = {(p.slug, p.border): [part.slug for part in known.parts_of(p)] for p in _places(known)}
    places |= {(p.slug, provinces.NEW): [p.slug] for p in known.units_of(provinces.NEW) if not p.merged}

    def mixture(slug: str, border: str, year: int) -> np.ndarray:
        row, parts = np.zeros(table.shape), [units.index(part) for part in places[slug, border]]
        row[parts, years.index(year)] = table[year].iloc[parts] / table[year].iloc[parts].sum()
        return row.ravel()

    counted, rows = [], []
    for one in above.to_dict("records"):
        told = (one[name] for name in ("error", "shared", "above", "none"))
        rows.append((len(counted), logit(one["level"] / 100), *told))
        members = [slug for slug, border in places if border == one["border"] and slug not in one["out"]]
        members = members if one["border"] == provinces.NEW else [slug for slug in units if slug not in one["out"]]
        counted += [mixture(slug, one["border"], one["year"]) for slug in members]
    return model.Evidence(
        weights=table.to_numpy(),
        nation=np.array([nation[y] for y in years]) / 100,
        features=features(known),
        base=years.index(BASE_YEAR),
        mixtures=np.array([mixture(*row) for row in said[COLUMNS[:3]].itertuples(index=False)]),
        readings=np.column_stack([logit(said["value"] / 100), said["sd"], said["shared"]]),
        counted=np.array(counted),
        counts=np.array(rows, dtype=float),
    )


def fit(known: Known, sampling: dict | None = None, **chosen) -> Fit:
    """The model fitted to all evidence, or to a part of it (`evidence`); `sampling` is for `model.sample`.

    Raises:
        ModelError: Evidence is missing.
    """
    found = evidence(known, **chosen)
    density = model.Density(found)
    at = model.sample(density, **(sampling or {}))
    share = 100 * density.shares(at.reshape(-1, density.size))[0]
    rhat, effective = model.convergence(share.reshape(*at.shape[:2], -1))
    kept = share[np.linspace(0, len(share) - 1, KEPT).round().astype(int)].transpose(1, 0, 2)
    slugs = [p.slug for p in known.units_of(provinces.OLD)]
    index = pd.MultiIndex.from_product([slugs, range(KEPT)], names=["place", "draw"])
    years = [str(y) for y in range(BASE_YEAR - found.base, BASE_YEAR - found.base + share.shape[2])]
    draws = pd.DataFrame(kept.reshape(-1, share.shape[2]).round(2).astype(np.float32), index, years)
    draws.attrs["evidence"] = stamp(known)
    return Fit(draws, rhat, effective, np.exp(at[..., -2:].reshape(-1, 2)))

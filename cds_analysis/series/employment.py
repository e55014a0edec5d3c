"""Employed persons of a place for years whose figure is not published yet: our own estimate, never an office's.

The nation's published growth of the year, plus how the place used to differ from it, drawn to zero: a place without
figures grows as the nation does. The error is that of the same estimate on years and provinces where the figure is
known; never across the redefinition of 2021, where the nation's own years before stand in.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm
from scipy.stats import t as student

from ..data import provinces
from ..data.known import Known, cached_by_news
from ..errors import ModelError
from ..forecasting.distribution import PATHS, SEED
from ..shown import InOneLine
from . import employed

BREAK = employed.REDEFINED
SINCE = 2011  # years before are of other surveys
DEGREES = 4  # of freedom of the errors: a few provinces are far off in some years
STRENGTHS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)  # years of figures that "no difference" may weigh
LEVEL = 0.8
HALF = float(student.ppf((1 + LEVEL) / 2, DEGREES))  # half-width of that interval in units of the scale
NEEDED = 30  # province-years behind an error
YEARS, ENOUGH = 5, 3  # before the break that stand in for its year, and how many of them must be known
STEPS = 60  # to the likeliest scale
START = 2  # years of a place known before its first error


@dataclass(frozen=True)
class Rule:
    """How a place's growth differs from the nation's: after n years by n / (n + strength) of their mean, in points.

    A further year departs from that by a Student-t of scale `scale` sqrt(1 + 1 / (n + strength)).
    """

    strength: float
    scale: float

    def expect(self, known: np.ndarray) -> tuple[float, float]:
        """Expected difference of a further year and its scale, from the differences of the years known."""
        n = len(known)
        return float(known.sum() / (n + self.strength)), self.scale * float(np.sqrt(1 + 1 / (n + self.strength)))


@dataclass(frozen=True)
class Nowcast(InOneLine):
    """Growth of employed persons by year, percent.

    `table` has growth (the middle), scale, low, high (80 %), nation, inputs and refs by year; `own` are the years in
    which the place's own difference was seen, `trial` tells how often such estimates held.
    """

    table: pd.DataFrame
    own: tuple[int, ...]
    rule: Rule
    trial: dict

    def paths(self, *, paths: int = PATHS, seed: int = SEED) -> dict[int, np.ndarray]:
        """Joint samples by year; the error of the place's usual difference is common to all years."""
        draw, n = np.random.default_rng(seed), len(self.own)
        common = 1 / (n + self.rule.strength + 1)
        shared = np.sqrt(common) * draw.standard_normal(paths)
        found = {}
        for year, row in self.table.iterrows():
            normal = shared + np.sqrt(1 - common) * draw.standard_normal(paths)
            found[int(year)] = row["growth"] + row["scale"] * student.ppf(norm.cdf(normal), DEGREES)
        return found


def _errors(differences: pd.DataFrame, strength: float) -> pd.DataFrame:
    """Errors of the estimates made from earlier years alone: `error` in units of scale times `unit`; year and row."""
    values = differences.to_numpy(float)
    seen = np.isfinite(values)
    n = np.cumsum(seen, axis=1) - seen
    before = np.cumsum(np.where(seen, values, 0), axis=1) - np.where(seen, values, 0)
    unit = np.sqrt(1 + 1 / (n + strength))
    error = (values - before / (n + strength)) / unit
    rows, columns = np.nonzero(seen & (n >= START))
    years = differences.columns.to_numpy(int)[columns]
    return pd.DataFrame({"error": error[rows, columns], "unit": unit[rows, columns], "year": years, "row": rows})


def fit(differences: pd.DataFrame) -> Rule:
    """The rule under which the later years of each place were least surprising, seen from its earlier ones.

    Args:
        differences: A row a place, a column a year in rising order: its growth less the nation's, NaN where unknown.

    Raises:
        ModelError: Too few province-years.
    """
    found = {}
    for strength in STRENGTHS:
        errors = _errors(differences, strength)
        if len(errors) < NEEDED:
            raise ModelError(f"{len(errors)} province-years of employment to learn an error from, {NEEDED} are needed")
        scale = likeliest_scale(errors["error"].to_numpy())
        likely = student.logpdf(errors["error"], DEGREES, scale=scale) - np.log(errors["unit"])
        found[float(likely.mean())] = Rule(strength, scale)
    return found[max(found)]


def likeliest_scale(errors: np.ndarray) -> float:
    """The scale of a Student-t about zero under which errors are likeliest, found by weighing their squares anew."""
    square = errors**2
    found = square.mean()
    for _ in range(STEPS):
        found = np.mean((DEGREES + 1) * square / (DEGREES + square / found))
    return float(np.sqrt(found))


def trial(differences: pd.DataFrame) -> dict:
    """Each year estimated with a rule fitted to earlier years alone: how often its 80 % interval held.

    Keys held, cases and places in all, years with held and cases of each.
    """
    years, places = {}, set()
    for year in differences.columns:
        try:
            rule = fit(differences.loc[:, differences.columns < year])
        except ModelError:
            continue
        errors = _errors(differences.loc[:, differences.columns <= year], rule.strength)
        errors = errors[errors["year"] == year]
        if len(errors):
            held = int(errors["error"].abs().le(rule.scale * HALF).sum())
            years[int(year)] = {"held": held, "cases": len(errors)}
            places |= set(errors["row"])
    counts = {key: sum(each[key] for each in years.values()) for key in ("held", "cases")}
    return counts | {"places": len(places), "years": years}


def nation_growth(known: Known) -> pd.DataFrame:
    """Growth of the nation's employed persons by year: growth, sd, refs; in the year of the break as before it."""
    rates = employed.rates(known, known.nation)
    found = rates[~rates["broken"].astype(bool)][["growth", "refs", "sd"]]
    before = found[(found.index < BREAK) & (found.index >= BREAK - YEARS)]
    if BREAK not in rates.index or len(before) < ENOUGH:
        return found
    mean, sd = before["growth"].mean(), before["growth"].std(ddof=1) * np.sqrt(1 + 1 / len(before))
    found.loc[BREAK] = [float(mean), ";".join(before["refs"]), float(sd)]
    return found.sort_index()


@cached_by_news("employed", most=32)
def _learnt(known: Known) -> tuple[Rule, dict]:
    """The rule and its trial as known on a day.

    Raises:
        ModelError: Too few province-years.
    """
    nation, rows = nation_growth(known), {}
    for place in known.units_of(provinces.OLD):
        rates = employed.rates(known, place)["growth"].dropna()
        rows[place.slug] = (rates - nation["growth"].drop(BREAK, errors="ignore")).dropna()
    differences = pd.DataFrame(rows).T.sort_index(axis=1)
    differences = differences.loc[:, differences.columns >= SINCE].dropna(how="all")
    return fit(differences), trial(differences)


def estimated(known: Known, place: provinces.Place) -> Nowcast | None:
    """Growth of employed persons in the years since the break whose figure a place lacks and the nation has.

    None for the nation, and where too few provinces are known to learn the error from.
    """
    own, nation = employed.rates(known, place), nation_growth(known)
    sound = own["growth"].where(~own["broken"].astype(bool)).dropna()
    differences = (sound - nation["growth"].drop(BREAK, errors="ignore")).dropna()
    differences = differences[differences.index >= SINCE]
    bridged = len(sound[(sound.index < BREAK) & (sound.index >= BREAK - YEARS)]) >= ENOUGH and BREAK in own.index
    newest = max([*own.index, BREAK - 1])
    years = nation.index[(nation.index > newest) | ((nation.index == BREAK) & (not bridged))]
    if place.slug == provinces.NATION or years.empty:
        return None
    try:
        rule, tried = _learnt(known)
    except ModelError:
        return None
    difference, scale = rule.expect(differences.to_numpy(float))
    table = nation.loc[years].rename(columns={"growth": "nation"})
    table = table.assign(growth=table["nation"] + difference, scale=np.hypot(scale, table["sd"]))
    half = HALF * table["scale"]
    table = table.assign(low=table["growth"] - half, high=table["growth"] + half).drop(columns="sd")
    said = {BREAK: f", mean of the {YEARS} years before"}
    table["inputs"] = [f"employed growth of the nation {r:.2f} %{said.get(y, '')}" for y, r in table["nation"].items()]
    return Nowcast(table.rename_axis("year"), tuple(int(y) for y in differences.index), rule, tried)

"""Growth as a panel (forecasting.growth_panel) beside the mean rate, on the statements of the record of growth.

    python bench/growth_panel.py [--before] [--alone] [--indicator grdp_growth]
    python bench/growth_panel.py --abroad pwt_productivity.csv.gz

At home: origins, places, thresholds and the rule of what was known are those of judging.statements.of_rates; the
panel is fitted anew at every origin, once to what was known then and once to the newest figures cut there, as the
record does. Abroad: growth of real GDP per person engaged in Asian countries (Penn World Table 10.01, CC BY 4.0).
With --alone the nation is left out of the provinces' panel. Differences of Brier scores have 95 % intervals from origin
years drawn anew; neighbouring origins share outcomes, so that they are too narrow rather than too wide.
"""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from cds_analysis import paths
from cds_analysis.data import provinces
from cds_analysis.data.known import Known, newest
from cds_analysis.forecasting import growth_panel, single
from cds_analysis.forecasting.distribution import Forecast
from cds_analysis.judging import progress, statements, track_record
from cds_analysis.series import backtest, revisions

YEARS = 15  # before an origin that its panel holds
SPAN, PATHS = statements.SPAN, 2 * growth_panel.DRAWS
ASIA = (
    "ARM AZE BGD BHR CHN CYP GEO HKG IDN IND IRN ISR JOR JPN KAZ KGZ KHM KOR LAO LBN LKA MMR MNG MYS NPL OMN PAK PHL "
    "SAU SGP SYR THA TJK TKM TUR TWN UZB VNM YEM"
).split()
ABROAD = range(1974, 2016, 3)
METHODS = ("mean rate", "panel")


def cut(table: pd.DataFrame, origin: int, years: int = YEARS) -> pd.DataFrame:
    return table[(table.index > origin - years) & (table.index <= origin)]


def noise(table: pd.DataFrame, usual: revisions.Usual) -> np.ndarray:
    """Covariance of the errors of a place's rates."""
    return np.outer(table["sd"], table["sd"]) * usual.alike(table.index, table["revision"], table["sd"])


def panel_of(tables: dict[str, pd.DataFrame], errors: dict[str, np.ndarray], origin: int, narrow: str):
    """The panel of all places with a rate in the years to an origin, and their names in its order."""
    first = min(table.index[0] for table in tables.values() if len(table))
    years = np.arange(first, origin + 1)
    names = [name for name, table in tables.items() if len(table)]
    rates, known = np.full((len(names), len(years)), np.nan), np.zeros((len(names), len(years), len(years)))
    for row, name in enumerate(names):
        at = tables[name].index.to_numpy(int) - first
        rates[row, at] = tables[name]["growth"]
        known[row][np.ix_(at, at)] = errors[name]
    return growth_panel.Panel(rates, known, np.array([name == narrow for name in names])), names


def forecasts(tables: dict, errors: dict, origin: int, narrow: str, told: str) -> dict[str, np.ndarray]:
    """Paths of each place after an origin."""
    panel, names = panel_of(tables, errors, origin, narrow)
    fitted = growth_panel.fit(panel)
    *sizes, fading = np.median(fitted.at, axis=0)
    sizes = [*np.exp(sizes), 1 / (1 + np.exp(-fading))]
    said = ", ".join(f"{name} {value:.2f}" for name, value in zip(growth_panel.NAMES, sizes, strict=True))
    print(f"{told} {origin}: {len(names)} places, effective {fitted.effective:.0f}; {said}", flush=True)
    return dict(zip(names, fitted.forecast([*range(len(names))], SPAN, each=PATHS // growth_panel.DRAWS), strict=True))


def statements(ground: dict, drawn: dict[str, np.ndarray], came: np.ndarray, past: pd.Series) -> Iterator[dict]:
    """The record's statements of each method, and the score of each year (kind crps: probability holds it)."""
    mean, sd = float(past.mean()), float(past.std(ddof=1))
    asked = np.repeat([[mean - sd], [mean], [mean + sd], [statements.FLOOR]], SPAN, axis=1)
    for method, found in drawn.items():
        own, ahead = ground | {"method": method}, Forecast(ground["origin"] + np.arange(1, SPAN + 1), found)
        yield from (own | said for said in backtest.judged(found, came, asked, ("every_year", "average")))
        yield from (own | said for said in track_record._intervals(ahead, came))
        for step, values in enumerate(found.T, 1):
            if np.isfinite(came[step - 1]):
                yield own | {"kind": "crps", "steps": step, "probability": crps(values, came[step - 1])}


def crps(sample: np.ndarray, value: float) -> float:
    """Continuous ranked probability score of a sample."""
    order, n = np.sort(sample), len(sample)
    apart = 2 * np.sum((2 * np.arange(1, n + 1) - n - 1) * order) / n**2
    return float(np.abs(order - value).mean() - apart / 2)


def asked_of(known: Known, indicator: str) -> dict[tuple[int, bool], list[str]]:
    """The places of the record by origin and whether its view is that of the time."""
    record = pd.read_csv(known.folder / "record.csv")
    record = record[record["indicator"].eq(indicator) & record["until"].isna().eq(known.complete)]
    keys = [record["origin"], record["as_known"].astype(bool)]
    return {key: list(dict.fromkeys(part)) for key, part in record["place"].groupby(keys)}


def at_home(known: Known, indicator: str, alone: bool) -> Iterator[dict]:
    everyone = [p for p in statements.places(known) if not (alone and p.slug == provinces.NATION)]
    latest = {p: statements.rates(known, indicator, p) for p in everyone}
    for (origin, then), slugs in asked_of(known, indicator).items():
        judged = [p for p in everyone if p.slug in slugs]
        if not judged:
            continue
        view = known.at(min(date(origin + 1, 12, 31), known.day)) if then else known
        full = {p: statements.rates(view, indicator, p) if then else latest[p] for p in everyone}
        tables = {p.slug: cut(table, origin) for p, table in full.items()}
        errors = {p.slug: noise(tables[p.slug], revisions.usual(view, p)) for p in everyone}
        found = forecasts(tables, errors, origin, provinces.NATION, f"{indicator} {'then' if then else 'cut'}")
        for place in judged:
            past = cut(tables[place.slug], origin, backtest.RATES)
            alike = revisions.usual(view, place).alike(past.index, past["revision"], past["sd"])
            usual = single.MeanRate().fit(past["growth"], past["sd"], alike).forecast(SPAN, paths=PATHS)
            ahead = latest[place].reindex(usual.years)
            came = ahead["growth"].where(ahead["firm"].eq(True)).to_numpy(float)
            drawn = {"mean rate": usual.paths, "panel": found[place.slug]}
            ground = {"place": place.slug, "origin": origin, "nation": place.slug == provinces.NATION, "then": then}
            yield from statements(ground, drawn, came, past["growth"])


def abroad(path: Path) -> Iterator[dict]:
    table = pd.read_csv(path).query("isocode in @ASIA")
    level = (table["rgdpna"] / table["emp"]).set_axis([table["isocode"], table["year"]]).unstack().sort_index(axis=1)
    growth = 100 * level.pct_change(axis=1, fill_method=None)
    for origin in ABROAD:
        tables = {code: row.dropna().to_frame("growth") for code, row in growth.iterrows()}
        tables = {code: cut(each, origin) for code, each in tables.items()}
        errors = {code: np.zeros((len(each), len(each))) for code, each in tables.items()}
        found = forecasts(tables, errors, origin, "", "abroad")
        for code, drawn in found.items():
            past, came = cut(tables[code], origin, backtest.RATES)["growth"], growth.loc[code]
            if len(past) < 4 or past.index[-1] != origin:
                continue
            usual = single.MeanRate().fit(past).forecast(SPAN, paths=PATHS).paths
            came = came.reindex(origin + np.arange(1, SPAN + 1)).to_numpy(float)
            ground = {"place": code, "origin": origin, "nation": False}
            yield from statements(ground, {"mean rate": usual, "panel": drawn}, came, past)


def difference(said: pd.DataFrame, score: pd.Series) -> str:
    """Mean score of the panel less that of the mean rate, with an interval over origin years."""
    by = score.groupby([said["method"], said["origin"]]).agg(["sum", "count"]).unstack("method")
    gain = (by["sum"]["panel"] - by["sum"]["mean rate"]).to_numpy()
    count, draw = by["count"]["panel"].to_numpy(), np.random.default_rng(1)
    chosen = draw.integers(len(gain), size=(10_000, len(gain)))
    low, high = np.quantile(gain[chosen].sum(axis=1) / count[chosen].sum(axis=1), [0.025, 0.975])
    told = f"{gain.sum() / count.sum():+.3f} ({low:+.3f} to {high:+.3f})"
    return f"{told}, better in {(gain < 0).sum()} of {len(gain)} origin years"


def tell(name: str, rows: pd.DataFrame) -> None:
    """Scores of a group of statements."""
    for kind in ("every_year", "average"):
        said = rows[rows["kind"].eq(kind) & rows["steps"].ge(track_record.LONG[statements.RATES])]
        if said.empty:
            continue
        brier = (said["probability"] - said["came_true"].astype(float)) ** 2
        scores = brier.groupby(said["method"]).mean()
        print(f"\n{name}, {kind}: {len(said) // 2} statements, {said['origin'].nunique()} origin years", end="; Brier ")
        print(*(f"{m} {scores[m]:.3f}" for m in METHODS), sep=", ", end="; difference ")
        print(difference(said, brier))
        for method in METHODS:
            parts = said[said["method"] == method]
            parts = parts.groupby(parts["probability"].map(progress.grade))
            grades = [f"{g} {p['probability'].mean():.2f} -> {p['came_true'].mean():.2f} ({len(p)})" for g, p in parts]
            print(f"  {method}: {'; '.join(grades)}")
    for kind in ("interval80", "interval95", "crps"):
        said = rows[rows["kind"] == kind]
        score = said["probability" if kind == "crps" else "came_true"].astype(float)
        for method in METHODS:
            own = score[said["method"] == method]
            steps = own.groupby(said["steps"]).mean()
            print(f"  {kind}, {method}: {own.mean():.3f}; by step", *(f"{v:.2f}" for v in steps), f"({len(own)})")
        if kind == "crps":
            print(f"  {kind}, difference: {difference(said, score)}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--before", action="store_true", help="the record of views before the office printed anew")
    asked.add_argument("--abroad", type=Path, help="pwt_productivity.csv.gz; alone then")
    asked.add_argument("--alone", action="store_true", help="provinces without the nation as a row")
    asked.add_argument("--indicator", choices=statements.GROWTH, action="append", help="else both")
    chosen = asked.parse_args()
    if chosen.abroad:
        if not chosen.abroad.is_file():
            raise SystemExit(f"{chosen.abroad}: no such file, the record abroad is not scored")
        tell("Asia", pd.DataFrame(abroad(chosen.abroad)))
        return
    known = newest(paths.resolve("data"))
    known = known.at(statements.REPRINTED) if chosen.before else known
    for indicator in chosen.indicator or statements.GROWTH:
        rows = pd.DataFrame(at_home(known, indicator, chosen.alone))
        for nation, part in rows.groupby("nation"):
            tell(f"{indicator}, {'nation' if nation else 'provinces'}", part)


if __name__ == "__main__":
    main()

"""The panel of growth (series.outlook) beside the mean of recent rates, on the statements of the record, and abroad.

    python bench/growth_panel.py [--indicator grdp_growth]
    python bench/growth_panel.py --abroad pwt_productivity.csv.gz [--write]

At home the panel's statements are those of data/record.csv; the mean rate makes the same ones. Abroad both are asked of
the growth of real GDP per person engaged in Asian economies (Penn World Table 10.01, CC BY 4.0), the panel fitted anew
in every year; --write keeps in data/record_abroad.csv how often its statements came true. Differences of scores have
95 % intervals from origin years drawn anew; neighbouring origins share outcomes, so that they are rather too narrow.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from cds_analysis import paths
from cds_analysis.data import provinces
from cds_analysis.data.known import newest
from cds_analysis.forecasting import growth_panel
from cds_analysis.forecasting.distribution import PATHS, SEED, Forecast
from cds_analysis.judging import statements
from cds_analysis.judging.verdict import grade
from cds_analysis.series import backtest, outlook

SPAN = statements.SPAN
ASIA = (
    "ARM AZE BGD BHR CHN CYP GEO HKG IDN IND IRN ISR JOR JPN KAZ KGZ KHM KOR LAO LBN LKA MMR MNG MYS NPL OMN PAK PHL "
    "SAU SGP SYR THA TJK TKM TUR TWN UZB VNM YEM"
).split()
KINDS = ("every_year", "average")


def mean_rate(known, place, indicator, own: pd.Series, errors: np.ndarray, until: int, last: int) -> Forecast:
    """What was done before: the newest eight rates scatter about a mean that moves on, each alone."""
    kept = (own.index > last - backtest.RATES).nonzero()[0]
    draw, ahead, n = np.random.default_rng(SEED), until - last, len(kept)
    past = draw.multivariate_normal(own.iloc[kept], errors[np.ix_(kept, kept)], size=PATHS)
    sigma = past.std(axis=1, ddof=1, keepdims=True) * np.sqrt((n - 1) / draw.chisquare(n - 1, (PATHS, 1)))
    age = np.arange(ahead)[:, None] - np.arange(ahead)
    moved = draw.standard_normal((PATHS, ahead)) @ (np.sqrt(0.3) * np.where(age >= 0, 0.8 ** np.maximum(age, 0), 0)).T
    mean = past.mean(axis=1, keepdims=True) + sigma / np.sqrt(n) * draw.standard_normal((PATHS, 1))
    return Forecast(np.arange(last + 1, until + 1), mean + sigma * (moved + draw.standard_normal((PATHS, ahead))))


def at_home(indicator: str) -> pd.DataFrame:
    """The statements of both, side by side."""
    known = newest(paths.resolve("data"))
    record = pd.read_csv(known.folder / "record.csv").query("until.isna() and indicator == @indicator")
    outlook.forecast = mean_rate
    rows = [row for place in outlook.everyone(known) for row in statements.of_rates(known, indicator, place)]
    before = statements.as_table(rows)
    return pd.concat([record.assign(method="panel"), before.assign(method="mean rate")], ignore_index=True)


def abroad(path: Path) -> Iterator[dict]:
    """The same of Asian economies, from every tenth year of rates on."""
    table = pd.read_csv(path).query("isocode in @ASIA")
    level = (table["rgdpna"] / table["emp"]).set_axis([table["isocode"], table["year"]]).unstack().sort_index(axis=1)
    growth = 100 * level.pct_change(axis=1, fill_method=None)
    for origin in range(1963, int(growth.columns[-1]) - 1):
        past = growth.loc[:, origin - outlook.YEARS + 1 : origin]
        past = past[past[origin].notna() & past.notna().sum(axis=1).ge(4)]
        noise = np.zeros((len(past), past.shape[1], past.shape[1]))
        panel = growth_panel.Panel(past.to_numpy(), noise, np.zeros(len(past), bool))
        fit = growth_panel.fit(panel)
        print(f"{origin}: {len(past)} economies, effective {fit.effective:.0f}", flush=True)
        for row, (place, own) in enumerate(past.iterrows()):
            own = own.dropna()
            drawn = {"panel": fit.forecast(panel.rows([row]), fit.loose[:, [row]], SPAN)}
            none = np.zeros((len(own), len(own)))
            drawn["mean rate"] = mean_rate(None, None, "", own, none, origin + SPAN, origin).paths
            came = growth.loc[place].reindex(range(origin + 1, origin + SPAN + 1)).to_numpy()
            recent = own.tail(backtest.RATES)
            mean, sd = recent.mean(), recent.std()
            asked = np.repeat([[mean - sd], [mean], [mean + sd], [statements.FLOOR]], SPAN, axis=1)
            for method, found in drawn.items():
                ground = {"method": method, "place": place, "origin": origin}
                ahead = Forecast(np.arange(origin + 1, origin + SPAN + 1), found)
                for said in [*backtest.judged(found, came, asked, KINDS), *statements._years(ahead, came, recent)]:
                    yield ground | said


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
    for kind in KINDS:
        said = rows[rows["kind"].eq(kind) & rows["steps"].ge(2)]
        brier = (said["probability"] - said["came_true"].astype(float)) ** 2
        print(f"\n{name}, {kind}: {len(said) // 2} statements, {said['origin'].nunique()} origin years; Brier", end=" ")
        print(", ".join(f"{m} {b:.3f}" for m, b in brier.groupby(said["method"]).mean().items()), end="; difference ")
        print(difference(said, brier))
        for method, own in said.groupby("method"):
            parts = own.groupby(own["probability"].map(grade))
            grades = [f"{g} {p['probability'].mean():.2f} -> {p['came_true'].mean():.2f} ({len(p)})" for g, p in parts]
            print(f"  {method}: {'; '.join(grades)}")
    years = rows[rows["kind"] == "year"]
    print(f"  crps, difference: {difference(years, years['crps'])}")
    for method, own in years.groupby("method"):
        for level in backtest.LEVELS:
            held = own["probability"].sub(0.5).abs().le(level / 200)
            steps = held.groupby(own["steps"]).mean()
            print(f"  {method}, {level} %: {held.mean():.3f}; by step", *(f"{v:.2f}" for v in steps), f"({len(own)})")


def kept(rows: pd.DataFrame) -> pd.DataFrame:
    """How often statements of the panel came true, by kind and grade of the probability said."""
    rows = rows[rows["method"].eq("panel") & rows["kind"].isin(KINDS) & rows["steps"].ge(2)]
    told = {"n": ("origin", "size"), "true": ("came_true", "sum"), "said": ("probability", "mean")}
    told |= {"places": ("place", "nunique"), "first": ("origin", "min"), "last": ("origin", "max")}
    by = [rows["kind"], rows["probability"].map(grade).rename("grade")]
    return rows.groupby(by).agg(**told).round({"said": 3}).reset_index()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--abroad", type=Path, help="pwt_productivity.csv.gz; alone then")
    asked.add_argument("--write", action="store_true", help="keep the record abroad in data/")
    asked.add_argument("--indicator", choices=statements.GROWTH, action="append", help="else both")
    chosen = asked.parse_args()
    if chosen.abroad:
        if not chosen.abroad.is_file():
            raise SystemExit(f"{chosen.abroad}: no such file, the record abroad is not scored")
        rows = pd.DataFrame(abroad(chosen.abroad))
        tell("Asia", rows)
        if chosen.write:
            kept(rows).to_csv(paths.resolve("data") / "record_abroad.csv", index=False, lineterminator="\n")
        return
    for indicator in chosen.indicator or statements.GROWTH:
        rows = at_home(indicator)
        for name, of_nation in (("provinces", False), ("nation", True)):
            tell(f"{indicator}, {name}", rows[rows["place"].eq(provinces.NATION) == of_nation])


if __name__ == "__main__":
    main()

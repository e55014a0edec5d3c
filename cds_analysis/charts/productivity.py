"""Growth of labour productivity."""

from ..words import spelling
from .style import BLUE, GREY, ORANGE, RED, Chart, broken, draw_fan, drawing, label, legend, point, told, top

REDEFINED = 2021  # who counts as employed


def rates(finding) -> Chart | None:
    """Yearly growth of labour productivity: computed, bridged, missing; its forecast and the floor of the target."""
    study, claims, years, floor = finding.study, finding.parts["productivity"], finding.drawn, finding.floor
    if not claims.get("computed"):
        return None
    forecast, growth, lang, edition = study.productivity_forecast, claims["growth"], study.lang, study.edition
    rated, bridged, guessed = ({y: growth[y] for y in years[kind]} for kind in ("rated", "bridged", "nowcast"))
    unconfirmed, firm = claims["rates_used"]["unconfirmed"], ("computed, not final", "computed")
    first = min(years["shown"], default=edition)
    last = int(forecast.years[-1]) if forecast is not None else max(years["shown"], default=edition)
    tested = claims["tested"] if forecast is not None else None
    title = spelling.pick(("Tốc độ tăng năng suất lao động, %/năm", "Growth of labour productivity, % a year"), lang)
    with drawing(title, lang) as (figure, axes):
        for year in years["missing"]:
            axes.axvspan(year - 0.5, year + 0.5, color="#f0f0f0", lw=0, zorder=0)
        if forecast is not None:
            draw_fan(axes, forecast, lang, 0)
        for year, row in rated.items():
            text = spelling.number(row["growth"], lang, 1, fixed=True) + "%"
            if year in guessed:
                _guessed(axes, text, year, row, list(guessed).index(year) % 2 == 0)
                continue
            error = 1.2816 * finding.errors[year]
            colour = ORANGE if year in bridged else BLUE
            if error:
                axes.errorbar(year, row["growth"], yerr=error, color=colour, capsize=3, lw=1.2)
            point(axes, "bridged" if year in bridged else firm[year not in unconfirmed], year, row["growth"])
            above = year in bridged or floor is None or row["growth"] > floor
            end = row["growth"] + (error if above else -error)  # beyond the bar, where there is one
            label(axes, text, year, end, (0, 8 if above else -16), BLUE, ha="center")
        if floor is not None:
            axes.axhline(floor, color=RED, lw=1.2, ls="--")
            text = spelling.say(("mục tiêu {x:pct}", "target {x:pct}"), lang, x=floor)
            label(axes, text, first - 0.6, floor, (0, 4), RED)
        ends = [r["growth"] for r in rated.values()] + [r[end] for r in guessed.values() for end in ("low", "high")]
        low = min([*ends, 0.0] + ([] if forecast is None else [float(forecast.interval(0.95)["low"].min())]))
        high = top([*ends, floor or 0.0], forecast) * 1.12 + 0.5
        axes.set_ylim(low - 0.1 * (high - low) * (low < 0), high)  # a label stands below the lowest bar
        axes.set_xlim(first - 0.7, last + 0.9)
        plain = [year for year in rated if year not in {**bridged, **guessed}]
        used = [mark for sure, mark in enumerate(firm) if any((year not in unconfirmed) == sure for year in plain)]
        used += ["bridged"] * bool(bridged) + ["nowcast"] * bool(guessed)
        if any(growth[y]["kind"] in ("bridged", "break") for y in years["shown"]) and first < REDEFINED:
            broken(axes, REDEFINED, spelling.pick(("định nghĩa mới", "redefined"), lang))
        legend(figure, axes, used, lang, tested)
    return told(figure, finding, "productivity_rates", "chart", tested, study.source_line(claims["sources"]))


def _guessed(axes, text: str, year: int, row: dict, below: bool) -> None:
    """Labels at the ends of the bars, by turns above and below: neighbours overlap."""
    ends = [[row["growth"] - row["low"]], [row["high"] - row["growth"]]]
    axes.errorbar(year, row["growth"], yerr=ends, color=GREY, capsize=3, lw=1.2)
    point(axes, "nowcast", year, row["growth"])
    label(axes, text, year, row["low" if below else "high"], (0, -13 if below else 5), GREY, ha="center")

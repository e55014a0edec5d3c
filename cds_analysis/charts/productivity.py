"""Growth of labour productivity."""

import pandas as pd

from ..words import spelling
from .style import BLUE, GREY, ORANGE, RED, Chart, across, bar, broken, draw_fan, drawing, explained, point, told

REDEFINED = 2021  # who counts as employed
FEW = 12  # rates; of more the newest are labelled
SD80, SD95 = 1.2816, 1.96  # half the width of an interval in standard deviations


def rates(finding) -> Chart | None:
    """Yearly growth of labour productivity: computed, bridged, missing; its forecast and the targets of the title."""
    study, claims, years = finding.study, finding.parts["productivity"], finding.drawn
    if not claims.get("computed"):
        return None
    forecast, growth, lang, edition = study.productivity_forecast, claims["growth"], study.lang, study.edition
    rated, bridged, guessed = ({y: growth[y] for y in years[kind]} for kind in ("rated", "bridged", "nowcast"))
    unconfirmed, firm, labels = claims["rates_used"]["unconfirmed"], ("computed, not final", "computed"), []
    first = min(years["shown"], default=edition)
    last = int(forecast.years[-1]) if forecast is not None else max(years["shown"], default=edition)
    ends: list[float] = [0.0]
    with drawing(finding.text("rates_title"), lang, unit=finding.text("rates_unit")) as (figure, axes):
        for year in years["missing"]:
            axes.axvspan(year - 0.5, year + 0.5, color="#f0f0f0", lw=0, zorder=0)
        for year, row in rated.items():
            value, error = row["growth"], SD80 * finding.errors[year]
            low, high = (row["low"], row["high"]) if year in guessed else (value - error, value + error)
            mark = "nowcast" if year in guessed else "bridged" if year in bridged else firm[year not in unconfirmed]
            colour = {"nowcast": GREY, "bridged": ORANGE}.get(mark, BLUE)
            if high > low:
                bar(axes, year, low, high, colour)
            point(axes, mark, year, value)
            if len(rated) < FEW or year > max(rated) - FEW // 2:
                text = spelling.number(value, lang, 1, fixed=True) + "%"
                labels.append((text, colour, "above", [(year, at) for at in (high, low, value)]))
            ends += [low, high]
        if forecast is not None:
            table = forecast.table
            if (year := int(forecast.years[0]) - 1) in rated:  # the fan opens from the last rate, as sure as that is
                value, low, high = growth[year]["growth"], ends[-2], ends[-1]
                wide = SD95 / SD80
                start = {"median": value, "low80": low, "high80": high}
                start |= {"low95": value + wide * (low - value), "high95": value + wide * (high - value)}
                table = pd.concat([pd.DataFrame(start, index=[year]), table])
            draw_fan(axes, table)
            end = table["median"].iloc[-1]
            labels.insert(0, (spelling.number(end, lang, 1, fixed=True) + "%", BLUE, "right", [(last, end)]))
            ends += [table["low95"].min(), table["high95"].max()]
        asked = [v for v in finding.headline.values() if v and v["by"] >= first]
        for verdict in asked:
            goal = study.goals[verdict["target"]]
            since = max(goal.since or goal.by, first)
            axes.plot([since - 0.5, goal.by + 0.5], [goal.value] * 2, color=RED, lw=1.4, ls="--")
            along = [(year / 2, goal.value) for year in range(2 * since + 2, 2 * goal.by - 1)]
            labels.insert(0, (finding.text("goal_label", verdict), RED, "along", along or [(goal.by, goal.value)]))
            ends.append(goal.value)
        low, high = min(ends), max(ends)
        axes.set_ylim(low - 0.1 * (high - low) * (low < 0), high + 0.12 * (high - low))
        across(axes, first, last, forecast is not None)
        plain = [year for year in rated if year not in {**bridged, **guessed}]
        used = [mark for sure, mark in enumerate(firm) if any((year not in unconfirmed) == sure for year in plain)]
        used += ["bridged"] * bool(bridged) + ["nowcast"] * bool(guessed)
        if any(growth[y]["kind"] in ("bridged", "break") for y in years["shown"]) and first < REDEFINED:
            labels.append(broken(axes, REDEFINED, spelling.pick(("định nghĩa mới", "redefined"), lang)))
        explained(figure, axes, used, labels, lang, ahead=forecast is not None)
    tested = claims["tested"] if forecast is not None else None
    return told(figure, finding, "productivity_rates", "chart", tested, study.source_line(claims["sources"]))

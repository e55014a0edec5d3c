"""The digital economy's share: figures, targets, forecast."""

from ..data.targets import YARDSTICK
from ..words import spelling
from .style import BLUE, GREY, MARKS, ORANGE, RED, Chart, across, bar, broken, draw_fan, drawing, explained, point, told

MOVED = 2025  # the first year of the new borders
COLOURS = {"office": BLUE, "office, old border": ORANGE, "other measure": GREY}


def fan(finding) -> Chart | None:
    """The office's share on both borders, the forecast on its measure, and the targets until its last year.

    The old border has marks of its own and is joined to nothing; a figure carried across the border is a bar between
    its bounds, our estimate of the level of a place without figures a diamond. Other measures are not drawn.
    """
    study, claims, lang = finding.study, finding.parts["share"], finding.study.lang
    place = study.record["place"]
    drawn = {mark: finding.drawn[mark] for mark in COLOURS}
    targets = [t for t in finding.goals if t.by <= study.horizon]
    figures, forecast = [f for found in drawn.values() for f in found], study.share.forecast
    if not figures and forecast is None:
        return None
    base, former, labels = drawn["office"], drawn["office, old border"], []
    with drawing(finding.text("fan_title"), lang, unit=finding.text("fan_unit")) as (figure, axes):
        if forecast is not None:
            since = max(r["year"] for r in claims["readings"] if r["kind"] != "other measure")
            table = forecast.table.loc[since:]
            draw_fan(axes, table)
            start, end = table.iloc[0], table.iloc[-1]
            labels.append((spelling.percent(end["median"], lang, 1), BLUE, "right", [(table.index[-1], end["median"])]))
            if claims["modelled"]:
                bar(axes, since, start["low80"], start["high80"], GREY)
                point(axes, "nowcast", since, start["median"])
                at = [(since, start[part]) for part in ("median", "high80", "low80")]
                labels.append((spelling.percent(start["median"], lang, 1), GREY, "above", at))
        if len(base) > 1:
            axes.plot([f["year"] for f in base], [f["value"] for f in base], color=BLUE, lw=1)
        for mark, found in drawn.items():
            for f in found:
                final = mark == "office" and f["status"] == "final"
                point(axes, "office, final" if final else mark, f["year"], f["value"])
            for f in found if len(found) < 4 else found[-1:]:
                text = spelling.number(f["value"], lang) + "%"
                labels.insert(0, (text, COLOURS[mark], "above", [(f["year"], f["value"])]))
        for c in claims["crossings"]:
            axes.plot([c["year"]] * 2, [c["low"], c["high"]], **MARKS["carried"])
        for target in {(t.by, t.value): t for t in targets}.values():
            point(axes, "target", target.by, target.value)
            whose = spelling.pick((", cả nước", ", Viet Nam"), lang) * (target.origin == YARDSTICK)
            text = spelling.asked(target, lang=lang) + whose
            labels.append((text, RED, "left", [(target.by, target.value)]))
        years = [f["year"] for f in figures] + [t.by for t in targets] + [c["year"] for c in claims["crossings"]]
        years += [] if forecast is None else [since, study.horizon]
        values = [f["value"] for f in figures] + [t.value for t in targets]
        values += [] if forecast is None else [table["high95"].max()]
        axes.set_ylim(0, 1.15 * max(values))
        across(axes, min(years), max(years), forecast is not None)
        if former and (base or forecast is not None) and not place["unchanged"]:
            labels.append(broken(axes, MOVED, spelling.pick(("địa giới mới", "new border"), lang)))
        shown = drawn | {"carried": claims["crossings"], "nowcast": claims["modelled"], "target": targets}
        used = [mark for mark, found in shown.items() if found]
        explained(figure, axes, used, labels, lang, ahead=forecast is not None)
    tested = claims["tested"] if forecast is not None else None
    return told(figure, finding, "share_fan", "fan", tested, study.source_line(finding.documents))

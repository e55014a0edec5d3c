"""The digital economy's share: figures, targets, forecast."""

from ..data.targets import YARDSTICK
from ..words import spelling
from .style import BLUE, GREY, ORANGE, RED, Chart, broken, draw_fan, drawing, label, legend, point, told, top

MOVED = 2025  # the first year of the new borders


def fan(finding) -> Chart | None:
    """The share by every measure and border, the forecast on the office's measure, and the targets.

    Other measures and the old border have marks of their own and are joined to nothing; a figure carried across the
    border is a bar between its bounds.
    """
    study, claims, targets = finding.study, finding.parts["share"], finding.goals
    forecast, lang, place = study.share.forecast, study.lang, study.record["place"]
    if not claims["figures"] and forecast is None:
        return None
    of_office = [f for f in claims["figures"] if f["measure"] == "gso-experimental"]
    other = [f for f in claims["figures"] if f["measure"] != "gso-experimental"]
    base = [f for f in of_office if f["border"] == place["border"] or place["unchanged"]]
    former = [f for f in of_office if f not in base]
    drawn = {"office": base, "office, old border": former, "other measure": other}
    tested = claims["tested"] if forecast is not None else None
    title = spelling.pick(("Tỷ trọng kinh tế số, % GRDP", "Digital economy, % of GRDP"), lang)
    with drawing(title, lang) as (figure, axes):
        if forecast is not None:
            draw_fan(axes, forecast, lang, max(r["year"] for r in claims["readings"] if r["kind"] != "other measure"))
        if len(base) > 1:
            axes.plot([f["year"] for f in base], [f["value"] for f in base], color=BLUE, lw=1)
        for mark, figures in drawn.items():
            for f in figures:
                final = mark == "office" and f["status"] == "final"
                point(axes, "office, final" if final else mark, f["year"], f["value"])
        labelled = [(f, BLUE) for f in (base if len(base) < 4 else base[-1:])]
        for f, colour in labelled + [(f, ORANGE) for f in former[-1:]] + [(f, GREY) for f in other]:
            label(axes, spelling.number(f["value"], lang) + "%", f["year"], f["value"], (0, 8), colour, ha="center")
        for c in claims["crossings"]:
            axes.plot([c["year"]] * 2, [c["low"], c["high"]], color=ORANGE, lw=5, solid_capstyle="butt")
        for target in targets:
            point(axes, "target", target.by, target.value)
            above = forecast is not None and target.by in forecast.years and target.value > forecast.median[target.by]
            whose = spelling.pick((", cả nước", ", nation"), lang) * (target.origin == YARDSTICK)
            text = f"{spelling.asked(target, lang=lang)} ({target.by}{whose})"
            label(axes, text, target.by, target.value, (-8, 8 if above else -8), RED, ha="right", va="center")
        axes.set_ylim(0, 1.15 * top([f["value"] for f in claims["figures"]] + [t.value for t in targets], forecast))
        years = [f["year"] for f in claims["figures"]] + [t.by for t in targets]
        years += [] if forecast is None else [study.horizon]
        years += [] if claims["figures"] else [int(forecast.years[0])]
        axes.set_xlim(min(years) - 0.6, max(max(years), min(years) + 3) + 0.9)
        used = [mark for mark, found in (drawn | {"carried": claims["crossings"], "target": targets}).items() if found]
        if former and (base or forecast is not None) and not place["unchanged"]:
            broken(axes, MOVED, spelling.pick(("địa giới mới", "new border"), lang))
        legend(figure, axes, used, lang, tested)
    return told(figure, finding, "share_fan", "fan", tested, study.source_line(finding.documents))

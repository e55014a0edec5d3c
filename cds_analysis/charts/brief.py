"""A place, the nation and the places around it, by the digital economy's share."""

from ..data.provinces import NATION
from ..words.spelling import number
from .style import BLUE, GREY, INK, ORANGE, SIZE, Chart, panel, rows, told

HIGH = 0.2  # inches a row


def neighbours(finding) -> Chart | None:
    """Dots from the highest down: filled where published, hollow with their 80 % interval where estimated."""
    found, lang = finding.parts["position"], finding.study.lang
    if not found:
        return None
    near = found["rows"]
    with panel(SIZE[0], 0.65 + HIGH * len(near)) as (figure, axes):
        for at, row in enumerate(near):
            own, nation = row["slug"] == found["own"]["slug"], row["slug"] == NATION
            colour = ORANGE if own else INK if nation else BLUE
            look = {"marker": "D" if own else "s" if nation else "o", "ms": 7 if own else 6, "mec": colour, "mew": 1.5}
            axes.plot(row["value"], at, ls="none", mfc=colour if row["printed"] else "white", zorder=4, **look)
            end = row["value"] if row["printed"] else row["high80"]
            if row["printed"]:
                axes.plot([0, row["value"]], [at, at], color="#cccccc", lw=1, zorder=1)
            else:
                axes.plot([row["low80"], row["high80"]], [at, at], color=colour if own else GREY, lw=2, zorder=2)
            text = number(row["value"], lang, 2 if row["printed"] else 0) + "%"
            heavy = "bold" if own else "normal"
            axes.annotate(text, (end, at), xytext=(8, 0), textcoords="offset points", va="center", weight=heavy)
        right = max(max(row["value"], row.get("high80", 0)) for row in near) * 1.16
        rows(axes, [row[lang] for row in near], right, lang, [row["slug"] == found["own"]["slug"] for row in near])
        title = finding.text("neighbours_title")
        figure.suptitle(title, fontsize=10.5, fontweight="bold", x=0.02, ha="left", wrap=True)
    shown = finding.study.source_line(found["sources"])
    return told(figure, finding, "neighbours", "neighbours", source=shown)

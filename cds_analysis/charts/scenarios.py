"""Growth of digital value added that each target needs, against growth of GRDP."""

import matplotlib.pyplot as plt
import numpy as np

from .. import words
from .style import BLUE, GREY, ORANGE, RED, STYLE, Chart, finish, label, new_axes

COLOURS = (BLUE, RED, ORANGE)


def growth_needed(claims: dict, record: dict, lang: str) -> Chart | None:
    """A line a target; the dotted line holds the share where it is. None without an open target."""
    found = claims["growth"]
    if not found or not found["rows"]:
        return None
    base = "GDP" if record["place"]["tier"] == "nation" else "GRDP"
    x = np.array([r["grdp"] for r in found["rows"]])
    needed = np.array([r["needed"] for r in found["rows"]])
    with plt.rc_context(STYLE):
        title = ("Mức tăng cần có của kinh tế số, %/năm", "Growth the digital economy needs, % a year")
        figure, axes = new_axes(title, lang)
        axes.xaxis.set_major_formatter(lambda v, _: words.number(v, lang, 0) + "%")
        axes.plot(x, x, color=GREY, lw=1.2, ls=":")
        ends = [float(x[-1]), *map(float, needed[-1])]
        heights = _apart(ends, 0.07 * (max(ends) - min(x.min(), needed.min())))
        still = words.pick(("tỷ trọng giữ nguyên", "share unchanged"), lang)
        label(axes, still, x[-1], heights[0], (6, 0), GREY, ha="left", va="center")
        for i, goal in enumerate(found["goals"]):
            colour = COLOURS[i % len(COLOURS)]
            axes.plot(x, needed[:, i], color=colour, lw=1.6)
            word = words.pick(words.COMPARATOR[goal["comparator"]], lang)
            text = f"{word} {words.number(goal['value'], lang)}% ({goal['by']})".strip()
            label(axes, text, x[-1], heights[i + 1], (6, 0), colour, ha="left", va="center")
            for row, y in zip(found["rows"], needed[:, i], strict=True):
                if row["kind"] != "round":
                    face = colour if row["kind"] == "past" else "white"
                    axes.plot(row["grdp"], y, "o", ms=6, mec=colour, mfc=face, mew=1.6)
        axes.set_xlabel(words.pick((f"{base} tăng mỗi năm", f"growth of {base} a year"), lang), fontsize=9)
        low, high = min(x.min(), needed.min()), max(x.max(), needed.max())
        axes.set_xticks(range(int(np.ceil(x[0])), int(x[-1]) + 1))
        axes.set_xlim(x[0] - 0.3, x[-1] + 0.55 * (x[-1] - x[0]))
        axes.set_ylim(min(0.0, low) if low < 0 else low - 2.5, high + 0.18 * (high - low) + 1)
    place = record["place"]
    kinds = {r["kind"] for r in found["rows"]}
    full = (f" Điểm đặc: {base} tăng như bình quân thực tế.", f" Full mark: {base} grows as so far.")
    hollow = (f" Điểm rỗng: {base} tăng như mục tiêu đã đặt.", f" Hollow mark: {base} grows as a target asks.")
    told = [words.pick(p, lang) for kind, p in (("past", full), ("plan", hollow)) if kind in kinds]
    caption = words.pick(
        (
            f"Tốc độ tăng giá trị tăng thêm của kinh tế số cần có để đạt từng mục tiêu, theo tốc độ tăng {base} của "
            f"{place['vi']}; cùng chỉ số giảm phát.",
            f"Growth of digital value added that each target needs, by growth of {base}, {place['en']}; one deflator.",
        ),
        lang,
    )
    pair = (
        "{g}: {a:pct1} khi tăng {x:pct1}, {b:pct1} khi tăng {y:pct1}",
        "{g}: {a:pct1} at {x:pct1}, {b:pct1} at {y:pct1}",
    )
    parts = [
        words.say(pair, lang, g=words.goal_of(g, lang), a=needed[0, i], b=needed[-1, i], x=x[0], y=x[-1])
        for i, g in enumerate(found["goals"])
    ]
    head = words.pick(("Biểu đồ mức tăng cần có. ", "Chart of growth needed. "), lang)
    return finish(figure, f"growth_needed.{lang}", head + "; ".join(parts) + ".", caption + "".join(told))


def _apart(values: list[float], gap: float) -> list[float]:
    """Heights for labels at some values, moved up where the one below is nearer than a gap."""
    out, floor = [0.0] * len(values), -np.inf
    for i in np.argsort(values):
        out[i] = floor = max(values[i], floor + gap)
    return out

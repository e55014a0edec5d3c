"""Growth of labour productivity."""

from math import hypot

import matplotlib.pyplot as plt

from .. import words
from ..forecasting.distribution import Forecast
from .style import (
    BLUE,
    GREY,
    ORANGE,
    RED,
    STYLE,
    Chart,
    broken,
    coverage_note,
    draw_fan,
    finish,
    label,
    legend,
    new_axes,
    point,
    top,
)

REDEFINED = 2021  # who counts as employed


def productivity_rates(claims: dict, forecast: Forecast | None, floor: float | None, record: dict, lang: str) -> Chart:
    """Yearly growth of labour productivity: computed, bridged, missing; its forecast and the floor of the target."""
    growth = {int(y): row for y, row in claims["growth"].items()}
    shown = {y: r for y, r in growth.items() if y >= claims["rates_used"]["since"] or len(growth) < 10}
    rated = {y: r for y, r in shown.items() if r["growth"] is not None and r["growth"] == r["growth"]}
    bridged, guessed = ([y for y, r in rated.items() if r["kind"] == kind] for kind in ("bridged", "nowcast"))
    unconfirmed, firm = claims["rates_used"].get("unconfirmed", []), ("computed, not final", "computed")
    missing = [y for y in shown if y not in rated and (forecast is None or y not in forecast.years)]
    first = min(shown, default=record["edition"])
    last = int(forecast.years[-1]) if forecast is not None else max(shown, default=record["edition"])
    title = ("Tốc độ tăng năng suất lao động, %/năm", "Growth of labour productivity, % a year")
    with plt.rc_context(STYLE):
        figure, axes = new_axes(title, lang)
        for year in missing:
            axes.axvspan(year - 0.5, year + 0.5, color="#f0f0f0", lw=0, zorder=0)
        if forecast is not None:
            draw_fan(axes, forecast, lang, 0)
        for year, row in rated.items():
            error = 1.2816 * hypot(row["sd"], row["revision"])  # of a nowcast year the ends themselves, below
            if error and year not in guessed:
                axes.errorbar(
                    year, row["growth"], yerr=error, color=ORANGE if year in bridged else BLUE, capsize=3, lw=1.2
                )
            text = words.number(row["growth"], lang, 1, fixed=True) + "%"
            if year in guessed:  # labels at the ends of the bars, by turns above and below: neighbours overlap
                ends = [[row["growth"] - row["low"]], [row["high"] - row["growth"]]]
                axes.errorbar(year, row["growth"], yerr=ends, color=GREY, capsize=3, lw=1.2)
                point(axes, "nowcast", year, row["growth"])
                below = guessed.index(year) % 2 == 0
                label(axes, text, year, row["low" if below else "high"], (0, -13 if below else 5), GREY, ha="center")
                continue
            point(axes, "bridged" if year in bridged else firm[year not in unconfirmed], year, row["growth"])
            above = year in bridged or floor is None or row["growth"] > floor
            end = row["growth"] + (error if above else -error)  # beyond the bar, where there is one
            label(axes, text, year, end, (0, 8 if above else -16), BLUE, ha="center")
        if floor is not None:
            axes.axhline(floor, color=RED, lw=1.2, ls="--")
            label(
                axes,
                words.say(("mục tiêu {x:pct}", "target {x:pct}"), lang, x=floor),
                first - 0.6,
                floor,
                (0, 4),
                RED,
            )
        rates = [r["growth"] for r in rated.values()] + [rated[y][end] for y in guessed for end in ("low", "high")]
        low = min([*rates, 0.0] + ([] if forecast is None else [float(forecast.interval(0.95)["low"].min())]))
        axes.set_ylim(low * 1.15, top([*rates, floor or 0.0], forecast) * 1.12 + 0.5)
        axes.set_xlim(first - 0.7, last + 0.9)
        plain = [year for year in rated if year not in bridged + guessed]
        used = [mark for sure, mark in enumerate(firm) if any((year not in unconfirmed) == sure for year in plain)]
        used += ["bridged"] * bool(bridged) + ["nowcast"] * bool(guessed)
        if any(r["kind"] in ("bridged", "break") for r in shown.values()) and first < REDEFINED:
            broken(axes, REDEFINED, words.pick(("định nghĩa mới", "redefined"), lang))
        legend(figure, axes, used, lang, claims["tested"] if forecast is not None else None)
    parts = [f"{year}: {words.number(row['growth'], lang, 1, fixed=True)}%" for year, row in rated.items()]
    head = ("Biểu đồ tốc độ tăng năng suất lao động. ", "Chart of the growth of labour productivity. ")
    vi = f"Tốc độ tăng năng suất lao động của {record['place']['vi']}, giá so sánh."
    en = f"Growth of labour productivity, {record['place']['en']}, at constant prices."
    if missing:
        vi, en = f"{vi} Nền xám là năm chưa đủ số liệu.", f"{en} Grey years lack figures."
    if bridged:
        vi += " Năm 2021 được nối chuỗi do thay đổi định nghĩa lao động có việc làm."
        en += " 2021 is bridged across the change in who counts as employed."
    if guessed:
        vi += " Điểm hình thoi là ước lượng của nhóm nghiên cứu (khoảng 80%), vì số lao động chưa được công bố."
        en += " Diamonds are our own estimate (80% interval), because employment is not published yet."
    about = coverage_note(claims["tested"], lang) if forecast is not None else ""
    alt = words.pick(head, lang) + "; ".join(parts) + "."
    return finish(figure, f"productivity_rates.{lang}", alt, words.pick((vi, en), lang) + about)

"""What is drawn is what results.json says: each mark, bar, fan and label, read from the SVG alone.

Positions are turned back into years and per cents by the numbers that stand on the axes.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup, Comment

from cds_analysis.words import spelling

BLUE, ORANGE, GREY, RED, WHITE = "#1f4e79", "#c55a11", "#6b6b6b", "#b3261e", "#ffffff"
NEAR = 0.01  # years and percentage points; a chart is drawn to a millionth of a point
LANGUAGES = pytest.mark.parametrize("lang", ["vi", "en"])


@dataclass(frozen=True)
class Mark:
    """A mark of a chart; hollow ones are white inside."""

    year: float
    value: float
    fill: str
    stroke: str


class Drawn:
    """A chart as an eye reads it."""

    def __init__(self, path: Path, lang: str):
        self.soup = BeautifulSoup(path.read_bytes(), "xml")
        self.axes = self.soup.find(id="axes_1")
        self.sign = {"vi": ",", "en": "."}[lang]
        self.x, self.y = self._scale("xtick", "x"), self._scale("ytick", "y")

    def _scale(self, name: str, at: str) -> np.poly1d:
        """From a position to what the axis says there; the numbers on it must stand evenly."""
        found = []
        for tick in self.axes.find_all(id=re.compile(name)):
            text = _texts(tick)[0].rstrip("%").replace("−", "-").replace(self.sign, ".")
            found.append((float(tick.find("use")[at]), float(text)))
        line = np.poly1d(np.polyfit(*zip(*found, strict=True), 1))
        assert len(found) > 2 and all(line(position) == pytest.approx(said, abs=1e-3) for position, said in found)
        return line

    def at(self, x: float, y: float) -> tuple[float, float]:
        return float(self.x(x)), float(self.y(y))

    @property
    def marks(self) -> list[Mark]:
        """The marks, ends of bars aside: those are open strokes."""
        shapes = {path["id"]: path.get("d", "") for path in self.axes.find_all("path", id=True)}
        found = []
        for group in self.axes.find_all("g", id=re.compile("^line2d"), recursive=False):
            for use in group.find_all("use"):
                if "z" in shapes[use["xlink:href"][1:]]:
                    style = _style(use)
                    found.append(Mark(*self.at(float(use["x"]), float(use["y"])), style["fill"], style["stroke"]))
        return found

    def lines(self, colour: str) -> list[list[tuple[float, float]]]:
        """The lines in a colour, as years and values; grid, ticks and breaks are no lines of the chart."""
        return [line for line in self._lines(colour) if colour != GREY or not self._crosses(line)]

    @property
    def breaks(self) -> list[float]:
        """Where a line from bottom to top says that both sides do not compare, in years."""
        return [round(line[0][0], 2) for line in self._lines(GREY) if self._crosses(line)]

    def _crosses(self, line: list) -> bool:
        """Whether a line goes from the bottom of the axes to their top."""
        ends = [y for _, y in self._points(self.axes.find(id="patch_2").path["d"])]
        return sorted(round(y, 2) for _, y in line) == [round(min(ends), 2), round(max(ends), 2)]

    def _lines(self, colour: str) -> list[list[tuple[float, float]]]:
        groups = self.axes.find_all("g", id=re.compile("^(line2d|LineCollection)"), recursive=False)
        paths = [path for group in groups for path in group.find_all("path", style=True) if path.parent.name != "defs"]
        return [self._points(path["d"]) for path in paths if _style(path).get("stroke") == colour and "L" in path["d"]]

    @property
    def fans(self) -> list[list[tuple[float, float]]]:
        """The outlines of the intervals, the wider one first."""
        height, found = float(self.soup.svg["viewBox"].split()[3]), []
        for group in self.axes.find_all(id=re.compile("^FillBetween")):
            found += [self._points(path["d"], height) for path in group.find_all("path")]
        return found

    def _points(self, path: str, down: float = 0.0) -> list[tuple[float, float]]:
        numbers = [float(part) for part in re.findall(r"-?[\d.]+", path)]
        return [self.at(x, y + down) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]

    def labels(self) -> list[tuple[str, float, float]]:
        """The texts inside the chart and where they stand, in years and values."""
        found = []
        for group in self.axes.find_all("g", id=re.compile("^text"), recursive=False):
            place = re.search(r"translate\((\S+) (\S+)\)", group.find("g", transform=True)["transform"])
            found.append((_texts(group)[0], *self.at(float(place[1]), float(place[2]))))
        return found

    @property
    def title(self) -> str:
        """The text above the axes, its lines as one."""
        return " ".join(
            text
            for group in self.soup.find_all("g", id=re.compile("^text"))
            if group.parent.get("id") == "figure_1"
            for text in _texts(group)
        )

    def boxes(self) -> list[tuple[str, tuple, tuple]]:
        """The labels on a white ground with the first and last year and the lowest and highest value they cover."""
        found = []
        for group in self.axes.find_all("g", id=re.compile("^text"), recursive=False):
            if ground := group.find("g", id=re.compile("^patch")):
                xs, ys = zip(*self._points(ground.path["d"]), strict=True)
                found.append((_texts(group)[0], (min(xs), max(xs)), (min(ys), max(ys))))
        return found

    def labelled(self, text: str, year: float, value: float, across: int = 60) -> bool:
        """Whether a text stands beside a point: begun within so many dots across and 30 up or down."""
        wide, high = abs(self.x.c[0]) * across, abs(self.y.c[0]) * 30
        return any(said == text and abs(x - year) < wide and abs(y - value) < high for said, x, y in self.labels())


def _texts(tag) -> list[str]:
    """Letters are drawn as outlines; what they say stands beside them as a comment."""
    return [found.strip() for found in tag.find_all(string=lambda text: isinstance(text, Comment))]


def _style(tag) -> dict[str, str]:
    return dict(re.findall(r"([\w-]+): ([^;]+)", tag["style"]))


def same(found: list, wanted: list) -> bool:
    """Whether marks or points are the same, in any order, to what can be seen."""

    def key(one) -> tuple:
        parts = tuple(vars(one).values()) if isinstance(one, Mark) else tuple(one)
        return tuple(round(p, 4) if isinstance(p, float) else p for p in parts)

    if len(found) != len(wanted):
        return False
    pairs = zip(sorted(map(key, found)), sorted(map(key, wanted)), strict=True)
    return all(
        a == b if isinstance(a, str) else a == pytest.approx(b, abs=NEAR)
        for x, y in pairs
        for a, b in zip(x, y, strict=True)
    )


@pytest.fixture(scope="module")
def out(thai_nguyens, others, tmp_path_factory) -> Path:
    """The briefs of Thái Nguyên, of the nation and of a province with figures on both borders."""
    target = tmp_path_factory.mktemp("outputs")
    for made in (thai_nguyens, others / "vn", others / "bac-ninh"):
        (target / made.name).symlink_to(made)
    return target


def results(out: Path, place: str = "thai-nguyen") -> dict:
    return json.loads((out / place / "results.json").read_text(encoding="utf-8"))


def chart(out: Path, name: str, lang: str, place: str = "thai-nguyen") -> Drawn:
    return Drawn(out / place / "09_annual_brief" / "figures" / f"{name}.{lang}.svg", lang)


def shares(claims: dict, border: str) -> list[Mark]:
    """A mark a figure of the office: its colour tells the border, only final figures are full."""
    found = []
    for row in (row for row in claims["figures"] if row["measure"] == "gso-experimental"):
        stroke = BLUE if row["border"] == border else ORANGE
        full = row["status"] == "final" and stroke == BLUE
        found.append(Mark(row["year"], row["value"], stroke if full else WHITE, stroke))
    return found


def goals(claims: dict) -> list[Mark]:
    return [Mark(t["by"], t["value"], RED, RED) for t in claims["targets"]]


@LANGUAGES
def test_each_share_and_target_stands_at_its_year_and_value_with_its_label(out, lang):
    claims, drawn = results(out)["share"], chart(out, "share_fan", lang)
    wanted = shares(claims, "2025") + goals(claims)
    assert same(drawn.marks, wanted) and len(wanted) == 4
    said = {text for text, *_ in drawn.labels()}
    for row in claims["figures"]:
        text, here = spelling.number(row["value"], lang) + "%", row["measure"] == "gso-experimental"
        assert drawn.labelled(text, row["year"], row["value"]) if here else text not in said  # nothing seems to fall
    for goal in claims["targets"]:
        number = spelling.number(goal["value"], lang) + "%"
        assert any(
            re.search(rf"\b{number}", text) and drawn.labelled(text, goal["by"], goal["value"], 120)
            for text, *_ in drawn.labels()
        )


@LANGUAGES
def test_a_value_changed_by_a_tenth_is_seen(out, lang):
    claims, drawn = results(out)["share"], chart(out, "share_fan", lang)
    claims["latest"]["value"] += 0.1
    claims["figures"] = [claims["latest"]]
    assert not same(drawn.marks, shares(claims, "2025") + goals(claims))
    assert not drawn.labelled(spelling.number(29.54, lang) + "%", 2025, 29.54)


@LANGUAGES
def test_figures_not_final_are_hollow(out, lang):
    claims, drawn = results(out)["share"], chart(out, "share_fan", lang)
    assert {row["status"] for row in claims["figures"]} == {"estimate", "preliminary"}
    assert {mark.fill for mark in drawn.marks if mark.stroke != RED} == {WHITE}
    for place in ("thai-nguyen", "vn"):
        claims = results(out, place)["productivity"]
        kinds = {int(y): row["kind"] for y, row in claims["growth"].items()}
        marks = [mark for mark in chart(out, "productivity_rates", lang, place).marks if mark.stroke != RED]
        hollow = {round(mark.year) for mark in marks if mark.fill == WHITE}
        unsure = {*claims["rates_used"]["unconfirmed"], *(y for y in kinds if kinds[y] in ("bridged", "nowcast"))}
        assert hollow == unsure & {round(mark.year) for mark in marks}
        assert {2021, 2023, 2024, 2025} <= hollow if place == "thai-nguyen" else {round(m.year) for m in marks} - hollow


@LANGUAGES
@pytest.mark.parametrize(("part", "name"), [("share", "share_fan"), ("productivity", "productivity_rates")])
def test_the_fan_is_the_forecast(out, lang, part, name):
    forecast, drawn = results(out)[part]["forecast"], chart(out, name, lang)
    years = [int(year) for year in forecast]
    shown = [year for year in years if year >= 2025]
    if part == "productivity":  # the fan opens from the last rate, as far as that is known
        last = results(out)[part]["growth"]["2025"]
        start = {"median": last["growth"], "low80": last["low"], "high80": last["high"]}
        start |= {f"{end}95": last["growth"] + 1.96 / 1.2816 * (last[end] - last["growth"]) for end in ("low", "high")}
        forecast, shown = {"2025": start, **forecast}, [2025, *shown]
    for outline, level in zip(drawn.fans, ("95", "80"), strict=True):
        wanted = {(year, round(forecast[str(year)][end + level], 2)) for year in shown for end in ("low", "high")}
        assert {(round(x), round(y, 2)) for x, y in outline} == wanted
    middle = [line for line in drawn.lines(BLUE) if len(line) == len(shown)]
    assert same(middle[0], [(float(year), forecast[str(year)]["median"]) for year in shown])
    end = forecast[str(shown[-1])]["median"]
    assert drawn.labelled(spelling.number(end, lang, 1, fixed=True) + "%", shown[-1], end)


@LANGUAGES
def test_a_figure_carried_over_the_border_is_a_bar_between_its_bounds(out, lang):
    (row,) = results(out)["share"]["crossings"]
    assert same(chart(out, "share_fan", lang).lines(ORANGE)[0], [(2023.0, row["low"]), (2023.0, row["high"])])


@LANGUAGES
def test_each_growth_stands_at_its_year_and_value_with_its_label_and_bar(out, lang):
    claims, drawn = results(out)["productivity"], chart(out, "productivity_rates", lang)
    rated = {int(y): row for y, row in claims["growth"].items() if row["growth"] is not None}
    colours = {"bridged": (WHITE, ORANGE), "nowcast": (WHITE, GREY)}
    unsure = claims["rates_used"]["unconfirmed"]
    plain = {year: (WHITE if year in unsure else BLUE, BLUE) for year in rated}
    wanted = [Mark(y, row["growth"], *colours.get(row["kind"], plain[y])) for y, row in rated.items()]
    assert same(drawn.marks, wanted) and len(wanted) == 9  # 2017-2025
    for year, row in rated.items():
        text = spelling.number(row["growth"], lang, 1, fixed=True) + "%"
        ends = (row["growth"], row["low"] or row["growth"] - 2, row["high"] or row["growth"] + 2)
        assert any(drawn.labelled(text, year, end) for end in ends)
    bars = {round(line[0][0]): sorted(y for _, y in line) for line in drawn.lines(GREY)}
    assert set(bars) == {2023, 2024, 2025}
    for year, ends in bars.items():
        assert ends == pytest.approx([rated[year]["low"], rated[year]["high"]], abs=NEAR)
    assert sorted((round(a, 2), round(b, 2), round(y, 2)) for (a, y), (b, _) in drawn.lines(RED)) == [
        (2020.5, 2025.5, 7.0),
        (2025.5, 2030.5, 7.0),
    ]
    every = {"vi": ["7%: không đạt", "7% cả 5 năm: dưới 10%"], "en": ["7%: missed", "7% in all 5 years: less than 10%"]}
    assert set(every[lang]) <= {text for text, *_ in drawn.labels()}


def test_nothing_joins_figures_of_unlike_measures_or_borders(out):
    """A line runs only through figures of the office on the brief's own border: every change is a gap."""
    joined = {}
    for place in ("thai-nguyen", "vn", "bac-ninh"):
        claims = results(out, place)["share"]
        own = {(r["year"], round(r["value"], 2)) for r in claims["figures"]
               if r["measure"] == "gso-experimental" and (place == "vn" or r["border"] == "2025")}  # fmt: skip
        drawn = chart(out, "share_fan", "vi", place)
        for colour in (BLUE, ORANGE, GREY):
            for line in drawn.lines(colour):
                points = {(round(x), round(y, 2)) for x, y in line}
                of_forecast = {(int(y), round(r["median"], 2)) for y, r in (claims["forecast"] or {}).items()}
                bars = {(c["year"], round(c[end], 2)) for c in claims["crossings"] for end in ("low", "high")}
                assert points <= own or points <= of_forecast or points <= bars, (place, colour, points)
                joined[place] = joined.get(place, 0) + (points <= own and len(points) > 1)
    assert joined["vn"] == 1 and joined["thai-nguyen"] == 0  # only the nation has a series of its own
    growth = chart(out, "productivity_rates", "vi")
    ahead = {"2025", *results(out)["productivity"]["forecast"]}  # the fan opens from the last rate
    for line in growth.lines(BLUE) + growth.lines(ORANGE) + growth.lines(GREY):
        years = {str(round(x)) for x, _ in line}
        assert len(years) == 1 or years <= ahead  # 2021, where the definition changed, is joined to nothing


def test_a_change_of_border_or_definition_is_drawn_as_a_break(out):
    drawn = chart(out, "share_fan", "vi", "bac-ninh")
    assert drawn.breaks == [2024.5] and "địa giới mới" in [text for text, *_ in drawn.labels()]
    assert chart(out, "share_fan", "vi").breaks == []  # Thái Nguyên has no figure of the office on its old border
    for lang, word in (("vi", "định nghĩa mới"), ("en", "redefined")):
        drawn = chart(out, "productivity_rates", lang)
        assert drawn.breaks == [2020.5] and word in [text for text, *_ in drawn.labels()]


@LANGUAGES
def test_the_titles_say_what_the_verdicts_say(out, lang):
    """The way asked of the share and the way gone; what became of the rates asked and their probability."""
    found = results(out)
    goal = max(found["share"]["targets"], key=lambda v: (v["by"], v["value"]))
    needed, own = (
        spelling.number(x, lang, 1) for x in (goal["pace_needed"], found["share"]["movement"]["own"]["points"])
    )
    title = chart(out, "share_fan", lang).title
    assert all(part in title for part in ("35%", "2030", needed, own, "2023")) and float(goal["distance"]) < 0
    past, ahead = found["productivity"]["targets"]
    assert past["reason"] == "lost_in_year" and ahead["probability"] < 0.1
    title = chart(out, "productivity_rates", lang).title
    wanted = {"vi": ["Không đạt 7%", "2022", "dưới 10%"], "en": ["missed in 2022", "less than 10%"]}[lang]
    assert all(part in title for part in wanted)


@LANGUAGES
def test_letters_are_large_enough_on_a_phone_and_no_label_lies_on_a_mark(out, lang):
    for place in ("thai-nguyen", "vn", "bac-ninh"):
        for name in ("share_fan", "productivity_rates"):
            drawn = chart(out, name, lang, place)
            wide = float(drawn.soup.svg["viewBox"].split()[2])
            scales = [float(s) for s in re.findall(r"scale\(([\d.]+) -", str(drawn.soup))]
            assert min(scales) * 100 * 358 / wide >= 11, (place, name)  # pixels where the picture is 358 wide
            for text, x, y in drawn.boxes():
                hidden = [m for m in drawn.marks if x[0] < m.year < x[1] and y[0] < m.value < y[1]]
                assert not hidden, (place, name, text)

"""The front page and the pages of places: from records alone, every link right, nothing lost, nothing invented."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from conftest import REAL

from cds_analysis.commands.brief import main
from cds_analysis.formats import page as html
from cds_analysis.site import pages as overview
from cds_analysis.words import spelling

VOID = {"meta", "input", "br", "img", "path", "rect", "circle", "polygon", "link"}


def verdict(target: str, by: int, value: float, status: str, probability=None, **more) -> dict:
    """A verdict as results.json keeps it."""
    said = {"target": target, "by": by, "value": value, "comparator": "~", "status": status, "probability": probability}
    said |= {
        "births": None,
        "distance": None,
        "figure": None,
        "reason": "",
        "sense": "floor",
        "within": None,
        "years": [],
    }
    return said | {"upto": None} | more


def figure(year: int, value: float, measure: str = "gso-experimental", border: str = "2025", **more) -> dict:
    names = {"measure_vi": "Theo phương pháp của Cục Thống kê", "measure_en": "By the statistics office's method"}
    return {"year": year, "value": value, "measure": measure, "border": border, "status": "final"} | names | more


def put(
    out: Path,
    folder: str,
    *,
    border: str = "2025",
    vi: str = "tỉnh Thái Nguyên",
    as_of: str = "",
    share: list | None = None,
    productivity: list | None = None,
    figures: list | None = None,
    forecast: dict | None = None,
    modelled: dict | None = None,
    languages=("vi", "en"),
    formats=("html",),
    **more,
) -> Path:
    """A finished brief, made up: `folder` is <edition>/<place>."""
    edition, place = folder.split("/")
    slug, target = re.split("[@~]", place)[0], out / folder
    target.mkdir(parents=True)
    asked = {"province": slug, "border": border, "edition": int(edition), "as_of": as_of or f"{edition}-11-23"}
    record = {"parameters": asked | {"horizon": 2030, "languages": list(languages), "formats": list(formats)}} | more
    about = {
        "vi": vi,
        "en": vi.split(" ", 1)[1],
        "tier": "province",
        "unchanged": False,
        "made_of": None,
        "joined": None,
    }
    found = {
        "figures": figures or [],
        "targets": share or [],
        "forecast": forecast,
        "modelled": modelled,
        "refusal": "",
    }
    results = {"place": about, "share": found, "productivity": {"targets": productivity or [], "refusal": ""}}
    (target / "run.json").write_text(json.dumps(record), encoding="utf-8")
    (target / "results.json").write_text(json.dumps(results), encoding="utf-8")
    for lang in languages:
        for name in formats:
            (target / f"brief.{lang}.{name}").write_text("brief", encoding="utf-8")
    return target


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2 of a colour such as #123 or #112233."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def soup(out: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((out / name).read_text(encoding="utf-8"), "html.parser")


def links(page: BeautifulSoup) -> list[str]:
    return [unquote(a["href"]) for a in page.select("a[href]")]


SHARE = "digital_economy_share_grdp_2030"
CONGRESS = "cong1_digital_economy_share_2030"
RATE = "labour_productivity_growth_2030block"


@pytest.fixture
def out(tmp_path) -> Path:
    """Two editions of Thái Nguyên, the newer on both borders; Bắc Kạn on its old one; Hà Nội without targets."""
    band = {"2025": {"low80": 29.0, "high80": 30.0}, "2030": {"low80": 26.5, "high80": 39.7}}
    put(
        tmp_path,
        "2026/thai-nguyen",
        share=[verdict(SHARE, 2030, 30, "on_course", 0.81), verdict(CONGRESS, 2030, 35, "uncertain", 0.45)],
        productivity=[verdict(RATE, 2030, 7, "off_course", 0.07, comparator=">=")],
        figures=[figure(2025, 29.53, status="estimate"), figure(2022, 42.92, "mic-estimate", "pre-2025")],
        forecast=band,
        formats=("pdf", "html", "xlsx"),
    )
    put(
        tmp_path,
        "2026/thai-nguyen@pre-2025",
        border="pre-2025",
        share=[verdict(SHARE, 2030, 30, "on_course", 0.87)],
    )
    put(
        tmp_path,
        "2024/thai-nguyen",
        border="pre-2025",
        share=[verdict(SHARE, 2030, 30, "cannot_be_judged", reason="no_figure")],
        published="2024-12-05",
        languages=("vi",),
    )
    put(tmp_path, "2026/bac-kan", border="pre-2025", vi="tỉnh Bắc Kạn")
    put(tmp_path, "2026/ha-noi", vi="thành phố Hà Nội")
    (tmp_path / "2026" / "thai-nguyen" / "changed.vi.html").write_text("changed", encoding="utf-8")
    return tmp_path


@pytest.fixture
def pages(out) -> list[Path]:
    written, skipped = overview.write_index(out, REAL)
    assert not skipped
    return written


class Strict(HTMLParser):
    """Every element that opens is closed, in order; no attribute and no id comes twice."""

    def __init__(self):
        super().__init__()
        self.open, self.ids = [], []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, attrs)
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert tag in VOID, tag

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, (tag, self.getpos())


def test_every_file_of_every_brief_is_linked_and_every_link_leads_somewhere(out, pages):
    files = {p.relative_to(out).as_posix() for p in out.glob("2*/*/*.*.*")}
    assert len(files) == 6 + 2 + 1 + 2 + 2 + 1
    for name in ("index.html", "index.en.html"):
        assert files <= set(links(soup(out, name)))
    for path in pages:
        page = soup(out, path.name)
        for link in links(page):
            if link.startswith("#"):
                assert page.find(id=link[1:]), (path.name, link)
            else:
                assert not re.match(r"[a-z]+:|/", link) and (out / link).is_file(), (path.name, link)


def test_formats_stand_in_one_order(out, pages):
    row = next(r for r in soup(out, "index.html").select("tbody tr") if "29" not in r.text and "Thái Nguyên" in r.text)
    names = [a.contents[0] for a in row.select("a")]
    assert names == ["Tỉnh Thái Nguyên", "HTML", "PDF", "XLSX", "Thay đổi so với báo cáo trước", "HTML", "PDF", "XLSX"]


def test_nothing_comes_from_another_host_and_the_html_is_well_formed(out, pages):
    assert len(pages) == 2 + 2 * 3
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?:|//[a-z]|@import|url\(|\bsrc=", text), path.name
        parser = Strict()
        parser.feed(text)
        parser.close()
        assert parser.open == [] and len(parser.ids) == len(set(parser.ids)), path.name
        page = soup(out, path.name)
        assert page.html["lang"] == ("en" if ".en." in path.name else "vi") and len(page.select("h1")) == 1


def test_there_is_a_tile_for_each_unit_and_those_with_a_brief_are_links(out, pages):
    page = soup(out, "index.html")
    new, old = page.select(".maps")
    for maps, units, with_brief in ((new, 34, ["ha-noi.html", "thai-nguyen.html"]), (old, 63, None)):
        for one in maps.select(".one"):
            assert len(one.select("ul.tiles > li")) == units
            places = {li["style"] for li in one.select("ul.tiles > li")}
            assert len(places) == units  # no two on one spot
            found = sorted(a["href"] for a in one.select("a.tile"))
            assert found == (with_brief or ["bac-kan.html", "thai-nguyen.html"])
            assert one.text.count("Chưa có báo cáo") == units - 2
    named = [one.h4.text for one in new.select(".one")]
    assert named == [
        "Tỷ trọng kinh tế số trong GRDP năm 2025",
        "Tỷ trọng kinh tế số trong GRDP, mục tiêu của năm 2030",
        "Tỷ trọng kinh tế số trong GRDP, mục tiêu của năm 2030 (mục tiêu ban hành trước đó)",
        "Tốc độ tăng năng suất lao động, mục tiêu của giai đoạn đến năm 2030",
    ]
    assert len(old.select(".one")) == 1  # neither a figure nor a target on productivity on the old border


def test_a_tile_says_its_verdict_by_sign_words_and_class_of_the_target_set_last(out, pages):
    share, last, before, _ = soup(out, "index.html").select('.maps a.tile[href="thai-nguyen.html"]')[:4]
    assert share.select_one(".number").text == "29,5%" and "step-3" in share["class"]
    assert last.select_one(".said").text == "xác suất 45%" and "uncertain" in last["class"]  # the congress is of 2025
    assert last.select_one(".unseen").text == ": Chưa chắc chắn, khoảng 35% đến năm 2030, xác suất đạt 45%"
    assert "khoảng 30% đến năm 2030, xác suất đạt 80%" in before.text and "on_course" in before["class"]
    tile = soup(out, "index.en.html").select('.maps a.tile[href="thai-nguyen.en.html"]')[3]
    assert tile.select_one(".said").text == "chance <10%" and "Off course, at least 7% every year" in tile.text
    bare = [
        tile.select_one(".unseen").text for tile in soup(out, "index.html").select('a.tile.none[href="ha-noi.html"]')
    ]
    assert bare[:2] == [": Chưa thu thập được số liệu", ": Chưa thu thập được mục tiêu riêng"]
    for tile in soup(out, "index.html").select(".maps .one .tile"):
        for hidden in tile.select(".unseen"):
            hidden.extract()
        assert len(re.findall(r"\d[\d,]*%", tile.text)) <= 1  # never two percentages


def test_an_estimate_of_ours_is_marked_on_the_map_and_gives_way_to_a_figure(tmp_path):
    ours = {"2025": {"median": 13.26, "low80": 9.0, "high80": 19.0}}
    put(tmp_path, "2026/ha-noi", vi="thành phố Hà Nội", forecast=ours, modelled={"year": 2025})
    put(tmp_path, "2026/thai-nguyen", figures=[figure(2025, 29.53)], forecast=ours, modelled={"year": 2025})
    overview.write_index(tmp_path, REAL)
    said = {tile["href"]: (tile.select_one(".number").text, "estimate" in tile["class"])
            for tile in soup(tmp_path, "index.html").select("a.tile")}  # fmt: skip
    assert said == {"ha-noi.html": ("~13,3%", True), "thai-nguyen.html": ("29,5%", False)}


def test_the_list_with_its_search_stands_before_the_maps_and_no_map_is_empty(out, pages):
    page = soup(out, "index.html")
    places, search = page.select_one(".places"), page.select_one("#search")
    assert [a["href"] for a in places.select("a")] == ["ha-noi.html", "thai-nguyen.html", "bac-kan.html"]
    assert all(one.find_next(class_="maps") and not one.find_previous(class_="maps") for one in (places, search))
    shutil.rmtree(out / "2026" / "thai-nguyen@pre-2025")
    shutil.rmtree(out / "2024")
    overview.write_index(out, REAL)
    assert len(soup(out, "index.html").select(".maps")) == 1  # nothing is known on the old border: no map of it


def test_every_verdict_has_a_sign_and_a_readable_colour_of_its_own_and_stands_in_the_key(out, pages):
    verdicts = spelling.lexicon()["verdict"]
    css = re.sub(r"/\*.*?\*/", "", (Path(html.__file__).with_name("brief.css")).read_text(encoding="utf-8"))
    signs = dict(re.findall(r'\.badge\.(\w+)::before \{ content: "(.) "', css))
    assert set(signs) == set(verdicts) and len(set(signs.values())) == len(signs)
    for names, ground, ink in re.findall(r"(?m)(\.[\w., ]+?) \{ background: (#\w+); color: (#\w+); \}", css):
        if set(re.findall(r"\w+", names)) & set(verdicts):
            light, dark = sorted(map(luminance, (ground, ink)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, names
            verdicts = {name: words for name, words in verdicts.items() if name not in re.findall(r"\w+", names)}
    assert not verdicts  # each has a colour
    verdicts = spelling.lexicon()["verdict"]
    for name, lang in (("index.html", "vi"), ("index.en.html", "en")):
        key = soup(out, name).select_one(".side").text
        assert all(word[lang] in key for word in verdicts.values())


def test_a_map_has_the_newest_edition_of_each_place_and_says_which_is_older(tmp_path):
    put(tmp_path, "2026/thai-nguyen", share=[verdict(SHARE, 2030, 30, "on_course", 0.8)])
    put(tmp_path, "2025/thai-nguyen", share=[verdict(SHARE, 2030, 30, "uncertain", 0.5)])
    put(tmp_path, "2025/ha-noi", vi="thành phố Hà Nội", share=[verdict(SHARE, 2030, 30, "off_course", 0.1)])
    overview.write_index(tmp_path, REAL)
    page = soup(tmp_path, "index.html")
    said = {a["href"]: [s.text for s in a.select(".said")] for a in page.select("a.tile")}
    assert said == {"thai-nguyen.html": ["xác suất 80%"], "ha-noi.html": ["2025", "xác suất 10%"]}
    assert "kỳ báo cáo mới nhất của từng nơi (2025 và 2026)" in page.select_one("#units-2025").text


def test_figures_of_ones_own_stand_on_pages_of_their_own_that_say_so(tmp_path):
    own = {"data_dir": "mine", "inputs": {"data": {"merged.yml": "0"}}}
    put(tmp_path, "2027/thai-nguyen", share=[verdict(SHARE, 2030, 30, "on_course", 0.8)], **own)
    written, skipped = overview.write_index(tmp_path, REAL)
    mark = "Có số liệu riêng, chưa kiểm chứng"
    assert not skipped and len(written) == 4
    assert soup(tmp_path, "index.html").select_one("header .draft").text == mark
    assert soup(tmp_path, "thai-nguyen.html").select_one("header .draft").text == mark
    put(tmp_path, "2026/thai-nguyen", share=[verdict(SHARE, 2030, 30, "uncertain", 0.5)])
    _, skipped = overview.write_index(tmp_path, REAL)
    assert skipped == ["2027/thai-nguyen: holds figures of mine, not verified"]
    for name in ("index.html", "thai-nguyen.html"):
        page = soup(tmp_path, name)
        assert "2027/thai-nguyen/" not in str(page) and not page.select("header .draft")


def test_the_history_goes_from_the_newest_edition_to_the_oldest(out, pages):
    history = soup(out, "thai-nguyen.html").select("table.past")
    assert [t.caption.text.split(" (")[0] for t in history] == [
        "Khoảng 30% đến năm 2030",
        "Khoảng 35% đến năm 2030",
        "Từ 7%/năm trở lên trong từng năm giai đoạn 2026-2030",
    ]
    cells = [[c.text for c in row.select("th, td")] for row in history[0].select("tbody tr")]
    assert [row[:5] for row in cells] == [
        ["2026", "23/11/2026", "từ ngày 01/7/2025", "Nhiều khả năng đạt", "80%"],
        ["2026", "23/11/2026", "trước ngày 01/7/2025", "Nhiều khả năng đạt", "85%"],
        ["2024", "23/11/2024", "trước ngày 01/7/2025", "Chưa đủ số liệu để đánh giá", "–"],
    ]
    assert [row[5] for row in cells] == ["từ 26,5% đến 39,7%", "–", "–"]
    assert cells[0][7] == "–" and cells[2][7] == "chưa thu thập được số liệu"
    assert len(history[1].select("thead th")) == 7  # no reason to give, no column for one
    english = soup(out, "thai-nguyen.en.html").select("table.past tbody tr")
    assert "26.5% to 39.7%" in english[0].text and "01/7/2025" not in english[0].text


def test_small_charts_draw_one_measure_and_tell_every_figure(out, pages):
    chart = soup(out, "index.html").select_one(".multiples svg")
    assert chart["role"] == "img"
    assert "2025: 29,53% (theo phương pháp của Cục Thống kê)" in chart["aria-label"]
    assert len(chart.select("circle.office")) == 1 and not chart.select("circle.office_final")  # an estimate is hollow
    assert "42,92" not in chart["aria-label"] and len(chart.select("polygon.fan")) == 1  # by another measure: not drawn
    assert len(soup(out, "index.html").select(".multiples > li")) == 1  # the other places have no figure
    said = soup(out, "index.html").select_one(".multiples figcaption").text
    assert said == (
        "Năm 2025: 29,53% (theo phương pháp của Cục Thống kê). "
        "Dự báo năm 2030 dao động từ 26,5% đến 39,7% (xác suất 80%)."
    )


def test_drafts_and_published_briefs_are_told_apart(out, pages):
    text = {r.select("td")[1].text: r.text for r in soup(out, "thai-nguyen.html").select("table.briefs tbody tr")}
    assert "05/12/2024" in text["23/11/2024"] and "dự thảo" in text["23/11/2026"]


def test_special_characters_are_escaped(tmp_path):
    bad = 'tỉnh <b onclick="x()">&amp;'
    put(tmp_path, "2026/thai-nguyen", vi=bad, figures=[figure(2025, 9, measure_vi='<i>"')])
    put(tmp_path, "2026/thai-nguyen@a b&#", border="pre-2025", vi=bad)
    overview.write_index(tmp_path, REAL)
    for name in ("index.html", "thai-nguyen.html"):
        page = soup(tmp_path, name)
        assert not page.select("b, i") and bad[5:] in page.text
    assert "2026/thai-nguyen@a b&#/brief.vi.html" in links(soup(tmp_path, "index.html"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "run.json").write_text("{", encoding="utf-8"),
        lambda folder: (folder / "run.json").write_text("[]", encoding="utf-8"),
        lambda folder: (folder / "run.json").write_bytes(b"\xff\xfe"),
        lambda folder: (folder / "results.json").unlink(),
        lambda folder: (folder / "results.json").write_text('{"place": {"vi": "x"}}', encoding="utf-8"),
        lambda folder: (folder / "run.json").write_text(
            (folder / "run.json").read_text(encoding="utf-8").replace('"ha-noi"', '"../ha-noi"'), encoding="utf-8"
        ),
    ],
    ids=["half", "a list", "no text", "no results", "other results", "a path for a place"],
)
def test_a_broken_record_is_skipped_and_said(out, spoil):
    spoil(out / "2026" / "ha-noi")
    _, skipped = overview.write_index(out, REAL)
    assert len(skipped) == 1 and skipped[0].startswith("2026/ha-noi: ")
    assert not (out / "ha-noi.html").exists() and (out / "thai-nguyen.html").is_file()
    page = soup(out, "index.html")
    assert "Bỏ qua 1 thư mục" in page.text and "2026/ha-noi" in page.text
    told = CliRunner().invoke(main, ["index", "--out", str(out), "--data", str(REAL)])
    assert told.exit_code == 0 and "left out of index.html: 2026/ha-noi" in told.stderr
    assert told.stdout == f"{out / 'index.html'}\n"


def test_an_empty_folder_gives_a_page_that_says_so(tmp_path):
    written, skipped = overview.write_index(tmp_path / "new", REAL)
    assert [p.name for p in written] == ["index.html", "index.en.html"] and not skipped
    assert "Chưa có báo cáo nào." in soup(tmp_path / "new", "index.html").text


def test_the_page_of_a_place_goes_with_its_last_brief(out, pages):
    assert (out / "ha-noi.html").is_file()
    shutil.rmtree(out / "2026" / "ha-noi")
    (out / "notes.html").write_text("mine", encoding="utf-8")
    overview.write_index(out, REAL)
    assert not (out / "ha-noi.html").exists() and not (out / "ha-noi.en.html").exists()
    assert (out / "notes.html").read_text(encoding="utf-8") == "mine"
    assert not list(out.glob("*.part"))


def test_briefs_of_an_earlier_day_or_another_horizon_are_listed_but_not_mapped(tmp_path):
    put(tmp_path, "2026/thai-nguyen~2026-01-31", as_of="2026-01-31", share=[verdict(SHARE, 2030, 30, "met")])
    put(tmp_path, "2026/thai-nguyen", share=[verdict(SHARE, 2030, 30, "on_course", 0.8)])
    overview.write_index(tmp_path, REAL)
    page = soup(tmp_path, "index.html")
    assert page.select_one("a.tile.on_course .said").text == "xác suất 80%"
    assert [r.select("td")[1].text for r in page.select("table.briefs tbody tr")] == ["23/11/2026", "31/01/2026"]


def test_a_target_no_longer_in_the_register_is_still_told(tmp_path):
    put(tmp_path, "2026/thai-nguyen", share=[verdict("gone_2030", 2030, 31.5, "missed")])
    overview.write_index(tmp_path, REAL)
    assert "Khoảng 31,5% đến năm 2030" in soup(tmp_path, "thai-nguyen.html").text
    assert "About 31.5% by 2030" in soup(tmp_path, "thai-nguyen.en.html").text

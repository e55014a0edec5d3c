"""Pages as a browser shows them: no violation of WCAG 2.2 AA, nothing fetched, no sideways scrolling on a phone.

axe-core comes with the package axe-playwright-python. Pages are opened as files, as by a reader without a server.
"""

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from cds_analysis import briefs, overview, paths

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "index.html",
    "index.en.html",
    "thai-nguyen.html",
    "thai-nguyen.en.html",
    "bac-kan.html",
    "2026/thai-nguyen/brief.vi.html",
    "2026/thai-nguyen/brief.en.html",
    "2026/thai-nguyen/changed.vi.html",
]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory) -> Path:
    """Briefs of two places, of two editions and both borders, and the pages about them."""
    out = tmp_path_factory.mktemp("outputs")
    for province, border, as_of in (
        ("thai-nguyen", "", ""),
        ("thai-nguyen", "pre-2025", ""),
        ("thai-nguyen", "", "2025-12-31"),
        ("bac-kan", "", ""),
    ):
        briefs.make(province, border=border, as_of=as_of, out=str(out), progress=False)
    briefs.changed(out / "2025" / "thai-nguyen", out / "2026" / "thai-nguyen")
    overview.write_index(out, paths.resolve("data"))
    return out


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium."""
    program = shutil.which("chromium")
    assert program, "chromium is missing; on Debian: apt-get install chromium"
    with sync_playwright() as running:
        found = running.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def tab(request, browser):
    """A tab, and every address it asks for."""
    context = browser.new_context(viewport=request.param)
    page = context.new_page()
    page.asked = []
    page.on("request", lambda r: page.asked.append(r.url))
    yield page
    context.close()


def found_by_axe(tab) -> dict:
    """What axe-core says of the page."""
    tab.evaluate(AXE)
    return tab.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)


def short(rules: list) -> str:
    """The rules and the first places they were broken at."""
    said = [{"rule": r["id"], "help": r["help"], "at": [n["html"][:200] for n in r["nodes"][:3]]} for r in rules]
    return json.dumps(said, ensure_ascii=False, indent=1)


# axe-core leaves the contrast of lone signs and of text in an SVG undecided: worked out here by the formula of WCAG 2.2
# from the colour of the text and the nearest ground that is not see-through; both stand on plain grounds.
CONTRAST = """selector => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = rgb => rgb.slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const text = document.querySelector(selector), style = getComputedStyle(text);
  let ground = text.closest("svg") ? text.closest("svg").parentElement : text;
  while (ground && parts(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
  const back = ground ? parts(getComputedStyle(ground).backgroundColor) : [255, 255, 255];
  const [a, b] = [light(parts(text.closest("svg") ? style.fill : style.color)), light(back)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}"""


def undecided(tab, rules: list) -> list:
    """The incomplete results that the contrast worked out by hand does not settle."""
    left = [rule for rule in rules if rule["id"] != "color-contrast"]
    for node in (n for rule in rules if rule["id"] == "color-contrast" for n in rule["nodes"]):
        ratio = tab.evaluate(CONTRAST, node["target"][0])
        if ratio < 4.5:
            left.append({"id": "color-contrast", "help": f"{ratio:.2f}, not 4.5", "nodes": [node]})
    return left


@pytest.mark.parametrize("name", PAGES)
def test_no_violation_no_request_no_sideways_scrolling(outputs, tab, name):
    tab.goto((outputs / name).as_uri())
    found = found_by_axe(tab)
    assert not found["violations"], short(found["violations"])
    assert not (left := undecided(tab, found["incomplete"])), short(left)
    assert len(found["passes"]) > 15  # axe did look
    assert not [url for url in tab.asked if not url.startswith(("file://", "data:"))]
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_pale_text_is_found_by_hand(outputs, tab):
    tab.goto((outputs / "index.html").as_uri())
    tab.add_style_tag(content=".tile.met { background: #fff !important; color: #bbb !important; }")
    left = undecided(tab, found_by_axe(tab)["incomplete"])
    assert left and all("not 4.5" in rule["help"] for rule in left)


def test_the_search_finds_without_diacritics_and_counts(outputs, tab):
    tab.goto((outputs / "index.html").as_uri())
    rows = tab.locator("table.briefs tbody tr:visible")
    assert rows.count() == 4
    tab.get_by_role("searchbox").fill("BAC kan")
    assert rows.count() == 1 and "Bắc Kạn" in rows.first.inner_text()
    assert tab.locator("#shown").inner_text() == "1"
    tab.get_by_role("searchbox").fill("thai nguyen 2025 31/12")
    assert rows.count() == 1 and "31/12/2025" in rows.first.inner_text()
    tab.get_by_role("searchbox").fill("nowhere")
    assert rows.count() == 0 and tab.locator("section.edition:visible").count() == 0


def test_one_map_is_shown_and_the_other_target_on_demand(outputs, tab):
    tab.goto((outputs / "index.html").as_uri())
    maps = tab.locator(".maps").first
    title = maps.locator(".one:visible h4")
    assert title.all_inner_texts() == ["Tỷ trọng kinh tế số trong GRDP, mục tiêu của năm 2030"]
    maps.get_by_label("Tốc độ tăng năng suất lao động, mục tiêu của giai đoạn đến năm 2030").check()
    assert title.all_inner_texts() == ["Tốc độ tăng năng suất lao động, mục tiêu của giai đoạn đến năm 2030"]


def test_without_script_every_brief_is_visible(outputs, browser):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((outputs / "index.html").as_uri())
    assert tab.locator("table.briefs tbody tr:visible").count() == 4
    assert not tab.get_by_role("searchbox").is_visible()
    context.close()


def test_in_print_every_map_is_there_and_the_search_is_not(outputs, browser):
    tab = browser.new_page()
    tab.goto((outputs / "index.html").as_uri())
    tab.emulate_media(media="print")
    assert tab.locator(".maps .one:visible").count() == tab.locator(".maps .one").count() > 2
    assert not tab.locator(".search").is_visible()
    tab.close()

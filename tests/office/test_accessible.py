"""Pages as a browser shows them: no violation of WCAG 2.2 AA, nothing fetched, no sideways scrolling on a phone.

axe-core comes with the package axe-playwright-python. Pages are opened as files, as by a reader without a server, and
from a web server.
"""

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files

import pytest

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LISTED: dict[str, str] = {}  # rules that axe-core leaves undecided, with the reason why they hold here
PHONE, DESK, NARROW = {"width": 390, "height": 844}, {"width": 1280, "height": 900}, {"width": 320, "height": 640}
BRIEFS = 6  # what the plan makes of them, and that of Thái Nguyên
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Quiet(SimpleHTTPRequestHandler):
    """The server of `python -m http.server`, without its log."""

    def log_message(self, *words) -> None:
        pass


@pytest.fixture(scope="module")
def server(made):
    """The address at which the outputs are served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=made.out)) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()
        thread.join()


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def tab(request, browser):
    """A tab, and every address it asks for."""
    context = browser.new_context(viewport=request.param)
    page = context.new_page()
    page.asked = []
    page.on("request", lambda r: page.asked.append(r.url))
    page.on("websocket", lambda s: page.asked.append(s.url))
    yield page
    context.close()


def asked(tab, address: str) -> list[str]:
    """What a page asks for beside itself until it is at rest: also further down and in print."""
    tab.asked.clear()
    assert tab.goto(address).ok and tab.title()
    tab.mouse.wheel(0, 100_000)
    tab.emulate_media(media="print")
    tab.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
    tab.emulate_media(media="screen")
    return [url for url in tab.asked if url != address and not url.startswith("data:")]


# Contrast is nine tenths of what axe-core works on a long table, where it is the same row after row: of rows that are
# alike in all but their texts it looks at the first one's.
ALIKE = """() => document.querySelectorAll("tbody").forEach(body => {
  const seen = new Set();
  for (const row of body.rows) {
    const marks = [row, ...row.querySelectorAll("*")];
    const kind = marks.map(one => [one.tagName, one.className, one.style.cssText].join()).join(";");
    row.toggleAttribute("data-alike", seen.has(kind));
    seen.add(kind);
  }
})"""
RUN = """async ([rules, types]) => {
  const others = {runOnly: rules, rules: {"color-contrast": {enabled: false}}, resultTypes: types};
  const contrast = {runOnly: ["color-contrast"], resultTypes: types};
  const all = await axe.run(document, others), seen = await axe.run({exclude: ["[data-alike]"]}, contrast);
  return Object.fromEntries(["passes", ...types].map(type => [type, [...all[type], ...seen[type]]]));
}"""


def found_by_axe(tab) -> dict:
    """What axe-core says of the page; of what passes one place a rule is enough."""
    tab.evaluate(AXE)
    tab.evaluate(ALIKE)
    return tab.evaluate(RUN, [RULES, ["violations", "incomplete"]])


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
    left = [rule for rule in rules if rule["id"] not in {"color-contrast", *LISTED}]
    for node in (n for rule in rules if rule["id"] == "color-contrast" for n in rule["nodes"]):
        ratio = tab.evaluate(CONTRAST, node["target"][0])
        if ratio < 4.5:
            left.append({"id": "color-contrast", "help": f"{ratio:.2f}, not 4.5", "nodes": [node]})
    return left


def faults(tab, address: str) -> list[str]:
    """All that is wrong with a page at the width of the tab, and at 320 pixels, where WCAG asks that it reflows."""
    found = [f"asks for {url}" for url in asked(tab, address)]
    seen = found_by_axe(tab)
    assert len(seen["passes"]) > 15  # axe did look
    found += [short([rule]) for rule in seen["violations"] + undecided(tab, seen["incomplete"])]
    bare = tab.locator("tbody td:not([data-label])").count()  # on a phone a cell names its column
    found += [f"{bare} cells name no column"] if bare else []
    wide = tab.viewport_size
    for size in (wide, NARROW):
        tab.set_viewport_size(size)
        if over := tab.evaluate(SIDEWAYS):
            found.append(f"{over} pixels too wide for {size['width']}")
    tab.set_viewport_size(wide)
    return found


def test_no_violation_no_request_no_sideways_scrolling(made, html, tab, server):
    a_phone = tab.viewport_size == PHONE  # reads files, the desk pages from a server
    wrong = {n: faults(tab, (made.out / n).as_uri() if a_phone else f"{server}/{n}") for n in html}
    assert not any(wrong.values()), "\n".join(f"{n}: {fault}" for n, found in wrong.items() for fault in found)


ON_A_PHONE = pytest.mark.parametrize("tab", [PHONE], indirect=True, ids=["phone"])
ROW = "<tr><th scope='row'>a</th><td data-label='b'{}>c</td></tr>"


@ON_A_PHONE
@pytest.mark.parametrize(
    ("part", "told"),
    [
        ('<img src="http://127.0.0.1:9/x.png" alt="">', "asks for http://127.0.0.1:9/x.png"),
        ('<link rel="stylesheet" href="other.css">', "asks for file:"),
        ("<style>main { background: url(other.png) }</style>", "asks for file:"),
        ("<style>@media print { main { background: url(other.png) } }</style>", "asks for file:"),
        ('<img src="other.png" loading="lazy" alt="">', "asks for file:"),
        ("<script>setTimeout(() => fetch('http://127.0.0.1:9/a').catch(() => 0), 20)</script>", "asks for http:"),
        ('<div style="width: 350px">x</div>', "pixels too wide for 320"),
        ('<p style="color: #999">x</p>', "color-contrast"),
        ('<img src="data:,">', "image-alt"),
        (f"<table><tbody>{3 * ROW.format('')}{ROW.format(' style=color:#999')}</tbody></table>", "color-contrast"),
        ("<table><tbody><tr><th scope='row'>a</th><td>b</td></tr></tbody></table>", "1 cells name no column"),
    ],
)
def test_a_fault_is_found(made, tmp_path, tab, part, told):
    page = tmp_path / "page.html"
    text = (made.brief / "changed.vi.html").read_text(encoding="utf-8")
    page.write_text(text.replace("</main>", f"{part}</main>"), encoding="utf-8")
    found = faults(tab, page.as_uri())
    assert len(found) >= 1 and all(told in fault for fault in found), found


@ON_A_PHONE
def test_pale_text_is_found_by_hand(made, tab):
    tab.goto((made.out / "index.html").as_uri())
    tab.add_style_tag(content="svg text { fill: #bbb !important; }")
    left = undecided(tab, found_by_axe(tab)["incomplete"])
    assert left and all("not 4.5" in rule["help"] for rule in left)


def test_the_search_finds_without_diacritics_and_counts(made, tab):
    tab.goto((made.out / "index.html").as_uri())
    rows = tab.locator("table.briefs tbody tr:visible")
    assert rows.count() == BRIEFS
    tab.get_by_role("searchbox").fill("BAC kan")
    assert rows.count() == 1 and "Bắc Kạn" in rows.first.inner_text()
    assert tab.locator("#shown").inner_text() == "1"
    tab.get_by_role("searchbox").fill("thai nguyen 2025 31/12")
    assert rows.count() == 1 and "31/12/2025" in rows.first.inner_text()
    tab.get_by_role("searchbox").fill("nowhere")
    assert rows.count() == 0 and tab.locator("section.edition:visible").count() == 0


def test_one_map_is_shown_and_the_other_target_on_demand(made, tab):
    tab.goto((made.out / "index.html").as_uri())
    maps = tab.locator(".maps").first
    title = maps.locator(".one:visible h4")
    assert title.all_inner_texts() == ["Tỷ trọng kinh tế số trong GRDP năm 2025"]
    maps.get_by_label("Tốc độ tăng năng suất lao động, mục tiêu của giai đoạn đến năm 2030").check()
    assert title.all_inner_texts() == ["Tốc độ tăng năng suất lao động, mục tiêu của giai đoạn đến năm 2030"]


def test_without_script_every_brief_is_visible(made, browser):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((made.out / "index.html").as_uri())
    assert tab.locator("table.briefs tbody tr:visible").count() == BRIEFS
    assert not tab.get_by_role("searchbox").is_visible()
    context.close()


def test_in_print_every_map_is_there_and_the_search_is_not(made, browser):
    tab = browser.new_page()
    tab.goto((made.out / "index.html").as_uri())
    tab.emulate_media(media="print")
    assert tab.locator(".maps .one:visible").count() == tab.locator(".maps .one").count() > 2
    assert not tab.locator(".search").is_visible()
    tab.close()

"""The sliders of the briefs' pages, opened as files without network: at 1,000 settings they say what Python says."""

import numpy as np
import pytest

from cds_analysis import findings
from cds_analysis.batch import jobs
from cds_analysis.findings.sliders import filled
from cds_analysis.study import open_study
from cds_analysis.words.spelling import number

SETTINGS, SEED = 1_000, 18
# each setting: the question, the places of level and year on their sliders, the growth of GRDP
MOVED = """settings => {
  const form = document.querySelector(".sliders form"), box = form.parentElement;
  const move = (name, value, kind) => {
    const control = form.querySelector("#sliders-" + name);
    control.value = value;
    control.dispatchEvent(new Event(kind, {bubbles: true}));
  };
  return settings.map(([about, level, year, grdp]) => {
    move("about", about, "change");
    move("level", level, "input");
    move("year", year, "input");
    move("grdp", grdp, "input");
    const filled = [...box.querySelectorAll("circle")].filter(dot => dot.getAttribute("fill") !== "#fff").length;
    const growth = form.querySelector("#sliders-grdp").getAttribute("aria-valuetext");
    return [box.querySelector("p").textContent, filled, growth];
  });
}"""


@pytest.fixture(scope="module")
def pages(made) -> list:
    """Every brief's page with the sliders that Python has of the same study."""
    found = []
    for path in sorted(made.out.glob("*/*/brief.*.html")):
        run, lang = jobs.record_of(path.parent)["parameters"], path.name.split(".")[1]
        asked = {name: run[name] for name in ("border", "edition", "as_of", "horizon")}
        sliders = findings.sliders(open_study(run["province"], lang=lang, **asked))
        assert ("<form hidden" in path.read_text(encoding="utf-8")) == bool(sliders.questions)
        found += [(path, sliders)] if sliders.questions else []
    assert len({path.parent for path, _ in found}) >= 6  # places, borders, days
    return found


@pytest.fixture
def tab(browser):
    """A tab without network that remembers what went wrong in it."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("request", lambda r: r.url.startswith("file:") or page.wrong.append(r.url))
    yield page
    assert not page.wrong
    context.close()


def test_a_thousand_settings_say_what_python_says(pages, tab):
    draw, each, tried = np.random.default_rng(SEED), -(-SETTINGS // len(pages)), 0
    for path, sliders in pages:
        tab.goto(path.as_uri())
        assert tab.locator(".sliders select option").all_inner_texts() == [q["name"] for q in sliders.held["questions"]]
        settings, expected = [], []
        for n in range(each):
            about = n % len(sliders.questions)
            asked = sliders.questions[about]
            levels, years = asked.levels, asked.ahead.years.tolist()
            at, year, grdp = (
                int(draw.integers(len(levels))),
                int(draw.integers(len(years))),
                int(draw.integers(151)) / 10,
            )
            settings.append([about, at, year, grdp])
            chance = sliders.claims(asked, levels[at], years[year], grdp)["probability"]
            growth = number(grdp, sliders.study.lang, 1, fixed=True) + "%"
            expected.append([sliders.answer(asked, levels[at], years[year], grdp), filled(chance), growth])
        for setting, shown, said in zip(settings, tab.evaluate(MOVED, settings), expected, strict=True):
            assert shown == said, (path, setting)
        tried += each
    assert tried >= SETTINGS


def test_it_opens_with_the_target_and_follows_the_keyboard(pages, tab):
    for path, sliders in pages:
        tab.goto(path.as_uri())
        said, (level, year) = tab.locator(".sliders p"), sliders.questions[0].opening
        assert said.inner_text() == sliders.answer(sliders.questions[0], level, year, sliders.grdp)
        tab.get_by_role("slider").first.press("ArrowRight")
        levels = sliders.questions[0].levels
        above = levels[min(levels.index(level) + 1, len(levels) - 1)]
        assert said.inner_text() == sliders.answer(sliders.questions[0], above, year, sliders.grdp)


def test_without_script_there_is_the_opening_answer_alone(pages, browser):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    for path, sliders in pages:
        tab.goto(path.as_uri())
        assert not tab.get_by_role("slider").count() and not tab.locator(".sliders form").is_visible()
        assert tab.locator(".sliders p").inner_text() == sliders.answer(
            sliders.questions[0], *sliders.questions[0].opening, sliders.grdp
        )
        dots = tab.locator(".sliders circle:not([fill='#fff'])")
        assert dots.count() == filled(sliders.parts["sliders"][0]["probability"])
    context.close()


def test_in_print_there_are_no_sliders(pages, tab):
    tab.goto(pages[0][0].as_uri())
    tab.emulate_media(media="print")
    assert not tab.locator(".sliders form").is_visible() and tab.locator(".sliders p").is_visible()

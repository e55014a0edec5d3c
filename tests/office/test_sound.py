"""Every page is sound HTML, CSS and SVG, as the Nu HTML checker of the W3C's validator sees it."""

import json
import subprocess

from conftest import ROOT

ALLOWED = {}  # messages, each with the reason why it may stand


def said(*files) -> list[dict]:
    """What the checker says of some files: errors, warnings and hints alike."""
    jars = list((ROOT / ".venv").glob("vnu-jar-*.jar"))
    assert len(jars) == 1, "the Nu HTML checker is missing: make test-office fetches it"
    words = ["java", "-jar", jars[0], "--also-check-svg", "--also-check-css", "--format", "json", *files]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    return json.loads(done.stderr)["messages"]


def told(messages: list[dict]) -> str:
    lines = [f"{m.get('url', '')[-60:]}: {m['message']} {m.get('extract', '')[:200]!r}" for m in messages]
    return "\n".join(lines[:20])


def test_every_page_and_chart_is_sound(made, html):
    charts = sorted(made.out.rglob("*.svg"))
    assert len(charts) > 2 * len(made.runs)
    found = said(*(made.out / name for name in html), *charts)
    left = [message for message in found if message["message"] not in ALLOWED]
    assert not left, told(left)
    assert set(ALLOWED) == {message["message"] for message in found}  # no reason outlives its message


FAULTS = {
    "li": ("</main>", "<p><li>x</li></main>"),
    "colour": ("table {", "table { colour: red;"),
    "lozenge": ("</main>", "<svg><lozenge/></svg></main>"),
}


def test_a_fault_of_html_css_or_svg_is_found(made, tmp_path):
    page = (made.brief / "changed.vi.html").read_text(encoding="utf-8")
    for word, (old, new) in FAULTS.items():
        assert old in page
        (tmp_path / f"{word}.html").write_text(page.replace(old, new, 1), encoding="utf-8")
    found = said(*(tmp_path / f"{word}.html" for word in FAULTS))
    for word in FAULTS:
        assert f"“{word}”" in told([m for m in found if m["url"].endswith(f"{word}.html")])

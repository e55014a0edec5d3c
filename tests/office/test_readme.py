"""README's lines as a newcomer gives them, in order, in a fresh clone: each ends well, and the clone stays clean.

So do those of the Vietnamese start page and of how to extend, after them in the same clone.

Not run here: lines of make, which set up what the tests run in already; blocks marked `sh online`, which need the
internet; blocks of PowerShell. Both languages print the same code (tests/test_documents.py).
"""

import re
import sys

import pandas as pd
import pytest
from conftest import run
from running import blocks

SETTLED = ("figures", "own_border")


@pytest.mark.parametrize("document", ["README.md", "docs/bat-dau.md", "docs/mo-rong.md"])
def test_every_line_runs_in_order_and_leaves_the_checkout_clean(clone, document):
    code = blocks(clone / document)
    lines = [line for kind, lines in code if kind == "sh" for line in lines if not line.startswith("make ")]
    assert lines
    run(clone, "bash", "-euxc", "\n".join(lines))
    for kind, text in code:
        if kind == "python":
            run(clone, sys.executable, "-c", "\n".join(text))
    assert run(clone, "git", "status", "--porcelain") == ""


def test_readme_counts_what_the_briefs_can_say_as_the_command_does(clone):
    table = pd.read_csv(clone / "outputs" / "targets.csv")  # made by a line of README
    kinds = table["evidence"].mask(table["evidence"].isin(SETTLED), "settled")
    kinds = kinds.mask(table["status"].eq("void"), "void")
    names = ("settled", "estimate", "owner", "stands_at", "void")
    wanted = [str(kinds.eq(name).sum()) for name in names]
    units = [str(table.loc[kinds.eq(name), "place"].nunique()) for name in names[:3]]
    yardstick = table["origin"].eq("yardstick")
    for document in ("README.md", "README.vi.md"):
        text = (clone / document).read_text(encoding="utf-8")
        assert re.findall(r"^\| (\d+) \|", text, re.M) == wanted
        assert re.findall(r"\| (?:all |cả )?(\d+) (?:units|tỉnh)", text) == units
        assert {str(len(table)), str(yardstick.sum())} <= set(re.findall(r"\d+", text))

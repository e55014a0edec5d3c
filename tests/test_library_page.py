"""docs/api.md: true to the docstrings, its ten lines run, and what it names can be imported."""

import re
import sys
from importlib import import_module

from conftest import ROOT

sys.path.append(str(ROOT / "docs"))
import api

PAGE = api.PAGE.read_text(encoding="utf-8")


def test_the_page_is_what_make_docs_writes():
    assert api.page() == PAGE, "make docs"


def test_its_ten_lines_run(tmp_path, monkeypatch):
    from matplotlib import pyplot

    pyplot.switch_backend("agg")
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
    names = {}
    exec(code, names)
    assert (tmp_path / "users.xlsx").is_file() and len(names["axes"].collections) == 2
    pyplot.close("all")


def test_what_it_names_can_be_imported():
    for module, name in re.findall(r"^from (cds_analysis\S*) import (\w+)$", PAGE, re.MULTILINE):
        assert hasattr(import_module(module), name), (module, name)


def test_links_lead_somewhere(tmp_path, monkeypatch):
    assert api.broken([api.PAGE, ROOT / "docs" / "extending.md", ROOT / "README.md"]) == []
    (tmp_path / "one.md").write_text("[no](two.md), [here](one.md#part), [there](https://example.org), `[code](x.md)`")
    monkeypatch.setattr(api, "ROOT", tmp_path)
    assert api.broken([tmp_path / "one.md"]) == ["one.md: two.md"]

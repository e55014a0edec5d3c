"""docs/api.md from the docstrings of what a reader calls, and whether links of pages lead somewhere: `make docs`.

Nothing of the library is imported: griffe reads its source.
"""

import re
import sys
from pathlib import Path

import griffe
from jinja2 import Environment, FileSystemLoader

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "api.md"
PUBLIC = {
    "A place and what is known of it": (
        "study.study.open_study study.study.Study data.known.Known data.observations.Series data.indicators.Indicator "
        "data.provinces.Place data.provinces.find"
    ),
    "Forecasts": (
        "forecasting.single.Drift forecasting.single.FittedDrift forecasting.single.yearly "
        "forecasting.distribution.Forecast forecasting.distribution.Marginals forecasting.panel.forecast "
        "forecasting.panel.PanelForecast forecasting.mean_rate.MeanRates"
    ),
    "How good forecasts were": (
        "series.backtest.rolling series.backtest.relative_error series.backtest.coverage series.backtest.choice "
        "series.backtest.level_statements series.backtest.calibration"
    ),
    "Targets and verdicts": "data.targets.Target judging.verdict.Verdict",
    "Findings": "study.finding.Finding study.finding.once",
    "Taken out": "shown.TakenOut",
    "Tables of one's own": (
        "explore.own_series.read explore.own_series.Own explore.own_series.judge explore.own_table.read_series "
        "explore.own_forecast.kinds_of explore.own_forecast.ahead explore.own_forecast.Ahead "
        "explore.own_forecast.record explore.own_table.read_sectors explore.own_table.ends explore.own_table.parts"
    ),
    "Errors": (
        "errors.CdsError errors.UnknownName errors.SeriesError errors.ModelError errors.ParameterError errors.DataError"
    ),
}
APART = re.compile(r", (?![^\[(]*[\])])")  # between parameters, not within brackets
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)")


def public(thing: griffe.Object) -> list[griffe.Object]:
    """The documented members of a class that a reader may call."""
    return [m for n, m in thing.members.items() if n[0] != "_" and not m.is_alias and m.docstring]


def fields(thing: griffe.Class) -> list[str]:
    """The names of what a record holds, where its docstring does not list them."""
    if any(section.kind.value == "attributes" for section in thing.docstring.parsed):
        return []
    kept = [(n, m) for n, m in thing.members.items() if n[0] != "_" and m.is_attribute and "property" not in m.labels]
    return [n for n, m in kept if "dataclass" in thing.labels and not m.docstring and m.annotation]


def signed(function: griffe.Function) -> str:
    """Its signature, a parameter a line where it is long."""
    text = function.signature()
    if len(text) <= 110:
        return text
    name, given, result = re.fullmatch(r"(.*?)\((.*)\)( -> .*)?", text).groups("")
    lines = "".join(f"    {one},\n" for one in APART.split(given))
    return f"{name}(\n{lines}){result}"


def page() -> str:
    """The page as it should stand."""
    library = griffe.load(
        "cds_analysis", search_paths=[ROOT], docstring_parser="google", docstring_options={"warnings": False}
    )
    modules = {f.name: list(_modules(f)) for _, f in sorted(library.modules.items()) if f.is_init_module}
    told = {title: [library[name] for name in names.split()] for title, names in PUBLIC.items()}
    words = Environment(
        loader=FileSystemLoader(PAGE.parent), trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    words.globals |= {"public": public, "fields": fields, "signed": signed}
    return words.get_template("api.md.jinja").render(told=told, modules=modules)


def _modules(folder: griffe.Module):
    for _, module in sorted(folder.modules.items()):
        yield module.name, module.docstring.value.partition("\n\n")[0].replace("\n", " ").replace("|", "\\|")


def broken(pages: list[Path]) -> list[str]:
    """Links of pages to files that are not there."""
    return [
        f"{page.relative_to(ROOT)}: {to}"
        for page in pages
        for to, _ in LINK.findall(re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL))
        if to and not (page.parent / to).exists()
    ]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    if wrong := broken([*ROOT.glob("*.md"), *PAGE.parent.rglob("*.md")]):
        sys.exit("links that lead nowhere: " + "; ".join(wrong))
    print(PAGE.relative_to(ROOT))

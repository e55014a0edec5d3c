"""An empty table for a user's own figures, with lists to choose from: `cds data template`; read by `files.form`."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from .. import paths, settings
from ..data import indicators, observations, provinces, vocabulary
from ..errors import ParameterError
from ..files import form
from ..words.spelling import lexicon

SAID = settings.read(Path(__file__).with_name("template.yml")).value
BORDER_WORDS, PRICE_WORDS, COLUMNS = SAID["borders"], SAID["prices"], SAID["columns"]
FIXED = ("Mã chỉ tiêu", "Chỉ tiêu", "Đơn vị", "Trong số")  # where they are prepared
FONT = SAID["font"]
SPARE = 60  # empty rows behind those prepared
ASKED = 30  # empty rows for targets
MOST = 100_000  # rows


def write(
    names: Sequence[str],
    target: Path,
    data_dir: Path,
    *,
    border: str = "",
    years: Sequence[int] = (),
    measure: str = "",
) -> Path:
    """An empty table for some indicators: one row an indicator, unit of a border and year, and some rows to spare.

    Raises:
        UnknownName: An indicator is not registered.
        ParameterError: The border or measure is none, or the table would be too long.
    """
    border = border or provinces.NEW
    if border not in provinces.BORDERS:
        raise ParameterError(f"--border is '{border}'; use pre-2025 (63 units) or 2025 (34 units)")
    if measure and measure not in indicators.measures(data_dir).index:
        raise ParameterError(f"--measure is '{measure}'; use one of measures.csv")
    about = [indicators.get(name, data_dir) for name in names]
    held = observations.load(data_dir)
    newest = max((int(y) for y in held["period"] if len(y) == 4), default=2025)
    rows = [
        _row(a, place, border, year, measure, held, data_dir)
        for a in about
        for year in (years or [newest])
        for place in provinces.units(data_dir, border)
    ]
    if len(rows) > MOST:
        raise ParameterError(f"{len(rows):,} rows; ask for fewer indicators or years, {MOST:,} at most")
    with paths.whole(target) as part:
        _fill(part, about, rows, border, held, data_dir)
    return target


def _fill(target: Path, about, rows: list[list], border: str, held, data_dir: Path) -> None:
    """The workbook's five pages."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options | {"default_format_properties": FONT})
    book.set_properties({"title": "Biểu nhập số liệu", "created": datetime(2025, 7, 1)})
    book.set_custom_property(form.MARK, "1")
    looks = {name: book.add_format(FONT | look) for name, look in SAID["looks"].items()}
    looks |= {name: book.add_format(FONT | SAID["typing"] | look) for name, look in SAID["open"].items()}
    pages = {"Hướng dẫn": (44, 18, 62), "Số liệu": COLUMNS.values(), "Mục tiêu": SAID["targets"].values()}
    pages |= {"Nguồn": (24, 60, 50), "Danh mục": ()}
    pages = {book.add_worksheet(name): widths for name, widths in pages.items()}
    guide, figures, asked, source, lists = pages
    for page, widths in pages.items():
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(0.4, 0.4, 0.5, 0.5)
        page.fit_to_pages(1, 0)
        page.set_footer("&C&A, &P/&N")
    ranges = _lists(lists, looks["head"], about, border, held, data_dir)
    _guide(guide, looks, about, held, data_dir)
    _table(figures, looks, COLUMNS, rows, SPARE, ranges)
    _table(asked, looks, SAID["targets"], [], ASKED, ranges)
    _source(source, looks)
    figures.activate()
    book.close()


def words(data_dir: Path) -> dict[str, dict[str, str]]:
    """What the cells of a target that have a list offer: by column the word of each id."""
    said = lexicon()
    return {
        "indicator": {about.id: about.name_vi for about in indicators.load(data_dir).values()},
        "border": BORDER_WORDS,
        "basis": SAID["bases"],
        "comparator": {sign: word["vi"] or SAID["equal"] for sign, word in said["comparator"].items()},
        "unit": indicators.units(data_dir)["label_vi"].to_dict(),
        "origin": {name: said["origin"][name]["vi"] for name in vocabulary.ORIGINS if name != "interview"},  # of 2023
    }


def _row(about, place, border: str, year: int, measure: str, held, data_dir: Path) -> list:
    """One prepared row; the measure and price basis are given where the data hold a single one."""
    mine = held[held["indicator"] == about.id]
    measures, prices = sorted(mine["measure"].unique()), sorted(mine["price_basis"].unique())
    only = measure or (measures[0] if len(measures) == 1 else "" if measures else about.measure)
    name = indicators.measures(data_dir).at[only, "name_vi"] if only else ""
    field = len(provinces.units(data_dir, border)) if about.kind == "rank" else None
    prices = [price for price in prices if price != "none"]  # a rate has a base, also where a source left it out
    price = PRICE_WORDS[prices[0] if len(prices) == 1 else "none"]
    unit = indicators.units(data_dir).at[about.unit, "label_vi"]
    return [about.id, about.name_vi, place.name_vi, BORDER_WORDS[border], year, None, unit, "", name, price, field]


def _lists(page, head_look, about, border: str, held, data_dir: Path) -> dict[str, str]:
    """The lists that cells choose from; their ranges by heading."""
    register, said = indicators.measures(data_dir), words(data_dir)
    register = register[~register.index.str.startswith("derived-")]  # those are computed here, never typed
    ours = register.index.isin(held.loc[held["indicator"].isin([a.id for a in about]), "measure"])
    texts = {
        "Mã chỉ tiêu": [a.id for a in about],
        "Địa phương": ["Cả nước", *(p.name_vi for p in provinces.units(data_dir, border))],
        "Địa giới": list(BORDER_WORDS.values()),
        "Trạng thái": SAID["statuses"],
        "Thước đo": [*register["name_vi"][ours], *register["name_vi"][~ours]],
        "Loại giá": [word for word in PRICE_WORDS.values() if word],
        "Đơn vị": sorted({indicators.units(data_dir).at[a.unit, "label_vi"] for a in about}),
        "Chỉ tiêu": [a.name_vi for a in about],
        "Loại mục tiêu": list(said["basis"].values()),
        "Yêu cầu": list(said["comparator"].values()),
        "Nhóm mục tiêu": list(said["origin"].values()),
    }
    ranges = {}
    for column, (head, items) in enumerate(texts.items()):
        page.write_string(0, column, head, head_look)
        page.write_column(1, column, items)
        page.set_column(column, column, 2 + max(map(len, [head, *items])))
        letter = chr(ord("A") + column)
        ranges[head] = f"='Danh mục'!${letter}$2:${letter}${len(items) + 1}"
    page.protect()
    return ranges


def _guide(page, looks, about, held, data_dir: Path) -> None:
    """What to do, and each indicator with its unit, bounds and a figure that is held as an example."""
    page.hide_gridlines(2)
    page.write_string(0, 0, "Biểu nhập số liệu", looks["title"])
    for i, step in enumerate(SAID["steps"], start=2):
        page.merge_range(i, 0, i, 2, step, looks["text"])
        page.set_row(i, 32 if len(step) > 135 else 17)
    first = len(SAID["steps"]) + 3
    page.write_row(first, 0, ("Chỉ tiêu", "Đơn vị", "Nội dung và ví dụ"), looks["head"])
    for i, a in enumerate(about, start=first + 1):
        text = " ".join(filter(None, [a.definition_vi, _example(a, held, data_dir)]))
        page.write_row(i, 0, [a.name_vi, indicators.units(data_dir).at[a.unit, "label_vi"], text], looks["text"])
        page.set_row(i, 14 * (1 + len(text) // 70) + 4)
    page.protect()


def _example(about, held, data_dir: Path) -> str:
    """A figure that the data hold, of few decimals, said as it would be typed."""
    mine = held[(held["indicator"] == about.id) & (held["use"] == "yes") & held["period"].str.fullmatch(r"\d{4}")]
    mine = mine[mine["place"].isin([p.slug for p in provinces.units(data_dir, provinces.OLD)])]
    mine = mine[mine["value"] == mine["value"].round(2)]
    if mine.empty:
        return ""
    row = mine.sort_values(["period", "known"]).iloc[-1]
    place = provinces.find(row["place"], data_dir, row["border"])
    value = f"{row['value']:,.10g}".translate(str.maketrans(",.", ".,"))
    unit = indicators.units(data_dir).at[row["unit"], "label_vi"]
    said = f"hạng {value}" if about.kind == "rank" else value + ("%" if unit == "%" else f" {unit}")
    return f"Ví dụ: {place.name_vi}, năm {row['period']}: {said}."


def _table(page, looks, widths: dict[str, int], rows: list, spare: int, ranges: dict[str, str]) -> None:
    """Rows to fill in: headings and what is prepared are locked, other cells open, some choose from lists."""
    page.write_row(0, 0, list(widths), looks["head"])
    page.set_row(0, 32)
    last = len(rows) + spare
    for j, (head, width) in enumerate(widths.items()):
        cells = [row[j] for row in rows]
        if head in ("Loại giá", "Trong số") and not any(cells):  # where no indicator has one
            page.set_column(j, j, width, None, {"hidden": True})
        for i, cell in enumerate([*cells, *[None] * spare], start=1):
            look = "fixed" if head in FIXED and i <= len(rows) else SAID["looked"].get(head, "open")
            page.write(i, j, "" if cell is None else cell, looks[look])
        rule = {"validate": "list", "source": ranges[head]} | SAID["listed"] if head in ranges else {}
        if rule := rule | SAID["typed"].get(head, {}):
            page.data_validation(1, j, last, j, rule)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})


def _source(page, looks) -> None:
    """Where the figures come from."""
    page.write_row(0, 0, ("Mục", "Nội dung", "Ghi chú"), looks["head"])
    for i, (item, remark) in enumerate(SAID["source"].items(), start=1):
        page.write_string(i, 0, item, looks["fixed"])
        page.write_blank(i, 1, None, looks["typed"])
        page.write_string(i, 2, remark, looks["fixed"])
    page.protect()

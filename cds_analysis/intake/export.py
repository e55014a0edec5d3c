"""The data as a Frictionless data package: tables with schemas, units, licences, sources and foreign keys, for others.

Nothing is left out and nothing worked out: the observation table with every row, used or not, and its registers. Texts
that a spreadsheet would take for formulas are made harmless, comparators are written as words.
"""

import hashlib
import json
import os
import shutil
from pathlib import Path

import pandas as pd

from .. import __version__
from ..data import observations, provinces, sources
from ..errors import CdsError

NAME = "cds-analysis-data"
WORDS = {"=": "eq", ">": "gt", ">=": "ge", "<": "lt", "<=": "le", "~": "about"}  # of comparators: no cell begins with =
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
YEARS = r"\d{4}(-\d{2}(-\d{2})?)?"

# table: its file, key, and column -> (table, column) it refers to
TABLES = {
    "observations": (
        "observations.csv",
        [],
        {
            "indicator": ("indicators", "indicator"),
            "place": ("provinces", "slug"),
            "unit": ("units", "unit"),
            "measure": ("measures", "measure"),
            "source": ("sources", "id"),
            "note": ("notes", "id"),
        },
    ),
    "targets": (
        "targets.csv",
        ["id"],
        {
            "indicator": ("indicators", "indicator"),
            "place": ("provinces", "slug"),
            "unit": ("units", "unit"),
            "source": ("sources", "id"),
        },
    ),
    "indicators": ("indicators.csv", ["indicator"], {"unit": ("units", "unit"), "measure": ("measures", "measure")}),
    "units": ("units.csv", ["unit"], {}),
    "measures": ("measures.csv", ["measure"], {}),
    "provinces": ("provinces.csv", ["slug", "border"], {}),
    "sources": ("sources.csv", ["id"], {}),
    "notes": ("notes.csv", ["id"], {}),
}
TYPES = {
    "value": "number",
    "factor": "number",
    "lower": "number",
    "upper": "number",
    "field": "integer",
    "since": "year",
    "by": "year",
    "known": "date",
    "void_from": "date",
    "valid_from": "date",
    "valid_to": "date",
}
ALLOWED = {
    "border": list(provinces.BORDERS),
    "status": list(observations.STATUSES),
    "comparator": list(WORDS.values()),
    "price_basis": list(observations.PRICE_BASES),
    ("observations", "level"): list(observations.LEVELS),
    ("sources", "kind"): list(sources.KINDS),
}
PATTERNS = {"vintage": YEARS, "published": YEARS, "decided": YEARS}
MEANING = {  # what the columns of the observation table hold; others are named as they are in docs/data.md
    "indicator": ("Mã chỉ tiêu", "Id of the indicator"),
    "place": ("Mã đơn vị: tỉnh, vùng, vn là cả nước", "Slug of the place: province, region, vn for the nation"),
    "border": (
        "Địa giới: pre-2025 là 63 tỉnh, thành phố, 2025 là 34",
        "Version of the border: pre-2025 for the 63 units, 2025 for the 34",
    ),
    "level": ("Cấp chính quyền mà số liệu nói tới", "Level of government the figure is about"),
    "period": (
        "Kỳ: 2024, 2023-10, 2024-Q1, 2023-01..2023-09, hoặc undated",
        "Period: 2024, 2023-10, 2024-Q1, 2023-01..2023-09, or undated",
    ),
    "value": ("Giá trị như nguồn công bố, theo đơn vị ở cột unit", "Value as printed, in the unit of the column unit"),
    "comparator": (
        "eq: bằng; gt, ge: trên, từ; lt, le: dưới, không quá; about: khoảng",
        "eq, gt, ge, lt, le, or about",
    ),
    "unit": ("Đơn vị tính", "Unit of the value"),
    "price_basis": ("Giá hiện hành hoặc giá so sánh", "Current prices, or constant prices of a year"),
    "field": ("Với thứ hạng: trong số bao nhiêu đơn vị", "Of a rank: among how many units"),
    "measure": ("Ai đo, theo định nghĩa nào", "Who counts, by which definition"),
    "vintage": (
        "Ngày công bố; có khi chỉ biết tháng hoặc năm",
        "Day of publication; of some only month or year is known",
    ),
    "known": ("Ngày mà từ đó số liệu được coi là đã biết", "Day from which the row counts as known"),
    "status": ("Chính thức, sơ bộ, ước tính, tính toán, do nguồn nêu", "Grade of the figure as its source states it"),
    "source": ("Mã tài liệu", "Id of the document"),
    "where": ("Trang hoặc đoạn", "Page or paragraph"),
    "use": ("yes: được dùng; còn lại là lý do không dùng", "yes, or the reason why another row is used instead"),
    "flags": ("Dấu hiệu cần lưu ý, cách nhau bằng dấu chấm phẩy", "Marks of caution, separated by semicolons"),
    "note": ("Mã ghi chú", "Id of a remark"),
    "factor": ("Hệ số đổi sang đơn vị gốc cùng thứ nguyên", "Factor to the base unit of the same dimension"),
}


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one beginning with = + - @ gets an apostrophe before it."""
    return "'" + text if text.lstrip(" ").startswith(FORMULA) else text


def export(data_dir: Path, folder: Path) -> dict[str, int]:
    """Write the data package into a new or empty folder, whole or not at all.

    Returns:
        The rows of each table.

    Raises:
        CdsError: The folder holds something, or is a file.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CdsError(f"{folder} is not empty; name a new folder, or empty this one yourself")
    tables = {name: _table(data_dir / file) for name, (file, _, _) in TABLES.items()}
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    draft.mkdir()
    try:
        resources = [_write(draft, name, table) for name, table in tables.items()]
        about = _about(tables, resources)
        text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
        (draft / "datapackage.json").write_text(text, encoding="utf-8")
        (draft / "README.md").write_text(_readme(tables, about["created"][:10]), encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return {name: len(table) for name, table in tables.items()}


def _table(path: Path) -> pd.DataFrame:
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    for column in table:
        if column == "comparator":
            table[column] = table[column].map(lambda sign: WORDS.get(sign, sign))
        elif TYPES.get(column) not in ("number", "integer"):
            table[column] = table[column].map(harmless)
    return table


def _write(draft: Path, name: str, table: pd.DataFrame) -> dict:
    """One table as CSV, and its description as a resource."""
    file, key, refers = TABLES[name]
    path = draft / file
    table.to_csv(path, index=False, lineterminator="\n")
    schema: dict = {"fields": [_field(name, column) for column in table], "missingValues": [""]}
    if key:
        schema["primaryKey"] = key
    if refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [theirs]}}
            for column, (other, theirs) in refers.items()
        ]
    content = path.read_bytes()
    return {
        "name": name,
        "path": file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _field(table: str, column: str) -> dict:
    out: dict = {"name": column, "type": TYPES.get(column, "string")}
    if column in MEANING:
        out["description"] = " / ".join(MEANING[column])
    rules: dict = {}
    if allowed := ALLOWED.get(column) or ALLOWED.get((table, column)):
        rules["enum"] = allowed
    if column in PATTERNS:
        rules["pattern"] = PATTERNS[column]
    if column in TABLES[table][1] or (table == "observations" and column in ("indicator", "place", "value", "source")):
        rules["required"] = True
    return out | ({"constraints": rules} if rules else {})


def _about(tables: dict[str, pd.DataFrame], resources: list[dict]) -> dict:
    documents = [
        {"title": f"{row['publisher']}: {row['title']}"} | ({"path": row["address"]} if row["address"] else {})
        for row in tables["sources"].to_dict("records")
    ]
    return {
        "name": NAME,
        "title": "Số liệu chuyển đổi số của các tỉnh, thành phố / Digital transformation in Viet Nam's provinces",
        "description": "Số liệu đã công bố, mỗi dòng một con số với tài liệu, ngày công bố, thước đo và địa giới. / "
        "Published figures, a row each, with document, day of publication, measure and border. See README.md.",
        "version": __version__,
        "created": f"{tables['observations']['known'].max()}T00:00:00Z",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0 (selection, registers, remarks; the figures themselves are "
                "facts published by the bodies named in sources.csv: cite those)",
            }
        ],
        "keywords": ["Viet Nam", "provinces", "digital economy", "chuyển đổi số"],
        "sources": documents,
        "resources": resources,
    }


def _readme(tables: dict[str, pd.DataFrame], day: str) -> str:
    rows, documents = len(tables["observations"]), len(tables["sources"])
    size_vi, size_en = f"{rows:,}".replace(",", "."), f"{rows:,}"
    columns_vi = "\n".join(f"- `{name}`: {vi}" for name, (vi, _) in MEANING.items())
    columns_en = "\n".join(f"- `{name}`: {en}" for name, (_, en) in MEANING.items())
    return f"""# Số liệu chuyển đổi số của các tỉnh, thành phố

{size_vi} dòng số liệu đã công bố từ {documents} tài liệu, biết đến ngày {day[8:]}/{day[5:7]}/{day[:4]}. Mỗi dòng của
`observations.csv` là một con số trong một tài liệu; bảng này giữ cả những dòng không được dùng (cột `use` nêu lý do).
Không trộn các thước đo, các lần công bố và các địa giới: trước khi so sánh, hãy lọc theo `measure`, `vintage` và
`border`.

{columns_vi}

Ô trống nghĩa là không có; không bao giờ là số 0. Văn bản bắt đầu bằng dấu `=`, `+`, `-`, `@` có thêm dấu nháy đơn ở đầu
để phần mềm bảng tính không hiểu là công thức. `datapackage.json` mô tả kiểu, khóa và nguồn của mọi bảng theo chuẩn
Frictionless Data Package; kiểm tra bằng lệnh `frictionless validate datapackage.json`.

Giấy phép: việc tuyển chọn, các sổ đăng ký và ghi chú theo CC BY 4.0. Số liệu là của các cơ quan công bố nêu trong
`sources.csv`; khi dùng, xin dẫn nguồn các cơ quan đó.

# Digital transformation in Viet Nam's provinces

{size_en} rows of published figures from {documents} documents, as known on {day}. A row of `observations.csv` is one
figure in one document; rows that are not used stay in it (the column `use` says why). Measures, vintages and borders
are not to be mixed: filter by `measure`, `vintage` and `border` before you compare.

{columns_en}

An empty cell means that there is nothing; never zero. A text that begins with `=`, `+`, `-` or `@` has an apostrophe
before it, so that no spreadsheet takes it for a formula. `datapackage.json` describes types, keys and sources of every
table as a Frictionless Data Package; check it with `frictionless validate datapackage.json`.

Licence: the selection, the registers and the remarks are under CC BY 4.0. The figures belong to the bodies named in
`sources.csv`; cite those.
"""

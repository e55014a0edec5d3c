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
from ..data import check
from ..errors import CdsError

NAME = "cds-analysis-data"
WORDS = {"=": "eq", ">": "gt", ">=": "ge", "<": "lt", "<=": "le", "~": "about"}  # of comparators: no cell begins with =
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
TABLES = ("observations", "targets", "indicators", "units", "measures", "provinces", "sources", "notes")
MEANING = {name: about for name, about in check.DESCRIBED["columns"].items() if "vi" in about}


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
    tables = {name: _table(data_dir / f"{name}.csv", name) for name in TABLES}
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


def _table(path: Path, name: str) -> pd.DataFrame:
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    for column in table:
        if column == "comparator":
            table[column] = table[column].map(lambda sign: WORDS.get(sign, sign))
        elif check.rules(name, column).get("type") not in ("number", "integer"):
            table[column] = table[column].map(harmless)
    return table


def _write(draft: Path, name: str, table: pd.DataFrame) -> dict:
    """One table as CSV, and its description as a resource."""
    path, key = draft / f"{name}.csv", check.DESCRIBED["tables"][name]["key"]
    table.to_csv(path, index=False, lineterminator="\n")
    schema: dict = {"fields": [_field(name, column) for column in table], "missingValues": [""]}
    if key:
        schema["primaryKey"] = key
    if refers := [(c, other) for c in table if (other := check.rules(name, c).get("in"))]:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": check.REGISTERS[f"{other}.csv"][:1]}}
            for column, other in refers
        ]
    content = path.read_bytes()
    return {
        "name": name,
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _field(table: str, column: str) -> dict:
    about = check.rules(table, column)
    out: dict = {"name": column, "type": about.get("type", "string")}
    if column in MEANING:
        out["description"] = f"{about['vi']} / {about['en']}"
    rules: dict = {}
    if "one_of" in about:
        rules["enum"] = [WORDS.get(word, word) for word in about["one_of"]]
    if "form" in about:
        rules["pattern"] = about["form"]
    if about["full"]:
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
    columns_vi = "\n".join(f"- `{name}`: {about['vi']}" for name, about in MEANING.items())
    columns_en = "\n".join(f"- `{name}`: {about['en']}" for name, about in MEANING.items())
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

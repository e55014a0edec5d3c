"""The documents that figures come from, which of two is believed for one figure, and who stands behind each."""

import re
from functools import lru_cache
from pathlib import Path

import pandas as pd

# A figure printed by several documents on one day is taken from the first kind in this list: the producer's own paper
# before a copy of its table, an authority before the press that quotes it.
KINDS = "statistics_office ministry vcci government party copy research press encyclopedia other".split()
COLUMNS = "id kind publisher title address published language quotes about".split()
GRADES = {"office": KINDS[:3], "provincial": KINDS[3:5], "copy": KINDS[5:6]}  # by the kind alone
UNTITLED = "(không rõ tiêu đề)"  # stands for a title nobody has seen
VIETNAMESE = re.compile("[ăâđêôơưàáãèéìíòóõùúýĩũ\u1ea0-\u1ef9]", re.I)
FOREIGN = {  # words that a title in the language does not have
    "vi": re.compile(r"\b(of|the|and|for|by|with|from|aims|results)\b"),
    "en": re.compile(r"\b(của|và|năm|các|được|tỉnh)\b", re.I),
}
NAMELESS = re.compile(r"\((bản sao|bản đăng lại)(?!:| từ|, không rõ)")  # of what is not said, nor that it is not known


@lru_cache(maxsize=8)
def load(data_dir: Path) -> pd.DataFrame:
    """The source register, indexed by id: its columns, empty where the file has none, and `grade`."""
    table = pd.read_csv(data_dir / "sources.csv", dtype=str, keep_default_na=False)
    table = table.reindex(columns=COLUMNS, fill_value="").set_index("id")
    return table.assign(grade=list(map(grade, table["kind"], table["quotes"])))


@lru_cache(maxsize=8)
def kinds(data_dir: Path) -> dict[str, str]:
    """The kind of each source, by id."""
    return load(data_dir)["kind"].to_dict()


def grade(kind: str, quotes: str) -> str:
    """Who stands behind a document: an office or ministry, a provincial body, a copy, a text that quotes a body, other.

    Args:
        quotes: The body whose figure it passes on; an encyclopaedia, which anyone may change, is not believed there.
    """
    found = next((name for name, kinds in GRADES.items() if kind in kinds), "")
    return found or ("quoting" if quotes and kind != "encyclopedia" else "other")


def bodiless(data_dir: Path) -> pd.Index:
    """The documents whose figures are not used: an encyclopaedia, or a site that is no newspaper and names no body."""
    table = load(data_dir)
    return table.index[table["grade"].eq("other") & table["kind"].isin(["encyclopedia", "other"])]


def language(title: str) -> str:
    """The language that the letters of a title show."""
    return "vi" if VIETNAMESE.search(title) else "en"


def misnamed(row: dict[str, str]) -> tuple[str, str, str] | None:
    """Column, finding and remedy where a title is not in its document's language, or a reprint names no original."""
    title, lang = row["title"], row["language"]
    foreign = FOREIGN[lang].search(title) if lang in FOREIGN and title != UNTITLED else None
    if foreign or (lang == "vi" and language(title) == "en"):
        remedy = f"write the title as printed, or {UNTITLED} and what the document holds in the column about"
        return "title", f"'{title}' is no title in {dict(vi='Vietnamese', en='English')[lang]}", remedy
    if row["kind"] in ("copy", "press") and not row["quotes"] and NAMELESS.search(row["publisher"]):
        remedy = "write ORIGINAL (bản đăng lại: SITE) or SITE (bản đăng lại, không rõ báo gốc), or the body it quotes"
        return "publisher", f"'{row['publisher']}' does not say whose text this is", remedy
    return None


@lru_cache(maxsize=8)
def notes(data_dir: Path) -> pd.DataFrame:
    """Remarks on single rows, indexed by id, in English and Vietnamese."""
    return pd.read_csv(data_dir / "notes.csv", dtype=str, keep_default_na=False).set_index("id")


@lru_cache(maxsize=16)
def register(data_dir: Path, name: str) -> list[dict]:
    """The rows of a register that a folder may lack, such as doubts."""
    path = data_dir / f"{name}.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records") if path.is_file() else []


def doubt(data_dir: Path, indicator: str, place: str, period: str, value: float) -> dict | None:
    """What must be said wherever a conclusion rests on a figure, whoever prints it: its clause in both languages."""
    for row in register(data_dir, "doubts"):
        if (row["indicator"], row["place"], row["period"], float(row["value"])) == (indicator, place, period, value):
            return {"vi": row["vi"], "en": row["en"]}
    return None

"""A reader's own file of yearly series: checked cell by cell, forecast as one panel, held against a target."""

from collections.abc import Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from ..data import indicators
from ..data.targets import Target
from ..errors import CdsError, DataError, ModelError, ParameterError, unknown
from ..judging import progress
from ..judging.figure import Figure
from ..judging.verdict import Verdict
from ..said import said as in_words
from ..shown import InOneLine
from ..study.study import Study
from ..words.telling import tell
from . import choices, own_forecast, own_table

MAX_BYTES = 5_000_000  # of a file
SHOWN = 20  # faults
WITHOUT_UNIT = "score"  # the file names none


@dataclass(frozen=True)
class Own(InOneLine):
    """A reader's own table as checked: its rows and forecasts, or all faults with their lines."""

    name: str
    table: pd.DataFrame | None = None
    ahead: own_forecast.Ahead | None = None
    taken: dict[str, tuple[str, str]] = field(default_factory=dict)  # each series' kind, and what told it
    record: tuple[dict, ...] = ()  # how its own past was forecast: `own_forecast.record`
    faults: tuple[str, ...] = ()
    more: int = 0  # faults beyond those listed

    @property
    def series(self) -> list[str]:
        """Names of the series, none where the file was refused."""
        return [] if self.table is None else sorted(self.table["series"].unique())

    def newest(self, series: str = "") -> dict:
        """Series (by default the first), year and value of its newest figure.

        Raises:
            UnknownName: There is no such series; of a refused file there is none.
        """
        name = series or next(iter(self.series), "")
        if name not in self.series:
            raise unknown("series", name, self.series, f"{self.name} has {len(self.series)} that can be used")
        last = self.table[self.table["series"] == name].iloc[-1]
        return {"series": name, "year": int(last["year"]), "value": float(last["value"])}

    def forecast(self) -> pd.DataFrame:
        """Median and intervals of every series by year; see `own_forecast.Ahead`."""
        return self.ahead.to_frame()


def read(path: Path | str, horizon: int = 5, *, kind: str = "") -> Own:
    """Check a CSV or Excel file of series, year, value and forecast each series `horizon` years beyond its last.

    Args:
        kind: What the figures are, of `vocabulary.KINDS`; else each series is taken for what it looks like.
    """
    path = Path(path)
    try:
        table = own_table.read_series(path)
        taken = {} if kind else own_forecast.kinds_of(table)
        kinds = dict.fromkeys(table["series"], kind) if kind else {name: of for name, (of, _) in taken.items()}
        ahead = own_forecast.ahead(table, horizon, kinds)
        return Own(path.name, table, ahead, taken, tuple(own_forecast.record(table, horizon, kinds)))
    except (CdsError, OSError) as error:
        found = error.faults if isinstance(error, DataError) else [error]
        lines = tuple(str(fault).replace(str(path), path.name) for fault in found[:SHOWN])
        return Own(path.name, faults=lines, more=max(len(found) - SHOWN, 0))


@lru_cache(maxsize=1)  # a control moved beside it asks for it again
def upload(name: str, content: bytes, horizon: int = 5, *, kind: str = "") -> Own:
    """The same for a file that comes as bytes, under its own name."""
    if len(content) > MAX_BYTES:
        return Own(name, faults=(f"{name}: {len(content):,} bytes; at most {MAX_BYTES:,} are read here",))
    with TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "file.csv")
        path.write_bytes(content)
        return read(path, horizon, kind=kind)


def said(own: Own, lang: str) -> str:
    """What was read of a file, or what is wrong with it, fault by fault; in Markdown."""
    about = {"own": own}
    if own.series:
        return " ".join([*tell("own_series.read", lang, about), *remarks(own.taken, own.record, lang)])
    (first,), more = (tell(f"own_series.{macro}", lang, about) for macro in ("faults", "more_faults"))
    lines = [f"`{in_words(line, lang)}`" for line in own.faults]
    return "\n".join([first, "", *(f"- {line}" for line in (*lines, *more))])


def remarks(taken: dict[str, tuple[str, str]], record: Sequence[dict] | None, lang: str) -> list[str]:
    """What series were taken for and by what, and how the file's own past was forecast."""
    groups: dict[tuple[str, str], list[str]] = {}
    for name, (kind, why) in taken.items():
        groups.setdefault((kind, why), []).append(name)
    told = [
        line for (kind, why), names in groups.items() for line in tell("own_series.kind", lang, {}, kind, why, names)
    ]
    if record is None:
        return told
    tried = [line for row in record for line in tell("own_series.record", lang, {}, row)]
    return told + (tried or tell("own_series.no_record", lang, {}))


def judge(own: Own, series: str, value: float, by: int, *, at_most: bool = False) -> Verdict:
    """The verdict on a target of the reader's: a series reaches `value` by a year that is forecast.

    Args:
        at_most: Not to be passed, where otherwise at least that much is asked for.

    Raises:
        UnknownName: The file has no such series, or was refused.
        ParameterError: The year is not forecast.
        ModelError: The value is no finite number.
    """
    newest = own.newest(series)
    forecast, figures = own.ahead.paths(series), own.table[own.table["series"] == series]
    if by not in forecast.years:
        raise ParameterError(f"target by {by}: {series} is forecast for {forecast.years[0]}-{forecast.years[-1]}")
    if not np.isfinite(value):
        raise ModelError(f"target of {value}: give a finite number")
    end = date(newest["year"], 12, 31)
    known = [Figure(str(row.year), float(row.value), "=", "final", own.name, end) for row in figures.itertuples()]
    good, sign = ("down", "<=") if at_most else ("up", ">=")
    named = {"name_vi": series, "name_en": series, "unit": WITHOUT_UNIT}
    about = _filled(indicators.Indicator, id=series, kind="level", good=good, lower=np.nan, upper=np.nan, **named)
    asked = {"by": by, "comparator": sign, "value": float(value), "basis": "by_year", "since": None, "void_from": None}
    asked |= {"id": "own", "origin": "own", "standing": "in_force", "flags": (), "source": own.name}
    asked |= {"decision_vi": "mục tiêu của người đọc", "decision_en": "the reader's own target"}
    return progress.judge_state(_filled(Target, indicator=about, **named, **asked), known, forecast, end)


def _filled(row: type, /, **values):
    """A row of a register, with empty texts where nothing is said."""
    return row(**{field.name: "" for field in fields(row) if field.default is MISSING} | values)


def example(study: Study, path: Path, longest: int = 3) -> Path:
    """Write the nation's longest yearly series (levels on one measure) as a file of series, year, value.

    It stands for a reader's own file, so that the day of the study makes no difference. A path ending in .xlsx becomes
    an Excel file, any other a CSV file.
    """
    rows = choices.about(study.data_dir, study.nation.place)
    rows = rows[rows["kind"].eq("level")]
    years = rows.groupby(["indicator", "way"])["period"].nunique().sort_values(ascending=False, kind="stable")
    parts = []
    for indicator, way in years[~years.index.get_level_values(0).duplicated()].index[:longest]:
        one = rows[(rows["indicator"] == indicator) & (rows["way"] == way)].sort_values("known")
        one = one.drop_duplicates("period", keep="last").sort_values("period")
        name = study.known.indicators[indicator].name(study.lang)
        parts.append(one.assign(series=name, year=one["period"].astype(int))[own_table.SERIES])
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".xlsx":
        pd.concat(parts).to_excel(path, index=False, engine="xlsxwriter", sheet_name="series")
    else:
        pd.concat(parts).to_csv(path, index=False)
    return path

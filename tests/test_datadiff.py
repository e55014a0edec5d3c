"""What differs between two days or two folders, checked on figures anyone can read in the table."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import REAL, TINY

from cds_analysis.commands.brief import main
from cds_analysis.data import own_folder
from cds_analysis.errors import ParameterError
from cds_analysis.intake import difference


def run(*words: str):
    return CliRunner().invoke(main, ["data", *words])


def test_the_revision_of_the_nations_share_is_found():
    found = difference.between(*(difference.state(d, REAL, own_folder.opened) for d in ("2024-12-31", "2025-12-31")))
    rows = found.table.query("kind == 'revised' and indicator == 'digital_economy_share'")
    rows = rows[rows["measure"] == "gso-experimental"].set_index("period")
    assert rows["value_old"].to_dict() == {"2021": 12.88, "2022": 12.63, "2023": 12.33}
    assert rows["value_new"].to_dict() == {"2021": 12.87, "2022": 12.83, "2023": 12.87}
    assert found.counts()["gone"] == 0  # what was known stays known


def test_a_state_does_not_differ_from_itself():
    rows = difference.figures(REAL)
    found = difference.between(rows, rows)
    assert found.table.empty and found.same == len(rows) > 9000


def test_turned_round_new_is_gone():
    old, new = (difference.state(d, REAL, own_folder.opened) for d in ("2024-12-31", "2025-12-31"))
    there, back = difference.between(old, new).counts(), difference.between(new, old).counts()
    assert (there["new"], there["gone"]) == (back["gone"], back["new"]) and there["revised"] == back["revised"] > 0


def frame(value: float, status: str = "final", half: float = 0.05) -> pd.DataFrame:
    row = dict.fromkeys(difference.KEY, "x") | {"value": value, "unit": "percent", "status": status, "vintage": "2025"}
    return pd.DataFrame([row | {"source": "s", "half": half}])


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (frame(12.3), frame(12.9), "revised"),
        (frame(12.3), frame(12.34, half=0.005), None),  # printed with more digits: within the rounding of 12.3
        (frame(12.3), frame(12.36, half=0.005), "revised"),
        (frame(12.3, "preliminary"), frame(12.3), "regraded"),
        (frame(12.3, "preliminary"), frame(12.9), "revised"),
    ],
)
def test_kinds_of_difference(old, new, kind):
    assert list(difference.between(old, new).table["kind"]) == ([kind] if kind else [])


def test_two_folders_are_compared_and_the_file_holds_every_difference(broken, tmp_path):
    lines = (broken / "observations.csv").read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if "29.53" in line)
    gone = next(n for n, line in enumerate(lines) if ",yes," in line and n not in (0, at))
    lines[at] = lines[at].replace("29.53", "30.1")
    del lines[gone]
    (broken / "observations.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = run("diff", str(TINY), str(broken), "--csv", str(tmp_path / "d.csv"))
    assert result.exit_code == 0 and "29.53 -> 30.1 % (" in result.output
    table = pd.read_csv(tmp_path / "d.csv")
    assert sorted(table["kind"]) == ["gone", "revised"]
    assert table.query("value_old == 29.53")["value_new"].tolist() == [30.1]


def test_what_is_neither_a_day_nor_a_folder_is_refused():
    assert "neither a day (2025-12-31) nor a data folder" in run("diff", "2025-12-31", "nowhere").output
    with pytest.raises(ParameterError, match="no day of the calendar"):
        difference.state("2025-13-01", REAL, own_folder.opened)


def test_lists_and_sources_count_what_the_table_holds():
    table = pd.read_csv(REAL / "observations.csv", dtype=str, keep_default_na=False)
    result = run("list")
    assert (
        result.exit_code == 0
        and f"{len(table):,} figures on {table['indicator'].nunique()} indicators" in result.output
    )
    found = {r["id"]: r for r in json.loads(CliRunner().invoke(main, ["data", "sources", "--json"]).stdout)}
    assert {i: r["figures"] for i, r in found.items() if r["figures"]} == table["source"].value_counts().to_dict()
    assert sum(r["used"] for r in found.values()) == table["use"].eq("yes").sum()
    early = json.loads(CliRunner().invoke(main, ["data", "list", "vn", "--as-of", "2024-12", "--json"]).stdout)
    share = next(r for r in early if (r["indicator"], r["measure"]) == ("digital_economy_share", "gso-experimental"))
    assert share["last"] == "2023" and share["places"] == 1
    assert run("list", "--as-of", "soon").exit_code == 2

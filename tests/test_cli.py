"""The command line: quick help, clear refusals."""

import os
import subprocess
import sys

from click.testing import CliRunner
from conftest import ROOT

from cds_analysis import __version__
from cds_analysis.commands.brief import main

HEAVY = ("pandas", "numpy", "matplotlib", "statsmodels", "scipy", "papermill", "nbconvert", "babel")


def run(*words: str):
    return CliRunner().invoke(main, words)


def test_help_loads_no_heavy_library():
    code = (
        "import sys\nfrom cds_analysis.commands.brief import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        f"print('loaded', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "Usage: " in out and "loaded []" in out


def test_the_version_is_printed():
    assert run("--version").output.strip() == f"cds, version {__version__}"


def test_an_unknown_province_names_the_closest_slugs():
    result = run("brief", "khong-co")
    assert result.exit_code == 2
    assert result.output.startswith("cds: no province 'khong-co'; closest: ") and "Traceback" not in result.output


def test_wrong_options_are_refused_before_any_kernel_starts():
    for words, why in [
        (("brief", "--lang", "fr"), "--lang is 'fr'"),
        (("brief", "--as-of", "31/12/2023"), "as_of is '31/12/2023', not a day; write it as 2026-06-30"),
        (("brief", "--as-of", "2099-01-01"), "as_of is 2099-01-01, a day still to come; use today or an earlier day"),
        (("brief", "--edition", "2045"), "edition is 2045; use a year from 2010 to 2027"),
        (("brief", "--horizon", "1999"), "horizon is 1999; use a year from 2026"),
        (("brief", "--format", "papyrus"), "no format papyrus"),
        (("brief", "--border", "1975"), "no border '1975'"),
        (("brief", "--data", "nowhere"), "nowhere; one of your own is made by `cds data init nowhere`"),
        (("brief", "bac-kan", "--border", "2025"), "now part of thai-nguyen"),
    ]:
        result = run(*words)
        assert result.exit_code == 2 and why in result.output, (words, result.output)


def test_places_and_indicators_are_listed():
    out = run("provinces").output
    assert "# border pre-2025: 63 units" in out and "# border 2025: 34 units" in out and "-> thai-nguyen" in out
    assert "Digital economy's share of GRDP" in run("data", "indicators").output
    assert "gso-experimental" in run("data", "show", "digital_economy_share", "thai-nguyen").output
    assert run("data", "show", "digital_economy_shar").exit_code == 2


def test_a_script_gets_the_slugs_of_one_border_alone():
    for border, n, last in [("pre-2025", 63, "bac-kan"), ("2025", 34, "thai-nguyen")]:
        slugs = run("provinces", "--border", border, "--plain").output.splitlines()
        assert len(slugs) == len(set(slugs)) == n and last in slugs and all(s == s.strip().lower() for s in slugs)
    assert run("provinces", "--border", "1975", "--plain").exit_code == 2


def test_a_misspelt_folder_for_briefs_is_told_before_anything_is_loaded(tmp_path):
    (tmp_path / "file").touch()
    for out, why in (("none/out", "no folder "), ("file", "a file, no folder")):
        told = run("brief", "--out", str(tmp_path / out))
        assert told.exit_code == 2 and why in told.stderr and told.stderr.count("\n") == 1


def test_a_stop_while_the_command_is_still_loaded_is_one_line():
    code = """import _signal, os, sys
_signal.signal(_signal.SIGINT, _signal.default_int_handler)  # what runs the tests may have it ignored
class Stop:
    def find_spec(name, *_):
        if name == "enum":  # among the first modules that are loaded
            os.kill(os.getpid(), _signal.SIGINT)
sys.meta_path.insert(0, Stop)
from cds_analysis.__main__ import main
main()"""
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "cds: stopped\n")


def test_help_stands_before_a_broken_folder_and_behind_its_language(tmp_path):
    (tmp_path / "base.yml").write_text("base: nowhere\n", encoding="utf-8")
    told = run("targets", "--data", str(tmp_path), "--help", "--lang", "vi")
    assert told.exit_code == 0 and told.output.startswith("Cách dùng: ")


def test_jupyterlab_starts_on_the_tour_with_the_settings_of_the_project(monkeypatch):
    def instead(program: str, words: list[str]):
        raise SystemExit(" ".join(words[1:]))

    monkeypatch.setattr(os, "execv", instead)
    monkeypatch.chdir(ROOT)
    told = run("lab", "--no-browser").exception.code
    assert told.startswith(f"-m jupyterlab --notebook-dir={ROOT} --LabApp.app_settings_dir={ROOT / 'jupyter'}")
    assert told.endswith(f" --no-browser {ROOT / 'notebooks' / '00_start_here.ipynb'}")
    assert run("lab", "x.ipynb").exception.code.endswith("/jupyter x.ipynb")

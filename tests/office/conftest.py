"""What the tests of this folder look at, made once: briefs of unlike places, every notebook's page, the front page.

The programs they need are named by `missing.sh`, which `make test-office` runs first.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))  # the tests of the folder above lend their documents

from running import cds, once  # noqa: E402

from cds_analysis import paths  # noqa: E402
from cds_analysis.batch import briefs, jobs, plans, pool  # noqa: E402
from cds_analysis.data import provinces  # noqa: E402
from cds_analysis.formats import write  # noqa: E402
from cds_analysis.site import pages  # noqa: E402

PLANS = ("pages.yml",)
NOTES = {
    "vi": "## Nhận xét\n\nSố liệu *chưa* được xác nhận; xem https://example.org/a?b=1&c=2.\n\n"
    "- một\n- hai < ba & bốn\n\n| Đơn vị | Ghi chú |\n|---|---|\n| Phổ Yên | khu công nghiệp |\n",
    "en": "Not confirmed yet.\n",
}


@dataclass(frozen=True)
class Made:
    """A folder of outputs of some plans: `brief` is that of Thái Nguyên, in all formats and both languages."""

    out: Path
    plans: tuple[str, ...] = PLANS

    @property
    def runs(self) -> set[tuple[str, str, str]]:
        """Folder, notebook and language of every run of the plans."""
        found = (plans.load(Path(__file__).with_name(name), data_dir=str(paths.resolve("data"))) for name in self.plans)
        return {(job.folder, job.notebook, lang) for some in found for job in some for lang in job.languages}

    @property
    def brief(self) -> Path:
        return self.out / "2026" / "thai-nguyen"

    def executed(self, lang: str, notebook: str = jobs.BRIEF) -> Path:
        """The executed notebook behind a page of Thái Nguyên."""
        return self.brief / notebook / f"{notebook}.{lang}.ipynb"


@pytest.fixture(
    scope="session", params=[PLANS, pytest.param((*PLANS, "every.yml"), marks=pytest.mark.every)], ids="-".join
)
def made(request, tmp_path_factory) -> Made:
    """What `make_all` makes, made once for all processes of the tests."""
    asked = request.param
    return Made(once(tmp_path_factory, asked[-1], lambda out: make_all(Made(out, asked), tmp_path_factory)), asked)


def make_all(found: Made, tmp_path_factory) -> None:
    """The plans, the brief of Thái Nguyên in the other formats too, one brief published, what changed."""
    own = found.out / "2026" / "thai-nguyen@pre-2025"
    own.mkdir(parents=True)
    for lang, text in NOTES.items():
        (own / f"notes.{lang}.md").write_text(text, encoding="utf-8")
    for name in found.plans:
        done = cds("run", str(Path(__file__).with_name(name)), "--out", str(found.out), "--quiet", "--resume")
        assert done.returncode == 0, done.stderr
    make_papers(found)
    data = tmp_path_factory.mktemp("data")  # a ledger that takes what is published here
    for path in (p for p in paths.resolve("data").iterdir() if p.is_file()):
        shutil.copy(path, data)
    briefs.publication(2026, "ho-chi-minh", day=date(2026, 11, 23), data_dir=str(data), out=str(found.out)).write(
        str(found.out)
    )
    briefs.changed(found.out / "2025" / "thai-nguyen", found.brief)
    pages.write_index(found.out, paths.resolve("data"))
    job = jobs.plan("thai-nguyen", languages=("vi", "en"))
    (found.out / "failed").mkdir()
    outcome = pool.Outcome(
        job, pool.FAILED, 1.25, error="NameError: <b> & 'x' " + "z" * 300, source='1 < 2 & "x"\n' + "y" * 300
    )
    pages.write([outcome], found.out / "failed", "kế hoạch <a> & b")


def make_papers(found: Made) -> None:
    """The Word files and workbooks of the brief of Thái Nguyên, from the notebooks that its pages were made of."""
    run, place = jobs.record_of(found.brief), provinces.find("thai-nguyen", paths.resolve("data"))
    for lang in ("vi", "en"):
        frame = write.frame(place, 2026, lang, run)
        notes = found.brief / "none.md"
        write.write(found.executed(lang), found.brief, jobs.BRIEF, lang, ["docx", "xlsx"], frame, notes=notes)


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """A fresh clone of what is committed, with an .venv that leads to the interpreter of the tests."""
    folder = tmp_path_factory.mktemp("fresh") / "cds_analysis"
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "activate").write_text(f'PATH="{Path(sys.executable).parent}:$PATH"\n')
    return folder


def of(clone: Path) -> dict:
    """Where a newcomer works, and the environment there; `cds` is found as after `. .venv/bin/activate`."""
    where = {"PYTHONPATH": str(clone), "CDS_HOME": str(clone), "CDS_LANG": "en"}
    kept = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(clone.parent), "LANG": "C.UTF-8"}
    return {"cwd": clone, "env": kept | where, "text": True}


def run(clone: Path, *words: str) -> str:
    """What a command prints that a newcomer gives in a clone."""
    done = subprocess.run(words, **of(clone), capture_output=True, timeout=1500)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


# A plain `cds` is given to one process that keeps what all commands load; what needs a shell goes to a shell.
SHELL = """
import json, shlex, subprocess, sys
sys.path.insert(0, "tests")
from running import cds
for line in sys.stdin:
    words = shlex.split(line)
    if words[0] == "cds" and not set("|<>&;$`*~") & set(line):
        done = cds(*words[1:])
    else:
        done = subprocess.run(["bash", "-euc", line], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    print(json.dumps([done.returncode, done.stdout, done.stderr]), flush=True)
"""


@pytest.fixture(scope="module")
def typed(clone):
    """What a line prints that a newcomer types in the clone; a line typed before is not run again."""
    with subprocess.Popen(
        [sys.executable, "-c", SHELL], **of(clone), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as shell:

        @cache
        def give(line: str) -> str:
            print(line, file=shell.stdin, flush=True)
            code, out, err = json.loads(shell.stdout.readline())
            assert code == 0, f"{line}\n{err[-3000:]}"
            return out

        yield give
        shell.stdin.close()


@pytest.fixture(scope="session")
def html(made) -> list[str]:
    """Every page there is, as it is called below the outputs."""
    found = sorted(path.relative_to(made.out).as_posix() for path in made.out.rglob("*.html"))
    for name in ("batch.html", "failed/batch.html", "2026/thai-nguyen/changed.en.html", "2026/hung-yen/brief.vi.html"):
        assert name in found
    assert len(found) > len(made.runs) + 10  # and the front pages
    return found


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium; one at a time, as Playwright asks."""
    with sync_playwright() as running:
        found = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """Converts files in a LibreOffice of its own, with Calc told to work out all formulas anew."""
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")

    def convert(form: str, folder: Path, *files: Path) -> list[Path]:
        """The files in a form, such as odt, or csv with the options of its filter; a file made once is used again."""
        kind = form.split(":")[0]
        wanted = [folder / f"{path.stem}.{kind}" for path in files]
        words = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", form]
        done = subprocess.run([*words, "--outdir", folder, *files], capture_output=True, text=True, timeout=300)
        assert all(list(folder.glob(f"{path.stem}*.{kind}")) for path in files), done.stdout + done.stderr
        return wanted

    return convert


ALWAYS = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
    "<value>0</value></prop></item></oor:items>"
)

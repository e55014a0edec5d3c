"""The net under a rebuilding: what the product says now, against what it said at another commit.

    python bench/net.py take FOLDER             # every unit, notebook and language, pages, and what the commands print
    python bench/net.py take FOLDER --part notebooks --units kinds
    python bench/net.py compare OLD NEW         # exit code 1, and each difference, where anything a reader sees differs

The state of an earlier commit is taken from a checkout: `CDS_HOME=checkout PYTHONPATH=checkout python bench/net.py
take FOLDER`. Of each run the net keeps results.json byte for byte, the text of everything shown (not the prose of the
notebook, which may grow), the numbers' keys, and a hash of each chart.
"""

import argparse
import ast
import base64
import difflib
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

NOTEBOOKS = {  # a name of the net: the notebooks that together say what it said, where one was parted
    "01_data_quality": ["01_data_quality"],
    "02_digital_economy_share": ["02_digital_economy_share", "02b_whom_to_believe", "07_what_would_it_take"],
    "03_labour_productivity": ["03_labour_productivity"],
    "04_targets": ["04_targets"],
    "05_provinces": ["05_provinces"],
    "06_vintages": ["06_vintages"],
    "08_model_choice": ["08_model_choice"],
    "09_annual_brief": ["09_annual_brief"],
}
ONCE = "08_model_choice"  # says the same of every place
KINDS = Path(__file__).with_name("kinds.txt")  # few units that ask all that any unit asks, as `slug border`
DAYS = ["2023-12-31", "2024-12-31", "2025-03-31", "2025-12-31"]
PAGES = ["thai-nguyen 2025", "bac-kan pre-2025", "ho-chi-minh 2025", "lai-chau pre-2025", "vn 2025"]
COMMANDS = """
targets thai-nguyen
targets thai-nguyen --border pre-2025
targets ha-noi --lang en
targets vn
targets bac-ninh --edition 2026
targets dak-nong
provinces
provinces --border 2025 --plain
provinces --border pre-2025
data show digital_economy_share thai-nguyen
data show labour_productivity vn
data show employed thai-nguyen --border pre-2025
data list
data list thai-nguyen
data sources
data indicators
data status
data diff 2024-12-31 2025-12-31
data check
brief no-such-place
brief thai-nguyen --as-of 2030-01-01
forecast no-such-file.csv -o out.csv
ledger
--help
brief --help
run --help
data --help
data import --help
data fetch --help
data template --help
forecast --help
decompose --help
targets --help
run plans/all-units.yml --dry-run
run plans/annual.yml --dry-run
"""


def lines(html: str) -> list[str]:
    """The text of a page or an output, a line a block; pictures are their alt texts."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    for gone in soup(["style", "script", "head"]):
        gone.decompose()
    for picture in soup("img"):
        picture.replace_with(f"\n[{picture.get('alt', '')}]\n")
    for block in soup(["p", "li", "tr", "caption", "figcaption", "div", "h1", "h2", "h3", "h4", "figure", "table"]):
        block.insert_before("\n")
        block.append("\n")
    for cell in soup(["td", "th"]):
        cell.append(" | ")
    return [" ".join(line.split()) for line in soup.get_text().split("\n") if line.split()]


def pictures(html: str) -> list[str]:
    found = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", html)
    same = [re.sub(rb"\b[hmp][0-9a-f]{10}\b", b"ID", base64.b64decode(one)) for one in found]  # ids differ each time
    return [hashlib.sha256(one).hexdigest()[:16] for one in same]


def keys(html: str) -> list[str]:
    return [f"{text} {key}" for key, text in re.findall(r'<span data-key="([^"]*)"[^>]*>([^<]*)</span>', html)]


def shown(notebook: Path, parameters: dict) -> list[str]:
    """Run the code cells of a notebook in this process; what they show, as HTML."""
    import mistune
    import nbformat
    from IPython.core.formatters import DisplayFormatter

    formatter, texts = DisplayFormatter(), []
    space = {"display": lambda *objects: texts.extend(filter(None, map(html, objects)))}

    def html(value) -> str:
        data, _ = formatter.format(value)
        return data.get("text/html") or mistune.html(data.get("text/markdown", ""))

    import IPython.display

    IPython.display.display = space["display"]
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        *body, last = [ast.get_source_segment(cell.source, node) for node in ast.parse(cell.source).body]
        exec("\n".join(body), space)
        if "parameters" in cell.metadata.get("tags", []):
            exec(last, space)
            space.update(parameters)
            continue
        try:
            value = eval(last, space)
        except SyntaxError:
            exec(last, space)
            continue
        if value is not None:
            texts.append(html(value))
    return texts


def one(name: str, slug: str, border: str, lang: str, as_of: str) -> tuple[str, dict]:
    """What a name of the net says of a unit: the union of its notebooks."""
    from cds_analysis import paths

    claims, texts = {}, []
    parameters = {"province": slug, "border": border, "lang": lang, "as_of": as_of}
    for part in NOTEBOOKS[name]:
        with tempfile.TemporaryDirectory() as folder:
            made = shown(paths.root() / "notebooks" / f"{part}.ipynb", parameters | {"output_dir": folder})
            claims |= json.loads((Path(folder) / "results.json").read_text(encoding="utf-8"))
            texts += [text.replace(folder, "OUT") for text in made]
    whole = json.dumps(claims, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    told = "\n".join(texts)
    record = {"text": [line for text in texts for line in lines(text)], "pictures": pictures(told), "keys": keys(told)}
    return whole, record


def unit(job: tuple) -> int:
    slug, border, names, langs, as_of, folder = job
    done = 0
    for name in names:
        found = {}
        for lang in langs:
            try:
                found[lang] = one(name, slug, border, lang, as_of)
            except Exception as error:  # what cannot be made is said, and compared too
                found[lang] = ("", {"text": [f"{type(error).__name__}: {error}"], "pictures": [], "keys": []})
            done += 1
        for lang, (whole, record) in found.items():
            stem = folder / f"{slug}@{border}{'~' + as_of if as_of else ''}" / f"{name}.{lang}"
            stem.parent.mkdir(parents=True, exist_ok=True)
            Path(f"{stem}.results.json").write_text(whole, encoding="utf-8")
            Path(f"{stem}.json").write_text(json.dumps(record, ensure_ascii=False, indent=0), encoding="utf-8")
    return done


def take_notebooks(folder: Path, units: list[tuple], names: list[str], langs: list[str], days: list[str]) -> None:
    jobs = [
        (slug, border, [n for n in names if n != ONCE or slug == "thai-nguyen"], langs, day, folder / "notebooks")
        for day in days
        for slug, border in units
    ]
    with ProcessPoolExecutor(max_workers=int(os.environ.get("NET_WORKERS", "2"))) as pool:
        done = 0
        for number, count in enumerate(pool.map(unit, jobs), 1):
            done += count
            print(f"\r{number} of {len(jobs)} units, {done} runs", end="", file=sys.stderr)
    print(file=sys.stderr)


def cds(*words: str, cwd: Path | None = None) -> str:
    done = subprocess.run([sys.executable, "-m", "cds_analysis", *words], capture_output=True, text=True, cwd=cwd)
    return f"exit {done.returncode}\n{done.stdout}{done.stderr}"


def take_commands(folder: Path, files: list[Path]) -> None:
    """What the commands print, and what an import understands of each file."""
    (folder / "commands").mkdir(parents=True, exist_ok=True)
    said = [shlex.split(line) for line in COMMANDS.strip().splitlines()]
    said += [["data", "import", str(path)] for path in files]
    for words in said:
        text = cds(*words)
        name = re.sub(r"[^\w.-]+", "_", " ".join(Path(w).name if "/" in w else w for w in words))
        for path in files:
            text = text.replace(str(path.parent), "FOLDER")
        (folder / "commands" / f"{name}.txt").write_text(text, encoding="utf-8")


def text_of(path: Path) -> list[str]:
    """The text of a page in any format, read by the programs of an office."""
    if path.suffix == ".html":
        return lines(path.read_text(encoding="utf-8"))
    if path.suffix == ".pdf":
        done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
        return [" ".join(line.split()) for line in done.stdout.split("\n") if line.split()]
    if path.suffix == ".docx":
        import docx

        found = docx.Document(path)
        blocks = [p.text for p in found.paragraphs]
        blocks += [" | ".join(cell.text for cell in row.cells) for table in found.tables for row in table.rows]
        return [" ".join(text.split()) for text in blocks if text.split()]
    import openpyxl

    book = openpyxl.load_workbook(path)
    return [f"{s.title}!{c.coordinate} {c.value}" for s in book for row in s for c in row if c.value is not None]


def take_pages(folder: Path) -> None:
    """The pages of some units in all formats, the front pages, and a comparison of two editions."""
    out = folder / "outputs"
    shutil.rmtree(out, ignore_errors=True)
    for pair in PAGES:
        slug, border = pair.split()
        words = ["brief", slug, "--border", border, "--format", "html,pdf,docx,xlsx", "--out", str(out), "--quiet"]
        print(cds(*words) if slug != "vn" else cds(*words[:2], *words[4:]), file=sys.stderr)
    plan = folder / "plan.yml"
    plan.write_text(
        "provinces: [thai-nguyen]\nlanguages: [vi, en]\nformats: [html]\nnotebooks: "
        "[01_data_quality, 02_digital_economy_share, 03_labour_productivity, 04_targets, 05_provinces, 06_vintages]\n",
        encoding="utf-8",
    )
    print(cds("run", str(plan), "--out", str(out), "--quiet"), file=sys.stderr)
    print(cds("brief", "thai-nguyen", "--as-of", "2024-12-31", "--out", str(out), "--quiet"), file=sys.stderr)
    print(cds("changed", str(out / "2024/thai-nguyen"), str(out / "2026/thai-nguyen")), file=sys.stderr)
    print(cds("index", "--out", str(out)), file=sys.stderr)
    found = [p for p in sorted(out.rglob("*")) if p.suffix in (".html", ".pdf", ".docx", ".xlsx") and p.is_file()]
    (folder / "pages").mkdir(exist_ok=True)
    for path in found:
        if path.name.startswith("batch"):
            continue
        text = [re.sub(r"\b[0-9a-f]{12}\b", "HASH", line).replace(str(folder), "OUT") for line in text_of(path)]
        name = path.relative_to(out).as_posix().replace("/", "__")
        (folder / "pages" / f"{name}.txt").write_text("\n".join(text) + "\n", encoding="utf-8")


def compare(old: Path, new: Path, most: int) -> int:
    """Say what differs: bytes of results.json, then texts, keys, pictures."""
    counts, bad = {}, 0
    for path in sorted(p for p in old.rglob("*") if p.is_file() and "outputs" not in p.relative_to(old).parts):
        there = new / path.relative_to(old)
        if path.suffix not in (".json", ".txt") or not there.exists():
            continue
        kind = "results.json" if path.name.endswith(".results.json") else path.relative_to(old).parts[0]
        counts[kind] = counts.get(kind, 0) + 1
        if path.read_bytes() == there.read_bytes():
            continue
        if kind == "notebooks":
            before, after = (json.loads(p.read_text(encoding="utf-8")) for p in (path, there))
            differences = [
                line
                for part in ("text", "keys", "pictures")
                if part != "keys" or before["keys"]
                for line in difflib.unified_diff(before[part], after[part], lineterm="", n=0)
            ]
            if "09" not in path.name:  # parts may stand elsewhere, and a sentence that stood twice need not
                lost, come = set(before["text"]) - set(after["text"]), set(after["text"]) - set(before["text"])
                differences = [f"-{line}" for line in lost] + [f"+{line}" for line in come]
                differences += [f"-picture {p}" for p in set(before["pictures"]) - set(after["pictures"])]
        else:
            texts = (p.read_text(encoding="utf-8").splitlines() for p in (path, there))
            differences = list(difflib.unified_diff(*texts, lineterm="", n=0))
        if not differences:
            continue
        bad += 1
        print(f"\n{path.relative_to(old)}")
        for line in differences[:most]:
            print(f"  {line[:400]}")
    print(f"\ncompared: {', '.join(f'{n} {kind}' for kind, n in sorted(counts.items()))}; {bad} differ")
    return 1 if bad else 0


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ways = asked.add_subparsers(dest="way", required=True)
    take = ways.add_parser("take")
    take.add_argument("folder", type=Path)
    take.add_argument("--part", nargs="*", default=["notebooks", "pages", "commands"])
    take.add_argument("--units", default="all", help="all, kinds, or slugs with @border, parted by commas")
    take.add_argument("--notebooks", default=",".join(NOTEBOOKS))
    take.add_argument("--langs", default="vi,en")
    take.add_argument("--days", default="", help="of knowledge, parted by commas; several: some")
    take.add_argument("--files", nargs="*", type=Path, default=[], help="folders of files to import")
    held = ways.add_parser("compare")
    held.add_argument("old", type=Path)
    held.add_argument("new", type=Path)
    held.add_argument("--most", type=int, default=12)
    said = asked.parse_args()
    if said.way == "compare":
        return compare(said.old, said.new, said.most)
    folder = said.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if "notebooks" in said.part:
        if said.units in ("all", "kinds"):
            units = known() if said.units == "all" else [tuple(x.split()) for x in KINDS.read_text().splitlines()]
        else:
            units = [tuple(x.split("@")) if "@" in x else (x, "") for x in said.units.split(",")]
        days = DAYS if said.days == "several" else said.days.split(",")
        take_notebooks(folder, units, said.notebooks.split(","), said.langs.split(","), days)
    if "pages" in said.part:
        take_pages(folder)
    if "commands" in said.part:
        files = [p for f in said.files for p in sorted(f.rglob("*")) if p.is_file() and p.suffix not in (".md", ".yml")]
        take_commands(folder, files)
    return 0


def known() -> list[tuple[str, str]]:
    """The nation, the old units and the new ones, as `cds provinces --plain` names them."""
    found = [("vn", "")]
    for border in ("pre-2025", "2025"):
        done = subprocess.run(
            [sys.executable, "-m", "cds_analysis", "provinces", "--border", border, "--plain"],
            capture_output=True,
            text=True,
            check=True,
        )
        found += [(slug, border) for slug in done.stdout.split()]
    return found


if __name__ == "__main__":
    sys.exit(main())

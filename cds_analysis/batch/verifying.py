"""Whether a brief follows from what its run.json names: it is made anew in a folder of its own and compared."""

import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from html import unescape
from pathlib import Path

from .. import paths
from ..errors import CdsError
from ..formats import write
from ..study.results import leaves
from . import execution, jobs, kernels, making

FOLLOWS, NOT, UNJUDGED = 0, 1, 2
SAID = {
    FOLLOWS: "the brief follows from what its run.json names: its {files} files made anew are the same, byte for byte",
    NOT: "the brief does not follow from what its run.json names",
    UNJUDGED: "it cannot be judged whether the brief follows: what its run.json names is not what is here{same}",
}
WITHIN = re.compile(r"</?(?:span|strong|b|em|i|a|sup|sub|abbr|small)\b[^>]*>")  # of a sentence
UNREAD = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)
NUMBER = re.compile(r'<span data-key="([^"]*)"[^>]*>([^<]*)</span>')


@dataclass(frozen=True)
class Told:
    """What was found: `lacking` of what the brief was made of, and `wrong` with its files, a line each."""

    files: int  # compared
    lacking: list[str]
    wrong: list[str]
    altered: bool  # a file is not the one that run.json names
    stopped: str = ""  # why it could not be made anew

    def lines(self) -> list[str]:
        """All of it in words, the verdict last."""
        stopped = [f"it cannot be made anew: {self.stopped}"] if self.stopped else []
        same = ", though made anew of what is here it is the same" if not self.wrong and not self.stopped else ""
        return [*self.lacking, *self.wrong, *stopped, SAID[self.verdict].format(files=self.files, same=same)]

    @property
    def verdict(self) -> int:
        """FOLLOWS, NOT, or UNJUDGED where it was made of other things than those at hand."""
        if self.altered:
            return NOT
        return UNJUDGED if self.lacking or self.stopped else NOT if self.wrong else FOLLOWS


def verify(
    brief: Path, *, data_dir: str = "", letterhead: str = "", say: Callable[[str], None] = lambda text: None
) -> Told:
    """Make a brief anew, offline, and compare it file by file; nothing of it is touched.

    Args:
        brief: Its folder, or a page in it.
        data_dir: Where its data lie; by default where run.json says.
        letterhead: That of its Vietnamese PDF and Word file, where they carry one.

    Raises:
        CdsError: There is no brief with a run.json of the present form, or its parameters are refused.
    """
    target, record = opened(brief)
    asked = {name: record["parameters"][name] for name in ("province", "border", "edition", "as_of", "horizon")}
    also = {"languages": record["parameters"]["languages"], "formats": record["parameters"]["formats"]}
    also |= {"parameters": record["parameters"]["further"], "head": letterhead}
    job = jobs.plan(**asked, **also, data_dir=data_dir or str(jobs.data_of(record, target)))
    earlier = target.parent.parent / (record["parameters"]["earlier"] or {}).get("folder", "-")
    job = replace(job, folder=record["folder"], data_dir=record["data_dir"], earlier=str(earlier))
    job = job if (earlier / "results.json").is_file() else replace(job, earlier="")
    wrong, gone = list(contradictions(target, record)), list(lacking(job, record, target))
    say(f"{target}: making {len(record['files'])} files anew")
    kernels.prepare(job.settled.data_dir)
    made = {name: record[name] for name in record if name.endswith("_sha256")}  # the foot of a page names them
    published = date.fromisoformat(record["published"]) if record.get("published") else None
    with tempfile.TemporaryDirectory(prefix="cds-verify-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch) / "brief"
        try:
            making.attempt(job, folder, target, made, limits=execution.Limits(), published=published)
        except CdsError as error:
            return Told(0, gone, wrong, bool(wrong), str(error))
        found = list(differing(target, folder, record))
    return Told(len(record["files"]), gone, [*wrong, *found], bool(wrong))


def opened(brief: Path) -> tuple[Path, dict]:
    """The folder of a brief that is meant by it or by a page in it, and its record.

    Raises:
        CdsError: There is no run.json of the present form.
    """
    target = (brief if brief.is_dir() else brief.parent).resolve()
    if (record := jobs.record_of(target)).get("schema") != jobs.SCHEMA:
        raise CdsError(f"{target}: no run.json of the form {jobs.SCHEMA}; name a brief that this version made")
    return target, record


def contradictions(target: Path, record: Mapping) -> Iterator[str]:
    """Where a brief is not what its record says."""
    for kind, named in record["inputs"].items():
        if paths.sum_of(named) != record[f"{kind}_sha256"]:
            yield f"run.json: {kind}_sha256 is not that of the files it lists; run.json was changed"
    for name, path in jobs.files_of(record, target).items():
        if not path.is_file():
            yield f"{name}: missing"
        elif paths.sha256(path) != record["files"][name]:
            yield f"{name}: changed after it was made, or in run.json"


def lacking(job: jobs.Job, record: Mapping, target: Path) -> Iterator[str]:
    """What a brief was made of and is no longer here as it was."""
    then_all, here_all = record["inputs"], jobs.inputs(job)
    for kind, here in here_all.items():
        before = then_all[kind]
        for name in sorted(before.keys() | here.keys()):
            then, now = before.get(name), here.get(name)
            if then != now and kind == "environment":
                yield f"package {name}: {then or 'none'} then, {now or 'none'} here"
            elif then != now:
                yield f"{kind} file {name}: {'missing' if now is None else 'new' if then is None else 'another'}"
    if (at := record["git"]) and then_all["code"] != here_all["code"]:
        yield f"code: that of commit {at['commit']}{', and changed since' if at['changed'] else ''}"
    if then_all["environment"] != here_all["environment"] and record["lock_sha256"] != jobs.lock():
        yield "requirements.lock: another"
    notes, given, then = write.notes_of(target, jobs.BRIEF, job.languages), job.described(), record["parameters"]
    for lang in job.languages:
        if notes.get(lang) != record["notes"].get(lang):
            yield f"notes.{lang}.md: {'another' if lang in notes else 'missing'}"
    if given["letterhead"] != then["letterhead"]:
        yield f"letterhead: {'another' if job.letterhead else 'it has one; give it with --letterhead FILE'}"
    if given["earlier"] != then["earlier"]:
        yield f"earlier edition {then['earlier']['folder']}: {'another' if job.earlier else 'not beside it'}"


def differing(target: Path, folder: Path, record: Mapping) -> Iterator[str]:
    """The files that are not as they are made anew, each with what differs in it."""
    made = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file() and p.name != "run.json"}
    here = {name: path for name, path in jobs.files_of(record, target).items() if path.is_file()}
    for name in sorted(here.keys() | made.keys()):
        if name not in made:
            yield f"{name}: would not be made"
        elif name not in here:
            yield f"{name}: would be made"
        elif here[name].read_bytes() != made[name].read_bytes():
            yield f"{name}: would be another"
            if tell := TELLS.get(path.suffix if (path := here[name]).parent == target else ""):
                yield from (f"  {line}" for line in tell(_text(path), _text(made[name])))


def _text(path: Path) -> str:
    """A file as text; of a Word file or workbook all its parts, one after another."""
    if not zipfile.is_zipfile(path):
        return path.read_text("utf-8", "replace")
    with zipfile.ZipFile(path) as file:
        return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


def _in_results(here: str, made: str) -> Iterator[str]:
    """The keys under which two results.json differ, with both values."""
    try:
        old, new = (dict(leaves(json.loads(text))) for text in (here, made))
    except ValueError as error:
        yield f"no JSON: {error}"
        return
    for key in (key for key in old | new if old.get(key, ...) != new.get(key, ...)):
        yield f"{key}: {_one(old, key)}, would be {_one(new, key)}"


def _one(found: Mapping, key: str) -> str:
    return json.dumps(found[key], ensure_ascii=False) if key in found else "nothing"


def _in_page(here: str, made: str) -> Iterator[str]:
    """The numbers, by their keys, and the sentences in which two pages differ."""
    old, new = (NUMBER.findall(text) for text in (here, made))
    if [key for key, _ in old] == [key for key, _ in new]:
        yield from (f"{key}: {a}, would be {b}" for (key, a), (_, b) in zip(old, new, strict=True) if a != b)
    old, new = map(_sentences, (here, made))
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    moved = [(" ".join(old[a:b]), " ".join(new[c:d])) for what, a, b, c, d in steps if what != "equal"]
    yield from (f"“{a}” would be “{b}”" for a, b in moved)
    if not moved:
        yield "its text is the same: a picture, a mark or a script differs"


def _sentences(page: str) -> list[str]:
    """What a reader reads, or has read of a picture, piece by piece."""
    text = re.sub(r'<img[^>]* alt="([^"]*)"[^>]*>', r"<p>\1</p>", UNREAD.sub("", page))
    lines = re.split(r"<[^>]+>|(?<=[.!?;]) +", WITHIN.sub("", text))
    return [" ".join(unescape(line).split()) for line in lines if line.strip()]


TELLS = {".json": _in_results, ".html": _in_page, ".docx": _in_page, ".xlsx": _in_page}

"""Mutated files thrown at the readers of incoming files for some minutes; what breaks one is kept.

    python bench/fuzz.py --minutes 10 --seed 1

A reader may answer with a table or a refusal (CdsError), within --slow seconds. Anything else is a find: the file is
written to tests/data/incoming/seeds, where tests/test_incoming_fuzz.py reads it ever after.
"""

import argparse
import hashlib
import random
import resource
import signal
import tempfile
import time
import traceback
import zipfile
from pathlib import Path

from cds_analysis.errors import CdsError
from cds_analysis.files import recognise

HERE = Path(__file__).resolve().parent.parent / "tests" / "data" / "incoming"
TOKENS = [
    *(
        b'"',
        b"'",
        b";",
        b",",
        b"\t",
        b"\n",
        b"\r",
        b"(",
        b")",
        b"[",
        b"]",
        b"{",
        b"}",
        b"=",
        b":",
        b"<",
        b">",
        b"&",
        b"/",
    ),
    *(b"DATA=", b"KEYS(", b"VALUES(", b"STUB=", b"HEADING=", b'CODEPAGE="x";', b"TLIST(A1)", b"UNITS=", b"CODES("),
    *(
        b'"value":',
        b'"size":[',
        b'"id":[',
        b'"index":',
        b"null",
        b"NaN",
        b"1e999",
        b"-0",
        b'"status":',
        b'"dimension":{',
    ),
    *(b"2020", b"2021", b"1.234", b"1,5", b"..", b"-", "…".encode(), "Sơ bộ 2023".encode(), b"(p)", b"\xff", b"\x00"),
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        "\u202e".encode(),
        "e\u0301".encode(),
        b"<!DOCTYPE a>",
        b"<Obs ",
        b"Country Code",
        b"",
    ),
]


def mutate(raw: bytes, others: list[bytes], draw: random.Random) -> bytes:
    """A file with a few changes: bytes, tokens, lines and pieces replaced, doubled, dropped or taken from another."""
    out = bytearray(raw)
    for _ in range(draw.choice([1, 1, 2, 3, 5, 10])):
        at = draw.randrange(len(out) + 1)
        length = draw.choice([0, 1, 2, 5, 20, 200])
        kind = draw.randrange(8)
        if kind == 0 and out:
            out[min(at, len(out) - 1)] = draw.randrange(256)
        elif kind == 1:
            out[at : at + length] = draw.choice(TOKENS)
        elif kind == 2:
            out[at:at] = draw.choice(TOKENS)
        elif kind == 3:
            del out[at : at + length]
        elif kind == 4:
            out[at:at] = bytes(out[at : at + length]) * draw.choice([1, 2, 50])
        elif kind == 5:
            del out[at:]
        elif kind == 6:
            other = draw.choice(others)
            start = draw.randrange(len(other) + 1)
            out[at : at + length] = other[start : start + draw.choice([5, 50, 500])]
        else:
            lines = bytes(out).splitlines(keepends=True)
            draw.shuffle(lines)
            out = bytearray(b"".join(lines[: draw.randrange(len(lines) + 1)]))
    return bytes(out)


def mutate_zip(path: Path, others: list[bytes], draw: random.Random, into: Path) -> None:
    """A zip-based file one of whose parts is changed."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as out:
        names = source.namelist()
        chosen = draw.choice(names)
        for name in names:
            raw = source.read(name)
            out.writestr(name, mutate(raw, [*others, raw], draw) if name == chosen else raw)


class Hang(BaseException):
    """A reader takes too long; no Exception, which it might take for a broken file (TimeoutError is an OSError)."""


def _too_slow(*_):
    raise Hang


def is_read(path: Path, mapping: Path | None, slow: int) -> bool:
    """Whether a file is read and not refused.

    Raises:
        Hang: Either takes longer than `slow` seconds, whatever the reader made of the alarm.
    """
    began = time.monotonic()
    signal.alarm(slow)
    try:
        recognise.read(path, mapping=mapping)
        done = True
    except CdsError:
        done = False
    finally:
        signal.alarm(0)
    if time.monotonic() - began >= slow:
        raise Hang
    return done


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--slow", type=int, default=10, help="seconds a small file may take")
    options.add_argument("--memory", type=float, default=4, help="GiB of address space")
    asked = options.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (int(asked.memory * 2**30),) * 2)
    signal.signal(signal.SIGALRM, _too_slow)
    draw = random.Random(asked.seed)
    files = [path for path in sorted((HERE / "good").iterdir()) if path.suffix != ".yml"]
    others = [path.read_bytes() for path in files if path.suffix not in (".xlsx", ".ods", ".parquet")]
    mapping = HERE / "good" / "yearbook.yml"
    runs = read = finds = 0
    worst, end, known = 0.0, time.monotonic() + 60 * asked.minutes, set()
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            seed = draw.choice(files)
            path = Path(folder) / seed.name
            if seed.suffix in (".xlsx", ".ods") and draw.random() < 0.9:
                mutate_zip(seed, others, draw, path)
            else:
                path.write_bytes(mutate(seed.read_bytes(), others, draw))
            runs += 1
            began = time.monotonic()
            try:
                read += is_read(path, mapping if seed.stem == "yearbook" else None, asked.slow)
            except (Exception, Hang):
                told = traceback.format_exc()
                where = told.splitlines()[-4:]
                if str(where) not in known:
                    known.add(str(where))
                    finds += 1
                    raw = path.read_bytes()
                    name = f"{seed.stem}-{hashlib.sha256(raw).hexdigest()[:8]}{seed.suffix}"
                    (HERE / "seeds" / name).write_bytes(raw)
                    print(f"{name}\n{told}", flush=True)
            worst = max(worst, time.monotonic() - began)
    print(f"{runs:,} files in {asked.minutes:g} minutes: {read:,} read, {finds} finds, the slowest {worst:.1f} s")


if __name__ == "__main__":
    main()

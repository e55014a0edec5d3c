"""What a batch tells while it runs: a bar for a person, plain lines for a log, one JSON object a line for machines."""

import json
import sys
import threading
from collections.abc import Callable

from ..said import said
from .pool import FAILED, KEPT, MADE, PUBLISHED, STOPPED, Outcome, Tell

WORDS = {
    MADE: "made",
    KEPT: "kept, made before of the same",
    PUBLISHED: "published, left as it is",
    FAILED: "failed",
    STOPPED: "not finished",
}


def lasting(tell: Callable[[dict], None]) -> Tell:
    """The same, but in silence from where nobody listens any more: the batch goes on."""
    gone = False

    def told(event: dict) -> None:
        nonlocal gone
        try:
            if not gone:
                tell(event)
        except OSError:
            gone = True

    return told


def bar() -> Tell:
    """An overall bar with rate and time left, what runs now, and failures as they come."""
    from tqdm import tqdm

    guard, running, line = threading.Lock(), {}, None

    def tell(event: dict) -> None:
        nonlocal line
        with guard:
            if event["event"] == "begin":
                line = tqdm(total=event["total"], unit="run", dynamic_ncols=True, file=sys.stderr)
            elif event["event"] == "cell":
                running[event["job"]] = f"{event['job'].split()[0]} {event['language']} {event['cell']}/{event['of']}"
            elif event["event"] == "done":
                running.pop(event["outcome"].job.name, None)
                line.update()
                if event["outcome"].state == FAILED:
                    line.write(said(f"failed: {event['outcome'].error}"), file=sys.stderr)
            line.set_postfix_str(", ".join(running.values())[:60] if event["event"] != "end" else "")
            if event["event"] == "end":
                line.close()

    return tell


def plain(*, quiet: bool = False) -> Tell:
    """One line a finished job, for logs; `quiet` leaves only failures."""
    n = total = 0

    def tell(event: dict) -> None:
        nonlocal n, total
        if event["event"] == "begin":
            total = event["total"]
        elif event["event"] == "done":
            n, outcome = n + 1, event["outcome"]
            if outcome.state == FAILED:
                print(said(f"failed: {outcome.error}"), file=sys.stderr, flush=True)
            elif not quiet:
                about = f"{WORDS[outcome.state]}, {outcome.seconds:.1f} s"
                print(f"{n}/{total} {outcome.job.name}: {said(about)}", file=sys.stderr, flush=True)

    return tell


def lines() -> Tell:
    """One JSON object a line on the screen's output."""
    guard = threading.Lock()

    def tell(event: dict) -> None:
        if event["event"] == "end":
            event = {"event": "end", "states": counts(event["outcomes"])}
        if event["event"] != "cell":
            with guard:
                print(json.dumps(event, ensure_ascii=False, default=Outcome.described), flush=True)

    return tell


def counts(outcomes: list[Outcome]) -> dict[str, int]:
    """How many ended in each state, without those of none."""
    return {state: n for state in WORDS if (n := sum(o.state == state for o in outcomes))}


def summary(outcomes: list[Outcome]) -> str:
    """The lines printed at the end: counts, then what failed."""
    total = ", ".join(f"{n} {said(WORDS[state])}" for state, n in counts(outcomes).items())
    failed = [f"  {o.error}" for o in outcomes if o.state == FAILED]
    return "\n".join([f"{len(outcomes)} runs: {total}", *failed])

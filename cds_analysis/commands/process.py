"""What the process of a command owes its surroundings: streams that take every letter, one clean end at any signal."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

STOP = "cds.stop"  # where the exit code of a stopped command lies in the context
STOPS = ("SIGINT", "SIGTERM", "SIGHUP")
QUIET = 2.0  # seconds in which a second signal does not disturb what the first one ends


def open_streams() -> None:
    """Open the null device where a stream is closed, before a file or a socket takes its number; write UTF-8 to what
    is no terminal, for a letter that its encoding lacks would end the command or change a name.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


@contextmanager
def stoppable(told: dict) -> Iterator[None]:
    """Whatever signal asks a program to end raises KeyboardInterrupt; `told` gets the exit code of the first.

    A signal that the caller had ignored stays so.
    """
    last = float("-inf")

    def stop(number: int, frame: object) -> None:
        nonlocal last
        told.setdefault(STOP, 128 + number)
        soon, last = time.monotonic() - last < QUIET, time.monotonic()
        if not soon:
            raise KeyboardInterrupt

    here = threading.current_thread() is threading.main_thread()
    numbers = [getattr(signal, name) for name in STOPS if here and hasattr(signal, name)]
    before = {n: signal.getsignal(n) for n in numbers if signal.getsignal(n) not in (signal.SIG_IGN, None)}
    try:
        for number in before:
            signal.signal(number, stop)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

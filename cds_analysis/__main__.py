"""The command `cds`, also `python -m cds_analysis`: Ctrl-C while it is still being loaded ends it in one line, too."""

import _signal as signal  # `signal` itself first loads enum: time enough for a traceback
import os
import sys


def _stopped(number: int, frame: object) -> None:
    os.write(2, b"cds: stopped\n")
    os._exit(128 + number)  # nothing has begun


def main() -> None:
    before = signal.getsignal(signal.SIGINT)
    if mine := before is signal.default_int_handler:  # else the caller had it ignored
        signal.signal(signal.SIGINT, _stopped)
    sys.modules.setdefault("rfc3987_syntax", None)  # settings.GRAMMAR: nbformat loads jsonschema too
    from .commands.brief import main as command

    if mine:
        signal.signal(signal.SIGINT, before)
    command(prog_name="cds")


if __name__ == "__main__":
    main()

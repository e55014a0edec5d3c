"""`python -m cds_analysis` is the command `cds`."""

from .commands.brief import main

if __name__ == "__main__":
    main(prog_name="cds")

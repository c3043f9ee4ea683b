"""`python -m tests.faults`: the long form; see `--help`."""

import asyncio
import sys

from tests.faults.conducting import main

if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

"""`python -m tests.benchmarks [name ...] [--rounds 3] [--write docs]`: every benchmark against its floor, in turns.

With `--write` what was measured goes into `performance.json` of that folder, beside what was measured before and not now, and the
tables of `performance.md` and the picture are made from it.
"""

import argparse
import asyncio
import sys
import traceback
from itertools import chain
from pathlib import Path

import uvloop
from tests.benchmarks import (
    api,
    booking,
    contesting,
    finding,
    growing,
    hearing,
    imports,
    mailing,
    parts,
    reaching,
    relaying,
    working,
)
from tests.benchmarks.report import console, written
from tests.benchmarks.runner import Result, measured, stage

GROUPS = (
    api.BENCHMARKS, parts.BENCHMARKS, growing.BENCHMARKS, finding.BENCHMARKS, booking.BENCHMARKS, contesting.BENCHMARKS,
    relaying.BENCHMARKS, working.BENCHMARKS, reaching.BENCHMARKS, hearing.BENCHMARKS, imports.BENCHMARKS, mailing.BENCHMARKS,
)
BENCHMARKS = tuple(chain.from_iterable(GROUPS))


async def main(names: list[str], rounds: int, folder: Path | None) -> int:
    """Told and written one by one; what fails is told too, and the others are measured all the same. Gives how many failed."""
    failed = 0
    async with stage() as whole:
        for group in GROUPS:
            async with whole.inner() as inner:
                for each in group:
                    if not names or each.name in names:
                        try:
                            result = await measured(each, inner, rounds)
                        except Exception:  # noqa: BLE001 - it is told, and the program ends with an error
                            failed += 1
                            traceback.print_exc()
                        else:
                            _told(result, folder)
    return failed


def _told(result: Result, folder: Path | None) -> None:
    sys.stdout.write(console(result) + "\n")
    sys.stdout.flush()
    if folder is not None:
        written(result, folder, [each.name for each in BENCHMARKS])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(each.name for each in BENCHMARKS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", type=Path, help="the folder of performance.json, performance.md and performance.svg")
    asked = parser.parse_args()
    if unknown := set(asked.names) - {each.name for each in BENCHMARKS}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        sys.exit(1 if runner.run(main(asked.names, asked.rounds, asked.write)) else 0)

"""`python -m tests.benchmarks [name ...] [--rounds 3] [--write docs]`: every benchmark against its floor, in turns.

With `--write` what was measured goes into `performance.json` of that folder, beside what was measured before and not now, and the
tables of `performance.md` and the picture are made from it.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import uvloop
from tests.benchmarks import api, booking, finding, growing, hearing, imports, mailing, parts, reaching, relaying
from tests.benchmarks.report import console, written
from tests.benchmarks.runner import Result, measured, stage

BENCHMARKS = (
    *api.BENCHMARKS, *parts.BENCHMARKS, *growing.BENCHMARKS, *finding.BENCHMARKS, *booking.BENCHMARKS, *relaying.BENCHMARKS,
    *reaching.BENCHMARKS,    *hearing.BENCHMARKS, *imports.BENCHMARKS, *mailing.BENCHMARKS,
)


async def results(names: list[str], rounds: int) -> AsyncIterator[Result]:
    """In the order of the list above."""
    wanted = [each for each in BENCHMARKS if not names or each.name in names]
    async with stage() as made:
        for each in wanted:
            yield await measured(each, made, rounds)


async def main(names: list[str], rounds: int, folder: Path | None) -> None:
    """Told and written one by one: what was measured is not lost with what comes after it."""
    async for result in results(names, rounds):
        sys.stdout.write(console(result) + "\n")
        sys.stdout.flush()
        if folder is not None:
            written(result, folder)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(each.name for each in BENCHMARKS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", type=Path, help="the folder of performance.json, performance.md and performance.svg")
    asked = parser.parse_args()
    if unknown := set(asked.names) - {each.name for each in BENCHMARKS}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(asked.names, asked.rounds, asked.write))

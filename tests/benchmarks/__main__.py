"""`python -m tests.benchmarks [name ...] [--rounds 3] [--json file]`: every benchmark against its floor, in turns."""

import argparse
import asyncio
import sys
from pathlib import Path

import uvloop
from tests.benchmarks import api, booking, hearing, imports, mailing, relaying
from tests.benchmarks.runner import Result, as_json, measured, stage, table

BENCHMARKS = (*api.BENCHMARKS, *booking.BENCHMARKS, *relaying.BENCHMARKS, *hearing.BENCHMARKS, *imports.BENCHMARKS, *mailing.BENCHMARKS)


async def main(names: list[str], rounds: int) -> list[Result]:
    """The results, in the order of the list above."""
    wanted = [each for each in BENCHMARKS if not names or each.name in names]
    async with stage() as made:
        return [await measured(each, made, rounds) for each in wanted]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(each.name for each in BENCHMARKS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="also write the results here")
    asked = parser.parse_args()
    if unknown := set(asked.names) - {each.name for each in BENCHMARKS}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        results = runner.run(main(asked.names, asked.rounds))
    sys.stdout.write(table(results) + "\n")
    if asked.json:
        asked.json.write_text(as_json(results) + "\n", encoding="utf-8")

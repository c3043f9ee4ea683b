"""What was measured, for people and for machines: `performance.json` keeps every round, the tables and the picture come from it."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter
from tests.benchmarks import tables
from tests.benchmarks.picture import picture
from tests.benchmarks.runner import Result
from tests.benchmarks.tables import figure, goal_of, missed

BEGIN: Final = "<!-- measured: `make bench` writes from here -->"
END: Final = "<!-- measured: to here -->"
_RESULTS: Final = TypeAdapter(dict[str, Result])


def console(result: Result) -> str:
    """One benchmark, a line for each side."""
    rounds = 0
    lines = [f"{result.name:<15} {'side':<38} {'median':>9} {'lowest':>9} {'highest':>9} {'app ms':>7} {'PG ms':>7} {'p99':>6}  ratio"]
    for name, given in result.rounds.items():
        rounds, values = len(given), [each.value for each in given]
        row = " ".join(f"{figure(each):>9}" for each in (result.medians[name], min(values), max(values)))
        last = given[-1]
        costs = " ".join(f"{'' if each is None else f'{each:.2f}':>7}" for each in (last.app, last.postgres, last.p99))
        lines.append(f"{'':<15} {name:<38} {row} {costs}  {_beside(result, name)}".rstrip())
    return "\n".join([*lines, f"{'':<15} in {result.unit}, {rounds} rounds in turns, load {result.load[0]:.1f} to {result.load[1]:.1f}"])


def _beside(result: Result, name: str) -> str:
    """The ratio to this side, what it should be, and whether it is."""
    ratio = [f"{result.ratios[name]:.3f}"] if name in result.ratios else []
    goal = [f"(goal {goal_of(result, name)})"] if goal_of(result, name) else []
    return " ".join([*ratio, *goal, *(["MISSED"] if missed(result, name) else [])])


def written(result: Result, folder: Path, order: Sequence[str]) -> None:
    """Beside what was measured before; tables and picture made anew."""
    path = folder / "performance.json"
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known[result.name] = asdict(result)
    kept = {name: known[name] for name in order if name in known}
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    drawn(folder, _RESULTS.validate_python(kept))


def drawn(folder: Path, results: Mapping[str, Result]) -> None:
    """The tables between the marks of `performance.md`, and `performance.svg`; what people wrote around them stays."""
    page = folder / "performance.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise RuntimeError(f"{page} has no place for the tables: {BEGIN} … {END}")
    made = "\n\n".join(["![Rates as shares of their floors](performance.svg)", *tables.pages(results), _noise(results)])
    page.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{after}", encoding="utf-8")
    (folder / "performance.svg").write_text(picture(results), encoding="utf-8")


def _noise(results: Mapping[str, Result]) -> str:
    """How quiet it was."""
    loads = [load for each in results.values() for load in each.load]
    days = sorted(each.measured_at[:16].replace("T", " ") for each in results.values())
    rounds = sorted({len(given) for each in results.values() for given in each.rounds.values()})
    return (
        f"Measured from {days[0]} to {days[-1]} UTC on {os.cpu_count()} cores ({platform.system()}, {platform.machine()}, Python "
        f"{platform.python_version()}), {' or '.join(map(str, rounds))} rounds in turns. The median stands first, the lowest and the "
        f"highest round in brackets. The load average was {min(loads):.1f} to {max(loads):.1f}, our own load included; every "
        "round stands in [performance.json](performance.json)."
    )

"""What was measured, for people and for machines."""

import json
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.runner import Result


def console(result: Result) -> str:
    """One benchmark, a line for each side."""
    rounds = 0
    lines = [f"{result.name:<18} {'side':<38} {'median':>9} {'lowest':>9} {'highest':>9} {'app ms':>7} {'PG ms':>7} {'p99':>6}  ratio"]
    for name, given in result.rounds.items():
        rounds, values = len(given), [each.value for each in given]
        row = " ".join(f"{figure(each):>9}" for each in (result.medians[name], min(values), max(values)))
        last = given[-1]
        costs = " ".join(f"{'' if each is None else f'{each:.2f}':>7}" for each in (last.app, last.postgres, last.p99))
        lines.append(f"{'':<18} {name:<38} {row} {costs}  {_beside(result, name)}".rstrip())
    return "\n".join([*lines, f"{'':<18} in {result.unit}, {rounds} rounds in turns, load {result.load[0]:.1f} to {result.load[1]:.1f}"])


def figure(value: float) -> str:
    """Three digits or more."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _beside(result: Result, name: str) -> str:
    """The ratio to this side and what it should be; what a side should reach by itself."""
    said = [f"{result.ratios[name]:.3f}"] if name in result.ratios else []
    said += [f"(goal {result.goals[name]})"] if name in result.goals else []
    said += [f"(aim {result.aims[name]:,.0f})"] if name in result.aims else []
    return " ".join(said)


def written(result: Result, folder: Path) -> None:
    """Beside what was measured before."""
    path = folder / "performance.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known[result.name] = asdict(result)
    path.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")

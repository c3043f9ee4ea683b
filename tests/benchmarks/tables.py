"""The tables of `docs/performance.md`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median
from typing import Final

from tests.benchmarks.costs import Round
from tests.benchmarks.parts import ALL, MORE, NO_KEY, OF_ALL, OF_WRITES
from tests.benchmarks.runner import Result

WITH_COSTS: Final = ("write", "get", "search", "availability", "booking_http", "reach")
PARTS: Final = {"parts-write": "a write", "parts-get": "a read by id"}
GROWTH: Final = {"growth-get": "by id", "growth-search": "search", "growth-write": "write"}
REPLICAS: Final = {"replicas-get": "by id", "replicas-write": "write", "replicas-worker": "outbox to copies"}
ALONE: Final = {"write": 2.0, "get": 1.5, "search": 1.5, "availability": 5.0}
"""Milliseconds that one client by itself should wait on a quiet machine."""
_ELSEWHERE: Final = {*PARTS, *GROWTH, *REPLICAS}
_COSTS: Final = {
    "sign-in": OF_ALL["sign-in"],
    "audit": OF_WRITES["audit"],
    "idempotency": NO_KEY,
    "telemetry, one request in ten traced (goal ≤ 0.6 ms)": OF_ALL["telemetry"],
    "the log line": OF_ALL["log-line"],
}


def pages(results: Mapping[str, Result]) -> Iterator[str]:
    """Each with its heading; without what was not measured."""
    yield "### Against the floor and the usual ways\n\n" + against(results)
    yield "### What a request costs\n\n" + costs(results)
    if any(name in results for name in PARTS):
        yield "### What each part costs\n\n" + parts(results)
    if any(name in results for name in (*GROWTH, *REPLICAS)):
        yield "### How cost grows\n\n" + growth({**GROWTH, **REPLICAS}, results)


def against(results: Mapping[str, Result]) -> str:
    """The measured side and each of the others, with the ratio and its goal."""
    rows = []
    for result in results.values():
        if result.name in _ELSEWHERE:
            continue
        first, *others = result.rounds
        mine = f"{result.title}: {first}"
        own = f"{ranged(result, first)} {result.unit}"
        rows += [(mine, own, "", "", "", _aimed(result, first))]
        rows += [("", "", each, ranged(result, each), _ratio(result, each), _aimed(result, each)) for each in others]
    return table(("what", "rate or time", "beside", "its own", "ratio", "goal"), rows)


def costs(results: Mapping[str, Result]) -> str:
    """Of the rows over HTTP and their floors, and of two workers: time, CPU and memory."""
    rows = []
    for name in WITH_COSTS:
        if name not in results:
            continue
        for side, given in results[name].rounds.items():
            if given[0].app is None:
                continue
            idle = given[0].memory[0] if given[0].memory else None
            after = given[-1].memory[1] if given[-1].memory else None
            memory = "" if idle is None or after is None else f"{idle:.0f} → {after:.0f}"
            parts = [lambda each: each.p50, lambda each: each.p99, lambda each: each.app, lambda each: each.postgres]
            alone = _middle(given, lambda each: each.alone)
            if side == next(iter(results[name].rounds)) and name in ALONE:
                alone = f"{alone} (≤ {ALONE[name]:g})" if float(alone) <= ALONE[name] else f"**{alone}** (≤ {ALONE[name]:g})"
            rows.append((name, side, alone, *(_middle(given, part) for part in parts), memory))
    heads = ("row", "side", "alone, ms", "p50, ms", "p99, ms", "CPU, ms", "PostgreSQL, ms", "MiB before → after")
    return table(heads, rows)


def parts(results: Mapping[str, Result]) -> str:
    """What is saved by leaving something out, as a share of all of it."""
    measured = {name: results[name] for name in PARTS if name in results}
    heads = ("part", *(f"{PARTS[name]}: {what}" for name in measured for what in ("CPU", "of all", "rate without it")))
    rows = [(ALL, *(cell for each in measured.values() for cell in _everything(each)))]
    rows += [(part, *(cell for each in measured.values() for cell in _without(each, side))) for part, side in _COSTS.items()]
    new = MORE["memory-of-tokens"]
    rows += [(f"sign-in, {new}", *(cell for each in measured.values() for cell in _without(each, new, sign=-1)))]
    return table(heads, rows)


def _everything(result: Result) -> tuple[str, str, str]:
    return f"{_middle(result.rounds[ALL], lambda each: each.app)} ms", "100 %", f"{figure(result.medians[ALL])}/s"


def _without(result: Result, side: str, sign: int = 1) -> tuple[str, str, str]:
    if side not in result.rounds:
        return "–", "–", "–"
    pairs = list(zip(result.rounds[ALL], result.rounds[side], strict=True))
    saved = median(sign * ((all_.app or 0) - (less.app or 0)) for all_, less in pairs)
    whole = median(all_.app or 0 for all_, _ in pairs)
    rate = median(less.value / all_.value for all_, less in pairs)
    return f"{saved:.2f} ms", f"{100 * saved / whole:.0f} %" if whole else "–", f"× {rate:.2f}"


def growth(named: Mapping[str, str], results: Mapping[str, Result]) -> str:
    """Rate, CPU of ours and of PostgreSQL, side by side."""
    rows = [
        (f"{title}, {side}", figure(result.medians[side]), _middle(given, lambda each: each.p99), _middle(given, lambda each: each.app),
         _middle(given, lambda each: each.postgres))
        for name, title in named.items() if (result := results.get(name)) is not None for side, given in result.rounds.items()
    ]
    return table(("what", "per second", "p99, ms", "CPU, ms", "PostgreSQL, ms"), rows)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """As Markdown has it."""
    return "\n".join(["| " + " | ".join(row) + " |" for row in (heads, ["---"] * len(heads), *rows)])


def figure(value: float) -> str:
    """Three digits or more."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}".rstrip("0").rstrip(".")


def ranged(result: Result, side: str) -> str:
    """The median, and the lowest and highest."""
    values = [each.value for each in result.rounds[side]]
    spread = f" ({figure(min(values))} to {figure(max(values))})" if len(values) > 1 else ""
    return figure(result.medians[side]) + spread


def missed(result: Result, side: str) -> bool:
    """Whether a goal is set for it and not reached."""
    too_far = [result.ratios.get(side, 0), result.medians[side]]
    wanted = [result.goals.get(side), result.aims.get(side)]
    pairs = [(found, goal) for found, goal in zip(too_far, wanted, strict=True) if goal is not None]
    return any(found > goal if result.less or goal == 0 else found < goal for found, goal in pairs)


def goal_of(result: Result, side: str) -> str:
    """In words, nothing where there is none."""
    sign = "≤" if result.less else "≥"
    said = [f"{sign} {goal:g} of it" for goal in [result.goals.get(side)] if goal is not None]
    said += [("= 0" if aim == 0 else f"{sign} {aim:g}") for aim in [result.aims.get(side)] if aim is not None]
    return ", ".join(said)


def _aimed(result: Result, side: str) -> str:
    goal = goal_of(result, side)
    return f"**{goal}: missed**" if missed(result, side) else goal


def _ratio(result: Result, side: str) -> str:
    each = result.each_ratio(side)
    spread = f" ({_short(min(each))} to {_short(max(each))})" if len(each) > 1 else ""
    return _short(result.ratios[side]) + spread if each else ""


def _short(ratio: float) -> str:
    return f"{ratio:.3f}" if ratio < 1 else f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def _middle(given: Sequence[Round], part: Callable[[Round], float | None]) -> str:
    found = [value for each in given if (value := part(each)) is not None]
    return f"{median(found):.2f}" if found else "–"

"""`docs/reliability.md`, written from `docs/reliability.json`: the last run of each experiment, each mistake, and the storm."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tests.faults.experiments.catalogue import BREAKS, EXPERIMENTS, Experiment, Outcome, found
from tests.faults.promises.found import PROMISES

from chassis import clock
from chassis.values import today

DOCS: Final = Path(__file__).parents[2] / "docs"
KEPT, WRITTEN = DOCS / "reliability.json", DOCS / "reliability.md"
_COMPARED: Final[Mapping[str, Sequence[str]]] = {
    "C1": ["attempts"], "C2": ["aggregates"], "C3": ["events"], "C4": ["effects"], "C5": ["decisions", "slots", "meetings", "mails"],
    "C6": ["events"], "C7": ["answers"],
}
"""A promise was checked where something of this was compared."""
FOUND: Final = Path(__file__).with_name("found.md")
"""What came of it, by hand."""
STORM: Final = "storm "
"""What the names of its rounds begin with."""
_LOST: Final = ("is in the outbox and not in the topic", "nothing is there", "done 0 times", "told to nobody", "nobody took it")
_DOUBLED: Final = ("times in the topic", "effects of", "done 2 times", "was granted 2 times", "deaths of senders")

_HEAD = """# What happens when things fail

Written by `make faults` and `make faults-mutants` from what they saw (`docs/reliability.json`); not by hand. How to read it: `tests/faults`.

Everything is real: processes of the services, PostgreSQL with fsync on, Apache Kafka with one node or three. A driver registers,
updates, applies, decides, books and meets over HTTP and writes down each attempt before it is sent; a fault strikes meanwhile; then the
checker compares what the client knows with the databases and with every topic from its beginning. The longest pause is the longest
time in which nothing was acknowledged to anybody; all of it ran on two cores, on which a killed process has to load its program again
while everybody else works.

| | promise |
|---|---|
"""


def keep(one: Experiment, outcome: Outcome, mutant: str) -> None:
    """The newest outcome replaces the one before."""
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    if one.name.startswith(f"{STORM}1 "):  # the rounds of another storm
        kept = {name: each for name, each in kept.items() if not name.startswith(STORM)}
    kept[f"{one.name} with {mutant}" if mutant else one.name] = {
        "number": one.number, "said": one.said, "mutant": mutant, "nodes": one.nodes, "promises": list(one.promises),
        "services": list(one.plan.services), "sizes": dict(one.plan.sizes), "on": today(clock.now()).isoformat(),
        "kills": dict(outcome.kills), "compared": dict(outcome.found.compared), "wrong": outcome.found.wrong_in_short,
        "lost": _count(outcome, _LOST), "doubled": _count(outcome, _DOUBLED), "said again": outcome.found.compared["doubled"], "pause": round(outcome.pause, 1),
        "seconds": round(outcome.seconds),
    }
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


def _count(outcome: Outcome, words: Sequence[str]) -> int:
    return sum(any(each in one for each in words) for wrong in outcome.found.wrong.values() for one in wrong)


def write() -> None:
    """The page, from all that is kept."""
    if KEPT.exists():
        kept: Mapping[str, Any] = json.loads(KEPT.read_text("utf-8"))
        WRITTEN.write_text(_HEAD + "\n".join(_page(kept)) + "\n\n" + FOUND.read_text("utf-8"), "utf-8")


def _page(kept: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"| {promise} | {words} |" for promise, words in PROMISES.items())
    right = {name: one for name, one in kept.items() if not one["mutant"]}
    yield from ["", "## What was done, and what came of it", ""]
    yield "| # | fault | on | Kafka nodes | kills | events | effects | said again | lost | doubled | longest pause (s) | outcome |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|---|"
    yield from (_row(one) for _, one in sorted(_storm_as_one(right).items(), key=_order))
    yield from ["", *_bounds(right), "", "## Mistakes that are found", ""]
    yield "Each was put into the processes, the database or the broker from outside; each must turn its experiment red.\n"
    yield "| mistake | found by | outcome | first counter-example |"
    yield "|---|---|---|---|"
    yield from (_mistake(name, one) for name, one in sorted(kept.items(), key=lambda item: item[1]["mutant"]) if one["mutant"])
    missing = [f"`{one.name}`" for one in EXPERIMENTS.values() if one.name not in kept]
    unseen = [f"`{m}` ({one.name})" for one in EXPERIMENTS.values() for m in one.finds if f"{one.name} with {m}" not in kept]
    yield from ["", "## Not run yet", "", f"Experiments: {', '.join(missing) or 'none'}.", "", f"Mistakes: {', '.join(unseen) or 'none'}."]


def _storm_as_one(right: Mapping[str, Any]) -> Mapping[str, Any]:
    """Its rounds are one experiment: each compares all that came before as well."""
    rounds = [one for name, one in right.items() if name.startswith(STORM)]
    if not rounds:
        return right
    kills, compared = Counter[str](), Counter[str]()
    for one in rounds:
        kills.update(one["kills"])
        compared |= Counter(one["compared"])
    wrong = {promise: words for one in rounds for promise, words in one["wrong"].items()}
    sums = {name: sum(one[name] for one in rounds) for name in ("lost", "doubled")}
    most = {name: max(one[name] for one in rounds) for name in ("pause", "said again")}
    others = {name: one for name, one in right.items() if not name.startswith(STORM)}
    return {**others, STORM: {**rounds[-1], **sums, **most, "kills": kills, "compared": compared, "wrong": wrong}}


def _order(item: tuple[str, Any]) -> tuple[bool, int, str]:
    number = item[1]["number"]
    return not number.isdigit(), int(number) if number.isdigit() else 0, item[0]


def _row(one: Mapping[str, Any]) -> str:
    compared, kills = one["compared"], sum(one["kills"].values())
    outcome = "holds" if not one["wrong"] else f"**broken**: {', '.join(one['wrong'])}"
    cells = [
        one["number"], one["said"], one["on"], one["nodes"], kills or "", f"{compared.get('events', 0):,}", f"{compared.get('effects', 0):,}",
        one["said again"], one["lost"], one["doubled"], one["pause"] or "", outcome,
    ]
    return f"| {' | '.join(map(str, cells))} |"


def _bounds(right: Mapping[str, Any]) -> Iterator[str]:
    """No failure in n kills: with 95 % certainty fewer than 3 of n kills break the promise (rule of three)."""
    yield "No failure in *n* kills bounds the share of kills that break a promise below 3/*n*, with 95 % certainty; a kill counts for every"
    yield "promise that was checked after it.\n"
    yield "| promise | kills | broken | bound |"
    yield "|---|---|---|---|"
    for promise in PROMISES:
        kills = sum(sum(one["kills"].values()) for one in right.values() if _checks(promise, one))
        broken = sum(promise in one["wrong"] for one in right.values())
        bound = f"{300 / kills:.2f} %" if kills and not broken else "-"
        yield f"| {promise} | {kills} | {broken} | {bound} |"


def _checks(promise: str, one: Mapping[str, Any]) -> bool:
    return promise in one["promises"] and any(one["compared"].get(what) for what in _COMPARED[promise])


def _mistake(name: str, one: Mapping[str, Any]) -> str:
    red = found(one["mutant"], one["wrong"])
    example = next((wrong[0] for promise, wrong in one["wrong"].items() if promise in BREAKS[one["mutant"]]), "")
    return f"| {one['mutant']} | `{name.partition(' with ')[0]}` | {'red' if red else '**not found**'} | {example.replace('|', '/')} |"

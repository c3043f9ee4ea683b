"""What an experiment is: a fault under load, the promises that must hold afterwards, and the mistakes that it must find."""

import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from tests.architecture.code import SERVICES
from tests.faults.county.county import ONE, TWO, County, Plan
from tests.faults.county.ledger import Read
from tests.faults.county.replicas import Role
from tests.faults.promises.checker import REST, checked
from tests.faults.promises.found import PROMISES, Found

from chassis import clock

ALSO: Final = "also"
"""What an experiment itself finds wrong, beside the promises."""
BREAKS: Final[Mapping[str, Collection[str]]] = {
    **dict.fromkeys(("publish-before-commit", "publish-after-commit", "acknowledged-before-it-is-on-disk"), ("C1",)),
    "no-idempotency": ("C1", ALSO),
    **dict.fromkeys(("unfenced", "two-leaders", "delete-before-acknowledgement", "order-by-event-id", "one-copy"), ("C3",)),
    **dict.fromkeys(("no-position-check", "last-write-wins"), ("C4",)),
    **dict.fromkeys(("check-then-insert", "check-then-grant", "a-new-message-id-for-each-try"), ("C5",)),
    "offset-before-effect": ("C6",),
    "every-fault-is-500": ("C7",),
    **dict.fromkeys(("needs-the-broker", "needs-the-registry", "never-gives-up", "waits-for-ever", "every-copy"), (ALSO,)),
    **dict.fromkeys(("swallowed-handler-error", "handler-blocks-the-loop", "ends-at-once", "connection-before-body"), (ALSO,)),
}
"""What each mistake breaks. An experiment has found it when that is broken: red for another reason, such as a slow machine, is not."""
Fault = Callable[[County], Awaitable[Sequence[str] | None]]
"""What it returns is wrong as well."""
SHORT_REST: Final = 25
"""Seconds."""
REGISTRY: Final = ("registry",)
WITH_GRANTS: Final = ("registry", "grants")
WITH_ROOMS: Final = ("registry", "forums", "facilities")
WRITES: Final[Mapping[Role, int]] = {"api": 1, "relay": 1}
"""No workers: of what is announced nothing is heard."""


@dataclass(frozen=True)
class Experiment:
    """One fault."""

    number: str
    """In the list of `reliability.md` 2.3; a letter for those that its work order added."""
    name: str
    said: str
    fault: Fault
    plan: Plan
    finds: Sequence[str]
    """Mutants that it must turn red."""
    promises: Sequence[str] = tuple(PROMISES)
    loaded: bool = True
    """People go on working while it happens."""
    rest: float = REST
    nodes: int = 1
    strict: bool = True
    """No event stands twice in its topic; not so where a relay, the database or the broker may die between the two commits."""
    between: bool = False
    """With proxies between services, database and broker."""

    def with_mistake(self, mutant: str) -> "Experiment":
        """What is broken never comes to rest; only where rest itself is broken is it waited for as long as in the right code."""
        rest = self.rest if "C6" in BREAKS[mutant] else min(self.rest, SHORT_REST)
        return replace(self, plan=replace(self.plan, mutants=(mutant,)), rest=rest)


EXPERIMENTS: dict[str, Experiment] = {}


def found(mutant: str, broken: Collection[str]) -> bool:
    """Whether what is broken is what this mistake breaks."""
    return not set(BREAKS[mutant]).isdisjoint(broken)


def experiment(
    number: str, *, finds: Sequence[str], services: Sequence[str] = SERVICES, sizes: Mapping[Role, int] = ONE,
    promises: Sequence[str] = tuple(PROMISES), loaded: bool = True, people: int = 6, pause: float = 0.15, rest: float = REST,
    nodes: int = 1, between: bool = False, strict: bool = True, tries: Sequence[int] = (1, 1, 4, 8),
) -> Callable[[Fault], Fault]:
    """Declare one; its name is the function's, its words are the docstring's first line."""

    def keep(fault: Fault) -> Fault:
        name, words = getattr(fault, "__name__", ""), (fault.__doc__ or "").strip().partition("\n")[0]
        plan = Plan(services, sizes, people=people, pause=pause, tries=tries)
        EXPERIMENTS[name] = Experiment(number, name, words, fault, plan, finds, promises, loaded, rest, nodes, strict, between)
        return fault

    return keep


@dataclass
class Outcome:
    """What came of it."""

    found: Found
    seconds: float
    pause: float
    """The longest time in which nothing was acknowledged while people worked."""
    kills: Mapping[str, int]


async def conducted(one: Experiment, county: County) -> Outcome:
    """Under load where it wants any; then the checker. Only its own promises count."""
    began, pause = time.monotonic(), 0.0
    if one.loaded:
        since = clock.now().timestamp()
        async with county.mix.at_work():
            also = await one.fault(county)
        pause = _longest_pause(county, since, clock.now().timestamp())
    else:
        also = await one.fault(county)
    checks = await checked(county, one.rest, strict=one.strict)
    checks.wrong = {promise: wrong for promise, wrong in checks.wrong.items() if promise in one.promises}
    checks.holds(ALSO, [*(also or ()), *county.mix.unexpected])
    before, county.proved = county.proved, dict(county.kills)
    kills = {what: number - before.get(what, 0) for what, number in county.kills.items() if number > before.get(what, 0)}
    return Outcome(checks, time.monotonic() - began, pause, kills)


def _longest_pause(county: County, since: float, until: float) -> float:
    done = sorted(one.at for one in Read.of(county.client.ledger.path).answers if one.status < 300 and since < one.at < until)
    return max(later - earlier for earlier, later in pairwise([since, *done, until]))


__all__ = ["BREAKS", "EXPERIMENTS", "ONE", "REGISTRY", "SERVICES", "TWO", "WITH_GRANTS", "WITH_ROOMS", "WRITES", "Experiment", "Outcome", "conducted", "experiment", "found"]

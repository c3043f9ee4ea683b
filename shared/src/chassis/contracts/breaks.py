"""Changes that break somebody: today's promise held against the released one. Each says whom it breaks, and what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from typing_extensions import override

from chassis.contracts.misread import NEWCOMER, OURS, WORLD, Schema, Side, Trouble, misread
from chassis.contracts.operations import changes
from chassis.contracts.released import Contract, Released, Said, ce_type, contract_of, floor_of
from chassis.events import Fact
from chassis.service import Service


@dataclass(frozen=True, slots=True)
class Break:
    """One change, of one field of one event or operation."""

    service: str
    of: str
    trouble: Trouble
    hurts: str
    remedy: str

    @override
    def __str__(self) -> str:
        where = f" `{self.trouble.at}`" if self.trouble.at else ""
        return f"{self.service}: {self.of}:{where} {self.trouble.said}. It breaks {self.hurts}. {self.remedy}"


def broken(services: Sequence[Service]) -> list[Break]:
    """Whom today's code breaks, over all services."""
    found: list[Break] = []
    for service in services:
        today, floor = contract_of(service), floor_of(service)
        if floor is not None:
            found += breaks(floor, today, services)
            found += unread([floor.contract], services)
        found += unread([today], services)
    return list(dict.fromkeys(found))


def breaks(released: Released, today: Contract, services: Sequence[Service]) -> Iterator[Break]:
    """Everything in which today's contract falls short of the released one. `services` may hear it."""
    yield from _announcements(released, today, services)
    for operation, trouble in changes(released.contract.api, today.api):
        name = operation.partition(" ")[0]
        if name not in released.retired:
            yield Break(today.service, operation, trouble, "HTTP clients written against the released document", _in_the_api(name))


def _announcements(released: Released, today: Contract, services: Sequence[Service]) -> Iterator[Break]:
    for name, floor in released.contract.said.items():
        hurts, remedy = hearers(services, today.service, name, floor.topic), _beside(name)
        now = today.said.get(name)
        if now is None:
            if name not in released.retired:
                remedy = f"{remedy} Then retire it in retired.json."
                yield Break(today.service, name, Trouble("", "is no longer said"), hurts, remedy)
            continue
        if now.topic != floor.topic:
            yield Break(today.service, name, Trouble("", f"moved from {floor.topic} to {now.topic}"), hurts, remedy)
        for trouble in reshaped(floor.schema, now.schema):
            yield Break(today.service, name, trouble, hurts, remedy)
    for name in released.retired:
        if "." in name and name not in released.contract.said:
            remedy = "Bring its file back: records of it may still lie on the topic."
            yield Break(today.service, name, Trouble("", "is retired, but its schema and samples are gone"), "its readers", remedy)


def reshaped(released: Schema, today: Schema) -> list[Trouble]:
    """What subscribers of then do not understand of today's records, and those of today of the records of then."""
    then, now = Side(released, released), Side(today, today)
    forward = list(misread(now, then, WORLD))
    places = {trouble.at for trouble in forward}
    return forward + [trouble for trouble in misread(then, now, NEWCOMER) if trouble.at not in places]


def unread(contracts: Sequence[Contract], services: Sequence[Service]) -> Iterator[Break]:
    """What our own consumers cannot read of these contracts, released or of today: samples first, then any value."""
    for contract in contracts:
        for name, said in contract.said.items():
            for consumer, fact in readers(services, ce_type(contract.service, name)):
                for trouble in _lost_on(fact, said):
                    reading = f"{fact.__name__} reads {contract.service}'s {name}"
                    remedy = f"Let it read what is said: services/{consumer}/src/{consumer}/heard/{contract.service}.py."
                    yield Break(consumer, reading, trouble, f"{consumer} itself", remedy)


def _lost_on(fact: type[Fact], said: Said) -> list[Trouble]:
    for sample in said.samples:
        try:
            fact.model_validate(sample)
        except ValidationError as error:
            return [Trouble(".".join(str(step) for step in one["loc"]), f"is not read: {one['msg']}") for one in error.errors()]
    reads = fact.model_json_schema(mode="validation")
    return list(misread(Side(said.schema, said.schema), Side(reads, reads), OURS))


def readers(services: Sequence[Service], type: str) -> Iterator[tuple[str, type[Fact]]]:
    """Who hears this `ce_type`, and how it is read."""
    for service in services:
        heard = [copy.reads for copy in service.copies] + [fact for listener in service.listeners for fact in listener.handlers]
        yield from ((service.name, fact) for fact in dict.fromkeys(heard) if fact.type == type)


def hearers(services: Sequence[Service], service: str, name: str, topic: str) -> str:
    """In words: our own services, and the systems outside where the topic is public."""
    reading = {f"{consumer} ({fact.__name__})" for consumer, fact in readers(services, ce_type(service, name))}
    listeners = [(s.name, listener) for s in services for listener in s.listeners]
    passing = {f"{consumer} (passes it on)" for consumer, listener in listeners if listener.passers and topic in listener.topics}
    outside = set() if ".internal." in topic else {f"every other system that reads {topic}"}
    return ", ".join([*sorted(reading), *sorted(passing), *outside]) or f"whoever kept a record of {topic}"


def _beside(name: str) -> str:
    stem, _, version = name.rpartition(".v")
    return f"Take it back, or say {stem}.v{int(version) + 1} beside {name} until all have moved."


def _in_the_api(name: str) -> str:
    return (
        f"Take it back, or put a /v2 beside it, announce the end of {name} with the headers Deprecation and Sunset, "
        "and retire it in retired.json after six months."
    )

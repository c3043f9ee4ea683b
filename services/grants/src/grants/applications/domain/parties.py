"""Who applies together, and for which part of the sum (yhteishakemus, osuudet). GRO-07, G12."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from chassis.problems import Reason, refuse_if_any
from grants.applications import problems as p

WHOLE: Final = 10_000
"""All shares together, in hundredths of a per cent."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The lead and its partners, each with its share in hundredths of a per cent, the lead first."""

    lead: UUID
    shares: Mapping[UUID, int]

    @property
    def ids(self) -> list[UUID]:
        """The lead, then the partners."""
        return [self.lead, *self.partners]

    @property
    def partners(self) -> list[UUID]:
        """Everyone but the lead."""
        return [id for id in self.shares if id != self.lead]


def percent(share: int) -> Decimal:
    """A share as a number of per cent: 6 050 is 60.5."""
    return (Decimal(share) / 100).normalize()


def settle(
    lead: UUID, wanted: Sequence[tuple[UUID, int]], known: Mapping[UUID, UUID], *, most_partners: int
) -> Parties:
    """The parties as they were sent, a merged one as what it became (`known`: id -> id of today). Every fault is named."""
    refuse_if_any(_faults(lead, wanted, known, most_partners))
    return Parties(lead, {known[id]: share for id, share in wanted})


def without(parties: Parties, leaves: UUID, new_lead: UUID | None) -> Parties:
    """Those that stay, with the shares they had: they settle anew what the one that left had."""
    refuse_if_any(_cannot_leave(parties, leaves, new_lead))
    stay = {id: share for id, share in parties.shares.items() if id != leaves}
    return Parties(new_lead if leaves == parties.lead and new_lead else parties.lead, stay)


def led_by(parties: Parties, lead: UUID) -> Parties:
    """The same parties, another of them in the lead."""
    if lead not in parties.shares:
        raise p.NOT_A_PARTY()
    return Parties(lead, parties.shares)


def _faults(
    lead: UUID, wanted: Sequence[tuple[UUID, int]], known: Mapping[UUID, UUID], most_partners: int
) -> Iterator[Reason]:
    unknown = [position for position, (id, _) in enumerate(wanted) if id not in known]
    yield from (p.ORGANISATION_UNKNOWN.at(f"/parties/{position}/organisation_id") for position in unknown)
    ids = [known.get(id, id) for id, _ in wanted]
    yield from (
        p.PARTY_TWICE.at(f"/parties/{position}/organisation_id") for position, id in enumerate(ids) if id in ids[:position]
    )
    if known.get(lead, lead) not in ids:
        yield p.LEAD_MISSING.at("/parties")
    if len(set(ids)) - 1 > most_partners:
        yield p.TOO_MANY_PARTNERS.at("/parties", most=most_partners)
    if (total := sum(share for _, share in wanted)) != WHOLE:
        yield p.SHARES_NOT_100.at("/parties", sum=percent(total))


def _cannot_leave(parties: Parties, leaves: UUID, new_lead: UUID | None) -> Iterator[Reason]:
    if leaves not in parties.shares:
        yield p.NOT_A_PARTY.at("/organisation_id")
    elif len(parties.shares) == 1:
        yield p.LAST_PARTY.at("")
    elif leaves == parties.lead and new_lead is None:
        yield p.NEW_LEAD_MISSING.at("/new_lead_id")
    elif new_lead is not None and (new_lead == leaves or new_lead not in parties.shares):
        yield p.NOT_A_PARTY.at("/new_lead_id")


def unsigned(parties: Parties, signed: Mapping[UUID, str | None], now: str) -> Collection[UUID]:
    """Partners whose signature is not under what it says now. The lead signs by submitting."""
    return [id for id in parties.partners if signed.get(id) != now]

"""Who is told for an organisation: its own address, where it has given one; otherwise everybody who acts for it and has.

An organisation that gave an address of its own chose where it is told; its representatives are not written to beside it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.work import Reads
from notifications.proofs.domain import Reason
from notifications.recipients.domain.addressee import Addressee
from notifications.recipients.queries import addresses_of, people_of


@dataclass(frozen=True, slots=True)
class Told:
    """One recipient, on behalf of these organisations."""

    addressee: Addressee
    organisations: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told, and which organisations nobody can be told for."""

    told: Sequence[Told]
    untold: Mapping[UUID, Reason]


async def audience(db: Reads, organisations: Collection[UUID], *, serving: bool) -> Audience:
    """For a fact about these organisations. Serving a decision by mail needs consent and an address that works."""
    own, people = await addresses_of(db, organisations), await people_of(db, organisations)
    told: dict[UUID, tuple[Addressee, list[UUID]]] = {}
    untold: dict[UUID, Reason] = {}
    for organisation in organisations:
        possible = [own[organisation]] if organisation in own else list(people.get(organisation, ()))
        reasons = [_why_not(one, serving=serving) for one in possible]
        for one, reason in zip(possible, reasons, strict=True):
            if reason is None:
                told.setdefault(one.id, (one, []))[1].append(organisation)
        if None not in reasons:
            untold[organisation] = next((reason for reason in reasons if reason), Reason.NO_ADDRESS)
    return Audience([Told(one, tuple(some)) for one, some in told.values()], untold)


def _why_not(one: Addressee, *, serving: bool) -> Reason | None:
    """Why nothing can be sent there, whatever its reader prefers; nothing where it can."""
    if not one.verified:
        return Reason.NO_ADDRESS
    if serving and one.suppressed is not None:
        return Reason.SUPPRESSED
    return Reason.NO_CONSENT if serving and not one.consent else None

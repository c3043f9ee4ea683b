"""Who is invited gets one mail with the entry of their calendar, or a letter. MTG-02, M3."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.work import UnitOfWork
from notifications.deliveries.commands.queueing import queue
from notifications.heard.forums import Invitation
from notifications.invitations import queries
from notifications.invitations.commands.holding import begin, hold, mail
from notifications.invitations.domain import (
    Holding,
    is_cancelled,
    is_newer,
    template_for_former,
    template_for_guest,
    values_for,
)
from notifications.proofs import commands as proofs
from notifications.proofs.commands import Untold
from notifications.templates.domain import TEMPLATES


async def tell(uow: UnitOfWork, fact: Invitation) -> None:
    """Each recipient once for each event, and never again what they hold already (M3, N1)."""
    await begin(uow, fact)
    held = await queries.holdings(uow, fact.meeting_id)
    found = await queries.reached(uow, fact, held)
    mails: list[dict[str, Any]] = []
    for id, guest in found.guests.items():
        template = template_for_guest(held.get(id), fact)
        if template is not None:
            raised = _raised(held, id)
            mails.append(mail(uow, fact, template, guest.addressee, organisations=guest.organisations, raised=raised))
    withdrawn: list[UUID] = []
    for id, addressee in found.former.items():
        template = template_for_former(held[id], fact)
        if template is not None:
            mails.append(mail(uow, fact, template, addressee, raised=held[id].raised))
            withdrawn.append(id)
    await queue(uow, mails)
    for organisation_id, reason in found.untold.items():
        template = template_for_guest(held.get(organisation_id), fact)
        if template is not None:
            await proofs.ask_for_letter(uow, _letter(uow, fact, template, organisation_id), reason)
    newly = [id for id in (*found.guests, *found.untold) if is_newer(held.get(id), fact.calendar_sequence)]
    rows = [(id, _raised(held, id), is_cancelled(fact)) for id in newly] + [(id, _raised(held, id), True) for id in withdrawn]
    await hold(uow, fact, rows, invitation_id=fact.invitation_id)


def _raised(held: Mapping[UUID, Holding], id: UUID) -> int:
    return held[id].raised if id in held else 0


def _letter(uow: UnitOfWork, fact: Invitation, template: str, organisation_id: UUID) -> Untold:
    return Untold(
        event_id=uow.cause.id, organisation_id=organisation_id, template=template, template_version=TEMPLATES[template].version,
        values=values_for(template, fact),
    )

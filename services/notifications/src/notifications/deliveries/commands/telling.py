"""A fact was heard: everybody whom it concerns is told, once. Whom nobody can tell by mail, a person tells by letter."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import select
from sqlmodel import col

from chassis.work import Irrelevant, UnitOfWork
from notifications.deliveries.commands.fanning import FAN_OUT
from notifications.deliveries.commands.queueing import is_first, queue
from notifications.deliveries.domain.occasions import Occasion
from notifications.deliveries.domain.state import MACHINE, Action, Lane, State
from notifications.deliveries.domain.words import ASKED_ANEW, CONFIRM
from notifications.deliveries.queries.audience import audience
from notifications.deliveries.tables import Mail
from notifications.links import CONFIRM_DAYS
from notifications.notices import commands as notices
from notifications.proofs import commands as proofs
from notifications.proofs.commands import Untold
from notifications.recipients.queries import addresses_of
from notifications.templates.domain import TEMPLATES


async def tell(uow: UnitOfWork, occasion: Occasion) -> None:
    """The people of the parties, each in a language of their own."""
    if not await is_first(uow, occasion.template):
        raise Irrelevant("told_already")
    common: dict[str, Any] = {
        "event_id": uow.cause.id, "template": occasion.template, "template_version": occasion.of.version,
        "values": occasion.filled, "application_id": occasion.application_id, "decision_id": occasion.decision_id,
    }
    found = await audience(uow, occasion.parties, serving=occasion.decision_id is not None)
    await queue(uow, [
        {
            **common, "recipient_id": one.addressee.id, "language": one.addressee.language, "organisations": one.organisations,
            "lane": Lane.DIRECT, "weight": occasion.of.weight, "topic": occasion.of.topic,
            "useful_until": occasion.useful_until,
        }
        for one in found.told
    ])
    for organisation_id, reason in found.untold.items():
        await proofs.ask_for_letter(uow, Untold(**common, organisation_id=organisation_id), reason)


async def announce(uow: UnitOfWork, occasion: Occasion) -> None:
    """Everybody who wants to be told of its topic, in slices, each in a transaction of its own."""
    if not await is_first(uow, occasion.template):
        raise Irrelevant("told_already")
    notice = await notices.begin(
        uow, event_id=uow.cause.id, topic=occasion.of.topic or "", template=occasion.template,
        template_version=occasion.of.version, values=occasion.filled, useful_until=occasion.useful_until,
    )
    await uow.at(uow.now, FAN_OUT, notice)


async def ask_to_confirm(uow: UnitOfWork, recipient_id: UUID, asked_id: UUID) -> None:
    """The one mail to an address that nobody has confirmed yet. Its link is made when it is sent, and kept nowhere."""
    if not await is_first(uow, CONFIRM):
        raise Irrelevant("told_already")
    there = (await addresses_of(uow, [recipient_id])).get(recipient_id)
    if there is None:
        raise Irrelevant("address_gone")
    of = TEMPLATES[CONFIRM]
    values, until = {"asked_id": asked_id, "asked_at": uow.now}, uow.now + timedelta(days=CONFIRM_DAYS)
    queued = await queue(uow, [{
        # By the question, not by the event: to and fro between two addresses asks the same, and is mailed once (N11).
        "event_id": asked_id, "recipient_id": there.id, "organisations": [], "template": CONFIRM,
        "template_version": of.version, "language": there.language, "lane": Lane.DIRECT, "weight": of.weight, "topic": None,
        "values": values, "useful_until": until,
    }])
    if not queued:
        await _after_all(uow, asked_id, there.id, values, until)


async def _after_all(uow: UnitOfWork, asked_id: UUID, recipient_id: UUID, values: dict[str, Any], until: datetime) -> None:
    """Not sent, because another address stood there meanwhile; now it is this one again: it goes out for the first time."""
    mine = (col(Mail.event_id) == asked_id, col(Mail.recipient_id) == recipient_id, col(Mail.template) == CONFIRM)
    left = select(col(Mail.id)).where(*mine, col(Mail.state) == State.SUPPRESSED, col(Mail.reply) == ASKED_ANEW)
    id = await uow.maybe(left)
    if id is not None:
        mail = await uow.load(Mail, id, lock=True)
        mail.state = MACHINE.after(mail.state, Action.RETRY)
        mail.values, mail.useful_until, mail.due_at = to_jsonable_python(values), until, uow.now
        mail.settled_at, mail.reply = None, ""

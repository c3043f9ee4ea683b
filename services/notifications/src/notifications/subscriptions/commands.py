"""A recipient wants to be told of a topic, or wants it no more."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.problems import NOT_FOUND, refuse_if_any
from chassis.work import UnitOfWork
from notifications.access import Permission
from notifications.events.subscription import SubscriptionChanged
from notifications.recipients.commands.entering import mute
from notifications.recipients.tables import Recipient
from notifications.subscriptions import problems, queries
from notifications.subscriptions.domain.topic import Channel
from notifications.subscriptions.schemas import Say
from notifications.subscriptions.tables import Subscription

BY_LINK = "link"


async def say(uow: UnitOfWork, body: Say) -> Subscription:
    """The person themself, the organisation's representative, or staff with grounds."""
    id = body.recipient_id or uow.actor.id
    recipient = await _held(uow, id)
    if recipient is None:
        raise (problems.NO_RECIPIENT if body.recipient_id in {None, uow.actor.id} else NOT_FOUND)()
    if not uow.actor.may(Permission.RECIPIENT_READ, recipient):
        raise NOT_FOUND()
    uow.actor.must(Permission.RECIPIENT_CHANGE, recipient)
    theirs = recipient.owner == uow.actor.name or str(id) in uow.actor.scopes(Permission.RECIPIENT_CHANGE, "organisation")
    known = [topic.code for topic in await queries.all_topics(uow)]
    refuse_if_any([
        *([] if theirs or body.grounds else [problems.GROUNDS_MISSING.at("/grounds")]),
        *([] if body.topic in known else [problems.UNKNOWN_TOPIC.at("/topic", topic=body.topic, known=known)]),
    ])
    if body.grounds is not None:
        uow.because(body.grounds)
    return await _say(uow, recipient, body.topic, body.channel, wanted=body.wanted, by="person" if theirs else "staff")


async def unsubscribe(uow: UnitOfWork, link: str) -> str:
    """One click in a mail ends one subscription, or all (RFC 8058, N10). Again is the same as once; gives back the topic."""
    token = queries.unsubscribing(link, uow.now)
    if token is None:
        raise problems.LINK_GONE()
    recipient = await _held(uow, token.recipient_id)
    if recipient is None:
        raise problems.LINK_GONE()
    if token.topic:
        await _say(uow, recipient, token.topic, Channel.EMAIL, wanted=False, by=BY_LINK)
        return token.topic
    mute(uow, recipient, muted=True)
    asked_for = select(Subscription).where(col(Subscription.recipient_id) == recipient.id, col(Subscription.wanted))
    for row in await uow.all(asked_for):
        await _say(uow, recipient, row.topic, row.channel, wanted=False, by=BY_LINK)
    return ""


async def _held(uow: UnitOfWork, id: UUID) -> Recipient | None:
    """Held, so that two who say something about one recipient do so one after the other."""
    there = await uow.maybe(select(col(Recipient.id)).where(col(Recipient.id) == id))
    return None if there is None else await uow.load(Recipient, there, lock=True)


async def _say(
    uow: UnitOfWork, recipient: Recipient, topic: str, channel: Channel, *, wanted: bool, by: str
) -> Subscription:
    mine = select(col(Subscription.id)).where(
        col(Subscription.recipient_id) == recipient.id, col(Subscription.topic) == topic, col(Subscription.channel) == channel
    )
    found = await uow.maybe(mine)
    said_by = BY_LINK if by == BY_LINK else uow.actor.name
    if found is not None:
        row = await uow.load(Subscription, found, lock=True)
        if row.wanted is wanted:
            return row
        row.wanted, row.said_at, row.said_by = wanted, uow.now, said_by
    else:
        row = uow.add(Subscription(
            id=uow.new_id(), recipient_id=recipient.id, owner=recipient.owner, organisation_id=recipient.organisation_id,
            topic=topic, channel=channel, wanted=wanted, said_at=uow.now, said_by=said_by,
        ))
    uow.publish(row, SubscriptionChanged(
        subscription_id=row.id, recipient_id=recipient.id, about=topic, channel=channel.value, wanted=wanted, by=by
    ))
    return row

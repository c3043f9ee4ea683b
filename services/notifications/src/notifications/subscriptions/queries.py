"""Reads of topics and subscriptions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlmodel import col

from chassis.answers.languages import Words
from chassis.edge import Sheet
from chassis.paging import Items, Listing, paged
from chassis.values import Text
from chassis.work import Reader, Reads
from notifications.access import Permission
from notifications.copies.tables import Organisation
from notifications.links import DESK, Token, opened
from notifications.links import Kind as Link
from notifications.recipients.domain.addressee import Addressee, Kind, Why
from notifications.recipients.queries import recipients_with
from notifications.recipients.tables import Recipient
from notifications.subscriptions.documents import asking
from notifications.subscriptions.domain.preference import SEND, No, Preferences, Weight, verdict
from notifications.subscriptions.domain.topic import Channel
from notifications.subscriptions.problems import LINK_GONE
from notifications.subscriptions.schemas import SubscriptionOut, TopicOut
from notifications.subscriptions.tables import Subscription, Topic


async def topic_of(db: Reads, code: str) -> Topic:
    """The topic; 404 for any other word."""
    return await db.one(select(Topic).where(col(Topic.code) == code))


async def wanting(
    db: Reads, topic: str, *, after: UUID | None = None, limit: int = 500, kinds: Collection[Kind] = tuple(Kind)
) -> Sequence[Addressee]:
    """Who is told of this topic, by id, a slice at a time: go on with `after` = the last one's id until none is left.

    An organisation that is no more, or is part of another now, is left out: its successor is told.
    """
    about = await topic_of(db, topic)
    found: list[Addressee] = []
    while len(found) < limit:
        part = select_with(topic).where(col(Recipient.kind).in_(kinds), *([col(Recipient.id) > after] if after else []))
        rows = await db.rows(part.order_by(col(Recipient.id)).limit(limit))
        for row, suppressed, said in rows:
            one = row.addressee(suppressed)
            if verdict(Weight.TOPIC, preferences(one, said, about)) is SEND:
                found.append(one)
            after = row.id
            if len(found) == limit:
                break
        if len(rows) < limit:
            break
    return found


async def verdicts(
    db: Reads, weight: Weight, topic: str | None, addressees: Collection[Addressee]
) -> Mapping[UUID, No | None]:
    """Of each of these, whether a mail of this weight is sent: `SEND` (None) or why not. `topic`: of mails that have one."""
    about = None if topic is None else await topic_of(db, topic)
    said: dict[UUID, bool] = {}
    if about is not None and addressees:
        mine = select(col(Subscription.recipient_id), col(Subscription.wanted)).where(
            col(Subscription.topic) == topic, col(Subscription.channel) == Channel.EMAIL,
            col(Subscription.recipient_id).in_([each.id for each in addressees]),
        )
        said = {row.recipient_id: row.wanted for row in await db.rows(mine)}
    return {each.id: verdict(weight, preferences(each, said.get(each.id), about)) for each in addressees}


def select_with(topic: str) -> Select[Recipient, Why | None, bool | None]:
    """Living recipients with an address, their suppression, and what they said about the topic."""
    mine = and_(
        col(Subscription.recipient_id) == col(Recipient.id), col(Subscription.topic) == topic,
        col(Subscription.channel) == Channel.EMAIL,
    )
    gone = select(col(Organisation.id)).where(col(Organisation.status).in_(["dissolved", "merged"]))
    return (
        recipients_with().outerjoin(Subscription, mine).where(col(Recipient.id).not_in(gone))
        .add_columns(col(Subscription.wanted))
    )


def preferences(one: Addressee, said: bool | None, about: Topic | None) -> Preferences:
    """What the rule reads of a recipient."""
    default = about is None or (about.for_persons if one.kind is Kind.PERSON else about.for_organisations)
    return Preferences(
        verified=one.verified, suppressed=one.suppressed is not None, topic=said, muted=one.muted, by_default=default
    )


async def all_topics(db: Reads) -> Sequence[Topic]:
    """All of them, in their order."""
    return await db.all(select(Topic).order_by(col(Topic.position)))


async def topics(reader: Reader) -> list[TopicOut]:
    """What one can be told of."""
    return [
        TopicOut(
            code=topic.code, names=Text(**topic.names), for_persons=topic.for_persons, for_organisations=topic.for_organisations
        )
        for topic in await all_topics(reader)
    ]


async def subscription(reader: Reader, id: UUID) -> Subscription:
    """One that the caller may see."""
    mine = reader.actor.sees(Permission.RECIPIENT_READ, Subscription)
    return await reader.one(select(Subscription).where(mine, col(Subscription.id) == id))


async def subscriptions(
    reader: Reader, page: Listing, recipient_id: UUID | None, topic: str | None, wanted: bool | None
) -> Items[SubscriptionOut]:
    """Those that the caller may see, the newest word last."""
    rows = select(Subscription).where(reader.actor.sees(Permission.RECIPIENT_READ, Subscription))
    asked = {"recipient_id": recipient_id, "topic": topic, "wanted": wanted}
    rows = rows.filter_by(**{name: value for name, value in asked.items() if value is not None})
    order = {"said_at": col(Subscription.said_at)}
    return await paged(reader, rows, page, keys=order, id=col(Subscription.id), show=shown)


def shown(row: Subscription) -> SubscriptionOut:
    return SubscriptionOut.model_validate(row, from_attributes=True)


def unsubscribing(link: str, now: datetime) -> Token | None:
    """What an unsubscribe link says, if it is ours and still works."""
    return opened(link, DESK.sender.key, Link.UNSUBSCRIBE, now)


async def unsubscription(reader: Reader, link: str) -> Sheet:
    """The page with the button; looking at it changes nothing."""
    token = unsubscribing(link, reader.now)
    if token is None:
        raise LINK_GONE()
    if await reader.maybe(select(col(Recipient.id)).where(col(Recipient.id) == token.recipient_id)) is None:
        raise LINK_GONE()
    name = Words(**(await topic_of(reader, token.topic)).names) if token.topic else None
    return asking(name)

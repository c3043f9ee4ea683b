"""Topics and subscriptions over HTTP; the one click of a mail."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from chassis.edge import Http, Sheet, gives, routes
from chassis.paging import Items, Page
from notifications.subscriptions import commands, problems, queries
from notifications.subscriptions.documents import ended
from notifications.subscriptions.schemas import Say, SubscriptionOut, TopicOut

router = routes("subscriptions")
topics = routes("topics")
clicks = routes("unsubscribe", public=True, sheets=True)

Link = Annotated[str, Path(max_length=200, description="What stands at the end of the mail's link.")]


@topics.get("")
async def list_topics(http: Http) -> list[TopicOut]:
    """What one can be told of, and who is told without asking (aiheet)."""
    return await http.read(queries.topics)


@router.put("", responses=gives(
    problems.NO_RECIPIENT, problems.UNKNOWN_TOPIC, problems.GROUNDS_MISSING, problems.JUST_SAID,
))  # fmt: skip
async def say_subscription(body: Say, http: Http) -> SubscriptionOut:
    """Want to be told of a topic, or want it no more (tilaus): for oneself, for one's organisation; staff with grounds."""
    return await http.run(commands.say, body).shown(queries.shown)


@router.get("")
async def list_subscriptions(
    http: Http,
    page: Page,
    recipient_id: Annotated[UUID | None, Query(description="Only of this person or organisation.")] = None,
    topic: Annotated[str | None, Query(max_length=40, description="Only about this topic.")] = None,
    wanted: Annotated[bool | None, Query(description="Only what is wanted, or is not.")] = None,
) -> Items[SubscriptionOut]:
    """What was said about topics, the newest word last (tilaukset). Who has said nothing stands not here: see the topics."""
    return await http.page(queries.subscriptions, page, recipient_id, topic, wanted)


@router.get("/{id}")
async def get_subscription(id: UUID, http: Http) -> SubscriptionOut:
    """What one recipient has said about one topic (tilaus)."""
    return await http.read(queries.subscription, id).shown(queries.shown)


@clicks.get("/{link}", response_model=None, responses=gives(problems.LINK_GONE))
async def show_unsubscription(link: Link, http: Http) -> Sheet:
    """A page with a button that ends a subscription (tilauksen lopetus). It changes nothing: programs open links, too."""
    return await http.read(queries.unsubscription, link)


@clicks.post("/{link}", response_model=None, responses=gives(problems.LINK_GONE))
async def unsubscribe(link: Link, http: Http) -> Sheet:
    """End a subscription with the link of a mail (tilauksen lopetus; RFC 8058): the page's button, or the mail program's own."""
    return await http.run(commands.unsubscribe, link).shown(ended)

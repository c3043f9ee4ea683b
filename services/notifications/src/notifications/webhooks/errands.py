"""Messages leave the house.

A crash between the request and its record repeats the request after the lease, with the same `webhook-id`: the receiver knows
it by that.
"""

from datetime import timedelta

from chassis import clock
from chassis.jobs import Errand
from notifications.adapters.http import WAY, Answer, Post, Reach
from notifications.webhooks.commands import sending
from notifications.webhooks.commands.sending import Call
from notifications.webhooks.domain.attempt import Purpose
from notifications.webhooks.domain.signing import signed_headers


def may_reach(inside: frozenset[str], *, seconds: float) -> None:
    """Open the way out: how far one may go, and how long an answer may take."""
    WAY.open(Reach(inside=inside, seconds=seconds))


async def _send(call: Call) -> Answer:
    replayed = call.purpose is Purpose.REPLAY
    headers = signed_headers(call.event_id, call.body, call.keys, now=clock.now(), replayed=replayed)
    return await WAY.post(Post(call.url, headers, call.body))


WEBHOOKS = Errand(
    "notifications.webhooks", claim=sending.claim, do=_send, record=sending.record, at_once=40, rest=timedelta(seconds=0.1)
)

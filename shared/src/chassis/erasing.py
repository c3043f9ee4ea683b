"""What the house itself still holds of an aggregate that was erased: messages, kept answers, parked records.

Its rows stay, so that nothing is done twice and no number is missing; their content goes. A message without content is said again,
if it must be, as a null: it moves every listener's position and causes nothing. What lies on the event topic already stays there
until the topic's retention ends. The audit names commands and columns and quotes no values: it stays whole.
"""

from sqlalchemy import func, update

from chassis.bare import Executes
from chassis.events import STATE_SUFFIX
from chassis.house import House

EMPTIED = b"{}"
"""A kept answer of which nothing may be told any more: the second try is still a second try."""


async def forget(session: Executes, house: House, topic: str, key: str, *, before: int) -> None:
    """Empty what the house of one service holds of a key of an event topic: all below the number of its end.

    What waits for the relay comes before what was sent: a message that the relay moves meanwhile is met in the one or the other.
    """
    for table in (house.outbox, house.outbox_sent, house.parked):
        said = (table.c.key == key) & table.c.topic.in_([topic, topic + STATE_SUFFIX]) & (table.c.sequence < before)
        await session.execute(update(table).where(said, table.c.payload.is_not(None)).values(payload=None))
    answers = house.idempotency
    speaks_of_it = func.strpos(func.encode(answers.c.body, "escape"), key) > 0
    await session.execute(update(answers).where(speaks_of_it).values(body=EMPTIED))

"""C5: what must be conserved, whoever died meanwhile."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Final

from sqlalchemy import text
from tests.faults.county.county import County
from tests.faults.promises.found import Found

Check = Callable[[County, Found], AsyncIterator[str]]


async def check(county: County, found: Found) -> None:
    for name, checks in CHECKS.items():
        if name in county.plan.services:
            for one in checks:
                found.holds("C5", [wrong async for wrong in one(county, found)])


async def rows(county: County, service: str, sql: str) -> list[Any]:
    """As the service itself may read it."""
    async with county.houses[service].database.sessions() as session:
        return list((await session.execute(text(sql))).all())


async def _money(county: County, found: Found) -> AsyncIterator[str]:
    """What is committed is what was granted, and no more than there is."""
    sums = await rows(county, "grants", """
        SELECT a.id, a.amount_cents, a.committed_cents, coalesce(sum(d.granted_cents), 0)::bigint AS granted, count(d.id) AS decisions
        FROM grants.appropriation a LEFT JOIN grants.decision d ON d.appropriation_id = a.id GROUP BY a.id
    """)
    for one in sums:
        found.compare("decisions", one.decisions)
        if one.granted != one.committed_cents or one.granted > one.amount_cents:
            yield f"of {one.amount_cents} cents {one.committed_cents} are committed and {one.granted} granted"
    twice = await rows(county, "grants", """
        SELECT application_id, count(*) FROM grants.decision WHERE granted_cents > 0 GROUP BY application_id HAVING count(*) > 1
    """)
    for application, times in twice:
        yield f"application {application} was granted {times} times"


async def _rooms(county: County, found: Found) -> AsyncIterator[str]:
    """No two holders at once in one leaf; and a booking that stands has its times."""
    found.compare("slots", (await rows(county, "facilities", "SELECT count(*) FROM facilities.slot"))[0][0])
    overlaps = await rows(county, "facilities", """
        SELECT a.leaf_id, a.starts_at, a.booking_id, b.booking_id FROM facilities.slot a JOIN facilities.slot b
        ON a.leaf_id = b.leaf_id AND a.id < b.id AND a.booking_id <> b.booking_id
        AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
    """)
    for leaf, starts_at, one, other in overlaps:
        yield f"room {leaf} at {starts_at}: {one} and {other}"
    homeless = await rows(county, "facilities", """
        SELECT id, status FROM facilities.booking WHERE (status = 'confirmed')
        <> EXISTS (SELECT FROM facilities.slot WHERE booking_id = booking.id)
    """)
    for id, status in homeless:
        yield f"booking {id} is {status}, and its slots say otherwise"


async def _meetings(county: County, found: Found) -> AsyncIterator[str]:
    """Each meeting that asked for a room was answered; what it won, facilities keeps for it."""
    if "facilities" not in county.plan.services:
        return
    booked = {
        row.meeting_id: row.id
        for row in await rows(county, "facilities", "SELECT meeting_id, id FROM facilities.booking WHERE status = 'confirmed' AND meeting_id IS NOT NULL")
    }
    meetings = await rows(county, "forums", "SELECT id, room, booking_id FROM forums.meeting WHERE status <> 'draft'")
    for one in meetings:
        found.compare("meetings")
        if one.room == "asked":
            yield f"meeting {one.id} waits for its room"
        if one.room == "won" and booked.get(one.id) != one.booking_id:
            yield f"meeting {one.id} thinks it has booking {one.booking_id}; facilities has {booked.get(one.id)}"


async def _mails(county: County, found: Found) -> AsyncIterator[str]:
    """Each mail was taken by the mail server once, or once more for each death that may have come between sending and writing it down."""
    sent = await rows(county, "notifications", "SELECT id, state FROM notifications.mail")
    mine = {str(row.id) for row in sent}
    every = Counter({id.strip("<> ").partition("@")[0]: times for id, times in county.ground.mail.ids.items()})
    taken = Counter({id: times for id, times in every.items() if id in mine})
    found.compare("mails", len(mine))
    deaths = sum(number for what, number in county.kills.items() if what in {"worker", "mail sent", "database"})
    for id, times in taken.items():
        if times > 1 + deaths:
            yield f"mail {id} was taken {times} times, after {deaths} deaths of senders"
    for row in sent:
        if row.state == "sent" and not taken[str(row.id)]:
            yield f"mail {row.id} counts as sent, and nobody took it"
    if "grants" in county.plan.services:
        wanted = {r.id for r in await rows(county, "grants", "SELECT id FROM grants.decision WHERE granted_cents > 0")}
        told = {r.decision_id for r in await rows(county, "notifications", "SELECT decision_id FROM notifications.mail WHERE decision_id IS NOT NULL")}
        for id in wanted - told:
            yield f"decision {id} was told to nobody"


CHECKS: Final[Mapping[str, list[Check]]] = {
    "grants": [_money], "facilities": [_rooms], "forums": [_meetings], "notifications": [_mails],
}

"""C1 and C7: what the client knows against what the database knows."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import text
from tests.faults.county.county import County
from tests.faults.county.ledger import Attempt, Read
from tests.faults.promises.found import Found


async def check(county: County, found: Found) -> None:
    """Each attempt left as many traces as its answer says: causes in the audit, events, and the row that it made."""
    read = Read.of(county.client.ledger.path)
    found.compare("attempts", len(read.attempts))
    for service in county.plan.services:
        done, said, made = await _traces(county, service)
        mine = [attempt for attempt in read.attempts.values() if attempt.service == service]
        found.holds("C1", (wrong for each in mine for wrong in _wrong_with(each, len(done[each.id]), said[each.id], made)))
    found.compare("answers", len(read.answers))
    found.holds("C7", (f"an answer {each.status} after {each.seconds} s" for each in read.answers if each.status > 503 or 500 <= each.status < 503))
    found.holds("C7", (f"a 503 without Retry-After after {each.seconds} s" for each in read.answers if not each.patient))


async def _traces(county: County, service: str) -> tuple[dict[UUID, set[UUID]], dict[UUID, Counter[str]], set[str]]:
    """By correlation: the causes that changed something, the events that were said; and every id that a row was made under."""
    done: dict[UUID, set[UUID]] = defaultdict(set)
    said: dict[UUID, Counter[str]] = defaultdict(Counter)
    made = set[str]()
    async with county.houses[service].database.sessions() as session:
        audit = text(f"SELECT correlation_id, cause_id, action, subject_id FROM {service}.audit WHERE actor LIKE 'person:%'")
        for correlation, cause, action, subject in await session.execute(audit):
            if action != "read":
                done[correlation].add(cause)
            if action == "insert" and subject:
                made.add(subject)
        for table in ("outbox", "outbox_sent"):
            events = text(f"SELECT headers, type FROM {service}.{table} WHERE topic NOT LIKE '%.state'")
            for headers, kind in await session.execute(events):
                if headers["ce_actor"].startswith("person:"):
                    said[UUID(headers["ce_correlationid"])][kind.split(".")[3]] += 1
    return done, said, made


def _wrong_with(attempt: Attempt, done: int, said: Counter[str], made: set[str]) -> Iterator[str]:
    events = said[attempt.event] if attempt.event else done
    what = f"{attempt.what} {attempt.id}"
    if attempt.acknowledged and (done, events) != (1, 1):
        yield f"{what}: answered {attempt.status}, done {done} times, said {events} times"
    if attempt.acknowledged and attempt.made and attempt.made not in made:
        yield f"{what}: made {attempt.made}, and nothing is there"
    if attempt.refused and (done or said.total()):
        yield f"{what}: refused with {attempt.status}, done {done} times, said {said.total()} times"
    if not attempt.acknowledged and not attempt.refused and (done > 1 or events != done):
        yield f"{what}: unknown, done {done} times, said {events} times"

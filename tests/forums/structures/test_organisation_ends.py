"""An association ends, had not ended after all, becomes part of another, stands apart again: what its seats and meetings do."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.forums import some
from tests.forums.desk import Desk

from chassis import clock
from chassis.clockwork import Clockwork
from chassis.envelope import Record
from chassis.events import Event
from chassis.hearing import Hearing
from chassis.outbox import new_id
from chassis.testing import House, record
from chassis.values import today
from forums.main import SERVICE
from forums.structures.handlers import LISTENER
from registry.events.organisation import (
    OrganisationDissolutionReverted,
    OrganisationDissolved,
    OrganisationMergeUndone,
    OrganisationsMerged,
)

WHY = "Yhdistyksen kokous."


def said(event: Event, sequence: int = 5) -> Record:
    key: UUID = event.organisation_id  # type: ignore[attr-defined]
    return record(event.ce_type(), key, sequence, event.model_dump_json().encode(), topic="registry.organisation")


async def hear(house: House, *records: Record) -> None:
    hearing = Hearing("forums", LISTENER, house.database, house.service.house, "pohde")
    for each in records:
        await hearing.hear(each)


def dissolved(id: UUID, on: date | None = None) -> Record:
    return said(OrganisationDissolved(organisation_id=id, dissolved_on=on or today(clock.now()), grounds=WHY))


def reverted(id: UUID) -> Record:
    return said(OrganisationDissolutionReverted(organisation_id=id, status="active", grounds=WHY), 6)


async def seat(desk: Desk, id: UUID) -> dict[str, Any]:
    return await desk.seen(f"seats/{id}")


async def test_dissolved__seats_of_its_representatives_are_free_with_the_cause(desk: Desk) -> None:
    parish, other = await some.parish(desk.house), await some.parish(desk.house, "Toinen seurakunta")
    theirs, not_theirs = await some.seated(desk.house, new_id(), parish.id), await some.seated(desk.house, new_id(), other.id)
    later = await some.seated(desk.house, new_id(), parish.id, since=date(2099, 1, 1))
    fact = dissolved(parish.id)
    await hear(desk.house, fact)
    assert (await seat(desk, theirs))["vacated_because"] == "organisation_dissolved"
    assert (await seat(desk, not_theirs))["holder"]["organisation_id"] == str(other.id)
    assert (await seat(desk, later))["next"] is None
    council = await some.structure(desk.house, some.COUNCIL)
    vacated = [each for each in await desk.house.outbox(council.id) if "SeatVacated" in (each.type or "")]
    assert len(vacated) == 2
    assert {each.headers["ce_causationid"] for each in vacated} == {fact.headers["ce_id"]}
    cause = await desk.api.scalar("SELECT string_agg(DISTINCT cause_id::text, ',') FROM forums.holding WHERE ended_because IS NOT NULL")
    assert cause == fact.headers["ce_id"]


async def test_dissolved__heard_twice_changes_nothing_more(desk: Desk) -> None:
    parish = await some.parish(desk.house)
    await some.seated(desk.house, new_id(), parish.id)
    council = await some.structure(desk.house, some.COUNCIL)
    fact = dissolved(parish.id)
    await hear(desk.house, fact, fact)
    assert (await desk.house.said(council.id)).count("SeatVacated") == 1


async def test_dissolved__recorded_late_counts_from_its_day_and_leaves_those_who_had_left(desk: Desk) -> None:
    parish, day = await some.parish(desk.house), today(clock.now())
    since = day - timedelta(days=100)
    sitting = await some.seated(desk.house, new_id(), parish.id, since=since)
    gone = await some.seated(desk.house, new_id(), parish.id, since=since, until=day - timedelta(days=3))
    await hear(desk.house, dissolved(parish.id, day - timedelta(days=30)))
    assert (await seat(desk, sitting))["vacant_since"] == (day - timedelta(days=30)).isoformat()
    assert (await seat(desk, gone))["vacant_since"] == (day - timedelta(days=3)).isoformat()
    assert (await seat(desk, gone))["vacated_because"] is None


async def test_dissolved__a_deputy_of_another_stays_and_is_known_by_the_seat(desk: Desk) -> None:
    parish, other = await some.parish(desk.house), await some.parish(desk.house, "Toinen seurakunta")
    principal = await some.seated(desk.house, new_id(), parish.id)
    deputy = await some.seated(desk.house, new_id(), other.id, deputy_of=principal)
    await hear(desk.house, dissolved(parish.id))
    assert (await seat(desk, principal))["holder"] is None
    assert (await seat(desk, deputy))["deputy_of"] == str(principal)
    assert (await seat(desk, deputy))["holder"] is not None


async def test_dissolved__what_became_part_of_it_ends_with_it(desk: Desk) -> None:
    now = await some.parish(desk.house, "Oulujoen seurakunta")
    was = await some.parish(desk.house, "Iin seurakunta", status="merged", successor_id=now.id)
    theirs = await some.seated(desk.house, new_id(), was.id)
    assert (await seat(desk, theirs))["holder"]["organisation_id"] == str(now.id)
    await hear(desk.house, dissolved(now.id))
    assert (await seat(desk, theirs))["holder"] is None
    await hear(desk.house, reverted(now.id))
    assert (await seat(desk, theirs))["holder"]["organisation_id"] == str(now.id)


async def test_reverted__who_left_sits_again_where_that_is_still_free(desk: Desk) -> None:
    parish, person, until = await some.parish(desk.house), new_id(), date(2099, 1, 1)
    free = await some.seated(desk.house, person, parish.id, until=until)
    taken = await some.seated(desk.house, new_id(), parish.id)
    withdrawn = await some.seated(desk.house, new_id(), parish.id)
    await hear(desk.house, dissolved(parish.id))
    await desk.done(f"seats/{taken}/fill", {"person": str(new_id()), "grounds": WHY})
    await desk.done(f"seats/{withdrawn}/withdraw", {"grounds": WHY})
    await hear(desk.house, reverted(parish.id))
    assert (await seat(desk, free))["holder"] | {"since": ""} == {
        "person": str(person), "organisation_id": str(parish.id), "since": "", "until": "2099-01-01",
    }
    assert (await seat(desk, taken))["holder"]["organisation_id"] is None
    assert (await seat(desk, withdrawn))["vacated_because"] == "organisation_dissolved"
    council = await some.structure(desk.house, some.COUNCIL)
    assert sorted((await desk.house.said(council.id))[-3:]) == ["SeatFilled", "SeatNotRestored", "SeatNotRestored"]
    assert await not_restored(desk, council.id) == {(str(taken), "seat_filled"), (str(withdrawn), "seat_withdrawn")}


async def not_restored(desk: Desk, structure: UUID) -> set[tuple[str, str]]:
    """Seats and why they did not come back."""
    found = [json.loads(each.value or b"") for each in await desk.house.outbox(structure) if "NotRestored" in (each.type or "")]
    return {(each.get("seat_id", each["organisation_id"]), each["because"]) for each in found}


async def test_reverted__a_term_that_is_over_by_then(desk: Desk) -> None:
    parish, day = await some.parish(desk.house), today(clock.now())
    left = await some.seated(desk.house, new_id(), parish.id, since=day - timedelta(days=9), until=day + timedelta(days=1))
    await hear(desk.house, dissolved(parish.id))
    await desk.api.execute("UPDATE forums.holding SET until_before = :day", day=day)
    await hear(desk.house, reverted(parish.id))
    council = await some.structure(desk.house, some.COUNCIL)
    assert await not_restored(desk, council.id) == {(str(left), "term_over")}


async def test_ended_twice__what_its_first_end_took_is_settled(desk: Desk) -> None:
    """Lost once and said; the second time it has another seat, and gets that one back alone."""
    parish = await some.parish(desk.house)
    first = await some.seated(desk.house, new_id(), parish.id)
    await hear(desk.house, dissolved(parish.id))
    person = str(new_id())
    await desk.done(f"seats/{first}/fill", {"person": person, "grounds": WHY})
    await hear(desk.house, reverted(parish.id))
    second = await some.seated(desk.house, new_id(), parish.id)
    await desk.done(f"seats/{first}/vacate", {"because": "resigned", "grounds": WHY})
    events = [
        said(OrganisationDissolved(organisation_id=parish.id, dissolved_on=today(clock.now()), grounds=WHY), 7),
        said(OrganisationDissolutionReverted(organisation_id=parish.id, status="active", grounds=WHY), 8),
    ]
    await hear(desk.house, *events)
    assert (await seat(desk, second))["holder"]["organisation_id"] == str(parish.id)
    assert (await seat(desk, first))["holder"] is None
    council = await some.structure(desk.house, some.COUNCIL)
    assert await not_restored(desk, council.id) == {(str(first), "seat_filled")}


async def test_seated_while_the_fact_is_heard__leaves_by_the_clock_with_the_cause(desk: Desk) -> None:
    """The copy lags behind the word: whoever is seated in between is found."""
    parish = await some.parish(desk.house)
    fact = dissolved(parish.id)
    await hear(desk.house, fact)
    late = await some.seated(desk.house, new_id(), parish.id)
    job = next(job for job in SERVICE.clock if job.name.endswith("leave_ended"))
    clockwork = Clockwork("forums", SERVICE.house, desk.house.database, jobs=SERVICE.clock)
    assert (await clockwork.run_job(job), await clockwork.run_job(job)) == (1, 0)
    assert (await seat(desk, late))["vacated_because"] == "organisation_dissolved"
    cause = await desk.api.scalar("SELECT DISTINCT cause_id::text FROM forums.holding WHERE ended_because IS NOT NULL")
    assert cause == fact.headers["ce_id"]
    await hear(desk.house, reverted(parish.id))
    assert (await seat(desk, late))["holder"]["organisation_id"] == str(parish.id)
    assert await clockwork.run_job(job) == 0


async def test_reverted__who_sits_elsewhere_by_now_stays_there(desk: Desk) -> None:
    parish, person = await some.parish(desk.house), new_id()
    left = await some.seated(desk.house, person, parish.id)
    await hear(desk.house, dissolved(parish.id))
    other = await some.seat(desk.house, group="officials")
    await desk.done(f"seats/{other}/fill", {"person": str(person), "grounds": WHY})
    await hear(desk.house, reverted(parish.id))
    assert (await seat(desk, left))["holder"] is None
    council = await some.structure(desk.house, some.COUNCIL)
    assert await not_restored(desk, council.id) == {(str(left), "person_elsewhere")}


async def test_reverted__a_closed_structure_stays_closed(desk: Desk) -> None:
    one = await some.association(desk.house)
    left = await some.seated(desk.house, new_id(), one.id, code="hyr", group="organisations")
    await hear(desk.house, dissolved(one.id))
    hyr = await some.structure(desk.house, "hyr")
    await desk.done(f"structures/{hyr.id}/close", {"grounds": WHY, "no_successor_because": "Loppui."})
    await hear(desk.house, reverted(one.id))
    assert (await seat(desk, left))["holder"] is None
    assert await not_restored(desk, hyr.id) == {(str(left), "structure_closed")}


async def convened(desk: Desk) -> tuple[UUID, UUID, UUID]:
    """A network and the two organisations that call it together."""
    network = await some.structure(desk.house, some.NETWORK)
    one, two = await some.association(desk.house, "Yksi ry"), await some.association(desk.house, "Kaksi ry")
    await desk.done(f"structures/{network.id}/appoint-convenors", {"organisations": [str(one.id), str(two.id)], "grounds": WHY})
    return network.id, one.id, two.id


async def convenors(desk: Desk, network: UUID) -> set[str]:
    return set((await desk.seen(f"structures/{network}"))["convenor"]["organisations"])


async def test_dissolved__a_convenor_is_missing_and_comes_back(desk: Desk) -> None:
    network, one, two = await convened(desk)
    await hear(desk.house, dissolved(one))
    shown = await desk.seen(f"structures/{network}")
    assert (shown["convenor"]["organisations"], shown["convenor"]["missing"]) == ([str(two)], 1)
    await hear(desk.house, reverted(one))
    assert await convenors(desk, network) == {str(one), str(two)}
    assert (await desk.house.said(network))[-3:] == ["ConvenorsAppointed"] * 3


async def test_reverted__others_call_together_by_now(desk: Desk) -> None:
    network, one, two = await convened(desk)
    await hear(desk.house, dissolved(one))
    three = await some.association(desk.house, "Kolme ry")
    body = {"organisations": [str(two), str(three.id)], "grounds": WHY}
    await desk.done(f"structures/{network}/appoint-convenors", body)
    await hear(desk.house, reverted(one))
    assert await convenors(desk, network) == {str(two), str(three.id)}
    assert await not_restored(desk, network) == {(str(one), "place_taken")}


async def test_merged__its_successor_calls_together_until_that_is_undone(desk: Desk) -> None:
    network, one, two = await convened(desk)
    into = await some.association(desk.house, "Seuraaja ry")
    await hear(desk.house, said(OrganisationsMerged(organisation_id=one, from_ids=(one,), into_id=into.id, grounds=WHY)))
    assert await convenors(desk, network) == {str(into.id), str(two)}
    await hear(desk.house, said(OrganisationMergeUndone(organisation_id=one, was_into_id=into.id, status="active", grounds=WHY), 6))
    assert await convenors(desk, network) == {str(one), str(two)}


async def test_merged__two_convenors_that_become_one_leave_a_place(desk: Desk) -> None:
    network, one, two = await convened(desk)
    await hear(desk.house, said(OrganisationsMerged(organisation_id=one, from_ids=(one,), into_id=two, grounds=WHY)))
    assert (await desk.seen(f"structures/{network}"))["convenor"]["missing"] == 1
    await hear(desk.house, said(OrganisationMergeUndone(organisation_id=one, was_into_id=two, status="active", grounds=WHY), 6))
    assert await convenors(desk, network) == {str(one), str(two)}

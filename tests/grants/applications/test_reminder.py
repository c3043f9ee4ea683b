"""A draft that is still open shortly before the end: its applicants hear of it once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.grants.applications.some import draft, joint, share, shown
from tests.grants.conftest import Calendar
from tests.grants.some import association, call, representative

from chassis import clock
from chassis.testing import House
from chassis.work import Irrelevant
from grants.applications import commands
from grants.events.reminder import DraftStillOpen


@pytest.fixture
def going(grants: House, calendar: Calendar) -> House:
    """A house whose commands go by the calendar."""
    return replace(grants, clock=calendar.now)


async def reminded(house: House) -> list[DraftStillOpen]:
    return [DraftStillOpen.model_validate_json(one.value or b"") for one in await house.outbox() if one.topic == DraftStillOpen.topic]


async def test_remind__once_days_before_the_end(grants: House, going: House, calendar: Calendar) -> None:
    opened = await call(grants, reminder_days=3)
    one, two = await association(grants), await association(grants, "Toinen ry")
    row = await draft(grants, opened, one)
    await share(grants, row, one, two)
    calendar.at(opened.closes_at - timedelta(days=3, seconds=1))
    await calendar.worker(going)
    assert await reminded(grants) == []
    calendar.at(opened.closes_at - timedelta(days=3))
    await calendar.worker(going)
    (said,) = await reminded(grants)
    assert (said.application_id, said.closes_at, said.unsigned) == (row.id, opened.closes_at, (two.id,))
    assert {party.organisation_id for party in said.parties} == {one.id, two.id}
    with pytest.raises(Irrelevant):
        await going.run(commands.remind, row.id)
    assert len(await reminded(grants)) == 1


async def test_remind__not_of_what_is_submitted_discarded_or_over(grants: House, going: House, calendar: Calendar) -> None:
    opened = await call(grants)
    one, two = await association(grants), await association(grants, "Toinen ry")
    sent, given_up, late = await joint(grants, opened, one, two), await draft(grants, opened, one), await draft(grants, opened, two)
    await representative(grants, one.id).run(commands.submit, sent.id)
    await representative(grants, one.id).run(commands.discard, given_up.id)
    calendar.at(opened.closes_at)  # the worker was away
    await calendar.worker(going)
    assert await reminded(grants) == []
    for row in (sent, given_up, late):
        with pytest.raises(Irrelevant):
            await going.run(commands.remind, row.id)


async def test_remind__a_draft_begun_shortly_before_the_end_is_not_reminded_at_once(grants: House, going: House, calendar: Calendar) -> None:
    opened = await call(grants, closes_at=clock.now() + timedelta(hours=1))
    row = await draft(grants, opened, await association(grants))
    calendar.at(opened.closes_at - timedelta(minutes=30))
    await calendar.worker(going)
    assert await reminded(grants) == []
    assert (await shown(grants, row.id)).status.value == "draft"

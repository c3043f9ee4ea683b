"""A dissolution takes effect on its day: settled ahead, moved, taken back; on time, late, twice, and never by the timer alone."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from pydantic_core import from_json
from sqlalchemy import text
from tests.registry.conftest import Api, Calendar

from chassis.machine import ActionNotAllowed
from chassis.problems import Refused
from chassis.testing import House
from chassis.work import Irrelevant, UnitOfWork
from registry.organisations import commands
from registry.organisations.domain.lifecycle import Status
from registry.organisations.problems import MERGE_INTO_ENDED
from registry.organisations.schemas import Dissolve, Merge, PublishDefinition, Register, WithGrounds
from registry.organisations.tables import Organisation

DECIDED = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
DAY, LATER = date(2027, 3, 29), date(2027, 6, 1)
BEGINS = datetime(2027, 3, 28, 21, 0, tzinfo=UTC)
"""The day after the clocks went forward: midnight in Helsinki is summer time."""
JUST_BEFORE = BEGINS - timedelta(seconds=1)
WHY = WithGrounds(grounds="Kokouksen päätös 3 §")
PLAIN = {"grounds": WHY.grounds}
SETTLED, ENDED = "OrganisationUpdated", "OrganisationDissolved"


@dataclass
class County:
    """The coordinator, the worker, and the day."""

    house: House
    calendar: Calendar

    async def registered(self, name: str = "Oulun Omaiset ry") -> UUID:
        return (await self.house.run(commands.register, Register(name_fi=name))).id

    async def settled(self, on: date = DAY, *, grounds: str = WHY.grounds, id: UUID | None = None) -> UUID:
        """One that will end on the day."""
        id = id or await self.registered()
        await self.house.run(commands.dissolve, id, Dissolve(dissolved_on=on, grounds=grounds))
        return id

    async def row(self, id: UUID) -> Organisation:
        async def load(uow: UnitOfWork) -> Organisation:
            return await uow.load(Organisation, id)

        return await self.house.run(load)

    async def stands(self, id: UUID) -> tuple[Status, date | None, date | None]:
        row = await self.row(id)
        return row.status, row.dissolves_on, row.dissolved_on

    async def said(self, id: UUID) -> list[str]:
        """Without its registration."""
        return (await self.house.said(id))[1:]

    async def payload(self, id: UUID, name: str) -> dict[str, Any]:
        """The newest event of that name, or `state`."""
        records = [each for each in await self.house.outbox(id) if f".{name}.v1" in (each.type or "")]
        found: dict[str, Any] = from_json(records[-1].value or b"")
        return found

    async def work(self, at: datetime) -> int:
        """A worker that was started at that moment."""
        self.calendar.at(at)
        return await self.calendar.worker(self.house)

    async def timers(self) -> list[datetime]:
        async with self.house.database.sessions() as session:
            return list((await session.execute(text("SELECT due_at FROM registry.timer"))).scalars())


@pytest.fixture
def county(coordinator: House, calendar: Calendar) -> County:
    calendar.at(DECIDED)
    return County(replace(coordinator, clock=calendar.now), calendar)


async def act(api: Api, made: dict[str, Any], verb: str, body: dict[str, Any] | None = None) -> httpx.Response:
    return await api.post(f"/v1/organisations/{made['id']}/{verb}", body)


async def test_settled__it_goes_on_and_everybody_can_plan(api: Api, calendar: Calendar) -> None:
    calendar.at(DECIDED)
    made = await api.registered()
    answer = (await act(api, made, "dissolve", {"dissolved_on": DAY.isoformat(), **PLAIN})).json()
    assert (answer["status"], answer["dissolves_on"], answer["dissolved_on"]) == ("active", "2027-03-29", None)
    id = UUID(made["id"])
    assert await api.house.said(id) == ["OrganisationRegistered", SETTLED]
    county = County(api.house, calendar)
    told = await county.payload(id, SETTLED)
    assert told["changes"] == [{"field": "dissolves_on", "before": None, "after": "2027-03-29"}]
    state = await county.payload(id, "state")
    assert (state["status"], state["dissolves_on"], state["dissolved_on"]) == ("active", "2027-03-29", None)
    (settled,) = (await api.get(f"/v1/organisations/{id}/history")).json()["changes"]
    assert (settled["action"], settled["before"], settled["after"], settled["effective_on"], settled["grounds"]) == (
        "dissolve", "active", "active", "2027-03-29", WHY.grounds,
    )
    assert await county.timers() == [BEGINS]


EDITS: dict[str, Any] = {
    "set-operating-area": {"area_class": "municipality", "municipalities": ["564"]},
    "report-workforce": {"year": 2026, "person_years": "1.0", "volunteers": 5},
    "assess-non-profit": {
        "for_common_good": True, "not_for_a_closed_circle": True, "no_private_gain": True, "assessed_on": "2027-02-01", **PLAIN,
    },
    "evaluate-sote": None,
    "pause": PLAIN,
    "resume": None,
}


async def defined(api: Api) -> None:
    definition = {"number": 1, "term": "county-2025", "kinds": ["organisation"], **PLAIN}
    assert (await api.post("/v1/sote-definitions", definition)).status_code == 201


async def patched(api: Api, id: str) -> httpx.Response:
    etag = (await api.get(f"/v1/organisations/{id}")).headers["etag"]
    return await api.http.patch(
        f"/v1/organisations/{id}", json={"locality": "Oulu"}, headers={**api.coordinator, "If-Match": etag}
    )


async def test_until_its_day__everything_goes_on(api: Api, calendar: Calendar) -> None:
    calendar.at(DECIDED)
    await defined(api)
    made = await api.registered()
    await act(api, made, "dissolve", {"dissolved_on": DAY.isoformat(), **PLAIN})
    calendar.at(JUST_BEFORE)
    assert (await patched(api, made["id"])).status_code == 200
    for verb, body in EDITS.items():
        answer = await act(api, made, verb, body)
        assert answer.status_code == 200, (verb, answer.text)
    assert await calendar.worker(api.house) == 0
    shown = (await api.get(f"/v1/organisations/{made['id']}")).json()
    assert (shown["status"], shown["dissolves_on"], shown["locality"]) == ("active", "2027-03-29", "Oulu")


async def test_on_its_day_before_the_worker__it_has_ended_for_everybody(api: Api, calendar: Calendar) -> None:
    """A job is never the guard: commands and readers go by the day."""
    calendar.at(DECIDED)
    await defined(api)
    made, other = await api.registered(), await api.registered("Toinen ry")
    await act(api, made, "dissolve", {"dissolved_on": DAY.isoformat(), **PLAIN})
    said = await api.house.said()
    calendar.at(BEGINS)
    refused = [await patched(api, made["id"])]
    refused += [await act(api, made, verb, body) for verb, body in EDITS.items()]
    refused += [
        await act(api, made, "dissolve", {"dissolved_on": "2027-05-01", **PLAIN}),
        await act(api, other, "merge", {"from_ids": [made["id"]], **PLAIN}),
    ]
    assert {(answer.status_code, answer.json()["state"]) for answer in refused} == {(409, "dissolved")}
    assert {tuple(answer.json()["allowed"]) for answer in refused} == {("revert_dissolution",)}
    into = await act(api, made, "merge", {"from_ids": [other["id"]], **PLAIN})
    assert (into.status_code, into.json()["code"]) == (409, "registry.organisation.merge_into_ended")
    shown = (await api.get(f"/v1/organisations/{made['id']}")).json()
    assert (shown["status"], shown["dissolves_on"], shown["dissolved_on"]) == ("dissolved", None, "2027-03-29")
    for status, ids in {"active": [other["id"]], "dissolved": [made["id"]]}.items():
        listed = (await api.get("/v1/organisations", status=status, count="exact")).json()
        assert [each["id"] for each in listed["items"]] == ids
        assert {each["status"] for each in listed["items"]} == {status}
    evaluated = (await api.post("/v1/organisations/evaluate-sote", {"limit": 10})).json()
    assert (evaluated["evaluated"], evaluated["remaining"]) == (1, 0)
    assert (await api.house.said(UUID(made["id"]))) == ["OrganisationRegistered", SETTLED]
    assert [name for name in await api.house.said() if name != "SoteStatusChanged"] == said
    assert await calendar.worker(api.house) == 1
    assert (await api.house.said(UUID(made["id"])))[-1] == ENDED


async def test_its_day_comes__dissolved_once_with_the_reasons_that_were_given(county: County) -> None:
    id = await county.settled()
    assert await county.work(JUST_BEFORE) == 0
    assert await county.work(BEGINS) == 1
    assert await county.stands(id) == (Status.DISSOLVED, None, DAY)
    assert await county.said(id) == [SETTLED, ENDED]
    assert await county.payload(id, ENDED) == {"organisation_id": str(id), "dissolved_on": "2027-03-29", "grounds": WHY.grounds}
    assert (await county.payload(id, "state"))["status"] == "dissolved"
    assert await county.work(BEGINS + timedelta(days=1)) == 0
    with pytest.raises(Irrelevant):
        await county.house.run(commands.dissolve_when_due, id)
    assert await county.said(id) == [SETTLED, ENDED]


async def test_worker_was_down_for_weeks__it_ended_on_its_day(county: County) -> None:
    id = await county.settled()
    assert await county.work(BEGINS + timedelta(days=40)) == 1
    assert await county.stands(id) == (Status.DISSOLVED, None, DAY)
    assert (await county.payload(id, ENDED))["dissolved_on"] == "2027-03-29"


async def test_two_workers_at_once__one_end(county: County) -> None:
    id = await county.settled()
    county.calendar.at(BEGINS)
    await asyncio.gather(*(county.calendar.worker(county.house) for _ in range(4)))
    assert await county.said(id) == [SETTLED, ENDED]


async def test_run_too_early__nothing_and_the_plan_stands(county: County) -> None:
    id = await county.settled()
    county.calendar.at(JUST_BEFORE)
    with pytest.raises(Irrelevant):
        await county.house.run(commands.dissolve_when_due, id)
    assert await county.stands(id) == (Status.ACTIVE, DAY, None)
    assert await county.work(BEGINS) == 1


async def test_taken_back__told_and_the_timer_finds_nothing(county: County) -> None:
    id = await county.settled()
    await county.house.run(commands.revert_dissolution, id, WHY)
    assert await county.stands(id) == (Status.ACTIVE, None, None)
    assert await county.said(id) == [SETTLED, SETTLED]
    assert (await county.payload(id, SETTLED))["changes"] == [{"field": "dissolves_on", "before": "2027-03-29", "after": None}]
    assert await county.work(BEGINS) == 1
    assert await county.timers() == []
    assert (await county.stands(id), len(await county.said(id))) == ((Status.ACTIVE, None, None), 2)
    with pytest.raises(ActionNotAllowed):
        await county.house.run(commands.revert_dissolution, id, WHY)


async def test_taken_back_and_settled_anew__on_the_new_day(county: County) -> None:
    id = await county.settled()
    await county.house.run(commands.revert_dissolution, id, WHY)
    await county.settled(LATER, id=id)
    assert await county.work(BEGINS) == 0
    assert await county.stands(id) == (Status.ACTIVE, LATER, None)
    assert await county.work(datetime(2027, 5, 31, 21, tzinfo=UTC)) == 1
    assert await county.stands(id) == (Status.DISSOLVED, None, LATER)


@pytest.mark.parametrize(("first", "then"), [(DAY, LATER), (LATER, DAY)])
async def test_put_off_or_brought_forward__it_ends_on_the_day_said_last(county: County, first: date, then: date) -> None:
    id = await county.settled(first)
    await county.settled(then, grounds="Kokous 4 §", id=id)
    assert (await county.payload(id, SETTLED))["changes"] == [
        {"field": "dissolves_on", "before": first.isoformat(), "after": then.isoformat()}
    ]
    assert await county.work(BEGINS) == (1 if then == DAY else 0)
    assert await county.work(datetime(2027, 5, 31, 21, tzinfo=UTC)) == (0 if then == DAY else 1)
    assert await county.stands(id) == (Status.DISSOLVED, None, then)
    ended = await county.payload(id, ENDED)
    assert (ended["dissolved_on"], ended["grounds"]) == (then.isoformat(), "Kokous 4 §")


async def test_put_off_under_the_workers_hands__either_ended_or_put_off(county: County) -> None:
    """On the day, a minute before midnight by the clock of the one and a minute after it by that of the other."""
    id = await county.settled()
    county.calendar.at(BEGINS + timedelta(minutes=1))
    slow = replace(county.house, clock=lambda: JUST_BEFORE)
    moved, _ = await asyncio.gather(
        slow.run(commands.dissolve, id, Dissolve(dissolved_on=LATER, **PLAIN)),
        county.calendar.worker(county.house),
        return_exceptions=True,
    )
    assert isinstance(moved, (Organisation, ActionNotAllowed))
    if isinstance(moved, Organisation):
        assert await county.stands(id) == (Status.ACTIVE, LATER, None)
        assert await county.timers() == [datetime(2027, 5, 31, 21, tzinfo=UTC)]
        assert await county.said(id) == [SETTLED, SETTLED]
    else:
        assert await county.stands(id) == (Status.DISSOLVED, None, DAY)
        assert await county.said(id) == [SETTLED, ENDED]


async def test_ended_by_hand_before_its_day__at_once_and_the_timer_finds_nothing(county: County) -> None:
    id = await county.settled()
    await county.settled(DECIDED.date(), grounds="Päätös muuttui", id=id)
    assert await county.stands(id) == (Status.DISSOLVED, None, DECIDED.date())
    assert await county.said(id) == [SETTLED, ENDED]
    await county.work(BEGINS)
    assert await county.said(id) == [SETTLED, ENDED]
    assert await county.stands(id) == (Status.DISSOLVED, None, DECIDED.date())


async def test_settled_twice_alike__said_once_and_other_reasons_are_kept(county: County) -> None:
    id = await county.registered()
    await asyncio.gather(*(county.settled(id=id) for _ in range(10)))
    assert await county.said(id) == [SETTLED]
    version = (await county.row(id)).version
    county.calendar.at(DECIDED + timedelta(hours=1))
    await county.settled(id=id)
    assert (await county.row(id)).version == version
    await county.settled(grounds="Pöytäkirja tarkistettu", id=id)
    assert await county.said(id) == [SETTLED]
    await county.work(BEGINS)
    assert (await county.payload(id, ENDED))["grounds"] == "Pöytäkirja tarkistettu"


@pytest.mark.parametrize("first", ["pause", "dissolve"])
async def test_paused__ends_on_its_day_and_rests_again_when_it_is_back(county: County, first: str) -> None:
    id = await county.registered()
    if first == "pause":
        await county.house.run(commands.pause, id, WHY)
        await county.settled(id=id)
    else:
        await county.settled(id=id)
        await county.house.run(commands.pause, id, WHY)
    assert await county.stands(id) == (Status.PAUSED, DAY, None)
    await county.work(BEGINS)
    assert await county.stands(id) == (Status.DISSOLVED, None, DAY)
    await county.house.run(commands.revert_dissolution, id, WHY)
    assert await county.stands(id) == (Status.PAUSED, None, None)
    assert (await county.said(id))[-1] == "OrganisationDissolutionReverted"


async def test_taken_back_on_its_day_before_the_worker__nobody_hears_of_an_end(county: County) -> None:
    id = await county.settled()
    county.calendar.at(BEGINS + timedelta(hours=9))
    await county.house.run(commands.revert_dissolution, id, WHY)
    await county.calendar.worker(county.house)
    assert await county.stands(id) == (Status.ACTIVE, None, None)
    assert await county.said(id) == [SETTLED, SETTLED]


async def test_merged_before_its_day__the_merger_takes_the_place_of_the_end(county: County) -> None:
    id, into = await county.settled(), await county.registered("Toinen ry")
    await county.house.run(commands.merge, into, Merge(from_ids=[id], **PLAIN))
    assert await county.stands(id) == (Status.MERGED, None, None)
    assert (await county.payload(id, "state"))["dissolves_on"] is None
    await county.work(BEGINS)
    assert await county.said(id) == [SETTLED, "OrganisationsMerged"]
    await county.house.run(commands.undo_merge, id, WHY)
    assert await county.stands(id) == (Status.ACTIVE, None, None)


async def test_others_merge_into_it_before_its_day__and_not_on_it(county: County) -> None:
    id, first, second = await county.settled(), await county.registered("Aa ry"), await county.registered("Bee ry")
    await county.house.run(commands.merge, id, Merge(from_ids=[first], **PLAIN))
    assert await county.stands(id) == (Status.ACTIVE, DAY, None)
    county.calendar.at(BEGINS)
    with pytest.raises(Refused) as refused:
        await county.house.run(commands.merge, id, Merge(from_ids=[second], **PLAIN))
    assert [reason.problem for reason in refused.value.reasons] == [MERGE_INTO_ENDED]
    assert await county.calendar.worker(county.house) == 1
    assert await county.said(id) == [SETTLED, ENDED]


async def test_database__keeps_a_plan_to_those_that_live_and_with_reasons(county: County) -> None:
    """The last guard, whatever the code would do."""
    id = await county.settled()
    for wrong in ("dissolution_grounds = NULL", "status = 'dissolved', dissolved_on = '2027-03-29'"):
        with pytest.raises(Exception, match="ck_organisation_dissolves"):
            async with county.house.database.sessions() as session:
                await session.execute(text(f"UPDATE registry.organisation SET {wrong} WHERE id = :id"), {"id": id})


async def test_evaluated_with_everybody_until_its_day(county: County) -> None:
    id = await county.settled()
    definition = PublishDefinition(number=1, term="county-2025", kinds=[], refuses_service_producers=True, **PLAIN)
    await county.house.run(commands.publish_sote_definition, definition)
    await county.house.run(commands.evaluate_sote_status, id)
    assert await county.said(id) == [SETTLED, "SoteStatusChanged"]
    county.calendar.at(BEGINS)
    with pytest.raises(ActionNotAllowed):
        await county.house.run(commands.evaluate_sote_status, id)

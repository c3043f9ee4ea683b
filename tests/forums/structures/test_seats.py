"""Seats, deputies, terms and vacancies. STR-02, M8."""

from dataclasses import replace

from tests.forums import some
from tests.forums.conftest import Calendar
from tests.forums.desk import Desk, pointers
from tests.forums.structures.seating import WHY, defined, named

from chassis.outbox import new_id
from chassis.testing import House
from forums.structures import commands
from forums.structures.schemas import Fill, Vacate


async def test_define__shown_under_its_own_address(desk: Desk) -> None:
    body = await some.structure(desk.house, some.COUNCIL)
    answer = await desk.post(f"structures/{body.id}/seats", {"group": "parishes", "grounds": WHY})
    assert answer.headers["location"] == f"/v1/seats/{answer.json()['id']}"
    assert answer.json() | {"id": "", "structure_id": ""} == {
        "id": "", "version": 1, "structure_id": "", "group": "parishes", "number": 1, "deputy_of": None, "withdrawn_on": None,
        "holder": None, "next": None, "vacant_since": None, "vacated_because": None,
    }


async def test_define__open_and_internal_structures_have_none(desk: Desk) -> None:
    for code in (some.FORUM, some.NETWORK, "county-regional-coordination"):
        body = await some.structure(desk.house, code)
        assert await desk.refused(f"structures/{body.id}/seats", {"group": "x", "grounds": WHY}) == (409, {"no_seats"}), code
        assert (await desk.get(f"structures/{body.id}/composition")).status_code == 409


async def test_define__refusals(desk: Desk) -> None:
    council = await some.structure(desk.house, some.COUNCIL)
    path = f"structures/{council.id}/seats"
    assert await desk.refused(path, {"group": "anglers", "grounds": WHY}) == (422, {"group_unknown"})
    seat = await defined(desk)
    deputy = await defined(desk, deputy_of=seat)
    assert await desk.refused(path, {"group": "parishes", "deputy_of": deputy, "grounds": WHY}) == (409, {"deputy_of_deputy"})
    assert await desk.refused(path, {"group": "officials", "deputy_of": seat, "grounds": WHY}) == (422, {"deputy_elsewhere"})
    elsewhere = await defined(desk, "organisations", "hyr")
    assert (await desk.post(path, {"group": "parishes", "deputy_of": elsewhere, "grounds": WHY})).status_code == 404
    assert (await desk.post(path, {"group": "parishes", "grounds": WHY}, who="area_liaison")).status_code == 403


async def test_define__as_many_as_the_group_has_at_most(desk: Desk) -> None:
    group = await some.structure(desk.house, "grant-principles-group")
    path = f"structures/{group.id}/seats"
    for _ in range(3):
        await desk.done(path, {"group": "council_members", "grounds": WHY})
    assert await desk.refused(path, {"group": "council_members", "grounds": WHY}) == (409, {"group_full"})


async def test_fill__somebody_represents_a_parish_for_a_term(desk: Desk) -> None:
    parish, seat, person = await some.parish(desk.house), await defined(desk), some.PEOPLE["colleague"]
    shown = await desk.done(
        f"seats/{seat}/fill", named(person, organisation_id=str(parish.id), since="2026-01-01", until="2029-06-01")
    )
    assert shown["holder"] == {
        "person": str(person), "organisation_id": str(parish.id), "since": "2026-01-01", "until": "2029-06-01",
    }
    assert shown["version"] == 2
    council = await some.structure(desk.house, some.COUNCIL)
    assert (await desk.house.said(council.id))[-1] == "SeatFilled"
    assert all(str(person).encode() not in (record.value or b"") for record in await desk.house.outbox())


async def test_fill__who_sits_there_is_seen_by_those_who_may(desk: Desk) -> None:
    parish, seat = await some.parish(desk.house), await defined(desk)
    await desk.done(f"seats/{seat}/fill", named(some.PEOPLE["colleague"], organisation_id=str(parish.id)))
    seen = {who: (await desk.seen(f"seats/{seat}", who=who))["holder"] for who in ("coordinator", "colleague", "stranger", "area_liaison")}
    assert {who for who, holder in seen.items() if holder["person"] is not None} == {"coordinator", "colleague"}
    assert {holder["organisation_id"] for holder in seen.values()} == {str(parish.id)}
    read = await desk.api.scalar("SELECT count(*) FROM forums.audit WHERE action = 'read'")
    assert read == 1  # the coordinator's reading alone: oneself is nobody else, and the others saw nobody


async def test_fill__one_person_one_seat_nobody_their_own_deputy(desk: Desk) -> None:
    one, two, person = await defined(desk), await defined(desk, "officials"), new_id()
    deputy = await defined(desk, deputy_of=one)
    await desk.done(f"seats/{one}/fill", named(person))
    assert await desk.refused(f"seats/{two}/fill", named(person)) == (409, {"two_seats"})
    assert await desk.refused(f"seats/{deputy}/fill", named(person)) == (409, {"two_seats"})
    assert await desk.refused(f"seats/{one}/fill", named()) == (409, {"taken"})
    assert (await desk.done(f"seats/{deputy}/fill", named()))["deputy_of"] == one
    elsewhere = await defined(desk, "organisations", "hyr")
    await desk.done(f"seats/{elsewhere}/fill", named(person))


async def test_fill__terms_follow_each_other(desk: Desk) -> None:
    seat, person = await defined(desk), new_id()
    await desk.done(f"seats/{seat}/fill", named(person, until="2027-01-01"))
    assert await desk.refused(f"seats/{seat}/fill", named(since="2026-12-31")) == (409, {"taken"})
    shown = await desk.done(f"seats/{seat}/fill", named(since="2027-01-01"))
    assert (shown["holder"]["until"], shown["next"]["since"]) == ("2027-01-01", "2027-01-01")
    other = await defined(desk)
    await desk.done(f"seats/{other}/fill", named(person, since="2027-01-01"))


async def test_fill__everything_wrong_at_once(desk: Desk) -> None:
    seat = await defined(desk)
    ended = await some.association(desk.house, "Lakannut ry", status="dissolved")
    answer = await desk.post(f"seats/{seat}/fill", named(organisation_id=str(ended.id), until="2020-01-01"))
    assert pointers(answer) == {"/organisation_id": "organisation_unfit", "/until": "term_over"}
    association = await some.association(desk.house)
    answer = await desk.post(f"seats/{seat}/fill", named(organisation_id=str(association.id)))
    assert pointers(answer) == {"/organisation_id": "wrong_kind"}
    answer = await desk.post(f"seats/{seat}/fill", named(organisation_id=str(new_id())))
    assert pointers(answer) == {"/organisation_id": "organisation_unfit"}


async def test_fill__a_merged_organisation_is_its_successor(desk: Desk) -> None:
    now = await some.parish(desk.house, "Oulujoen seurakunta")
    was = await some.parish(desk.house, "Iin seurakunta", status="merged", successor_id=now.id)
    seat = await defined(desk)
    shown = await desk.done(f"seats/{seat}/fill", named(organisation_id=str(was.id)))
    assert shown["holder"]["organisation_id"] == str(now.id)


async def test_vacate__with_its_reason_and_filled_again(desk: Desk) -> None:
    seat = await defined(desk)
    assert await desk.refused(f"seats/{seat}/vacate", {"because": "resigned", "grounds": WHY}) == (409, {"vacant"})
    await desk.done(f"seats/{seat}/fill", named(since="2026-02-01"))
    body = {"because": "resigned", "on": "2026-01-15", "grounds": "Eropyyntö."}
    assert await desk.refused(f"seats/{seat}/vacate", body) == (422, {"vacate_before"})
    shown = await desk.done(f"seats/{seat}/vacate", {**body, "on": "2026-10-01"})
    assert (shown["holder"], shown["vacant_since"], shown["vacated_because"]) == (None, "2026-10-01", "resigned")
    council = await some.structure(desk.house, some.COUNCIL)
    assert (await desk.house.said(council.id))[-2:] == ["SeatFilled", "SeatVacated"]
    await desk.done(f"seats/{seat}/fill", named(since="2026-10-01"))


async def test_vacate__only_reasons_that_a_person_gives(desk: Desk) -> None:
    seat = await defined(desk)
    await desk.done(f"seats/{seat}/fill", named())
    assert (await desk.post(f"seats/{seat}/vacate", {"because": "organisation_dissolved", "grounds": WHY})).status_code == 422
    assert (await desk.post(f"seats/{seat}/vacate", {"because": "removed", "grounds": WHY}, who="stranger")).status_code == 403


async def test_terms__their_end_is_announced_on_the_day(county: House, calendar: Calendar) -> None:
    calendar.at(some.noon("2026-11-23"))
    house = replace(county, clock=calendar.now)
    seat, resigned = await some.seat(house), await some.seat(house)
    council = await some.structure(house, some.COUNCIL)



    await house.run(commands.fill_seat, seat, Fill.model_validate(named(until="2026-12-01")))
    await house.run(commands.fill_seat, resigned, Fill.model_validate(named()))
    await house.run(commands.vacate_seat, resigned, Vacate.model_validate({"because": "resigned", "on": "2026-12-01", "grounds": WHY}))
    assert await house.said(council.id) == ["StructureEstablished", "SeatFilled", "SeatFilled"]
    calendar.at(some.noon("2026-11-30"))
    assert await calendar.worker(house) == 0
    calendar.at(some.noon("2026-12-01"))
    assert await calendar.worker(house) == 2
    assert (await house.said(council.id))[3:] == ["SeatVacated", "SeatVacated"]
    why = {record.value and record.value.split(b'"because":"')[1].split(b'"')[0] for record in (await house.outbox(council.id)) if b"because" in (record.value or b"")}
    assert why == {b"term_ended", b"resigned"}
    assert await calendar.worker(house) == 0


async def test_withdraw__vacant_seats_only(desk: Desk) -> None:
    seat = await defined(desk)
    deputy = await defined(desk, deputy_of=seat)
    await desk.done(f"seats/{seat}/fill", named())
    assert await desk.refused(f"seats/{seat}/withdraw", {"grounds": WHY}) == (409, {"held"})
    await desk.done(f"seats/{seat}/vacate", {"because": "removed", "grounds": WHY})
    assert await desk.refused(f"seats/{seat}/withdraw", {"grounds": WHY}) == (409, {"has_deputies"})
    await desk.done(f"seats/{deputy}/withdraw", {"grounds": WHY})
    assert (await desk.done(f"seats/{seat}/withdraw", {"grounds": WHY}))["withdrawn_on"] is not None
    assert await desk.refused(f"seats/{seat}/fill", named()) == (409, {"withdrawn"})


async def test_list__vacant_seats_are_tasks(desk: Desk) -> None:
    held, vacant, gone = await defined(desk), await defined(desk, "officials"), await defined(desk)
    closing = await defined(desk, "organisations", "hyr")
    await desk.done(f"seats/{held}/fill", named())
    await desk.done(f"seats/{gone}/withdraw", {"grounds": WHY})
    hyr = await some.structure(desk.house, "hyr")
    assert {item["id"] for item in (await desk.seen("seats", vacant=True))["items"]} == {vacant, closing}
    await desk.done(f"structures/{hyr.id}/close", {"grounds": WHY, "no_successor_because": "Loppui."})
    assert {item["id"] for item in (await desk.seen("seats", vacant=True))["items"]} == {vacant}
    assert [item["id"] for item in (await desk.seen("seats", vacant=False))["items"]] == [held]
    assert {item["id"] for item in (await desk.seen("seats", structure_id=hyr.id))["items"]} == {closing}
    assert [item["id"] for item in (await desk.seen("seats", group="officials"))["items"]] == [vacant]
    assert len((await desk.get("seats", format="csv")).text.splitlines()) == 5

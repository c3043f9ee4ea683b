"""Whom a structure means: roles, scopes, organisations, seats, on a day. STR-02, STR-03, STR-05, STR-08, STR-10..14, MTG-02."""

from datetime import timedelta
from typing import Any

from tests.forums import some
from tests.forums.desk import Desk
from tests.journeys.said import assignment, heard, organisation, snapshot

from chassis import clock
from chassis.outbox import new_id
from chassis.testing import House
from forums.structures import queries
from forums.structures.domain import templates
from forums.structures.queries import Audience

WHY = "Viranhaltijapäätös 3 §."


async def meeting(desk: Desk, template: str, scope: str) -> dict[str, Any]:
    return await desk.done("structures", {"template": template, "scope": scope, "grounds": WHY})


async def audience(house: House, code: str) -> Audience:
    return await house.read(queries.audience, await some.structure(house, code))


def of(found: Audience, group: str) -> queries.Reached:
    return next(each for each in found.groups if each.group.code == group)


async def test_area_meeting__its_own_area_and_what_lies_in_it(desk: Desk) -> None:
    await meeting(desk, "service-area-meeting", "oulunkaari")
    elsewhere = new_id()
    await some.assigned(desk.house, elsewhere, "centre_liaison", "centre", "another-centre")
    worker = new_id()
    await some.assigned(desk.house, worker, "client_counsellor", "municipality", "889")
    inside, parish = await some.association(desk.house), await some.parish(desk.house)
    outside = await some.association(desk.house, "Oulun omaishoitajat ry", home_municipality="564", operating_area=None)
    reaching = await some.association(
        desk.house, "Laaja ry", home_municipality="564", operating_area=some.acts("several_municipalities", "564", "785")
    )
    found = await audience(desk.house, "service-area-meeting:oulunkaari")
    assert of(found, "centre_liaisons").persons == {some.PEOPLE["centre_liaison"]}
    assert of(found, "counsellors").persons == {worker}
    assert of(found, "parishes").organisations == {parish.id}
    assert of(found, "local_associations").organisations == {inside.id, reaching.id}
    assert outside.id not in found.organisations
    assert elsewhere not in found.persons


async def test_area_meeting__where_areas_lay_on_the_day(desk: Desk) -> None:
    await meeting(desk, "service-area-meeting", "oulunkaari")
    described = await desk.house.read(queries.groups_of, await some.structure(desk.house, "service-area-meeting:oulunkaari"))
    (liaisons, *_) = described
    (role,) = liaisons.roles
    assert (role.role, role.scope_kind) == ("centre_liaison", "centre")
    assert role.scope_ids == frozenset({"oulunkaari", "139", "615", "785", "889", some.CENTRE})


async def test_local_meeting__its_own_officer_and_every_association_of_the_municipality(desk: Desk) -> None:
    await meeting(desk, "local-meeting", "139")
    await some.assigned(desk.house, "colleague", "municipality_officer", "municipality", "564")
    sport = await some.association(desk.house, "Iin Urheilijat ry", sote_status="not_sote", fields=("sport",))
    found = await audience(desk.house, "local-meeting:139")
    assert of(found, "liaisons").persons == {some.PEOPLE["municipality_officer"], some.PEOPLE["centre_liaison"]}
    assert of(found, "local_organisations").organisations == {sport.id}


async def test_domain_meeting__workers_of_the_domain_and_wide_sote_organisations(desk: Desk) -> None:
    await meeting(desk, "sote-domain-meeting", "families")
    mine, other = new_id(), new_id()
    await some.assigned(desk.house, mine, "responsible_worker", "domain", "families")
    await some.assigned(desk.house, other, "responsible_worker", "domain", "rehabilitation")
    await some.association(desk.house)
    wide = await some.association(desk.house, "Pohjois-Suomen liitto ry", operating_area=some.acts("region"))
    unsaid = await some.association(desk.house, "Tuntematon ry", operating_area=None)
    sport = await some.association(desk.house, "Piiri ry", operating_area=some.acts("region"), sote_status="not_sote")
    found = await audience(desk.house, "sote-domain-meeting:families")
    assert of(found, "responsible_workers").persons == {mine}
    assert of(found, "wide_sote_organisations").organisations == {wide.id, unsaid.id}
    assert sport.id not in found.organisations


async def test_forum__every_active_organisation_and_parish_and_all_liaisons(desk: Desk) -> None:
    one, parish = await some.association(desk.house, fields=("sport",)), await some.parish(desk.house)
    for status in ("paused", "dissolved"):
        await some.association(desk.house, f"{status} ry", status=status)
    await some.association(desk.house, "Vanha ry", status="merged", successor_id=one.id)
    await some.association(desk.house, "Yritys Oy", kind="external_party", legal_form="company")
    found = await audience(desk.house, some.FORUM)
    assert found.organisations == {one.id, parish.id}
    assert found.persons == {some.PEOPLE[who] for who in some.SCOPES}


async def test_network__associations_of_the_field_or_of_the_people(desk: Desk) -> None:
    by_field = await some.association(desk.house, fields=("carers",))
    by_group = await some.association(desk.house, "Eläkeläiset ry", groups=("pensioners",))
    await some.association(desk.house, "Nuoret ry", fields=("youth",))
    assert (await audience(desk.house, some.NETWORK)).organisations == {by_field.id, by_group.id}
    producer = await some.association(desk.house, "Palvelu ry", is_service_producer=True)
    assert (await audience(desk.house, "service-producer-network")).organisations == {producer.id}


async def test_council__who_sits_in_it_and_deputies_apart(desk: Desk) -> None:
    now, member, deputy = await some.parish(desk.house, "Oulujoen seurakunta"), new_id(), new_id()
    was = await some.parish(desk.house, "Iin seurakunta", status="merged", successor_id=now.id)
    seat = await some.seated(desk.house, member, was.id)
    await some.seated(desk.house, deputy, deputy_of=seat)
    await some.seated(desk.house, new_id(), until=some.noon("2020-01-01").date(), since=some.noon("2019-01-01").date())
    found = await audience(desk.house, some.COUNCIL)
    assert (set(found.members), set(found.deputies), set(found.represented)) == ({member}, {deputy}, {now.id})
    assert found.persons == {member}
    assert found.organisations == {now.id}


async def test_words_stand_where_nobody_is_found(desk: Desk) -> None:
    network = await some.structure(desk.house, "wellbeing-theme-network")
    shown = await desk.seen(f"structures/{network.id}")
    assert {group["code"]: group["found"] for group in shown["groups"]} == {
        "officials": True, "schools": False, "parishes": True, "wide_organisations": True, "other_actors": False,
    }
    found = await audience(desk.house, "wellbeing-theme-network")
    assert of(found, "schools").group.fi == "Oppilaitokset"
    assert not of(found, "schools").persons


async def test_roles__those_held_at_the_moment(desk: Desk) -> None:
    before, later = new_id(), new_id()
    now, day = clock.now(), timedelta(days=1)
    said = [(before, now - 3 * day, now - day), (later, now + 2 * day, None)]
    await heard(desk.house, *(
        snapshot(assignment(who, "area_liaison", "area", "lakeus").model_copy(update={"valid_from": since, "valid_until": until}))
        for who, since, until in said
    ))
    coordinators = await some.structure(desk.house, "county-regional-coordination")
    shown = {
        at: await desk.seen(f"structures/{coordinators.id}/audience", on=(now + at * day).date().isoformat()) for at in (-2, 0, 3)
    }
    people = {at: set(each["groups"][1]["people"]) for at, each in shown.items()}
    assert (str(before) in people[-2], str(later) in people[-2]) == (True, False)
    assert people[0] <= {str(some.PEOPLE["area_liaison"])}
    assert people[3] == {str(some.PEOPLE["area_liaison"]), str(later)}


async def test_audience__persons_for_those_who_may(desk: Desk) -> None:
    forum, parish = await some.structure(desk.house, some.FORUM), await some.parish(desk.house)
    path = f"structures/{forum.id}/audience"
    mine, theirs = await desk.seen(path), await desk.seen(path, who="stranger")
    assert (mine["persons"], mine["organisations"], mine["anybody"]) == (4, 1, True)
    assert set(mine["groups"][1]["people"]) == {str(some.PEOPLE[who]) for who in some.SCOPES}
    assert theirs["groups"][1]["people"] is None
    assert (theirs["groups"][1]["persons"], theirs["groups"][0]["organisations"]) == (4, [str(parish.id)])
    assert await desk.api.scalar("SELECT count(*) FROM forums.audit WHERE action = 'read'") == 4


async def test_audience__forgets_nobody_of_many_organisations(desk: Desk) -> None:
    said = [snapshot(organisation(f"Yhdistys {n} ry")) for n in range(300)]
    await heard(desk.house, *said)
    forum = await some.structure(desk.house, some.FORUM)
    assert len((await desk.seen(f"structures/{forum.id}/audience"))["groups"][0]["organisations"]) == 300


def test_open_structures__no_group_of_theirs_names_a_number() -> None:
    """Nobody is refused: membership is nowhere a condition, and nothing counts or limits who takes part (STR-02)."""
    open_ones = [each for each in templates().values() if each.kind.value == "open"]
    assert len(open_ones) == 13
    assert not [group for each in open_ones for group in each.groups if {"least", "most", "kinds"} & group.keys()]


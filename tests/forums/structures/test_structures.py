"""Structures over HTTP: established, changed, listed, convened; each within the scope of whoever answers for it. STR-01..18, STR-29."""

from typing import Any

import pytest
from tests.forums import some
from tests.forums.desk import Desk, pointers

from forums.access import Permission

WHY = "Viranhaltijapäätös 3 §."


def area_meeting(scope: str = "oulunkaari", **others: Any) -> dict[str, Any]:
    return {"template": "service-area-meeting", "scope": scope, "grounds": WHY, **others}


async def test_establish__for_an_area(desk: Desk) -> None:
    made = await desk.done("structures", area_meeting())
    assert made["code"] == "service-area-meeting:oulunkaari"
    assert made["names"]["fi"] == "Alueellinen järjestötapaaminen: Oulunkaari"
    assert (made["level"], made["kind"], made["area"], made["status"]) == ("service_area", "open", "oulunkaari", "active")
    assert made["convenor"]["role"] == "area_liaison"
    assert len(made["topics"]) == 6
    assert (await desk.seen(f"structures/{made['id']}"))["id"] == made["id"]


async def test_establish__for_a_domain_a_municipality_and_a_centre(desk: Desk) -> None:
    domain = await desk.done("structures", {"template": "sote-domain-meeting", "scope": "families", "grounds": WHY})
    assert (domain["domain"], domain["names"]["fi"]) == ("families", "Sote-toimialueen järjestötapaaminen: Perheiden palvelut")
    local = await desk.done("structures", {"template": "local-meeting", "scope": "139", "grounds": WHY})
    assert (local["area"], local["convenor"]["role"]) == ("139", "municipality_officer")
    team = await desk.done("structures", {"template": "health-centre-team", "scope": some.CENTRE, "grounds": WHY})
    assert team["level"] == "health_centre"


async def test_establish__is_announced(desk: Desk) -> None:
    made = await desk.done("structures", area_meeting(names={"fi": "Oulunkaaren järjestötreffit"}, cooperation_areas=["rescue"]))
    said = [record for record in await desk.house.outbox() if record.key == made["id"]]
    assert [(record.type or "").split(".")[3] for record in said] == ["StructureEstablished", "Structure"]
    assert b"Oulunkaaren j" in (said[0].value or b"")
    assert b'"cooperation_areas":["rescue"]' in (said[1].value or b"")


@pytest.mark.parametrize(("body", "status", "code"), [
    ({"template": "nothing", "grounds": WHY}, 422, "template_unknown"),
    ({"template": "service-area-meeting", "grounds": WHY}, 422, "scope_wanted"),
    (area_meeting("564"), 422, "scope_unknown"),
    (area_meeting("nowhere"), 422, "scope_unknown"),
    ({"template": "sote-domain-meeting", "scope": "oulu", "grounds": WHY}, 422, "scope_unknown"),
    ({"template": "wellbeing-theme-network", "grounds": WHY}, 422, "name_wanted"),
    ({"template": some.FORUM, "grounds": WHY}, 409, "only_one"),
    (area_meeting(cooperation_areas=["fishing"]), 422, "cooperation_area_unknown"),
])
async def test_establish__refusals(desk: Desk, body: dict[str, Any], status: int, code: str) -> None:
    assert await desk.refused("structures", body) == (status, {code})


async def test_establish__one_for_each_area(desk: Desk) -> None:
    await desk.done("structures", area_meeting())
    assert await desk.refused("structures", area_meeting()) == (409, {"established_already"})
    await desk.done("structures", area_meeting("koillismaa"))


async def test_establish__theme_networks_stand_beside_each_other(desk: Desk) -> None:
    for key, name in (("employment", "Työllisyyden teemaverkosto"), ("loneliness", "Yksinäisyyden teemaverkosto")):
        made = await desk.done(
            "structures", {"template": "wellbeing-theme-network", "key": key, "names": {"fi": name}, "grounds": WHY}
        )
        assert (made["code"], made["kind"]) == (f"wellbeing-theme-network:{key}", "open")


async def test_establish__within_the_own_scope_only(desk: Desk) -> None:
    mine = {
        "area_liaison": area_meeting(),
        "domain_liaison": {"template": "sote-domain-meeting", "scope": "families", "grounds": WHY},
        "centre_liaison": {"template": "health-centre-team", "scope": some.CENTRE, "grounds": WHY},
        "municipality_officer": {"template": "local-meeting", "scope": "139", "grounds": WHY},
    }
    others = {
        "area_liaison": area_meeting("lakeus"),
        "domain_liaison": {"template": "sote-domain-meeting", "scope": "rehabilitation", "grounds": WHY},
        "centre_liaison": {"template": "local-meeting", "scope": "139", "grounds": WHY},
        "municipality_officer": {"template": "local-meeting", "scope": "564", "grounds": WHY},
    }
    for who, body in mine.items():
        assert (await desk.post("structures", others[who], who=who)).status_code == 403, who
        assert (await desk.post("structures", body, who=who)).status_code == 201, who
    assert (await desk.post("structures", area_meeting("lakeus"), who="stranger")).status_code == 403


async def test_establish__an_area_liaison_answers_for_what_lies_in_the_area(desk: Desk) -> None:
    made = await desk.done("structures", {"template": "local-meeting", "scope": "139", "grounds": WHY})
    answer = await desk.patch(f"structures/{made['id']}", {"topics": ["county_informs"]}, made["etag"], who="area_liaison")
    assert answer.status_code == 200
    answer = await desk.patch(f"structures/{made['id']}", {"topics": []}, answer.headers["etag"], who="domain_liaison")
    assert answer.status_code == 403


async def test_read__everyone_signed_in(desk: Desk) -> None:
    found = await desk.get("structures", who="stranger", limit=200)
    assert len(found.json()["items"]) == 22
    assert (await desk.api.http.get("/v1/structures")).status_code == 401


@pytest.mark.parametrize(("filters", "count"), [
    ({"level": "county"}, 22), ({"level": "service_area"}, 2), ({"kind": "representative"}, 1), ({"kind": "working_group"}, 2),
    ({"cooperation_area": "rescue"}, 5), ({"area": "oulunkaari"}, 2), ({"area": "139"}, 1), ({"domain": "families"}, 1),
    ({"status": "closed"}, 0), ({"status": "active"}, 25), ({"q": "KUNTOUTUKSEN"}, 1), ({"q": "rehabilitering"}, 1),
    ({"q": "100 %_"}, 0),
])
async def test_list__filters(desk: Desk, filters: dict[str, str], count: int) -> None:
    await desk.done("structures", area_meeting())
    await desk.done("structures", {"template": "local-meeting", "scope": "139", "grounds": WHY})
    await desk.done("structures", {"template": "sote-domain-meeting", "scope": "families", "grounds": WHY})
    found = await desk.seen("structures", count="exact", **filters)
    assert found["count"] == count


async def test_list__pages_in_finnish_order_and_as_csv(desk: Desk) -> None:
    first = await desk.seen("structures", limit=12)
    rest = await desk.seen("structures", limit=12, cursor=first["next"])
    names = [item["names"]["fi"] for item in (*first["items"], *rest["items"])]
    assert len(names) == 22
    assert names == sorted(names, key=lambda name: name.lower().translate(str.maketrans("åäö", "{|}")))
    table = (await desk.get("structures", format="csv", kind="representative")).text
    assert "Hyvinvointialueen järjestöneuvottelukunta" in table
    assert len(table.splitlines()) == 2


async def test_reference__templates_areas_and_topics(desk: Desk) -> None:
    assert len((await desk.get("structure-templates")).json()) == 26
    assert {each["code"] for each in (await desk.get("cooperation-areas")).json()} == {
        "participation", "wellbeing", "accident_prevention", "service_integration", "rescue",
    }
    assert len((await desk.get("agenda-item-types")).json()) == 25


async def test_change__needs_the_present_version_and_says_what_changed(desk: Desk) -> None:
    forum = await some.structure(desk.house, some.FORUM)
    path = f"structures/{forum.id}"
    etag = (await desk.seen(path))["etag"]
    assert (await desk.patch(path, {"topics": []}, None)).status_code == 428
    answer = await desk.patch(path, {"cadence": {"per_year_max": 2}, "names": {"fi": "Järjestöfoorumi"}}, etag)
    assert answer.status_code == 200, answer.text
    assert answer.json()["cadence"] == {
        "per_year_min": 1, "per_year_max": 2, "mode": "remote", "regularly": False, "terms": [],
    }
    assert answer.json()["names"]["sv"] == "Organisationsforum"
    assert (await desk.patch(path, {"topics": []}, etag)).status_code == 412
    assert (await desk.house.said(forum.id)) == ["StructureEstablished", "StructureChanged"]
    again = await desk.patch(path, {"names": {"fi": "Järjestöfoorumi"}}, answer.headers["etag"])
    assert again.headers["etag"] == answer.headers["etag"]
    assert len(await desk.house.said(forum.id)) == 2


async def test_change__everything_wrong_at_once(desk: Desk) -> None:
    forum = await desk.seen(f"structures/{(await some.structure(desk.house, some.FORUM)).id}")
    answer = await desk.patch(f"structures/{forum['id']}", {
        "cooperation_areas": ["wellbeing", "fishing"], "topics": ["nonsense"], "cadence": {"per_year_min": 3, "per_year_max": 1},
    }, forum["etag"])
    assert answer.status_code == 422
    assert pointers(answer) == {
        "/cooperation_areas/1": "cooperation_area_unknown", "/topics/0": "topic_unknown", "/cadence/per_year_max": "cadence_order",
    }
    answer = await desk.patch(f"structures/{forum['id']}", {"cooperation_areas": []}, forum["etag"])
    assert answer.status_code == 422


async def test_convenors__two_different_organisations(desk: Desk) -> None:
    network = await some.structure(desk.house, some.NETWORK)
    one, two = await some.association(desk.house, "Oulun Seudun Omaishoitajat ry"), await some.association(desk.house, "Ikäryhmä ry")
    path = f"structures/{network.id}/appoint-convenors"
    assert (await desk.seen(f"structures/{network.id}"))["convenor"]["missing"] == 2
    assert await desk.refused(path, {"organisations": [str(one.id)], "grounds": WHY}) == (422, {"convenors_differ"})
    assert await desk.refused(path, {"organisations": [str(one.id)] * 2, "grounds": WHY}) == (422, {"convenors_differ"})
    made = await desk.done(path, {"organisations": [str(two.id), str(one.id)], "grounds": WHY})
    assert made["convenor"] | {"text": ""} == {
        "role": None, "text": "", "count": 2, "organisations": sorted([str(one.id), str(two.id)]), "missing": 0,
    }
    assert (await desk.house.said(network.id))[-1] == "ConvenorsAppointed"
    again = await desk.done(path, {"organisations": [str(two.id), str(one.id)], "grounds": WHY})
    assert again["etag"] == made["etag"]


async def test_convenors__one_that_merged_is_its_successor(desk: Desk) -> None:
    network = await some.structure(desk.house, some.NETWORK)
    two = await some.association(desk.house, "Ikäryhmä ry")
    one = await some.association(desk.house, "Vanha ry", status="merged", successor_id=two.id)
    path = f"structures/{network.id}/appoint-convenors"
    assert await desk.refused(path, {"organisations": [str(one.id), str(two.id)], "grounds": WHY}) == (422, {"convenors_differ"})


async def test_convenors__refusals(desk: Desk) -> None:
    ended = await some.association(desk.house, "Lakannut ry", status="dissolved")
    forum, network = await some.structure(desk.house, some.FORUM), await some.structure(desk.house, some.NETWORK)
    body = {"organisations": [str(ended.id), str(some.PEOPLE["stranger"])], "grounds": WHY}
    assert await desk.refused(f"structures/{forum.id}/appoint-convenors", body) == (409, {"convened_by_role"})
    answer = await desk.post(f"structures/{network.id}/appoint-convenors", body)
    assert pointers(answer) == {"/organisations/0": "organisation_unfit", "/organisations/1": "organisation_unfit"}
    assert (await desk.post(f"structures/{network.id}/appoint-convenors", body, who="domain_liaison")).status_code == 403


async def test_close__needs_grounds_and_a_successor_or_a_reason(desk: Desk) -> None:
    team = await desk.done("structures", {"template": "health-centre-team", "scope": some.CENTRE, "grounds": WHY})
    path, forum = f"structures/{team['id']}/close", await some.structure(desk.house, some.FORUM)
    assert (await desk.post(path, {"no_successor_because": "Loppui."})).status_code == 422
    assert await desk.refused(path, {"grounds": WHY}) == (422, {"successor_or_reason"})
    both = {"grounds": WHY, "successor_id": str(forum.id), "no_successor_because": "Loppui."}
    assert await desk.refused(path, both) == (422, {"successor_or_reason"})
    assert await desk.refused(path, {"grounds": WHY, "successor_id": team["id"]}) == (422, {"successor_unfit"})
    unknown = str(some.PEOPLE["stranger"])
    assert await desk.refused(path, {"grounds": WHY, "successor_id": unknown}) == (422, {"successor_unfit"})
    closed = await desk.done(path, {"grounds": WHY, "successor_id": str(forum.id)})
    assert (closed["status"], closed["successor_id"], closed["closing_grounds"]) == ("closed", str(forum.id), WHY)
    assert closed["closed_on"] is not None


async def test_close__a_closed_one_stays_and_takes_nothing_more(desk: Desk) -> None:
    team = await desk.done("structures", {"template": "health-centre-team", "scope": some.CENTRE, "grounds": WHY})
    await desk.done(f"structures/{team['id']}/close", {"grounds": WHY, "no_successor_because": "Keskus lakkasi."})
    seen = await desk.seen(f"structures/{team['id']}")
    assert seen["no_successor_because"] == "Keskus lakkasi."
    assert (await desk.patch(f"structures/{team['id']}", {"topics": []}, seen["etag"])).status_code == 409
    again = await desk.post(f"structures/{team['id']}/close", {"grounds": WHY, "no_successor_because": "Uudestaan."})
    assert (again.status_code, again.json()["allowed"]) == (409, [])
    assert (await desk.api.http.delete(f"/v1/structures/{team['id']}", headers=desk.who("coordinator"))).status_code == 405
    await desk.done("structures", {"template": "health-centre-team", "scope": some.CENTRE, "grounds": WHY})
    assert (await desk.house.said())[-2:] == ["StructureClosed", "StructureEstablished"]


async def test_close__stays_closed_when_loaded_again(desk: Desk) -> None:
    hyr = await some.structure(desk.house, "hyr")
    await desk.done(f"structures/{hyr.id}/close", {"grounds": WHY, "no_successor_because": "Maakuntaliitto lopetti sen."})
    await some.structures(desk.house)
    found = await desk.seen("structures", q="HYR", count="exact")
    assert [item["status"] for item in found["items"]] == ["closed"]


async def test_deleting_is_not_ours_to_do(desk: Desk) -> None:
    for table in ("structure", "seat", "holding", "convening"):
        with pytest.raises(Exception, match="permission denied"):
            await desk.api.execute(f"DELETE FROM forums.{table}")


async def test_convenors__whoever_acts_for_one_may_call_the_network_together(desk: Desk) -> None:
    network, forum = await some.structure(desk.house, some.NETWORK), await some.structure(desk.house, some.FORUM)
    one, two = await some.association(desk.house, "Yksi ry"), await some.association(desk.house, "Kaksi ry")
    body = {"organisations": [str(one.id), str(two.id)], "grounds": WHY}
    await desk.done(f"structures/{network.id}/appoint-convenors", body)
    network = await some.structure(desk.house, some.NETWORK)
    acting, stranger = some.representative(desk.house, one.id).actor, some.representative(desk.house, forum.id).actor
    assert acting.may(Permission.MEETING_CONVENE, network)
    assert not acting.may(Permission.MEETING_CONVENE, forum)
    assert not acting.may(Permission.STRUCTURE_EDIT, network)
    assert not stranger.may(Permission.MEETING_CONVENE, network)

"""What reading an organisation of a copy over HTTP must do, whichever service keeps the copy."""

from uuid import UUID

from tests.chassis.edge.conftest import Api
from tests.journeys.said import assignment, heard, organisation, snapshot

from chassis.testing import House
from registry.events.organisation import Names

REPRESENTATIVE, OFFICER, STRANGER = (UUID(int=(4 << 76) + (8 << 60) + n) for n in (1, 2, 3))


async def merged_ones_move(house: House, api: Api) -> None:
    """308 to the end of the chain, for those who may see it; a merger that is undone is forgotten."""
    third = organisation("Kolmas ry")
    second = organisation("Toinen ry", status="merged", successor_id=third.id)
    first = organisation("Ensimmäinen ry", status="merged", successor_id=second.id)
    await heard(house, *(snapshot(one, 2) for one in (first, second, third)))
    answer = await api.http.get(f"/v1/organisations/{first.id}", headers=api.coordinator)
    assert (answer.status_code, answer.headers["location"]) == (308, f"/v1/organisations/{third.id}")
    answer = await api.http.get(answer.headers["location"], headers=api.coordinator)
    assert (answer.status_code, answer.json()["names"]["fi"], answer.headers["etag"]) == (200, "Kolmas ry", '"2"')
    await heard(house, snapshot(organisation("Ensimmäinen ry", first.id), 3))
    answer = await api.http.get(f"/v1/organisations/{first.id}", headers=api.coordinator)
    assert (answer.status_code, answer.json()["status"]) == (200, "active")


async def permissions_hold(house: House, api: Api) -> None:
    """Each sees what the table of permissions says, one by one and in the list alike."""
    own, near, far = organisation("Oma ry"), organisation("Lähi ry", home_municipality="564"), organisation("Kauko ry")
    rights = [
        assignment(REPRESENTATIVE, "representative", "organisation", own.id),
        assignment(OFFICER, "municipality_officer", "municipality", "564"),
    ]
    await heard(house, *(snapshot(said) for said in (own, near, far, *rights)))
    for subject, sees in ((REPRESENTATIVE, {own.id}), (OFFICER, {near.id}), (STRANGER, set())):
        headers = api.as_(subject)
        listed = (await api.http.get("/v1/organisations", headers=headers)).json()["items"]
        assert {UUID(one["id"]) for one in listed} == sees
        for one in (own, near, far):
            answer = await api.http.get(f"/v1/organisations/{one.id}", headers=headers)
            assert answer.status_code == (200 if one.id in sees else 404)
    assert len((await api.http.get("/v1/organisations", headers=api.coordinator)).json()["items"]) == 3
    assert (await api.http.get("/v1/organisations")).status_code == 401


async def lists_page_in_finnish_order(house: House, api: Api) -> None:
    """å ä ö after z, capitals and small letters together, Swedish names where there is no Finnish; merged ones are left out."""
    names = ["Öljymäen ry", "zumba ry", "Ääni ry", "Åbo ry", "aatu ry", "Éva ry", "Fanni ry"]
    said = [organisation(name) for name in names]
    said.append(organisation("", names=Names(sv="Bro rf")))
    said.append(organisation("Mennyt ry", status="merged", successor_id=said[0].id))
    await heard(house, *map(snapshot, said))
    found, path = [], "/v1/organisations?limit=3"
    while path:
        answer = await api.http.get(path, headers=api.coordinator)
        assert answer.status_code == 200, answer.text
        found += [one["names"]["fi"] or one["names"]["sv"] for one in answer.json()["items"]]
        path = answer.links.get("next", {}).get("url", "")
    assert found == ["aatu ry", "Bro rf", "Éva ry", "Fanni ry", "zumba ry", "Åbo ry", "Ääni ry", "Öljymäen ry"]
    filtered = await api.http.get("/v1/organisations?kind=parish", headers=api.coordinator)
    assert filtered.json()["items"] == []
    assert (await api.http.get("/v1/organisations?colour=red", headers=api.coordinator)).status_code == 422

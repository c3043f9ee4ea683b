"""Sites and spaces over HTTP: lists with their filters, files, versions, replay, drafts, hours in real time."""

import csv
import io
from typing import Any
from uuid import UUID

import pytest
from tests.chassis.edge.conftest import Api
from tests.facilities.conftest import Builder

from chassis.outbox import new_id
from facilities.spaces.tables import Site

PERSON = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09")


@pytest.fixture
def signed_in(facilities_api: Api) -> dict[str, str]:
    """Somebody with no role here at all."""
    return facilities_api.as_(PERSON, "professional")


async def names(api: Api, path: str, who: dict[str, str]) -> list[str]:
    answer = await api.http.get(path, headers=who)
    assert answer.status_code == 200, answer.text
    return [item["names"]["fi"] for item in answer.json()["items"]]


@pytest.fixture
async def county(builder: Builder) -> dict[str, Site]:
    """Three sites with spaces of their own kinds."""
    made = await builder.everything()
    library = await builder.site(
        "Åströmin kirjasto", kind="library", owner="municipality", owner_municipality="564", centre=None,
        names={"fi": "Åströmin kirjasto", "sv": "Åströms bibliotek"}, latitude=65.012, longitude=25.468,
        accessibility={"step_free_entrance": True, "lift": False, "door_width_cm": 90},
    )
    hall = await builder.site(
        "Kuusamon talo", kind="association_house", owner="other", owner_name="Talo ry", centre=None, municipality="305",
        latitude=65.966, longitude=29.188, accessibility={"step_free_entrance": True, "lift": True},
    )
    await builder.usage_rules(owner="municipality", owner_municipality="564")
    await builder.usage_rules(owner="other", owner_name="Talo ry")
    for site in (library, hall):
        await builder.hours(site)
    await builder.space(library, "Kokoushuone", features=["bookable", "computer", "coffee_making"], capacity=8,
                        accessibility={"lift": True}, use_forms=["temporary", "rent_discount"])
    await builder.space(hall, "Sali Ruka", features=["bookable", "computer"], capacity=None)
    await builder.space(hall, "Luonnos", published=False)
    return {"centre": made.site, "library": library, "hall": hall}


@pytest.mark.parametrize(("query", "found"), [
    ("", ["Kokoushuone", "Sali", "Sali Ruka", "Salin oikea puoli", "Salin vasen puoli", "Vertaisryhmähuone"]),
    ("municipality=305", ["Sali Ruka"]),
    ("owner=municipality", ["Kokoushuone"]),
    ("kind=association_house", ["Sali Ruka"]),
    ("features=computer", ["Kokoushuone", "Sali Ruka"]),
    ("features=computer&features=coffee_making", ["Kokoushuone"]),
    ("capacity=40", ["Sali", "Salin oikea puoli", "Salin vasen puoli"]),
    ("use_form=rent_discount", ["Kokoushuone"]),
    ("q=vertais", ["Vertaisryhmähuone"]),
    ("q=ASTROMIN", []),
    ("q=ÅSTRÖMS kokous", ["Kokoushuone"]),
    ("q=100%25", []),
    ("accessibility=step_free_entrance", ["Kokoushuone", "Sali Ruka"]),
    ("accessibility=step_free_entrance&accessibility=lift", ["Kokoushuone", "Sali Ruka"]),
    ("accessibility=accessible_toilet", []),
    ("latitude=65.01&longitude=25.47&within_km=3&kind=library", ["Kokoushuone"]),
    ("latitude=65.96&longitude=29.18&within_km=10", ["Sali Ruka"]),
    ("status=draft", []),
])
async def test_list_spaces__filters(
    facilities_api: Api, signed_in: dict[str, str], county: dict[str, Site], query: str, found: list[str]
) -> None:
    assert await names(facilities_api, f"/v1/spaces?{query}", signed_in) == found


async def test_list_spaces__drafts_of_who_may_write(facilities_api: Api, county: dict[str, Site]) -> None:
    assert await names(facilities_api, "/v1/spaces?status=draft", facilities_api.coordinator) == ["Luonnos"]


@pytest.mark.parametrize(("query", "found"), [
    ("", ["Kuusamon talo", "Tuiran terveysasema", "Åströmin kirjasto"]),
    ("q=bibliotek", ["Åströmin kirjasto"]),
    ("kind=health_centre", ["Tuiran terveysasema"]),
    ("owner=other", ["Kuusamon talo"]),
    ("accessibility=lift", ["Kuusamon talo"]),
    ("latitude=65.02&longitude=25.46&within_km=2", ["Tuiran terveysasema", "Åströmin kirjasto"]),
    ("source=fi-lipas", []),
])
async def test_list_sites__filters(
    facilities_api: Api, signed_in: dict[str, str], county: dict[str, Site], query: str, found: list[str]
) -> None:
    assert await names(facilities_api, f"/v1/sites?{query}", signed_in) == found


async def test_list_sites__half_a_point(facilities_api: Api, signed_in: dict[str, str]) -> None:
    answer = await facilities_api.http.get("/v1/sites?latitude=65", headers=signed_in)
    assert (answer.status_code, answer.json()["code"]) == (422, "facilities.site.near_incomplete")


async def test_list_spaces__as_a_file(facilities_api: Api, signed_in: dict[str, str], county: dict[str, Site]) -> None:
    answer = await facilities_api.http.get("/v1/spaces?format=csv&municipality=564", headers=signed_in)
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 5
    assert {"names.fi", "site.fi", "capacity", "accessibility.lift", "rules.cancellation_hours"} <= set(rows[0])
    assert rows[0]["names.fi"] == "Kokoushuone"


async def test_spaces__versions_and_replay(facilities_api: Api, builder: Builder) -> None:
    """ETag and If-Match; a second try of the same request makes nothing new."""
    await builder.areas()
    site = await builder.site()
    await builder.usage_rules()
    api, who = facilities_api.http, facilities_api.coordinator
    key = {"Idempotency-Key": str(new_id())}
    body = {"site_id": str(site.id), "names": {"fi": "Huone"}}
    made = [await api.post("/v1/spaces", json=body, headers=who | key) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    assert made[1].headers["idempotency-replayed"] == "true"
    path = made[0].headers["location"]
    assert await facilities_api.scalar("SELECT count(*) FROM facilities.space") == 1
    assert (await api.patch(path, json={"capacity": 3}, headers=who)).status_code == 428
    changed = await api.patch(path, json={"capacity": 3}, headers=who | {"If-Match": made[0].headers["etag"]})
    assert (changed.status_code, changed.json()["capacity"], changed.json()["names"]["fi"]) == (200, 3, "Huone")
    stale = await api.post(f"{path}/publish", headers=who | {"If-Match": made[0].headers["etag"]})
    assert (stale.status_code, stale.json()["current"]["capacity"]) == (412, 3)
    done = await api.post(f"{path}/publish", headers=who | {"If-Match": changed.headers["etag"]})
    assert (done.status_code, done.json()["status"]) == (200, "published")
    assert (await api.get(path, headers=who | {"If-None-Match": done.headers["etag"]})).status_code == 304


async def test_spaces__not_found_before_not_allowed(
    facilities_api: Api, signed_in: dict[str, str], county: dict[str, Site]
) -> None:
    """404 for a draft, 403 for what one may read; 404 comes before 412."""
    api = facilities_api.http
    (draft,) = (await api.get("/v1/spaces?status=draft", headers=facilities_api.coordinator)).json()["items"]
    (room,) = (await api.get("/v1/spaces?q=Kokoushuone", headers=signed_in)).json()["items"]
    old = {"If-Match": '"0"'}
    assert (await api.get(f"/v1/spaces/{draft['id']}", headers=signed_in)).status_code == 404
    assert (await api.patch(f"/v1/spaces/{draft['id']}", json={}, headers=signed_in | old)).status_code == 404
    assert (await api.patch(f"/v1/spaces/{room['id']}", json={}, headers=signed_in | old)).status_code == 403
    assert (await api.post(f"/v1/spaces/{room['id']}/withdraw", json={"grounds": "Ei."}, headers=signed_in)).status_code == 403
    assert (await api.get("/v1/spaces")).status_code == 401
    withdrawn = await api.post(f"/v1/spaces/{room['id']}/withdraw", json={"grounds": " "}, headers=facilities_api.coordinator)
    assert withdrawn.status_code == 422


async def test_space_hours__in_real_time(facilities_api: Api, builder: Builder, signed_in: dict[str, str]) -> None:
    """Ten o'clock in Finland is seven in summer and eight in winter, by UTC; the week in which the clock moves has both."""
    made = await builder.everything()
    path = f"/v1/spaces/{made.room.id}/hours"
    answer = await facilities_api.http.get(f"{path}?from=2027-03-27&until=2027-03-29", headers=signed_in)
    assert [(s["starts_at"], s["ends_at"]) for s in answer.json()["usable"]] == [
        ("2027-03-27T06:00:00Z", "2027-03-27T20:00:00Z"), ("2027-03-28T05:00:00Z", "2027-03-28T19:00:00Z"),
    ]
    assert (answer.json()["from"], answer.json()["opening"]) == ("2027-03-27", [])
    for query, code in (("from=2027-03-27&until=2027-03-27", "days_out_of_order"), ("from=2027-01-01&until=2027-12-31", "too_many_days")):
        refused = await facilities_api.http.get(f"{path}?{query}", headers=signed_in)
        assert (refused.status_code, refused.json()["code"]) == (422, f"facilities.hours.{code}")


async def test_hours__changed_and_removed(facilities_api: Api, builder: Builder, signed_in: dict[str, str]) -> None:
    await builder.areas()
    site = await builder.site()
    api, who = facilities_api.http, facilities_api.coordinator
    rule = {"weekdays": [7], "starts": "20:00", "ends": "02:00", "ends_next_day": True, "state": "with_key"}
    body = {"site_id": str(site.id), "purpose": "use", "name": {"fi": "Yö"}, "rules": [rule]}
    made = await api.post("/v1/hours", json=body, headers=who)
    assert made.json()["rules"] == [rule]
    path = made.headers["location"]
    assert (await api.patch(path, json={"override": True}, headers=signed_in | {"If-Match": made.headers["etag"]})).status_code == 403
    changed = await api.patch(path, json={"name": None, "valid_from": "2027-01-01"}, headers=who | {"If-Match": made.headers["etag"]})
    assert (changed.json()["name"]["fi"], changed.json()["rules"]) == (None, [rule])
    wrong = await api.patch(path, json={"valid_until": "2026-01-01"}, headers=who | {"If-Match": changed.headers["etag"]})
    assert wrong.json()["errors"][0]["code"] == "facilities.hours.days_out_of_order"
    assert (await api.post(f"{path}/remove", headers=who)).status_code == 204
    assert (await api.get(path, headers=who)).status_code == 404


async def test_features__of_the_plan(facilities_api: Api, signed_in: dict[str, str]) -> None:
    """FAC-03, 05, 07, 08, 10, 12, 13, each with the line of the plan."""
    found: list[dict[str, Any]] = (await facilities_api.http.get("/v1/features", headers=signed_in)).json()
    assert len(found) == 11
    assert {"accessible_fixed_point", "computer", "catering", "peer_group_room", "outside_entrance", "coffee_making",
            "network_connection"} <= {feature["code"] for feature in found}


async def test_usage_rules__of_a_space(facilities_api: Api, builder: Builder, signed_in: dict[str, str]) -> None:
    made = await builder.everything()
    found = await facilities_api.http.get(f"/v1/spaces/{made.room.id}/usage-rules", headers=signed_in)
    assert (found.json()["number"], found.json()["text"]["fi"]) == (1, "Jätä tila siistiksi.")
    elsewhere = await builder.space(await builder.site("Muu", owner="other", owner_name="Muu", centre=None), published=False)
    nothing = await facilities_api.http.get(f"/v1/spaces/{elsewhere.id}/usage-rules", headers=facilities_api.coordinator)
    assert nothing.status_code == 404

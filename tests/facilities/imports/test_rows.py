"""Rows one by one: what is taken, what is not and why; spaces follow what an import changes; over HTTP."""

import json
from typing import Any

import pytest
from tests.chassis.edge.conftest import Api
from tests.facilities.conftest import Builder
from tests.facilities.imports.worker import counts, imported, sites, worked

from chassis.outbox import new_id
from chassis.problems import Refused
from chassis.testing import House, person
from facilities.imports import commands
from facilities.imports.domain.incoming import Incoming, Rejected, taken
from facilities.imports.domain.job import Mode
from facilities.imports.problems import Rejection
from facilities.imports.sources import SOURCES
from facilities.main import SERVICE

LIPAS, LIBRARIES = SOURCES["fi-lipas"], SOURCES["uk-trafford"]
HEADER = "name,address,postcode,type,website,area_name,area_code,lon,lat"


def place(**others: Any) -> dict[str, Any]:
    """A place of LIPAS, as the file has it."""
    location = {
        "city": {"cityCode": 9}, "coordinates": {"wgs84": {"lat": 65.1, "lon": 25.2}}, "address": "Tie 1", "postalCode": "90100",
    }
    made = {"sportsPlaceId": 1, "name": "Laavu", "owner": "Kunta", "location": location}
    return made | {k: v for k, v in others.items() if k in made or k == "www"} | {
        "location": location | {k: v for k, v in others.items() if k not in made and k != "www"}
    }


def lipas(*places: Any) -> list[Incoming | Rejected]:
    return list(taken(LIPAS, json.dumps(places).encode()))


def test_lipas__leading_zeros_and_schemes_come_back() -> None:
    (row,) = lipas(place(www="www.multia.fi"))
    assert isinstance(row, Incoming)
    assert (row.municipality, row.website, row.source_id) == ("009", "http://www.multia.fi", "1")


@pytest.mark.parametrize(("said", "field", "reason"), [
    (place(name="  "), "name", Rejection.NAME_MISSING),
    (place(name="Laavu\u0007"), "name", Rejection.CONTROL_CHARACTER),
    (place(name="Laavu 131052-308T"), "name", Rejection.IDENTITY_CODE),
    (place(name="L" * 301), "name", Rejection.TEXT_TOO_LONG),
    (place(sportsPlaceId=None), "source_id", Rejection.ID_MISSING),
    (place(coordinates={"wgs84": {"lat": 165.2, "lon": 25.0}}), "latitude", Rejection.PLACE_WRONG),
    (place(coordinates={"wgs84": {"lat": None, "lon": 25.0}}), "latitude", Rejection.PLACE_WRONG),
    (place(coordinates={}), "", Rejection.UNREADABLE),
    (place(city={"cityCode": "Oulu"}), "municipality", Rejection.CODE_WRONG),
    (place(postalCode="9010"), "postal_code", Rejection.CODE_WRONG),
    ("not a place", "", Rejection.UNREADABLE),
])
def test_taken__what_spoils_a_row_is_told_and_the_others_go_on(said: Any, field: str, reason: Rejection) -> None:
    good, bad, another = lipas(place(sportsPlaceId=7), said, place(sportsPlaceId=8))
    assert isinstance(good, Incoming)
    assert isinstance(another, Incoming)
    assert isinstance(bad, Rejected)
    assert (bad.line, bad.field, bad.reason) == (2, field, reason)
    assert "131052-308T" not in bad.value


def test_taken__the_same_key_twice() -> None:
    first, second = lipas(place(), place(name="Toinen"))
    assert isinstance(first, Incoming)
    assert second == Rejected(2, "source_id", "1", Rejection.TWICE_IN_FILE)


@pytest.mark.parametrize("content", [b"{", b'{"a": 1}', b"\xff\xfe\x00"])
def test_lipas__not_a_list(content: bytes) -> None:
    with pytest.raises(Refused, match="file_unreadable"):
        list(taken(LIPAS, content))


def test_libraries__lines_and_columns() -> None:
    """A quoted line break makes a row of two lines; a row with a cell too few is told by its own line."""
    first = 'A,"Street\n1",M1 1AA,Local authority run library,www.a.example,Bury,E08000002,-2.1,53.5'
    last = "C,Street 2,M1 1AB,Community run library,http://c.example,Bury,E08000002,-2.1,53.5"
    text = f"{HEADER}\r\n{first}\r\nB,short\r\n{last}\r\n"
    a, b, c = taken(LIBRARIES, text.encode())
    assert isinstance(a, Incoming)
    assert isinstance(c, Incoming)
    assert (a.line, a.street, a.owner_name, c.line, c.owner_name) == (2, "Street 1", "Bury", 5, "Community run library")
    assert b == Rejected(4, "", "", Rejection.UNREADABLE)
    with pytest.raises(Refused, match="columns_missing"):
        list(taken(LIBRARIES, b"name,address\nA,B\n"))


async def test_import__of_a_municipality_that_is_no_more(builder: Builder) -> None:
    """A code of old means what took its place: Yli-Ii (972) became a part of Oulu (564)."""
    await builder.county()
    row = await sent(builder.house, place(city={"cityCode": 972}), place(sportsPlaceId=2, city={"cityCode": 91}))
    assert counts(row) == (1, 0, 0, 1, 0)
    assert [site.municipality for site in await sites(builder.house)] == ["564"]


async def test_import__spaces_follow(builder: Builder) -> None:
    """A site that a newer edition calls otherwise: its spaces say so. Nothing goes because the source lacks it."""
    await builder.county()
    house = builder.house
    await sent(house, place(), place(sportsPlaceId=2, name="Toinen"))
    (site,) = [site for site in await sites(house) if site.source_id == "1"]
    await builder.usage_rules(site_id=str(site.id), owner=None)
    space = await builder.space(site, "Katos", features=["catering"])
    row = await sent(house, place(name="Uusi nimi"))
    assert counts(row) == (0, 1, 0, 0, 0)
    assert len(await sites(house)) == 2
    assert await house.said(space.id) == ["SpacePublished", "SpaceUpdated"]


async def sent(house: House, *places: Any) -> Any:
    """A file of these places, applied."""
    asked = await house.run(commands.start, "fi-lipas", Mode.APPLY, json.dumps(places).encode(), None)
    return await imported(house, None, job=asked.id)


async def test_start_import__one_at_a_time_and_by_the_coordinator(builder: Builder) -> None:
    house = builder.house
    with pytest.raises(Refused, match="not_allowed"):
        await house.as_(person(SERVICE)).run(commands.start_bundled, "fi-lipas", Mode.DRY_RUN, None)
    with pytest.raises(Refused, match="source_unknown"):
        await house.run(commands.start_bundled, "nobody", Mode.DRY_RUN, None)
    await house.run(commands.start_bundled, "fi-lipas", Mode.DRY_RUN, None)
    with pytest.raises(Refused, match="source_busy"):
        await house.run(commands.start_bundled, "fi-lipas", Mode.DRY_RUN, None)


async def test_import__over_http(facilities_api: Api, builder: Builder) -> None:
    await builder.county()
    api, who = facilities_api.http, facilities_api.coordinator
    places = [place(), place(sportsPlaceId=2, postalCode="x"), place(sportsPlaceId=3, city={"cityCode": 91})]
    asked = await api.post(
        "/v1/imports", data={"source": "fi-lipas"}, files={"file": ("places.json", json.dumps(places))}, headers=who
    )
    assert asked.status_code == 202, asked.text
    await worked(builder.house)
    path = asked.headers["location"]
    job = (await api.get(path, headers=who)).json()
    assert (job["state"], job["mode"]) == ("done", "dry_run")
    assert job["counts"] == {"create": 1, "change": 0, "unchanged": 0, "outside": 1, "reject": 1}
    outcomes = [row["outcome"] for row in (await api.get(f"{path}/rows", headers=who)).json()["items"]]
    assert outcomes == ["create", "reject", "outside"]
    (told,) = (await api.get(f"{path}/rejections", headers=who)).json()["items"]
    assert (told["line"], told["field"], told["value"], told["reason"]) == (2, "postal_code", "x", "code_wrong")
    assert told["text"]["sv"] == "Koden har inte rätt form."
    assert (await api.get(path, headers=facilities_api.as_(new_id(), "professional"))).status_code == 404
    assert (await api.post(f"{path}/apply", headers=who)).status_code == 202
    await worked(builder.house)
    assert (await api.post(f"{path}/apply", headers=who)).status_code == 409
    assert len((await api.get("/v1/sites?source=fi-lipas", headers=who)).json()["items"]) == 1

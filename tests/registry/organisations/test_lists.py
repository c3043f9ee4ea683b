"""The list: filters, Finnish order, pages, search, files; and whose liaison answers after an area has moved."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from tests.registry.conftest import Api

from chassis import clock
from chassis.testing import House
from chassis.work import Irrelevant
from registry.areas import commands as areas
from registry.areas.schemas import MoveArea
from registry.organisations import commands, queries
from registry.organisations.schemas import Register

FINNISH = ["Aamu ry", "Virta ry", "Wiipuri ry", "Zeta ry", "Åbo rf", "Ähtäri ry", "Äänekoski ry", "Öölanti ry"]


async def names(api: Api, **params: Any) -> list[str]:
    answer = await api.get("/v1/organisations", **params)
    assert answer.status_code == 200, answer.text
    return [each["name"] for each in answer.json()["items"]]


async def test_order__finnish_and_stable_over_pages(api: Api) -> None:
    for name in reversed(FINNISH):
        await api.registered(name)
    assert await names(api) == FINNISH
    assert await names(api, sort="-name") == FINNISH[::-1]
    seen: list[str] = []
    page = (await api.get("/v1/organisations", limit=3)).json()
    await api.registered("Aakkoset ry")  # before the place where the reader stands
    seen += [each["name"] for each in page["items"]]
    while page["next"] is not None:
        page = (await api.get("/v1/organisations", limit=3, cursor=page["next"])).json()
        seen += [each["name"] for each in page["items"]]
    assert seen == FINNISH


@pytest.mark.parametrize(("params", "found"), [
    ({"home_municipality": "564"}, {"Oulu"}),
    ({"home_municipality": "084"}, {"Oulu"}),
    ({"acts_in": "564"}, {"Liminka", "Suomi"}),
    ({"acts_in": "425"}, {"Suomi"}),
    ({"area": "lakeus"}, {"Liminka"}),
    ({"area": "oulu"}, {"Oulu", "Liminka"}),
    ({"area": "17"}, {"Oulu", "Liminka"}),
    ({"kind": "parish"}, {"Liminka"}),
    ({"legal_form": "foundation"}, {"Suomi"}),
    ({"field": "carers"}, {"Oulu", "Suomi"}),
    ({"field": "carers", "group": "pensioners"}, {"Suomi"}),
    ({"supports_others": "county"}, {"Suomi"}),
    ({"status": "paused"}, {"Oulu"}),
    ({"status": "active"}, {"Liminka", "Suomi"}),
    ({"q": "suomi"}, {"Suomi"}),
    ({"q": "suomi", "kind": "parish"}, set()),
])
async def test_filters(api: Api, params: dict[str, str], found: set[str]) -> None:
    oulu = await api.registered("Oulu", home_municipality="564", fields=["carers"])
    await api.post(f"/v1/organisations/{oulu['id']}/pause", {"grounds": "tauko"})
    await api.registered(
        "Liminka", home_municipality="425", kind="parish", legal_form="parish",
        operating_area={"area_class": "municipality", "municipalities": ["564"]},
    )
    await api.registered(
        "Suomi", kind="organisation", legal_form="foundation", fields=["carers", "sport"], groups=["pensioners"],
        supports_others="county", operating_area={"area_class": "country"},
    )
    assert set(await names(api, **params)) == found


async def test_filters__that_mean_nothing_are_said(api: Api) -> None:
    for params, code in [
        ({"home_municipality": "999"}, "registry.area.unknown"),
        ({"kommun": "564"}, "chassis.query.unknown"),
        ({"sort": "relevance"}, "chassis.query.sort"),
    ]:
        answer = await api.get("/v1/organisations", **params)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


async def test_updated_since(api: Api) -> None:
    await api.registered("Vanha ry")
    moment = clock.now()
    await api.registered("Uusi ry")
    assert await names(api, updated_since=moment.isoformat()) == ["Uusi ry"]


async def test_search__by_likeness_in_pages(api: Api) -> None:
    for n in range(1, 8):
        await api.registered(f"Oulun omaishoitajat {'x' * n} ry")
    await api.registered("Oulun omaishoitajat ry")
    first = (await api.get("/v1/organisations", q="oulun omaishoitajat ry", limit=5)).json()
    assert first["items"][0]["name"] == "Oulun omaishoitajat ry"
    second = (await api.get("/v1/organisations", q="oulun omaishoitajat ry", limit=5, cursor=first["next"])).json()
    assert len({each["id"] for each in first["items"] + second["items"]}) == 8
    assert second["next"] is None
    by_name = (await api.get("/v1/organisations", q="omaishoitajat", sort="name", count="exact")).json()
    assert by_name["count"] == 8
    assert [e["name"] for e in by_name["items"]] == sorted(e["name"] for e in by_name["items"])


@pytest.mark.parametrize("q", ["'", "\\", "a & !b", "''':*", "%", "(", "ä" * 200, "\u00ad", " ", "<->", "ry"])
async def test_search__anything_typed_is_answered(api: Api, q: str) -> None:
    await api.registered("Äiti ja lapsi ry")
    assert (await api.get("/v1/organisations", q=q)).status_code == 200


async def test_export__csv_and_ndjson_of_exactly_the_list(api: Api) -> None:
    for n in range(3):
        await api.registered(f"Yhdistys {n} ry", home_municipality="564", fields=["carers", "sport"])
    await api.registered("Muu ry")
    table = await api.get("/v1/organisations", format="csv", home_municipality="564")
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff")), delimiter=";"))
    assert [(row["name"], row["fields"]) for row in rows] == [(f"Yhdistys {n} ry", "carers, sport") for n in range(3)]
    lines = (await api.get("/v1/organisations", format="ndjson", q="yhdistys")).text.splitlines()
    assert {json.loads(line)["name"] for line in lines} == {f"Yhdistys {n} ry" for n in range(3)}


async def test_place__follows_a_move_on_its_day(registry: House) -> None:
    made = await registry.run(commands.register, Register(name_fi="Limingan ry", home_municipality="425"))
    plain = await registry.run(commands.register, Register(name_fi="Ei missään ry"))
    assert await registry.read(queries.misplaced, 10) == []
    day = date(2027, 1, 1)
    async with registry.database.sessions() as session:
        id = (await session.execute(text("SELECT id FROM registry.area WHERE code = '425'"))).scalar_one()
    try:
        await registry.run(areas.move_area, id, MoveArea(parent="oulu", valid_from=day, grounds="Päätös"))
        assert await registry.read(queries.misplaced, 10) == []
        then = _on(registry, 60)
        assert await then.read(queries.misplaced, 10) == [made.id]
        await then.run(commands.place, made.id)
        assert await then.read(queries.misplaced, 10) == []
        with pytest.raises(Irrelevant):
            await then.run(commands.place, made.id)
        row = await then.read(queries.organisation, made.id)
        assert {"oulu", "425"} <= set(row.area_codes)
        assert "lakeus" not in row.area_codes
        assert await registry.said(made.id) == ["OrganisationRegistered"]
        assert (await then.read(queries.organisation, plain.id)).area_codes == []
    finally:
        async with registry.database.sessions() as session:
            old = json.dumps([{"parent": "lakeus", "valid_from": "2023-01-01", "valid_until": None}])
            await session.execute(text("UPDATE registry.area SET placements = CAST(:p AS jsonb) WHERE id = :i"), {"p": old, "i": id})
            await session.commit()


def _on(house: House, days: int) -> House:
    return replace(house, clock=lambda: clock.now() + timedelta(days=days))

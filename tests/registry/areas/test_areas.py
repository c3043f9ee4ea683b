"""Areas, populations and council terms through commands and HTTP."""

import asyncio
import sys
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from tests.registry.conftest import Api

from chassis.problems import Refused
from chassis.testing import House, Parts, cloned
from registry.areas import commands, queries
from registry.areas.commands import Loaded
from registry.areas.domain import CouncilKind, Kind
from registry.areas.load import load
from registry.areas.schemas import AbolishArea, AddArea, MoveArea, OpenTerm
from registry.main import SERVICE
from registry.settings import Settings

NOTHING = Loaded(areas=0, domains=0, terms=0)


@pytest.fixture
async def bare(parts: Parts, bare_template: str) -> Any:
    """A registry in which nobody has loaded anything yet."""
    async with cloned(parts.admin, bare_template) as name:
        house = House.over(SERVICE, parts.admin, name)
        yield house
        await house.close()


async def area_id(house: House, code: str) -> Any:
    async with house.database.sessions() as session:
        return (await session.execute(text("SELECT id FROM registry.area WHERE code = :c"), {"c": code})).scalar_one()


@pytest.fixture
async def county(parts: Parts, registry_template: str) -> Any:
    """A registry whose areas this test may change."""
    async with cloned(parts.admin, registry_template) as name:
        house = House.over(SERVICE, parts.admin, name)
        yield house
        await house.close()


async def test_load_reference__second_run_changes_and_says_nothing(bare: House) -> None:
    first = await bare.run(commands.load_reference)
    assert first == Loaded(areas=1 + 6 + 30 + 15 + 3, domains=6, terms=4)
    assert sorted(set(await bare.said())) == ["AreaChanged", "CouncilTermOpened"]
    said = len(await bare.outbox())
    assert said == 2 * (55 + 4)
    assert await bare.run(commands.load_reference) == NOTHING
    assert len(await bare.outbox()) == said


async def test_load_reference__two_processes_at_once(bare: House) -> None:
    found = await asyncio.gather(*(bare.run(commands.load_reference) for _ in range(3)))
    assert sorted(found, key=lambda loaded: loaded.areas)[:2] == [NOTHING, NOTHING]
    assert len(await bare.outbox()) == 118


async def test_load__from_the_command_line(bare: House) -> None:
    surroundings = {
        "YHDYSPINTA_ENV": "test",
        "YHDYSPINTA_DATABASE_URL": bare.settings.database_url,
        "YHDYSPINTA_ISSUER": bare.settings.issuer,
        "YHDYSPINTA_CURSOR_KEY": bare.settings.cursor_key.get_secret_value(),
    }
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "registry.areas.load", env=surroundings, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    said, wrong = await run.communicate()
    assert (run.returncode, said) == (0, b"areas 55, domains 6, council terms 4\n"), wrong
    assert await load(Settings(**bare.settings.model_dump())) == NOTHING


async def test_load_reference__leaves_what_people_entered(county: House) -> None:
    id = await area_id(county, "425")
    later = MoveArea(parent="oulu", valid_from=date(2030, 1, 1), grounds="Aluehallituksen päätös")
    await county.run(commands.move_area, id, later)
    assert await county.run(commands.load_reference) == NOTHING
    tree = await county.read(queries.tree)
    assert tree.area("425").parent(date(2029, 12, 31)) == "lakeus"
    assert tree.area("425").parent(date(2030, 1, 1)) == "oulu"


async def test_resolve__abolished_code_leads_to_its_successor(api: Api) -> None:
    found = (await api.get("/v1/areas/resolve", code="084", on="2026-01-01")).json()
    assert (found["area"]["code"], [step["code"] for step in found["path"]]) == ("564", ["17", "oulu", "564"])
    assert found["population"] == {"2019": 205489, "2020": 207327}
    before = (await api.get("/v1/areas/resolve", code="084", on="2012-12-31")).json()
    assert before["area"]["code"] == "084"
    unknown = await api.get("/v1/areas/resolve", code="000")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "registry.area.unknown")


async def test_list_areas__by_kind_day_and_parent(api: Api) -> None:
    now = (await api.get("/v1/areas", kind="municipality", limit=200, count="exact")).json()
    assert now["count"] == 30
    then = (await api.get("/v1/areas", kind="municipality", on="2008-06-01", limit=200)).json()
    assert {"084", "095"} <= {area["code"] for area in then["items"]}
    under = (await api.get("/v1/areas", parent="koillismaa")).json()
    assert [area["code"] for area in under["items"]] == ["305", "832"]
    names = [area["name_fi"] for area in (await api.get("/v1/areas", kind="municipality", limit=200, sort="name")).json()["items"]]
    assert names[0] == "Alavieska"
    assert names[-1] == "Ylivieska"


async def test_move__effect_on_the_day_and_not_before(county: House) -> None:
    id = await area_id(county, "244")
    row = await county.run(
        commands.move_area, id, MoveArea(parent="oulu", valid_from=date(2028, 1, 1), grounds="Päätös 12 §")
    )
    assert [(p["parent"], p["valid_from"], p["valid_until"]) for p in row.placements] == [
        ("lakeus", "2023-01-01", "2028-01-01"), ("oulu", "2028-01-01", None),
    ]
    assert await county.said(id) == ["AreaChanged"]
    with pytest.raises(Refused) as refused:
        await county.run(commands.move_area, id, MoveArea(parent="564", valid_from=date(2027, 1, 1), grounds="x"))
    assert {r.problem.code for r in refused.value.reasons} == {
        "registry.area.wrong_parent", "registry.area.move_before_last",
    }


async def test_abolish__codes_of_old_resolve_and_two_at_once_close_no_circle(county: House) -> None:
    one, other = await area_id(county, "425"), await area_id(county, "244")

    def ends(successor: str) -> AbolishArea:
        return AbolishArea(successor=successor, valid_until=date(2028, 1, 1), grounds="Kuntaliitos")

    results = await asyncio.gather(
        county.run(commands.abolish_area, one, ends("244")),
        county.run(commands.abolish_area, other, ends("425")),
        return_exceptions=True,
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
    tree = await county.read(queries.tree)
    assert tree.resolve("425", date(2028, 1, 1)).code == tree.resolve("244", date(2028, 1, 1)).code


async def test_abolish__what_lies_under_it_lies_under_its_successor(county: House) -> None:
    centre = await county.run(commands.add_area, AddArea(
        code="liminka", kind=Kind.HEALTH_CENTRE, name_fi="Limingan terveyskeskus", parent="425", valid_from=date(2023, 1, 1)
    ))
    id, day = await area_id(county, "425"), date(2028, 1, 1)
    with pytest.raises(Refused) as refused:
        await county.run(commands.abolish_area, id, AbolishArea(successor="liminka", valid_until=day, grounds="x"))
    assert [r.problem.code for r in refused.value.reasons] == ["registry.area.wrong_successor"]
    await county.run(commands.abolish_area, id, AbolishArea(successor="244", valid_until=day, grounds="Kuntaliitos"))
    tree = await county.read(queries.tree)
    assert [area.code for area in tree.children("425", date(2027, 12, 31))] == ["liminka"]
    assert [area.code for area in tree.children("244", day)] == ["liminka"]
    assert "liminka" in queries.cover(tree, ["425"], day)
    assert await county.said(centre.id) == ["AreaChanged", "AreaChanged"]


async def test_add__health_centre_and_municipality_of_another_county(api: Api, county: House) -> None:
    centre = await county.run(commands.add_area, AddArea(
        code="tuira", kind=Kind.HEALTH_CENTRE, name_fi="Tuiran terveyskeskus", parent="564", valid_from=date(2023, 1, 1)
    ))
    assert centre.placements[0]["parent"] == "564"
    tree = await county.read(queries.tree)
    assert [area.code for area in tree.path("tuira", date(2026, 1, 1))] == ["17", "oulu", "564", "tuira"]
    await county.run(commands.add_area, AddArea(code="091", kind=Kind.MUNICIPALITY, name_fi="Helsinki", name_sv="Helsingfors"))
    with pytest.raises(Refused, match=r"registry\.area\.code_taken"):
        await county.run(commands.add_area, AddArea(code="091", kind=Kind.MUNICIPALITY, name_fi="Helsinki"))
    with pytest.raises(Refused, match=r"registry\.area\.wrong_parent"):
        await county.run(commands.add_area, AddArea(code="x", kind=Kind.HEALTH_CENTRE, name_fi="X"))
    forbidden = await api.post("/v1/areas", {"code": "x", "kind": "municipality", "name_fi": "X"}, headers=api.anybody)
    assert forbidden.status_code == 403


async def test_population__the_same_file_again_changes_nothing(county: House) -> None:
    table = "code;year;population\n564;2024;216152\n9;2024;2400\n"
    first = await county.run(commands.import_population, table)
    assert (first.lines, first.changed) == (2, 2)
    again = await county.run(commands.import_population, table)
    assert (again.lines, again.changed) == (2, 0)
    assert await county.said() == ["AreaChanged", "AreaChanged"]
    corrected = await county.run(commands.import_population, table.replace("216152", "216153"))
    assert corrected.changed == 1
    tree = await county.read(queries.tree)
    assert tree.population("564", 2024, date(2024, 12, 31)) == 216153
    assert tree.population("17", 2024, date(2024, 12, 31)) is None


async def test_population__over_http_every_bad_line_is_named(api: Api) -> None:
    file = {"file": ("p.csv", "code,year,population\n999,2024,1\n564,24,1\n564,2024,-1\n", "text/csv")}
    answer = await api.http.post("/v1/areas/population", files=file, headers=api.coordinator)
    assert answer.status_code == 422
    assert {(e["code"], e["pointer"]) for e in answer.json()["errors"]} == {
        ("registry.area.unknown", "/2/code"),
        ("registry.area.population_unreadable", "/3"),
        ("registry.area.population_negative", "/4/population"),
    }
    broken = await api.http.post(
        "/v1/areas/population", files={"file": ("p.csv", b"\xff\xfe\x00", "text/csv")}, headers=api.coordinator
    )
    assert broken.status_code == 422


async def test_open_term__no_two_of_one_council_share_a_day(api: Api, county: House) -> None:
    def term(code: str, since: int, until: int) -> OpenTerm:
        return OpenTerm(
            code=code, kind=CouncilKind.COUNTY, valid_from=date(since, 6, 1), valid_until=date(until, 6, 1)
        )

    opened = await county.run(commands.open_term, term("county-2029", 2029, 2033))
    assert await county.said(opened.id) == ["CouncilTermOpened"]
    with pytest.raises(Refused, match=r"registry\.council_term\.overlaps"):
        await county.run(commands.open_term, term("county-2030", 2030, 2034))
    results = await asyncio.gather(
        *(county.run(commands.open_term, term(f"county-at-once-{n}", 2033, 2037)) for n in range(4)), return_exceptions=True
    )
    assert sum(isinstance(result, Refused) for result in results) == 3
    with pytest.raises(Refused, match=r"registry\.council_term\.ends_first"):
        await county.run(commands.open_term, term("county-back", 2041, 2041))
    terms = (await api.get("/v1/council-terms", kind="county_council", on="2026-01-01")).json()["items"]
    assert [each["code"] for each in terms] == ["county-2025"]
    assert len((await api.get("/v1/sote-domains")).json()) == 6



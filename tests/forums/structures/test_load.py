"""The structures of the plan are loaded once; what each is, says and means stands in data. STR-01, STR-04..20, STR-29."""

import asyncio
import sys
from collections import Counter

from tests.forums import some

from chassis.testing import House
from forums.settings import Settings
from forums.structures import domain
from forums.structures.commands import load_reference
from forums.structures.domain import Kind, Level
from forums.structures.load import load


async def test_load__county_ones_are_established_once(forums: House) -> None:
    first = await forums.run(load_reference)
    assert (first.established, first.templates) == (22, 26)
    assert Counter(await forums.said()) == {"StructureEstablished": 22}
    assert (await forums.run(load_reference)).established == 0
    assert len(await forums.said()) == 22


async def test_load__two_processes_at_once(forums: House) -> None:
    found = await asyncio.gather(*(forums.run(load_reference) for _ in range(3)))
    assert sorted(loaded.established for loaded in found) == [0, 0, 22]
    assert len(await forums.said()) == 22


async def test_load__from_the_command_line(forums: House) -> None:
    surroundings = {
        "YHDYSPINTA_ENV": "test",
        "YHDYSPINTA_DATABASE_URL": forums.settings.database_url,
        "YHDYSPINTA_ISSUER": forums.settings.issuer,
        "YHDYSPINTA_CURSOR_KEY": forums.settings.cursor_key.get_secret_value(),
    }
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "forums.structures.load", env=surroundings, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, wrong = await run.communicate()
    assert (run.returncode, said) == (0, b"structures 22, templates 26\n"), wrong
    assert (await load(Settings(**forums.settings.model_dump()))).established == 0


async def test_load__a_working_group_stands_under_its_body(county: House) -> None:
    group, council = await some.structure(county, "grant-principles-group"), await some.structure(county, some.COUNCIL)
    assert group.parent_id == council.id
    assert [each["least"] for each in group.groups] == [3, 1, 1]


def test_templates__each_has_level_kind_convenor_and_area_of_cooperation() -> None:
    found = domain.templates()
    assert len(found) == 26
    assert all(each.cooperation_areas and set(each.cooperation_areas) <= set(domain.cooperation_areas()) for each in found.values())
    assert all(each.convenor_text and each.names["sv"] for each in found.values())
    assert len(domain.cooperation_areas()) == 5


def test_templates__only_the_council_is_representative() -> None:
    assert [each.code for each in domain.templates().values() if each.kind is Kind.REPRESENTATIVE] == [some.COUNCIL]


def test_templates__topics_are_agenda_item_types() -> None:
    found = domain.templates()
    topics = {code: len(found[code].topics) for code in (
        "sote-domain-meeting", some.COUNCIL, some.FORUM, "service-area-meeting", "local-meeting", "wellbeing-theme-network",
    )}
    assert topics == {
        "sote-domain-meeting": 7, some.COUNCIL: 5, some.FORUM: 4, "service-area-meeting": 6, "local-meeting": 6,
        "wellbeing-theme-network": 3,
    }
    assert "council_term_agreement" in found[some.COUNCIL].topics
    assert all(set(each.topics) <= set(domain.topics()) for each in found.values())


def test_templates__one_per_area_domain_municipality_centre() -> None:
    found = {each.code: each.one_per for each in domain.templates().values() if each.one_per is not None}
    assert {code: each.value for code, each in found.items()} == {
        "sote-domain-meeting": "sote_domain", "service-area-meeting": "service_area", "local-meeting": "municipality",
        "health-centre-team": "health_centre",
    }


def test_templates__six_networks_have_two_convenors() -> None:
    networks = [each for each in domain.templates().values() if each.convenor_count == 2]
    assert len(networks) == 6
    assert all(each.founded for each in networks)


def test_templates__cadence_of_the_forum() -> None:
    assert domain.templates()[some.FORUM].cadence == {"per_year_min": 1, "per_year_max": 3, "mode": "remote"}


async def test_load__levels(county: House) -> None:
    assert (await some.structure(county, "local-regional-coordination")).level is Level.SERVICE_AREA

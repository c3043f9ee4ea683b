"""Counts, density and net change, held against the pure rules over generated years."""

import random
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from tests.registry.conftest import Api, Calendar

from chassis import clock
from chassis.outbox import new_id
from chassis.testing import House
from chassis.values import today
from chassis.work import UnitOfWork
from registry.organisations import commands, queries
from registry.organisations.commands import Entry, Source
from registry.organisations.domain import statistics as rules
from registry.organisations.domain.kinds import Field, Kind, LegalForm
from registry.organisations.domain.lifecycle import Limits
from registry.organisations.domain.profile import Profile
from registry.organisations.schemas import CountOut, Dissolve, Grouping, Merge
from registry.organisations.tables import Organisation

MUNICIPALITIES = ("564", "425", "305", None)


async def generated(house: House) -> list[Organisation]:
    """Eighty organisations over thirty years, a quarter dissolved or about to be, some without a founding date, two merged."""
    dice = random.Random(20_261)
    source = Source("generated", date(2026, 1, 1))
    entries = []
    for n in range(80):
        founded = None if n % 7 == 0 else date(1990, 1, 1) + timedelta(days=dice.randrange(30 * 365))
        entries.append(Entry(house.cause("x").id, Profile(
            kind=Kind.ORGANISATION if n % 10 else Kind.PARISH,
            legal_form=LegalForm.ASSOCIATION if n % 10 else LegalForm.PARISH,
            name_fi=f"Yhdistys {n} ry",
            home_municipality=dice.choice(MUNICIPALITIES),
            fields=tuple(dice.sample([Field.CARERS, Field.SPORT, Field.YOUTH], dice.randrange(3))),
            founded_on=founded,
        ), source.name, origins={"name_fi": source}))
    await house.run(commands.register_many, entries)
    for entry in entries[::4]:
        on = (entry.profile.founded_on or date(2000, 1, 1)) + timedelta(days=dice.randrange(4000))
        day = min(on, today(clock.now()) + timedelta(days=Limits().dissolution_ahead_days))
        await house.run(commands.dissolve, entry.id, Dissolve(dissolved_on=day, grounds="x"))
    await house.run(commands.merge, entries[1].id, Merge(from_ids=[entries[2].id, entries[3].id], grounds="x"))
    return [await house.run(_row, entry.id) for entry in entries]


async def _row(uow: UnitOfWork, id: UUID) -> Organisation:
    return await uow.load(Organisation, id)


async def counted(house: House, by: Grouping, year: int) -> dict[str | None, CountOut]:
    return {each.key: each for each in await house.read(queries.counts, by, year, Kind.ORGANISATION, None, None)}


class Dated:
    """A row as the rules count it: a merged one is gone from the day of the merger."""

    def __init__(self, row: Organisation) -> None:
        self.founded_on = row.founded_on
        self.dissolved_on = row.dissolved_on or (today(row.ended_at) if row.successor_id and row.ended_at else None)


@pytest.mark.parametrize("year", [1989, 1999, 2010, 2019, 2020, 2026])
async def test_counts__as_the_rules_count(registry: House, year: int) -> None:
    rows = [row for row in await generated(registry) if row.kind is Kind.ORGANISATION]
    day = min(date(year, 12, 31), today(clock.now()))
    found = await counted(registry, Grouping.MUNICIPALITY, year)
    assert len(found) >= 30
    for code in MUNICIPALITIES:
        mine = [Dated(row) for row in rows if row.home_municipality == code]
        change = rules.change_in(year, mine)
        assert (found[code].count, found[code].founded, found[code].dissolved, found[code].net) == (
            rules.standing(day, mine), change.founded, change.dissolved, change.net,
        ), code
    assert found["009"].count == 0
    by_field = await counted(registry, Grouping.FIELD, year)
    for field in (Field.CARERS, Field.SPORT):
        mine = [Dated(row) for row in rows if field.value in row.fields]
        assert by_field[field.value].count == rules.standing(day, mine)
    assert by_field[None].count == rules.standing(day, [Dated(row) for row in rows if not row.fields])
    areas = await counted(registry, Grouping.SERVICE_AREA, year)
    assert areas["oulu"].count == found["564"].count
    assert areas["lakeus"].count == found["425"].count
    assert areas[None].count == found[None].count


async def test_years__net_change_and_standing(registry: House) -> None:
    rows = [Dated(row) for row in await generated(registry) if row.kind is Kind.ORGANISATION]
    found = await registry.read(queries.years, 1990, 2026, Kind.ORGANISATION, None, None, None)
    assert [each.year for each in found] == list(range(1990, 2027))
    for each in found:
        change = rules.change_in(each.year, rows)
        day = min(date(each.year, 12, 31), today(clock.now()))
        assert (each.founded, each.dissolved, each.net, each.standing) == (
            change.founded, change.dissolved, change.net, rules.standing(day, rows),
        ), each.year
        undated = [row for row in rows if row.founded_on is None]
        assert each.founding_unknown == rules.standing(day, undated)
    one = await registry.read(queries.years, 2020, 2020, Kind.ORGANISATION, "564", Field.CARERS, LegalForm.ASSOCIATION)
    assert one[0].standing < found[30].standing


async def test_years__two_centuries_cost_little_more_than_one_year(registry: House) -> None:
    """Each organisation is looked at once, not once for each year."""
    source, first = Source("generated", date(2026, 1, 1)), date(1960, 1, 1)
    for batch in range(8):
        await registry.run(commands.register_many, [
            Entry(new_id(), Profile(
                kind=Kind.ORGANISATION, name_fi=f"Yhdistys {batch} {n} ry", founded_on=first + timedelta(days=40 * n),
            ), source.name)
            for n in range(500)
        ])

    async def seconds(since: int) -> float:
        began = time.perf_counter()
        found = await registry.read(queries.years, since, 2025, Kind.ORGANISATION, None, None, None)
        assert found[-1].standing == 4000
        return time.perf_counter() - began

    one, all_of_them = [min([await seconds(since) for _ in range(5)]) for since in (2025, 1826)]
    assert all_of_them < 8 * one


async def test_density__four_decimals_or_why_not(api: Api) -> None:
    for n in range(3):
        await api.registered(f"Yhdistys {n} ry", kind="organisation", home_municipality="009", founded_on="2001-05-05")
    known = (await api.get("/v1/statistics/organisations", by="municipality", year=2020)).json()
    alavieska = next(each for each in known if each["key"] == "009")
    assert (alavieska["count"], alavieska["population"]) == (3, 2517)
    assert Decimal(alavieska["density"]) == Decimal("1.1919")
    unknown = (await api.get("/v1/statistics/organisations", by="county", year=2024)).json()
    assert [(each["key"], each["density"], each["reason"]) for each in unknown] == [
        ("17", None, "population_unknown"), (None, None, "population_unknown"),
    ]
    county = (await api.get("/v1/statistics/organisations", by="county", year=2020)).json()[0]
    assert Decimal(county["density"]) == Decimal(3000 / county["population"]).quantize(Decimal("0.0001"))
    years = (await api.get("/v1/statistics/organisations/years", first=2000, last=2002, municipality="009")).json()
    assert [(y["year"], y["founded"], y["standing"]) for y in years] == [(2000, 0, 0), (2001, 3, 3), (2002, 0, 3)]
    assert (await api.get("/v1/statistics/organisations/years", first=2000, last=2002, municipality="999")).status_code == 422


async def test_dissolution_to_come__counts_until_its_day_and_goes_in_its_year(registry: House, calendar: Calendar) -> None:
    """By the day, not by the worker that writes it down; in the year of the day, not in that of the decision."""
    calendar.at(datetime(2027, 12, 30, 12, tzinfo=UTC))
    house, source = replace(registry, clock=calendar.now), Source("generated", date(2026, 1, 1))
    entry = Entry(new_id(), Profile(kind=Kind.ORGANISATION, name_fi="Y ry", home_municipality="564"), source.name)
    await house.run(commands.register_many, [entry])
    await house.run(commands.dissolve, entry.id, Dissolve(dissolved_on=date(2028, 1, 1), grounds="x"))

    async def figures() -> list[tuple[int, int, int]]:
        found = [(await counted(house, Grouping.MUNICIPALITY, year))["564"] for year in (2027, 2028)]
        by_year = await house.read(queries.years, 2027, 2028, Kind.ORGANISATION, "564", None, None)
        assert [(each.standing, each.dissolved, each.net) for each in by_year] == [(c.count, c.dissolved, c.net) for c in found]
        return [(each.count, each.dissolved, each.net) for each in found]

    assert await figures() == [(1, 0, 0), (1, 0, 0)]
    calendar.at(datetime(2027, 12, 31, 22, tzinfo=UTC))
    assert await figures() == [(1, 0, 0), (0, 1, -1)]
    assert await calendar.worker(house) == 1
    assert await figures() == [(1, 0, 0), (0, 1, -1)]

"""What a person decides about candidate pairs is done and remembered."""

from uuid import UUID

import pytest
from tests.registry.imports.conftest import FINNISH, Desk, counts, finnish

from chassis.access import Held
from chassis.machine import ActionNotAllowed
from chassis.problems import Refused
from chassis.testing import person
from registry.imports import commands
from registry.imports.schemas import Confirm, Reject
from registry.main import SERVICE
from registry.organisations.commands import merge, register, update
from registry.organisations.domain.identifiers import Scheme
from registry.organisations.schemas import IdentifierBody, Merge, Register, Update

HYOTY = ({"id": "0857240-9", "name": "Suomen Hyötytuuli Oy"}, {"id": "0219018-6", "name": "Suomen Hyötytuuli Oy"})
WAITS = {"id": "", "name": "Oulun Omaiset ry"}
"""A row without a number, named like somebody who is known."""


async def pairs(desk: Desk) -> list[tuple[UUID, str]]:
    return [(id, status) for id, status in await desk.all("SELECT id, status FROM registry.duplicate ORDER BY proposed_at, id")]


async def omaiset(desk: Desk, name: str = "Oulun Omaiset ry") -> UUID:
    """An organisation that a person has entered."""
    return (await desk.house.run(register, Register(name_fi=name))).id


async def test_pair_confirmed__merged_and_quiet_afterwards(desk: Desk) -> None:
    assert counts(await desk.take(FINNISH, finnish(*HYOTY))) == (2, 0, 0, 0, 0, 1)
    ((id, _),) = await pairs(desk)
    row = await desk.house.run(commands.confirm, id, Confirm(grounds="Sama yhtiö."))
    merged = await desk.all("SELECT id, successor_id FROM registry.organisation WHERE status = 'merged'")
    assert merged == [(row.other_id, row.one_id)]
    assert (row.status.value, row.decided_by, row.grounds) == ("same", desk.house.actor.id, "Sama yhtiö.")
    said = await desk.said()
    assert said["OrganisationsMerged"] == 1
    assert counts(await desk.take(FINNISH, finnish(*HYOTY))) == (0, 0, 2, 0, 0, 0)
    assert await desk.said() == said
    assert await desk.scalar("SELECT grounds FROM registry.audit WHERE command = 'confirm' LIMIT 1") == "Sama yhtiö."


async def test_pair_confirmed_into__the_other_one_stays(desk: Desk) -> None:
    await desk.take(FINNISH, finnish(*HYOTY))
    ((id, _),) = await pairs(desk)
    other = await desk.scalar("SELECT other_id FROM registry.duplicate")
    await desk.house.run(commands.confirm, id, Confirm(grounds="Sama.", into_id=other))
    assert await desk.scalar("SELECT successor_id FROM registry.organisation WHERE status = 'merged'") == other


async def test_pair_confirmed__that_somebody_has_merged_meanwhile(desk: Desk) -> None:
    await desk.take(FINNISH, finnish(*HYOTY))
    ((id, _),) = await pairs(desk)
    ((one, other),) = await desk.all("SELECT one_id, other_id FROM registry.duplicate")
    await desk.house.run(merge, other, Merge(from_ids=[one], grounds="Sama."))
    row = await desk.house.run(commands.confirm, id, Confirm(grounds="Sama yhtiö."))
    assert row.status.value == "same"
    assert (await desk.said())["OrganisationsMerged"] == 1


async def test_pair_confirmed_into_somebody_else__refused(desk: Desk) -> None:
    await desk.take(FINNISH, finnish(*HYOTY))
    ((id, _),) = await pairs(desk)
    with pytest.raises(Refused, match="not_of_pair"):
        await desk.house.run(commands.confirm, id, Confirm(grounds="Sama.", into_id=id))
    assert await pairs(desk) == [(id, "open")]


async def test_pair_rejected__never_proposed_again(desk: Desk) -> None:
    await desk.take(FINNISH, finnish(*HYOTY))
    ((id, _),) = await pairs(desk)
    await desk.house.run(commands.reject, id, Reject(grounds="Eri yhtiöt."))
    assert counts(await desk.take(FINNISH, finnish(*HYOTY))) == (0, 0, 2, 0, 0, 0)
    assert await pairs(desk) == [(id, "apart")]
    with pytest.raises(ActionNotAllowed):
        await desk.house.run(commands.confirm, id, Confirm(grounds="Sittenkin."))


async def test_row_waits__proposed_once_however_often_it_comes(desk: Desk) -> None:
    await omaiset(desk)
    for _ in range(2):
        assert counts(await desk.take(FINNISH, finnish(WAITS))) == (0, 0, 0, 0, 1, 1)
    assert [status for _, status in await pairs(desk)] == ["open"]
    assert await desk.scalar("SELECT count(*) FROM registry.organisation") == 1


async def test_row_is_the_same__linked_and_its_data_added(desk: Desk) -> None:
    one = await omaiset(desk)
    two = await omaiset(desk, "Oulun Omaiset r.y.")
    row = {**WAITS, "description": "Tukea omaisille."}
    assert counts(await desk.take(FINNISH, finnish(row)))[4:] == (1, 2)
    id = await desk.scalar("SELECT id FROM registry.duplicate WHERE one_id = :one", one=one)
    await desk.house.run(commands.confirm, id, Confirm(grounds="Sama yhdistys."))
    assert await desk.scalar("SELECT description FROM registry.organisation WHERE id = :id", id=one) == "Tukea omaisille."
    assert await desk.scalar("SELECT description FROM registry.organisation WHERE id = :id", id=two) is None
    assert await desk.scalar("SELECT source FROM registry.field_source WHERE field = 'description'") == FINNISH
    assert sorted(status for _, status in await pairs(desk)) == ["apart", "same"]
    assert counts(await desk.take(FINNISH, finnish(row))) == (0, 0, 1, 0, 0, 0)
    assert await desk.scalar("SELECT count(*) FROM registry.waiting_row") == 0


async def test_row_is_new__taken_up_when_nobody_is_left(desk: Desk) -> None:
    await omaiset(desk)
    await omaiset(desk, "Oulun Omaiset r.y.")
    await desk.take(FINNISH, finnish(WAITS))
    for number, (id, _) in enumerate(await pairs(desk), start=1):
        await desk.house.run(commands.reject, id, Reject(grounds="Eri."))
        assert await desk.scalar("SELECT count(*) FROM registry.organisation") == 1 + number
    assert (await desk.said())["OrganisationRegistered"] == 3
    assert counts(await desk.take(FINNISH, finnish(WAITS))) == (0, 0, 1, 0, 0, 0)


async def test_row_rejected_of_one__still_waits_for_the_other(desk: Desk) -> None:
    await omaiset(desk)
    await omaiset(desk, "Oulun Omaiset r.y.")
    await desk.take(FINNISH, finnish(WAITS))
    (first, _), (second, _) = await pairs(desk)
    await desk.house.run(commands.reject, first, Reject(grounds="Eri."))
    assert counts(await desk.take(FINNISH, finnish(WAITS))) == (0, 0, 0, 0, 1, 1)
    assert dict(await pairs(desk)) == {first: "apart", second: "open"}


async def test_identifiers_of_two_bodies__a_person_may_say_which(desk: Desk) -> None:
    schemes = ((Scheme.UK_CHARITY, "200001"), (Scheme.UK_COMPANY, "01234567"))
    ids = [
        (await desk.house.run(register, Register(name_en=value, identifiers=[IdentifierBody(scheme=scheme, value=value)]))).id
        for scheme, value in schemes
    ]
    files = {"a.csv": b"registered_charity_number,charity_name,charity_company_registration_number\r\n200001,Both,01234567\r\n"}
    assert counts(await desk.take("uk-trafford", files)) == (0, 0, 0, 0, 1, 2)
    for id, _ in await pairs(desk):
        await desk.house.run(commands.reject, id, Reject(grounds="Kumpikaan ei."))
    assert counts(await desk.take("uk-trafford", files)) == (0, 0, 0, 0, 1, 2)
    assert [status for _, status in await pairs(desk)] == ["apart", "apart"]
    assert await desk.scalar("SELECT count(*) FROM registry.organisation") == len(ids)


async def test_certain_meanwhile__nobody_needs_to_decide(desk: Desk) -> None:
    one = await omaiset(desk)
    row = {"id": "0219018-6", "name": "Oulun Omaiset ry"}
    await desk.take(FINNISH, finnish(row))
    known = Update(identifiers=[IdentifierBody(scheme=Scheme.BUSINESS_ID, value="0219018-6")])
    await desk.house.run(update, one, known)
    assert counts(await desk.take(FINNISH, finnish(row)))[4:] == (0, 0)
    assert [status for _, status in await pairs(desk)] == ["same"]
    assert await desk.scalar("SELECT count(*) FROM registry.waiting_row") == 0


async def test_decided_by_whom__only_who_may(desk: Desk) -> None:
    await desk.take(FINNISH, finnish(*HYOTY))
    ((id, _),) = await pairs(desk)
    for role in ("regional_system", "professional"):
        stranger = desk.house.as_(person(SERVICE, Held(role)))
        with pytest.raises(Refused, match="not_found"):
            await stranger.run(commands.confirm, id, Confirm(grounds="Sama."))
        with pytest.raises(Refused, match="not_found"):
            await stranger.run(commands.reject, id, Reject(grounds="Eri."))

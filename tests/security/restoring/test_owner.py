"""The registry's schema is lost and restored to an older state: what was told since is withdrawn, and everybody agrees again."""

import asyncio

import pytest
from tests.security.restoring.county import GROUNDS, PLACE, County

from chassis import clock
from chassis.values import today

pytestmark = pytest.mark.timeout(300)
NAMES = [f"Yhdistys {n} ry" for n in range(20)]
GROUP = {"kind": "organisation", "legal_form": "unregistered_group"}


async def test_restored__everybody_agrees_again(county: County) -> None:
    kept = [await county.registered(name) for name in NAMES]
    group = await county.registered("Talkooporukka", **GROUP)
    await county.settled()
    assert "stop its api, worker and relay" in await county.rejoin("registry", "--yes", code=1), "not while it runs"
    file, taken_at, before = await county.backup("registry"), clock.now(), county.acknowledged

    lost_etag, *_ = [await county.changed(id, name_fi=f"Kadonnut nimi {n} ry") for n, id in enumerate(kept[:5])]
    ends = {"dissolved_on": today(clock.now()).isoformat(), "grounds": GROUNDS}
    await county.asked("POST", f"{PLACE}/{kept[5]}/dissolve", ends)
    new = [await county.registered(f"Kadonnut {n} ry") for n in range(7)]
    await county.asked("POST", f"{PLACE}/{group}/erase", {"grounds": GROUNDS})
    await county.settled()
    lost_at, acknowledged = clock.now(), county.acknowledged - before
    await county.lose("registry")
    await county.restore(file)

    seen = await county.rejoin("registry", "--dry-run", code=1)
    assert (seen["behind"], seen["erase_again"]) == (6, [f"registry.organisation {group}"])
    assert sorted(seen["lost"]) == sorted(f"registry.organisation {id}" for id in new)
    assert seen["facts"]["OrganisationRegistered"] == 7
    assert seen["facts"]["OrganisationUpdated"] == 5
    facts = await county.rejoin("registry", "--facts", "--dry-run", code=1)
    assert len(facts) == sum(seen["facts"].values())
    done = await county.rejoin("registry", "--yes", code=1)
    assert done["copies"].keys() == {"assignment"}
    again = await county.rejoin("registry", "--yes", code=1)
    assert (again["behind"], again["lost"], again["facts"]) == (0, [], {}), "done twice, it does nothing more"
    assert again["erase_again"] == done["erase_again"], "but for what must not be forgotten"

    await county.start("registry")
    await county.asked("POST", f"{PLACE}/{group}/erase", {"grounds": GROUNDS})
    await county.changed(kept[0], name_fi="Uusi nimi ry")
    newer = await county.registered("Uusi ry")
    await county.settled()
    assert await county.faults() == []
    copies = {str(row["id"]) for row in await county.sql("SELECT id FROM facilities.organisation_copy")}
    assert copies == {*kept, newer}
    cached = await county.asked("GET", f"{PLACE}/{kept[0]}", **{"If-None-Match": lost_etag})
    assert cached.status_code == 200
    assert "Uusi nimi ry" in cached.text
    blind = await county.asked("PATCH", f"{PLACE}/{kept[0]}", {"name_fi": "Väärä ry"}, **{"If-Match": lost_etag})
    assert blind.status_code == 412
    shown = (await county.asked("GET", f"{PLACE}/{kept[5]}")).json()
    assert shown["status"] == "active", "the dissolution is lost, and told of as lost"
    print(
        f"\nowner restored: what was acknowledged in {(lost_at - taken_at).total_seconds():.1f} s is lost, {acknowledged} changes; "
        f"the world had heard {sum(seen['facts'].values())} facts of them: {seen['facts']}"
    )


@pytest.mark.long
async def test_not_taken_up_again__new_facts_are_taken_for_old_ones(county: County) -> None:
    """What `rejoin` is for; without it these checks find what it prevents."""
    id = await county.registered("Yhdistys ry")
    await county.settled()
    file = await county.backup("registry")
    await county.changed(id, name_fi="Kadonnut nimi ry")
    await county.settled()
    await county.lose("registry")
    await county.restore(file)
    await county.start("registry")
    await county.changed(id, name_fi="Uusi nimi ry")
    await asyncio.sleep(3)
    assert not await county.is_equal()
    assert any("2 contents" in fault for fault in await county.faults())

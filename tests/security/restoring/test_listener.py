"""The schema of facilities is lost and restored to an older state: what it has heard since, it hears again, and acts on it once."""

from typing import Any

import pytest
from tests.facilities.conftest import Builder
from tests.security.restoring.county import GROUNDS, PLACE, County

from chassis import clock
from chassis.values import today

pytestmark = pytest.mark.timeout(300)
HEARD = {
    "ended": "SELECT organisation_id, cause_id FROM facilities.ended_organisation ORDER BY 1",
    "positions": "SELECT consumer, topic, key, sequence, parked FROM facilities.position ORDER BY 1, 2, 3",
    "copies": "SELECT id, sequence FROM facilities.organisation_copy ORDER BY 1",
}
"""What comes of hearing: effects, how far each key is, copies."""


async def heard(county: County) -> dict[str, list[Any]]:
    return {name: [tuple(row) for row in await county.sql(sql)] for name, sql in HEARD.items()}


async def ended(county: County, id: str) -> None:
    await county.asked("POST", f"{PLACE}/{id}/dissolve", {"dissolved_on": today(clock.now()).isoformat(), "grounds": GROUNDS})


async def test_restored__hears_again_and_acts_once(county: County) -> None:
    known = [await county.registered(f"Yhdistys {n} ry") for n in range(8)]
    await ended(county, known[0])
    await county.settled()
    builder = Builder(county.houses["facilities"])
    site = await builder.site(kind="meeting_place", centre=None)
    await builder.usage_rules()
    await builder.hours(site)
    kept = await builder.space(site, "Jäävä huone")
    await county.settled()
    file, taken_at = await county.backup("facilities"), clock.now()

    for id in known[1:4]:
        await ended(county, id)
    await county.changed(known[5], name_fi="Uusi nimi ry")
    await county.registered("Myöhempi ry")
    lost = await builder.space(site, "Katoava huone")
    await county.settled()
    wanted, lost_at = await heard(county), clock.now()
    assert len(wanted["ended"]) == 4
    await county.lose("facilities")
    await county.restore(file)
    assert len((await heard(county))["ended"]) == 1

    done = await county.rejoin("facilities", "--yes")
    assert (done["behind"], done["lost"]) == (0, [f"facilities.space {lost.id}"])
    assert done["groups"] == ["facilities.rooms", "facilities.ended"]
    await county.start("facilities")
    await county.settled()
    assert await heard(county) == wanted
    assert await county.faults() == []
    assert [row["id"] for row in await county.sql("SELECT id FROM facilities.space")] == [kept.id]
    newer = await builder.space(site, "Uusi huone")
    await county.settled()
    last = {record.key: record.value for record in await county.said("facilities") if record.topic == "facilities.space.state"}
    assert {key for key, value in last.items() if value is not None} == {str(kept.id), str(newer.id)}
    print(
        f"\nlistener restored: 5 facts of the registry heard again, acted on once; its own in {(lost_at - taken_at).total_seconds():.1f} s "
        f"lost: {done['facts']}"
    )

"""Organisations as facilities has heard of them, over HTTP."""

from datetime import date

from tests.chassis.edge.conftest import Api
from tests.journeys import reads
from tests.journeys.said import heard, snapshot

from chassis.testing import House
from registry.events.examples import EXAMPLES
from registry.events.organisation import OrganisationState


async def test_get_organisation__merged(facilities: House, facilities_api: Api) -> None:
    await reads.merged_ones_move(facilities, facilities_api)


async def test_organisations__permissions(facilities: House, facilities_api: Api) -> None:
    await reads.permissions_hold(facilities, facilities_api)


async def test_list_organisations__pages(facilities: House, facilities_api: Api) -> None:
    await reads.lists_page_in_finnish_order(facilities, facilities_api)


async def test_copies__hold_what_bookings_ask_about(facilities: House, facilities_api: Api) -> None:
    (said,) = (one for one in EXAMPLES if isinstance(one, OrganisationState))
    await heard(facilities, snapshot(said.model_copy(update={"status": "dissolved", "dissolved_on": date(2027, 6, 30)}), 7))
    answer = await facilities_api.http.get(f"/v1/organisations/{said.id}", headers=facilities_api.coordinator)
    assert answer.json() == {
        "id": str(said.id),
        "kind": "organisation",
        "names": {"fi": "Esimerkkikunnan omaisyhdistys ry", "sv": "Exempelkommuns anhörigförening rf", "en": None},
        "status": "dissolved",
        "home_municipality": "564",
        "dissolved_on": "2027-06-30",
        "dissolves_on": None,
    }
    ending = said.model_copy(update={"dissolves_on": date(2028, 6, 30)})
    await heard(facilities, snapshot(ending, 8))
    answer = await facilities_api.http.get(f"/v1/organisations/{said.id}", headers=facilities_api.coordinator)
    assert [answer.json()[name] for name in ("status", "dissolved_on", "dissolves_on")] == ["active", None, "2028-06-30"]

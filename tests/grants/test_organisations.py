"""Organisations as grants has heard of them, over HTTP."""

from tests.chassis.edge.conftest import Api
from tests.journeys import reads
from tests.journeys.said import heard, snapshot

from chassis.testing import House
from registry.events.examples import EXAMPLES
from registry.events.organisation import OrganisationState


async def test_get_organisation__merged(grants: House, grants_api: Api) -> None:
    await reads.merged_ones_move(grants, grants_api)


async def test_organisations__permissions(grants: House, grants_api: Api) -> None:
    await reads.permissions_hold(grants, grants_api)


async def test_list_organisations__pages(grants: House, grants_api: Api) -> None:
    await reads.lists_page_in_finnish_order(grants, grants_api)


async def test_copies__hold_what_eligibility_asks_about(grants: House, grants_api: Api) -> None:
    (said,) = (one for one in EXAMPLES if isinstance(one, OrganisationState))
    await heard(grants, snapshot(said, 7))
    answer = await grants_api.http.get(f"/v1/organisations/{said.id}", headers=grants_api.coordinator)
    assert answer.json() == {
        "id": str(said.id),
        "kind": "organisation",
        "legal_form": "association",
        "names": {"fi": "Esimerkkikunnan omaisyhdistys ry", "sv": "Exempelkommuns anhörigförening rf", "en": None},
        "identifiers": [
            {"scheme": "business_id", "value": "1234567-1"}, {"scheme": "association_register_number", "value": "123456"},
        ],
        "status": "active",
        "home_municipality": "564",
        "operating_area": {"area_class": "several_municipalities", "municipalities": ["425", "564"]},
        "sote_status": "sote",
        "non_profit_status": "non_profit",
        "non_profit_until": "2031-02-01",
        "dissolves_on": None,
    }

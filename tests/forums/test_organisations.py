"""Organisations as forums has heard of them, over HTTP."""

from tests.chassis.edge.conftest import Api
from tests.journeys import reads
from tests.journeys.said import heard, snapshot

from chassis.testing import House
from registry.events.examples import EXAMPLES
from registry.events.organisation import OrganisationState


async def test_get_organisation__merged(forums: House, forums_api: Api) -> None:
    await reads.merged_ones_move(forums, forums_api)


async def test_organisations__permissions(forums: House, forums_api: Api) -> None:
    await reads.permissions_hold(forums, forums_api)


async def test_list_organisations__pages(forums: House, forums_api: Api) -> None:
    await reads.lists_page_in_finnish_order(forums, forums_api)


async def test_copies__hold_what_seats_and_invitations_ask_about(forums: House, forums_api: Api) -> None:
    (said,) = (one for one in EXAMPLES if isinstance(one, OrganisationState))
    await heard(forums, snapshot(said.model_copy(update={"kind": "parish"}), 7))
    answer = await forums_api.http.get("/v1/organisations?kind=parish", headers=forums_api.coordinator)
    assert answer.json()["items"] == [{
        "id": str(said.id),
        "kind": "parish",
        "names": {"fi": "Esimerkkikunnan omaisyhdistys ry", "sv": "Exempelkommuns anhörigförening rf", "en": None},
        "status": "active",
        "home_municipality": "564",
        "fields": ["carers"],
        "groups": ["carers"],
    }]

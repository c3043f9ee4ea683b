"""Every command of applications once, with the example of the document, by the people who may."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.contracts.client import Client, Headers
from tests.contracts.walks_grants import APPLICANT, hear
from tests.journeys.said import assignment

from chassis import clock
from grants.applications.errands import keep_documents_in
from registry.events.area import AreaState, Placement
from registry.events.examples import EXAMPLES as SAID
from registry.events.organisation import Names, OrganisationState

PARTNER = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e02")
ASSESSOR, WRITER = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e32"), UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e33")
CALL, HASH = "01936f2e-6a10-7c3e-8a55-2b1f0c9d4e12", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
"""The call and the hash of the examples."""
LAY = (
    ("17", "county", None), ("oulu", "service_area", "17"), ("lakeus", "service_area", "17"), ("564", "municipality", "oulu"),
    ("425", "municipality", "lakeus"),
)
FILE: dict[str, Any] = {"file": ("säännöt.pdf", b"%PDF-1.7\n%%EOF\n")}


async def applications(client: Client, call_id: str) -> str:
    """A joint application to its completion; one that is withdrawn, one that a party leaves, one of which an official lets one go.

    The id of one that is in hand.
    """
    with tempfile.TemporaryDirectory() as folder:
        keep_documents_in(Path(folder))
        who, official = await people(client, call_id)
        client.known[CALL] = call_id
        assert (await client.do("get_eligibility", id=call_id, organisation_id=APPLICANT, who=who))["may_apply"]
        id = await joint(client, who)
        await read(client, id, who)
        await completed(client, id, who, official)
        copied = (await client.do("copy_application", id=id, who=who))["application"]
        await client.do("discard_application", id=copied["id"], who=who)
        withdrawn = await joint(client, who)
        assert (await client.do("withdraw_application", id=withdrawn, who=who))["status"] == "withdrawn"
        left = await joint(client, who)
        await client.do("leave_application", id=left, who=who)
        led = await started(client, who)
        assert (await client.do("change_application_lead", id=led, who=who))["parties"][0]["organisation_id"] == str(PARTNER)
        released = await joint(client, who)
        over = clock.now() - timedelta(seconds=1)
        closes_at = await client.api.scalar(f"SELECT closes_at FROM grants.call WHERE id = '{call_id}'")
        await client.api.execute("UPDATE grants.call SET closes_at = :over WHERE id = :id", over=over, id=call_id)
        assert (await client.do("release_application_party", id=released, who=official))["status"] == "returned"
        await client.api.execute("UPDATE grants.call SET closes_at = :then WHERE id = :id", then=closes_at, id=call_id)
        assert (await client.do("refer_application_to_municipality", id=released, who=official))["status"] == "referred"
        assert (await client.do("list_applications", call_id=call_id, count="exact"))["count"] == 6
    return id


async def people(client: Client, call_id: str) -> tuple[Headers, Headers]:
    """Somebody acts for both organisations, somebody else handles the call; the areas lie where they lie."""
    (one,) = (said for said in SAID if isinstance(said, OrganisationState))
    areas = [
        AreaState(id=UUID(int=0xB0 + n), code=code, kind=kind, name_fi=code, placements=(Placement(parent=parent),) if parent else ())
        for n, (code, kind, parent) in enumerate(LAY)
    ]
    await hear(
        client,
        one.model_copy(update={"id": PARTNER, "names": Names(fi="Esimerkkikunnan muistiyhdistys ry")}),
        *areas,
        *(assignment(WRITER, "representative", "organisation", id) for id in (APPLICANT, PARTNER)),
        assignment(ASSESSOR, "assessor", "call", call_id),
    )
    return client.api.as_(WRITER), client.api.as_(ASSESSOR)


async def started(client: Client, who: Headers) -> str:
    """A draft of two, filled in."""
    made = await client.do("start_application", who=who)
    await client.do("edit_application", id=made["id"], etag=made["etag"], who=who)
    assert len((await client.do("set_application_parties", id=made["id"], who=who))["parties"]) == 2
    return str(made["id"])


async def joint(client: Client, who: Headers) -> str:
    """Signed by the partner and submitted."""
    id = await started(client, who)
    client.known[HASH] = (await client.do("get_application", id=id, who=who))["sign_off_hash"]
    for code in await wanted(client):
        await client.api.http.post(f"/v1/applications/{id}/attachments", data={"code": code}, files=FILE, headers=who)
    signed = await client.do("sign_application", id=id, who=who)
    assert all(party["signed"] for party in signed["parties"])
    assert (await client.do("submit_application", id=id, etag=signed["etag"], who=who))["status"] == "submitted"
    return id


async def wanted(client: Client) -> list[str]:
    """Codes of the documents that the call wants."""
    call = await client.do("get_call", id=client.known[CALL])
    return [one["code"] for one in call["attachments"]]


async def completed(client: Client, id: str, who: Headers, official: Headers) -> None:
    """Asked for, added, frozen anew."""
    await client.do("request_completion", id=id, who=official)
    added = await client.do("add_attachment", id=id, who=who, files=FILE)
    await client.do("get_attachment", id=id, attachment_id=added["id"], who=who)
    await client.do("get_attachment_content", id=id, attachment_id=added["id"], who=who)
    await client.do("remove_attachment", id=id, attachment_id=added["id"], who=who)
    etag = (await client.do("get_application", id=id, who=who))["etag"]
    assert (await client.do("complete_application", id=id, etag=etag, who=who))["number"] == 2


async def read(client: Client, id: str, who: Headers) -> None:
    """Its documents and its versions."""
    await client.do("list_attachments", id=id, who=who)
    await client.do("list_application_versions", id=id, who=who)
    assert (await client.do("get_application_version", id=id, number=1, who=who))["number"] == 1

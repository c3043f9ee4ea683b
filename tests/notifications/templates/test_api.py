"""Templates and previews over HTTP."""

from typing import Any

import httpx
import pytest
from tests.chassis.edge.conftest import Api
from tests.notifications.templates.samples import SAMPLES

from chassis.outbox import new_id
from notifications.templates.domain import TEMPLATES


async def preview(api: Api, name: str, body: dict[str, Any], who: dict[str, str] | None = None) -> httpx.Response:
    return await api.http.post(f"/v1/templates/{name}/preview", json=body, headers=api.coordinator if who is None else who)


async def test_templates__with_the_schema_of_their_values(api: Api) -> None:
    listed = (await api.http.get("/v1/templates", headers=api.coordinator)).json()
    assert {one["name"] for one in listed} == set(TEMPLATES)
    approved = next(one for one in listed if one["name"] == "grant_approved")
    assert (approved["weight"], approved["topic"], approved["newest"]) == ("legal", None, 1)
    assert "granted" in approved["values"]["required"]
    assert (await api.http.get("/v1/templates", headers=api.as_(new_id()))).status_code == 403
    assert (await api.http.get("/v1/templates")).status_code == 401


@pytest.mark.parametrize(("name", "values"), SAMPLES)
async def test_preview__each_template_and_nothing_is_sent(api: Api, name: str, values: dict[str, Any]) -> None:
    answer = await preview(api, name, {"values": values, "language": "sv"})
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["template"], said["template_version"], said["language"]) == (name, 1, "sv")
    assert said["unsubscribable"] is (TEMPLATES[name].topic is not None)
    assert await api.scalar("SELECT count(*) FROM notifications.outbox") == 0
    assert await api.scalar("SELECT count(*) FROM notifications.mail") == 0


async def test_preview__in_the_recipients_language(api: Api) -> None:
    anna = new_id()
    await api.http.put("/v1/recipients/me", json={"address": "a@b.example", "language": "en"}, headers=api.as_(anna))
    name, values = SAMPLES[0]
    said = (await preview(api, name, {"values": values, "recipient_id": str(anna)})).json()
    assert (said["language"], "translation" in said["text"]) == ("en", True)
    assert (await preview(api, name, {"values": values})).json()["language"] == "fi"
    assert (await preview(api, name, {"values": values, "recipient_id": str(new_id())})).status_code == 404


async def test_preview__what_is_refused(api: Api) -> None:
    name, values = SAMPLES[0]
    assert (await preview(api, "nothing", {"values": values})).status_code == 404
    assert (await preview(api, name, {"values": values}, api.as_(new_id()))).status_code == 403
    late = await preview(api, name, {"values": values, "version": 2})
    assert (late.status_code, late.json()["code"]) == (422, "notifications.template.no_version")
    wrong = await preview(api, name, {"values": {"call": {"fi": "x"}, "closes_at": "eilen", "salaisuus": "arvo"}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "notifications.template.values")
    assert {error["pointer"] for error in wrong.json()["errors"]} == {"/values/closes_at", "/values/salaisuus"}
    assert "arvo" not in wrong.text

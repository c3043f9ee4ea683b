"""Imports over HTTP, as the command line and a county's own systems meet them."""

import csv
import io
import json
from typing import Any

import httpx
from tests.registry.conftest import Api
from tests.registry.imports.conftest import FINNISH, OHANA, finnish
from tests.registry.pure.test_sources import real

from chassis.clockwork import Clockwork
from registry.imports.domain.incoming import Files
from registry.main import SERVICE

CODE = "131052-308T"
ROWS = (
    {"id": "0219018-6", "name": "Oulun Omaiset ry"},
    {"id": "0857240-9", "name": "=HYPERLINK()", "description": f"Pj {CODE}"},
    {"id": "0100873-4", "name": "Väärä ry"},
)


async def send(api: Api, files: Files, *, headers: dict[str, str] | None = None, **form: Any) -> httpx.Response:
    parts = [("files", (name, content)) for name, content in files.items()]
    return await api.http.post("/v1/imports", data={"source": FINNISH, **form}, files=parts, headers=headers or api.coordinator)


async def work(api: Api) -> None:
    await Clockwork("registry", SERVICE.house, api.house.database, timers=SERVICE.timers).run_timers()


async def test_dry_run_then_apply(api: Api) -> None:
    answer = await send(api, finnish(*ROWS))
    assert (answer.status_code, answer.json()["state"], answer.json()["mode"]) == (202, "queued", "dry_run")
    place = answer.headers["location"]
    await work(api)
    job = (await api.http.get(place, headers=api.coordinator)).json()
    assert (job["state"], job["progress"]) == ("done", {"done": 3, "total": 3})
    assert job["counts"] == {
        "create": 1, "change": 0, "unchanged": 0, "reject": 2, "possible_duplicate": 0, "candidate_pairs": 0
    }
    assert (job["licence"], "Avoimuusrekisteri" in job["credit"]) == ("CC BY 4.0", True)
    preview = (await api.http.get(f"{place}/rows?outcome=create", headers=api.coordinator)).json()["items"]
    assert [(row["name"], row["outcome"], row["organisation_id"]) for row in preview] == [("Oulun Omaiset ry", "create", None)]
    assert (await api.get("/v1/organisations")).json()["items"] == []
    again = await api.http.post(f"{place}/apply", headers=api.coordinator)
    assert (again.status_code, again.json()["state"], again.headers["location"]) == (202, "queued", place)
    await work(api)
    job = (await api.http.get(place, headers=api.coordinator)).json()
    assert (job["state"], job["mode"], job["counts"]["create"]) == ("done", "apply", 1)
    assert [each["name_fi"] for each in (await api.get("/v1/organisations")).json()["items"]] == ["Oulun Omaiset ry"]
    refused = await api.http.post(f"{place}/apply", headers=api.coordinator)
    assert (refused.status_code, refused.json()["code"]) == (409, "chassis.wrong_state")


async def test_rejections__as_json_and_as_a_file(api: Api) -> None:
    place = (await send(api, finnish(*ROWS))).headers["location"]
    await work(api)
    items = (await api.http.get(f"{place}/rejections", headers=api.coordinator)).json()["items"]
    assert [(each["line"], each["field"], each["value"], each["reason"]) for each in items] == [
        (1, "description", "Pj ******-****", "identity_code"), (1, "id", "0100873-4", "identifier_check_digit"),
    ]
    assert items[0]["text"] == {
        "fi": "Tekstissä on henkilötunnus.", "sv": "Texten innehåller en personbeteckning.",
        "en": "The text contains a personal identity code.",
    }
    file = await api.http.get(f"{place}/rejections?format=csv", headers={**api.coordinator, "Accept-Language": "en"})
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert (rows[0]["field"], rows[0]["reason"], rows[0]["text.sv"]) == (
        "description", "identity_code", "Texten innehåller en personbeteckning.")
    assert CODE not in file.text


async def test_bundled__and_listed(api: Api) -> None:
    answer = await api.post(f"/v1/imports/bundled/{OHANA}", {"mode": "apply"})
    assert answer.status_code == 202, answer.text
    busy = await api.post(f"/v1/imports/bundled/{OHANA}", {"mode": "dry_run"})
    assert (busy.status_code, busy.json()["code"]) == (409, "registry.import.source_busy")
    await work(api)
    listed = (await api.http.get(f"/v1/imports?source={OHANA}", headers=api.coordinator)).json()["items"]
    assert [(job["state"], job["counts"]["create"]) for job in listed] == [("done", 8)]
    sources = (await api.http.get("/v1/import-sources", headers=api.coordinator)).json()
    assert {each["key"]: each["bundled"] for each in sources} == {
        "fi-transparency-register": True, "us-ohana-smc": True, "uk-trafford": True
    }


async def test_several_files_and_zip(api: Api) -> None:
    answer = await send(api, dict(real(OHANA)), source=OHANA)
    assert (answer.status_code, "organizations.csv" in answer.json()["files"]) == (202, True)


async def test_unreadable__refused_at_once(api: Api) -> None:
    wrong: tuple[tuple[Files, dict[str, Any], str], ...] = (
        ({"a.json": b"{}"}, {}, "registry.import.file_unreadable"),
        ({"a.csv": b"id;nimi\r\n"}, {}, "registry.import.columns_missing"),
        ({"a.csv": b"id,name\r\n"}, {"source": OHANA}, "registry.import.file_missing"),
        ({"a.json": b"[]"}, {"source": "nobody"}, "registry.import.source_unknown"),
    )
    for files, form, code in wrong:
        answer = await send(api, files, **form)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (await api.http.get("/v1/imports", headers=api.coordinator)).json()["items"] == []


async def test_too_large__413(api: Api) -> None:
    answer = await send(api, {"a.json": b" " * 10_500_000})
    assert answer.status_code == 413
    answer = await send(api, {"a.json": json.dumps([{"id": "0219018-6", "name": "A" * 9_000_000}]).encode()})
    assert answer.status_code == 202


async def test_who_may(api: Api) -> None:
    assert (await send(api, finnish(*ROWS), headers=api.anybody)).status_code == 403
    place = (await send(api, finnish(*ROWS))).headers["location"]
    assert (await api.http.get(place, headers=api.anybody)).status_code == 404
    assert (await api.http.get(f"{place}/rows", headers=api.anybody)).status_code == 404
    assert (await api.http.post(f"{place}/resume", headers=api.anybody)).status_code == 404
    assert (await api.http.get("/v1/duplicates", headers=api.anybody)).json()["items"] == []
    system = api.as_("liaison", "regional_system")
    assert (await api.http.get(place, headers=system)).status_code == 404  # rows of a register are no published read
    assert (await api.http.post(f"{place}/apply", headers=system)).status_code == 404


async def test_duplicates__listed_and_decided(api: Api) -> None:
    hyoty = ({"id": "0857240-9", "name": "Suomen Hyötytuuli Oy"}, {"id": "0219018-6", "name": "Suomen Hyötytuuli Oy"})
    await send(api, finnish(*hyoty), mode="apply")
    await work(api)
    (pair,) = (await api.http.get("/v1/duplicates?state=open", headers=api.coordinator)).json()["items"]
    assert (pair["one"]["name"], pair["other"]["name"], pair["score"], pair["why"]) == (
        "Suomen Hyötytuuli Oy", "Suomen Hyötytuuli Oy", 1.0, "same_name")
    assert (await api.post(f"/v1/duplicates/{pair['id']}/confirm", {})).status_code == 422
    answer = await api.post(f"/v1/duplicates/{pair['id']}/confirm", {"grounds": "Sama yhtiö."})
    assert (answer.status_code, answer.json()["state"], answer.json()["grounds"]) == (200, "same", "Sama yhtiö.")
    moved = await api.http.get(f"/v1/organisations/{pair['other']['id']}", headers=api.anybody)
    assert (moved.status_code, moved.headers["location"].endswith(pair["one"]["id"])) == (308, True)
    assert (await api.http.get("/v1/duplicates?state=open", headers=api.coordinator)).json()["items"] == []
    again = await api.post(f"/v1/duplicates/{pair['id']}/reject", {"grounds": "Eri."})
    assert again.status_code == 409

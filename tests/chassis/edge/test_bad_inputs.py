"""Bad inputs and the answers they must get (`reliability.md` 2.4): never 500, always a problem, never an inside."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import text
from tests.chassis.edge.conftest import KEEPER, Api, opened
from tests.chassis.edge.issuer import Issuer

from chassis import clock
from chassis.database import Database

PARCELS = "/v1/parcels"
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "multipart/form-data"}
FORM_X = {"Content-Type": "multipart/form-data; boundary=x"}
BACKWARDS = {"from": "2027-02-02", "until": "2027-02-01"}
INSIDES = ("Traceback", "sqlalchemy", "asyncpg", "SELECT ", "parcel.parcel", "/work", "site-packages", "pydantic", "131052")


@dataclass(frozen=True)
class Bad:
    """What is sent, and what must come back."""

    status: int
    code: str = ""
    method: str = "POST"
    path: str = PARCELS
    body: bytes | None = None
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    pointer: str | None = None
    signed_in: bool = True


def body(**fields: Any) -> dict[str, Any]:
    return {"name": "a", **fields}


SOME = str(UUID(int=7))
CASES: dict[str, Bad] = {
    # 1, 2: malformed, empty
    "01 malformed": Bad(400, "chassis.body.unreadable", body=b'{"name": ', headers=JSON),
    "02 empty": Bad(400, "chassis.body.empty", body=b"", headers=JSON),
    # 3: wrong type, missing, extra
    "03 type": Bad(422, "chassis.body.type", json=body(grams="many"), pointer="/grams"),
    "03 number as a text": Bad(422, "chassis.body.type", json=body(grams="5"), pointer="/grams"),
    "03 yes as a number": Bad(422, "chassis.body.type", json=body(grams=True), pointer="/grams"),
    "03 whole body": Bad(422, "chassis.body.type", json=[1], pointer=""),
    "03 null": Bad(422, "chassis.body.type", json=None, body=b"null", headers=JSON, pointer=""),
    "03 missing": Bad(422, "chassis.body.missing", json={}, pointer="/name"),
    "03 extra": Bad(422, "chassis.body.unknown", json=body(colour="red"), pointer="/colour"),
    "03 enum": Bad(422, "chassis.body.choice", json=body(kind="lost"), pointer="/kind"),
    "04 duplicate keys": Bad(400, "chassis.body.duplicate_key", body=b'{"name": "a", "name": "b"}', headers=JSON),
    # 5: numbers that are none
    "05 NaN": Bad(400, "chassis.body.number_unreadable", body=b'{"name": "a", "grams": NaN}', headers=JSON),
    "05 Infinity": Bad(400, "chassis.body.number_unreadable", body=b'{"name": "a", "grams": Infinity}', headers=JSON),
    "05 1e400": Bad(400, "chassis.body.number_unreadable", body=b'{"name": "a", "grams": 1e400}', headers=JSON),
    "05 -0": Bad(422, "chassis.body.at_least", body=b'{"name": "a", "grams": -0}', headers=JSON, pointer="/grams"),
    "05 endless": Bad(400, "chassis.body.number_unreadable", body=b'{"grams": ' + b"1" * 5000 + b"}", headers=JSON),
    # 6: amounts
    "06 decimals": Bad(422, "chassis.body.digits", json=body(price="0.001"), pointer="/price"),
    "06 large": Bad(422, "chassis.body.digits", json=body(price="1e13"), pointer="/price"),
    "06 negative": Bad(422, "chassis.body.more_than", json=body(price="-1"), pointer="/price"),
    "06 zero": Bad(422, "chassis.body.more_than", json=body(price="0"), pointer="/price"),
    # 7, 8: characters
    "07 U+0000": Bad(422, "chassis.text.control_character", json=body(name="a\x00b"), pointer="/name"),
    "07 U+0000 as a key": Bad(422, "chassis.body.unknown", json=body(**{"\x00": 1})),
    "08 lone surrogate": Bad(400, "chassis.body.encoding", body=b'{"name": "\\ud800"}', headers=JSON),
    "08 surrogate key": Bad(400, "chassis.body.encoding", body=b'{"\\ud800": 1}', headers=JSON),
    "08 not UTF-8": Bad(400, "chassis.body.encoding", body=b'{"name": "\xff"}', headers=JSON),
    # 9, 10: size and depth
    "09 large": Bad(413, "chassis.body.too_large", json=body(note="x" * 30_000)),
    "09 length is a lie": Bad(413, "chassis.body.too_large", body=b"{}", headers={**JSON, "Content-Length": "999999999"}),
    "10 deep": Bad(400, "chassis.body.too_deep", body=b"[" * 10_000, headers=JSON),
    "10 deep object": Bad(400, "chassis.body.too_deep", body=b'{"inside":' * 1_500 + b"1" + b"}" * 1_500, headers=JSON),
    # 11: types
    "11 text": Bad(415, "chassis.content_type", body=b"{}", headers={"Content-Type": "text/plain"}),
    "11 none": Bad(415, "chassis.content_type", body=b"{}"),
    "11 form": Bad(415, "chassis.content_type", body=b"--x--", headers={"Content-Type": "multipart/form-data; boundary=x"}),
    "11 charset": Bad(415, "chassis.content_type", body=b"{}", headers={"Content-Type": "application/json; charset=utf-16"}),
    "11 JSON on a form's route": Bad(415, "chassis.content_type", path="/v1/files", json={}),
    "11 form that is none": Bad(400, "chassis.body.form_unreadable", path="/v1/files", body=b"x", headers=FORM),
    "11 form without its part": Bad(422, "chassis.body.missing", path="/v1/files", body=b"--x--\r\n", headers=FORM_X),
    "12 XML only": Bad(406, "chassis.accept", method="GET", headers={"Accept": "application/xml"}),
    "12 JSON refused": Bad(406, "chassis.accept", method="GET", headers={"Accept": "application/json;q=0, text/html"}),
    # 13 to 17: places and rights
    "13 path": Bad(404, "chassis.path", method="GET", path="/v1/nothing"),
    "13 path, not signed in": Bad(404, "chassis.path", method="GET", path="/wp-login.php", signed_in=False),
    "13 method": Bad(405, "chassis.method", method="DELETE", path=f"{PARCELS}/{SOME}"),
    "13 verb by GET": Bad(405, "chassis.method", method="GET", path=f"{PARCELS}/{SOME}/send"),
    "14 bad UUID": Bad(404, "chassis.not_found", method="GET", path=f"{PARCELS}/1"),
    "14 bad UUID, SQL": Bad(404, "chassis.not_found", method="GET", path=f"{PARCELS}/' or 1=1--"),
    "15 unknown UUID": Bad(404, "chassis.not_found", method="GET", path=f"{PARCELS}/{SOME}"),
    # 18: mass assignment
    **{
        f"18 {name}": Bad(422, "chassis.body.unknown", json=body(**{name: value}), pointer=f"/{name}")
        for name, value in {"status": "sent", "version": 7, "owner_id": SOME, "id": SOME, "sequence": 9, "__class__": 1}.items()
    },
    # 19: tokens (more in test_auth)
    "19 no token": Bad(401, "chassis.sign_in", method="GET", signed_in=False),
    "19 no token, bad body": Bad(401, "chassis.sign_in", body=b"{", headers=JSON, signed_in=False),
    "19 rubbish": Bad(401, "chassis.token", method="GET", headers={"Authorization": "Bearer x.y.z"}, signed_in=False),
    "19 basic": Bad(401, "chassis.sign_in", method="GET", headers={"Authorization": "Basic eDp5"}, signed_in=False),
    # 21 to 25: queries
    **{
        f"21 limit {limit}": Bad(422, code, method="GET", path=f"{PARCELS}?limit={limit}")
        for limit, code in {
            "0": "chassis.body.at_least", "-1": "chassis.body.at_least", "201": "chassis.body.at_most",
            "1000000000": "chassis.body.at_most", "x": "chassis.body.type", "": "chassis.body.type",
        }.items()
    },
    "22 cursor": Bad(400, "chassis.cursor", method="GET", path=f"{PARCELS}?cursor=abcdef"),
    "23 sort": Bad(422, "chassis.query.sort", method="GET", path=f"{PARCELS}?sort=secret"),
    "23 sort, SQL": Bad(422, "chassis.query.sort", method="GET", path=f"{PARCELS}?sort=name;drop table parcel"),
    "23 sort by nothing": Bad(422, "chassis.query.sort", method="GET", path=f"{PARCELS}?sort=name,,"),
    "23 filter": Bad(422, "chassis.query.unknown", method="GET", path=f"{PARCELS}?colour=red"),
    "23 filter's value": Bad(422, "chassis.body.choice", method="GET", path=f"{PARCELS}?status=lost"),
    "23 unknown on a POST": Bad(422, "chassis.query.unknown", path=f"{PARCELS}?dry=1", json=body()),
    "25 long q": Bad(422, "chassis.body.too_long", method="GET", path=f"{PARCELS}?q={'x' * 10_000}"),
    # 28: identity codes
    "28 identity code": Bad(422, "chassis.text.identity_code", json=body(note="hän on 131052-308T"), pointer="/note"),
    # 29: times
    "29 day": Bad(422, "chassis.body.type", json=body(days={"from": "2027-02-30"}), pointer="/days/from"),
    "29 year 0": Bad(422, "chassis.body.type", json=body(days={"from": "0000-01-01"}), pointer="/days/from"),
    "29 ends first": Bad(422, "chassis.period.order", json=body(days=BACKWARDS), pointer="/days"),
    "29 a number": Bad(422, "chassis.body.type", json=body(days={"from": 0}), pointer="/days/from"),
    "29 a year": Bad(422, "chassis.body.type", json=body(days={"from": "2027"}), pointer="/days/from"),
    "29 seconds": Bad(422, "chassis.body.type", json=body(open_at=1798761600), pointer="/open_at"),
    "29 seconds as a text": Bad(422, "chassis.body.type", json=body(open_at="1798761600"), pointer="/open_at"),
    "29 naive": Bad(422, "chassis.body.zone", json=body(open_at="2027-01-01T12:00:00"), pointer="/open_at"),
    "29 offset": Bad(422, "chassis.body.type", json=body(open_at="2027-01-01T12:00:00+25:00"), pointer="/open_at"),
    # 31, 33: conditions
    "31 PATCH": Bad(428, "chassis.if_match.missing", method="PATCH", path=f"{PARCELS}/{SOME}", json={}),
    "31 verb": Bad(428, "chassis.if_match.missing", path=f"{PARCELS}/{SOME}/send", json={}, headers={"Idempotency-Key": "k"}),
    "33 key missing": Bad(400, "chassis.idempotency.missing", path=f"{PARCELS}/{SOME}/send", json={}, headers={"If-Match": '"1"'}),
    # 37: headers
    "37 line break in a name": Bad(422, "chassis.text.control_character", json=body(name="a\r\nSet-Cookie: x"), pointer="/name"),
    "37 line separator": Bad(422, "chassis.text.control_character", json=body(name="a\u2028b"), pointer="/name"),
    # 39: packed bodies
    "39 gzip": Bad(415, "chassis.content_encoding", body=b"\x1f\x8b", headers={**JSON, "Content-Encoding": "gzip"}),
    # 40: hosts and headers
    "40 host": Bad(400, "chassis.host", method="GET", headers={"Host": "evil.test/x?y"}),
    "40 large headers": Bad(431, "chassis.headers", method="GET", headers={"X-Large": "x" * 40_000}),
}  # fmt: skip


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("name", CASES)
async def test_bad_input(api: Api, name: str, language: str) -> None:
    bad = CASES[name]
    headers = {"Accept-Language": language, **(api.coordinator if bad.signed_in else {}), **bad.headers}
    given = {"json": bad.json} if bad.body is None and bad.json is not None else {"content": bad.body}
    answer = await api.http.request(bad.method, bad.path, headers=headers, **given)
    assert answer.status_code == bad.status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == language
    told = answer.json()
    assert told["code"] == bad.code
    assert told["status"] == bad.status
    assert told["type"] == f"urn:yhdyspinta:problem:{bad.code}"
    assert told["title"]
    assert told["detail"]
    assert told["instance"] == httpx.URL(f"http://x{bad.path}").path
    assert told["request_id"] == answer.headers["x-request-id"]
    if bad.pointer is not None:
        assert [e["pointer"] for e in told["errors"]] == [bad.pointer]
    assert not any(inside in answer.text for inside in INSIDES)
    assert ("www-authenticate" in answer.headers) == (bad.status == 401)
    if bad.status == 405:
        assert set(answer.headers["allow"].split(", ")) == ({"GET", "PATCH"} if bad.path.endswith(SOME) else {"POST"})
    if bad.status in {413, 415}:
        assert answer.headers["connection"] == "close"
    assert not any(name.startswith("access-control") for name in answer.headers)
    assert await api.scalar("SELECT count(*) FROM parcel.parcel") == 0


async def test_16_another_s_thing__the_same_answer_in_about_the_same_time(api: Api) -> None:
    parcel = await api.packed(areas=["oulu"])
    stranger = api.as_(UUID(int=9))
    began, spent = asyncio.get_running_loop().time(), {}
    for id in (parcel["id"], SOME):
        for _ in range(20):
            assert (await api.http.get(f"{PARCELS}/{id}", headers=stranger)).status_code == 404
        spent[id] = asyncio.get_running_loop().time() - began
        began = asyncio.get_running_loop().time()
    assert 0.2 < spent[SOME] / spent[parcel["id"]] < 5


async def test_17_above_the_role(api: Api) -> None:
    parcel = await api.packed()
    headers = api.coordinator | {"If-Match": '"1"', "Idempotency-Key": "k"}
    answer = await api.http.post(f"{PARCELS}/{parcel['id']}/send", json={}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "chassis.not_allowed")


SEARCHES = ["' or 1=1--", "%", "_", "\\", "!!!", "a & | b", ":*", "   ", "\U0001f600", "\u202eabc\u200b", "'; drop table parcel"]


@pytest.mark.parametrize("q", [*SEARCHES, "a\x00b"])
async def test_24_search_is_text(api: Api, q: str) -> None:
    await api.packed("abc")
    answer = await api.http.get(PARCELS, params={"q": q}, headers=api.coordinator)
    if "\x00" in q:
        assert (answer.status_code, answer.json()["code"]) == (422, "chassis.body.characters")
    else:
        assert (answer.status_code, answer.json()["items"]) == (200, [])


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=HYPERLINK(1)", "Ääkkönen \U0001f600", "' or 1=1--", "\u0000x"[1:]])
async def test_36_stored_as_it_is(api: Api, name: str) -> None:
    parcel = await api.packed(name)
    answer = await api.http.get(f"{PARCELS}/{parcel['id']}", headers=api.coordinator)
    assert answer.json()["name"] == name
    assert answer.headers["content-type"] == "application/json"


async def test_20_tokens_over_http(api: Api) -> None:
    asked = len(api.issuer.asked)
    mine = RSAKey.generate_key(2048, {"kid": str(api.issuer.key.kid)})
    for token in (
        api.issuer.token(KEEPER, key=mine),
        api.issuer.token(KEEPER, key=mine, header={"jku": "http://evil.test"}),
        api.issuer.token(KEEPER, exp=int(clock.now().timestamp()) - 60),
    ):
        answer = await api.http.get(PARCELS, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]
    assert len(api.issuer.asked) <= asked + 2  # the first sight of our own keys


# --- the database away: 503 with Retry-After, never 500


async def expect_503(api: Api, method: str = "GET", path: str = PARCELS, **more: Any) -> None:
    answer = await api.http.request(method, path, headers=api.coordinator, **more)
    assert answer.status_code == 503, answer.text
    assert answer.json()["code"] == "chassis.unavailable"
    assert int(answer.headers["retry-after"]) > 0


async def test_database__nobody_listens(issuer: Issuer) -> None:
    api = await opened("postgresql://nobody:x@127.0.0.1:9/none", issuer)
    await expect_503(api)
    await expect_503(api, "POST", json={"name": "a"})
    await api.database.close()


async def test_database__no_connection_is_free(parcel_database: str, issuer: Issuer, empty: None) -> None:
    api = await opened(parcel_database, issuer, pool_size=1)
    await api.http.get(f"{PARCELS}/count")
    busy = asyncio.create_task(api.http.get(f"{PARCELS}/slow?seconds=4", headers=api.coordinator))
    await asyncio.sleep(0.5)
    await expect_503(api)
    assert (await busy).status_code == 200
    await api.database.close()


async def test_database__lock_and_statement_time_out(parcel_database: str, api: Api, issuer: Issuer) -> None:
    parcel = await api.packed()
    short = await opened(parcel_database, issuer)
    async with short.database.engine.connect() as c:
        name = (await c.exec_driver_sql("SELECT current_database()")).scalar()
    await api.execute(f"ALTER DATABASE \"{name}\" SET statement_timeout = '200ms'")
    await api.execute(f"ALTER DATABASE \"{name}\" SET lock_timeout = '100ms'")
    await short.database.engine.dispose()
    try:
        await expect_503(short, path=f"{PARCELS}/slow?seconds=3")
        async with api.database.sessions() as holder:
            await holder.execute(text("SELECT 1 FROM parcel.parcel FOR UPDATE"))
            answer = await short.http.patch(
                f"{PARCELS}/{parcel['id']}", json={"grams": 3}, headers=api.coordinator | {"If-Match": '"1"'}
            )
            assert answer.status_code == 503
    finally:
        await api.execute(f'ALTER DATABASE "{name}" RESET ALL')
        await short.database.close()


async def test_database__connections_are_cut(parcel_database: str, api: Api) -> None:
    busy = asyncio.create_task(api.http.get(f"{PARCELS}/slow?seconds=5", headers=api.coordinator))
    await asyncio.sleep(0.5)
    other = Database(parcel_database, api.app.state.desk.service.tables)
    async with other.sessions() as session:
        await session.execute(text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ))
    await other.close()
    assert (await busy).status_code == 503
    assert (await api.http.get(PARCELS, headers=api.coordinator)).status_code == 200

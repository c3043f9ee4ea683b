"""The forty bad inputs (`reliability.md` 2.4): which test answers for each, and those of them that need real fields and the gateway."""

import ast
import asyncio
import resource
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.architecture.code import ROOT
from tests.contracts.conftest import Visited
from tests.contracts.visitor import Visit

from chassis import clock
from chassis.outbox import new_id
from chassis.values import HELSINKI, today

pytestmark = pytest.mark.timeout(600)
"""The first test waits until the whole county stands."""
_EDGE, _FRONT, _HERE = "tests/chassis/edge/test_bad_inputs.py", "tests/chassis/edge/test_front.py", "tests/contracts/test_forty.py"
_CASES = f"{_EDGE}::test_bad_input"

ROWS: dict[int, tuple[str, ...]] = {
    1: (_CASES,),
    2: (_CASES,),
    3: (_CASES, "tests/contracts/test_schemathesis.py::test_every_detail__of_some_operations"),
    4: (_CASES, "tests/chassis/edge/test_bodies.py::test_parsed__refused"),
    5: (_CASES,),
    6: (_CASES, "tests/chassis/edge/test_money.py::test_sum__refuses"),
    7: (_CASES, f"{_EDGE}::test_24_search_is_text"),
    8: (_CASES,),
    9: (_CASES, f"{_FRONT}::test_chunked_body_without_end__413_and_the_connection_ends", "tests/local/test_gateway.py::test_body__has_a_limit"),
    10: (_CASES, "tests/chassis/edge/test_bodies.py::test_parsed__a_megabyte_of_brackets_is_refused_at_once"),
    11: (_CASES,),
    12: (_CASES,),
    13: (_CASES,),
    14: (_CASES,),
    15: (_CASES, f"{_EDGE}::test_16_another_s_thing__the_same_answer_in_about_the_same_time"),
    16: (f"{_EDGE}::test_16_another_s_thing__the_same_answer_in_about_the_same_time", "tests/contracts/test_restler.py::test_namespace"),
    17: (f"{_EDGE}::test_17_above_the_role", "tests/security/test_permissions.py::*"),
    18: (_CASES, "tests/contracts/test_restler.py::test_leakage"),
    19: (_CASES, "tests/chassis/edge/test_auth.py::test_claims__refused"),
    20: (f"{_EDGE}::test_20_tokens_over_http", "tests/chassis/edge/test_auth.py::test_claims__no_trick_is_let_in_and_none_makes_us_call_out"),
    21: (_CASES,),
    22: (_CASES, "tests/chassis/edge/test_paging.py::test_cursor__only_ours_and_only_for_this_list"),
    23: (_CASES,),
    24: (f"{_EDGE}::test_24_search_is_text", f"{_HERE}::test_24_25_search_of_organisations"),
    25: (_CASES, f"{_HERE}::test_24_25_search_of_organisations"),
    26: (f"{_HERE}::test_26_patterns_are_quick",),
    27: (f"{_HERE}::test_27_business_id",),
    28: (_CASES, f"{_HERE}::test_28_identity_code_is_nowhere"),
    29: (_CASES, f"{_HERE}::test_29_times_of_a_booking"),
    30: (f"{_HERE}::test_30_times_that_no_booking_has", f"{_HERE}::test_30_the_clock_skips_and_doubles"),
    31: (_CASES,),
    32: ("tests/chassis/edge/test_run.py::test_if_match__stale_tells_the_present_state",),
    33: (_CASES, "tests/chassis/edge/test_run.py::test_key__another_body_another_thing_another_person"),
    34: ("tests/chassis/edge/test_run.py::test_key__ten_at_once_make_one_change",),
    35: (f"{_HERE}::test_35_state",),
    36: (
        f"{_EDGE}::test_36_stored_as_it_is", f"{_HERE}::test_36_names_that_are_code", "tests/chassis/edge/test_paging.py::test_cell",
        "tests/chassis/edge/test_sheet.py::test_printed__escapes_and_reaches_for_nothing",
        "tests/notifications/templates/test_rendering.py::test_render__html_reaches_for_nothing_and_can_be_read",
    ),
    37: (
        _CASES, f"{_HERE}::test_37_line_breaks",
        "tests/notifications/deliveries/test_rules.py::test_message__no_text_begins_a_header_or_a_part",
    ),
    38: (
        f"{_HERE}::test_38_webhook_addresses", "tests/notifications/test_inside.py::test_register__inside_address",
        "tests/notifications/test_inside.py::test_send__the_name_has_moved_inside",
        "tests/notifications/test_inside.py::test_post__a_redirect_inside_is_not_followed",
    ),
    39: (
        _CASES, f"{_FRONT}::test_front__rate_limit", f"{_FRONT}::test_slow_body__408_and_the_connection_ends",
        f"{_HERE}::test_39_a_thousand_slow_connections",
    ),
    40: (_CASES, f"{_FRONT}::test_smuggling__length_and_chunks_at_once", f"{_HERE}::test_40_at_the_gateway"),
}
"""Each row's tests; `*`: all of the file."""


def test_rows__each_has_tests_that_are_there() -> None:
    assert sorted(ROWS) == list(range(1, 41))
    wrong = [test for tests in ROWS.values() for test in tests if not is_there(*test.split("::"))]
    assert wrong == []


def is_there(file: str, name: str) -> bool:
    path = ROOT / file
    if not path.is_file():
        return False
    found = {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    return any(each.startswith("test_") for each in found) if name == "*" else name in found


def test_cases__every_number_of_the_table_of_the_edge_is_a_row() -> None:
    text = (ROOT / _EDGE).read_text()
    numbers = {row for row, tests in ROWS.items() if _CASES in tests}
    assert {row for row in numbers if f'"{row:02d} ' not in text} <= {15, 18, 21}, "their names are made in loops"


# --- through the gateway, on real fields


@pytest.fixture
async def http(visited: Visited) -> AsyncIterator[httpx.AsyncClient]:
    async with visited.door.api("registry") as api:
        headers = api.coordinator
    async with httpx.AsyncClient(base_url=visited.door.url, headers=headers, timeout=60, trust_env=False) as client:
        yield client


def visit(visited: Visited, label: str) -> Visit:
    return next(one for one in visited.visits if one.label == label)


def code_of(answer: httpx.Response) -> tuple[int, set[str]]:
    """Status and every reason."""
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, {told["code"], *(reason["code"] for reason in told["errors"])}


ORGANISATIONS, BOOKINGS = "/api/registry/v1/organisations", "/api/facilities/v1/bookings"


@pytest.mark.parametrize(("q", "status"), [
    ("' or 1=1--", 200), ("%", 200), ("_", 200), ("\\", 200), ("!!!", 200), ("a & | b", 200), (":*", 200), ("  ", 200),
    ("\N{GRINNING FACE}", 200), ("\u202eabc\u200b", 200), ("x" * 10_000, 422),
])
async def test_24_25_search_of_organisations(http: httpx.AsyncClient, q: str, status: int) -> None:
    answer = await http.get(ORGANISATIONS, params={"q": q})
    assert answer.status_code == status, answer.text
    if status == 200:
        found = [item["name"] for item in answer.json()["items"]]
        assert found == [] or q in {"  ", "a & | b"}, found  # no question at all; two letters with which words begin


@pytest.mark.parametrize("address", [f"{'a' * 300}!", f"{'a@' * 150}", f"{'a.' * 150}@x", f"a@{'a-' * 150}.fi", '"' + "\\" * 280])
async def test_26_patterns_are_quick(visited: Visited, http: httpx.AsyncClient, address: str) -> None:
    entered = visit(visited, "PUT /api/notifications/v1/recipients/me")
    spent = []
    for _ in range(3):
        answer = await http.put("/api/notifications/v1/recipients/me", json=entered.body | {"address": address}, headers=entered.who)
        assert answer.status_code == 422, answer.text
        spent.append(answer.elapsed.total_seconds())
    assert min(spent) < 0.5, "the pattern takes far less than the request around it"


@pytest.mark.parametrize("value", ["0857240-1", "0857240", "١٢٣٤٥٦٧-٨", "0" * 40])
async def test_27_business_id(http: httpx.AsyncClient, value: str) -> None:
    body = {"name_fi": "Väärä tunnus ry", "identifiers": [{"scheme": "business_id", "value": value}]}
    assert (await http.post(ORGANISATIONS, json=body)).status_code == 422


async def test_28_identity_code_is_nowhere(visited: Visited, http: httpx.AsyncClient) -> None:
    """Refused in every text of an organisation; neither in the answer nor in the log of the service."""
    code = "131052-308T"
    for field in ("name_fi", "description", "industry", "locality"):
        answer = await http.post(ORGANISATIONS, json={"name_fi": "Yhdistys ry"} | {field: f"hän on {code}"})
        assert code_of(answer)[0] == 422
        assert "chassis.text.identity_code" in code_of(answer)[1]
        assert code not in answer.text
    await http.get(ORGANISATIONS, params={"q": code})
    assert code not in visited.door.services["registry"].log.read_text()
    async with visited.door.api("registry") as api:
        assert await api.scalar(f"SELECT count(*) FROM registry.organisation WHERE organisation::text LIKE '%{code}%'") == 0


def booking(visited: Visited, starts: str, ends: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The body of a booking of these times, and who may send it."""
    made = visit(visited, f"POST {BOOKINGS}")
    return made.body | {"occurrences": [{"starts_at": starts, "ends_at": ends}]}, made.who | {"Idempotency-Key": str(new_id())}


@pytest.mark.parametrize(("starts", "code"), [
    ("2027-02-30T10:00:00Z", "chassis.body.type"), ("0000-01-01T10:00:00Z", "chassis.body.type"),
    ("2027-06-01T10:00:00", "chassis.body.zone"), ("2027-06-01T10:00:00+25:00", "chassis.body.type"), ("2027", "chassis.body.type"),
])
async def test_29_times_of_a_booking(visited: Visited, http: httpx.AsyncClient, starts: str, code: str) -> None:
    body, who = booking(visited, starts, "2027-06-01T12:00:00Z")
    status, codes = code_of(await http.post(BOOKINGS, json=body, headers=who))
    assert (status, code in codes) == (422, True), codes


@pytest.mark.parametrize(("days", "minutes", "code"), [
    (-2, 60, "in_past"), (14, 0, "ends_before_start"), (14, -60, "ends_before_start"), (14, 10 * 365 * 24 * 60, "too_long"),
    (8 * 365, 60, "too_far"),
])
async def test_30_times_that_no_booking_has(visited: Visited, http: httpx.AsyncClient, days: int, minutes: int, code: str) -> None:
    """In the past; of no minutes, of fewer than none, of ten years; in eight years. With the reason."""
    starts = clock.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=days)
    body, who = booking(visited, starts.isoformat(), (starts + timedelta(minutes=minutes)).isoformat())
    status, codes = code_of(await http.post(BOOKINGS, json=body, headers=who))
    assert (status, f"facilities.booking.{code}" in codes) == (422, True), codes


async def test_30_the_clock_skips_and_doubles(visited: Visited, http: httpx.AsyncClient) -> None:
    """A series at 03:30: no such time in the spring's gap; in autumn's doubled hour the first is meant."""
    made = visit(visited, "POST /api/facilities/v1/bookings/preview")
    for month, ends, reasons, offset in ((3, 31, ["facilities.booking.clock_skips"], None), (10, 31, [], 3)):
        year = today(clock.now()).year + 1
        last = next(day for day in range(ends, 0, -1) if clock.now().replace(year=year, month=month, day=day).isoweekday() == 7)
        day = f"{year}-{month:02d}-{last:02d}"
        series = {"weekdays": [7], "first": day, "last": day, "starts": "03:30", "minutes": 60}
        body = {name: value for name, value in made.body.items() if name != "occurrences"} | {"series": series}
        answer = await http.post("/api/facilities/v1/bookings/preview", json=body, headers=made.who)
        assert answer.status_code == 200, answer.text
        (one,) = answer.json()["occurrences"]
        told = [reason["code"] for reason in one["reasons"]]
        assert [code for code in told if code.endswith("clock_skips")] == reasons
        if offset is not None:
            begins = clock.now().fromisoformat(one["starts_at"]).astimezone(HELSINKI)
            assert (begins.hour, begins.minute, begins.utcoffset()) == (3, 30, timedelta(hours=offset))


@pytest.mark.parametrize("label", [
    "POST /api/grants/v1/applications/{id}/submit", "POST /api/grants/v1/decisions/{id}/grant",
    "POST /api/facilities/v1/bookings/{id}/confirm", "POST /api/forums/v1/meetings/{id}/hold",
])
async def test_35_state(visited: Visited, http: httpx.AsyncClient, label: str) -> None:
    """What was done is not done again: the present state is told, and what is possible in it."""
    done = visit(visited, label)
    who = done.who | {"Idempotency-Key": str(new_id()), "If-Match": "*"}
    answer = await http.post(label.split()[1].replace("{id}", done.path["id"]), json=done.body, headers=who)
    assert answer.status_code == 409, answer.text
    assert answer.json()["state"]


NAMES = ["<script>alert(1)</script>", '=HYPERLINK("http://x")', "+1+1", "-1+1", "@SUM(A1)", "{{7*7}}", "${7*7}", "%s%n"]


@pytest.mark.parametrize("name", NAMES)
async def test_36_names_that_are_code(http: httpx.AsyncClient, name: str) -> None:
    """Kept as they are, and never code where they are shown: JSON, a cell of a table, a page of the handbook's policy."""
    made = await http.post(ORGANISATIONS, json={"name_fi": name})
    assert made.status_code == 201, made.text
    shown = await http.get(made.headers["Location"])
    assert shown.json()["name_fi"] == name
    assert shown.headers["content-type"] == "application/json"
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert shown.headers["x-content-type-options"] == "nosniff"
    table = await http.get(ORGANISATIONS, params={"format": "csv", "sort": "-registered_at"}, headers={"Accept-Language": "en"})
    cells = [cell.strip('"').replace('""', '"') for line in table.text.splitlines() for cell in line.split(",")]
    assert (f"'{name}" if name[0] in "=+-@" else name) in cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


@pytest.mark.parametrize("broken", ["a\r\nBcc: x@x.fi", "a\nb", "a\rb", "a\u2028b\x85"])
async def test_37_line_breaks(visited: Visited, http: httpx.AsyncClient, broken: str) -> None:
    """In what becomes the subject of a mail (a call's title), its recipient, the name of a file."""
    draft = visit(visited, "POST /api/grants/v1/calls")
    answer = await http.post("/api/grants/v1/calls", json=draft.body | {"title": {"fi": broken}}, headers=draft.who | {"Idempotency-Key": "x"})
    assert answer.status_code == 422, answer.text
    entered = visit(visited, "PUT /api/notifications/v1/recipients/me")
    answer = await http.put("/api/notifications/v1/recipients/me", json=entered.body | {"address": f"{broken}@x.fi"}, headers=entered.who)
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("url", [
    "https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://169.254.169.254/latest/meta-data", "https://10.0.0.7/",
    "https://0x7f.1/", "https://2130706433/", "https://[::ffff:7f00:1]/", "http://kunta.fi/", "file:///etc/passwd", "gopher://kunta.fi/",
    "https://user:word@kunta.fi/", "https://kunta.fi:22/",
])
async def test_38_webhook_addresses(visited: Visited, http: httpx.AsyncClient, url: str) -> None:
    made = visit(visited, "POST /api/notifications/v1/webhooks")
    answer = await http.post(
        "/api/notifications/v1/webhooks", json=made.body | {"url": url}, headers=made.who | {"Idempotency-Key": str(new_id())}
    )
    assert answer.status_code == 422, answer.text


async def test_39_a_thousand_slow_connections(visited: Visited, http: httpx.AsyncClient) -> None:
    """Whoever never ends a header is cut off after five seconds; meanwhile the others are answered."""
    many = 1000
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[0]), resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    slow = []
    for _ in range(many):
        reader, writer = await asyncio.open_connection("127.0.0.1", visited.door.gateway.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ")
        slow.append((reader, writer))
    assert (await http.get(f"{ORGANISATIONS}?limit=1")).status_code == 200
    async with asyncio.timeout(30):
        ends = await asyncio.gather(*(reader.read() for reader, _ in slow))
    assert all(end == b"" or end.startswith(b"HTTP/1.1 4") for end in ends)
    for _, writer in slow:
        writer.close()


async def test_40_at_the_gateway(visited: Visited, http: httpx.AsyncClient) -> None:
    """Forged hosts and forwarded addresses change no answer; two lengths are refused; climbing paths lead nowhere; no other origin."""
    forged = {"Host": "evil.test", "X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "gopher", "X-Forwarded-For": "1.2.3.4", "X-User": "x"}
    made = await http.post(ORGANISATIONS, json={"name_fi": "Väärennetty ry"}, headers=forged | {"Origin": "https://evil.test"})
    assert made.status_code == 201, made.text
    assert made.headers["Location"].startswith(f"{ORGANISATIONS}/")
    assert "evil.test" not in str(made.headers) + made.text
    asked = await http.options(ORGANISATIONS, headers={"Origin": "https://evil.test", "Access-Control-Request-Method": "POST"})
    for answer in (made, asked):
        assert not any(name.startswith("access-control") for name in answer.headers)
    port = visited.door.gateway.port
    two = await raw(port, f"POST {ORGANISATIONS} HTTP/1.1\nHost: x\nContent-Length: 5\nTransfer-Encoding: chunked\nConnection: close",
                    b"0\r\n\r\nGET /api/registry/v1/areas HTTP/1.1\r\nHost: x\r\n\r\n")
    assert two.count(b"HTTP/1.1") == 1
    assert two.split(b" ", 2)[1][:1] == b"4"
    twice = await raw(port, f"POST {ORGANISATIONS} HTTP/1.1\nHost: x\nContent-Length: 5\nContent-Length: 6\nConnection: close", b"12345")
    assert twice.startswith(b"HTTP/1.1 400")
    for path in ("//livez", "/api/registry/v1/%2e%2e/livez", "/api/registry/..%2fmetrics", "/api/registry/v1/../../grants/metrics", "/%2e%2e/x"):
        climbed = await raw(port, f"GET {path} HTTP/1.1\nHost: x\nConnection: close")
        assert climbed.split(b" ", 2)[1] in {b"404", b"400", b"401"}, (path, climbed[:200])


async def raw(port: int, head: str, body: bytes = b"") -> bytes:
    """What the gateway says to exactly these bytes, until it closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
    await writer.drain()
    try:
        async with asyncio.timeout(20):
            return await reader.read()
    finally:
        writer.close()

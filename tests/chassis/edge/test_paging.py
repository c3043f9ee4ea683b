"""Lists: every row once, in order, whatever the order and whatever happens meanwhile; and the same list as a file."""

import base64
import csv
import io
import itertools
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

import pytest
from pydantic import BaseModel, Field
from tests.chassis.edge.conftest import KEEPER, Api
from tests.chassis.edge.parcel import SERVICE, Parcel, ParcelOut

from chassis.exports import cell, columns, flat
from chassis.outbox import new_id
from chassis.values import Euros, Money, Sum


async def fill(api: Api, count: int = 23) -> None:
    """Names in a jumble, weights that repeat, notes and times that are sometimes missing."""
    start = datetime(2027, 1, 1, tzinfo=UTC)
    rows = [
        {
            "id": new_id(),
            "version": 1,
            "sequence": 0,
            "name": f"n{(n * 7) % count:03d}",
            "grams": 1 + n % 3,
            "status": "waiting" if n % 2 else "sent",
            "areas": ["oulu"] if n % 4 else ["kuusamo"],
            "note": None if n % 3 == 0 else f"note {n % 5}",
            "sent_at": None if n % 2 else start + timedelta(microseconds=n % 7),
        }
        for n in range(count)
    ]
    async with api.database.sessions() as session:
        await session.execute(Parcel.__table__.insert(), rows)
        await session.commit()


async def walk(api: Api, query: str) -> list[dict[str, Any]]:
    """All pages, by following Link."""
    found: list[dict[str, Any]] = []
    url = f"/v1/parcels?{query}"
    for _ in range(100):
        answer = await api.http.get(url, headers=api.coordinator)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        link = re.fullmatch(r'<(.+)>; rel="next"', answer.headers.get("link", ""))
        assert (link is None) == (answer.json()["next"] is None)
        if link is None:
            return found
        url = link.group(1)
    raise AssertionError("it never ends")


def value(row: dict[str, Any], key: str) -> tuple[bool, Any]:
    found = row[key]
    if key == "sent_at" and found is not None:
        found = datetime.fromisoformat(found)
    return found is None, 0 if found is None else found


def expected(rows: list[dict[str, Any]], sort: str) -> list[str]:
    """The order of PostgreSQL: nulls last going up, first going down; then the id."""
    ordered = sorted(rows, key=lambda r: r["id"], reverse=sort.rpartition(",")[2].startswith("-"))
    for name in reversed(sort.split(",")):
        values = {r["id"]: value(r, name.removeprefix("-")) for r in rows}
        ordered.sort(key=lambda r: values[r["id"]], reverse=name.startswith("-"))
    return [r["id"] for r in ordered]


SORTS = [",".join(s + k for s, k in zip(signs, keys, strict=True))
         for keys in (("name",), ("note",), ("sent_at",), ("grams", "note"), ("note", "sent_at", "grams"))
         for signs in itertools.product(("", "-"), repeat=len(keys))]  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
async def test_paged__every_row_once_and_in_order(api: Api, sort: str) -> None:
    await fill(api)
    rows = (await api.http.get("/v1/parcels?limit=200", headers=api.coordinator)).json()["items"]
    found = await walk(api, f"limit=4&sort={sort}")
    assert [r["id"] for r in found] == expected(rows, sort)
    assert len(found) == 23


async def test_paged__stable_under_inserts_and_deletes(api: Api) -> None:
    await fill(api)
    first = (await api.http.get("/v1/parcels?limit=5", headers=api.coordinator)).json()
    await api.packed("a-before-all")
    await api.execute("DELETE FROM parcel.parcel WHERE id = :id", id=UUID(first["items"][-1]["id"]))
    second = (await api.http.get(f"/v1/parcels?limit=5&cursor={first['next']}", headers=api.coordinator)).json()
    assert [r["name"] for r in second["items"]] == [f"n{n:03d}" for n in range(5, 10)]


async def test_paged__filter_visibility_and_count(api: Api) -> None:
    await fill(api)
    await api.assign(KEEPER, "keeper", "area", "kuusamo")
    mine = await api.http.get("/v1/parcels?count=exact&limit=2", headers=api.as_(KEEPER))
    assert mine.json()["count"] == 6
    assert len(mine.json()["items"]) == 2
    assert {tuple(r["areas"]) for r in mine.json()["items"]} == {("kuusamo",)}
    sent = await api.http.get("/v1/parcels?status=sent&count=exact", headers=api.coordinator)
    assert sent.json()["count"] == 12
    plain = await api.http.get("/v1/parcels", headers=api.coordinator)
    assert plain.json()["count"] is None


async def test_cursor__only_ours_and_only_for_this_list(api: Api) -> None:
    await fill(api)
    cursor = (await api.http.get("/v1/parcels?limit=5&sort=grams&status=sent", headers=api.coordinator)).json()["next"]

    async def status(query: str) -> tuple[int, str]:
        answer = await api.http.get(f"/v1/parcels?{query}", headers=api.coordinator)
        return answer.status_code, answer.json().get("code", "")

    good = f"limit=7&sort=grams&status=sent&cursor={cursor}"
    assert await status(good) == (200, "")
    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    forged = base64.urlsafe_b64encode(raw[:16] + json.dumps([1, str(new_id())]).encode()).decode().rstrip("=")
    for bad in [
        f"sort=grams&cursor={cursor}",  # without the filter
        f"sort=grams&status=waiting&cursor={cursor}",
        f"sort=-grams&status=sent&cursor={cursor}",
        f"sort=grams&status=sent&cursor={cursor[:-2]}",
        f"sort=grams&status=sent&cursor={forged}",
        "sort=grams&status=sent&cursor=x",
        "sort=grams&status=sent&cursor=%C3%A4%C3%A4",
        f"sort=grams&status=sent&cursor={quote('!!!!')}",
    ]:
        assert await status(bad) == (400, "chassis.cursor"), bad


async def test_cursor__of_another_installation(api: Api) -> None:
    await fill(api)
    cursor = (await api.http.get("/v1/parcels?limit=5", headers=api.coordinator)).json()["next"]
    desk = api.app.state.desk
    object.__setattr__(desk, "settings", desk.settings.model_copy(update={"cursor_key": type(desk.settings.cursor_key)("x" * 20)}))
    assert (await api.http.get(f"/v1/parcels?limit=5&cursor={cursor}", headers=api.coordinator)).status_code == 400


# --- files


async def test_csv__the_whole_list_as_excel_reads_it(api: Api) -> None:
    await fill(api, 450)
    await api.packed("=HYPERLINK(1)", note='a;"b"\nc')
    headers = api.coordinator | {"Accept": "text/csv", "Accept-Language": "fi"}
    answer = await api.http.get("/v1/parcels?sort=name", headers=headers)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="parcels.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbfid;name;grams;status;areas;note;sent_at\r\n")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 452
    assert len({row[0] for row in rows}) == 452
    assert rows[1][1] == "'=HYPERLINK(1)"
    assert rows[1][5] == 'a;"b"\nc'
    some = await api.http.get("/v1/parcels?format=csv&status=sent", headers=api.coordinator | {"Accept-Language": "en"})
    assert len(some.text.splitlines()) == 226
    assert some.text.splitlines()[0].count(",") == 6


def test_columns__money_as_it_is_written() -> None:
    """Its cells come of what is shown, not of what is kept: an amount, no cents."""

    class Paid(BaseModel):
        sum: Euros
        least: Annotated[Sum | None, Field(description="Or nothing.")] = None

    names = columns(Paid)
    assert names == ["sum.amount", "sum.currency", "least.amount", "least.currency"]
    assert list(flat(Paid(sum=Money(cents=120), least=Money(cents=0)).model_dump(mode="json"))) == names


async def test_csv__an_empty_list_has_its_header(api: Api) -> None:
    answer = await api.http.get("/v1/parcels?format=csv", headers=api.coordinator)
    assert answer.content.decode("utf-8-sig") == "id;name;grams;status;areas;note;sent_at\r\n"


async def test_ndjson__one_object_a_line(api: Api) -> None:
    await fill(api, 250)
    answer = await api.http.get("/v1/parcels", headers=api.coordinator | {"Accept": "application/x-ndjson"})
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert len({json.loads(line)["id"] for line in answer.text.splitlines()}) == 250


async def test_file__refused_before_it_begins(api: Api) -> None:
    answer = await api.http.get("/v1/parcels?format=csv&sort=secret", headers=api.coordinator)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (True, "true"), (["a", "b"], "a, b"), ([{"a": 1}], '[{"a": 1}]'), ("=1+1", "'=1+1"), ("@x", "'@x"),
        ("-1200.00", "-1200.00"), ("-x", "'-x"), ("+358 40", "'+358 40"), (-5, "-5"), ("\tx", "'\tx"),
    ],
)  # fmt: skip
def test_cell(value: object, text: str) -> None:
    assert cell(value) == text


def test_columns__objects_in_objects() -> None:
    class Outer(ParcelOut):
        inner: ParcelOut | None
        many: list[ParcelOut]

    assert columns(Outer)[-8:] == [f"inner.{name}" for name in columns(ParcelOut)] + ["many"]
    assert SERVICE.name == "parcel"

"""One JSON object a line; nothing planted comes out."""

import io
import json
import logging
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import asyncpg
import pytest
from asyncpg.exceptions import PostgresError
from opentelemetry import trace
from pydantic import BaseModel, ValidationError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from tests.chassis.ops.conftest import Place, service_of

from chassis import context, logs
from chassis.database import driver_url
from chassis.testing import Parts

Told = Callable[[], list[dict[str, Any]]]

CODE = "131052-308T"
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLXdpdGgtbWFueS1sZXR0ZXJz"
NAME = "Aino"
PLANTED = (CODE, TOKEN, "s3cr3t-pass", "opaque0123456789abcdef", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "aino.virtanen", NAME)


@pytest.fixture
def stream(place: Place) -> Iterator[io.StringIO]:
    """The whole logging of this process, as a service would configure it, and put back afterwards."""
    root, kept = logging.root, (logging.root.handlers[:], logging.root.level)
    loggers = {
        logger: (logger.handlers[:], logger.propagate, logger.level, logger.disabled)
        for logger in map(logging.getLogger, root.manager.loggerDict)
    }
    written = io.StringIO()
    logs.configure("grants", place.settings(service_of("grants")), written)
    yield written
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = kept
    for logger, (handlers, propagate, level, disabled) in loggers.items():
        logger.handlers[:], logger.propagate, logger.disabled = handlers, propagate, disabled
        logger.setLevel(level)


@pytest.fixture
def told(stream: io.StringIO) -> Told:
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_line__has_what_an_operator_asks_for(told: Told) -> None:
    request, actor = context.request_id.set("req-00000001"), context.actor.set("person:0190")
    span = trace.NonRecordingSpan(trace.SpanContext(0xABC, 0xDEF, is_remote=False))
    with trace.use_span(span):
        logging.getLogger("chassis.front").info("request", extra={"route": "/calls/{id}", "status": 200, "duration_ms": 1.5})
    context.request_id.reset(request)
    context.actor.reset(actor)
    (line,) = told()
    assert datetime.fromisoformat(line.pop("time")).utcoffset().total_seconds() == 0  # type: ignore[union-attr]
    assert line == {
        "level": "info", "service": "grants", "version": "0.1.0", "logger": "chassis.front", "event": "request",
        "request_id": "req-00000001", "actor": "person:0190", "trace_id": f"{0xABC:032x}", "span_id": f"{0xDEF:016x}",
        "route": "/calls/{id}", "status": 200, "duration_ms": 1.5,
    }


def test_line__a_caller_cannot_write_over_the_fixed_names_or_begin_a_line(told: Told) -> None:
    logging.getLogger("x").warning('one\n{"level": "forged"}', extra={"service": "other", "weird": {1, "a"}, "at": object})
    (line,) = told()
    assert line["service"] == "grants"
    assert line["level"] == "warning"
    assert sorted(map(str, line["weird"])) == ["1", "a"]


@pytest.mark.parametrize("sentence", [
    f"Authorization: Bearer {TOKEN}",
    f"token {TOKEN} has expired",
    f"code {CODE}, and again ({CODE.lower()})",
    "bearer opaque0123456789abcdef",
    "cannot reach postgresql://grants_app:s3cr3t-pass@10.0.0.1:5432/county",
    "password=s3cr3t-pass",
    "{'client_secret': 's3cr3t-pass', 'api_key': \"opaque0123456789abcdef\"}",
    "signing with whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "550 no such user aino.virtanen@example.fi",
])
def test_secret__struck_out_wherever_it_stands(sentence: str, told: Told, stream: io.StringIO) -> None:
    log = logging.getLogger("library.of.somebody")
    log.error(sentence)
    log.error("%s", sentence)
    log.error("with", extra={"deep": {"list": [sentence]}})
    try:
        raise RuntimeError(sentence)  # noqa: TRY301
    except RuntimeError:
        log.exception("failed")
    assert len(told()) == 4
    assert "RuntimeError" in told()[3]["error"]
    for planted in PLANTED:
        assert planted.lower() not in stream.getvalue().lower(), planted


def test_harmless__is_left_alone(told: Told) -> None:
    harmless = {
        "id": "0190f3c2-7a1b-7abc-8def-123456789012", "at": "2026-11-23T08:11:29.123456+00:00", "n": 12, "ok": True,
        "type": "fi.yhdyspinta.grants.GrantApproved.v1", "topic": "registry.organisation.state", "key": "1234567-8",
    }
    logging.getLogger("x").info("parked", extra=harmless)
    line = told()[0]
    assert {name: line[name] for name in harmless} == harmless


def test_body__pydantic_quotes_it_and_the_line_does_not(stream: io.StringIO) -> None:
    class Person(BaseModel):
        born: int

    try:
        Person.model_validate({"born": NAME})
    except ValidationError:
        logging.getLogger("x").exception("bad body")
    assert "born" in stream.getvalue()
    assert NAME not in stream.getvalue()


async def test_row__database_errors_quote_it_and_the_line_does_not(parts: Parts, stream: io.StringIO) -> None:
    log = logging.getLogger("x")
    engine = create_async_engine(driver_url(parts.admin))
    async with engine.connect() as connection:
        await connection.execute(text("CREATE TEMP TABLE person (name text PRIMARY KEY, age int NOT NULL)"))
        await connection.execute(text("INSERT INTO person VALUES (:name, 1)"), {"name": NAME})
        await connection.commit()
        for name, age in ((NAME, 1), (f"{NAME} Two", None)):
            with pytest.raises(DBAPIError, match=NAME) as refused:
                await connection.execute(text("INSERT INTO person VALUES (:name, :age)"), {"name": name, "age": age})
            log.error("refused", exc_info=refused.value)
            log.warning("refused", extra={"fault": repr(refused.value.orig)})
            log.warning("refused: %s", refused.value)
            await connection.rollback()
    await engine.dispose()
    bare = await asyncpg.connect(parts.admin)
    with pytest.raises(PostgresError, match=NAME) as raised:
        await bare.execute("DO $$ BEGIN RAISE EXCEPTION 'refused' USING DETAIL = '" + NAME + "'; END $$")
    log.error("refused", exc_info=raised.value)
    await bare.close()
    assert "refused" in stream.getvalue()
    assert NAME not in stream.getvalue()


def test_library__goes_through_the_same_formatter(told: Told) -> None:
    logging.getLogger("uvicorn.error").error("Exception in ASGI application")
    logging.getLogger("uvicorn.access").info("GET /persons?q=Aino")
    logging.getLogger("aiokafka.consumer").info("Updating subscribed topics")
    logging.getLogger("aiokafka.consumer").warning("Heartbeat failed")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old way", DeprecationWarning, stacklevel=1)
    assert [line["logger"] for line in told()] == ["uvicorn.error", "aiokafka.consumer", "py.warnings"]


def test_calm__a_library_that_repeats_itself_is_heard_once() -> None:
    calm = logs.Calm()

    def said(name: str, message: str, at: float) -> logging.LogRecord | None:
        record = logging.LogRecord(name, logging.ERROR, "", 0, message, None, None)
        record.created = at
        return record if calm.filter(record) else None

    assert said("aiokafka.client", "away", 100)
    assert [said("aiokafka.client", "away", 100 + n) for n in range(1, 20)] == [None] * 19
    assert said("aiokafka.client", "another", 105)
    assert [bool(said("chassis.relay", "ours", 100 + n)) for n in range(3)] == [True] * 3
    again = said("aiokafka.client", "away", 131)
    assert again is not None
    assert vars(again)["repeated"] == 19

# ruff: noqa: TID251 - a program of its own, as usually written
"""Organisations with FastAPI and SQLModel as they are usually written, over the very tables of the registry.

A session for each request from a dependency, `expire_on_commit` and `refresh`, middlewares by `BaseHTTPMiddleware`. What is sent
and what is shown are the registry's own models, so that both check and answer the same.
"""

import json
import logging
import os
import time
import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar
from uuid import UUID, uuid4

from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response
from sqlalchemy import Column, DateTime, Text, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlmodel import Field, SQLModel, col
from starlette.middleware.base import BaseHTTPMiddleware
from tests.benchmarks.peers.signed import reader

from registry.organisations.schemas import OperatingAreaOut, OrganisationOut, Register

log = logging.getLogger("peer")
Next = Callable[[Request], Awaitable[Response]]
Words = list[str]


def _moment() -> Any:
    return Field(default_factory=lambda: datetime.now(UTC), sa_type=DateTime(timezone=True))


def _words() -> Any:
    return Field(default_factory=list, sa_type=ARRAY(Text))


class Organisation(SQLModel, table=True):
    __table_args__: ClassVar[dict[str, str]] = {"schema": "registry"}
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    version: int = 1
    sequence: int = 1
    kind: str
    legal_form: str
    name_fi: str | None = None
    name_sv: str | None = None
    name_en: str | None = None
    identifiers: list[dict[str, str]] = Field(default_factory=list, sa_type=JSONB)
    locality: str | None = None
    home_municipality: str | None = None
    area_class: str | None = None
    municipalities: Words = _words()
    area_codes: Words = _words()
    fields: Words = _words()
    groups: Words = _words()
    is_service_producer: bool = False
    supports_others: str = "none"
    founded_on: date | None = None
    industry: str | None = None
    description: str | None = None
    website: str | None = None
    memberships: Words = _words()
    status: str = "active"
    dissolved_on: date | None = None
    dissolves_on: date | None = None
    successor_id: UUID | None = None
    sote_status: str = "not_evaluated"
    sote_definition_version: int | None = None
    sote_due: bool = True
    non_profit_status: str = "not_assessed"
    non_profit_until: date | None = None
    sort_key: str = ""
    registered_at: datetime = _moment()
    updated_at: datetime = _moment()

    @property
    def name(self) -> str:
        return self.name_fi or self.name_sv or self.name_en or ""

    @property
    def operating_area(self) -> OperatingAreaOut | None:
        return None if self.area_class is None else OperatingAreaOut(area_class=self.area_class, municipalities=self.municipalities)


class SearchEntry(SQLModel, table=True):
    __tablename__ = "search_entry"
    __table_args__: ClassVar[dict[str, str]] = {"schema": "registry"}
    organisation_id: UUID = Field(primary_key=True)
    names: Words = _words()
    words: Any = Field(sa_column=Column(TSVECTOR))


class Outbox(SQLModel, table=True):
    __tablename__ = "peer_outbox"
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    topic: str
    key: UUID
    payload: dict[str, Any] = Field(sa_type=JSONB)
    created_at: datetime = _moment()


def _folded(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))


class Page(SQLModel):
    items: list[OrganisationOut]
    next: str | None = None


_told = json.loads(Path(os.environ.get("BENCHMARK_PEER", os.devnull)).read_text() or "{}")
engine = create_async_engine(_told.get("dsn", "postgresql+asyncpg://"), pool_size=10, max_overflow=0)
sessions = async_sessionmaker(engine)
claims_of = reader(_told.get("issuer", ""), _told.get("keys", {"keys": []}))


async def session() -> AsyncIterator[AsyncSession]:
    async with sessions() as opened:
        yield opened


Session = Annotated[AsyncSession, Depends(session)]


async def signed_in(authorization: Annotated[str, Header()] = "") -> str:
    claims = claims_of(authorization)
    if claims is None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    return str(claims["sub"])


class RequestId(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: Next) -> Response:
        answer = await call_next(request)
        answer.headers["X-Request-Id"] = request.headers.get("x-request-id") or str(uuid4())
        return answer


class Timing(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: Next) -> Response:
        began = time.perf_counter()
        answer = await call_next(request)
        log.info("%s %s %.1f ms", request.method, request.url.path, 1000 * (time.perf_counter() - began))
        return answer


class SecurityHeaders(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: Next) -> Response:
        answer = await call_next(request)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


async def create(body: Register, session: Session) -> OrganisationOut:
    if not (body.name_fi or body.name_sv or body.name_en):
        raise HTTPException(422, "a name is needed")
    row = Organisation(**body.model_dump(mode="json", exclude={"operating_area", "founded_on"}), founded_on=body.founded_on)
    row.sort_key = row.name.lower()
    session.add(row)
    await session.flush()
    session.add(SearchEntry(organisation_id=row.id, names=[row.name], words=func.to_tsvector("simple", _folded(row.name))))
    payload = OrganisationOut.model_validate(row, from_attributes=True).model_dump(mode="json")
    session.add(Outbox(topic="organisation", key=row.id, payload=payload))
    await session.commit()
    await session.refresh(row)
    return OrganisationOut.model_validate(row, from_attributes=True)


async def get(id: UUID, session: Session) -> OrganisationOut:
    row = await session.get(Organisation, id)
    if row is None:
        raise HTTPException(404)
    return OrganisationOut.model_validate(row, from_attributes=True)


async def search(session: Session, q: str, limit: int = 50) -> Page:
    words = col(SearchEntry.words).bool_op("@@")(func.to_tsquery("simple", f"{_folded(q)}:*"))
    rows = select(Organisation).join(SearchEntry, col(SearchEntry.organisation_id) == col(Organisation.id)).where(words)
    rows = rows.where(col(Organisation.status) != "merged").order_by(col(Organisation.sort_key), col(Organisation.id))
    found = (await session.scalars(rows.limit(limit + 1))).all()
    shown = [OrganisationOut.model_validate(row, from_attributes=True) for row in found[:limit]]
    return Page(items=shown, next=str(found[limit - 1].id) if len(found) > limit else None)


def made() -> FastAPI:
    """The application; its outbox is made at the start."""

    async def begin(_app: FastAPI) -> AsyncIterator[None]:
        async with engine.begin() as connection:
            await connection.execute(text("SET search_path TO public"))
            await connection.run_sync(SQLModel.metadata.tables["peer_outbox"].create)
        yield

    app = FastAPI(lifespan=begin, dependencies=[Depends(signed_in)])  # type: ignore[arg-type]
    app.add_api_route("/organisations/{id}", get, response_model=OrganisationOut)
    app.add_api_route("/organisations/", search, response_model=Page)
    app.add_api_route("/organisations/", create, methods=["POST"], status_code=201, response_model=OrganisationOut)
    for each in (SecurityHeaders, Timing, RequestId):
        app.add_middleware(each)
    return app

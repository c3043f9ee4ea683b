"""A service of one table, to try the edge on: parcels that wait, are sent, and arrive."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import UploadFile
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import CheckConstraint, MetaData, Text, UniqueConstraint, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry
from sqlmodel import Field as Column
from sqlmodel import col
from typing_extensions import override

from chassis.access import May, Permissions
from chassis.bodies import Intake
from chassis.edge import Http, Moved, gives, routes
from chassis.events import Event, State
from chassis.house import house_tables
from chassis.machine import Machine
from chassis.paging import Items, Listing, Page, paged
from chassis.problems import Problem, refuse_if_any
from chassis.service import Service, Topic
from chassis.settings import Settings
from chassis.tables import INSTANT, NAMING, Root, one_of
from chassis.values import Days, Name, Period, Prose, today
from chassis.work import Reader, Reads, UnitOfWork

METADATA = MetaData(schema="parcel", naming_convention=NAMING)
HOUSE = house_tables(METADATA)


class ParcelRoot(Root, registry=registry(metadata=METADATA)): ...


class Status(Enum):
    WAITING = "waiting"
    SENT = "sent"


class Action(Enum):
    EDIT = "edit"
    SEND = "send"


class Permission(Enum):
    READ = "parcel.read"
    CHANGE = "parcel.change"
    SEND = "parcel.send"


PERMISSIONS: Permissions = {
    Permission.READ: frozenset({May("coordinator"), May("keeper", within="area"), May("sender", within="owner")}),
    Permission.CHANGE: frozenset({May("coordinator"), May("keeper", within="area")}),
    Permission.SEND: frozenset({May("keeper", within="area")}),
}
MACHINE = Machine({
    (Status.WAITING, Action.EDIT): Status.WAITING,
    (Status.WAITING, Action.SEND): Status.SENT,
})
TAKEN = Problem("parcel.name.taken", 409, fi="Nimi on varattu.", sv="Namnet är upptaget.", en="The name is taken.")
NEGATIVE = Problem("parcel.grams.negative", 422, fi="Paino puuttuu.", sv="Vikt saknas.", en="No weight.")
TOO_HEAVY = Problem("parcel.too_heavy", 422, fi="Yli {limit} g.", sv="Över {limit} g.", en="Over {limit} g.")
NO_STAMP = Problem("parcel.no_stamp", 409, fi="Merkki puuttuu {day}.", sv="Märke saknas {day}.", en="No stamp on {day}.")
SECRET = Problem("parcel.secret", 409, fi="Ei.", sv="Nej.", en="No.")


class ParcelSent(Event):
    """A parcel was sent."""

    topic: ClassVar[str] = "parcel.parcel"
    parcel_id: UUID


class ParcelState(State):
    topic: ClassVar[str] = "parcel.parcel"
    id: UUID
    status: str


class Parcel(ParcelRoot, table=True):
    __tablename__ = "parcel"
    __topic__: ClassVar[str] = "parcel.parcel"
    __table_args__ = (UniqueConstraint("name"), CheckConstraint("grams > 0", name="grams"))
    __refusals__: ClassVar[Mapping[str, Problem]] = {"uq_parcel_name": TAKEN, "ck_parcel_grams": NEGATIVE}
    __scopes__: ClassVar[Mapping[str, str]] = {"area": "areas", "owner": "owner_id"}
    __read__ = Permission.READ
    name: str
    grams: int = 1
    status: Status = Column(default=Status.WAITING, sa_type=one_of(Status))
    areas: list[str] = Column(default_factory=list, sa_type=ARRAY(Text))
    owner_id: UUID | None = None
    note: str | None = None
    sent_at: datetime | None = Column(default=None, sa_type=INSTANT)
    successor: UUID | None = None

    @override
    def public(self) -> ParcelState:
        return ParcelState(id=self.id, status=self.status.value)


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Pack(Closed):
    name: Name
    grams: Annotated[int, Field(ge=1, le=100_000)] = 1
    note: Prose = ""
    areas: Annotated[list[str], Field(max_length=5)] = ["oulu"]
    price: Annotated[Decimal | None, Field(strict=False, max_digits=14, decimal_places=2, gt=0)] = None
    kind: Status | None = None
    open_at: AwareDatetime | None = None
    days: Days | None = None
    period: Period | None = None
    inside: dict[str, Any] | None = None


class Edit(Closed):
    name: Name | None = None
    grams: int | None = None


class Send(Closed):
    stamp: bool = True
    pause: float = 0


class ParcelOut(BaseModel):
    """A parcel."""

    id: UUID
    name: str
    grams: int
    status: Status
    areas: list[str]
    note: str | None
    sent_at: datetime | None


def shown(row: Parcel) -> ParcelOut:
    return ParcelOut(
        id=row.id, name=row.name, grams=row.grams, status=row.status, areas=row.areas, note=row.note, sent_at=row.sent_at
    )


async def shown_with_count(reads: Reads, row: Parcel) -> ParcelOut:
    others = await reads.all(select(col(Parcel.id)))
    return shown(row).model_copy(update={"note": f"one of {len(others)}"})


async def pack(uow: UnitOfWork, body: Pack) -> Parcel:
    return uow.add(Parcel(id=uow.new_id(), name=body.name, grams=body.grams, note=body.note or None, areas=body.areas))


async def edit(uow: UnitOfWork, id: UUID, body: Edit) -> Parcel:
    parcel = await uow.target(Parcel, id, may=Permission.CHANGE)
    parcel.status = MACHINE.after(parcel.status, Action.EDIT)
    parcel.name = body.name or parcel.name
    parcel.grams = parcel.grams if body.grams is None else body.grams
    return parcel


async def send(uow: UnitOfWork, id: UUID, body: Send) -> Parcel:
    """Send it, with a rest in the middle in which somebody may be faster."""
    parcel = await uow.target(Parcel, id, may=Permission.SEND)
    after = MACHINE.after(parcel.status, Action.SEND)
    refuse_if_any(_objections(parcel, body, uow.now))
    await asyncio.sleep(body.pause)
    parcel.status, parcel.sent_at = after, uow.now
    uow.publish(parcel, ParcelSent(parcel_id=id))
    return parcel


def _objections(parcel: Parcel, body: Send, now: datetime) -> Sequence[Any]:
    found = []
    if parcel.grams > 50_000:
        found.append(TOO_HEAVY.at("/grams", limit=50_000))
    if not body.stamp:
        found.append(NO_STAMP.at("/stamp", day=today(now)))
    return found


async def weigh(uow: UnitOfWork, id: UUID, pause: float = 0) -> Parcel:
    """Read, think, write: loses the race when somebody was faster."""
    parcel = await uow.target(Parcel, id, may=Permission.CHANGE)
    await asyncio.sleep(pause)
    parcel.grams += 1
    return parcel


async def drop(uow: UnitOfWork, id: UUID) -> None:
    await uow.target(Parcel, id, may=Permission.CHANGE)
    await uow.execute(Parcel.__table__.delete().where(col(Parcel.id) == id))


async def undeclared(_uow: UnitOfWork) -> Parcel:
    raise SECRET()


async def breaks(_uow: UnitOfWork) -> Parcel:
    raise RuntimeError("password of table parcel.secret")


async def late_check(uow: UnitOfWork, name: str) -> Parcel:
    """Everything goes well until COMMIT, where a deferred constraint may say no."""
    return uow.add(Parcel(id=uow.new_id(), name=name, areas=["oulu"]))


async def slow(reader: Reader, seconds: float) -> list[ParcelOut]:
    await reader.rows(select(text("pg_sleep(:s)").bindparams(s=seconds)))
    return []


async def parcel(reader: Reader, id: UUID) -> Parcel:
    mine = reader.actor.sees(Permission.READ, Parcel)
    found = await reader.one(select(Parcel).where(mine, col(Parcel.id) == id))
    if found.successor is not None:
        raise Moved(id, found.successor)
    return found


KEYS = {"name": col(Parcel.name), "note": col(Parcel.note), "sent_at": col(Parcel.sent_at), "grams": col(Parcel.grams)}


async def parcels(reader: Reader, page: Listing, q: str | None, status: Status | None) -> Items[ParcelOut]:
    rows = select(Parcel).where(reader.actor.sees(Permission.READ, Parcel))
    if q:
        rows = rows.where(col(Parcel.name).icontains(q, autoescape=True))
    if status is not None:
        rows = rows.where(col(Parcel.status) == status)
    return await paged(reader, rows, page, keys=KEYS, id=col(Parcel.id), show=shown)


router = routes(
    "parcels",
    if_match=("send",),
    idempotency_required=("send",),
    public=("count_parcels",),
    intake=Intake(limit=20_000, seconds=0.5),
)
files = routes("files", intake=Intake(limit=5_000))


@router.post("", status_code=201, responses=gives(TAKEN, NEGATIVE))
async def pack_parcel(body: Pack, http: Http) -> ParcelOut:
    """Pack a parcel (paketti)."""
    return await http.run(pack, body).shown(shown)


@router.get("")
async def list_parcels(
    http: Http, page: Page, q: Annotated[str | None, Field(max_length=200)] = None, status: Status | None = None
) -> Items[ParcelOut]:
    """Parcels by name."""
    return await http.page(parcels, page, q, status)


@router.get("/count")
async def count_parcels(http: Http) -> list[ParcelOut]:
    """How many; for everybody."""
    return await http.read(slow, 0.0)


@router.get("/slow")
async def slow_parcels(http: Http, seconds: float = 1) -> list[ParcelOut]:
    """Takes its time."""
    return await http.read(slow, seconds)


@router.get("/{id}")
async def get_parcel(id: UUID, http: Http) -> ParcelOut:
    """One parcel."""
    return await http.read(parcel, id).shown(shown)


@router.patch("/{id}", responses=gives(TAKEN, NEGATIVE))
async def edit_parcel(id: UUID, body: Edit, http: Http) -> ParcelOut:
    """Change what is written on it."""
    return await http.run(edit, id, body).shown(shown)


@router.post("/{id}/send", responses=gives(TOO_HEAVY, NO_STAMP))
async def send_parcel(id: UUID, body: Send, http: Http) -> ParcelOut:
    """Send it."""
    return await http.run(send, id, body).shown(shown)


@router.post("/{id}/weigh")
async def weigh_parcel(id: UUID, http: Http, pause: float = 0) -> ParcelOut:
    """A little heavier."""
    return await http.run(weigh, id, pause).shown(shown_with_count)


@router.post("/{id}/carry", status_code=202)
async def carry_parcel(id: UUID, http: Http) -> ParcelOut:
    """Takes long; look again later."""
    return await http.run(weigh, id).shown(shown, location=lambda parcel: f"/v1/parcels/{parcel.id}")


@router.post("/{id}/drop", status_code=204)
async def drop_parcel(id: UUID, http: Http) -> None:
    """Forget it."""
    return await http.run(drop, id).done()


@router.post("/undeclared/say")
async def say_undeclared(http: Http) -> ParcelOut:
    """Answers what it does not declare."""
    return await http.run(undeclared).shown(shown)


@router.post("/broken/say")
async def say_broken(http: Http) -> ParcelOut:
    """Breaks."""
    return await http.run(breaks).shown(shown)


@router.post("/late/say", status_code=201, responses=gives(TAKEN))
async def say_late(http: Http, name: str) -> ParcelOut:
    """Fails at COMMIT."""
    return await http.run(late_check, name).shown(shown)


@files.post("", status_code=201, responses=gives(TAKEN))
async def send_file(file: UploadFile, http: Http) -> ParcelOut:
    """A parcel named by the first line of a file."""
    name = (await file.read()).decode().partition("\n")[0]
    return await http.run(pack, Pack(name=name)).shown(shown)


SERVICE = Service(
    name="parcel",
    settings=Settings,
    tables=METADATA,
    permissions=PERMISSIONS,
    topics=[Topic("parcel.parcel", events=[ParcelSent], state=ParcelState)],
    routes=[router, files],
    texts="Parcels.",
)

"""HTTP: bookings."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from facilities.bookings import commands, queries
from facilities.bookings import problems as p
from facilities.bookings.domain.states import Status
from facilities.bookings.schemas import Book, BookingOut, Cancel, Move, PreviewOut, Refuse, TakeOver, Wanted

bookings = routes("bookings", idempotency_required=("create",))

_TIMES = (
    p.TAKEN, p.MEETS_ITSELF, p.IN_PAST, p.TOO_SOON, p.TOO_FAR, p.OUTSIDE_HOURS, p.OFF_GRID, p.LENGTH_OFF_GRID, p.TOO_SHORT,
    p.TOO_LONG, p.ENDS_BEFORE_START, p.TIMES_OR_SERIES, p.SERIES_LONG, p.SERIES_EMPTY, p.NOT_OFFERED, p.NOT_BOOKABLE,
    p.SPACE_UNKNOWN,
)
_HOLDER = (p.ORGANISATION_UNKNOWN, p.ORGANISATION_MERGED, p.ORGANISATION_PAUSED, p.ORGANISATION_DISSOLVED)
_USE = (p.TOO_MANY_PERSONS, p.FREE_USE_NOT_MET, p.VISITOR_ONCE, p.VISITOR_AND_ORGANISATION)


@bookings.get("")
async def list_bookings(
    http: Http,
    page: Page,
    space_id: Annotated[UUID | None, Query(description="Only of this space itself.")] = None,
    organisation_id: Annotated[UUID | None, Query(description="Only of this organisation and what became part of it.")] = None,
    status: Annotated[Status | None, Query(description="Only in this state.")] = None,
    since: Annotated[AwareDatetime | None, Query(alias="from", description="Only with an occurrence that ends later.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Only with an occurrence that begins earlier.")] = None,
) -> Items[BookingOut]:
    """Bookings by their beginning (varaukset): one's own, those one decides about, and what is offered to others."""
    return await http.page(queries.bookings, page, space_id, organisation_id, status, since, until)


@bookings.post("", status_code=201, responses=gives(*_TIMES, p.CLOCK_SKIPS, *_USE, *_HOLDER))
async def book_space(body: Book, http: Http) -> BookingOut:
    """Book a space once or as a series, at once or as a hold of ten minutes (tilavaraus). FAC-11, FAC-17, FAC-25."""
    return await http.run(commands.book, body).shown(queries.shown)


@bookings.post("/preview", responses=gives(p.TIMES_OR_SERIES, p.SERIES_LONG, p.SERIES_EMPTY, p.SPACE_UNKNOWN))
async def preview_booking(body: Wanted, http: Http) -> PreviewOut:
    """What a booking would come to now, each occurrence with what stands against it (esikatselu). Nothing is booked."""
    return await http.read(queries.preview, body).shown(queries.shown_preview)


@bookings.get("/{id}")
async def get_booking(id: UUID, http: Http) -> BookingOut:
    """One booking with all of its occurrences."""
    return await http.read(queries.booking, id).shown(queries.shown)


@bookings.post("/{id}/confirm", responses=gives(p.HOLD_OVER, *_HOLDER))
async def confirm_booking(id: UUID, http: Http) -> BookingOut:
    """What was held is booked (varauksen vahvistaminen). F16."""
    return await http.run(commands.confirm, id).shown(queries.shown)


@bookings.post("/{id}/move", responses=gives(*_TIMES, *_USE, *_HOLDER, p.BEGUN, p.GROUNDS_MISSING))
async def move_booking(id: UUID, body: Move, http: Http) -> BookingOut:
    """Another time or another space, in one step: not won, and the old one stays (varauksen siirto)."""
    return await http.run(commands.move, id, body).shown(queries.shown)


@bookings.post("/{id}/cancel", responses=gives(
    p.NOT_CANCELLABLE, p.CANCELLED_LATE, p.GROUNDS_MISSING, p.NOTHING_AHEAD, p.NOT_AN_OCCURRENCE,
))
async def cancel_booking(id: UUID, body: Cancel, http: Http) -> BookingOut:
    """Give it up, or some of its occurrences (varauksen peruminen). F9."""
    return await http.run(commands.cancel, id, body).shown(queries.shown)


@bookings.post("/{id}/refuse", responses=gives(p.NOTHING_AHEAD))
async def refuse_booking(id: UUID, body: Refuse, http: Http) -> BookingOut:
    """Say no as who decides about the space, with the grounds (varauksen hylkääminen). FAC-30."""
    return await http.run(commands.refuse, id, body).shown(queries.shown)


@bookings.post("/{id}/restore", responses=gives(*_TIMES, *_USE, *_HOLDER, p.NOTHING_AHEAD))
async def restore_booking(id: UUID, http: Http) -> BookingOut:
    """Give what was refused after all, if it is still free (hylätyn palauttaminen). F10."""
    return await http.run(commands.restore, id).shown(queries.shown)


@bookings.post("/{id}/check-in", responses=gives(p.NOT_NOW))
async def check_in_booking(id: UUID, http: Http) -> BookingOut:
    """Say that one is there (paikalle ilmoittautuminen)."""
    return await http.run(commands.check_in, id).shown(queries.shown)


@bookings.post("/{id}/take-over", responses=gives(*_HOLDER, *_USE, p.HANDOVER_OVER, p.SAME_HOLDER))
async def take_over_booking(id: UUID, body: TakeOver, http: Http) -> BookingOut:
    """Go on with the booking of an organisation that ended (varauksen siirtyminen toiselle)."""
    return await http.run(commands.take_over, id, body).shown(queries.shown)

"""The log of mail over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import File, Query, UploadFile

from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from notifications.deliveries import problems
from notifications.deliveries.commands import again, reports
from notifications.deliveries.domain.reports import EXAMPLE
from notifications.deliveries.domain.state import State
from notifications.deliveries.queries import log
from notifications.deliveries.schemas import MailOut, MessageOut

router = routes("deliveries")


@router.get("")
async def list_deliveries(
    http: Http,
    page: Page,
    organisation_id: Annotated[UUID | None, Query(description="Only on behalf of this organisation.")] = None,
    status: Annotated[State | None, Query(description="Only those that stand so.")] = None,
    event_id: Annotated[UUID | None, Query(description="Only those that tell of this event.")] = None,
) -> Items[MailOut]:
    """What was sent on whose behalf, and what became of it (toimitusloki). Reading it is noted."""
    return await http.page(log.mails, page, organisation_id, status, event_id)


@router.get("/{id}")
async def get_delivery(id: UUID, http: Http) -> MailOut:
    """One mail (lähetys). Reading it is noted."""
    return await http.read(log.mail, id).shown(log.shown)


@router.get("/{id}/message")
async def get_delivery_message(id: UUID, http: Http) -> MessageOut:
    """What a mail said (viestin sisältö), made again from what was kept of it. Reading it is noted."""
    return await http.read(log.message, id)


@router.post("/{id}/retry")
async def retry_delivery(id: UUID, http: Http) -> MailOut:
    """Send again by hand what failed, bounced or was suppressed (uudelleenlähetys), under the same Message-ID."""
    return await http.run(again.retry, id).shown(log.shown)


@router.post("/bounces", responses=gives(problems.NO_REPORT, problems.UNKNOWN_MAIL))
async def report_bounce(
    http: Http,
    file: Annotated[UploadFile, File(description="The report as it came: message/rfc822, RFC 3464.", examples=[EXAMPLE])],
) -> MailOut:
    """Hand in a report of delivery (toimitusraportti): the mail that it names stands as it says."""
    return await http.run(reports.take_report, await file.read()).shown(log.shown)

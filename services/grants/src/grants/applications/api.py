"""HTTP: applications, their documents and versions, and eligibility asked for beforehand."""

from typing import Annotated, Final
from urllib.parse import quote
from uuid import UUID

from fastapi import File, Form, Path, Query, UploadFile
from pydantic import StringConstraints
from starlette.responses import Response

from chassis.bodies import Intake
from chassis.edge import Http, gives, routes
from chassis.paging import Items, Page
from grants.applications import commands, queries
from grants.applications import problems as p
from grants.applications.commands import Sent
from grants.applications.domain import Status
from grants.applications.domain.files import LARGEST, MEDIA_TYPES
from grants.applications.schemas import (
    ApplicationOut,
    ApplicationRow,
    AttachmentOut,
    ChangeLead,
    CopiedOut,
    Copy,
    Edit,
    EligibilityOut,
    Leave,
    ReceiptOut,
    Release,
    RequestCompletion,
    SetParties,
    Sign,
    Start,
    ToMunicipality,
    VersionOut,
    VersionRow,
    Withdraw,
)

_FORM: Final = 100_000
"""What a multipart form adds to the file in it."""

router = routes("applications", if_match=("submit", "complete"), idempotency_required=("submit", "complete"))
documents = routes("applications", intake=Intake(limit=LARGEST + _FORM, seconds=60))
calls = routes("calls")

Code = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{1,39}$")]
STARTS = (
    p.NOT_APPLIED_FOR, p.CALL_MISSING, p.CALL_UNKNOWN, p.CALL_CANCELLED, p.CALL_OVER, p.ORGANISATION_UNKNOWN, p.NOT_REPRESENTED,
)
SAYS = (p.PERIOD_NOT_IN_YEAR, p.PERIOD_ENDLESS, p.MUNICIPALITY_UNKNOWN)
SHARES = (p.ORGANISATION_UNKNOWN, p.PARTY_TWICE, p.LEAD_MISSING, p.TOO_MANY_PARTNERS, p.SHARES_NOT_100)
GOES = (p.NOT_A_PARTY, p.LAST_PARTY, p.NEW_LEAD_MISSING)
WRITTEN = (
    p.SHARES_NOT_100, p.NOT_SIGNED, p.ATTACHMENT_MISSING, p.ANSWER_WRONG, p.ANSWER_MISSING, p.NOTHING_SOUGHT, p.SOUGHT_TOO_MUCH,
)
ELIGIBLE = (
    p.BODY_UNKNOWN, p.NOT_ACTIVE, p.LEGAL_FORM, p.NOT_SOTE, p.SOTE_NOT_EVALUATED, p.NOT_NON_PROFIT, p.NON_PROFIT_NOT_ASSESSED,
    p.NON_PROFIT_LAPSED, p.AREA_UNKNOWN, p.AREA_TOO_NARROW, p.CALL_NOT_OPEN, p.CALL_CLOSED, p.CALL_CANCELLED, p.SAME_ACTIVITY,
    *WRITTEN,
)


@calls.get("/{id}/eligibility")
async def get_eligibility(
    id: UUID, http: Http, organisation_id: Annotated[UUID, Query(description="The organisation that would apply, or take part.")]
) -> EligibilityOut:
    """Whether an organisation may apply in a call, check by check, before it fills anything in (hakukelpoisuus)."""
    return await http.read(queries.eligibility, id, organisation_id)


@router.post("", status_code=201, responses=gives(*STARTS, *SAYS))
async def start_application(body: Start, http: Http) -> ApplicationOut:
    """Begin a draft (hakemuksen aloittaminen), from the day on which a call is published."""
    return await http.run(commands.start, body).shown(queries.shown)


@router.get("")
async def list_applications(
    http: Http,
    page: Page,
    call_id: Annotated[UUID | None, Query(description="Only in this call.")] = None,
    status: Annotated[Status | None, Query(description="Only in this state.")] = None,
    organisation_id: Annotated[UUID | None, Query(description="Only those in which this organisation takes part.")] = None,
) -> Items[ApplicationRow]:
    """Applications that the caller may see, in the order in which they were begun (hakemukset); also as CSV and NDJSON."""
    return await http.page(queries.applications, page, call_id, status, organisation_id)


@router.get("/{id}")
async def get_application(id: UUID, http: Http) -> ApplicationOut:
    """One application, with what the caller may do with it now."""
    return await http.read(queries.application, id).shown(queries.shown)


@router.patch("/{id}", responses=gives(*SAYS, p.SUBSTANCE_STANDS, p.TOO_LATE_TO_COMPLETE, p.ANSWERS_TOO_LARGE, p.NUMBER_TOO_LARGE))
async def edit_application(id: UUID, body: Edit, http: Http) -> ApplicationOut:
    """Change what it says (muokkaaminen); who meets another's change gets 412 with what is there now, and loses no words."""
    return await http.run(commands.edit, id, body).shown(queries.shown)


@router.post("/{id}/copy", status_code=201, responses=gives(*STARTS, p.ONLY_LEAD))
async def copy_application(id: UUID, body: Copy, http: Http) -> CopiedOut:
    """Begin anew from last year's (kopioiminen): words, budget, partners; neither documents nor signatures."""
    return await http.run(commands.copy, id, body).shown(queries.shown_copy, location=queries.place)


@router.post("/{id}/discard", status_code=204, responses=gives(p.ONLY_LEAD))
async def discard_application(id: UUID, http: Http) -> None:
    """Give up a draft (luonnoksen hylkääminen)."""
    return await http.run(commands.discard, id).done()


@router.post("/{id}/set-parties", responses=gives(p.ONLY_LEAD, *SHARES))
async def set_application_parties(id: UUID, body: SetParties, http: Http) -> ApplicationOut:
    """Say who applies together, with which shares (yhteishakemus, osuudet); partners are asked to sign. GRO-07."""
    return await http.run(commands.set_parties, id, body).shown(queries.shown)


@router.post("/{id}/change-lead", responses=gives(p.ONLY_LEAD, p.NOT_A_PARTY))
async def change_application_lead(id: UUID, body: ChangeLead, http: Http) -> ApplicationOut:
    """Hand the lead over to another party (päähakijan vaihtaminen); all others sign anew."""
    return await http.run(commands.change_lead, id, body).shown(queries.shown)


@router.post("/{id}/sign", responses=gives(p.NOT_A_PARTY, p.NOT_REPRESENTED, p.LEAD_SIGNS_BY_SUBMITTING, p.SIGNED_ANOTHER))
async def sign_application(id: UUID, body: Sign, http: Http) -> ApplicationOut:
    """Sign what you have read, for a partner (allekirjoittaminen). It counts until any of it is changed."""
    return await http.run(commands.sign, id, body).shown(queries.shown)


@router.post("/{id}/leave", status_code=204, responses=gives(p.NOT_REPRESENTED, p.LEAVES_TOO_LATE, *GOES))
async def leave_application(id: UUID, body: Leave, http: Http) -> None:
    """Go, while the others stay (hakijan jääminen pois); until the call closes. A submitted one is a draft again. G12."""
    return await http.run(commands.leave, id, body).done()


@router.post("/{id}/submit", responses=gives(p.ONLY_LEAD, *ELIGIBLE))
async def submit_application(id: UUID, http: Http) -> ReceiptOut:
    """Submit it (hakemuksen jättäminen): the moment of receipt, the case number and the hash of what was frozen come back."""
    return await http.run(commands.submit, id).shown(queries.receipt, current=queries.shown)


@router.post("/{id}/complete", responses=gives(p.ONLY_LEAD, p.TOO_LATE_TO_COMPLETE, *WRITTEN))
async def complete_application(id: UUID, http: Http) -> ReceiptOut:
    """Hand in what was asked for (täydennyksen jättäminen)."""
    return await http.run(commands.complete, id).shown(queries.receipt, current=queries.shown)


@router.post("/{id}/withdraw", responses=gives(p.ONLY_LEAD))
async def withdraw_application(id: UUID, body: Withdraw, http: Http) -> ApplicationOut:
    """Take it back before it is decided (peruutus)."""
    return await http.run(commands.withdraw, id, body).shown(queries.shown)


@router.post("/{id}/request-completion", responses=gives(p.COMPLETE_BY_PAST))
async def request_completion(id: UUID, body: RequestCompletion, http: Http) -> ApplicationOut:
    """Ask for what is missing (täydennyspyyntö)."""
    return await http.run(commands.request_completion, id, body).shown(queries.shown)


@router.post("/{id}/refer-to-municipality", responses=gives(p.MUNICIPALITY_UNKNOWN))
async def refer_application_to_municipality(id: UUID, body: ToMunicipality, http: Http) -> ApplicationOut:
    """The activity is local, and a municipality's to fund (siirto kunnalle). GRO-17."""
    return await http.run(commands.refer, id, body).shown(queries.shown)


@router.post("/{id}/release-party", responses=gives(p.CALL_STILL_OPEN, p.COMPLETE_BY_PAST, *GOES, p.PARTY_TWICE, p.SHARES_NOT_100))
async def release_application_party(id: UUID, body: Release, http: Http) -> ApplicationOut:
    """Let a party go after the call has closed (hakijan vapauttaminen); those who stay sign anew and complete. G12."""
    return await http.run(commands.release, id, body).shown(queries.shown)


@router.get("/{id}/versions")
async def list_application_versions(id: UUID, http: Http) -> list[VersionRow]:
    """The frozen versions, and what changed from each to the next (jätetyt versiot). G7."""
    return await http.read(queries.versions, id)


@router.get("/{id}/versions/{number}")
async def get_application_version(
    id: UUID, number: Annotated[int, Path(ge=1, le=10_000, description="1 at submission, then one more each.")], http: Http
) -> VersionOut:
    """One frozen version, whole."""
    return await http.read(queries.version, id, number)


@documents.get("/{id}/attachments")
async def list_attachments(id: UUID, http: Http) -> list[AttachmentOut]:
    """The documents of an application (liitteet)."""
    return await http.read(queries.attachments, id)


@documents.post(
    "/{id}/attachments",
    status_code=201,
    responses=gives(p.FILE_EMPTY, p.FILE_TYPE, p.FILE_CODE, p.FILE_TOO_LARGE, p.TOO_MANY_FILES, p.TOO_LATE_TO_COMPLETE),
)
async def add_attachment(
    id: UUID,
    http: Http,
    code: Annotated[Code, Form(description="Which of the wanted documents it is; else other.", examples=["other"])],
    file: Annotated[UploadFile, File(description="PDF, Word, Excel, OpenDocument, PNG, JPEG, text, CSV.", examples=["talous.csv"])],
    secret: Annotated[bool, Form(description="To be kept from the public (621/1999, 24 §).", examples=[False])] = False,
) -> AttachmentOut:
    """Add a document, 10 MB at most (liitteen lisääminen). Its kind is told by its bytes. INF-16."""
    content = await file.read(LARGEST + 1)
    sent = Sent(code=code, filename=file.filename or "", content=content, secret=secret)
    return await http.run(commands.attach, id, sent).shown(queries.shown_attachment)


@documents.get("/{id}/attachments/{attachment_id}")
async def get_attachment(id: UUID, attachment_id: UUID, http: Http) -> AttachmentOut:
    """What one document is."""
    return await http.read(queries.attachment, id, attachment_id).shown(queries.shown_attachment)


@documents.get(
    "/{id}/attachments/{attachment_id}/content",
    response_class=Response,
    responses={200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in sorted(MEDIA_TYPES)}}},
)
async def get_attachment_content(id: UUID, attachment_id: UUID, http: Http) -> Response:
    """The bytes of a document, to be kept rather than shown in a browser."""
    found = await http.ask(queries.attachment, id, attachment_id)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.filename, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
        "ETag": f'"{found.sha256}"',
    }
    return Response(await commands.content_of(found), media_type=found.media_type, headers=headers)


@documents.post("/{id}/attachments/{attachment_id}/remove", status_code=204, responses=gives(p.TOO_LATE_TO_COMPLETE))
async def remove_attachment(id: UUID, attachment_id: UUID, http: Http) -> None:
    """Take a document out (liitteen poistaminen); a frozen version that names it keeps it."""
    return await http.run(commands.remove_attachment, id, attachment_id).done()


ROUTES = [calls, router, documents]

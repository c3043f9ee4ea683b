"""What the checks of eligibility ask about, read from the copies, the call, its guideline and the application."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.values import Text, today
from chassis.work import Reads
from grants.applications.domain import IN_HAND, Status, form
from grants.applications.domain.areas import COUNTY_WIDE, Areas
from grants.applications.domain.eligibility import Body, Facts, Rules, Window, Written
from grants.applications.domain.parties import Parties, unsigned
from grants.applications.domain.snapshot import signed
from grants.applications.queries.ending import ended_among
from grants.applications.queries.parties import name_of, parties_in
from grants.applications.tables import Application, Attachment, Ended, SignOff
from grants.calls.domain import Status as CallStatus
from grants.calls.tables import Call
from grants.copies import queries as copies
from grants.copies.tables import Area, Organisation
from grants.guidelines.schemas import Parameters
from grants.guidelines.tables import Guideline


async def eligibility_facts(db: Reads, application: Application) -> Facts:
    """All facts on this application, judged on this day; a received one by the moment at which it was received."""
    call = await db.one(select(Call).where(col(Call.id) == application.call_id))
    parties = await parties_in(db, application)
    now = await copies.present(db, parties.ids)
    received_at = application.submitted_at if application.status in _RECEIVED else None
    written = await _written(db, application, call, parties, now)
    applicants = [(id, now.get(id)) for id in parties.ids]
    return await _facts(db, call, applicants, received_at or db.now, application.period_until, written)


async def facts_beforehand(db: Reads, call: Call, organisation: Organisation) -> Facts:
    """What can be known of an organisation before it writes anything."""
    return await _facts(db, call, [(organisation.id, organisation)], db.now, date(call.year, 1, 2), None)


async def parameters_of(db: Reads, call: Call) -> Parameters:
    """What the guideline of a call lays down."""
    guideline = await db.one(select(Guideline).where(col(Guideline.id) == call.guideline_id))
    return Parameters.model_validate(guideline.parameters)


async def areas(db: Reads, day: date) -> Areas:
    """All areas, as they lie on a day."""
    return Areas({area.code: area for area in await db.all(select(Area))}, day)


_RECEIVED = frozenset(Status) - {Status.DRAFT, Status.REOPENED, Status.DISCARDED}


async def _facts(
    db: Reads,
    call: Call,
    applicants: Sequence[tuple[UUID, Organisation | None]],
    received_at: datetime,
    acts_until: date,
    written: Written | None,
) -> Facts:
    parameters, day = await parameters_of(db, call), today(db.now)
    lie = await areas(db, day)
    ended = await ended_among(db, [organisation.id if organisation else id for id, organisation in applicants])
    return Facts(
        day=day,
        acts_until=acts_until,
        rules=Rules(tuple(form.value for form in parameters.legal_forms), parameters.least_service_areas),
        bodies=tuple(_body(id, organisation, lie, ended) for id, organisation in applicants),
        window=Window(
            call.opens_at, call.closes_at, received_at, cancelled=call.status in {CallStatus.CANCELLED, CallStatus.DRAFT}
        ),
        required={one["code"]: Text.model_validate(one["names"]) for one in call.attachments},
        written=written,
    )


def _body(id: UUID, organisation: Organisation | None, lie: Areas, ended: Mapping[UUID, Ended]) -> Body:
    if organisation is None:
        return Body(name=name_of(None, id), known=False)
    area, end = organisation.operating_area or {}, ended.get(organisation.id)
    return Body(
        name=name_of(organisation, id),
        status=organisation.status,
        dissolved_on=None if end is None else end.dissolved_on,
        dissolves_on=organisation.dissolves_on,
        legal_form=organisation.legal_form,
        sote_status=organisation.sote_status,
        non_profit_status=organisation.non_profit_status,
        non_profit_until=organisation.non_profit_until,
        area_known=bool(area),
        county_wide=area.get("area_class") in COUNTY_WIDE,
        service_areas=lie.service_areas(area.get("municipalities", ())),
    )


async def _written(
    db: Reads, application: Application, call: Call, parties: Parties, now: Mapping[UUID, Organisation]
) -> Written:
    signatures = await db.all(select(SignOff).where(col(SignOff.application_id) == application.id))
    codes = select(col(Attachment.code)).where(
        col(Attachment.application_id) == application.id, col(Attachment.removed_at).is_(None)
    )
    missing = unsigned(parties, {one.organisation_id: one.hash for one in signatures}, signed(application, parties))
    return Written(
        shares=tuple(parties.shares.values()),
        unsigned=tuple(name_of(now.get(id), id) for id in missing),
        attachments=frozenset(await db.all(codes)),
        same=tuple(await _same_activity(db, application)),
        misfits=form.misfits(call.form_schema, application.form),
        sought_cents=application.sought_cents,
        costs_cents=sum(line["cents"] for line in application.budget if line["kind"] == "cost"),
        income_cents=sum(line["cents"] for line in application.budget if line["kind"] == "income"),
    )


async def _same_activity(db: Reads, application: Application) -> Sequence[str]:
    """Case numbers of others in hand or granted for the same activity in an overlapping time. Touching days do not overlap (G3)."""
    found = await db.all(
        select(col(Application.case_number))
        .where(
            col(Application.activity_id) == application.activity_id,
            col(Application.id) != application.id,
            col(Application.status).in_([*IN_HAND, Status.GRANTED]),
            col(Application.period_from) < application.period_until,
            col(Application.period_until) > application.period_from,
        )
        .order_by(col(Application.case_number))
    )
    return [number for number in found if number is not None]

"""Small things that many tests begin with: people, organisations as the registry says them, rules, money, an open call.

Rows are written as they stand after the commands that make them, at the house's own time; what each command refuses and announces
is tested where the command is.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.journeys.said import assignment, heard, organisation, snapshot

from chassis.access import Held
from chassis.testing import House, person
from chassis.values import Money, Text, today
from chassis.work import UnitOfWork
from grants.access import Role, Scope
from grants.appropriations.tables import Appropriation
from grants.calls.domain import Status
from grants.calls.tables import Call
from grants.events.call import GrantCallOpened
from grants.events.guideline import GuidelinePublished
from grants.events.parts import Words
from grants.guidelines import domain as rules
from grants.guidelines.schemas import Parameters
from grants.guidelines.tables import Guideline, Principles
from grants.main import SERVICE
from registry.events.council_term import CouncilTermState
from registry.events.organisation import OperatingArea, OrganisationState

PEOPLE = {
    "coordinator": UUID("00000000-0000-4000-8000-000000000001"),
    "finance": UUID("00000000-0000-4000-8000-000000000002"),
    "assessor": UUID("00000000-0000-4000-8000-000000000003"),
    "decider": UUID("00000000-0000-4000-8000-000000000004"),
    "representative": UUID("00000000-0000-4000-8000-000000000005"),
    "colleague": UUID("00000000-0000-4000-8000-000000000006"),
    "stranger": UUID("00000000-0000-4000-8000-000000000007"),
}
REVIEW_BODY = Text(fi="Pohjois-Pohjanmaan hyvinvointialueen aluehallitus", sv="Norra Österbottens välfärdsområdes styrelse")
APPEAL_BODY = Text(fi="Pohjois-Suomen hallinto-oikeus", sv="Norra Finlands förvaltningsdomstol")
TERM = "county-2025"
MANDATORY = ("professionally_led", "area_coverage", "wellbeing_deficit", "welfare_plan", "complements_services")
"""Criteria without which no guideline for operating grants comes out."""
BODIES: list[dict[str, Any]] = [
    {"kind": "county", "id": None, "name": "Pohjois-Pohjanmaan hyvinvointialue"},
    {"kind": "municipality", "id": "564", "name": "Oulun kaupunki"},
    {"kind": "organisation", "id": None, "name": "Järjestöneuvottelukunta"},
]
"""Who prepared the guideline and agreed on the principles."""
FORM: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["goal", "participants"],
    "additionalProperties": False,
    "properties": {
        "goal": {"type": "string", "title": "Tavoite", "minLength": 1, "maxLength": 2000},
        "participants": {"type": "integer", "title": "Osallistujia", "minimum": 1},
    },
}
FILLED: dict[str, Any] = {"goal": "Omaiset jaksavat.", "participants": 120}
"""A form as `FORM` wants it."""
ATTACHMENTS: list[dict[str, Any]] = [
    {"code": "rules", "names": {"fi": "Säännöt", "sv": "Stadgar", "en": "Rules"}},
    {"code": "financial_statements", "names": {"fi": "Tilinpäätös", "sv": "Bokslut", "en": "Financial statements"}},
]


def coordinator(house: House) -> House:
    """The county's coordinator acts."""
    return _as(house, "coordinator", Held(Role.COORDINATOR))


def finance(house: House) -> House:
    return _as(house, "finance", Held(Role.FINANCE))


def assessor(house: House, *calls: UUID) -> House:
    """Who proposes in these calls."""
    return _as(house, "assessor", *(Held(Role.ASSESSOR, Scope.CALL, str(id)) for id in calls))


def decider(house: House, *calls: UUID) -> House:
    """Who decides in these calls."""
    return _as(house, "decider", *(Held(Role.DECIDER, Scope.CALL, str(id)) for id in calls))


def representative(house: House, *organisations: UUID, who: str = "representative") -> House:
    """Who acts for these organisations."""
    return _as(house, who, *(Held(Role.REPRESENTATIVE, Scope.ORGANISATION, str(id)) for id in organisations))


def _as(house: House, who: str, *roles: Held) -> House:
    return house.as_(person(SERVICE, *roles, id=PEOPLE[who]))


async def assigned(house: House, who: str, role: str, kind: str, id: UUID) -> None:
    """A scoped role as the registry says it: for tests over HTTP."""
    await heard(house, snapshot(assignment(PEOPLE[who], role, kind, id)))


async def association(house: House, name: str = "Oulun Omaiset ry", **others: Any) -> OrganisationState:
    """An association that may apply: sote, of common good, county-wide; or whatever is said of it. The copies know it."""
    wide = OperatingArea(area_class="region", municipalities=())
    given = {"sote_status": "sote", "non_profit_status": "non_profit", "home_municipality": "564", "operating_area": wide, **others}
    said = organisation(name, **given)
    await heard(house, snapshot(said))
    return said


async def council_terms(house: House) -> None:
    """The two terms of the county council that the registry knows, and the present one of the municipal councils."""
    terms = (
        (0xC1, "county-2022", "county_council", date(2022, 3, 1), date(2025, 6, 1)),
        (0xC2, TERM, "county_council", date(2025, 6, 1), date(2029, 6, 1)),
        (0xC3, "municipal-2025", "municipal_council", date(2025, 6, 1), date(2029, 6, 1)),
    )
    await heard(house, *(
        snapshot(CouncilTermState(id=UUID(int=n), code=code, kind=kind, valid_from=since, valid_until=until))
        for n, code, kind, since, until in terms
    ))


def parameters(**others: Any) -> Parameters:
    """The county's own, or others."""
    return Parameters(review_body=REVIEW_BODY, appeal_body=APPEAL_BODY, **others)


async def guideline(house: House, kind: str = "operating", *, number: int = 1, **others: Any) -> Guideline:
    """A published guideline, valid from yesterday on. `others`: fields of `Parameters`."""

    async def publish(uow: UnitOfWork) -> Guideline:
        row = uow.add(Guideline(
            id=uow.new_id(),
            kind=kind,
            number=number,
            title={"fi": "Toiminta-avustuksen ohje", "sv": "Anvisning för verksamhetsbidrag"},
            council_term=TERM,
            status=rules.Status.PUBLISHED,
            valid_from=today(uow.now) - timedelta(days=1),
            criteria=[{"code": code, "weight": 20, "text": "Miten toiminta toteuttaa tätä?"} for code in MANDATORY],
            parameters=parameters(**others).model_dump(mode="json"),
            purposes=[],
            authors=BODIES,
            co_planning=[{"on": "2026-09-01", "what": "Työpaja", "organisations": ["Oulun Omaiset ry"], "outcome": "Painotukset sovittiin."}],
            published_at=uow.now,
        ))
        uow.publish(row, GuidelinePublished(
            guideline_id=row.id, kind=kind, number=number, title=Words(**row.title), criteria=MANDATORY,
            valid_from=row.valid_from, published_at=uow.now,
        ))
        return row

    return await house.run(publish)


async def principles(house: House) -> Principles:
    """Principles of support in force for the council term."""

    async def record(uow: UnitOfWork) -> Principles:
        return uow.add(Principles(
            id=uow.new_id(),
            council_term=TERM,
            title={"fi": "Järjestöjen tukemisen periaatteet 2025–2029"},
            text="Hyvinvointialue tukee palvelujaan täydentävää toimintaa, kunnat paikallista.",
            agreed_on=date(2025, 9, 1),
            agreed_by=BODIES,
            valid_from=date(2025, 9, 1),
            valid_until=date(2029, 6, 1),
            recorded_by=PEOPLE["coordinator"],
            recorded_at=uow.now,
        ))

    return await house.run(record)


async def appropriation(house: House, cents: int = 100_000_00, *, year: int = 2027, kind: str = "operating") -> Appropriation:
    """Money for the kind in the year."""

    async def set_aside(uow: UnitOfWork) -> Appropriation:
        return uow.add(Appropriation(id=uow.new_id(), year=year, kind=kind, amount_cents=cents))

    return await house.run(set_aside)


async def call(
    house: House,
    *,
    cents: int = 100_000_00,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    status: Status = Status.OPEN,
    attachments: Sequence[dict[str, Any]] = (),
    under: Guideline | None = None,
    out_of: Appropriation | None = None,
    case_number: str = "PPH/2027/41",
    overlaps_because: str | None = None,
    **others: Any,
) -> Call:
    """An open call with rules and money; without required attachments unless some are named. `others`: fields of `Parameters`."""
    under = under or await guideline(house, **others)
    out_of = out_of or await appropriation(house, cents)

    async def announce(uow: UnitOfWork) -> Call:
        row = uow.add(Call(
            id=uow.new_id(),
            kind=under.kind,
            year=out_of.year,
            title={"fi": f"Järjestöjen toiminta-avustus {out_of.year}", "sv": f"Verksamhetsbidrag {out_of.year}"},
            guideline_id=under.id,
            guideline_number=under.number,
            appropriation_id=out_of.id,
            opens_at=opens_at or uow.now - timedelta(days=1),
            closes_at=closes_at or uow.now + timedelta(days=30),
            status=status,
            form_schema=FORM,
            attachments=list(attachments),
            overlaps_because=overlaps_because,
            case_number=case_number,
        ))
        if status is Status.OPEN:
            uow.publish(row, GrantCallOpened(
                call=row.named, opens_at=row.opens_at, closes_at=row.closes_at, appropriation=Money(cents=out_of.amount_cents),
                guideline_id=under.id, guideline_number=under.number, attachments=tuple(one["code"] for one in attachments),
            ))
        return row

    return await house.run(announce)

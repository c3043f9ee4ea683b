"""Applications to begin with, made by the commands themselves."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from tests.grants.some import FILLED, PEOPLE, appropriation, association, call, guideline, representative
from tests.journeys.said import heard, snapshot

from chassis.access import Held
from chassis.testing import House, person
from chassis.values import Money
from grants.access import Role, Scope
from grants.applications import commands, queries
from grants.applications.commands import Sent
from grants.applications.domain.budget import Line
from grants.applications.schemas import BudgetLine, Edit, SetParties, ShareBody, Sign, Start
from grants.applications.tables import Application
from grants.calls.tables import Call
from grants.guidelines.tables import Guideline
from grants.main import SERVICE
from registry.events.area import AreaState, Placement
from registry.events.organisation import OrganisationState

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
COSTS = 50_000_00


def at(house: House, moment: datetime) -> House:
    """The same house at another moment."""
    return replace(house, clock=lambda: moment)


def officer(house: House, call: Call, role: str = Role.ASSESSOR) -> House:
    """An official of this call."""
    return house.as_(person(SERVICE, Held(role, Scope.CALL, str(call.id)), id=PEOPLE[role]))


async def following(house: House, before: Call, under: Guideline | None = None) -> Call:
    """Next year's call, which opens when this one closes."""
    return await call(
        house,
        under=under or await guideline(house, number=2),
        out_of=await appropriation(house, year=before.year + 1),
        opens_at=before.closes_at,
        closes_at=before.closes_at + timedelta(days=30),
        case_number="PPH/2028/41",
    )


async def draft(house: House, call: Call, lead: OrganisationState, **others: Any) -> Application:
    """A draft of this lead."""
    body = Start(call_id=call.id, lead_id=lead.id, **{"activity_title": "Omaisten kohtaamispaikka", **others})
    return await representative(house, lead.id).run(commands.start, body)


def filled(cents: int = 40_000_00, **others: Any) -> Edit:
    """Everything that a whole application says."""
    budget = [
        BudgetLine(kind=Line.COST, title="Palkat", amount=Money(cents=COSTS)),
        BudgetLine(kind=Line.INCOME, title="Jäsenmaksut", amount=Money(cents=5_000_00)),
    ]
    return Edit(**{"sought": Money(cents=cents), "budget": budget, "form": FILLED, **others})


async def whole(house: House, call: Call, lead: OrganisationState, cents: int = 40_000_00, **others: Any) -> Application:
    """A draft with nothing missing, documents included."""
    row = await draft(house, call, lead, **others)
    mine = representative(house, lead.id)
    await mine.run(commands.edit, row.id, filled(cents))
    for one in call.attachments:
        await mine.run(commands.attach, row.id, Sent(one["code"], f"{one['code']}.pdf", PDF, secret=False))
    return await again(house, row.id)


async def joint(house: House, call: Call, *parties: OrganisationState, **others: Any) -> Application:
    """A whole draft of several, in equal parts, that every partner has signed."""
    row = await whole(house, call, parties[0], **others)
    await share(house, row, *parties)
    for partner in parties[1:]:
        await sign(house, row.id, partner.id)
    return await again(house, row.id)


async def share(house: House, row: Application, *parties: OrganisationState) -> None:
    """Equal parts; what is left over is the lead's."""
    each, left = divmod(10_000, len(parties))
    bodies = [ShareBody(organisation_id=one.id, share=each + (left if n == 0 else 0)) for n, one in enumerate(parties)]
    await representative(house, parties[0].id).run(commands.set_parties, row.id, SetParties(parties=bodies))


async def sign(house: House, id: UUID, organisation: UUID, hash: str | None = None) -> Application:
    """Its representative signs what it says now."""
    mine = representative(house, organisation)
    seen = hash or (await mine.read(_shown, id)).sign_off_hash
    return await mine.run(commands.sign, id, Sign(organisation_id=organisation, hash=seen))


async def submitted(house: House, call: Call, lead: OrganisationState | None = None, cents: int = 40_000_00, **others: Any) -> Application:
    """A received application of one applicant."""
    lead = lead or await association(house)
    row = await whole(house, call, lead, cents, **others)
    return await representative(house, lead.id).run(commands.submit, row.id)


async def again(house: House, id: UUID) -> Application:
    """As it stands now."""
    return await house.read(queries.application, id)


async def shown(house: House, id: UUID) -> Any:
    """As its lead sees it."""
    return await house.read(_shown, id)


async def _shown(reader: Any, id: UUID) -> Any:
    return await queries.shown(reader, await queries.application(reader, id))


async def scalar(house: House, sql: str, **values: Any) -> Any:
    async with house.database.sessions() as session:
        return (await session.execute(text(sql), values)).scalar()


LAY = (
    ("17", "county", None), ("oulu", "service_area", "17"), ("lakeus", "service_area", "17"), ("564", "municipality", "oulu"),
    ("425", "municipality", "lakeus"), ("494", "municipality", "oulu"), ("091", "municipality", "1"),
)
"""The county, two of its service areas, municipalities in them, and one of another county."""


async def areas(house: House) -> None:
    """The areas, as the registry says them."""
    await heard(house, *(
        snapshot(AreaState(
            id=UUID(int=n), code=code, kind=kind, name_fi=code, placements=(Placement(parent=parent),) if parent else ()
        ))
        for n, (code, kind, parent) in enumerate(LAY, start=0xA0)
    ))

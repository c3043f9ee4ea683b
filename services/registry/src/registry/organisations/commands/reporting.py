"""Where an organisation acts, and who does its work."""

from uuid import UUID

from chassis.values import today
from chassis.work import UnitOfWork
from registry.access import Permission
from registry.areas import queries as areas
from registry.events import organisation as events
from registry.organisations import queries
from registry.organisations.commands.update import where_it_is
from registry.organisations.commands.writing import Source, Writing
from registry.organisations.domain import profile, workforce
from registry.organisations.domain.lifecycle import Action, allow
from registry.organisations.domain.profile import OperatingArea
from registry.organisations.domain.workforce import Workforce
from registry.organisations.schemas import OperatingAreaBody, ReportWorkforce
from registry.organisations.tables import Organisation, WorkforceOfYear


async def set_operating_area(uow: UnitOfWork, id: UUID, body: OperatingAreaBody) -> Organisation:
    """Say where it acts, apart from its seat. ORG-06."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_EDIT, lock=True)
    allow(row, Action.SET_OPERATING_AREA, now=uow.now)
    tree, day = await areas.tree(uow), today(uow.now)
    facts = await queries.facts(uow, tree, ())
    before, area = row.operating_area, OperatingArea(body.area_class, tuple(sorted(set(body.municipalities))))
    if profile.set_operating_area(row, area, facts, now=uow.now) is None:
        return row
    row.area_class, row.municipalities, row.updated_at = area.area_class, list(area.municipalities), uow.now
    row.area_codes = areas.cover(tree, where_it_is(row), day)
    writing = Writing()
    writing.origin(id, ["operating_area"], Source.entered(uow, day))
    await writing.write(uow)
    uow.publish(row, events.OperatingAreaChanged(organisation_id=id, before=before and _said(before), after=_said(area)))
    return row


async def report_workforce(uow: UnitOfWork, id: UUID, body: ReportWorkforce) -> Workforce:
    """Report the workforce of a year; a second report of it replaces the first."""
    row = await uow.target(Organisation, id, may=Permission.ORGANISATION_EDIT)
    allow(row, Action.REPORT_WORKFORCE, now=uow.now)
    found = workforce.report_workforce(row, Workforce(body.year, body.person_years, body.volunteers), now=uow.now)
    await uow.add_many(
        WorkforceOfYear,
        [{
            "organisation_id": id,
            "year": found.year,
            "person_years": found.person_years,
            "volunteers": found.volunteers,
            "reported_at": uow.now,
        }],
        replacing=True,
    )
    return found


def _said(area: OperatingArea) -> events.OperatingArea:
    return events.OperatingArea(area_class=area.area_class.value, municipalities=area.municipalities)

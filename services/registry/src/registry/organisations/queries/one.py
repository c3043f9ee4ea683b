"""One organisation and its history."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.edge import Moved
from chassis.problems import NOT_FOUND, Refused
from chassis.values import today
from chassis.work import Reads
from registry.organisations.domain.lifecycle import Status
from registry.organisations.domain.names import NameKind, versions
from registry.organisations.domain.workforce import Workforce
from registry.organisations.problems import ERASED
from registry.organisations.queries.facts import standing_for
from registry.organisations.schemas import AssessmentOut, History, NameOut, SourceOut, StatusChangeOut, WorkforceOut
from registry.organisations.tables import (
    ErasedOrganisation,
    FieldSource,
    NonProfitAssessment,
    Organisation,
    OrganisationName,
    StatusChange,
    WorkforceOfYear,
)


async def organisation(reads: Reads, id: UUID) -> Organisation:
    """The organisation; who asks for a merged one is sent to what stands in its place now, however many mergers away."""
    found = await reads.maybe(select(Organisation).where(col(Organisation.id) == id))
    if found is None:
        raise await _not_there(reads, id)
    if found.status is Status.MERGED:
        raise Moved(id, next(iter(await standing_for(reads, [id]))))
    return found


async def history(reads: Reads, id: UUID) -> History:
    """What it was called, what happened to it, how it was judged. A merged one has a history of its own."""
    await _exists(reads, id)
    changes = await reads.all(
        select(StatusChange).where(col(StatusChange.organisation_id) == id).order_by(col(StatusChange.id).desc())
    )
    judged = await reads.all(
        select(NonProfitAssessment)
        .where(col(NonProfitAssessment.organisation_id) == id)
        .order_by(col(NonProfitAssessment.id).desc())
    )
    return History(
        names=await _names(reads, id),
        changes=[StatusChangeOut(**change.model_dump(exclude={"id", "organisation_id", "by"})) for change in changes],
        assessments=[AssessmentOut(**each.model_dump(exclude={"id", "organisation_id", "recorded_at"})) for each in judged],
    )


async def sources(reads: Reads, id: UUID) -> list[SourceOut]:
    """Where each field comes from."""
    await _exists(reads, id)
    rows = select(FieldSource).where(col(FieldSource.organisation_id) == id).order_by(col(FieldSource.field))
    return [SourceOut(field=row.field, source=row.source, seen_on=row.seen_on) for row in await reads.all(rows)]


async def workforce(reads: Reads, id: UUID) -> list[WorkforceOut]:
    """Its workforce by year, the newest first."""
    await _exists(reads, id)
    rows = (
        select(WorkforceOfYear).where(col(WorkforceOfYear.organisation_id) == id).order_by(col(WorkforceOfYear.year).desc())
    )
    return [shown_workforce(row) for row in await reads.all(rows)]


def shown_workforce(row: WorkforceOfYear | Workforce) -> WorkforceOut:
    """One year."""
    year = Workforce(row.year, row.person_years, row.volunteers)
    return WorkforceOut(
        year=year.year,
        person_years=year.person_years,
        volunteers=year.volunteers,
        by_volunteers_only=year.by_volunteers_only,
    )


async def _names(reads: Reads, id: UUID) -> list[NameOut]:
    rows = select(OrganisationName).where(col(OrganisationName.organisation_id) == id)
    histories: dict[tuple[str, str], list[OrganisationName]] = {}
    for row in await reads.all(rows.order_by(col(OrganisationName.position))):
        histories.setdefault((row.kind.value, row.language.value), []).append(row)
    return [
        NameOut(
            text=named.text,
            language=named.language,
            kind=named.kind,
            version=number if named.kind is NameKind.OFFICIAL else 1,
            valid_from=named.valid_from,
            valid_until=named.valid_until,
        )
        for _, rows_of_one in sorted(histories.items(), key=lambda item: (item[0][0] != "official", item[0][1]))
        for number, named in versions([row.named for row in rows_of_one])
    ]


async def _exists(reads: Reads, id: UUID) -> None:
    if await reads.maybe(select(col(Organisation.id)).where(col(Organisation.id) == id)) is None:
        raise await _not_there(reads, id)


async def _not_there(reads: Reads, id: UUID) -> Refused:
    """Of one that was erased, that it was (410); else that there is none."""
    erased = await reads.maybe(select(col(ErasedOrganisation.erased_at)).where(col(ErasedOrganisation.id) == id))
    return NOT_FOUND() if erased is None else ERASED(erased_on=today(erased))

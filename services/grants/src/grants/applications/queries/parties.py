"""Who applies, by the names and ids of today."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.work import Reads
from grants.applications.domain.parties import Parties
from grants.applications.tables import Application, Share
from grants.copies import queries as copies
from grants.copies.tables import Organisation
from grants.events.parts import Party


async def parties_of(db: Reads, application: Application) -> tuple[Party, ...]:
    """The parties with their present names, the lead first; a merged one as its successor."""
    return (await parties_of_many(db, [application]))[application.id]


async def parties_of_many(db: Reads, applications: Sequence[Application]) -> dict[UUID, tuple[Party, ...]]:
    """The same of many, in two queries."""
    ids = [application.id for application in applications]
    rows = await db.all(select(Share).where(col(Share.application_id).in_(ids)))
    shares = {(row.application_id, row.organisation_id): row.share for row in rows}
    now = await copies.present(db, {id for application in applications for id in application.parties})
    return {
        application.id: tuple(
            Party(
                organisation_id=now[id].id if id in now else id,
                name=name_of(now.get(id), id),
                lead=id == application.lead_id,
                share=shares.get((application.id, id), 0),
            )
            for id in application.parties
        )
        for application in applications
    }


async def parties_in(db: Reads, application: Application) -> Parties:
    """The parties as the application names them, the lead first."""
    rows = await db.all(select(Share).where(col(Share.application_id) == application.id))
    shares = {row.organisation_id: row.share for row in rows}
    return Parties(application.lead_id, {id: shares[id] for id in application.parties})


def name_of(organisation: Organisation | None, id: UUID) -> str:
    """The name in use; the id of one that is not known any more."""
    names = {} if organisation is None else organisation.names
    return names.get("fi") or names.get("sv") or names.get("en") or str(id)

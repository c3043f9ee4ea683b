"""Reads of copies. A merged organisation is found as its successor."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis import successors
from chassis.edge import Moved
from chassis.paging import Items, Listing, paged
from chassis.work import Reader, Reads
from facilities.access import Permission
from facilities.copies.schemas import Names, OrganisationOut
from facilities.copies.tables import Organisation

KEYS = {"name": col(Organisation.sort_name)}


async def present(db: Reads, ids: Collection[UUID]) -> dict[UUID, Organisation]:
    """What each of these organisations is now: itself, or what it became part of. Unknown ids are left out."""
    return await successors.present(db, Organisation, ids)


async def organisation(reader: Reader, id: UUID) -> Organisation:
    """One organisation that the caller may see; `Moved` to its successor where it was merged."""
    mine = reader.actor.sees(Permission.ORGANISATION_READ, Organisation)
    found = await reader.one(select(Organisation).where(mine, col(Organisation.id) == id))
    if found.successor_id is not None:
        now = (await present(reader, [id]))[id]
        if now.id != id:
            raise Moved(id, now.id)
    return found


async def organisations(
    reader: Reader, page: Listing, kind: str | None, status: str | None, home_municipality: str | None
) -> Items[OrganisationOut]:
    """Those that the caller may see, without those that became part of another."""
    rows = select(Organisation).where(
        reader.actor.sees(Permission.ORGANISATION_READ, Organisation), col(Organisation.successor_id).is_(None)
    )
    asked = {"kind": kind, "status": status, "home_municipality": home_municipality}
    rows = rows.filter_by(**{name: value for name, value in asked.items() if value is not None})
    return await paged(reader, rows, page, keys=KEYS, id=col(Organisation.id), show=shown)


def shown(row: Organisation) -> OrganisationOut:
    return OrganisationOut(
        id=row.id,
        kind=row.kind,
        names=Names.model_validate(row.names),
        status=row.status,
        home_municipality=row.home_municipality,
        dissolved_on=row.dissolved_on,
        dissolves_on=row.dissolves_on,
    )

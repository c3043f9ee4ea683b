"""Who applies, by the names and ids of today."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.access import Actor
from chassis.work import Reads
from grants.access import Permission, Scope
from grants.applications.domain.parties import Parties
from grants.applications.tables import Application, Share
from grants.copies import queries as copies
from grants.copies.tables import Organisation
from grants.events.parts import Party


@dataclass(frozen=True, slots=True)
class Sides:
    """The parties as the application names them, and what each is today."""

    parties: Parties
    now: Mapping[UUID, Organisation]

    def today(self, id: UUID) -> UUID:
        """What a party is today: itself, or what it became part of."""
        return self.now[id].id if id in self.now else id

    def named(self, id: UUID) -> UUID | None:
        """The party that is meant by this id, of then or of today."""
        return next((party for party in self.parties.ids if id in {party, self.today(party)}), None)

    def acted_for(self, actor: Actor) -> frozenset[UUID]:
        """The parties for which somebody acts; our own service acts for all."""
        mine = actor.scopes(Permission.APPLICATION_WRITE, Scope.ORGANISATION)
        return frozenset(id for id in self.parties.ids if actor.itself or {str(id), str(self.today(id))} & mine)


async def sides_of(db: Reads, application: Application) -> Sides:
    """Who stands behind it."""
    parties = await parties_in(db, application)
    return Sides(parties, await copies.present(db, parties.ids))


async def lineage(db: Reads, ids: Collection[UUID], *, apart: UUID | None = None) -> list[UUID]:
    """These organisations, and everything that each of them became part of, step by step. `apart`: one that stands by itself."""
    found = list(dict.fromkeys(ids))
    further = found
    while further:
        onward = select(col(Organisation.successor_id)).where(col(Organisation.id).in_([id for id in further if id != apart]))
        further = [id for id in await db.all(onward) if id is not None and id not in found]
        found += further
    return found


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

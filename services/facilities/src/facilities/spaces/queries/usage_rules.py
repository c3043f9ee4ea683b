"""Which version of the usage rules holds."""

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from chassis.work import Reads
from facilities.access import Permission
from facilities.spaces.domain.lifecycle import RulesStatus
from facilities.spaces.tables import Site, UsageRules


async def usage_rules_for(db: Reads, site_id: UUID, day: date) -> UsageRules | None:
    """The newest version in force on the day: of the site itself, else of its owner. A booking names it. FAC-01."""
    site = await db.one(select(Site).where(col(Site.id) == site_id))
    scopes = [scope_of_site(site.id), scope_of_owner(site)]
    wanted = select(UsageRules).where(
        col(UsageRules.scope).in_(scopes),
        col(UsageRules.status) == RulesStatus.PUBLISHED,
        col(UsageRules.valid_from) <= day,
    )
    own_first = col(UsageRules.site_id).is_(None)
    return await db.maybe(wanted.order_by(own_first, col(UsageRules.valid_from).desc(), col(UsageRules.number).desc()).limit(1))


async def usage_rules(db: Reads, id: UUID) -> UsageRules:
    """One version that the caller may see: drafts are for who may write them."""
    mine = or_(col(UsageRules.status) == RulesStatus.PUBLISHED, db.actor.sees(Permission.SPACE_WRITE, UsageRules))
    return await db.one(select(UsageRules).where(mine, col(UsageRules.id) == id))


def scope_of_site(id: UUID) -> str:
    """The scope of rules of one site."""
    return f"site:{id}"


def scope_of_owner(owned: Site | UsageRules) -> str:
    """The scope of rules of all sites of an owner."""
    whom = owned.owner_municipality or owned.owner_name
    return f"{owned.owner.value}:{whom}" if whom else owned.owner.value

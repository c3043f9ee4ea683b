"""Draft, change and publish usage rules."""

from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from chassis.problems import refuse_if_any
from chassis.values import today
from chassis.work import UnitOfWork
from facilities.access import Permission
from facilities.spaces import queries
from facilities.spaces.domain.kinds import OwnerKind
from facilities.spaces.domain.lifecycle import RULES_MACHINE, RulesAction
from facilities.spaces.domain.sites import owner_objections
from facilities.spaces.problems import RULES_IN_PAST
from facilities.spaces.queries.areas import codes
from facilities.spaces.queries.usage_rules import scope_of_owner, scope_of_site
from facilities.spaces.schemas import DraftUsageRules, EditUsageRules, LongText
from facilities.spaces.tables import Site, UsageRules


async def draft_usage_rules(uow: UnitOfWork, body: DraftUsageRules) -> UsageRules:
    """Begin the next version for a site, or for all sites of an owner (käyttöohjeluonnos). FAC-01."""
    row = UsageRules(
        id=uow.new_id(),
        scope="",
        owner=body.owner or OwnerKind.COUNTY,
        owner_municipality=body.owner_municipality,
        owner_name=body.owner_name,
        text=_words(body.text),
        valid_from=body.valid_from,
    )
    if body.site_id is not None:
        site = await uow.target(Site, body.site_id, may=Permission.SPACE_WRITE)
        row.site_id, row.centre = site.id, site.centre
        row.owner, row.owner_municipality, row.owner_name = site.owner, site.owner_municipality, site.owner_name
    else:
        uow.actor.must(Permission.SPACE_WRITE, row)
        known = await codes(uow, "municipality", today(uow.now))
        refuse_if_any(owner_objections(row.owner, row.owner_municipality, row.owner_name, known))
    row.scope = scope_of_owner(row) if row.site_id is None else scope_of_site(row.site_id)
    return uow.add(row)


async def edit_usage_rules(uow: UnitOfWork, id: UUID, body: EditUsageRules) -> UsageRules:
    """Change a draft; a published version never changes."""
    row = await _target(uow, id)
    RULES_MACHINE.after(row.status, RulesAction.EDIT)
    if "text" in body.model_fields_set:
        row.text = _words(body.text)
    if "valid_from" in body.model_fields_set:
        row.valid_from = body.valid_from
    return row


async def publish_usage_rules(uow: UnitOfWork, id: UUID) -> UsageRules:
    """It comes out under the next number, and stands from then on (käyttöohjeen julkaiseminen)."""
    row = await _target(uow, id)
    after = RULES_MACHINE.after(row.status, RulesAction.PUBLISH)
    if row.valid_from < today(uow.now):
        refuse_if_any([RULES_IN_PAST.at("/valid_from")])
    await uow.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"facilities.usage_rules {row.scope}", 0))))
    last = await uow.one(select(func.coalesce(func.max(UsageRules.number), 0)).where(col(UsageRules.scope) == row.scope))
    row.status, row.number, row.published_at, row.published_by = after, last + 1, uow.now, uow.actor.id
    return row


async def _target(uow: UnitOfWork, id: UUID) -> UsageRules:
    await queries.usage_rules(uow, id)
    return await uow.target(UsageRules, id, may=Permission.SPACE_WRITE, lock=True)


def _words(text: LongText) -> dict[str, str]:
    return {language: words for language, words in text.model_dump().items() if words}

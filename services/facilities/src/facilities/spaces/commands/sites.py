"""Add and change a site; what its spaces show of it changes with it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from chassis.problems import refuse_if_any
from chassis.values import today
from chassis.work import UnitOfWork
from facilities.access import Permission
from facilities.spaces.commands.telling import said_of, tell
from facilities.spaces.domain.lifecycle import RulesStatus
from facilities.spaces.domain.sites import Place, objections
from facilities.spaces.queries.areas import codes
from facilities.spaces.schemas import AddSite, EditSite
from facilities.spaces.tables import HoursPeriod, Site, Space, UsageRules

SHOWN_BY_SPACES = {
    "names", "owner", "owner_municipality", "centre", "municipality", "street", "postal_code", "post_office",
}


async def add_site(uow: UnitOfWork, body: AddSite) -> Site:
    """Take up a site (toimipaikan lisääminen): the county's, or another's that may be listed. FAC-19."""
    site = Site(id=uow.new_id(), **_columns(body, whole=True), demonstration=body.demonstration)
    uow.actor.must(Permission.SPACE_WRITE, site)
    await _refuse_what_is_wrong(uow, site)
    return uow.add(site)


async def edit_site(uow: UnitOfWork, id: UUID, body: EditSite) -> Site:
    """Change a site (toimipaikan muuttaminen). What a person has written, imports leave as it is."""
    site = await uow.target(Site, id, may=Permission.SPACE_WRITE, lock=True)
    stood = frozenset({site.municipality, site.owner_municipality, site.centre})
    changed = {name: value for name, value in _columns(body).items() if getattr(site, name) != value}
    for name, value in changed.items():
        setattr(site, name, value)
    uow.actor.must(Permission.SPACE_WRITE, site)
    await _refuse_what_is_wrong(uow, site, stood)
    if site.source is not None:
        site.by_hand = sorted({*site.by_hand, *changed})
    await spaces_follow(uow, site, set(changed))
    return site


async def spaces_follow(uow: UnitOfWork, site: Site, changed: set[str]) -> None:
    """What spaces show of their site is changed in each of them, and said of those that the world knows."""
    if not changed & SHOWN_BY_SPACES:
        return
    scopes = {"owner_municipality": site.owner_municipality, "centre": site.centre}
    await uow.execute(update(HoursPeriod).where(col(HoursPeriod.site_id) == site.id).values(**scopes))
    drafts = col(UsageRules.site_id) == site.id, col(UsageRules.status) == RulesStatus.DRAFT
    await uow.execute(update(UsageRules).where(*drafts).values(**scopes, owner=site.owner, owner_name=site.owner_name))
    for id in await uow.all(select(col(Space.id)).where(col(Space.site_id) == site.id).order_by(col(Space.id))):
        space = await uow.load(Space, id, lock=True)
        before = said_of(space)
        of_site(space, site)
        tell(uow, space, before)


def of_site(space: Space, site: Site) -> None:
    """What a space has of its site."""
    space.owner, space.owner_municipality, space.centre = site.owner, site.owner_municipality, site.centre
    space.municipality, space.site_names, space.address = site.municipality, dict(site.names), site.address


async def _refuse_what_is_wrong(uow: UnitOfWork, site: Site, stood: frozenset[str | None] = frozenset()) -> None:
    """Codes that stood there already are not asked about: a place abroad, a municipality that has ended."""
    day = today(uow.now)
    place = Place(
        site.owner, site.owner_municipality, site.owner_name, site.centre, site.municipality, site.latitude, site.longitude
    )
    municipalities, centres = await codes(uow, "municipality", day), await codes(uow, "health_centre", day)
    refuse_if_any(objections(place, stood | municipalities, stood | centres))


def _columns(body: EditSite, *, whole: bool = False) -> dict[str, Any]:
    """What was sent, as the columns hold it."""
    sent = body.model_dump(exclude={"demonstration"}, exclude_unset=not whole)
    for name in ("names", "accessibility", "accessibility_text"):
        if name in sent:
            sent[name] = {key: value for key, value in (sent[name] or {}).items() if value is not None}
    return sent

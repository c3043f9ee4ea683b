"""Lists of sites and spaces: filters by field, by what is near, by name; Finnish order."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Text, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped
from sqlmodel import col

from chassis.alphabet import FROM, TO
from chassis.paging import Items, Keys, Listing, paged
from chassis.work import Reads
from facilities.spaces.domain.kinds import OwnerKind, SiteKind, UseForm, Way
from facilities.spaces.domain.lifecycle import Status
from facilities.spaces.domain.sites import Box
from facilities.spaces.problems import NEAR_INCOMPLETE
from facilities.spaces.queries.shown import shown_site, shown_space
from facilities.spaces.queries.spaces import visible
from facilities.spaces.schemas import SiteOut, SpaceOut
from facilities.spaces.tables import Site, Space

SITE_KEYS: Keys = {"name": col(Site.sort_name)}
SPACE_KEYS: Keys = {"name": col(Space.sort_name), "capacity": col(Space.capacity)}


@dataclass(frozen=True, slots=True)
class Near:
    """Within so many kilometres of a point; asked whole or not at all."""

    latitude: float | None = None
    longitude: float | None = None
    km: float | None = None

    def box(self) -> Box | None:
        """The box around it, if it was asked."""
        if self.latitude is None or self.longitude is None or self.km is None:
            if (self.latitude, self.longitude, self.km) != (None, None, None):
                raise NEAR_INCOMPLETE()
            return None
        return Box.around(self.latitude, self.longitude, self.km)


@dataclass(frozen=True, slots=True)
class SitesWanted:
    """Which sites a list is about; what is not said asks nothing."""

    q: str | None = None
    municipality: str | None = None
    kind: SiteKind | None = None
    owner: OwnerKind | None = None
    ways: tuple[Way, ...] = ()
    source: str | None = None
    near: Near = Near()


@dataclass(frozen=True, slots=True)
class SpacesWanted:
    """Which spaces a list is about; what is not said asks nothing."""

    q: str | None = None
    municipality: str | None = None
    site_id: UUID | None = None
    kind: SiteKind | None = None
    owner: OwnerKind | None = None
    status: Status | None = Status.PUBLISHED
    features: tuple[str, ...] = ()
    use_form: UseForm | None = None
    capacity: int | None = None
    ways: tuple[Way, ...] = ()
    near: Near = Near()


async def sites(reads: Reads, page: Listing, wanted: SitesWanted) -> Items[SiteOut]:
    """Those that are wanted, by name. FAC-19."""
    plain = {"municipality": wanted.municipality, "kind": wanted.kind, "owner": wanted.owner, "source": wanted.source}
    rows = select(Site).where(
        *(getattr(Site, name) == value for name, value in plain.items() if value is not None),
        *_named(col(Site.searched), wanted.q),
        *_inside(wanted.near),
        *([_passable(col(Site.accessibility), wanted.ways)] if wanted.ways else []),
    )
    return await paged(reads, rows, page, keys=SITE_KEYS, id=col(Site.id), show=shown_site)


async def spaces(reads: Reads, page: Listing, wanted: SpacesWanted) -> Items[SpaceOut]:
    """Those that are wanted and that the caller may see, by name. FAC-16."""
    plain = {"municipality": wanted.municipality, "site_id": wanted.site_id, "owner": wanted.owner, "status": wanted.status}
    rows = select(Space).join(Site, col(Site.id) == col(Space.site_id)).where(
        visible(reads.actor),
        *(getattr(Space, name) == value for name, value in plain.items() if value is not None),
        *(col(Site.kind) == kind for kind in [wanted.kind] if kind),
        *_named(col(Space.searched), wanted.q),
        *_inside(wanted.near),
        *(col(Space.capacity) >= least for least in [wanted.capacity] if least is not None),
        *(_has_all(col(Space.features), codes) for codes in [wanted.features] if codes),
        *(_has_all(col(Space.use_forms), (form.value,)) for form in [wanted.use_form] if form),
        *([_passable(col(Site.accessibility).op("||")(col(Space.accessibility)), wanted.ways)] if wanted.ways else []),
    )
    return await paged(reads, rows, page, keys=SPACE_KEYS, id=col(Space.id), show=shown_space)


def _named(searched: Mapped[str], q: str | None) -> Iterator[ColumnElement[bool]]:
    """Each word stands somewhere in the names; capitals and marks make no difference."""
    for word in (q or "").split():
        yield func.strpos(searched, func.translate(func.lower(word), FROM + FROM.upper(), TO + TO)) > 0


def _inside(near: Near) -> Iterator[ColumnElement[bool]]:
    if (box := near.box()) is not None:
        yield col(Site.latitude).between(box.south, box.north)
        yield col(Site.longitude).between(box.west, box.east)


def _passable(known: ColumnElement[dict[str, object]] | Mapped[dict[str, object]], ways: tuple[Way, ...]) -> ColumnElement[bool]:
    """Whether each of these is known to be so: of a space by itself, else by its site. A:80."""
    return known.op("@>", is_comparison=True)(literal({way.value: True for way in ways}, JSONB))


def _has_all(column: Mapped[list[str]], codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Whether the array holds each of them: what a GIN index answers."""
    return column.bool_op("@>")(literal(list(codes), ARRAY(Text)))

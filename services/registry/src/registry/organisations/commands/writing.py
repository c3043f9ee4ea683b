"""What hangs on organisations, gathered while a command decides and written in a few statements, for one or for a thousand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import ARRAY, Date, Text, Uuid, bindparam, cast, column, delete, func, select, true, update
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert
from sqlmodel import col

from chassis.problems import Reason, Refused, refuse_if_any
from chassis.work import Stale, UnitOfWork
from registry.events.organisation import FieldChange
from registry.organisations import queries
from registry.organisations.domain import identifiers
from registry.organisations.domain.identifiers import Holder, Identifier
from registry.organisations.domain.kinds import Language
from registry.organisations.domain.names import Named, NameKind
from registry.organisations.domain.profile import Change
from registry.organisations.problems import IDENTIFIER_HELD
from registry.organisations.tables import FieldSource, Organisation, OrganisationIdentifier, OrganisationName
from registry.search import commands as search

PERSON: Final = "person"
"""The source of whatever somebody entered by hand."""
NAMES: Final = {f"name_{language.value}": language for language in Language}
MEASURED: Final = frozenset({"kind", "legal_form", "fields", "groups", "is_service_producer"})
"""What a definition of a sote organisation may ask for."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who says something, and the day of the entry or of the source's edition."""

    name: str
    seen_on: date
    entered_by: UUID | None = None

    @classmethod
    def entered(cls, uow: UnitOfWork, day: date) -> "Source":
        """By the person who acts."""
        return cls(PERSON, day, uow.actor.id)


@dataclass(slots=True)
class Writing:
    """Rows of other tables that belong to the organisations of one unit of work."""

    new: bool = False
    """All of these organisations are new: nothing of them is there to be replaced."""
    names: list[dict[str, Any]] = field(default_factory=list)
    ended: dict[date, list[int]] = field(default_factory=dict)
    slips: list[int] = field(default_factory=list)
    identifiers: list[dict[str, Any]] = field(default_factory=list)
    identified_anew: list[UUID] = field(default_factory=list)
    origins: dict[tuple[UUID, Source], list[str]] = field(default_factory=dict)
    renamed: list[UUID] = field(default_factory=list)

    def name(self, id: UUID, named: Named) -> None:
        """A name that begins."""
        self.names.append({
            "organisation_id": id,
            "text": named.text,
            "language": named.language,
            "kind": named.kind,
            "valid_from": named.valid_from,
            "valid_until": named.valid_until,
        })

    def auxiliary(self, id: UUID, texts: Iterable[str], language: Language) -> None:
        """Other names in use."""
        for text in texts:
            self.name(id, Named(text, language, NameKind.AUXILIARY))

    def identify(self, id: UUID, identifiers: Iterable[Identifier]) -> None:
        """The identifiers of an organisation."""
        self.identifiers += [{"scheme": each.scheme, "value": each.value, "organisation_id": id} for each in identifiers]

    def origin(self, id: UUID, fields: Iterable[str], source: Source) -> None:
        """Where the present values of some fields come from."""
        self.origins.setdefault((id, source), []).extend(fields)

    async def write(self, uow: UnitOfWork) -> None:
        """All of it; the search hears of new names."""
        if self.slips:
            await uow.execute(delete(OrganisationName).where(col(OrganisationName.position).in_(self.slips)))
        for day, positions in self.ended.items():
            ending = update(OrganisationName).where(col(OrganisationName.position).in_(positions))
            await uow.execute(ending.values(valid_until=day))
        if self.identified_anew:
            mine = col(OrganisationIdentifier.organisation_id).in_(self.identified_anew)
            await uow.execute(delete(OrganisationIdentifier).where(mine))
        await uow.add_many(OrganisationName, self.names)
        await self._identify(uow)
        if self.origins:
            await uow.execute(_ORIGINS_OF_NEW if self.new else _ORIGINS, {"said": _said(self.origins)})
        if self.renamed:
            await search.enter_again(uow, self.renamed, await queries.names_by_id(uow, self.renamed))

    async def _identify(self, uow: UnitOfWork) -> None:
        """The guard. Who lost the race for an identifier is told who won it: by now the winner's row can be read."""
        if not self.identifiers:
            return
        try:
            async with uow.attempt():
                await uow.add_many(OrganisationIdentifier, in_order_of_keys(self.identifiers))
        except Refused:
            mine = frozenset(row["organisation_id"] for row in self.identifiers)
            wanted = [Identifier(row["scheme"], row["value"]) for row in self.identifiers]
            found = await queries.holders(uow, wanted, besides=mine)
            refuse_if_any(identifiers.objections(wanted, found) if len(mine) == 1 else _somewhere(found))
            raise


def _somewhere(found: Mapping[Identifier, Holder]) -> Iterator[Reason]:
    for each, holder in found.items():
        yield IDENTIFIER_HELD.at("", identifier=each.shown, holder=holder.name, holder_id=str(holder.id))


def _originating(*, replacing: bool) -> Insert:
    """The fields of an organisation that share an origin travel together: five rows of the table from one of the parameter."""
    given = (
        func.jsonb_to_recordset(cast(bindparam("said", type_=Text), JSONB))
        .table_valued(
            column("id", Uuid()), column("fields", ARRAY(Text)), column("source", Text), column("seen_on", Date),
            column("entered_by", Uuid()),
        )
        .render_derived(with_types=True)
    )
    each = func.unnest(given.c.fields).table_valued("name").render_derived()
    columns = (given.c.id, each.c.name, given.c.source, given.c.seen_on, given.c.entered_by)
    said = select(*columns).select_from(given.join(each, true()))
    new = insert(FieldSource).from_select(["organisation_id", "field", "source", "seen_on", "entered_by"], said)
    if not replacing:
        return new
    others = {name: new.excluded[name] for name in ("source", "seen_on", "entered_by")}
    return new.on_conflict_do_update(index_elements=["organisation_id", "field"], set_=others)


_ORIGINS_OF_NEW, _ORIGINS = _originating(replacing=False), _originating(replacing=True)


def _said(origins: Mapping[tuple[UUID, Source], Sequence[str]]) -> str:
    return to_json([
        {"id": id, "fields": fields, "source": said.name, "seen_on": said.seen_on, "entered_by": said.entered_by}
        for (id, said), fields in origins.items()
    ]).decode()


def in_order_of_keys(identifiers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two units that want the same identifiers ask for them in the same order: one waits, none deadlocks."""
    return sorted(identifiers, key=lambda row: (row["scheme"].value, row["value"]))


async def held(uow: UnitOfWork, ids: Iterable[UUID]) -> dict[UUID, Organisation]:
    """All of these, held by one statement; when somebody else holds one of them just now, the command is run again."""
    wanted = sorted(set(ids))
    rows = await uow.take(select(Organisation).where(col(Organisation.id).in_(wanted)).order_by(col(Organisation.id)))
    found = {row.id: row for row in rows}
    if missing := [id for id in wanted if id not in found]:
        await uow.one(select(col(Organisation.id)).where(col(Organisation.id) == missing[0]))
        raise Stale(f"{missing[0]} is held by somebody else")
    return found


def stored(value: Any) -> Any:
    """A value of a profile as its column has it."""
    if isinstance(value, tuple):
        return [as_json(each) for each in value]
    return value


def as_json(value: Any) -> Any:
    """One value of a list: an identifier, or the word of an enum."""
    if isinstance(value, Identifier):
        return {"scheme": value.scheme.value, "value": value.value}
    return value.value


def told(change: Change) -> FieldChange:
    """A change as the world hears it, by the names of the public state."""
    field = f"names.{NAMES[change.field].value}" if change.field in NAMES else change.field
    return FieldChange(field=field, before=_word(change.before), after=_word(change.after))


def _word(value: Any) -> Any:
    if isinstance(value, tuple):
        return [as_json(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "value", value)

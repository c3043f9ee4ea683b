"""Who may do what to which row. One table of roles gives both the answer and the SQL filter.

A permission names the roles that have it, each for a kind of scope: `May("decider", within="call")`. Rows name the columns
of their scopes once (`Row.__scopes__`), so that `Actor.may` and `Actor.sees` read the same columns and cannot disagree.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import ARRAY, ColumnElement, Text, and_, cast, false, literal, or_, true
from sqlalchemy.dialects.postgresql import ARRAY as PG_ARRAY

from chassis.problems import NOT_ALLOWED

if TYPE_CHECKING:
    from chassis.tables import Plain

_IS_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

EVERYWHERE = ""
"""The scope of a role that is held for the whole county."""
OWN = "own"
"""The kind of scope of what is one's own: every role that a token gives is also held for the rows that bear the caller's name."""

ANYONE = "anyone"
"""The role of whoever is signed in, held for their own rows alone: `May(ANYONE, within=OWN)`."""


@dataclass(frozen=True, slots=True)
class May:
    """A role that has a permission, held for a kind of scope; `EVERYWHERE` for roles of the whole county."""

    role: str
    within: str = EVERYWHERE


Permissions = Mapping[Enum, frozenset[May]]


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds now, for one scope."""

    role: str
    scope_kind: str = EVERYWHERE
    scope_id: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, one of our services, or a regional system, with the roles held at this moment.

    `id` goes into rows, `name` (`person:<id>`, `service:<name>`, `system:<client>`) into events and audit: an id, never a
    person's name.
    """

    id: UUID
    name: str
    permissions: Permissions = field(default_factory=dict, repr=False)
    roles: frozenset[Held] = frozenset()
    itself: bool = False
    """One of our own services acting on a fact or the clock: not bound by the table of permissions."""

    def may(self, permission: Enum, row: "Plain | None" = None) -> bool:
        """Whether the permission holds for this row; without a row, whether it is held everywhere."""
        return self.itself or any(self._covers(may, row) for may in self._mays(permission))

    def must(self, permission: Enum, row: "Plain | None" = None) -> None:
        """Refuse with 403 unless `may`. For what the caller sees already, or brings along: a row that may be hidden is a 404."""
        if not self.may(permission, row):
            raise NOT_ALLOWED()

    def sees(self, permission: Enum, table: "type[Plain]") -> ColumnElement[bool]:
        """The SQL condition that is true for exactly those rows for which `may` is true."""
        if self.itself:
            return true()
        conditions = [self._condition(may, table) for may in self._mays(permission)]
        return or_(false(), *conditions)

    def holds(self, role: str) -> bool:
        """Whether the role is held for any scope at all."""
        return any(held.role == role for held in self.roles)

    def scopes(self, permission: Enum, within: str) -> set[str]:
        """The scopes of one kind for which the permission is held."""
        return {held.scope_id for may in self._mays(permission) if may.within == within for held in self._held(may)}

    def _mays(self, permission: Enum) -> Iterable[May]:
        return self.permissions.get(permission, frozenset())

    def _held(self, may: May) -> Iterable[Held]:
        return (h for h in self.roles if h.role == may.role and h.scope_kind == may.within)

    def _covers(self, may: May, row: "Plain | None") -> bool:
        held = list(self._held(may))
        if may.within == EVERYWHERE:
            return bool(held)
        if row is None or not held:
            return False
        column = type(row).__scopes__.get(may.within)
        if column is None:
            return False
        value = getattr(row, column)
        scopes = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
        ids = {h.scope_id for h in held}
        return any(scope is not None and _as_id(scope) in ids for scope in scopes)

    def _condition(self, may: May, table: "type[Plain]") -> ColumnElement[bool]:
        held = list(self._held(may))
        if may.within == EVERYWHERE:
            return true() if held else false()
        column = table.__scopes__.get(may.within)
        if column is None or not held:
            return false()
        return _scope_is_one_of(table.__table__.c[column], sorted(h.scope_id for h in held))


def actor_of(service: str) -> Actor:
    """A service acting on a fact or the clock."""
    return Actor(id=uuid5(NAMESPACE_URL, f"urn:yhdyspinta:service:{service}"), name=f"service:{service}", itself=True)


def _as_id(scope: Any) -> str:
    return str(scope.value if isinstance(scope, Enum) else scope)


def _scope_is_one_of(column: ColumnElement[Any], ids: list[str]) -> ColumnElement[bool]:
    """A scope column holds one id, or an array of them; an id that its type cannot hold is nobody's."""
    if isinstance(column.type, ARRAY):
        wanted = _uuids(ids) if column.type.item_type.python_type is UUID else ids
        return and_(column.is_not(None), column.bool_op("&&")(literal(wanted, PG_ARRAY(column.type.item_type))))
    if column.type.python_type is UUID:
        return and_(column.is_not(None), column.in_(_uuids(ids)))
    return and_(column.is_not(None), cast(column, Text).in_(ids))


def _uuids(ids: list[str]) -> list[UUID]:
    """Those that are UUIDs as we write them."""
    return [UUID(id) for id in ids if _IS_UUID.fullmatch(id)]

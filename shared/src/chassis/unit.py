"""The unit of work as it is inside. Features see the protocol of `chassis.work`."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from enum import Enum
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import Executable, Table, bindparam, select
from sqlalchemy import Row as Found
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql import Select
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel import col
from typing_extensions import override

from chassis.access import Actor
from chassis.bare import Bare, BareSession
from chassis.erasing import forget
from chassis.events import Erased, Event, State
from chassis.hand import Hand, identity_of
from chassis.inserting import ROWS, insertion_of_many
from chassis.outbox import Envelope, Speaks, in_order, new_id
from chassis.problems import NOT_FOUND
from chassis.reading import Reading, Shared
from chassis.tables import Plain, Root, Row
from chassis.work import Cause, NotHeld, Outdated, R, Ts


class SilentChange(Exception):
    """A column that the public snapshot shows was changed and nothing was announced."""


class _Added(SimpleNamespace):
    """A root that was added in bulk: its columns, and what a snapshot and an envelope need of it."""

    table: type[Root]
    id: UUID
    sequence: int

    @classmethod
    def of(cls, table: type[Root], row: Mapping[str, Any]) -> "_Added":
        return cls(**row, table=table, __topic__=table.__topic__)

    def public(self) -> State | Erased | None:
        """What the table's own `public` makes of these columns."""
        return self.table.public(cast("Root", self))


@lru_cache
def _timing(timer: Table) -> Executable:
    t = timer.c
    asked = insert(timer).values(
        command=bindparam("run"), aggregate_id=bindparam("over"), due_at=bindparam("due")
    )
    return asked.on_conflict_do_update(
        index_elements=[t.command, t.aggregate_id], set_={"due_at": asked.excluded.due_at, "attempts": 0, "error": None}
    )


class Unit(Reading):
    """One transaction (`UnitOfWork`)."""

    def __init__(
        self,
        bare: Bare,
        shared: Shared,
        *,
        actor: Actor,
        cause: Cause,
        now: datetime,
        if_match: int | None = None,
        locks: bool = False,
    ) -> None:
        super().__init__(shared, actor=actor, cause=cause, now=now)
        self._locks = locks
        self.session = BareSession(bare)
        self._hand = Hand(self.session)
        self.announced = False
        self._if_match = if_match
        self._held: dict[int, Row] = {}
        self._said: list[tuple[Root, Event]] = []
        self._many: list[tuple[Speaks, Sequence[Event]]] = []
        self._grounds: str | None = None
        self._settled = False

    # --- what features see

    @override
    async def rows(self, statement: Select[*Ts], values: Mapping[str, Any] | None = None) -> Sequence[Found[*Ts]]:
        await self._hand.write()
        anew = statement.get_execution_options().get("populate_existing", False)
        found = await self.session.rows(self.session.ready(statement, values), self._hand.meet_anew if anew else self._hand.meet)
        return cast("Sequence[Found[*Ts]]", found)

    async def target(self, table: type[R], id: UUID, *, may: Enum, lock: bool = False) -> R:
        row = await self._find(table, id, lock=lock)
        if row is None or (table.__read__ is not None and not self.actor.may(table.__read__, row)):
            raise NOT_FOUND()
        self.actor.must(may, row)
        asked, self._if_match = self._if_match, None
        if asked is not None and asked != row.version:
            raise Outdated(row)
        return row

    async def load(self, table: type[R], id: UUID, *, lock: bool = False) -> R:
        row = await self._find(table, id, lock=lock)
        if row is None:
            raise NOT_FOUND()
        return row

    async def take(self, statement: Select[R]) -> Sequence[R]:
        rows = await self.all(statement.with_for_update(skip_locked=True).execution_options(populate_existing=True))
        for row in rows:
            self._hold(row)
        return rows

    def add(self, row: R) -> R:
        self._hand.add(row)
        return self._hold(row)

    async def add_many(
        self,
        table: type[Plain],
        rows: Sequence[Mapping[str, Any]],
        said: Sequence[Sequence[Event]] = (),
        *,
        replacing: bool = False,
    ) -> None:
        if issubclass(table, Row):
            if replacing:
                raise ValueError(f"{table.__name__} counts its versions: it is changed, not replaced")
            rows = [{**row, "version": 1} for row in rows]
        if issubclass(table, Root):
            rows = [{**row, "sequence": len(events)} for row, events in zip(rows, said, strict=True)]
            self._many += [(cast("Speaks", _Added.of(table, row)), events) for row, events in zip(rows, said, strict=True)]
        if rows:
            insertion = insertion_of_many(table.__table__, tuple(rows[0]), replacing=replacing)
            await self._hand.write()
            await self.session.execute(insertion, {ROWS: to_json(rows).decode()})
            self.note("insert", table.__table__.name, None, len(rows))

    async def execute(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        await self._hand.write()
        ready, found = self.session.ready(statement, values), []
        if ready.shape.returns:
            found = await self.session.rows(ready, self._hand.meet)
            rows = len(found)
        else:
            rows = await self.session.count(ready)
        if isinstance(statement, UpdateBase) and isinstance(statement.table, Table):
            self.note(statement.__visit_name__, statement.table.name, None, rows)
            await self._hand.follow(statement)
        return found

    def publish(self, root: Root, *events: Event) -> None:
        if id(root) not in self._held:
            raise NotHeld(f"{type(root).__name__} {root.id}")
        for said in events:
            if said.topic != root.__topic__:
                raise ValueError(f"{said.known_as()} belongs to {said.topic}, not to {root.__topic__}")
            self._said.append((root, said))
        root.sequence += len(events)

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        await self._hand.write()
        said, many, held = len(self._said), len(self._many), dict(self._held)
        mark, noted = self._hand.mark(), self._hand.noted.copy()
        try:
            async with self._shared.guards.translated(), self.session.savepoint():
                yield
                await self._hand.write()
        except Exception:
            del self._said[said:]
            del self._many[many:]
            self._held = held
            await self._hand.go_back(mark, noted)
            raise

    def because(self, grounds: str) -> None:
        self._grounds = grounds

    async def at(self, due_at: datetime, command: str, aggregate_id: UUID) -> None:
        due = {"run": command, "over": aggregate_id, "due": due_at}
        await self.session.execute(_timing(self._shared.house.timer), due)

    def new_id(self) -> UUID:
        return new_id()

    # --- what the house does

    async def settle(self) -> None:
        """Write rows, then the outbox and the audit. Once, before the answer is rendered."""
        if self._settled:
            return
        self._settled = True
        told: dict[int, tuple[Root, list[Event]]] = {}
        for root, fact in self._said:
            told.setdefault(id(root), (root, []))[1].append(fact)
        await self._hand.write()
        self._refuse_silent_changes(told)
        said = [(speaker, events, speaker.public()) for speaker, events in in_order([*told.values(), *self._many])]
        for speaker, _, state in said:
            if isinstance(state, Erased):
                await forget(self.session, self._shared.house, speaker.__topic__, str(speaker.id), before=speaker.sequence)
        messages = self._messages(said)
        await self._tell([*self.read_entries(), *self._entries()], messages)
        self.announced = self.announced or bool(messages)

    async def _tell(self, entries: Sequence[dict[str, Any]], messages: Sequence[dict[str, Any]]) -> None:
        """Audit and outbox, in one statement."""
        if entries or messages:
            await self.session.execute(self._shared.tell, self.telling(entries, messages))

    def note(self, action: str, subject: str, subject_id: str | None, rows: int = 1) -> None:
        """An audit row for a statement over some rows, or for what the house did to its own tables at an operator's word."""
        noted: dict[str, Any] = {"action": action, "subject": subject, "subject_id": subject_id, "columns": [], "rows": rows}
        self._hand.noted.statements.append(noted)

    async def say_again(self, roots: Sequence[Root]) -> int:
        """The present snapshots of held roots once more, under their present numbers."""
        said = [(root, state) for root in roots if root.sequence and (state := root.public()) is not None]
        envelope = self._envelope()
        messages = [envelope.message(root, state, root.sequence) for root, state in said]
        await self._tell([], messages)
        self.announced = self.announced or bool(messages)
        return len(messages)

    def _envelope(self) -> Envelope:
        return Envelope(self._shared.tenant, self._shared.schema_base, self.actor, self.cause, self.now)

    def _messages(self, said: Sequence[tuple[Speaks, Sequence[Event], State | Erased | None]]) -> list[dict[str, Any]]:
        envelope = self._envelope()
        messages = []
        for root, events, state in said:
            first = root.sequence - len(events) + 1
            messages += [envelope.message(root, event, first + n) for n, event in enumerate(events)]
            if state is not None:
                messages.append(envelope.message(root, state, root.sequence))
        return messages

    def _refuse_silent_changes(self, told: dict[int, tuple[Root, list[Event]]]) -> None:
        for row in self._held.values():
            if not isinstance(row, Root) or id(row) in told or identity_of(row) not in self._hand.noted.versioned:
                continue
            state = row.public()
            if not isinstance(state, State) or row.sequence == 0:
                continue
            _, columns = self._hand.noted.touched[row.__table__.name, str(row.id)]
            if shown := columns & set(type(state).model_fields):
                raise SilentChange(f"{type(row).__name__} {row.id}: {', '.join(sorted(shown))}")

    def _entries(self) -> list[dict[str, Any]]:
        rows = [
            {"action": action, "subject": table, "subject_id": key, "columns": sorted(columns), "rows": 1}
            for (table, key), (action, columns) in self._hand.noted.touched.items()
        ]
        return [{**entry, "grounds": self._grounds} for entry in rows + self._hand.noted.statements]

    async def _find(self, table: type[R], id: UUID, *, lock: bool) -> R | None:
        wanted = select(table).where(col(table.id) == id)
        if lock or self._locks:
            wanted = wanted.with_for_update().execution_options(populate_existing=True)
        row = await self.maybe(wanted)
        return None if row is None else self._hold(row)

    def _hold(self, row: R) -> R:
        self._held[id(row)] = row
        return row

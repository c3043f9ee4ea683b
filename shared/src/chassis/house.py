"""The tables that the house keeps in every schema. No feature sees them.

outbox, outbox_sent    what is to be announced, and what was (partitioned by day)
position, parked       how far each listener is with each key, and what it could not apply
listener_group         from when on a listener with effects outside the database has effects
idempotency            answers kept for a client's second try (partitioned by day)
audit, audit_unsealed, audit_seal   who did what; what is not yet chained; the chain
timer                  commands that are due at an exact moment
assignment             this service's own copy of who holds which role
"""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.tables import INSTANT

OUTBOX_STORAGE = {
    "autovacuum_vacuum_scale_factor": "0",
    "autovacuum_vacuum_threshold": "5000",
    "autovacuum_vacuum_cost_delay": "0",
}
"""The outbox is kept near empty: vacuum by count, at full speed (`messaging.md` 3.6)."""


@dataclass(frozen=True, slots=True)
class House:
    """The house tables of one schema."""

    outbox: Table
    outbox_sent: Table
    position: Table
    parked: Table
    listener_group: Table
    idempotency: Table
    audit: Table
    audit_unsealed: Table
    audit_seal: Table
    timer: Table
    assignment: Table


def house_tables(metadata: MetaData) -> House:
    """Add the house tables to a service's metadata."""
    house = House(
        outbox=_outbox(metadata),
        outbox_sent=_outbox_sent(metadata),
        position=_position(metadata),
        parked=_parked(metadata),
        listener_group=_listener_group(metadata),
        idempotency=_idempotency(metadata),
        audit=_audit(metadata),
        audit_unsealed=_audit_unsealed(metadata),
        audit_seal=_audit_seal(metadata),
        timer=_timer(metadata),
        assignment=_assignment(metadata),
    )
    metadata.info["house"] = house
    return house


def house_of(metadata: MetaData) -> House:
    """The house tables that `house_tables` added."""
    return cast("House", metadata.info["house"])


def _message_columns() -> list[Column[object]]:
    return [
        Column("event_id", Uuid, nullable=False),
        Column("topic", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("type", Text, nullable=False),
        Column("headers", JSONB, nullable=False),
        Column("payload", LargeBinary),  # null: a tombstone
        Column("created_at", INSTANT, nullable=False),
    ]


def _outbox(metadata: MetaData) -> Table:
    return Table(
        "outbox", metadata,
        Column("position", BigInteger, Identity(always=True), primary_key=True),
        *_message_columns(),
        Column("error", Text),  # why the relay cannot send this row and waits before it
        info={"storage": OUTBOX_STORAGE},
    )


def _outbox_sent(metadata: MetaData) -> Table:
    return Table(
        "outbox_sent", metadata,
        Column("sent_on", Date, nullable=False, server_default=text("CURRENT_DATE")),
        Column("position", BigInteger, nullable=False),
        *_message_columns(),
        PrimaryKeyConstraint("sent_on", "position"),
        Index("ix_outbox_sent_created_at", "created_at"),
        Index("ix_outbox_sent_event_id", "event_id"),
        postgresql_partition_by="RANGE (sent_on)",
    )


def _position(metadata: MetaData) -> Table:
    return Table(
        "position", metadata,
        Column("consumer", Text, nullable=False),
        Column("topic", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("parked", Boolean, nullable=False, server_default=text("false")),
        PrimaryKeyConstraint("consumer", "topic", "key"),
        info={"storage": {"fillfactor": "70"}},
    )


def _parked(metadata: MetaData) -> Table:
    return Table(
        "parked", metadata,
        Column("consumer", Text, nullable=False),
        Column("topic", Text, nullable=False),
        Column("partition", Integer, nullable=False),
        Column("offset", BigInteger, nullable=False),
        Column("key", Text),
        Column("sequence", BigInteger),
        Column("event_id", Uuid),
        Column("headers", JSONB, nullable=False),
        Column("payload", LargeBinary),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("next_attempt_at", INSTANT, nullable=False, server_default=func.now()),
        Column("state", Text, nullable=False),  # waiting (for its turn or its next try), gap, dead
        Column("error", Text),
        Column("parked_at", INSTANT, nullable=False, server_default=func.now()),
        PrimaryKeyConstraint("consumer", "topic", "partition", "offset"),
        Index("ix_parked_key", "consumer", "topic", "key", "sequence"),
        Index("ix_parked_next_attempt_at", "next_attempt_at", postgresql_where=text("state <> 'dead'")),
    )


def _listener_group(metadata: MetaData) -> Table:
    return Table(
        "listener_group", metadata,
        Column("consumer", Text, primary_key=True),
        Column("effective_from", INSTANT, nullable=False, server_default=func.now()),
    )


def _idempotency(metadata: MetaData) -> Table:
    return Table(
        "idempotency", metadata,
        Column("day", Date, nullable=False, server_default=text("CURRENT_DATE")),
        Column("scope", Text, nullable=False),  # client, subject and route
        Column("key", Text, nullable=False),
        Column("body_hash", LargeBinary, nullable=False),
        Column("status", SmallInteger, nullable=False),
        Column("headers", JSONB, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("created_at", INSTANT, nullable=False, server_default=func.now()),
        PrimaryKeyConstraint("day", "scope", "key"),
        postgresql_partition_by="RANGE (day)",
    )


def _audit(metadata: MetaData) -> Table:
    return Table(
        "audit", metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("at", INSTANT, nullable=False),
        Column("actor", Text, nullable=False),  # person:<id>, service:<name>, system:<client>
        Column("command", Text, nullable=False),
        Column("cause_id", Uuid, nullable=False),
        Column("correlation_id", Uuid, nullable=False),
        Column("action", Text, nullable=False),  # insert, update, delete, read
        Column("subject", Text, nullable=False),  # table
        Column("subject_id", Text),  # row, or null for a statement over many
        Column("columns", JSONB, nullable=False),
        Column("rows", Integer, nullable=False, server_default=text("1")),
        Column("grounds", Text),
        Index("ix_audit_subject", "subject", "subject_id"),
        Index("ix_audit_at", "at"),
    )


def _audit_unsealed(metadata: MetaData) -> Table:
    return Table("audit_unsealed", metadata, Column("audit_id", BigInteger, primary_key=True, autoincrement=False))


def _audit_seal(metadata: MetaData) -> Table:
    return Table(
        "audit_seal", metadata,
        Column("position", BigInteger, primary_key=True, autoincrement=False),  # 1, 2, 3 … without gaps
        Column("audit_id", BigInteger, nullable=False),
        Column("hash", LargeBinary, nullable=False),  # over the hash before it and the row
        UniqueConstraint("audit_id"),
    )


def _timer(metadata: MetaData) -> Table:
    return Table(
        "timer", metadata,
        Column("command", Text, nullable=False),
        Column("aggregate_id", Uuid, nullable=False),
        Column("due_at", INSTANT, nullable=False),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("error", Text),
        PrimaryKeyConstraint("command", "aggregate_id"),
        Index("ix_timer_due_at", "due_at"),
    )


def _assignment(metadata: MetaData) -> Table:
    return Table(
        "assignment", metadata,
        Column("id", Uuid, primary_key=True),
        Column("sequence", BigInteger, nullable=False),
        Column("heard_at", INSTANT, nullable=False),
        Column("subject", Uuid, nullable=False),
        Column("role", Text, nullable=False),
        Column("scope_kind", Text, nullable=False),
        Column("scope_id", Text, nullable=False),
        Column("valid_from", INSTANT, nullable=False),
        Column("valid_until", INSTANT),
        Index("ix_assignment_subject", "subject"),
    )

-- The tables of the house (`chassis.house`), as of the first release.

CREATE TABLE outbox (
    position BIGINT GENERATED ALWAYS AS IDENTITY,
    event_id UUID NOT NULL,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    type TEXT NOT NULL,
    headers JSONB NOT NULL,
    payload BYTEA,
    created_at TIMESTAMPTZ NOT NULL,
    error TEXT,
    CONSTRAINT pk_outbox PRIMARY KEY (position)
) WITH (
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_cost_delay = 0
);

CREATE TABLE outbox_sent (
    sent_on DATE DEFAULT CURRENT_DATE NOT NULL,
    position BIGINT NOT NULL,
    event_id UUID NOT NULL,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    type TEXT NOT NULL,
    headers JSONB NOT NULL,
    payload BYTEA,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT pk_outbox_sent PRIMARY KEY (sent_on, position)
) PARTITION BY RANGE (sent_on);
CREATE TABLE outbox_sent_default PARTITION OF outbox_sent DEFAULT;
CREATE INDEX ix_outbox_sent_created_at ON outbox_sent (created_at);
CREATE INDEX ix_outbox_sent_event_id ON outbox_sent (event_id);

CREATE TABLE position (
    consumer TEXT NOT NULL,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    parked BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT pk_position PRIMARY KEY (consumer, topic, key)
) WITH (
    fillfactor = 70
);

CREATE TABLE parked (
    consumer TEXT NOT NULL,
    topic TEXT NOT NULL,
    partition INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    key TEXT,
    sequence BIGINT,
    event_id UUID,
    headers JSONB NOT NULL,
    payload BYTEA,
    attempts INTEGER DEFAULT 0 NOT NULL,
    next_attempt_at TIMESTAMPTZ DEFAULT now() NOT NULL,
    state TEXT NOT NULL,
    error TEXT,
    parked_at TIMESTAMPTZ DEFAULT now() NOT NULL,
    CONSTRAINT pk_parked PRIMARY KEY (consumer, topic, partition, "offset")
);
CREATE INDEX ix_parked_key ON parked (consumer, topic, key, sequence);
CREATE INDEX ix_parked_next_attempt_at ON parked (next_attempt_at) WHERE state <> 'dead';

CREATE TABLE listener_group (
    consumer TEXT NOT NULL,
    effective_from TIMESTAMPTZ DEFAULT now() NOT NULL,
    CONSTRAINT pk_listener_group PRIMARY KEY (consumer)
);

CREATE TABLE idempotency (
    day DATE DEFAULT CURRENT_DATE NOT NULL,
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash BYTEA NOT NULL,
    status SMALLINT NOT NULL,
    headers JSONB NOT NULL,
    body BYTEA NOT NULL,
    created_at TIMESTAMPTZ DEFAULT now() NOT NULL,
    CONSTRAINT pk_idempotency PRIMARY KEY (day, scope, key)
) PARTITION BY RANGE (day);
CREATE TABLE idempotency_default PARTITION OF idempotency DEFAULT;

CREATE TABLE audit (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    at TIMESTAMPTZ NOT NULL,
    actor TEXT NOT NULL,
    command TEXT NOT NULL,
    cause_id UUID NOT NULL,
    correlation_id UUID NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id TEXT,
    columns JSONB NOT NULL,
    rows INTEGER DEFAULT 1 NOT NULL,
    grounds TEXT,
    CONSTRAINT pk_audit PRIMARY KEY (id)
);
CREATE INDEX ix_audit_at ON audit (at);
CREATE INDEX ix_audit_subject ON audit (subject, subject_id);

CREATE TABLE audit_unsealed (
    audit_id BIGINT NOT NULL,
    CONSTRAINT pk_audit_unsealed PRIMARY KEY (audit_id)
);

CREATE TABLE audit_seal (
    position BIGINT NOT NULL,
    audit_id BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT pk_audit_seal PRIMARY KEY (position),
    CONSTRAINT uq_audit_seal_audit_id UNIQUE (audit_id)
);

CREATE TABLE timer (
    command TEXT NOT NULL,
    aggregate_id UUID NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    error TEXT,
    CONSTRAINT pk_timer PRIMARY KEY (command, aggregate_id)
);
CREATE INDEX ix_timer_due_at ON timer (due_at);

CREATE TABLE assignment (
    id UUID NOT NULL,
    sequence BIGINT NOT NULL,
    heard_at TIMESTAMPTZ NOT NULL,
    subject UUID NOT NULL,
    role TEXT NOT NULL,
    scope_kind TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    valid_from TIMESTAMPTZ NOT NULL,
    valid_until TIMESTAMPTZ,
    CONSTRAINT pk_assignment PRIMARY KEY (id)
);
CREATE INDEX ix_assignment_subject ON assignment (subject);

-- The app role writes audit rows and seals and never touches them again; the version of the schema it only reads.
REVOKE UPDATE, DELETE ON audit, audit_seal FROM $app;
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM $app;

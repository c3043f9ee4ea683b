from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from typing_extensions import override

from chassis.access import OWN
from chassis.events import State
from chassis.problems import Problem
from chassis.tables import INSTANT, one_of
from notifications.access import Permission, Scope
from notifications.events.recipient import TOPIC
from notifications.recipients.domain.addressee import Addressee, Kind, Language, Why
from notifications.recipients.problems import JUST_ADDED
from notifications.schema import NotificationsPlain, NotificationsRoot


class Recipient(NotificationsRoot, table=True):
    """A person or an organisation that can be written to (vastaanottaja); the id is theirs. Addresses stand here, nowhere else."""

    __tablename__ = "recipient"
    __topic__: ClassVar[str] = TOPIC
    __scopes__: ClassVar[Mapping[str, str]] = {Scope.ORGANISATION: "organisation_id", OWN: "owner"}
    __read__ = Permission.RECIPIENT_READ
    __refusals__: ClassVar[Mapping[str, Problem]] = {"pk_recipient": JUST_ADDED}
    __table_args__ = (
        CheckConstraint(
            "(kind = 'person' AND owner = 'person:' || id::text AND organisation_id IS NULL)"
            " OR (kind = 'organisation' AND owner IS NULL AND organisation_id = id)",
            name="one_subject",
        ),
        CheckConstraint("postal IS NULL OR kind = 'organisation'", name="no_home_address"),
        CheckConstraint("(consented_at IS NULL) = (consented_by IS NULL)", name="consent_has_an_actor"),
        CheckConstraint("address = btrim(address) AND address !~ '[[:cntrl:]]' AND length(address) <= 254", name="address"),
        CheckConstraint("address IS NOT NULL OR num_nonnulls(verified_at, asked_id) = 0", name="confirmed_is_an_address"),
        Index("ix_recipient_address", text("lower(address)")),
        Index("ix_recipient_asked_at", "asked_at", postgresql_where=text("asked_id IS NOT NULL")),
    )
    kind: Kind = Field(sa_type=one_of(Kind))
    owner: str | None = None
    """`person:<id>`; nobody's own where it is an organisation's."""
    organisation_id: UUID | None = None
    address: str | None = Field(default=None, repr=False)
    """None when it was removed: the row stays, so that what is announced of it keeps its numbers."""
    language: Language = Field(default=Language.FI, sa_type=one_of(Language))
    consented_at: datetime | None = Field(default=None, sa_type=INSTANT)
    """Consent to be served electronically (suostumus sähköiseen tiedoksiantoon): since when, and who said so."""
    consented_by: str | None = None
    verified_at: datetime | None = Field(default=None, sa_type=INSTANT)
    """Somebody who reads this address confirmed it, or staff on grounds. Until then it gets the confirmation and nothing else."""
    verified_by: str | None = None
    asked_id: UUID | None = None
    """Of the one link that confirms this address; gone when used."""
    asked_at: datetime | None = Field(default=None, sa_type=INSTANT)
    muted_at: datetime | None = Field(default=None, sa_type=INSTANT)
    """Wants nothing but what the law demands, save topics asked for since (N9: global)."""
    postal: dict[str, str] | None = Field(default=None, sa_type=JSONB(none_as_null=True), repr=False)
    """Of organisations only, for letters: `street`, `postal_code`, `locality`."""
    created_at: datetime = Field(sa_type=INSTANT)

    @override
    def public(self) -> State | None:
        """Nobody keeps a copy: addresses live here alone."""
        return None

    def addressee(self, suppressed: Why | None) -> Addressee:
        """As one writes to it; it has an address."""
        if self.address is None:
            raise ValueError("a recipient without an address is not written to")
        return Addressee(
            self.id, self.kind, self.address, self.language, self.consented_at, self.verified_at, suppressed,
            muted=self.muted_at is not None, postal=self.postal, asked_id=self.asked_id,
        )


class Suppression(NotificationsPlain, table=True):
    """An address that takes no more mail (estolista), whoever's it is; lifted by a person with grounds."""

    __tablename__ = "suppression"
    __table_args__ = (
        Index("uq_suppression_in_force", "address", unique=True, postgresql_where=text("lifted_at IS NULL")),
    )
    id: UUID = Field(primary_key=True)
    address: str = Field(repr=False)
    """In lower case."""
    why: Why = Field(sa_type=one_of(Why))
    since: datetime = Field(sa_type=INSTANT)
    lifted_at: datetime | None = Field(default=None, sa_type=INSTANT)
    lifted_by: str | None = None

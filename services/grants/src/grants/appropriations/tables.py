"""Rows of appropriations. A trigger of the owner role moves `committed_cents`; the application's role may not."""

from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from chassis.problems import Problem
from chassis.tables import CENTS
from grants.appropriations.problems import APPROPRIATION_KNOWN, APPROPRIATION_SPENT
from grants.schema import GrantsRow


class Appropriation(GrantsRow, table=True):
    """Money for one kind of grant in one year (määräraha), shared by its calls and by negotiated grants. GRC-03."""

    __tablename__ = "appropriation"
    __table_args__ = (
        UniqueConstraint("year", "kind"),
        CheckConstraint("committed_cents BETWEEN 0 AND amount_cents", name="within"),
    )
    __refusals__: ClassVar[Mapping[str, Problem]] = {
        "ck_appropriation_within": APPROPRIATION_SPENT,
        "uq_appropriation_year_kind": APPROPRIATION_KNOWN,
    }
    year: int
    kind: str = Field(foreign_key="grants.grant_kind.code")
    amount_cents: int = Field(sa_type=CENTS)
    committed_cents: int = Field(default=0, sa_type=CENTS)
    """The sum of what was granted out of it."""

    @property
    def remaining_cents(self) -> int:
        """What may still be granted."""
        return self.amount_cents - self.committed_cents

"""What the search reads: for each organisation all its names, of now and of the past, and their folded words."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlmodel import Field as Column

from registry.schema import RegistryPlain


class SearchEntry(RegistryPlain, table=True):
    """One organisation as the search knows it, under its own names and those of all that merged into it."""

    __tablename__ = "search_entry"
    __table_args__ = (
        Index("ix_search_entry_words", "words", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        Index("ix_search_entry_written_by", "written_by"),
    )
    organisation_id: UUID = Column(primary_key=True, sa_column_args=(ForeignKey("registry.organisation.id"),))
    names: list[str] = Column(sa_type=ARRAY(Text))
    words: Any = Column(sa_type=TSVECTOR)
    written_by: int = Column(
        sa_type=BigInteger, sa_column_kwargs={"server_default": text("((pg_current_xact_id())::text)::bigint")}
    )
    """The transaction that wrote it: what was written by those not yet ended at the last look is new to a vocabulary."""

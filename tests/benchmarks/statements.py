"""Our own statements as asyncpg takes them."""

from collections.abc import Sequence
from typing import Final, cast

from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.engine.interfaces import Compiled, Dialect
from sqlalchemy.sql.compiler import SQLCompiler

DIALECT: Final[Dialect] = asyncpg_dialect()  # type: ignore[no-untyped-call]


def places(made: Compiled) -> Sequence[str]:
    """The names of its values in their order."""
    return list(cast("SQLCompiler", made).positiontup or ())

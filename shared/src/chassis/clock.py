"""The only place that reads the clock. Edges take `now` here and hand it on."""

from datetime import UTC, datetime


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)  # noqa: TID251

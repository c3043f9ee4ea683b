"""The only place that reads the clock. Edges take `now` here and hand it on."""

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)  # noqa: TID251


def later(moment: datetime, seconds: float) -> datetime:
    """The moment that many seconds after another."""
    return moment + timedelta(seconds=seconds)

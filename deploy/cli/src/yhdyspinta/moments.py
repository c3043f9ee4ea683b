"""Moments as an operator writes them: `90s`, `30m`, `1h`, `2d` ago, or an instant."""

import re
from datetime import datetime, timedelta

import typer

_AGO = re.compile(r"(\d+)([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def moment(text: str) -> datetime:
    """An instant; without an offset, of this machine's clock."""
    from chassis import clock  # noqa: PLC0415 - not for `--help`

    if ago := _AGO.fullmatch(text):
        return clock.now() - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as unreadable:
        raise typer.BadParameter(f"{text!r} is neither 90s, 30m, 1h or 2d nor an instant like 2027-01-31T12:00+02:00") from unreadable

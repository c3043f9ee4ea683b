"""How organisations stand on a day, as conditions on their rows: what `lifecycle.standing` says of one."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from registry.organisations.domain.lifecycle import ALIVE, Status
from registry.organisations.tables import Organisation


def acting(day: date) -> ColumnElement[bool]:
    """It has not ended."""
    return and_(col(Organisation.status).in_(ALIVE), _before_its_end(day))


def stands_as(status: Status, day: date) -> ColumnElement[bool]:
    """It stands so on the day, whatever has been written down by then."""
    stored = col(Organisation.status) == status
    if status is Status.DISSOLVED:
        return or_(stored, col(Organisation.dissolves_on) <= day)
    return and_(stored, _before_its_end(day))


def _before_its_end(day: date) -> ColumnElement[bool]:
    return or_(col(Organisation.dissolves_on).is_(None), col(Organisation.dissolves_on) > day)

"""Costs and income of the activity (talousarvio)."""

from enum import Enum


class Line(Enum):
    COST = "cost"
    INCOME = "income"
    """Any other than this grant: fees, other grants, own money."""

"""Links that only their recipient can follow, and that nobody else can make (N10, N11)."""

from notifications.links.domain import CONFIRM_DAYS, UNSUBSCRIBE_DAYS, Kind, Sender, Token, opened, sealed
from notifications.links.queries import DESK

__all__ = ["CONFIRM_DAYS", "DESK", "UNSUBSCRIBE_DAYS", "Kind", "Sender", "Token", "opened", "sealed"]

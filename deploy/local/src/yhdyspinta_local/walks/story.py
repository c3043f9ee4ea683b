"""What every walk has from its beginning."""

from dataclasses import dataclass
from datetime import datetime

from yhdyspinta_local.walks.asking import Callers
from yhdyspinta_local.walks.surroundings import Clock, Hooks, Post, Programs


@dataclass
class Story:
    """One walk. A walk adds to it what it has settled by the seed, and what it knows so far."""

    seed: int
    callers: Callers
    clock: Clock
    post: Post
    hooks: Hooks
    began: datetime
    tag: str
    """Tells this walk apart: part of what it names, of addresses, of its receiver's path."""
    programs: Programs | None
    """What runs beside the services, for a walk that needs it."""

"""Reading structures: what others build on stands here by name."""

from forums.structures.queries.audience import Audience, Described, Reached, ScopedOrganisations, ScopedRole, audience, groups_of
from forums.structures.queries.one import active, named, structure

__all__ = [
    "Audience", "Described", "Reached", "ScopedOrganisations", "ScopedRole", "active", "audience", "groups_of", "named",
    "structure",
]

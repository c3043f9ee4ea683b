"""Reading structures: what others build on stands here by name."""

from forums.structures.queries.audience import Audience, Described, Reached, ScopedOrganisations, ScopedRole, audience, groups_of
from forums.structures.queries.ended import not_over, still_there
from forums.structures.queries.lists import agenda_item_types, cooperation_areas, shown, structures, templates
from forums.structures.queries.one import active, named, place_of, structure
from forums.structures.queries.reaching import audience_of
from forums.structures.queries.seats import composition, place_of_seat, represented, represents, seat, seats, shown_seat

__all__ = [
    "Audience", "Described", "Reached", "ScopedOrganisations", "ScopedRole", "active", "agenda_item_types", "audience",
    "audience_of", "composition", "cooperation_areas", "groups_of", "named", "not_over", "place_of", "place_of_seat", "represented",
    "represents", "seat", "seats", "shown", "shown_seat", "still_there", "structure", "structures", "templates",
]

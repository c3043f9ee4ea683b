"""What structures are, whom they describe, and the rules of their seats. Pure."""

from forums.structures.domain.groups import Group, OrganisationReach, RoleReach, Where, groups_in, organisations_meant
from forums.structures.domain.reference import Template, Worded, cooperation_areas, domains, templates, topics
from forums.structures.domain.words import MACHINE, SEATED, Action, Because, Each, Kind, Level, Lost, Status

__all__ = [
    "MACHINE", "SEATED", "Action", "Because", "Each", "Group", "Kind", "Level", "Lost", "OrganisationReach", "RoleReach", "Status",
    "Template", "Where", "Worded", "cooperation_areas", "domains", "groups_in", "organisations_meant", "templates", "topics",
]

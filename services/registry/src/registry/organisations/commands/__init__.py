"""Use cases of organisations: the only writers of their rows.

`register` one and many · `update` one and many, with the origin of each field · `lifecycle` pause, resume, dissolve, merge and
back · `judging` non-profit, sote · `reporting` operating area, workforce · `place` keeps whose liaison answers · `erasing` all of
one goes.
"""

from registry.organisations.commands.erasing import erase
from registry.organisations.commands.judging import (
    assess_non_profit,
    evaluate_sote_status,
    evaluate_sote_statuses,
    publish_sote_definition,
)
from registry.organisations.commands.lifecycle import (
    DISSOLVE,
    dissolve,
    dissolve_when_due,
    merge,
    pause,
    resume,
    revert_dissolution,
    undo_merge,
)
from registry.organisations.commands.place import place
from registry.organisations.commands.register import Entry, register, register_many
from registry.organisations.commands.reporting import report_workforce, set_operating_area
from registry.organisations.commands.update import Amendment, update, update_many
from registry.organisations.commands.writing import PERSON, Source

__all__ = [
    "DISSOLVE", "PERSON", "Amendment", "Entry", "Source", "assess_non_profit", "dissolve", "dissolve_when_due",
    "erase",    "evaluate_sote_status", "evaluate_sote_statuses", "merge", "pause", "place", "publish_sote_definition", "register",
    "register_many", "report_workforce", "resume", "revert_dissolution", "set_operating_area", "undo_merge", "update",
    "update_many",
]

"""The registry's copies. Rights come from the topic here too, so that they mean the same in every service at the same moment."""

from chassis.listening import Copy
from registry.heard.registry import AssignmentState
from registry.schema import HOUSE

COPIES = [Copy(of="registry.internal.assignment.state", reads=AssignmentState, into=HOUSE.assignment)]

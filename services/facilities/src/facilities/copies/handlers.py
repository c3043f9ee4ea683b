"""What is kept, from where, as what."""

from chassis.listening import Copy
from facilities.copies.tables import Area, Organisation
from facilities.heard import registry
from facilities.schema import HOUSE

COPIES = [
    Copy(of="registry.organisation.state", reads=registry.OrganisationState, into=Organisation),
    Copy(of="registry.area.state", reads=registry.AreaState, into=Area),
    Copy(of="registry.internal.assignment.state", reads=registry.AssignmentState, into=HOUSE.assignment),
]

"""What is kept, from where, as what."""

from chassis.listening import Copy
from forums.copies.tables import Area, CouncilTerm, Organisation
from forums.heard import registry
from forums.schema import HOUSE

COPIES = [
    Copy(of="registry.organisation.state", reads=registry.OrganisationState, into=Organisation),
    Copy(of="registry.area.state", reads=registry.AreaState, into=Area),
    Copy(of="registry.council_term.state", reads=registry.CouncilTermState, into=CouncilTerm),
    Copy(of="registry.internal.assignment.state", reads=registry.AssignmentState, into=HOUSE.assignment),
]

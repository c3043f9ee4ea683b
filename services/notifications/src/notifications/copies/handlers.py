"""What is kept, from where, as what."""

from chassis.listening import Copy
from notifications.copies.tables import Area, Meeting, Organisation, Structure
from notifications.heard import forums, registry
from notifications.schema import HOUSE

COPIES = [
    Copy(of="registry.organisation.state", reads=registry.OrganisationState, into=Organisation),
    Copy(of="registry.area.state", reads=registry.AreaState, into=Area),
    Copy(of="forums.structure.state", reads=forums.StructureState, into=Structure),
    Copy(of="forums.meeting.state", reads=forums.MeetingState, into=Meeting),
    Copy(of="registry.internal.assignment.state", reads=registry.AssignmentState, into=HOUSE.assignment),
]

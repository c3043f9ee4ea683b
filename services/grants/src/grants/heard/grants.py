"""Of grants' own events, those after which something further has to be done."""

from typing import ClassVar
from uuid import UUID

from chassis.events import Fact


class ApplicationWithdrawn(Fact):
    """The applicant took it back."""

    type: ClassVar[str] = "fi.yhdyspinta.grants.ApplicationWithdrawn.v1"
    application_id: UUID


class ApplicationReferredToMunicipality(Fact):
    """It is a municipality's to fund."""

    type: ClassVar[str] = "fi.yhdyspinta.grants.ApplicationReferredToMunicipality.v1"
    application_id: UUID

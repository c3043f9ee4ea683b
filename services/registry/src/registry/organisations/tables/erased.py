"""What is left of a group that was erased."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field as Column
from typing_extensions import override

from chassis.events import Erased
from chassis.tables import INSTANT
from registry.events import organisation as events
from registry.schema import RegistryRoot


class ErasedOrganisation(RegistryRoot, table=True):
    """That there was one, and the number of its last event: its topic goes on, its state is a null for ever."""

    __tablename__ = "erased_organisation"
    __topic__: ClassVar[str] = events.TOPIC
    erased_at: datetime = Column(sa_type=INSTANT)

    @override
    def public(self) -> Erased:
        return Erased(events.OrganisationState)

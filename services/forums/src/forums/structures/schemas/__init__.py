"""Bodies in, answers out."""

from forums.structures.schemas.bodies import (
    AppointConvenors,
    Cadence,
    Change,
    Close,
    Compose,
    DefineSeat,
    Establish,
    Fill,
    GroupSize,
    Member,
    SetUpGroup,
    Vacate,
    Withdraw,
)
from forums.structures.schemas.shown import (
    AudienceOut,
    CompositionOut,
    ConvenorOut,
    FillingOut,
    GroupOut,
    HolderOut,
    ReachedOut,
    SeatOut,
    StructureOut,
    TemplateOut,
    WordedOut,
)

__all__ = [
    "AppointConvenors", "AudienceOut", "Cadence", "Change", "Close", "Compose", "CompositionOut", "ConvenorOut", "DefineSeat",
    "Establish", "Fill", "FillingOut", "GroupOut", "GroupSize", "HolderOut", "Member", "ReachedOut", "SeatOut", "SetUpGroup",
    "StructureOut", "TemplateOut", "Vacate", "Withdraw", "WordedOut",
]

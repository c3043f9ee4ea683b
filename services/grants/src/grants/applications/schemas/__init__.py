"""What is sent and answered about applications: `bodies` in, `shown` out. Persons are ids, and only where somebody signed."""

from grants.applications.schemas.bodies import (
    BudgetLine,
    ChangeLead,
    Copy,
    Edit,
    Leave,
    Release,
    RequestCompletion,
    SetParties,
    ShareBody,
    Sign,
    Start,
    ToMunicipality,
    Withdraw,
)
from grants.applications.schemas.shown import (
    ActivityOut,
    ApplicationOut,
    ApplicationRow,
    AttachmentOut,
    CheckOut,
    CopiedOut,
    EligibilityOut,
    HoldOut,
    PartyOut,
    ReasonOut,
    ReceiptOut,
    Sentence,
    VersionOut,
    VersionRow,
)

__all__ = [
    "ActivityOut", "ApplicationOut", "ApplicationRow", "AttachmentOut", "BudgetLine", "ChangeLead", "CheckOut", "CopiedOut",
    "Copy", "Edit", "EligibilityOut", "HoldOut", "Leave", "PartyOut", "ReasonOut", "ReceiptOut", "Release",
    "RequestCompletion", "Sentence", "SetParties", "ShareBody", "Sign", "Start", "ToMunicipality", "VersionOut", "VersionRow",
    "Withdraw",
]

"""The public events of the county (`events.md`): what another system may be told. Internal topics stand nowhere in here.

A service's events are listened to from the day it says them: its topics then move from `TO_COME` to `PUBLIC`.
"""

from collections.abc import Mapping
from typing import Final

PREFIX: Final = "fi.yhdyspinta."

PUBLIC: Final[Mapping[str, tuple[str, ...]]] = {
    "registry.organisation": (
        "OrganisationRegistered", "OrganisationUpdated", "OperatingAreaChanged", "OrganisationPaused", "OrganisationResumed",
        "OrganisationDissolved", "OrganisationDissolutionReverted", "OrganisationsMerged", "OrganisationMergeUndone",
        "OrganisationErased", "NonProfitAssessed", "SoteStatusChanged",
    ),
    "registry.area": ("AreaChanged",),
    "registry.council_term": ("CouncilTermOpened",),
    "registry.import": ("ImportCompleted",),
    "grants.guideline": ("GuidelinePublished",),
    "grants.call": ("GrantCallOpened", "GrantCallClosed", "ResultsPublished"),
    "grants.application": (
        "PartnerConfirmed", "ApplicationSubmitted", "CompletionRequested", "ApplicationCompleted", "PartyLeft",
        "ApplicationRevised", "ApplicationWithdrawn", "ApplicationReferredToMunicipality", "DecisionProposed", "ProposalWithdrawn",
        "GrantApproved", "GrantDeclined", "ReviewDeadlineSet", "DecisionReviewed", "ApplicationHeld", "ApplicationReleased",
        "ApplicationNotRestored",
    ),
    "facilities.space": ("SpacePublished", "SpaceUpdated", "SpaceWithdrawn"),
    "facilities.booking": (
        "BookingConfirmed", "BookingRefused", "BookingMoved", "BookingHandoverOffered", "BookingHandoverLifted", "BookingCancelled",
        "BookingNotRestored",
    ),
    "forums.structure": (
        "StructureEstablished", "StructureChanged", "StructureClosed", "ConvenorsAppointed", "SeatFilled", "SeatVacated",
        "SeatNotRestored", "ConvenorNotRestored",
    ),
    "forums.meeting": (
        "MeetingScheduled", "MeetingConfirmed", "MeetingRoomRefused", "MeetingChanged", "MeetingRescheduled", "MeetingCancelled",
        "MeetingHeld", "MinutesPublished",
    ),
    "notifications.notice": ("NoticePublished", "NoticeDelivered"),
    "notifications.proof": ("DecisionServed",),
}
"""Topic -> the names of its events. The topics exist; the listener is on all of them."""

TO_COME: Final[Mapping[str, tuple[str, ...]]] = {
    "registry.activity": (
        "ActivityPublished", "ActivityUpdated", "ActivityEnded", "PublicationConfirmed", "PublicationWithdrawn",
    ),
    "grants.payment": (
        "PublicationConditionBreached", "PaymentHeld", "PaymentReleased", "PaymentMade", "GrantRecovered",
    ),
    "facilities.booking": ("InKindUseRecorded",),
}
"""Announced in the catalogue: one may ask for them already, and gets them when the service says them."""

ON_CALL: Final = frozenset(
    f"{topic.partition('.')[0]}.{name}" for topics in (PUBLIC, TO_COME) for topic, names in topics.items() for name in names
)
"""Every name that one may ask for: `registry.OrganisationRegistered`."""
SERVICES: Final = frozenset(topic.partition(".")[0] for topic in (*PUBLIC, *TO_COME))


def is_internal(topic: str) -> bool:
    """Topics named `<service>.internal.<aggregate>` are for our own services only (act on openness 621/1999, 24 §)."""
    return topic.split(".")[1:2] == ["internal"]


def name_of(type: str) -> str:
    """`registry.OrganisationRegistered` of the `ce_type` `fi.yhdyspinta.registry.OrganisationRegistered.v1`."""
    return type.removeprefix(PREFIX).rpartition(".v")[0]


def wanted_by(name: str) -> tuple[str, str]:
    """What an endpoint may have asked for to be told of this: the name itself, or all of its service."""
    return name, f"{name.partition('.')[0]}.*"

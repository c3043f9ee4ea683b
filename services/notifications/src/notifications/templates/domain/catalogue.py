"""The templates: what each needs to know, how much it weighs, about which topic it is, its versions. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from notifications.calendar.domain import Method
from notifications.subscriptions.domain.preference import Weight
from notifications.subscriptions.domain.topic import APPLICATIONS, GRANT_CALLS, MEETINGS, ORGANISATIONS
from notifications.templates.domain import fields
from notifications.templates.domain.fields import Values
from notifications.templates.domain.markup import Source, parsed

LANGUAGES: Final = ("fi", "sv", "en")


@dataclass(frozen=True, slots=True)
class Template:
    """One template (viestipohja).

    A change of its words or of its values is a new version: `documents/<name>/<version>.<language>.txt` and a model in
    `versions`. Old ones stay, so that a mail of theirs can be shown as it was.
    """

    name: str
    versions: tuple[type[Values], ...]
    """What version 1, 2, … needs to know."""
    weight: Weight
    topic: str | None = None
    """What one click unsubscribes from; None: nothing, it must be sent."""
    document: bool = False
    """A decision: its Finnish text is the document, and stands below a translation."""
    calendar: Method | None = None
    """What the calendar file that goes with it asks of its reader's calendar."""

    @property
    def version(self) -> int:
        """The newest."""
        return len(self.versions)

    def values(self, version: int) -> type[Values]:
        return self.versions[version - 1]

    def source(self, version: int, language: str) -> Source:
        """What a version says in a language."""
        return _source(self.name, version, language)


@cache
def _source(name: str, version: int, language: str) -> Source:
    path = files("notifications.templates") / "documents" / name / f"{version}.{language}.txt"
    return parsed(path.read_text(encoding="utf-8"))


_ALL: Final = (
    Template("grant_call_opened", (fields.GrantCallOpened,), Weight.TOPIC, GRANT_CALLS),
    Template("draft_still_open", (fields.DraftStillOpen,), Weight.TOPIC, APPLICATIONS),
    Template("application_received", (fields.ApplicationReceived,), Weight.TOPIC, APPLICATIONS),
    Template("sign_off_requested", (fields.SignOffRequested,), Weight.TOPIC, APPLICATIONS),
    Template("completion_requested", (fields.CompletionRequested,), Weight.LEGAL),
    Template("grant_approved", (fields.GrantApproved,), Weight.LEGAL, document=True),
    Template("grant_declined", (fields.GrantDeclined,), Weight.LEGAL, document=True),
    Template("decision_reviewed", (fields.DecisionReviewed,), Weight.LEGAL, document=True),
    Template("meeting_invited", (fields.MeetingInvited,), Weight.TOPIC, MEETINGS, calendar=Method.REQUEST),
    Template("meeting_changed", (fields.MeetingChanged,), Weight.TOPIC, MEETINGS, calendar=Method.REQUEST),
    Template("meeting_cancelled", (fields.MeetingCancelled,), Weight.TOPIC, MEETINGS, calendar=Method.CANCEL),
    Template("meeting_withdrawn", (fields.MeetingWithdrawn,), Weight.TOPIC, MEETINGS, calendar=Method.CANCEL),
    Template("registration_promoted", (fields.RegistrationPromoted,), Weight.TOPIC, MEETINGS, calendar=Method.REQUEST),
    Template("registration_left", (fields.RegistrationLeft,), Weight.TOPIC, MEETINGS, calendar=Method.CANCEL),
    Template("room_missing", (fields.RoomMissing,), Weight.TOPIC, MEETINGS),
    Template("organisation_ended", (fields.OrganisationEnded,), Weight.TOPIC, ORGANISATIONS),
    Template("organisation_goes_on", (fields.OrganisationGoesOn,), Weight.TOPIC, ORGANISATIONS),
    Template("not_restored", (fields.NotRestored,), Weight.TOPIC, ORGANISATIONS),
    Template("confirm_address", (fields.ConfirmAddress,), Weight.CONFIRMATION),
)
TEMPLATES: Final[Mapping[str, Template]] = {each.name: each for each in _ALL}

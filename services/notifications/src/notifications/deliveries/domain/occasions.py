"""What a fact of grants tells whom, as the values of its template. Everything comes out of the fact itself. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from notifications.heard import grants
from notifications.templates.domain import TEMPLATES, Template


@dataclass(frozen=True, slots=True)
class Occasion:
    """One fact in the words of one template, for the parties that it concerns."""

    template: str
    values: Mapping[str, Any]
    parties: tuple[UUID, ...] = ()
    application_id: UUID | None = None
    decision_id: UUID | None = None
    """A decision that the mail serves on the parties (tiedoksianto)."""
    useful_until: datetime | None = None

    @property
    def of(self) -> Template:
        return TEMPLATES[self.template]

    @property
    def filled(self) -> dict[str, Any]:
        """The values as they are kept. Raises ValidationError where they do not fit the template."""
        return self.of.values(self.of.version).model_validate(self.values).model_dump(mode="json")


def call_opened(fact: grants.GrantCallOpened) -> Occasion:
    values = {"call": _title(fact.call), "closes_at": fact.closes_at}
    return Occasion("grant_call_opened", values, useful_until=fact.closes_at)


def draft_open(fact: grants.DraftStillOpen) -> Occasion:
    """To the lead, and to partners that have not signed what the draft says now."""
    told = tuple(p.organisation_id for p in fact.parties if p.lead or p.organisation_id in fact.unsigned)
    values = {
        "call": _title(fact.call), "parties": _names(fact.parties), "closes_at": fact.closes_at,
        "unsigned": _names(p for p in fact.parties if p.organisation_id in fact.unsigned),
    }
    return Occasion("draft_still_open", values, told, fact.application_id, useful_until=fact.closes_at)


def sign_off_asked(fact: grants.SignOffRequested) -> Occasion:
    values = {
        "call": _title(fact.call), "lead": " ja ".join(p.name for p in fact.parties if p.lead),
        "partner": " ja ".join(p.name for p in fact.parties if p.organisation_id == fact.organisation_id),
        "activity": fact.activity.title, "sought": fact.sought, "closes_at": fact.closes_at, "again": fact.again,
    }
    return Occasion(
        "sign_off_requested", values, (fact.organisation_id,), fact.application_id, useful_until=fact.closes_at
    )


def application_received(fact: grants.ApplicationSubmitted) -> Occasion:
    values = {**_about(fact), "activity": fact.activity.title, "sought": fact.sought, "submitted_at": fact.submitted_at}
    return Occasion("application_received", values, _all(fact), fact.application_id)


def completion_asked(fact: grants.CompletionRequested) -> Occasion:
    values = {**_about(fact), "wanted": fact.wanted, "complete_by": fact.complete_by}
    return Occasion("completion_requested", values, _all(fact), fact.application_id)


def approved(fact: grants.GrantApproved) -> Occasion:
    values = {
        **_decided(fact, fact.decision), "granted": fact.granted, "valid_from": fact.valid_from, "valid_until": fact.valid_until,
        "conditions": fact.conditions,
    }
    return Occasion("grant_approved", values, _all(fact), fact.application_id, fact.decision.decision_id)


def declined(fact: grants.GrantDeclined) -> Occasion:
    values = {**_decided(fact, fact.decision), "outcome": fact.outcome}
    return Occasion("grant_declined", values, _all(fact), fact.application_id, fact.decision.decision_id)


def reviewed(fact: grants.DecisionReviewed) -> Occasion:
    values = {
        **_about(fact), "section": fact.section, "decided_at": fact.decided_at, "grounds": fact.grounds,
        "remedy": fact.remedy.model_dump(), "outcome": fact.outcome, "granted_before": fact.granted_before, "granted": fact.granted,
    }
    return Occasion("decision_reviewed", values, _all(fact), fact.application_id, fact.decision_id)


def _decided(fact: grants.OfApplication, made: grants.DecisionMade) -> dict[str, Any]:
    return {
        **_about(fact), "section": made.section, "decided_at": made.decided_at, "grounds": made.grounds,
        "remedy": made.remedy.model_dump(), "activity": made.activity.title, "sought": made.sought, "principles": made.principles,
    }


def _about(fact: grants.OfApplication) -> dict[str, Any]:
    return {"case_number": fact.case_number, "call": _title(fact.call), "parties": _names(fact.parties)}


def _title(call: grants.CallNamed) -> dict[str, Any]:
    return call.title.model_dump()


def _names(parties: Iterable[grants.Party]) -> tuple[str, ...]:
    return tuple(party.name for party in parties)


def _all(fact: grants.OfApplication) -> tuple[UUID, ...]:
    """Each party of a joint application is told, and served, for itself."""
    return tuple(party.organisation_id for party in fact.parties)

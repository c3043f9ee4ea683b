"""Who may do what in grants: the page that `access matrix` prints."""

from enum import Enum
from typing import Final

from chassis.access import May, Permissions


class Role:
    """The words that role assignments and the claims of a token use."""

    COORDINATOR: Final = "coordinator"
    """The county's coordinator of cooperation with organisations (järjestökoordinaattori)."""
    FINANCE: Final = "finance"
    """Pays grants out (avustusten maksaja)."""
    ASSESSOR: Final = "assessor"
    """Scores applications of a call (arvioija)."""
    DECIDER: Final = "decider"
    """Decides applications of a call (päättävä viranhaltija)."""
    MUNICIPALITY_OFFICER: Final = "municipality_officer"
    """A municipality's officer for organisations (kunnan järjestöyhdyshenkilö)."""
    REPRESENTATIVE: Final = "representative"
    """Acts for an association (järjestön edustaja)."""


class Scope:
    """The kinds of scope that a role may be held for."""

    CALL: Final = "call"
    """One call for applications."""
    MUNICIPALITY: Final = "municipality"
    """Official code of a municipality."""
    ORGANISATION: Final = "organisation"


class Permission(Enum):
    ORGANISATION_READ = "grants.organisation.read"
    GUIDELINE_WRITE = "grants.guideline.write"
    """Prepare and publish guidelines; record the principles of support and who took part."""
    APPROPRIATION_SET = "grants.appropriation.set"
    CALL_WRITE = "grants.call.write"
    """Prepare, publish and cancel calls; answer questions; publish results."""
    CALL_ASK = "grants.call.ask"
    """Ask a question about a call for an organisation."""
    APPLICATION_READ = "grants.application.read"
    """Officials of the call read it from its submission on, its parties always."""
    APPLICATION_WRITE = "grants.application.write"
    """Draft, sign, submit, complete, withdraw: for one's own organisation."""
    APPLICATION_HANDLE = "grants.application.handle"
    """Ask for completion, refer to a municipality."""
    DECISION_READ = "grants.decision.read"
    """Proposals before they are decided, for officials; a decision, for its parties."""
    DECISION_PROPOSE = "grants.decision.propose"
    DECISION_DECIDE = "grants.decision.decide"
    """Grant, refuse, not take up; decide a review."""
    REVIEW_REGISTER = "grants.review.register"
    """Ask for a review, or record a request that came on paper."""


_COORDINATOR = May(Role.COORDINATOR)
_FINANCE = May(Role.FINANCE)
_ASSESSOR = May(Role.ASSESSOR, within=Scope.CALL)
_DECIDER = May(Role.DECIDER, within=Scope.CALL)
_REPRESENTATIVE = May(Role.REPRESENTATIVE, within=Scope.ORGANISATION)

PERMISSIONS: Permissions = {
    Permission.ORGANISATION_READ: frozenset({
        _COORDINATOR,
        _FINANCE,
        May(Role.MUNICIPALITY_OFFICER, within=Scope.MUNICIPALITY),
        _REPRESENTATIVE,
    }),
    Permission.GUIDELINE_WRITE: frozenset({_COORDINATOR}),
    Permission.APPROPRIATION_SET: frozenset({_FINANCE}),
    Permission.CALL_WRITE: frozenset({_COORDINATOR}),
    Permission.CALL_ASK: frozenset({_REPRESENTATIVE}),
    Permission.APPLICATION_READ: frozenset({_COORDINATOR, _ASSESSOR, _DECIDER, _REPRESENTATIVE}),
    Permission.APPLICATION_WRITE: frozenset({_REPRESENTATIVE}),
    Permission.APPLICATION_HANDLE: frozenset({_ASSESSOR, _DECIDER}),
    Permission.DECISION_READ: frozenset({_COORDINATOR, _FINANCE, _ASSESSOR, _DECIDER, _REPRESENTATIVE}),
    Permission.DECISION_PROPOSE: frozenset({_ASSESSOR}),
    Permission.DECISION_DECIDE: frozenset({_DECIDER}),
    Permission.REVIEW_REGISTER: frozenset({_COORDINATOR, _REPRESENTATIVE}),
}

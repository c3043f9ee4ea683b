"""One body or answer of each kind, for the API document. Tested to be valid, and to be taken by the service."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel

from registry.people.domain import representation, terms
from registry.people.domain.representation import Capacity
from registry.people.domain.role_types import ScopeKind
from registry.people.schemas import (
    Approve,
    Ask,
    Assign,
    AssignmentOut,
    End,
    GapOut,
    GapsOut,
    GrantedOut,
    HeldOut,
    MatrixOut,
    MeOut,
    MissingOut,
    NameDeputy,
    NamesOut,
    Prolong,
    Refuse,
    RequestOut,
    RoleTypeOut,
    RuleOut,
)

_ORGANISATION = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e01")
_PERSON = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e09")
_DEPUTY = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e0a")
_COORDINATOR = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e0b")
_ROLE = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e41")
_REQUEST = UUID("01936f2e-6a10-7c3e-8a55-2b1f0c9d4e42")
_NOON, _END = datetime(2027, 3, 1, 10, 0, tzinfo=UTC), datetime(2031, 5, 31, 21, 0, tzinfo=UTC)
_DECISION = "Viranhaltijapäätös 12 §."
_OFFICER = NamesOut(fi="Kunnan järjestöyhdyshenkilö", en="Municipal NGO liaison")

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    Assign(
        subject=_PERSON, role="municipality_officer", scope_kind=ScopeKind.MUNICIPALITY, scope_id="564", valid_until=_END,
        time_share=40, grounds=_DECISION,
    ),
    NameDeputy(subject=_DEPUTY, grounds=_DECISION),
    Prolong(valid_until=datetime(2033, 5, 31, 21, 0, tzinfo=UTC), grounds="Kausi jatkuu."),
    End(grounds="Tehtävä päättyi virkasuhteen mukana."),
    AssignmentOut(
        id=_ROLE, version=1, subject=_PERSON, role="municipality_officer", scope_kind=ScopeKind.MUNICIPALITY, scope_id="564",
        deputy_of=None, status=terms.Status.GIVEN, valid_from=_NOON, valid_until=_END, source=terms.Source.ASSIGNED,
        assigned_by=_COORDINATOR, assigned_at=_NOON, capacity=None, duties=None, time_share=40, mandate=None, place=None,
    ),
    RoleTypeOut(
        role="municipality_officer", name=_OFFICER, scope_kinds=[ScopeKind.MUNICIPALITY], sole=True, local=False,
        duties=["keeps the register of the municipality's organisations up to date"],
    ),
    GapsOut(
        on=date(2027, 3, 1),
        gaps=[GapOut(
            role="municipality_officer", name=_OFFICER, scope_kind=ScopeKind.MUNICIPALITY, scopes=30, held=29,
            missing=[MissingOut(scope_id="009", name_fi="Alavieska", deputies=1)],
        )],
    ),
    Ask(organisation_id=_ORGANISATION, capacity=Capacity.ELECTED, grounds="Yhdistyksen puheenjohtaja vuosikokouksesta alkaen."),
    Approve(valid_until=_END, grounds="Vuosikokouksen pöytäkirja."),
    Refuse(grounds="Pöytäkirjasta ei käy ilmi valtuutusta."),
    RequestOut(
        id=_REQUEST, version=1, subject=_PERSON, organisation_id=_ORGANISATION, capacity=Capacity.ELECTED,
        grounds="Yhdistyksen puheenjohtaja vuosikokouksesta alkaen.", status=representation.Status.PENDING, asked_at=_NOON,
        decided_at=None, decided_by=None, decision_grounds=None, assignment_id=None,
    ),
    MeOut(
        id=_PERSON, actor=f"person:{_PERSON}",
        roles=[HeldOut(role="municipality_officer", scope_kind="municipality", scope_id="564")],
        permissions=[GrantedOut(
            permission="registry.organisation.update", everywhere=False,
            within=[HeldOut(role="municipality_officer", scope_kind="municipality", scope_id="564")],
        )],
    ),
    MatrixOut(rules=[RuleOut(permission="registry.organisation.update", role="coordinator", within="county")]),
)

"""What registry says, as the other services meet it: snapshots made with registry's own classes."""

from typing import Any
from uuid import UUID

from chassis import clock
from chassis.copying import Copying
from chassis.envelope import Record
from chassis.events import STATE_SUFFIX, State
from chassis.outbox import new_id
from chassis.testing import House, record
from registry.events.assignment import AssignmentState
from registry.events.organisation import Names, OrganisationState


def organisation(name: str, id: UUID | None = None, **others: Any) -> OrganisationState:
    """An active association, or whatever is said of it."""
    said = {"kind": "organisation", "legal_form": "association", "status": "active", "names": Names(fi=name), **others}
    return OrganisationState(id=id or new_id(), **said)


def assignment(subject: UUID, role: str, scope_kind: str, scope_id: object) -> AssignmentState:
    """A role held from now on."""
    return AssignmentState(
        id=new_id(), subject=subject, role=role, scope_kind=scope_kind, scope_id=str(scope_id), valid_from=clock.now()
    )


def snapshot(state: State, sequence: int = 1) -> Record:
    """The record of a snapshot."""
    id: UUID = state.id  # type: ignore[attr-defined]
    return record(
        state.ce_type(), id, sequence, state.model_dump_json().encode(), topic=state.topic + STATE_SUFFIX
    )


async def heard(house: House, *records: Record) -> None:
    """The service's copies take these records as one batch."""
    service = house.service
    await Copying(service.name, service.copies, house.database, service.house, "pohde").take(records)

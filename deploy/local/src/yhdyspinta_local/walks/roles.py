"""Roles for personas, given by the coordinator as the registry has it."""

from typing import Any, Final

from yhdyspinta_local.demonstration.mark import GROUNDS
from yhdyspinta_local.personas import PERSONAS
from yhdyspinta_local.walks.asking import Caller

_ROLES: Final = "registry/v1/role-assignments"


async def gives(coordinator: Caller, persona: str, role: str, kind: str, id: str) -> bool:
    """Whether it was given now; not where the persona holds it already."""
    wanted: dict[str, Any] = {"subject": str(PERSONAS[persona].sub), "role": role, "scope_kind": kind, "scope_id": id}
    held = await coordinator.get(_ROLES, **wanted)
    if any(one["status"] == "given" for one in held.items):
        return False
    (await coordinator.post(_ROLES, wanted | {"grounds": GROUNDS}, wanted=201)).says(status="given", **wanted)
    return True

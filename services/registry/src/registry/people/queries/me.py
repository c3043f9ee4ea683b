"""Who am I, and who may do what: from the one table of permissions."""

from chassis.access import EVERYWHERE, OWN, Held, Permissions
from chassis.work import Reader
from registry.access import PERMISSIONS
from registry.people.schemas import GrantedOut, HeldOut, MatrixOut, MeOut, RuleOut

_COUNTY = "county"


async def me(reader: Reader) -> MeOut:
    """The caller's roles now, and what they allow here."""
    actor = reader.actor
    held = sorted((each for each in actor.roles if each.scope_kind != OWN), key=_in_order)
    granted = [
        GrantedOut(
            permission=permission.value,
            everywhere=actor.may(permission),
            within=[_held(each) for each in held if any(_gives(each, may.role, may.within) for may in mays if may.within)],
        )
        for permission, mays in PERMISSIONS.items()
    ]
    return MeOut(
        id=actor.id,
        actor=actor.name,
        roles=[_held(each) for each in held],
        permissions=[each for each in granted if each.everywhere or each.within],
    )


async def access_matrix(_reader: Reader) -> MatrixOut:
    """The table of permissions as a list of rules."""
    return matrix(PERMISSIONS)


def matrix(permissions: Permissions) -> MatrixOut:
    """Any service's table of permissions as a list of rules, in a fixed order."""
    rules = sorted((p.value, may.role, may.within or _COUNTY) for p, mays in permissions.items() for may in mays)
    return MatrixOut(rules=[RuleOut(permission=p, role=role, within=within) for p, role, within in rules])


def _gives(held: Held, role: str, within: str) -> bool:
    return held.role == role and held.scope_kind == within


def _held(held: Held) -> HeldOut:
    kind = _COUNTY if held.scope_kind == EVERYWHERE else held.scope_kind
    return HeldOut(role=held.role, scope_kind=kind, scope_id=held.scope_id)


def _in_order(held: Held) -> tuple[str, str, str]:
    return held.role, held.scope_kind, held.scope_id

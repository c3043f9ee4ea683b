"""What somebody may do with an application in its present state: for the buttons of whoever looks at it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from grants.applications.domain.lifecycle import MACHINE, Action, Status

OF_PARTIES: Final = frozenset({Action.EDIT, Action.LEAVE})
OF_PARTNERS: Final = frozenset({Action.SIGN})
OF_LEAD: Final = frozenset({
    Action.SET_PARTIES, Action.CHANGE_LEAD, Action.DISCARD, Action.SUBMIT, Action.COMPLETE, Action.WITHDRAW,
})
OF_HANDLERS: Final = frozenset({Action.REQUEST_COMPLETION, Action.RELEASE_PARTY, Action.REFER})
OF_PROPOSERS: Final = frozenset({Action.PROPOSE, Action.WITHDRAW_PROPOSAL})
OF_DECIDERS: Final = frozenset({Action.GRANT, Action.REFUSE, Action.DISMISS})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who looks at it."""

    leads: bool = False
    partners: bool = False
    handles: bool = False
    proposes: bool = False
    decides: bool = False


def allowed(status: Status, caller: Caller, *, alone: bool, call_over: bool) -> list[Action]:
    """In the order of the list of actions. `alone`: there are no partners; `call_over`: the call has closed."""
    mine = {action for action in MACHINE.allowed(status) if action in _of(caller)}
    if alone:
        mine -= {Action.LEAVE, Action.SIGN, Action.CHANGE_LEAD, Action.RELEASE_PARTY}
    if call_over:
        mine -= {Action.SUBMIT, *({Action.LEAVE} if status is not Status.DRAFT else ())}
    else:
        mine -= {Action.RELEASE_PARTY}
    return [action for action in Action if action in mine]


def _of(caller: Caller) -> Collection[Action]:
    given = (
        (caller.leads or caller.partners, OF_PARTIES), (caller.partners, OF_PARTNERS), (caller.leads, OF_LEAD),
        (caller.handles, OF_HANDLERS), (caller.proposes, OF_PROPOSERS), (caller.decides, OF_DECIDERS),
    )
    return {action for has, actions in given if has for action in actions}

"""The states of one thing and the actions that move it, as one table. Pure."""

from collections.abc import Mapping
from enum import Enum
from typing import Generic, TypeVar

S = TypeVar("S", bound=Enum)
A = TypeVar("A", bound=Enum)


class ActionNotAllowed(Exception):
    """The thing is in a state in which this action does not exist (409); says what is allowed instead."""

    def __init__(self, state: Enum, action: Enum, allowed: frozenset[Enum]) -> None:
        super().__init__(f"{action.value} is not allowed in state {state.value}")
        self.state = state
        self.action = action
        self.allowed = allowed


class Machine(Generic[S, A]):
    """A transition table: `(state, action) -> state`."""

    def __init__(self, transitions: Mapping[tuple[S, A], S]) -> None:
        self._after = dict(transitions)

    def after(self, state: S, action: A) -> S:
        """The state that follows, or `ActionNotAllowed`."""
        found = self._after.get((state, action))
        if found is None:
            raise ActionNotAllowed(state, action, frozenset(self.allowed(state)))
        return found

    def allowed(self, state: S) -> set[A]:
        """The actions that exist in this state."""
        return {action for known, action in self._after if known is state}

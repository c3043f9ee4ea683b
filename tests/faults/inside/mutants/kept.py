"""Which mistakes there are, by their names in words."""

from collections.abc import Callable

MUTANTS: dict[str, Callable[[], None]] = {}


def install(name: str) -> None:
    """Make this mistake from now on."""
    MUTANTS[name]()


def mutant(put_in: Callable[[], None]) -> Callable[[], None]:
    """By its name in words."""
    MUTANTS[put_in.__name__.replace("_", "-")] = put_in
    return put_in

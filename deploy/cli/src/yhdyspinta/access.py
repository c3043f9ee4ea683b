"""`access`: who may do what, from each service's own table of permissions."""

import importlib
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yhdyspinta.ending import Failed
from yhdyspinta.places import MaybeService, service_names
from yhdyspinta.showing import Output, is_table, show_list

if TYPE_CHECKING:
    from chassis.access import Permissions

app = typer.Typer(help="Who may do what.", no_args_is_help=True)

COUNTY = "county"
"""The scope of a role that is held for the whole county."""


@app.command()
def matrix(service: MaybeService = None, output: Output = None) -> None:
    """Print every action and the roles that have it.

    `yes` is for the whole county, another word the kind of scope that the role is held for.
    """
    rows = _rows(service)
    if not is_table(output):
        show_list(rows, output, ())
        return
    roles = sorted({may["role"] for row in rows for may in row["roles"]})
    table = [
        {"action": row["action"]} | {role: _within(row["roles"], role) for role in roles}
        for row in rows
    ]  # fmt: skip
    show_list(table, output, ("action", *roles))


@app.command("who-can")
def who_can(action: Annotated[str, typer.Argument(help="e.g. registry.import.run")], output: Output = None) -> None:
    """Print the roles that may do one thing."""
    rows = _rows(None)
    found = next((row for row in rows if row["action"] == action), None)
    if found is None:
        near = [row["action"] for row in rows if action in row["action"]]
        raise Failed(f"There is no action {action!r}.", f"did you mean {', '.join(near)}?" if near else "see `yhdyspinta access matrix`")
    show_list(found["roles"], output, ("role", "within"), nothing="Nobody.")


def _within(mays: list[dict[str, str]], role: str) -> str:
    return ", ".join(may["within"] if may["within"] != COUNTY else "yes" for may in mays if may["role"] == role)


def _rows(service: str | None) -> list[dict[str, Any]]:
    return [
        {"service": name, "action": permission.value, "roles": [{"role": role, "within": within or COUNTY} for role, within in sorted((may.role, may.within) for may in mays)]}
        for name in ([service] if service else service_names())
        for permission, mays in _permissions(name).items()
    ]  # fmt: skip


def _permissions(service: str) -> "Permissions":
    if service not in service_names():
        raise Failed(f"There is no service {service!r}.", f"there are {', '.join(service_names())}", code=2)
    found: Permissions = importlib.import_module(f"{service}.access").PERMISSIONS
    return found

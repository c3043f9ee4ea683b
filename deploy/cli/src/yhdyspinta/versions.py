"""`version`: which versions are installed here."""

from importlib.metadata import PackageNotFoundError, version
from platform import python_version

import typer

from yhdyspinta.places import service_names
from yhdyspinta.showing import Output, show_one

app = typer.Typer()


@app.command("version")
def show_version(output: Output = None) -> None:
    """Show which versions are installed here.

    `status` shows what runs.
    """
    names = ["yhdyspinta-cli", "yhdyspinta-chassis", *(f"yhdyspinta-{name}" for name in service_names()), "yhdyspinta-local"]
    show_one({name: found for name in names if (found := _installed(name))} | {"python": python_version()}, output)


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None

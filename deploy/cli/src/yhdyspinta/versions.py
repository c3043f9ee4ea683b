"""`version`, and which version a running part has."""

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version

import typer

from yhdyspinta.places import service_names
from yhdyspinta.showing import Output, show_one

# ruff: noqa: PLC0415 - clients are imported by the commands that need them

app = typer.Typer()


@app.command("version")
def show_version(output: Output = None) -> None:
    """Show which versions are installed here.

    `status` shows what runs.
    """
    names = ["yhdyspinta-cli", "yhdyspinta-chassis", *(f"yhdyspinta-{name}" for name in service_names()), "yhdyspinta-local"]
    show_one({name: found for name in names if (found := installed(name))} | {"python": python_version()}, output)


def installed(distribution: str) -> str | None:
    """Of a distribution in this environment; None where it is not there."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


async def of_database(url: str, patience: float) -> str | None:
    """As the server says it, within so many seconds; None while it does not answer."""
    import asyncpg
    from asyncpg.exceptions import PostgresError

    try:
        connection = await asyncpg.connect(url, timeout=patience)
    except (OSError, TimeoutError, PostgresError):
        return None
    try:
        found: str = await connection.fetchval("SHOW server_version")
        return found.partition(" ")[0]
    finally:
        await connection.close()


def of_broker(pid: int) -> str | None:
    """By the jar that it runs."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except FileNotFoundError:
        return None
    jar = re.search(r"kafka_[\d.]+-(\d[\d.]*)\.jar", words)
    return jar and jar[1]

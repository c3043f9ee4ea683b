"""What a person sees: one line per part as it gets ready, then a screen worth reading."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from yhdyspinta_local.personas import PERSONAS
from yhdyspinta_local.state import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yhdyspinta_local.demonstration import Furnished
    from yhdyspinta_local.walks.timeline import Timeline


_COUNTED = {
    "create": "organisations taken up",
    "change": "changed",
    "unchanged": "unchanged",
    "reject": "rejected",
    "possible_duplicate": "waiting for a person",
    "candidate_pairs": "pair that may be one body",
}


_PLACES = {
    "fi-lipas": "LIPAS sports and outdoor places (University of Jyväskylä, CC BY 4.0)",
    "uk-trafford": "Libraries of Greater Manchester (Trafford Council, OGL 3.0)",
}


class Screen:
    """Progress and news, on standard error; the result goes to standard output."""

    def __init__(self) -> None:
        """Colours only on a terminal; NO_COLOR is heard."""
        self._news = Console(stderr=True, highlight=False)
        self._result = Console(highlight=False)

    def failed(self, fault: Exception) -> None:
        """It could not be started; the fault's own words, as they are."""
        self._news.print("✗", str(fault), markup=False, soft_wrap=True)
        self._news.print("`yhdyspinta doctor` says what is missing.")

    def ready(self, name: str, seconds: float) -> None:
        """A part answers."""
        self._news.print(f"[green]✓[/] {name:<22}{seconds:6.1f} s")

    def died(self, name: str, code: int | None, pause: float) -> None:
        """A part ended unasked."""
        end = "" if code is None else f" (code {code})"
        when = f"in {pause:.1f} s" if pause else "at once"
        self._news.print(f"[yellow]![/] {name} ended{end}; comes back {when}")

    def stopping(self) -> None:
        """The end begins."""
        self._news.print("Stopping: gateway, services, issuer and mail, Kafka, PostgreSQL …")

    def note(self, news: str) -> None:
        """One line about what goes on."""
        self._news.print(news, markup=False, soft_wrap=True)

    def timeline(self) -> "Timeline":
        """Where the steps of a walk are told, after all else."""
        from yhdyspinta_local.walks.timeline import Timeline  # noqa: PLC0415 - only the first start walks

        return Timeline(self._result.print, self._result)

    def welcome(self, state: State, seconds: float | None = None, furnished: "Furnished | None" = None) -> None:
        """Addresses, personas, what has just happened, three things to try."""
        took = f", ready in {seconds:.1f} s" if seconds is not None else ""
        self._result.print(Panel(_addresses(state), title=f"Yhdyspinta runs (dev mode{took})", expand=False))
        self._result.print(_personas())
        if furnished is not None:
            self._result.print(_happened(furnished), soft_wrap=True)
        self._result.print(_to_try(state), soft_wrap=True)


def _addresses(state: State) -> Table:
    table = Table.grid(padding=(0, 2))
    rows: dict[str, str] = {
        "Gateway": state.gateway,
        "API documents": f"{state.gateway}/docs/",
        "Kafka": state.kafka,
        "Database": state.database,
        "Sign-in": state.issuer,
        "Mail": f"{state.smtp}, kept in {_near(state.mail)}" if state.mail else state.smtp,
        "Logs": str(_near(f"{state.data}/logs")),
    }
    for name, value in rows.items():
        table.add_row(f"[bold]{name}[/]", value)
    return table


def _command() -> str:
    """How this command line is called from where one stands."""
    called = Path(sys.argv[0])
    return str(_near(called.absolute())) if called.name == "yhdyspinta" else "yhdyspinta"


def _near(path: str | Path) -> Path:
    """The path as seen from where one stands, if that is shorter."""
    here, there = Path.cwd(), Path(path)
    return there.relative_to(here) if there.is_relative_to(here) else there


def _personas() -> Table:
    table = Table("Persona", "Title", "Titteli", title="Who you can be", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for persona in PERSONAS.values():
        table.add_row(f"[bold]{persona.name}[/]", persona.en, persona.fi)
    return table


def _happened(furnished: "Furnished") -> str:
    rows = ", ".join(f"{number} {_COUNTED.get(name, name)}" for name, number in furnished.counts.items() if number)
    places = "; ".join(f"{_PLACES[source]}: {_taken(of)}" for source, of in furnished.sites.items())
    return (
        f"\n[bold]What has just happened[/] (in {furnished.seconds:.0f} s)\n"
        f" The Finnish transparency register (National Audit Office of Finland, CC BY 4.0) was imported: {rows}.\n"
        " Each organisation was announced on Kafka, and grants, forums, facilities and notifications keep copies of their own.\n"
        f" {furnished.roles} roles were given to personas; whoever holds one may act at once.\n"
        f" Places were imported. {places}.\n"
        f" An example health centre offers {furnished.spaces} spaces, with hours, buffers and usage rules, and two associations meet there "
        f"{furnished.occurrences} times.\n"
        f" Beside the structures of the whole county stand {furnished.structures} of service areas and domains; "
        f"{furnished.meetings} meetings are planned. What is made up says so (esimerkki)."
    )


def _taken(of: "Mapping[str, int]") -> str:
    """`175 taken up, 825 outside the county`."""
    said = {"create": "taken up", "unchanged": "there already", "outside": "outside the county", "reject": "rejected"}
    return ", ".join(f"{of[name]} {words}" for name, words in said.items() if of.get(name))


def _to_try(state: State) -> str:
    here = _command()
    broker = next((one.pid for one in state.processes if one.role == "broker"), None)
    third = f"kill -9 {broker}          # Kafka goes, and comes back with everything" if broker else f"{here} doctor"
    return (
        "\n[bold]What there is to look at[/]\n"
        f" Public meetings, as a calendar and as news: {state.gateway}/api/notifications/v1/feeds/meetings.ics and meetings.atom\n"
        f" The mail that was sent: {_near(state.mail) if state.mail else state.smtp}\n"
        f" Whole stories, step by step, each checked: {here} walk meeting   ({here} walk --help names them all)\n"
        "\n[bold]Three things to try[/]\n"
        f' 1  curl -H "Authorization: Bearer $({here} token --as coordinator)" '
        f"{state.gateway}/api/registry/v1/organisations?limit=3\n"
        f" 2  {here} logs registry -f\n"
        f" 3  {third}\n"
    )

"""What a person sees of a walk: a line for each step, as it is done; a JSON line each where a program reads."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from rich.console import Console

from yhdyspinta_local.walks.checks import Differs, shortened


@dataclass(frozen=True)
class Done:
    """A step that came out as it must."""

    step: str
    said: str
    """What came of it, in a sentence."""
    notes: tuple[str, ...]
    """Particulars, a line each."""
    seconds: float
    at: float
    """Seconds since the walk began."""


@dataclass
class Timeline:
    """Lines as they come. `lines` keeps them."""

    write: Callable[[str], None]
    """Takes a line of JSON."""
    console: Console | None = None
    """For people; instead of `write`."""
    lines: list[Done] = field(default_factory=list)

    def began(self, name: str, seed: int) -> None:
        if self.console is not None:
            self.console.print(f"[bold]walk {name}[/] --seed {seed}")
        else:
            self._say({"walk": name, "seed": seed})

    def done(self, line: Done) -> None:
        self.lines.append(line)
        if self.console is None:
            self._say({"step": line.step, "said": line.said, "notes": line.notes, "seconds": line.seconds, "at": line.at})
            return
        self.console.print(f"[green]✓[/] {line.at:6.1f} s  [bold]{line.step:<13}[/]", end="")
        self.console.print(line.said, markup=False, soft_wrap=True)
        for note in line.notes:
            self.console.print(f"{'':26}{note}", markup=False, soft_wrap=True, style="dim")

    def failed(self, step: str, fault: Differs, at: float) -> None:
        """What was expected, what came, and by which request."""
        if self.console is None:
            self._say({
                "failed": step, "expected": fault.expected, "came": fault.came, "request_id": fault.request_id, "at": at,
            })
            return
        self.console.print(f"[red]✗[/] {at:6.1f} s  [bold]{step}[/]")
        for name, value in (("expected", fault.expected), ("came", shortened(fault.came)), ("request id", fault.request_id or "–")):
            self.console.print(f"{'':12}{name:<12}{value}", markup=False, soft_wrap=True)

    def ended(self, seconds: float) -> None:
        if self.console is None:
            self._say({"steps": len(self.lines), "seconds": seconds})
            return
        self.console.print(f"  {len(self.lines)} steps, each checked, in {seconds:.1f} s")

    def _say(self, line: object) -> None:
        self.write(json.dumps(line, ensure_ascii=False, default=str))

"""How a command ends: 0 ok, 1 failed, 2 wrong use, 3 a threshold was passed, 4 nothing runs."""

from typing import Any

import typer
from typer.core import TyperGroup
from typing_extensions import override

FAILED, USAGE, PASSED, NOT_RUNNING = 1, 2, 3, 4


class Failed(Exception):
    """It could not be done: what happened, and what to do about it."""

    def __init__(self, what: str, advice: str = "", *, code: int = FAILED) -> None:
        super().__init__(what)
        self.what, self.advice, self.code = what, advice, code

    def show(self) -> None:
        typer.echo(f"✗ {self.what}", err=True)
        if self.advice:
            typer.echo(f"→ {self.advice}", err=True)


class Commands(TyperGroup):
    """The group of all commands: the one place where a failure becomes words and a code."""

    @override
    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Failed as failed:
            failed.show()
            raise typer.Exit(failed.code) from failed

"""Why an operator does what is done: kept in the audit for ever, and therefore read before it is."""

from typing import Annotated

import typer


def _fit_for_the_audit(text: str) -> str:
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - not for `--help`

    from chassis.values import Grounds  # noqa: PLC0415

    try:
        kept: str = TypeAdapter(Grounds).validate_python(text)
    except ValidationError as wrong:
        raise typer.BadParameter("; ".join(one["msg"] for one in wrong.errors(include_input=False))) from wrong
    return kept


Grounds = Annotated[str, typer.Option(help="Why; kept in the audit.", callback=_fit_for_the_audit)]

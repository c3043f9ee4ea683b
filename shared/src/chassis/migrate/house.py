"""The tables of the house, as migrations make them.

A change of `chassis.house` is one new file in `steps/`, which each service's next migration calls: `house.step(2, schema=…)`.
A step that was released is never edited.
"""

from collections.abc import Iterator
from importlib.resources import files
from string import Template

from alembic import op


def step(number: int, *, schema: str) -> None:
    """Run one step in this schema; `$app` in it is the app role."""
    op.execute(f"SET LOCAL search_path = {schema}, public")
    for statement in statements(number, app=f"{schema}_app"):
        op.execute(statement)
    op.execute("RESET search_path")


def statements(number: int, *, app: str) -> Iterator[str]:
    """The statements of a step, one by one: the driver takes no more at a time."""
    text = (files(__package__) / "steps" / f"{number:04}.sql").read_text(encoding="utf-8")
    for statement in Template(text).substitute(app=app).split(";\n"):
        if statement.strip():
            yield statement.strip()

"""`python -m <service> migrate` for each service in turn, then the reference data; told by YHDYSPINTA_MIGRATIONS.

The services of this machine are migrated by one process: five would import the same two seconds of libraries five times.
"""

import contextlib
import importlib.util
import json
import os
import runpy
import sys
from typing import Final

REFERENCE: Final = {"registry": ("registry.areas.load",), "forums": ("forums.structures.load",)}
"""Modules that bring in reference data once the schema stands; run again they change nothing."""


def main() -> None:
    """All of them; the first that fails ends it with its own words."""
    for one in json.loads(os.environ.pop("YHDYSPINTA_MIGRATIONS")):  # noqa: TID251 - the edge of a process
        os.environ.update(one["environment"])  # noqa: TID251 - what each service's own process would be started with
        _run(one["service"], one["service"], "migrate")
        for module in REFERENCE.get(one["service"], ()):
            with contextlib.suppress(ModuleNotFoundError):
                if importlib.util.find_spec(module):
                    _run(module, module)


def _run(module: str, *arguments: str) -> None:
    sys.argv = list(arguments)
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if ended.code:
            raise


if __name__ == "__main__":
    main()

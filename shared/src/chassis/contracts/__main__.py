"""`python -m chassis.contracts write|check|release <service> … [--docs DIR] [--gateway DIR]`."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from chassis.contracts import breaks, generated, released
from chassis.service import Service


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what the code promises; say where it and the files differ, and whom it breaks; release it."""
    parser = argparse.ArgumentParser(prog="python -m chassis.contracts", description=__doc__)
    parser.add_argument("act", choices=["write", "check", "release"])
    parser.add_argument("services", nargs="+")
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--gateway", type=Path)
    asked = parser.parse_args(arguments)
    services = [importlib.import_module(f"{name}.main").SERVICE for name in asked.services]
    if asked.act == "release":
        return _release(services)
    files = dict(generated.all_files(services, asked.docs, asked.gateway))
    if asked.act == "write":
        generated.write(files)
        return 0
    wrong = [f"differs from the code: {path} (make contracts)" for path in generated.differing(files)]
    return _told(wrong + [str(one) for one in breaks.broken(services)])


def _release(services: Sequence[Service]) -> int:
    """Refused as long as anything breaks: a release only ever adds."""
    if wrong := [str(one) for one in breaks.broken(services)]:
        return _told(wrong)
    for service in services:
        released.raise_floor(service)
    return 0


def _told(wrong: Sequence[str]) -> int:
    for line in wrong:
        sys.stderr.write(f"{line}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""The code as text and as trees, for the tests that hold the house up."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

from chassis.service import Service

ROOT = Path(__file__).parents[2]
SERVICES = ("registry", "grants", "forums", "facilities", "notifications")
ROOMS = {
    "problems", "domain", "tables", "schemas", "queries", "commands", "api", "handlers", "jobs", "errands", "documents", "data", "load", "examples",
}
FLOOR = {"main", "__main__", "settings", "schema", "access", "events", "heard", "copies", "adapters", "migrations"}


def sources(package: str) -> Iterator[Path]:
    """The Python files of a package, migrations left out."""
    folder = source_of(package)
    yield from (path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.relative_to(folder).parts)


def source_of(package: str) -> Path:
    places = {"chassis": "shared/src/chassis", "yhdyspinta": "deploy/cli/src/yhdyspinta"}
    return ROOT / places.get(package, f"services/{package}/src/{package}")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def features(service: str) -> list[Path]:
    """The folders of a service that are features."""
    folder = source_of(service)
    return [p for p in sorted(folder.iterdir()) if p.is_dir() and p.name not in FLOOR and not p.name.startswith("__")]


def service(name: str) -> Service:
    found: Service = importlib.import_module(f"{name}.main").SERVICE
    return found


def modules(name: str) -> Iterator[ModuleType]:
    """Every module of a service, imported."""
    package = importlib.import_module(name)
    for found in pkgutil.walk_packages(package.__path__, f"{name}."):
        if ".migrations" not in found.name and not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def calls(path: Path) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def imports(path: Path) -> Iterator[str]:
    """Dotted names of everything that a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)

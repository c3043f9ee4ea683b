"""Each import contract is broken on purpose, in a copy, to see it bite."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.architecture.code import ROOT

PLANTED = {
    "islands": ("services/grants/src/grants/copies/queries.py", "import registry.access"),
    "chassis": ("shared/src/chassis/values.py", "import registry.access"),
    "rooms": ("services/registry/src/registry/organisations/queries", "import registry.organisations.commands"),
    "pure": ("services/registry/src/registry/organisations/domain", "import sqlalchemy"),
    "tables": ("services/registry/src/registry/organisations/api", "import registry.organisations.tables"),
    "writers": ("services/registry/src/registry/organisations/queries", "import registry.people.commands"),
    "adapters": ("services/notifications/src/notifications/webhooks/queries", "import notifications.adapters"),
    "features": ("services/registry/src/registry/areas/queries", "import registry.organisations.queries"),
}


def a_file(copy: Path, place: str) -> Path:
    """A room is a module or a folder of modules."""
    path = copy / place
    if path.is_dir():
        return max(path.glob("*.py"))
    return path if path.suffix else path.with_suffix(".py")


@pytest.mark.parametrize("contract", PLANTED)
def test_contract__bites(contract: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for place in ("shared/src", "deploy/cli/src", "deploy/local/src", *(f"services/{p.name}/src" for p in (ROOT / "services").iterdir())):
        shutil.copytree(ROOT / place, copy / place, ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    place, line = PLANTED[contract]
    file = a_file(copy, place)
    file.write_text(f"{file.read_text()}\n{line}\n")
    path = ":".join(str(p) for p in copy.glob("*/src")) + ":" + ":".join(str(p) for p in copy.glob("*/*/src"))
    said = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache", "--contract", contract],
        cwd=copy, env={"PYTHONPATH": path, "PATH": ""}, capture_output=True, text=True, check=False, timeout=120,
    )
    assert said.returncode == 1, said.stdout + said.stderr
    assert "BROKEN" in said.stdout

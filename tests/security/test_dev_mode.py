"""Dev mode cannot be left on: each of the locks of `ui-gateway.md` 2.3, tried (ASVS 13.4.2, 15.2.3).

1 the settings, 2 the dev issuer is not there, 3 its keys give it away, 4 it is for this machine alone: those tests stand where the
locks are, and are named in `README.md`. Here: real processes that shall not start, 5 what tells the mode, 6 no switch for the check.
"""

import subprocess
import sys
from collections.abc import Mapping
from typing import get_args

import httpx
import pytest
from tests.architecture.code import SERVICES, service
from tests.chassis.edge.conftest import settings_for
from tests.chassis.edge.issuer import Issuer

from chassis.app import create_app
from chassis.auth import Verifier
from chassis.database import Database
from chassis.health import Health
from chassis.keys import Keys
from chassis.openapi import document
from yhdyspinta_local.environment import for_child

STARTS = {
    "ENV": "production", "DATABASE_URL": "postgresql://x@127.0.0.1:1/x", "ISSUER": "https://idp.example.fi", "CURSOR_KEY": "x" * 32,
}
PUBLIC = {
    "get_meetings_calendar", "get_meetings_atom", "show_confirmation", "confirm_address", "show_unsubscription", "unsubscribe",
}
"""All that asks for no token: public feeds, and links that a mail has brought. By hand."""


def begun(name: str, **others: str | None) -> "subprocess.CompletedProcess[str]":
    """A service's process, started as an image starts it; it ends by itself or has started."""
    said: Mapping[str, str | None] = STARTS | others
    given = {f"YHDYSPINTA_{key}": value for key, value in said.items() if value is not None}
    command = [sys.executable, "-m", name, "api"]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, env=for_child(**given))


@pytest.mark.parametrize(("others", "words"), [
    ({"ENV": None}, "env"),
    ({"ENV": "develop"}, "'dev', 'test' or 'production'"),
    ({"ISSUER": None}, "issuer"),
    ({"ISSUER": "http://idp.example.fi"}, "https address of another machine"),
    ({"ISSUER": "https://localhost:8443"}, "https address of another machine"),
    ({"JWKS_URL": "http://127.0.0.1:9000/jwks"}, "https address of another machine"),
])
def test_lock_1__the_process_does_not_start(others: dict[str, str | None], words: str) -> None:
    done = begun("grants", **others)
    assert done.returncode != 0
    assert words in done.stderr


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("env", ["dev", "test", "production"])
async def test_locks_5_and_6__the_mode_is_told_and_a_token_asked_for_all_the_same(name: str, env: str) -> None:
    """In no mode does anybody come in without one; production's answers tell of no mode, the health port always does."""
    settings = settings_for("postgresql://x@127.0.0.1:1/x", env=env, issuer="https://issuer.test", jwks_url="https://issuer.test/keys")

    async def at_head() -> bool:
        return True

    database = Database(settings.database_url, service(name).tables)
    keys = Keys(settings, client=Issuer().client(), stop=lambda: None)
    health = Health(ping=database.ping, at_head=at_head, settings=settings)
    app = create_app(service(name), settings, database, Verifier(settings, keys=keys), health)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x.test") as http:
        answer = await http.get("/v1/organisations")
        assert answer.status_code == 401
        assert answer.headers.get("x-yhdyspinta-mode") == (None if env == "production" else env)
        assert (await http.get("/version")).json()["mode"] == env
    await database.close()


@pytest.mark.parametrize("name", SERVICES)
def test_lock_6__no_setting_turns_anything_off(name: str) -> None:
    """Dev mode is another issuer and never a check that is left out: there is no switch at all."""
    switches = [field for field, said in service(name).settings.model_fields.items() if bool in (said.annotation, *get_args(said.annotation))]
    assert switches == []


def test_lock_6__what_asks_for_no_token() -> None:
    found = {
        said["operationId"] for name in SERVICES for item in document(service(name))["paths"].values() for said in item.values()
        if {} in said["security"]
    }
    assert found == PUBLIC

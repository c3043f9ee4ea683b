"""Where a process's settings come from, and what it refuses to start with."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from chassis.settings import Settings

NEEDED = {"DATABASE_URL": "postgresql://h/d", "ISSUER": "https://idp.example", "CURSOR_KEY": "x" * 16, "ENV": "production"}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in NEEDED.items():
        monkeypatch.setenv(f"YHDYSPINTA_{name}", value)
    return monkeypatch


def test_settings__where_it_runs_has_no_default(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("YHDYSPINTA_ENV")
    with pytest.raises(ValidationError, match="env"):
        Settings()


@pytest.mark.parametrize("issuer", [
    "http://idp.example", "https://127.0.0.1:9000", "https://localhost", "https://127.0.0.2", "https://[::1]:9000", "https://0.0.0.0",
    "https://idp.localhost", "https://localhost.:9000", "https://",
])
def test_settings__production_trusts_no_playground(environment: pytest.MonkeyPatch, issuer: str) -> None:
    environment.setenv("YHDYSPINTA_ISSUER", issuer)
    with pytest.raises(ValidationError, match="another machine"):
        Settings()


@pytest.mark.parametrize("keys", ["http://idp.example/keys", "https://127.0.0.1/keys"])
def test_settings__production_takes_keys_from_no_playground(environment: pytest.MonkeyPatch, keys: str) -> None:
    environment.setenv("YHDYSPINTA_JWKS_URL", keys)
    with pytest.raises(ValidationError, match="another machine"):
        Settings()


def test_settings__production_may_name_its_keys(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("YHDYSPINTA_JWKS_URL", "https://inner.example/keys")
    assert Settings().jwks_url == "https://inner.example/keys"


def test_settings__secrets_may_be_files(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.delenv("YHDYSPINTA_CURSOR_KEY")
    (tmp_path / "yhdyspinta_cursor_key").write_text("from-a-file-from-a-file\n")
    environment.setenv("YHDYSPINTA_SECRETS_DIR", str(tmp_path))
    assert Settings().cursor_key.get_secret_value() == "from-a-file-from-a-file"
    assert "from-a-file" not in repr(Settings())

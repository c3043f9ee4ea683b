"""What may differ between two installations. Read once, frozen; only `main` of a process looks at it."""

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource, SettingsConfigDict
from typing_extensions import override


class Settings(BaseSettings):
    """Environment variables `YHDYSPINTA_…`; secrets may be files in the folder that `YHDYSPINTA_SECRETS_DIR` names."""

    model_config = SettingsConfigDict(env_prefix="YHDYSPINTA_", frozen=True, extra="ignore")

    env: Literal["dev", "test", "production"]
    """No default: whoever starts a process says where it runs."""
    tenant: str = "pohde"
    """The county; records of another county on the same broker are counted and ignored."""
    database_url: str
    database_owner_url: str = ""
    """Only `migrate` needs the owner of the schema."""
    database_admin_url: str = ""
    """Only `migrate` needs it, to make roles and schema where an administrator has not."""
    kafka: str = ""
    """Bootstrap servers. The API process needs none."""
    topic_prefix: str = ""
    """Several deployments or test runs on one broker keep apart by this."""
    issuer: str
    audience: str = "yhdyspinta"
    jwks_url: str = ""
    """Where the issuer's keys are; without it they are discovered."""
    host: str = "127.0.0.1"
    port: int = 8000
    replica: str = "0"
    cursor_key: SecretStr = Field(min_length=16)
    """Signs the cursors of lists; the same for all replicas of a service."""
    schema_base: str = ""
    """Address under which the gateway serves /schemas and /problems; without it they are `urn:`s."""
    otlp_endpoint: str = ""
    trace_sample: float = Field(default=0.1, ge=0, le=1)
    pool_size: int = 10
    rate_per_minute: int = 1200
    rate_burst: int = 200
    drain_seconds: float = 5
    """How long a stopping process still takes requests after it has said that it is not ready."""
    version: str = "0.1.0"
    revision: str = "unknown"

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given, the environment, then files `yhdyspinta_<name>` in the folder that the environment names."""
        folder = os.environ.get("YHDYSPINTA_SECRETS_DIR", "")  # noqa: TID251 - where the settings themselves come from
        files = [SecretsSettingsSource(settings_cls, secrets_dir=folder)] if Path(folder).is_dir() and folder else []
        return init_settings, env_settings, *files

    @model_validator(mode="after")
    def _production_is_no_playground(self) -> Self:
        """First lock of dev mode: in production the issuer is https and not this machine (`ui-gateway.md` 2.3)."""
        if self.env != "production":
            return self
        if not all(_of_another_machine(one) for one in (self.issuer, self.jwks_url or self.issuer)):
            raise ValueError("in production the issuer, and its keys, are at an https address of another machine")
        return self


def _of_another_machine(address: str) -> bool:
    """Whether it is https, and neither a loopback address nor a name that means one (RFC 6761, 6.3)."""
    parts = urlsplit(address)
    host = (parts.hostname or "localhost").rstrip(".")
    try:
        here = ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        here = host == "localhost" or host.endswith(".localhost")
    return parts.scheme == "https" and not here

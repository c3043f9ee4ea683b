"""What may differ between two installations of notifications."""

from typing import Final, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from chassis import settings

SMTP_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
"""Ways to a mail server and their usual ports: plain, `STARTTLS` after the greeting, TLS from the first byte."""


class Settings(settings.Settings):
    """Environment variables `YHDYSPINTA_…`."""

    webhook_inside: frozenset[str] = frozenset()
    """`host:port` of receivers inside our own network, in dev and tests only: these alone may be without https."""
    webhook_seconds: float = Field(default=30, gt=0, le=30)
    """How long a receiver has for its whole answer."""
    smtp_url: str = "smtp://127.0.0.1:25"
    """The county's mail server: `smtp+starttls://host:587`, `smtps://host:465`; `smtp://host:25` inside one's own network only."""
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    """May be the file `yhdyspinta_smtp_password` in the folder of secrets."""
    smtp_seconds: float = Field(default=30, gt=0, le=300)
    """How long the mail server has for each answer."""
    mail_sender: str = Field(default="ei-vastauksia@yhdyspinta.invalid", pattern=r"^[^\s<>@]+@[^\s<>@]+$")
    """Who mails come from; its domain is that of their Message-IDs."""
    mail_sender_name: str = "Hyvinvointialueen järjestöyhteistyö"
    mail_reports_to: str = Field(default="", pattern=r"^([^\s<>@]+@[^\s<>@]+)?$")
    """Envelope sender: where reports of what could not be delivered come; the sender where it is empty."""
    public_url: str = Field(default="http://127.0.0.1:8080", pattern=r"^https?://[^\s?#]+$")
    """Where the links of mails begin: the address of the gateway as people know it."""

    @field_validator("webhook_inside")
    @classmethod
    def _with_a_port(cls, value: frozenset[str]) -> frozenset[str]:
        if wrong := [place for place in value if not place.rpartition(":")[2].isdigit()]:
            raise ValueError(f"not host:port: {', '.join(sorted(wrong))}")
        return frozenset(place.lower() for place in value)

    @field_validator("smtp_url")
    @classmethod
    def _a_way_to_the_mail_server(cls, value: str) -> str:
        parts = urlsplit(value or "smtp://127.0.0.1:25")
        if parts.scheme not in SMTP_PORTS or not parts.hostname or parts.path.strip("/") or parts.username or parts.query:
            raise ValueError("not smtp://host:port, smtp+starttls://host:port or smtps://host:port")
        return f"{parts.scheme}://{parts.hostname}:{parts.port or SMTP_PORTS[parts.scheme]}"

    @model_validator(mode="after")
    def _no_secret_in_the_clear(self) -> Self:
        if self.smtp_user and self.smtp_url.startswith("smtp:"):
            raise ValueError("a user of the mail server signs in over TLS only: smtp+starttls or smtps")
        return self

    @model_validator(mode="after")
    def _nothing_inside_in_production(self) -> Self:
        if self.env == "production" and self.webhook_inside:
            raise ValueError("in production no webhook goes to an inside address")
        return self

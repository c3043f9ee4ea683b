"""What may differ between two installations of notifications."""

from typing import Final, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from chassis import settings
from notifications.links import Sender

DEV_LINK_KEY: Final = "for-development-only-for-development-only"
"""Signs links in dev and tests; production refuses to start without a key of its own."""
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
    link_key: SecretStr = SecretStr("")
    """Signs the links of mails; the same for all replicas and for as long as links work. Production must give it."""
    mail_county: str = "Pohjois-Pohjanmaan hyvinvointialue"
    """Who writes, below each mail."""
    mail_contact: str = "jarjestot@pohde.invalid"
    """Where those who have questions are sent: an address or a number that people answer at."""

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
    def _links_of_production_are_its_own(self) -> Self:
        if self.env != "production":
            return self
        if len(self.link_key.get_secret_value()) < 32:
            raise ValueError("in production a key of at least 32 characters signs the links of mails")
        if not self.public_url.startswith("https://") or self.mail_contact.endswith(".invalid"):
            raise ValueError("in production the links of mails begin with https, and mails say where to ask")
        return self

    @property
    def sender(self) -> Sender:
        """Under whose name mails go out. Without a key, outside production, links are signed with one that everybody knows."""
        key = self.link_key.get_secret_value() or DEV_LINK_KEY
        return Sender(self.mail_county, self.mail_contact, f"{self.public_url.rstrip('/')}/api/notifications", key.encode())

    @model_validator(mode="after")
    def _nothing_inside_in_production(self) -> Self:
        if self.env == "production" and self.webhook_inside:
            raise ValueError("in production no webhook goes to an inside address")
        return self

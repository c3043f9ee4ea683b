"""The real parts, each with the same plain face."""

from yhdyspinta_local.parts.caddy import Caddy
from yhdyspinta_local.parts.kafka import Kafka
from yhdyspinta_local.parts.kafkas import Kafkas
from yhdyspinta_local.parts.part import NotReadyError, Part, PartDiedError
from yhdyspinta_local.parts.postgres import Postgres
from yhdyspinta_local.parts.programs import Issuer, MailSink
from yhdyspinta_local.parts.service import Migration, MigrationFailedError, ServiceProcess, Surroundings
from yhdyspinta_local.parts.testing import TestParts, start_for_tests

__all__ = [
    "Caddy",
    "Issuer",
    "Kafka",
    "Kafkas",
    "MailSink",
    "Migration",
    "MigrationFailedError",
    "NotReadyError",
    "Part",
    "PartDiedError",
    "Postgres",
    "ServiceProcess",
    "Surroundings",
    "TestParts",
    "start_for_tests",
]

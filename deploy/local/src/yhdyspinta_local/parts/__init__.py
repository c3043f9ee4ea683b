"""The real parts, each with the same plain face."""

from yhdyspinta_local.parts.kafka import Kafka
from yhdyspinta_local.parts.part import NotReadyError, Part, PartDiedError
from yhdyspinta_local.parts.postgres import Postgres
from yhdyspinta_local.parts.testing import TestParts, start_for_tests

__all__ = ["Kafka", "NotReadyError", "Part", "PartDiedError", "Postgres", "TestParts", "start_for_tests"]

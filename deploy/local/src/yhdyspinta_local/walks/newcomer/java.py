"""The reader of another language: compiled by a compiler from a jar, run on the JRE and the client that the broker brings."""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from yhdyspinta_local import folders, jars
from yhdyspinta_local.parts.kafka import Prepared

SOURCE: Final = folders.CHECKOUT / "docs" / "newcomer" / "Reader.java"
SUMS: Final = Path(jars.__file__).with_name("compiler.sha256")
"""Of the compiler: fetched once per user and verified, as the broker's jars are."""
_COMPILER: Final = "org.eclipse.jdt.internal.compiler.batch.Main"
_LANGUAGE: Final = "-21"
"""Version of Java in which the reader is written; the JRE is at least as new."""


def command(*words: str) -> Sequence[str | Path]:
    """What runs the reader; compiled now if its source or the compiler is another than before."""
    prepared = Prepared().ready()
    home = folders.cache() / f"reader-{jars.digest(SUMS)}"
    classes = home / hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    with jars.alone(home):
        if not classes.exists():
            _compile(prepared, jars.provide(home / "compiler", SUMS, "Java compiler"), classes)
    return prepared.java("Reader", *words, also=[classes])


def _compile(prepared: Prepared, compiler: Sequence[Path], classes: Path) -> None:
    """Beside first: a folder of that name never holds half of it."""
    with tempfile.TemporaryDirectory(dir=classes.parent) as temporary:
        made = Path(temporary) / "classes"
        words = (_COMPILER, _LANGUAGE, "-proc:none", "-cp", prepared.classpath, "-d", made, SOURCE)
        done = subprocess.run(prepared.java(*words, also=compiler), check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{SOURCE.name} cannot be compiled:\n{done.stdout}{done.stderr}")
        shutil.move(made, classes)

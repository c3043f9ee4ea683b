"""What may differ between two installations of grants."""

from pathlib import Path
from typing import Self

from pydantic import model_validator

from chassis import settings


class Settings(settings.Settings):
    """Environment variables `YHDYSPINTA_…`."""

    documents: Path = Path("documents")
    """Folder of the applications' documents; all replicas see the same one."""

    @model_validator(mode="after")
    def _documents_have_a_place_in_production(self) -> Self:
        if self.env == "production" and not self.documents.is_absolute():
            raise ValueError("in production the folder of documents is an absolute path")
        return self

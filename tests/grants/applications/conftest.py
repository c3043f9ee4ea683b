"""Applications: a folder for their documents."""

from pathlib import Path

import pytest

from grants.applications.errands import keep_documents_in


@pytest.fixture(autouse=True)
def documents(tmp_path: Path) -> Path:
    """Where documents lie in this test."""
    keep_documents_in(tmp_path)
    return tmp_path

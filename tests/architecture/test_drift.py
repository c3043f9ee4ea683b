"""Contracts, documents and code say the same."""

from pathlib import Path

from openapi_spec_validator import validate
from tests.architecture.code import ROOT, SERVICES, service

from chassis import catalogue, contracts


def test_contracts__no_drift() -> None:
    services = [service(name) for name in SERVICES]
    files = dict(contracts.all_files(services, ROOT / "docs", ROOT / "deploy/gateway/files"))
    differing = [str(path.relative_to(ROOT)) for path, content in files.items() if not path.is_file() or path.read_text() != content]
    assert differing == [], "make contracts"
    assert list(contracts.strays(files)) == []


def test_contracts__drift_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "contracts" / "asyncapi.json"
    files = {file: "{}\n"}
    contracts.write(files)
    stray = file.with_name("old.json")
    stray.write_text("{}")
    assert list(contracts.strays(files)) == [stray]
    contracts.write(files)
    assert not stray.exists()


def test_contracts__leave_alone_what_is_written_by_hand(tmp_path: Path) -> None:
    files = {tmp_path / "docs" / "events.md": "# Events\n"}
    contracts.write(files)
    by_hand = tmp_path / "docs" / "performance.md"
    by_hand.write_text("measured")
    contracts.write(files)
    assert by_hand.exists()


def test_merged_openapi__is_valid() -> None:
    validate(catalogue.merged_openapi([service(name) for name in SERVICES]))

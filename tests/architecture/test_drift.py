"""Contracts, documents and code say the same."""

from pathlib import Path

from openapi_spec_validator import validate
from tests.architecture.code import ROOT, SERVICES, service

from chassis import catalogue
from chassis.contracts import generated


def test_contracts__no_drift() -> None:
    services = [service(name) for name in SERVICES]
    files = dict(generated.all_files(services, ROOT / "docs", ROOT / "deploy/gateway/files"))
    assert [str(path.relative_to(ROOT)) for path in generated.differing(files)] == [], "make contracts"


def test_contracts__drift_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "contracts" / "asyncapi.json"
    files = {file: "{}\n"}
    generated.write(files)
    stray = file.with_name("old.json")
    stray.write_text("{}")
    assert generated.differing(files) == [stray]
    generated.write(files)
    assert not stray.exists()
    file.write_text("{ }\n")
    assert generated.differing(files) == [file]


def test_contracts__leave_alone_what_is_written_by_hand(tmp_path: Path) -> None:
    files = {tmp_path / "docs" / "events.md": "# Events\n"}
    generated.write(files)
    by_hand = tmp_path / "docs" / "performance.md"
    by_hand.write_text("measured")
    generated.write(files)
    assert by_hand.exists()


def test_merged_openapi__is_valid() -> None:
    validate(catalogue.merged_openapi([service(name) for name in SERVICES]))

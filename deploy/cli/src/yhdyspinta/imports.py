"""`import`: a register's file into the registry, through the gateway like everybody else."""

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yhdyspinta import signing_in
from yhdyspinta.ending import USAGE, Failed
from yhdyspinta.places import Data, Places
from yhdyspinta.showing import DryRun, Form, Output, is_table, news, progress, show_one

if TYPE_CHECKING:
    import httpx

# ruff: noqa: PLC0415 - clients are imported by the commands that need them

app = typer.Typer()

IMPORTS, SOURCES = "/api/registry/v1/imports", "/api/registry/v1/import-sources"
EVERY = 0.5
"""Seconds between two looks at a running import."""
PATIENCE = 70.0
"""Seconds for one answer; the gateway gives an upload 30 of them, the registry 60."""
_UNFINISHED = ("queued", "running")


@dataclass
class Desk:
    """The API as one caller sees it; a token that has run out is fetched anew."""

    places: Places
    persona: str | None
    client: "httpx.Client"

    def ask(self, method: str, path: str, **more: Any) -> "httpx.Response":
        """The answer, or the problem in its own words."""
        import httpx

        try:
            answer = self._sent(method, path, **more)
            if answer.status_code == 401:
                self._sign_in()
                answer = self._sent(method, path, **more)
        except httpx.TransportError as fault:
            raise Failed(f"The gateway at {self.places.gateway} does not answer: {fault!r}", "see `yhdyspinta status`") from fault
        if answer.is_error:
            raise _refused(answer)
        return answer

    def _sent(self, method: str, path: str, **more: Any) -> "httpx.Response":
        if "Authorization" not in self.client.headers:
            self._sign_in()
        return self.client.request(method, self.places.gateway + path, **more)

    def _sign_in(self) -> None:
        self.client.headers["Authorization"] = f"Bearer {signing_in.token(self.places, self.persona)}"


@app.command("import")
def import_(
    source: Annotated[str, typer.Argument(help="Key of the source, e.g. fi-transparency-register.")],
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...", help="CSV, JSON, XLSX, or a ZIP of them.", exists=True, dir_okay=False)] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the source's last import, where it stopped.")] = False,
    errors: Annotated[Path | None, typer.Option(help="Write the rejected rows to this CSV file.", dir_okay=False)] = None,
    persona: signing_in.As = None,
    data: Data = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Import a register.

    Waits for its end and shows what became of the rows; ends with 1 when it was given up.
    """
    import httpx

    if bool(files) == resume:
        raise Failed("Either files are sent, or --resume goes on with those that were.", code=USAGE)
    with httpx.Client(timeout=PATIENCE, trust_env=False, headers={"Accept-Language": "en"}) as client:
        desk = Desk(Places.of(data), persona, client)
        job = _resumed(desk, source) if resume else _sent(desk, source, files or [], dry_run=dry_run)
        job = _followed(desk, job)
        if errors is not None and job["counts"]["reject"]:
            errors.write_bytes(desk.ask("GET", f"{IMPORTS}/{job['id']}/rejections", params={"format": "csv"}).content)
            news(f"{job['counts']['reject']} rejected rows are in {errors}")
    _show(job, output)
    if job["state"] == "failed":
        why = "; ".join(problem["en"] for problem in job["problems"])
        raise Failed(f"The import was given up: {why}", f"when the cause is gone: `yhdyspinta import {source} --resume`")


def _sent(desk: Desk, source: str, files: Sequence[Path], *, dry_run: bool) -> dict[str, Any]:
    """The import as it was taken up; a name that nobody knows is said before anything is sent."""
    known = [one["key"] for one in desk.ask("GET", SOURCES).json()]
    if source not in known:
        raise Failed(f"There is no source {source!r}.", f"there are {', '.join(known)}", code=USAGE)
    news(f"sending {', '.join(file.name for file in files)} …")
    with ExitStack() as opened:
        parts = [("files", (file.name, opened.enter_context(file.open("rb")).read())) for file in files]
    told = {"source": source, "mode": "dry_run" if dry_run else "apply"}
    started: dict[str, Any] = desk.ask("POST", IMPORTS, data=told, files=parts).json()
    return started


def _resumed(desk: Desk, source: str) -> dict[str, Any]:
    """The source's newest import, if it has not come to its end."""
    items = desk.ask("GET", IMPORTS, params={"source": source, "limit": 1}).json()["items"]
    if not items or items[0]["state"] == "done":
        raise Failed(f"No import of {source} is unfinished.", f"`yhdyspinta import {source} FILE` begins one")
    job: dict[str, Any] = items[0]
    return job if job["state"] in _UNFINISHED else desk.ask("POST", f"{IMPORTS}/{job['id']}/resume").json()


def _followed(desk: Desk, job: dict[str, Any]) -> dict[str, Any]:
    with progress(job["source_name"]) as tell:
        while job["state"] in _UNFINISHED:
            time.sleep(EVERY)
            job = desk.ask("GET", f"{IMPORTS}/{job['id']}").json()
            tell(job["progress"]["done"], job["progress"]["total"])
    return job


def _show(job: Mapping[str, Any], form: Form | None) -> None:
    if not is_table(form):
        show_one(job, form)
        return
    told = {name: job[name] for name in ("id", "source_name", "mode", "state", "edition_on", "files", "credit")}
    show_one(told | {"rows": job["progress"]["total"]} | job["counts"], Form.TABLE)


def _refused(answer: "httpx.Response") -> Failed:
    """A problem (RFC 9457) as a sentence; usage where another request would do, nothing where only time helps."""
    try:
        problem = answer.json()
    except ValueError:
        return Failed(f"{answer.request.url} answers {answer.status_code}.", "see `yhdyspinta status`")
    said = problem.get("detail") or problem.get("title") or problem.get("code")
    reasons = "; ".join(one["detail"] for one in problem.get("errors", []) if one.get("detail") != said)
    busy = problem.get("code") == "registry.import.source_busy"
    advice = "`--resume` follows the one that runs" if busy else f"see `yhdyspinta logs --request-id {problem.get('request_id')}`"
    return Failed(f"{said} {reasons}".strip(), advice, code=USAGE if answer.status_code in {400, 413, 415, 422} else 1)

"""A decision document over HTTP: HTML that may load nothing from anywhere."""

from fastapi.responses import HTMLResponse

from grants.decisions.documents.page import POLICY


def paper(document: str, name: str) -> HTMLResponse:
    """The document as it was served. `name`: of the file, where somebody keeps it."""
    return HTMLResponse(document, headers={
        "Content-Security-Policy": POLICY,
        "Content-Language": "fi",
        "Content-Disposition": f'inline; filename="{name}.html"',
        "Cache-Control": "private, no-cache",
    })

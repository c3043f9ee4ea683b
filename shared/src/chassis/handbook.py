"""The API documents as pages for people: no script, nothing from outside, readable offline and by a screen reader."""

import html
import json
from collections.abc import Iterable, Iterator
from typing import Any

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1c2430;background:#fff}
h1{font-size:1.7rem}h2{margin-top:2.5rem;border-bottom:2px solid #d5dae1}h3{margin:1.6rem 0 .2rem;font-size:1.05rem}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{background:#f3f5f8;padding:.7rem;overflow:auto}
.m{display:inline-block;min-width:4.2rem;font-weight:700;color:#0b4a8f}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #e4e8ee}
nav a{margin-right:1rem}details{margin:.3rem 0}summary{cursor:pointer}a{color:#0b4a8f}
"""
INTRODUCTION = (
    "<p>One grammar for all services. Sign in with a bearer token. Lists are paged by <code>cursor</code>; changes of plain "
    "data are <code>PATCH</code> with <code>If-Match</code>; a change of state is <code>POST …/{id}/&lt;verb&gt;</code>. Every "
    "refusal is a "
    "problem (RFC 9457) with a code, a sentence in your language and all reasons at once. The same document for machines: "
    '<a href="/openapi.json">/openapi.json</a>.</p>'
)


def pages(documents: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """`index.html` and a page for each service, from their OpenAPI documents."""
    menu = "".join(f'<a href="{name}.html">{name}</a>' for name in documents)
    rows = "".join(
        f'<tr><th scope="row"><a href="{name}.html">{name}</a></th><td>{_text(document["info"].get("description", ""))}</td>'
        f"<td>{sum(len(item) for item in document['paths'].values())} operations</td></tr>"
        for name, document in documents.items()
    )
    yield "index.html", _page("Yhdyspinta API", menu, f"{INTRODUCTION}<table>{rows}</table>")
    for name, document in documents.items():
        yield f"{name}.html", _page(f"{name} API", menu, "".join(_service(name, document)))


def _service(name: str, document: dict[str, Any]) -> Iterator[str]:
    yield f"<p>{_text(document['info'].get('description', ''))}</p>"
    nouns: dict[str, list[str]] = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            noun = (operation.get("tags") or ["other"])[0]
            nouns.setdefault(noun, []).append("".join(_operation(f"/api/{name}{path}", method, operation, document)))
    for noun, operations in nouns.items():
        yield f'<section aria-labelledby="{noun}"><h2 id="{noun}">{_text(noun)}</h2>{"".join(operations)}</section>'


def _operation(path: str, method: str, operation: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    anchor = operation["operationId"]
    yield f'<h3 id="{anchor}"><span class="m">{method.upper()}</span> <code>{_text(path)}</code></h3>'
    yield f"<p>{_text(operation.get('description') or operation.get('summary', ''))}</p>"
    fields = [
        (p["name"], p["in"], p.get("required", False), p.get("description", "")) for p in operation.get("parameters", ())
    ]
    body = _body(operation, document)
    if body is not None:
        needed = body.get("required", ())
        fields += [(name, "body", name in needed, _of(field)) for name, field in body.get("properties", {}).items()]
    if fields:
        yield "<details><summary>What it takes</summary><table>" + "".join(_row(*field) for field in fields) + "</table></details>"
    yield from _answers(operation)
    yield from _examples(operation, document)


def _examples(operation: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    """What is sent, and what comes back when all goes well."""
    good = (response for status, response in operation["responses"].items() if int(status) < 300)
    for said, place in (("sent", operation.get("requestBody", {})), *(("answered", response) for response in good)):
        shown = (content.get("examples", {}) for content in place.get("content", {}).values())
        for reference in dict.fromkeys(example["$ref"] for examples in shown for example in examples.values()):
            value = json.dumps(_resolved(reference, document)["value"], ensure_ascii=False, indent=1)
            yield f"<details><summary>Example: what is {said}</summary><pre>{html.escape(value)}</pre></details>"


def _answers(operation: dict[str, Any]) -> Iterator[str]:
    rows = []
    for status, response in sorted(operation.get("responses", {}).items()):
        codes = response.get("x-problem-codes", ())
        said = ", ".join(f'<a href="/problems/{code}.html"><code>{code}</code></a>' for code in codes)
        rows.append(f'<tr><th scope="row">{status}</th><td>{said or _text(response.get("description", ""))}</td></tr>')
    yield f"<details><summary>What it answers</summary><table>{''.join(rows)}</table></details>"


def _body(operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any] | None:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schema: dict[str, Any] = content.get("schema", {})
        if "$ref" in schema:
            return _resolved(schema["$ref"], document)
        return schema
    return None


def _resolved(reference: str, document: dict[str, Any]) -> dict[str, Any]:
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def _row(name: str, place: str, required: bool, meaning: str) -> str:
    needed = "required" if required else ""
    return f'<tr><th scope="row"><code>{_text(name)}</code></th><td>{place}</td><td>{needed}</td><td>{_text(meaning)}</td></tr>'


def _of(field: dict[str, Any]) -> str:
    kind = field.get("type") or field.get("$ref", "").rpartition("/")[2] or _kinds(field.get("anyOf", ()))
    examples = f" e.g. {json.dumps(field['examples'][0], ensure_ascii=False)}" if field.get("examples") else ""
    return f"{kind}: {field.get('description', '')}{examples}".strip(": ")


def _kinds(options: Iterable[dict[str, Any]]) -> str:
    return " or ".join(option.get("type") or option.get("$ref", "").rpartition("/")[2] for option in options)


def _text(said: str) -> str:
    return html.escape(" ".join(said.split()))


def _page(title: str, menu: str, content: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{title}</title><link rel="stylesheet" href="style.css"></head><body><nav aria-label="Services">'
        f'<a href="index.html">All</a>{menu}</nav><main><h1>{title}</h1>{content}</main></body></html>\n'
    )

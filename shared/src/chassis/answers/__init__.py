"""Problems as the wire has them: RFC 9457, in the caller's language, with every reason at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import to_json
from starlette.responses import Response

from chassis.answers.languages import Language, Words, sentence
from chassis.problems import Problem

MEDIA_TYPE = "application/problem+json"
HOUSE = "chassis."
"""Codes of the house: any route may answer them undeclared."""
_TITLES = {
    400: Words("Pyyntöä ei voi lukea", "Begäran kan inte läsas", "Cannot be read"),
    401: Words("Kuka olet?", "Vem är du?", "Who are you?"),
    403: Words("Ei oikeutta", "Ingen rätt", "Not permitted"),
    404: Words("Ei löydy", "Finns inte", "Not found"),
    405: Words("Ei näin", "Inte så här", "Method not allowed"),
    406: Words("Muotoa ei ole", "Formatet finns inte", "Not acceptable"),
    408: Words("Liian hidas", "För långsam", "Too slow"),
    409: Words("Ei nyt", "Inte nu", "Not now"),
    412: Words("Joku ehti ensin", "Någon hann före", "Somebody was faster"),
    413: Words("Liian suuri", "För stor", "Too large"),
    415: Words("Väärä sisältötyyppi", "Fel innehållstyp", "Unsupported media type"),
    422: Words("Ei kelpaa", "Duger inte", "Not valid"),
    428: Words("Ehto puuttuu", "Villkor saknas", "Precondition required"),
    429: Words("Liikaa pyyntöjä", "För många förfrågningar", "Too many requests"),
    431: Words("Liian suuret otsakkeet", "För stora rubriker", "Headers too large"),
    500: Words("Virhe", "Fel", "Error"),
    503: Words("Ei juuri nyt", "Inte just nu", "Not available just now"),
}


@dataclass(frozen=True, slots=True)
class Why:
    """One reason in the list of an answer: what, and where in the body or in which parameter."""

    problem: Problem
    values: Mapping[str, Any] = field(default_factory=dict)
    pointer: str = ""
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class No:
    """A complete negative answer, before it is put into words."""

    problem: Problem
    values: Mapping[str, Any] = field(default_factory=dict)
    why: Sequence[Why] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Any] = field(default_factory=dict)

    @property
    def codes(self) -> set[str]:
        """Every code that this answer names."""
        return {self.problem.code, *(why.problem.code for why in self.why)}

    @property
    def title(self) -> Words:
        """Of its status."""
        code = self.problem.code
        return _TITLES.get(self.problem.status, Words(code, code, code))

    def told(self, language: Language, *, instance: str, request_id: str, base: str = "") -> Response:
        """The answer in words."""
        problem = self.problem
        content = {
            "type": type_of(problem.code, base),
            "title": getattr(self.title, language),
            "status": problem.status,
            "code": problem.code,
            "detail": sentence(problem, self.values, language),
            "instance": instance,
            "request_id": request_id,
            **self.members,
            "errors": [_told(why, language) for why in self.why],
        }
        headers = {"Content-Language": language, "Cache-Control": "no-store", **self.headers}
        return Response(to_json(content, by_alias=True), problem.status, headers, MEDIA_TYPE)


class Denied(Exception):
    """Raised by the edge itself: the answer is no, with the headers and members that belong to it."""

    def __init__(self, problem: Problem, /, headers: Mapping[str, str] | None = None, **values: Any) -> None:
        super().__init__(problem.code)
        self.no = No(problem, values, headers=headers or {})

    @classmethod
    def of(cls, why: Sequence[Why]) -> "Denied":
        """For reasons of one kind, each with its place."""
        denied = cls(why[0].problem)
        denied.no = No(why[0].problem, why[0].values, why)
        return denied


def type_of(code: str, base: str) -> str:
    """The URI of a problem's type: under the gateway's address where there is one."""
    return f"{base}/problems/{code}" if base else f"urn:yhdyspinta:problem:{code}"


def _told(why: Why, language: Language) -> dict[str, str]:
    where = {"parameter": why.parameter} if why.parameter else {"pointer": why.pointer}
    return {"code": why.problem.code, **where, "detail": sentence(why.problem, why.values, language)}

"""schemathesis' engine over the gateway: who asks, with which ids and tags, and what came of it."""

import itertools
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import schemathesis
from schemathesis import AuthContext, BaseSchema, Case, HookContext, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.core.parameters import ParameterLocation
from schemathesis.engine import Status, events, from_schema
from schemathesis.openapi.checks import RejectedPositiveData
from tests.chassis.edge.issuer import Issuer
from tests.contracts.visitor import UUID_LIKE, Visit, subject

SHAPES = frozenset({
    "chassis.body.missing", "chassis.body.unknown", "chassis.body.type", "chassis.body.choice", "chassis.body.pattern",
    "chassis.body.too_long", "chassis.body.too_few", "chassis.body.too_many", "chassis.body.at_most", "chassis.body.more_than",
    "chassis.body.invalid", "chassis.query.unknown", "chassis.content_type", "chassis.accept",
})
"""Codes that speak of a request's form. What a schema allows must not be refused by one of these; by a rule it may.

JSON Schema has no word for some of what we ask, which is a rule then: a text that is long enough once its blanks are stripped
(`too_short`), an instant not before a year (`at_least`), decimals, characters that no column holds, and the columns that a list
may be sorted by, which its description and its refusal name.
"""
REFUSED = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422", "428", "429", "431"]
CHECKS = {
    "negative_data_rejection": {"expected-statuses": REFUSED},
    "missing_required_header": {"expected-statuses": ["400", "401", "403", "404", "406", "415", "422", "428"]},
}
"""A missing If-Match is 428 (RFC 6585), and what is too large is 413 or 431."""


@dataclass
class Anybody:
    """Asks as the person who was seen to succeed, of things that are there, with the newest tag of each."""

    issuer: Issuer
    visits: Iterable[Visit]
    seed: int
    who: dict[str, dict[str, Any]] = field(init=False, default_factory=dict)
    places: dict[str, list[dict[str, str]]] = field(init=False)
    fields: dict[str, list[str]] = field(init=False)
    """Values of ids by the name of the field that held them."""
    tags: dict[str, str] = field(init=False, default_factory=dict)
    answered: dict[str, Counter[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.numbers = itertools.count(1)
        self.places, self.fields, self.answered = defaultdict(list), defaultdict(list), defaultdict(Counter)
        for visit in self.visits:
            self.who[visit.label] = subject(visit.who)
            if visit.path:
                self.places[visit.label].append(visit.path)
            for name, value in _ids(visit.body):
                self.fields[name].append(value)

    def over(self, document: dict[str, Any], config: dict[str, Any]) -> BaseSchema:
        """The schema, with all of this attached."""
        schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(config | {"checks": CHECKS}))
        schema.auth(refresh_interval=None)(self.signed_in())
        for name in ("map_case", "after_call", "filter_failure"):
            schema.hook(name)(partial(getattr(self, name)))
        return schema

    def signed_in(self) -> type:
        """As schemathesis wants it: a class without arguments."""
        outer = self

        class SignedIn:
            def get(self, _: Case[Any], context: AuthContext) -> str | None:
                said = outer.who[context.operation.label]
                return outer.issuer.token(said["sub"], *said["roles"], azp=said["azp"]) if said else None

            def set(self, case: Case[Any], token: str | None, _: AuthContext) -> None:
                if token is not None:
                    case.headers["Authorization"] = f"Bearer {token}"

        return SignedIn

    def map_case(self, context: HookContext, case: Case[Any]) -> Case[Any]:
        """Known ids, tags and fresh keys wherever what was drawn is meant to be right."""
        label = case.operation.label
        meta = case.meta
        if meta is None:
            return case
        known = self.places[label]
        if known and case.path_parameters and not meta.is_negative_at(ParameterLocation.PATH):
            case.path_parameters.update(self.random.choice(known))
        if not meta.is_negative_at(ParameterLocation.HEADER):
            if "Idempotency-Key" in case.headers:
                case.headers["Idempotency-Key"] = f"key-{self.seed}-{next(self.numbers)}"
            tag = self.tags.get(str(case.path_parameters.get("id"))) if case.path_parameters else None
            if tag is not None and "If-Match" in case.headers:
                case.headers["If-Match"] = tag
        if not meta.is_negative_at(ParameterLocation.BODY):
            self._name_known(case.body)
        return case

    def _name_known(self, body: Any) -> None:
        """Ids of things that are there, in the fields where such ids stood before."""
        for name, value in body.items() if isinstance(body, dict) else ():
            if isinstance(value, str) and UUID_LIKE.match(value) and self.fields[name] and self.random.random() < 0.8:
                body[name] = self.random.choice(self.fields[name])
        for part in body.values() if isinstance(body, dict) else body if isinstance(body, list) else ():
            self._name_known(part)

    def after_call(self, context: HookContext, case: Case[Any], response: Response) -> None:
        """Count, and remember the tag."""
        self.answered[case.operation.label][response.status_code] += 1
        tag = response.headers.get("etag")
        if tag and case.path_parameters and "id" in case.path_parameters:
            self.tags[str(case.path_parameters["id"])] = tag[0]

    def filter_failure(self, context: HookContext, failure: Failure, case: Case[Any], response: Response) -> bool:
        """A rule may refuse what the schema allows; the edge may not."""
        if "x-request-id" not in response.headers:
            return response.status_code not in {400, 431}  # the web server's own word, before any of our gateway's is heard
        if case.media_type == "multipart/form-data" and isinstance(failure, AcceptedNegativeData):
            return False  # a form's parts are texts and files, of no other type
        if isinstance(failure, AcceptedNegativeData) and _only_query_is_wrong(case) and query_is_right(case, str(response.request.url)):
            return False  # a query is texts: the checker takes false for no text in a list, and `false` was sent
        if not isinstance(failure, RejectedPositiveData) or response.status_code not in {400, 409, 412, 422, 428}:
            return True
        if case.media_type == "multipart/form-data" and isinstance(case.body, dict) and not all(case.body.values()):
            return False  # a form has no way to say null or an empty list
        told = response.json()
        return not SHAPES.isdisjoint([told["code"], *(reason["code"] for reason in told["errors"])])


def _only_query_is_wrong(case: Case[Any]) -> bool:
    return case.meta is not None and {where for where in case.meta.components if case.meta.is_negative_at(where)} == {ParameterLocation.QUERY}


def query_is_right(case: Case[Any], url: str) -> bool:
    """Whether the texts of this query are, read as what each parameter asks for, what its schema allows."""
    sent = parse_qs(urlsplit(url).query, keep_blank_values=True)
    asked = {each.name: each for each in case.operation.query}
    return sent.keys() <= asked.keys() and all(
        any(map(each.is_valid, _readings(sent[name]))) if name in sent else not each.is_required
        for name, each in asked.items()
    )


def _readings(texts: list[str]) -> Iterator[Any]:
    """What these texts may mean: a list of texts; if there is one, also the text itself, a number or a truth value."""
    yield texts
    if len(texts) == 1:
        yield texts[0]
        with suppress(ValueError):
            yield json.loads(texts[0])


def _ids(body: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(body, dict):
        for key, value in body.items():
            yield from _ids(value, key)
    elif isinstance(body, list):
        for value in body:
            yield from _ids(value, name)
    elif isinstance(body, str) and UUID_LIKE.match(body):
        yield name, str(UUID(body))


@dataclass
class Found:
    """What a run of the engine has found."""

    cases: Counter[str] = field(default_factory=Counter)
    """By phase."""
    failures: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run(schema: BaseSchema) -> Found:
    """All phases of the engine, to the end."""
    found = Found()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            found.cases[event.phase.value] += len(event.recorder.interactions)
            if event.status in {Status.FAILURE, Status.ERROR}:
                found.failures.update(_failures(event))
        elif isinstance(event, events.NonFatalError):
            found.errors.append(f"{event.label}: {event.value!r}")
        elif isinstance(event, events.FatalError):
            raise event.exception
        elif isinstance(event, events.EngineFinished):
            found.seconds = event.running_time
    return found


def _failures(event: events.ScenarioFinished) -> Iterator[tuple[str, str]]:
    """Each kind of failure of an operation once, with how to see it again."""
    for id, checks in event.recorder.checks.items():
        for check in checks:
            if check.failure_info is None:
                continue
            failure, case = check.failure_info.failure, event.recorder.cases[id].value
            code = check.failure_info.code_sample
            answer = event.recorder.interactions[id].response
            body = answer.text[:1500] if answer is not None else ""
            yield f"{case.operation.label}: {check.name}: {failure.title}: {failure.message[:300]}", f"{code}\n  {body}"

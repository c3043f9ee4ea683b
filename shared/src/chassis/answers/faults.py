"""Whatever was raised, as the negative answer that it means."""

from collections.abc import Sequence

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from chassis.answers import Denied, No, Why
from chassis.answers import problems as p
from chassis.answers.fields import reasons_of
from chassis.faults import is_transient
from chassis.machine import ActionNotAllowed
from chassis.problems import NOT_FOUND, STALE, WRONG_STATE, Problem, Refused
from chassis.work import Outdated, Stale

RETRY_AFTER = {"Retry-After": "2"}
_BY_STATUS = {400: p.BODY_FORM, 404: p.NO_PATH, 405: p.METHOD, 413: p.BODY_TOO_LARGE}


def no_of(fault: BaseException) -> No:  # noqa: PLR0911 - one line for each kind of no
    """The answer; `UNEXPECTED` for what nobody foresaw, with nothing of its inside."""
    match fault:
        case Denied():
            return fault.no
        case Refused():
            return _refused([Why(r.problem, r.values, r.pointer) for r in fault.reasons])
        case ActionNotAllowed():
            allowed = sorted(str(action.value) for action in fault.allowed)
            return No(WRONG_STATE, members={"state": fault.state.value, "allowed": allowed})
        case RequestValidationError():
            return _not_valid(fault)
        case Outdated():
            return No(STALE, headers={"ETag": f'"{fault.row.version}"'})
        case Stale():
            return No(p.UNAVAILABLE, headers={"Retry-After": "1"})
        case HTTPException():
            return _of_the_framework(fault)
    if is_transient(fault):
        return No(p.UNAVAILABLE, headers=RETRY_AFTER)
    return No(p.UNEXPECTED)


def _refused(why: Sequence[Why]) -> No:
    """One reason speaks for itself. Several share their status; where they differ the body has to change: 422."""
    first = why[0]
    if len(why) == 1:
        return No(first.problem, first.values, why)
    problems = {w.problem.code: w.problem for w in why}
    if len(problems) == 1:
        return No(first.problem, first.values, why)
    statuses = {w.problem.status for w in why}
    together = statuses.pop() if len(statuses) == 1 else p.REFUSED.status
    return No(_with_status(p.REFUSED, together), {"count": len(why)}, why)


def _with_status(problem: Problem, status: int) -> Problem:
    return Problem(problem.code, status, fi=problem.fi, sv=problem.sv, en=problem.en)


def _not_valid(fault: RequestValidationError) -> No:
    errors = fault.errors()
    if any(error["loc"][0] == "path" for error in errors):
        return No(NOT_FOUND)
    body = None if isinstance(fault.body, (bytes, str)) else fault.body
    return _refused([Why(r.problem, r.values, r.pointer, parameter) for r, parameter in reasons_of(errors, body)])


def _of_the_framework(fault: HTTPException) -> No:
    known = _BY_STATUS.get(fault.status_code)
    if known is None:
        return No(p.UNEXPECTED)
    allow = (fault.headers or {}).get("Allow", "")
    return No(known, {"allow": allow} if allow else {}, headers={"Allow": allow} if allow else {})



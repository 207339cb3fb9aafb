"""One way to say no: a problem of RFC 9457, whatever went wrong."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import asdict, define, field
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from ...application.desk import Unknown
from ...application.guards import ABSENT
from ...application.ports import (
    AlreadyImported,
    ClaimTaken,
    Conflict,
    Gone,
    KeyReused,
    StoreUnavailable,
)
from ...domain.customer.access import NoPurpose
from ...domain.customer.profile import PersonErased
from ...domain.decider import Refused
from ..scalars import Fault
from .answers import json
from .contract import methods

MOST_FAULTS = 20


@define
class Problem(Exception):
    """What is the matter: `facts` are the members beside those of the RFC."""

    status: int
    code: str
    title: str
    detail: str | None = None
    errors: Sequence[Fault] = ()
    facts: Mapping[str, Any] = field(factory=dict)
    headers: Mapping[str, str] = field(factory=dict)


def malformed(detail: str, code: str = "malformed-request") -> Problem:
    """Return the problem of a request that cannot be understood."""
    return Problem(400, code, "The request cannot be understood", detail)


def invalid(faults: Sequence[Fault]) -> Problem:
    """Return the problem of a body that says something else than it should."""
    count = len(faults)
    detail = f"{count} of its members {'is' if count == 1 else 'are'} not as it asks"
    title = "The body does not fit the schema"
    return Problem(422, "invalid-body", title, detail, faults[:MOST_FAULTS])


def problem_of(error: Exception) -> Problem:
    """Return what a caller is told of an error; nothing of one that is our own."""
    match error:
        case Problem():
            return error
        case PersonErased(certificate_id=certificate):
            return _gone(certificate)
        case NoPurpose():
            return malformed(str(error), "purpose-missing")
        case Refused():
            status = 404 if isinstance(error, ABSENT) else 409
            name = _words(type(error).__name__)
            return Problem(
                status,
                "-".join(name).lower(),
                " ".join(name).capitalize(),
                str(error),
                facts=asdict(error),  # type: ignore[arg-type]
            )
        case Unknown(kind=kind):
            return Problem(404, "unknown", "Not found", f"there is no such {kind}")
        case Gone(certificate=certificate):
            return _gone(certificate)
        case Conflict(expected=expected, actual=actual):
            facts = {"expected": expected, "actual": actual}
            return Problem(
                409,
                "conflict",
                "Someone else was first",
                "read it again, and decide anew",
                facts=facts,
            )
        case ClaimTaken(kind=kind):
            detail = f"this {kind} already belongs to someone else"
            return Problem(409, "claim-taken", "Already taken", detail)
        case AlreadyImported():
            return Problem(409, "already-imported", "Already recorded")
        case KeyReused():
            detail = "make a new Idempotency-Key for a new request"
            title = "The Idempotency-Key came with another request before"
            return Problem(422, "idempotency-key-reused", title, detail)
        case OverflowError():
            title = "A number would become too large to be recorded"
            return Problem(422, "out-of-range", title)
        case StoreUnavailable():
            title = "The store cannot be used now"
            wait = {"Retry-After": "2"}
            return Problem(
                503, "store-unavailable", title, "try it again", headers=wait
            )
        case ClientDisconnect():
            return malformed("the request broke off")
        case HTTPException(status_code=404):
            return Problem(404, "no-such-url", "There is nothing at this URL")
        case HTTPException(status_code=405):
            title = "This URL is not for that method"
            return Problem(405, "method-not-allowed", title)
        case HTTPException(status_code=status):
            return Problem(status, "http-error", "The request was turned down")
        case _:
            title = "Something went wrong here, not with the request"
            return Problem(500, "internal-error", title)


def _gone(certificate: str | None) -> Problem:
    facts = {"certificate": certificate} if certificate else {}
    return Problem(410, "erased", "The person was erased", facts=facts)


def answer(error: Exception) -> Response:
    """Return the response that tells a caller of an error."""
    problem = problem_of(error)
    own: dict[str, Any] = {
        "type": f"/problems/{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
    }
    if problem.detail:
        own["detail"] = problem.detail
    if problem.errors:
        own["errors"] = problem.errors
    body = {**own, **problem.facts, **own}
    media = "application/problem+json"
    return json(body, problem.status, dict(problem.headers), media)


def install(app: FastAPI) -> None:
    """Have the application answer every error of its own and of ours as a problem."""

    async def told(request: Request, error: Exception) -> Response:
        response = answer(error)
        if response.status_code == 405:
            response.headers["Allow"] = ", ".join(methods(app, request.scope["path"]))
        return response

    for kind in (
        Problem,
        Refused,
        Unknown,
        Conflict,
        ClaimTaken,
        AlreadyImported,
        Gone,
        KeyReused,
        OverflowError,
        StoreUnavailable,
        ClientDisconnect,
        HTTPException,
        Exception,
    ):
        app.add_exception_handler(kind, told)


def _words(name: str) -> list[str]:
    return re.findall(r"[A-Z][a-z0-9]*", name)

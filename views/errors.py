"""What goes wrong, as an answer: one table of statuses, a page for people, problem+json for programs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from secrets import token_hex
from typing import Any

import structlog
from apiflask import APIFlask, HTTPError
from flask import Response, jsonify, render_template, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException

from community.settings import Settings
from models.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, TooMany, Unavailable
from views import session

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    Forbidden: 403,
    Invalid: 422,
    Conflict: 409,
    TooMany: 429,
    Unavailable: 503,
    DomainError: 400,
}
PAGES = (403, 404, 429, 500, 503)
"""Statuses with a page of their own; all others share one."""
TOO_MANY = "That was more than we allow in a short time."
"""Instead of the limit itself, which says nothing to a person."""

log = structlog.get_logger("cairn.errors")


@dataclass(frozen=True)
class Problem:
    """An error as both kinds of answer need it."""

    status: int
    detail: str
    errors: dict[str, list[str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    reference: str = ""

    @property
    def title(self) -> str:
        return HTTPStatus(self.status).phrase


def install(app: APIFlask, settings: Settings) -> None:
    app.register_error_handler(DomainError, lambda error: answer(of_domain(error)))
    app.register_error_handler(HTTPError, lambda error: answer(of_api(error)))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(PoolTimeout, _busy)
    app.register_error_handler(Exception, _unexpected)


def of_domain(error: DomainError) -> Problem:
    """The problem that one of our own errors is."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    errors = {name: [words] for name, words in error.fields.items()} if isinstance(error, Invalid) else {}
    wait = error.retry_after if isinstance(error, TooMany | Unavailable) else None
    return Problem(status, str(error), errors, {} if wait is None else {"Retry-After": str(wait)})


def of_api(error: HTTPError) -> Problem:
    """The problem that apiflask found: its details are by place and field, ours by field."""
    places = error.detail.values() if isinstance(error.detail, dict) else []
    found = [each for place in places if isinstance(place, dict) for each in place.items()]
    errors = {name: list(_sentences(wrong)) for name, wrong in found}
    return Problem(error.status_code, error.message or "", errors, dict(Headers(error.headers)))


def _sentences(wrong: Any) -> Iterator[str]:
    """What is wrong with a field; where it is one of its parts, the part is named."""
    if isinstance(wrong, dict):
        yield from (f"{part}: {words}" for part, inner in wrong.items() for words in _sentences(inner))
    else:
        yield from map(str, wrong)


def answer(problem: Problem) -> Response:
    """The answer to what was asked: JSON under /api/, else a page."""
    response = _json(problem) if request.path.startswith("/api/") else _page(problem)
    response.status_code = problem.status
    response.headers.extend(problem.headers)
    return response


def _json(problem: Problem) -> Response:
    body = {"type": "about:blank", "title": problem.title, "status": problem.status, "detail": problem.detail}
    more = {"errors": problem.errors, "reference": problem.reference}
    response = jsonify(body | {name: value for name, value in more.items() if value})
    response.mimetype = "application/problem+json"
    return response


def _page(problem: Problem) -> Response:
    if problem.status >= 500:
        session.forget()  # the page must not need the database, which may be what is broken
    name = problem.status if problem.status in PAGES else "other"
    return Response(render_template(f"errors/{name}.html", problem=problem), mimetype="text/html")


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    detail = TOO_MANY if error.code == HTTPStatus.TOO_MANY_REQUESTS else error.description or ""
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After", "WWW-Authenticate")}
    return answer(Problem(error.code, detail, headers=kept))


def _unavailable(error: Unavailable) -> Response:
    log.warning("unavailable", reason=str(error.__cause__ or error))
    return answer(of_domain(error))


def _busy(error: Exception) -> Response:
    busy = Unavailable("We are busy just now. Please try again in a moment.")
    busy.__cause__ = error
    return _unavailable(busy)


def _unexpected(error: Exception) -> Response:
    reference = token_hex(4)
    log.exception("unexpected error", reference=reference, path=request.path, exc_info=error)
    return answer(Problem(500, "Something went wrong on our side.", reference=reference))

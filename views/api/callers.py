"""Who calls: a bearer token's member, or whoever is signed in in the browser, or a guest."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from community.queries import tokens
from community.queries.tokens import SCOPES
from models.member import Member
from views import session

View = TypeVar("View", bound=Callable[..., Any])

SCHEME = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token made by `community token create`. Each operation names the scope it needs.",
    }
}


def needs(scope: str) -> Callable[[View], View]:
    """Lets in only callers whose token has `scope` (or who are signed in); the API's description says so."""
    return _guarded(scope, [{"bearer": [scope]}])


def open_to_guests(view: View) -> View:
    """Lets in everybody; a token that is sent is checked all the same."""
    return _guarded("", [{}, {"bearer": []}])(view)


def viewer() -> Member | None:
    """Who calls; None is a guest."""
    caller: Member | None = g.caller
    return caller


def me() -> Member:
    """Who calls, where `needs` lets no guest in."""
    member = viewer()
    if member is None:
        raise _unauthorized("", "Send a bearer token.")
    return member


def _guarded(scope: str, security: list[dict[str, list[str]]]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            g.caller, scopes = _caller()
            if scope:
                _require(g.caller, scope, scopes)
            return view(*args, **kwargs)

        guarded._spec = {**getattr(view, "_spec", {}), "security": security}  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def _caller() -> tuple[Member | None, frozenset[str]]:
    header = request.authorization
    if "Authorization" not in request.headers:
        member = session.current()
        return member, frozenset(SCOPES if member else ())
    bearer = tokens.bearer(header.token) if header and header.type == "bearer" and header.token else None
    if bearer is None:
        raise _unauthorized("invalid_token", "This token is not valid, or no longer.")
    current_app.extensions["token_uses"].note(bearer.token_id)
    return bearer.member, bearer.scopes


def _require(member: Member | None, scope: str, scopes: frozenset[str]) -> None:
    if member is None:
        raise _unauthorized("", "Send a bearer token.")
    if scope not in scopes:
        raise Forbidden(f"This token lacks the scope {scope}.")


def _unauthorized(error: str, detail: str) -> Unauthorized:
    words: dict[str, str | None] = {"realm": "api"}
    challenge = WWWAuthenticate("bearer", words | ({"error": error} if error else {}))
    return Unauthorized(detail, www_authenticate=challenge)

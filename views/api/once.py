"""A POST with an `Idempotency-Key` that is sent again happens once and is answered the same."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from apiflask import Schema
from flask import Response, current_app, request

from community.actions import requests
from models.errors import Invalid
from views.api.callers import me

HEADER = "Idempotency-Key"
LONGEST = 200


def made(act: Callable[[], int], show: Callable[[int], Any], schema: type[Schema], status: int = 201) -> Response:
    """The answer to a POST: what `act` made (its id), as `show` reads it."""
    key = request.headers.get(HEADER)
    if key is None:
        return _answer(_body(show(act()), schema), status)
    if not 1 <= len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        raise Invalid(**{HEADER: f"Use 1 to {LONGEST} printable ASCII characters."})
    row = requests.once(me(), key, _fingerprint(), act)
    if row.status is not None:
        return _answer(row.body, row.status)
    body = _body(show(int(row.body)), schema)
    requests.answered(me(), key, status, body)
    return _answer(body, status)


def _fingerprint() -> str:
    """What makes two requests the same: method, address and body."""
    return sha256(b"\n".join((request.method.encode(), request.full_path.encode(), request.get_data()))).hexdigest()


def _body(record: Any, schema: type[Schema]) -> str:
    return current_app.json.dumps(schema().dump(record))


def _answer(body: str, status: int) -> Response:
    return Response(body, status, mimetype="application/json")

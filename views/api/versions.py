"""`ETag` and `If-Match` of what can be edited: the number of its revision, since votes and comments change no text."""

from typing import Any

from flask import request
from werkzeug.exceptions import PreconditionFailed

Record = dict[str, Any]


def tag(record: Record) -> str:
    """The entity tag of a question or a post."""
    return f"{record['id']}-{record['revision']}"


def tagged(record: Record) -> tuple[Record, int, dict[str, str]]:
    """The answer that shows `record` with its version."""
    return record, 200, {"ETag": f'"{tag(record)}"'}


def expected(record: Record) -> int | None:
    """The revision that the caller saw, or None where they do not say. Raises PreconditionFailed for another."""
    if not request.if_match:
        return None
    if tag(record) not in request.if_match:
        raise PreconditionFailed("It was edited meanwhile. Read it again, then decide.")
    return int(record["revision"])

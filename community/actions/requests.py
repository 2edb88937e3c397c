"""A request that is sent again is done once and answered the same: rows of `Idempotency-Key`.

The row and what the request does are one transaction, so there is never one without the other. The answer is kept
after the commit, when every projection has been heard; if that was missed, it is made again from the result.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update

from community.transaction import transactional
from models.base import db
from models.bookkeeping import IdempotencyKey
from models.clock import now
from models.errors import Conflict, Invalid
from models.member import Member

KEPT = timedelta(days=1)  # a client that has not tried again within a day has given up


def once(by: Member, key: str, fingerprint: str, act: Callable[[], Any]) -> IdempotencyKey:
    """The row of this request; `act` has run in this call or in an earlier one. Raises Invalid for a key of another."""
    try:
        return _once(by, key, fingerprint, act)
    except Conflict:
        if (row := _row(by, key)) is None:
            raise
        return _same(row, fingerprint)  # a twin was faster by a moment


@transactional
def _once(by: Member, key: str, fingerprint: str, act: Callable[[], Any]) -> IdempotencyKey:
    if row := _row(by, key):
        return _same(row, fingerprint)
    row = IdempotencyKey(member_id=by.id, key=key, fingerprint=fingerprint, at=now())
    db.session.add(row)
    db.session.flush()  # a twin waits here until we have committed
    row.body = json.dumps(act())
    return row


@transactional
def answered(by: Member, key: str, status: int, body: str) -> None:
    """Keeps the answer for whoever sends the request again."""
    mine = (IdempotencyKey.member_id == by.id, IdempotencyKey.key == key)
    db.session.execute(update(IdempotencyKey).where(*mine).values(status=status, body=body))


@transactional
def prune(by: Member | None) -> int:
    """How many kept answers were too old and dropped."""
    old = delete(IdempotencyKey).where(IdempotencyKey.at < now() - KEPT)
    return cast(CursorResult[Any], db.session.execute(old)).rowcount


def _row(by: Member, key: str) -> IdempotencyKey | None:
    mine = select(IdempotencyKey).where(IdempotencyKey.member_id == by.id, IdempotencyKey.key == key)
    return db.session.scalar(mine.execution_options(populate_existing=True))


def _same(row: IdempotencyKey, fingerprint: str) -> IdempotencyKey:
    if row.fingerprint != fingerprint:
        raise Invalid("This Idempotency-Key was sent with another request before.")
    return row

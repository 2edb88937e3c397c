"""The counts that rows carry, against the rows that they count."""

from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import CursorResult, case, or_, select, update

from community import counters
from models.base import Base, db
from models.member import Member
from models.post import Post
from models.taxonomy import Category, Tag
from models.thread import Thread

STATE = case(
    (Thread.closed_at.is_not(None), "closed"),
    (or_(counters.THREAD["accepted_count"] > 0, Thread.resolved_at.is_not(None)), "resolved"),
    (counters.THREAD["answer_count"] > 0, "answered"),
    else_="open",
)

COUNTED: tuple[tuple[type[Base], dict[str, Any]], ...] = (
    (Post, {**counters.POST, "comment_count": counters.COMMENTS}),
    (Thread, {**counters.THREAD, "state": STATE}),
    (Tag, {"thread_count": counters.TAG}),
    (Category, {"thread_count": counters.CATEGORY}),
    (Member, counters.MEMBER),
)


def differences() -> Iterator[str]:
    for table, counts in COUNTED:
        for column, counted in counts.items():
            stored = getattr(table, column)
            rows = db.session.execute(select(_id(table), stored, counted).where(stored != counted))
            for row_id, stands, should in rows:
                yield f"{table.__tablename__} {row_id}: {column} is {stands}, should be {should}"


def repair() -> int:
    changed = 0
    for table, counts in COUNTED:
        for column, counted in counts.items():
            wrong = update(table).where(getattr(table, column) != counted).values({column: counted})
            result = db.session.execute(wrong.execution_options(synchronize_session=False))
            changed += cast(CursorResult[Any], result).rowcount
    return changed


def _id(table: type[Base]) -> Any:
    return table.__table__.c.id

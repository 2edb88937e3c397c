"""The counts that rows carry, against the rows that they count."""

from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import CursorResult, case, or_, select, update

from community import counts
from models.base import Base, db
from models.member import Member
from models.post import Post
from models.taxonomy import Category, Tag
from models.thread import Thread

STATE = case(
    (Thread.closed_at.is_not(None), "closed"),
    (or_(counts.THREAD["accepted_count"] > 0, Thread.resolved_at.is_not(None)), "resolved"),
    (counts.THREAD["answer_count"] > 0, "answered"),
    else_="open",
)

COUNTED: tuple[tuple[type[Base], dict[str, Any]], ...] = (
    (Post, {**counts.POST, "comment_count": counts.COMMENTS}),
    (Thread, {**counts.THREAD, "state": STATE}),
    (Tag, {"thread_count": counts.TAG}),
    (Category, {"thread_count": counts.CATEGORY}),
    (Member, counts.MEMBER),
)


def differences() -> Iterator[str]:
    for table, columns in COUNTED:
        for column, counted in columns.items():
            stored = getattr(table, column)
            rows = db.session.execute(select(_id(table), stored, counted).where(stored != counted))
            for row_id, stands, should in rows:
                yield f"{table.__tablename__} {row_id}: {column} is {stands}, should be {should}"


def repair() -> int:
    changed = 0
    for table, columns in COUNTED:
        for column, counted in columns.items():
            wrong = update(table).where(getattr(table, column) != counted).values({column: counted})
            result = db.session.execute(wrong.execution_options(synchronize_session=False))
            changed += cast(CursorResult[Any], result).rowcount
    return changed


def _id(table: type[Base]) -> Any:
    return table.__table__.c.id

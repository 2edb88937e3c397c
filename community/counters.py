"""The counts that lists and pages show, moved by what each event changed: a projection.

Every statement says `count = count + change` in the database, under the locks of the action; so parallel changes add up
and nothing is read to be written back. What they must come to is in `community.counts`.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from models import events as e
from models.acceptance import Acceptance
from models.base import Base, db
from models.event_log import Entry
from models.events import Event
from models.member import Member
from models.post import Post
from models.taxonomy import Category, Tag, ThreadTag
from models.thread import Thread


def project(entry: Entry) -> None:
    MOVES[type(entry.event)](entry.event)


def _asked(event: e.QuestionAsked) -> None:
    _place(event.tag_ids, event.category_id, +1)


def _edited(event: e.QuestionEdited) -> None:
    _place(event.old_tag_ids, event.old_category_id, -1)
    _place(event.tag_ids, event.category_id, +1)


def _answered(event: e.AnswerPosted) -> None:
    if event.role != "bot":
        _move(Member, event.author_id, answer_count=1)


def _commented(event: e.CommentPosted) -> None:
    _move(Post, event.parent_id, comment_count=1)


def _deleted(event: e.PostDeleted) -> None:
    _masked(event, -1)


def _restored(event: e.PostRestored) -> None:
    _masked(event, +1)


def _masked(event: e.PostDeleted | e.PostRestored, way: int) -> None:
    """What a post counted for, taken away or given back."""
    if event.kind == "comment":
        _move(Post, db.session.scalar(select(Post.parent_id).where(Post.id == event.post_id)), comment_count=way)
    elif event.kind == "opening":
        tags = db.session.scalars(select(ThreadTag.tag_id).where(ThreadTag.thread_id == event.thread_id))
        category = select(Thread.category_id).where(Thread.id == event.thread_id)
        _place(tuple(tags), db.session.scalar(category), way)
    elif event.author_id is not None:
        helpful, solved = db.session.execute(select(Post.helpful, SOLVED).where(Post.id == event.post_id)).one()
        _move(Member, event.author_id, answer_count=way, helped_count=way * helpful, solved_count=way * solved)


def _voted(event: e.VoteCast) -> None:
    helpful = (event.value == 1) - (event.old_value == 1)
    didnt_work = (event.value == -1) - (event.old_value == -1)
    _move(Post, event.post_id, helpful=helpful, didnt_work=didnt_work, score=event.value - event.old_value)
    if event.post_kind == "answer":
        _move(Member, event.author_id, helped_count=helpful)


def _accepted(event: e.AnswerAccepted) -> None:
    _move(Member, event.author_id, solved_count=1)


def _acceptance_ended(event: e.AcceptanceEnded) -> None:
    """(One of a deleted answer was taken away with it.)"""
    if db.session.scalar(select(Post.deleted_at).where(Post.id == event.post_id)) is None:
        _move(Member, event.author_id, solved_count=-1)


def _affected(event: e.MeTooSet) -> None:
    _move(Thread, event.thread_id, me_too_count=1 if event.on else -1)


def _followed(event: e.FollowSet) -> None:
    if event.kind == "thread":
        _move(Thread, event.target_id, follower_count=1 if event.on else -1)


MOVES: dict[type[Event], Callable[[Any], None]] = {
    e.QuestionAsked: _asked,
    e.QuestionEdited: _edited,
    e.AnswerPosted: _answered,
    e.CommentPosted: _commented,
    e.PostDeleted: _deleted,
    e.PostRestored: _restored,
    e.VoteCast: _voted,
    e.AnswerAccepted: _accepted,
    e.AcceptanceEnded: _acceptance_ended,
    e.MeTooSet: _affected,
    e.FollowSet: _followed,
}

EVENTS = tuple(MOVES)

SOLVED = (
    select(func.count(func.distinct(Acceptance.post_id)))
    .where(Acceptance.post_id == Post.id, Acceptance.ended_at.is_(None))
    .scalar_subquery()
)


def _place(tags: tuple[int, ...], category_id: int | None, way: int) -> None:
    if tags:
        _add(Tag, Tag.id.in_(sorted(tags)), thread_count=way)  # in one order, so that two askers never lock crosswise
    _move(Category, category_id, thread_count=way)


def _move(table: type[Base], row_id: int | None, **changes: int) -> None:
    if row_id is not None and any(changes.values()):
        _add(table, table.__table__.c.id == row_id, **changes)


def _add(table: type[Base], where: ColumnElement[bool], **changes: int) -> None:
    moved = {name: getattr(table, name) + change for name, change in changes.items() if change}
    statement = update(table).where(where).values(moved)
    db.session.execute(statement.execution_options(synchronize_session="fetch"))

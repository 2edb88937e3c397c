"""What a member is told: a projection from events to inbox rows, decided by one function an event.

Nobody is told of what they did themselves. Whether a row may still be seen is asked again when it is listed or mailed.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import insert, select, update

from models import events as e
from models.base import db
from models.event_log import Entry
from models.events import Event
from models.notification import Notification
from models.post import Post
from models.thread import Thread
from models.vote import Follow

Told = Iterator[tuple[str, int | None]]
"""What kind of news, for which member."""

FANOUT = 200
"""Followers told in one event. More would make one answer a bulk mailing; they see it in their lists."""


def _followers(kind: str, *targets: int) -> Iterable[int]:
    return db.session.scalars(
        select(Follow.member_id)
        .where(Follow.kind == kind, Follow.target_id.in_(targets))
        .order_by(Follow.at, Follow.member_id)
        .limit(FANOUT)
    )


def _asker(thread_id: int) -> int | None:
    return db.session.scalar(select(Thread.author_id).where(Thread.id == thread_id))


def _author(post_id: int) -> int | None:
    return db.session.scalar(select(Post.author_id).where(Post.id == post_id))


def _asked(event: e.QuestionAsked) -> Told:
    yield from (("question", member) for member in _followers("tag", *event.tag_ids))
    if event.category_id:
        yield from (("question", member) for member in _followers("category", event.category_id))


def _answered(event: e.AnswerPosted) -> Told:
    yield "answer", _asker(event.thread_id)
    yield from (("followed", member) for member in _followers("thread", event.thread_id))


def _commented(event: e.CommentPosted) -> Told:
    yield "comment", _author(event.parent_id)
    yield "comment", _asker(event.thread_id)


def _closed(event: e.ThreadClosed) -> Told:
    yield "closed", _asker(event.thread_id)
    yield from (("closed", member) for member in _followers("thread", event.thread_id))


def _disputed(event: e.DisputeOpened) -> Told:
    yield "disputed", _author(event.post_id)
    yield "disputed", _asker(event.thread_id)


def _decided(event: e.DisputeDecided) -> Told:
    yield from (("dispute_decided", who) for who in (_author(event.post_id), _asker(event.thread_id)))
    yield from (("dispute_decided", member) for member in _followers("thread", event.thread_id))


def _climbed(event: e.ThreadClimbed) -> Told:
    yield "climbed", _asker(event.thread_id)
    yield from (("asked", member) for member in event.asked_ids)


def _handed_back(event: e.ThreadHandedBack) -> Told:
    yield "handed_back", _asker(event.thread_id)
    helpers = select(Post.author_id).where(
        Post.thread_id == event.thread_id, Post.kind == "answer", Post.deleted_at.is_(None)
    )
    yield from (("handed_back", member) for member in db.session.scalars(helpers.distinct()))


NEWS: dict[type[Event], Callable[[Any], Told]] = {
    e.QuestionAsked: _asked,
    e.AnswerPosted: _answered,
    e.CommentPosted: _commented,
    e.Mentioned: lambda event: (("mention", member) for member in event.member_ids),
    e.AnswerAccepted: lambda event: iter([("accepted", event.author_id)]),
    e.AnswerVerified: lambda event: iter([("verified", event.author_id)]),
    e.ThreadClosed: _closed,
    e.ResolvedOtherwise: lambda event: iter([("resolved", _asker(event.thread_id))]),
    e.InformationRequested: lambda event: iter([("needs_info", _asker(event.thread_id))]),
    e.DisputeOpened: _disputed,
    e.DisputeDecided: _decided,
    e.ThreadClimbed: _climbed,
    e.ThreadTaken: lambda event: iter([("assigned", event.member_id if event.given_by else None)]),
    e.ThreadHandedBack: _handed_back,
    e.FlagDecided: lambda event: iter([("flag_decided", event.reporter_id)]),
    e.ArticlePublished: lambda event: (("guide", author) for author, _ in event.helpers),
    e.LevelChanged: lambda event: iter([("level", event.member_id)]),
}

EVENTS = (*NEWS, e.InboxRead)


def project(entry: Entry) -> None:
    if isinstance(entry.event, e.InboxRead):
        _read(entry.event, entry)
    elif rows := list(_rows(entry)):
        db.session.execute(insert(Notification), rows)


def told(entry: Entry) -> list[tuple[int, str]]:
    """Who was told of this event, and as what: (member id, kind), one a member."""
    found = db.session.execute(
        select(Notification.member_id, Notification.kind)
        .where(Notification.event_id == entry.id)
        .order_by(Notification.id)
    )
    return [(member_id, kind) for member_id, kind in found]


def _rows(entry: Entry) -> Iterator[dict[str, Any]]:
    """One row a member: the first kind that named them says it best."""
    seen = {None, entry.actor_id}
    for kind, member_id in NEWS[type(entry.event)](entry.event):
        if member_id in seen:
            continue
        seen.add(member_id)
        yield {
            "member_id": member_id,
            "event_id": entry.id,
            "kind": kind,
            "thread_id": getattr(entry.event, "thread_id", None),
            "post_id": getattr(entry.event, "post_id", None),
            "actor_id": entry.actor_id,
            "at": entry.at,
        }


def _read(event: e.InboxRead, entry: Entry) -> None:
    unread = (Notification.member_id == event.member_id, Notification.read_at.is_(None))
    db.session.execute(
        update(Notification)
        .where(*unread, Notification.id <= event.up_to)
        .values(read_at=entry.at)
        .execution_options(synchronize_session=False)
    )

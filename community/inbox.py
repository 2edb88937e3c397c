"""What a member is told: a projection from events to inbox rows, decided by one function an event.

Nobody is told of what they did themselves. Whether a row may still be seen is asked again when it is listed or mailed.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from sqlalchemy import insert, select, update

from models import events as e
from models.base import db
from models.escalation import STAFF_TIER
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


class World(Protocol):
    """What has to be known to say who hears of an event: as it stands now, or, for a replay, as it stood then."""

    def followers(self, kind: str, *targets: int) -> Iterable[int]: ...
    def asker(self, thread_id: int) -> int | None: ...
    def author(self, post_id: int) -> int | None: ...
    def helpers(self, thread_id: int) -> Iterable[int | None]: ...


class Present:
    """The world as the tables have it."""

    def followers(self, kind: str, *targets: int) -> Iterable[int]:
        """Those who follow any of these, the first ones first."""
        following = select(Follow.member_id).where(Follow.kind == kind, Follow.target_id.in_(targets))
        return db.session.scalars(following.order_by(Follow.at, Follow.member_id).limit(FANOUT))

    def asker(self, thread_id: int) -> int | None:
        return db.session.scalar(select(Thread.author_id).where(Thread.id == thread_id))

    def author(self, post_id: int) -> int | None:
        return db.session.scalar(select(Post.author_id).where(Post.id == post_id))

    def helpers(self, thread_id: int) -> Iterable[int | None]:
        """Who wrote the answers that are visible."""
        answers = (Post.thread_id == thread_id, Post.kind == "answer", Post.deleted_at.is_(None))
        return db.session.scalars(select(Post.author_id).where(*answers).distinct().order_by(Post.author_id))


def _named(event: e.QuestionAsked | e.AnswerPosted | e.CommentPosted) -> Told:
    yield from (("mention", member) for member in event.mentioned_ids)


def _asked(event: e.QuestionAsked, world: World) -> Told:
    yield from _named(event)
    yield from (("question", member) for member in world.followers("tag", *event.tag_ids))
    if event.category_id:
        yield from (("question", member) for member in world.followers("category", event.category_id))


def _answered(event: e.AnswerPosted, world: World) -> Told:
    yield "answer", world.asker(event.thread_id)
    yield from _named(event)
    yield from (("followed", member) for member in world.followers("thread", event.thread_id))


def _commented(event: e.CommentPosted, world: World) -> Told:
    yield "comment", world.author(event.parent_id)
    yield from _named(event)
    yield "comment", world.asker(event.thread_id)


def _closed(event: e.ThreadClosed, world: World) -> Told:
    yield "closed", world.asker(event.thread_id)
    yield from (("closed", member) for member in world.followers("thread", event.thread_id))


def _disputed(event: e.DisputeOpened, world: World) -> Told:
    yield "disputed", world.author(event.post_id)
    yield "disputed", world.asker(event.thread_id)


def _decided(event: e.DisputeDecided, world: World) -> Told:
    yield "dispute_decided", world.author(event.post_id)
    yield "dispute_decided", world.asker(event.thread_id)
    yield from (("dispute_decided", member) for member in world.followers("thread", event.thread_id))


def _climbed(event: e.ThreadClimbed, world: World) -> Told:
    """The asker hears when it reaches staff; the steps before are on the question's page."""
    if event.tier >= STAFF_TIER:
        yield "climbed", world.asker(event.thread_id)
    yield from (("asked", member) for member in event.asked_ids)


def _handed_back(event: e.ThreadHandedBack, world: World) -> Told:
    yield "handed_back", world.asker(event.thread_id)
    yield from (("handed_back", member) for member in world.helpers(event.thread_id))


NEWS: dict[type[Event], Callable[[Any, World], Told]] = {
    e.QuestionAsked: _asked,
    e.AnswerPosted: _answered,
    e.CommentPosted: _commented,
    e.Mentioned: lambda event, world: (("mention", member) for member in event.member_ids),
    e.AnswerAccepted: lambda event, world: iter([("accepted", event.author_id)]),
    e.AnswerVerified: lambda event, world: iter([("verified", event.author_id)]),
    e.ThreadClosed: _closed,
    e.ResolvedOtherwise: lambda event, world: iter([("resolved", world.asker(event.thread_id))]),
    e.InformationRequested: lambda event, world: iter([("needs_info", world.asker(event.thread_id))]),
    e.DisputeOpened: _disputed,
    e.DisputeDecided: _decided,
    e.ThreadClimbed: _climbed,
    e.ThreadTaken: lambda event, world: iter([("assigned", event.member_id if event.given_by else None)]),
    e.ThreadHandedBack: _handed_back,
    e.FlagDecided: lambda event, world: iter([("flag_decided", event.reporter_id)]),
    e.ArticlePublished: lambda event, world: (("guide", author) for author, _ in event.helpers),
    e.LevelChanged: lambda event, world: iter([("level", event.member_id)]),
}

EVENTS = (*NEWS, e.InboxRead)


def project(entry: Entry) -> None:
    if isinstance(entry.event, e.InboxRead):
        _read(entry.event, entry)
    elif rows := list(rows_of(entry, Present())):
        db.session.execute(insert(Notification), rows)


def kinds(entry: Entry, world: World) -> dict[int, list[str]]:
    """Who hears of this event, and as what kinds of news: {member: kinds}, the one that says it best first."""
    found: dict[int, list[str]] = {}
    for kind, member_id in NEWS[type(entry.event)](entry.event, world):
        if member_id is not None and member_id != entry.actor_id:
            found.setdefault(member_id, []).append(kind)
    return found


def rows_of(entry: Entry, world: World) -> Iterator[dict[str, Any]]:
    """One row a member, of the first kind."""
    for member_id, (kind, *_) in kinds(entry, world).items():
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
        .where(*unread, Notification.event_id <= event.up_to)
        .values(read_at=entry.at)
        .execution_options(synchronize_session=False)
    )

"""A community of any size, written straight into the tables: only its numbers matter, not how it came to be.

Every thread has its opening, its answers (ten in each tenth thread, none in each fifth), comments, tags, events and a
clock, so each page finds as much to show in a large community as in a small one.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from community import markup
from escalation.facts import Facts
from escalation.facts_json import to_json
from models import events as e
from models.base import Base
from models.escalation import PEERS, STAFF_TIER, Clock
from models.event_log import LoggedEvent
from models.member import Member
from models.post import Post, Revision
from models.taxonomy import Category, Tag, ThreadTag
from models.thread import Thread

BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
MEMBERS, TAGS, CATEGORIES = 1_000, 50, 5
WORDS = [
    *("battery", "charger", "update", "screen", "account", "invoice", "sync", "camera", "printer", "cable", "signal"),
    *("firmware", "password", "export", "filter", "sensor", "router", "socket", "window", "folder", "driver", "reset"),
    *("delay", "border", "market", "ticket", "answer", "garden", "button", "memory"),
]
CHUNK = 5_000
YEARS = timedelta(days=3650)


def fill(connection: Connection, threads: int) -> None:
    """`threads` threads with all that belongs to them, by a thousand members."""
    _insert(connection, Member, (_member(number) for number in range(1, MEMBERS + 1)))
    _insert(connection, Category, (_category(number) for number in range(1, CATEGORIES + 1)))
    _insert(connection, Tag, (_tag(number, threads) for number in range(1, TAGS + 1)))
    _insert(connection, Thread, (thread(number) for number in range(1, threads + 1)))
    _insert(connection, ThreadTag, (row for number in range(1, threads + 1) for row in _thread_tags(number)))
    _insert(connection, Post, _all_posts(threads))
    _insert(connection, Revision, map(_revision, _all_posts(threads)))
    _insert(connection, LoggedEvent, map(_event, _all_posts(threads)))
    _insert(connection, Clock, (_clock(number) for number in range(1, threads + 1)))
    connection.exec_driver_sql("ANALYZE")


def _insert(connection: Connection, table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == CHUNK:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)


def at(number: int) -> datetime:
    """When the thread of this number was asked: one each five minutes."""
    return BEGAN + timedelta(minutes=5 * number)


def answers(number: int) -> int:
    """How many answers the thread of this number has."""
    if number % 10 == 1:
        return 10
    return 0 if number % 5 == 0 else 1 + number % 2


def words(number: int, count: int) -> str:
    return " ".join(WORDS[(number * 7 + step * (3 + number % 5)) % len(WORDS)] for step in range(count))


def _member(number: int) -> dict[str, Any]:
    role = "staff" if number == 2 else "customer"
    return {
        "id": number, "handle": f"member{number}", "handle_key": f"member{number}", "display_name": f"Member {number}",
        "role": role, "joined_at": BEGAN, "email_confirmed_at": BEGAN, "reputation": number % 300, "level": number % 5,
    }  # fmt: skip


def _category(number: int) -> dict[str, Any]:
    return {"id": number, "slug": f"category-{number}", "name": f"Category {number}", "position": number}


def _tag(number: int, threads: int) -> dict[str, Any]:
    return {"id": number, "name": f"tag{number}", "thread_count": 2 * threads // TAGS}


def thread(number: int) -> dict[str, Any]:
    """The row of the thread of this number."""
    title = f"{words(number, 7).capitalize()} {number}"
    found = answers(number)
    return {
        "id": number, "title": title, "slug": markup.slugify(title), "author_id": 1 + number % MEMBERS,
        "category_id": 1 + number % CATEGORIES, "opening_id": _first_post(number), "fields": {},
        "state": "answered" if found else "open", "created_at": at(number),
        "active_at": at(number) + timedelta(hours=1), "tag_names": [f"tag{1 + tag}" for tag in _tags(number)],
        "excerpt": words(number, 25),
        "answer_count": found, "score": number % 9, "me_too_count": number % 17,
    }  # fmt: skip


def _tags(number: int) -> tuple[int, int]:
    return number % TAGS, (number * 3 + 1) % TAGS if (number * 3 + 1) % TAGS != number % TAGS else (number + 1) % TAGS


def _thread_tags(number: int) -> Iterator[dict[str, int]]:
    for tag in _tags(number):
        yield {"thread_id": number, "tag_id": 1 + tag}


# Ids are given so that a thread's posts can be told from its number: an opening, up to ten answers, two comments.
ROOM = 16


def _first_post(number: int) -> int:
    return number * ROOM


def _all_posts(threads: int) -> Iterator[dict[str, Any]]:
    return (post for number in range(1, threads + 1) for post in posts(number))


def posts(number: int) -> Iterator[dict[str, Any]]:
    """The opening of the thread of this number, its answers, and a comment on each of the first two."""
    first = _first_post(number)
    yield _post(first, number, "opening", None, 0)
    for step in range(1, answers(number) + 1):
        yield _post(first + step, number, "answer", None, step)
    if answers(number):
        yield _post(first + 14, number, "comment", first, 11)
        yield _post(first + 15, number, "comment", first + 1, 12)


def _post(id_: int, number: int, kind: str, parent_id: int | None, step: int) -> dict[str, Any]:
    text = words(id_, 14 if kind == "comment" else 90)
    html = f"<p>{text}</p>\n<p>Then <code>{words(id_, 2)}</code> and <strong>{words(id_ + 1, 3)}</strong>.</p>"
    has_comment = int(bool(answers(number)) and step in (0, 1))
    return {
        "id": id_, "thread_id": number, "kind": kind, "parent_id": parent_id,
        "author_id": 1 + (number + 31 * step) % MEMBERS, "created_at": at(number) + timedelta(minutes=3 * step),
        "source": text, "html": html, "renderer": markup.RENDERER, "helpful": step % 3, "score": step % 3,
        "comment_count": has_comment if kind != "comment" else 0,
    }  # fmt: skip


def _revision(post: dict[str, Any]) -> dict[str, Any]:
    return {
        "post_id": post["id"], "number": 1, "editor_id": post["author_id"], "at": post["created_at"],
        "body": post["source"],
    }  # fmt: skip


def _event(post: dict[str, Any]) -> dict[str, Any]:
    about = {"thread_id": post["thread_id"], "post_id": post["id"], "author_id": post["author_id"]}
    said: dict[str, Callable[[], e.Event]] = {
        "opening": lambda: e.QuestionAsked(**about),
        "answer": lambda: e.AnswerPosted(**about, role="customer"),
        "comment": lambda: e.CommentPosted(**about, parent_id=post["parent_id"], role="customer"),
    }
    event = said[post["kind"]]()
    return {
        "at": post["created_at"], "actor_id": post["author_id"], "thread_id": post["thread_id"],
        "kind": type(event).__name__, "payload": json.loads(json.dumps(event.payload())),
    }  # fmt: skip


def _clock(number: int) -> dict[str, Any]:
    """One thread in five waits for an answer; of those, one in four is with staff. Nothing is due for years."""
    waits = not answers(number)
    with_staff = waits and number % 20 == 0
    tier = STAFF_TIER if with_staff else PEERS
    facts = Facts(asked_at=at(number), round_at=at(number), tier=tier)
    return {
        "thread_id": number, "tier": tier, "round": 1, "in_queue": with_staff, "asleep": False,
        "due_at": at(number) + YEARS, "due_kind": "unanswered" if waits else "unconfirmed",
        "promise_at": at(number) + timedelta(hours=6) if with_staff else None,
        "priority": number * 5 if with_staff else None, "facts": to_json(facts), "spans": [], "policy_number": 1,
    }  # fmt: skip

"""The inbox, told again from the log alone: who followed, asked and answered is what the log said until then."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import delete, insert, select, update

from community import inbox
from models import events as e
from models.base import db
from models.event_log import Entry, LoggedEvent
from models.notification import Notification

Key = tuple[int, int, str]
"""member, event, kind"""


class Past:
    """The world as the log has told it so far (`inbox.World`)."""

    def __init__(self) -> None:
        self.follows: defaultdict[tuple[str, int], dict[int, None]] = defaultdict(dict)
        self.askers: dict[int, int | None] = {}
        self.authors: dict[int, int | None] = {}
        self.answers: defaultdict[int, dict[int, int | None]] = defaultdict(dict)

    def followers(self, kind: str, *targets: int) -> Iterable[int]:
        found = [member for target in targets for member in self.follows[kind, target]]
        return list(dict.fromkeys(found))[: inbox.FANOUT]

    def asker(self, thread_id: int) -> int | None:
        return self.askers.get(thread_id)

    def author(self, post_id: int) -> int | None:
        return self.authors.get(post_id)

    def helpers(self, thread_id: int) -> Iterable[int | None]:
        return set(self.answers[thread_id].values())

    def learn(self, event: e.Event) -> None:
        match event:
            case e.FollowSet(on=True):
                self.follows[event.kind, event.target_id][event.member_id] = None
            case e.FollowSet():
                self.follows[event.kind, event.target_id].pop(event.member_id, None)
            case e.QuestionAsked():
                self.askers[event.thread_id] = self.authors[event.post_id] = event.author_id
            case e.AnswerPosted():
                self.authors[event.post_id] = self.answers[event.thread_id][event.post_id] = event.author_id
            case e.CommentPosted():
                self.authors[event.post_id] = event.author_id
            case e.PostDeleted(kind="answer"):
                self.answers[event.thread_id].pop(event.post_id, None)
            case e.PostRestored(kind="answer"):
                self.answers[event.thread_id][event.post_id] = event.author_id


def differences() -> Iterator[str]:
    should, stands = _told_again(), _standing()
    for key in sorted(should.keys() - stands.keys()):
        yield f"inbox of member {key[0]}: {key[2]} of event {key[1]} is missing"
    for key in sorted(stands.keys() - should.keys()):
        yield f"inbox of member {key[0]}: {key[2]} of event {key[1]} should not be there"
    for key in sorted(should.keys() & stands.keys()):
        if (read_at := should[key]["read_at"]) != stands[key]:
            yield f"inbox of member {key[0]}: {key[2]} of event {key[1]} is read at {stands[key]}, not {read_at}"


def repair() -> int:
    should, stands = _told_again(), _standing()
    missing = [row for key, row in should.items() if key not in stands]
    if missing:
        db.session.execute(insert(Notification), missing)
    for key in stands.keys() - should.keys():
        db.session.execute(delete(Notification).where(*_is(key)))
    unlike = [key for key in should.keys() & stands.keys() if should[key]["read_at"] != stands[key]]
    for key in unlike:
        db.session.execute(update(Notification).where(*_is(key)).values(read_at=should[key]["read_at"]))
    return len(missing) + len(stands.keys() - should.keys()) + len(unlike)


def _is(key: Key) -> tuple[Any, ...]:
    return Notification.member_id == key[0], Notification.event_id == key[1], Notification.kind == key[2]


def _standing() -> dict[Key, Any]:
    rows = db.session.execute(
        select(Notification.member_id, Notification.event_id, Notification.kind, Notification.read_at)
    )
    return {(member, event, kind): read_at for member, event, kind, read_at in rows}


def _told_again() -> dict[Key, dict[str, Any]]:
    """Every row that the log leads to. What was imported was told to nobody."""
    world, rows, unread = Past(), {}, defaultdict[int, list[dict[str, Any]]](list)
    log = select(LoggedEvent).order_by(LoggedEvent.id).execution_options(yield_per=1_000)
    for logged in db.session.scalars(log):
        entry = logged.entry()
        if isinstance(entry.event, e.InboxRead):
            _read(unread[entry.event.member_id], entry, entry.event.up_to)
        elif type(entry.event) in inbox.NEWS and not logged.imported:
            for row in inbox.rows_of(entry, world):
                row["read_at"] = None
                rows[row["member_id"], row["event_id"], row["kind"]] = row
                unread[row["member_id"]].append(row)
        world.learn(entry.event)
    return rows


def _read(unread: list[dict[str, Any]], entry: Entry, up_to: int) -> None:
    for row in unread:
        if row["event_id"] <= up_to:
            row["read_at"] = entry.at
    unread[:] = [row for row in unread if row["event_id"] > up_to]

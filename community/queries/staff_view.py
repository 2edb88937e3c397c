"""What only staff see of a thread: the notes, what happened, who could take it, and the disputes to decide.

Notes stand in a table of their own and are read here alone, so no public page can show one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import aliased

from community.queries import keyset, people
from community.queries.keyset import Page
from community.queries.people import Person
from models.base import fetch
from models.dispute import Dispute
from models.escalation import Note
from models.event_log import LoggedEvent
from models.member import OFFICIAL, Member
from models.post import Post
from models.thread import Thread
from models.vote import Flag
from reputation.privileges import Privilege, require

HISTORY = 40
COLLEAGUES = 200
SIZE = 25
TOLD = (
    "QuestionAsked", "AnswerPosted", "AnswerAccepted", "AcceptanceEnded", "AnswerVerified", "ThreadClimbed",
    "ThreadTaken", "ThreadLetGo", "NoteAdded", "ThreadHandedBack", "ResolvedOtherwise", "InformationRequested",
    "InformationGiven", "TargetMissed", "DisputeOpened", "DisputeDecided", "ThreadClosed", "ThreadReopened",
    "SeverityChanged", "ClocksStarted", "PostFlagged", "FlagDecided", "PostDeleted", "PostRestored",
    "VerificationEnded", "CandidateDismissed", "ArticlePublished",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StaffNote:
    id: int
    author: Person
    at: datetime
    html: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of the thread, with who did it (nobody: the ladder itself)."""

    at: datetime
    kind: str
    who: Person | None
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Disputed:
    """A dispute as staff see it: with the evidence and who opened it."""

    id: int
    thread_id: int
    title: str
    slug: str
    post_id: int
    helpful: int
    didnt_work: int
    cause: str
    reason: str
    evidence: str
    opener: Person | None
    author_id: int | None
    asker_id: int | None
    opened_at: datetime
    due_at: datetime | None
    decided_at: datetime | None
    outcome: str | None
    outcome_reason: str
    scope: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a post that waits for a decision."""

    id: int
    thread_id: int
    title: str
    slug: str
    post_id: int
    post_kind: str
    html: str
    author: Person
    author_id: int | None
    reporter_id: int | None
    reason: str
    note: str
    at: datetime
    deleted: bool


def notes(by: Member, thread_id: int) -> list[StaffNote]:
    """The thread's notes, oldest first. Raises Forbidden for everybody but staff."""
    require(by, Privilege.NOTE)
    rows = fetch(
        select(Note.id, Note.at, Note.html, *people.COLUMNS)
        .outerjoin(Member, Member.id == Note.author_id)
        .where(Note.thread_id == thread_id)
        .order_by(Note.at, Note.id)
    )
    return [StaffNote(row.id, people.of(row[3:]), row.at, row.html) for row in rows]


def history(by: Member, thread_id: int) -> list[Happened]:
    """What happened to the thread, the newest first."""
    require(by, Privilege.SEE_QUEUE)
    rows = fetch(
        select(LoggedEvent.at, LoggedEvent.kind, LoggedEvent.payload, *people.COLUMNS)
        .outerjoin(Member, Member.id == LoggedEvent.actor_id)
        .where(LoggedEvent.thread_id == thread_id, LoggedEvent.kind.in_(TOLD))
        .order_by(LoggedEvent.at.desc(), LoggedEvent.id.desc())
        .limit(HISTORY)
    )
    return [
        Happened(
            row.at, row.kind, people.of(row[3:]) if row[3] is not None and row[6] != "system" else None, row.payload
        )
        for row in rows
    ]


def colleagues() -> list[tuple[int, str]]:
    """(id, name) of everybody to whom a thread can be given."""
    rows = fetch(
        select(Member.id, Member.handle, Member.display_name)
        .where(Member.role.in_(sorted(OFFICIAL)), Member.deleted_at.is_(None))
        .order_by(Member.display_name, Member.handle)
        .limit(COLLEAGUES)
    )
    return [(row.id, row.display_name or row.handle) for row in rows]


_opener = aliased(Member)
_OPENER = (_opener.id, _opener.handle, _opener.display_name, _opener.role, _opener.level, _opener.deleted_at)


def disputes(by: Member, *, thread_id: int | None = None, decided: bool = False, after: str = "") -> Page[Disputed]:
    """Disputes that wait for a decision, the one due first; or those that were decided, the newest first."""
    require(by, Privilege.SEE_QUEUE)
    statement = (
        select(
            Dispute.id, Dispute.thread_id, Thread.title, Thread.slug, Dispute.post_id, Post.helpful, Post.didnt_work,
            Dispute.cause, Dispute.reason, Dispute.evidence, Post.author_id, Thread.author_id.label("asker_id"),
            Dispute.opened_at, Dispute.due_at, Dispute.decided_at, Dispute.outcome, Dispute.outcome_reason,
            Dispute.scope, *_OPENER,
        )
        .join(Thread, Thread.id == Dispute.thread_id)
        .join(Post, Post.id == Dispute.post_id)
        .outerjoin(_opener, _opener.id == Dispute.opener_id)
        .where(Thread.deleted_at.is_(None))
    )  # fmt: skip
    if thread_id is not None:
        statement = statement.where(Dispute.thread_id == thread_id)
    if decided:
        statement = statement.where(Dispute.decided_at.is_not(None))
        if after:
            statement = statement.where(keyset.before(after, Dispute.decided_at, Dispute.id))
        statement = statement.order_by(Dispute.decided_at.desc(), Dispute.id.desc())
    else:
        statement = statement.where(Dispute.decided_at.is_(None))
        if after:
            key, row_id = keyset.parse(after, datetime)
            statement = statement.where(tuple_(Dispute.opened_at, Dispute.id) > tuple_(key, row_id))
        statement = statement.order_by(Dispute.opened_at, Dispute.id)
    rows = fetch(statement.limit(SIZE + 1)).all()
    return keyset.page(rows, SIZE, _disputed, lambda row: keyset.cursor(row.decided_at or row.opened_at, row.id))


def _disputed(row: Any) -> Disputed:
    opener = row[18:]
    return Disputed(
        row.id, row.thread_id, row.title, row.slug, row.post_id, row.helpful, row.didnt_work,
        row.cause, row.reason, row.evidence,
        people.of(opener) if opener[0] is not None else None, row.author_id, row.asker_id, row.opened_at, row.due_at,
        row.decided_at, row.outcome, row.outcome_reason, row.scope,
    )  # fmt: skip


def reports(by: Member, *, after: str = "") -> Page[Report]:
    """Reports that nobody has decided, the oldest first."""
    require(by, Privilege.DECIDE_FLAG)
    statement = (
        select(
            Flag.id, Flag.thread_id, Thread.title, Thread.slug, Flag.post_id, Post.kind, Post.html, Post.author_id,
            Flag.member_id, Flag.reason, Flag.note, Flag.at, Post.deleted_at, *people.COLUMNS,
        )
        .join(Thread, Thread.id == Flag.thread_id)
        .join(Post, Post.id == Flag.post_id)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(Flag.decided_at.is_(None))
        .order_by(Flag.at, Flag.id)
    )  # fmt: skip
    if after:
        key, row_id = keyset.parse(after, datetime)
        statement = statement.where(tuple_(Flag.at, Flag.id) > tuple_(key, row_id))
    rows: Sequence[Any] = fetch(statement.limit(SIZE + 1)).all()
    return keyset.page(rows, SIZE, _report, lambda row: keyset.cursor(row.at, row.id))


def _report(row: Any) -> Report:
    return Report(
        row.id, row.thread_id, row.title, row.slug, row.post_id, row.kind, row.html, people.of(row[13:]),
        row.author_id, row.member_id, row.reason, row.note, row.at, row.deleted_at is not None,
    )  # fmt: skip

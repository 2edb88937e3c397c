"""What staff did, the newest first, straight from the log: it is append-only, so nothing can be missing from it."""

from typing import Any

from sqlalchemy import Select, select, union_all

from community.queries import keyset, people
from community.queries.keyset import Page
from community.queries.staff_view import Happened
from models.base import fetch
from models.event_log import LoggedEvent
from models.member import Member
from models.thread import Thread
from reputation.privileges import Privilege, require

SIZE = 50
DEEDS = (
    "ThreadTaken", "ThreadLetGo", "NoteAdded", "ThreadHandedBack", "ResolvedOtherwise", "InformationRequested",
    "SeverityChanged", "AnswerVerified", "VerificationEnded", "DisputeDecided", "FlagDecided", "ClocksStarted",
    "PostDeleted", "CandidateDismissed", "ArticlePublished",
)  # fmt: skip
"""What only staff do (and helpers, who take questions and let them go); authors delete as well, see `_newest`."""


def latest(by: Member, *, after: str = "") -> Page[tuple[int, str, Happened]]:
    """(question's id, its title, what happened), a page of them; the cursor is the last event's id."""
    require(by, Privilege.SEE_QUEUE)
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else None
    newest = union_all(*(select(_newest(kind, before).subquery().c.id) for kind in DEEDS)).subquery()
    rows = fetch(
        select(
            LoggedEvent.id, LoggedEvent.at, LoggedEvent.kind, LoggedEvent.payload, LoggedEvent.thread_id, Thread.title,
            *people.COLUMNS,
        )
        .join(Member, Member.id == LoggedEvent.actor_id)
        .join(Thread, Thread.id == LoggedEvent.thread_id)
        .where(LoggedEvent.id.in_(select(newest.c.id)))
        .order_by(LoggedEvent.id.desc())
        .limit(SIZE + 1)
    ).all()  # fmt: skip
    return keyset.page(rows, SIZE, _deed, lambda row: str(row.id))


def _newest(kind: str, before: int | None) -> Select[Any]:
    """The newest of one kind, from the end of its index: the log may be long, and what staff do is rare in it."""
    found = select(LoggedEvent.id).where(LoggedEvent.kind == kind, LoggedEvent.actor_id.is_not(None))
    if kind == "PostDeleted":
        found = found.where(LoggedEvent.payload["reason"].as_string() != "author")
    if before is not None:
        found = found.where(LoggedEvent.id < before)
    return found.order_by(LoggedEvent.id.desc()).limit(SIZE + 1)


def _deed(row: Any) -> tuple[int, str, Happened]:
    return row.thread_id, row.title, Happened(row.at, row.kind, people.of(row[6:]), row.payload)

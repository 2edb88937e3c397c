"""What staff did, the newest first, straight from the log: it is append-only, so nothing can be missing from it."""

from sqlalchemy import select

from community.queries import keyset, people
from community.queries.keyset import Page
from community.queries.staff_view import TOLD, Happened
from models.base import db
from models.event_log import LoggedEvent
from models.member import STAFF, Member
from models.thread import Thread
from reputation.privileges import Privilege, require

SIZE = 50
KINDS = tuple(kind for kind in TOLD if kind not in ("QuestionAsked", "InformationGiven"))


def latest(by: Member, *, after: str = "") -> Page[tuple[int, str, Happened]]:
    """(question's id, its title, what happened), a page of them; the cursor is an event's id."""
    require(by, Privilege.SEE_QUEUE)
    statement = (
        select(
            LoggedEvent.id, LoggedEvent.at, LoggedEvent.kind, LoggedEvent.payload, LoggedEvent.thread_id, Thread.title,
            *people.COLUMNS,
        )
        .join(Member, Member.id == LoggedEvent.actor_id)
        .join(Thread, Thread.id == LoggedEvent.thread_id)
        .where(Member.role.in_(sorted(STAFF)), LoggedEvent.kind.in_(KINDS), LoggedEvent.imported.is_(False))
        .order_by(LoggedEvent.at.desc(), LoggedEvent.id.desc())
    )  # fmt: skip
    if after:
        statement = statement.where(keyset.before(after, LoggedEvent.at, LoggedEvent.id))
    rows = db.session.execute(statement.limit(SIZE + 1)).all()
    return keyset.page(
        rows,
        SIZE,
        lambda row: (row.thread_id, row.title, Happened(row.at, row.kind, people.of(row[6:]), row.payload)),
        lambda row: keyset.cursor(row.at, row.id),
    )

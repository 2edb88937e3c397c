"""What follows from what was brought, worked out for everything at once: counts, clocks, points, search."""

from typing import Any

from sqlalchemy import insert, literal, select, update

from community.counters import COMMENTS, MEMBER, POST, TAG, THREAD
from community.importers.work import Work
from community.transaction import record, unit_of_work
from models.base import Instant, db
from models.clock import now
from models.event_log import Delivery, LoggedEvent
from models.events import ImportFinished
from models.member import Member
from models.post import Post
from models.taxonomy import Tag
from models.thread import Thread

SEARCHED = "search"


def derive(work: Work, report: dict[str, Any]) -> None:
    """Brings every projection up to what was imported, hands it to search, and notes that the import is whole."""
    if work.is_whole:
        return
    with unit_of_work():
        _count()
        _hand_to_search()
        work.finish(report)
        record(ImportFinished(source=work.source))


def _count() -> None:
    """The counters of everything imported: one statement a table."""
    threads = select(Thread.id).where(Thread.imported)
    for statement in (
        update(Post).where(Post.thread_id.in_(threads)).values(**POST, comment_count=COMMENTS),
        update(Thread).where(Thread.imported).values(**THREAD),
        update(Tag).values(thread_count=TAG),
        update(Member).where(Member.imported).values(**MEMBER),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})


def _hand_to_search() -> None:
    """One delivery for each imported text that has none: the only consumer that an import tells."""
    told = select(Delivery.event_id).where(Delivery.consumer == SEARCHED)
    values = (SEARCHED, "", "pending", 0)
    texts = (
        select(LoggedEvent.id, *map(literal, values), literal(now(), Instant), literal(""))
        .join(Thread, Thread.id == LoggedEvent.thread_id)
        .where(Thread.imported, LoggedEvent.kind.in_(("QuestionAsked", "AnswerPosted")), LoggedEvent.id.not_in(told))
    )
    columns = ["event_id", "consumer", "target", "state", "attempts", "next_at", "error"]
    db.session.execute(insert(Delivery).from_select(columns, texts, include_defaults=False))

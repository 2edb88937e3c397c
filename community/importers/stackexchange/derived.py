"""What follows from what was brought, worked out for everything at once: counts, points, levels, clocks, search.

Each is the work of the projection that does it live, asked to do many at once. It is one transaction, and it happens
again whenever an import brought something, so a kill before its end costs nothing but the time.
"""

from typing import Any

from sqlalchemy import insert, literal, select, update

from community.counts import COMMENTS, MEMBER, POST, TAG, THREAD
from community.importers.past import Past
from community.importers.work import Work
from community.transaction import log, unit_of_work
from escalation import clock
from escalation.in_force import current
from models.base import Instant, db
from models.clock import now
from models.event_log import Delivery, Entry, LoggedEvent
from models.events import ImportFinished, PostDeleted, ThreadReopened
from models.member import Member
from models.post import Post
from models.taxonomy import Tag
from models.thread import Thread
from reputation import competence, ledger, standings

SEARCHED = "search"
WITHOUT_SYNCHRONISING = {"synchronize_session": False}
BATCH = 500


def derive(work: Work, report: dict[str, Any]) -> None:
    """Brings every projection up to what was imported, hands it to search, and notes that the import is whole."""
    if work.is_whole:
        return
    work.progress("points", 0, 1)
    with unit_of_work():
        entry = log(ImportFinished(source=work.source), None)
        _count()
        _judge(entry, sorted(work.keys["member"].values()))
        _set_clocks()
        _hand_to_search()
        work.finish(report)
    work.progress("points", 1, 1)


def _count() -> None:
    """The counters of everything imported: one statement a table."""
    threads = select(Thread.id).where(Thread.imported)
    for statement in (
        update(Post).where(Post.thread_id.in_(threads)).values(**POST, comment_count=COMMENTS),
        update(Thread).where(Thread.imported).values(**THREAD),
        update(Tag).values(thread_count=TAG),
        update(Member).where(Member.imported).values(**MEMBER),
    ):
        db.session.execute(statement, execution_options=WITHOUT_SYNCHRONISING)


def _judge(entry: Entry, members: list[int]) -> None:
    """Points by the facts that stand, each on its day; then competence and the levels that follow. Nobody is told."""
    ledger.rebuild_for(members, entry, backdated=True)
    competence.count_all()
    decided = Past()
    for start in range(0, len(members), BATCH):
        for change in standings.decide(members[start : start + BATCH]):
            standings.take(change)
            decided.add(entry.at, change)
    decided.write()


def _set_clocks() -> None:
    """The clocks sleep. A thread that came back is in the round in which its whole story leaves it."""
    clock.put_to_sleep()
    turned = LoggedEvent.kind.in_([ThreadReopened.__name__, PostDeleted.__name__])
    came_back = select(LoggedEvent.thread_id).join(Thread).where(Thread.imported, turned).distinct()
    stories = clock.facts_at(list(db.session.scalars(came_back)), now(), current())
    rounds = [{"id": thread_id, "round": facts.round} for thread_id, facts in stories.items() if facts]
    if rounds:
        db.session.execute(update(Thread), rounds)


def _hand_to_search() -> None:
    """One delivery for each imported text that has none: search is the only one that an import tells."""
    told = select(Delivery.event_id).where(Delivery.consumer == SEARCHED)
    values = (SEARCHED, "", "pending", 0)
    texts = (
        select(LoggedEvent.id, *map(literal, values), literal(now(), Instant), literal(""))
        .join(Thread, Thread.id == LoggedEvent.thread_id)
        .where(Thread.imported, LoggedEvent.kind.in_(("QuestionAsked", "AnswerPosted")), LoggedEvent.id.not_in(told))
    )
    columns = ["event_id", "consumer", "target", "state", "attempts", "next_at", "error"]
    db.session.execute(insert(Delivery).from_select(columns, texts, include_defaults=False))

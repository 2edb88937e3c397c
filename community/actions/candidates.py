"""Solved questions that may become guides: found by the rules, and dismissed by people for good."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from community.queries import solutions
from community.queries.solutions import Known
from community.transaction import record, transactional
from escalation import promotion
from escalation.in_force import current
from models.article import Article, Candidate
from models.base import db
from models.bookkeeping import Meta
from models.clock import at as clock_at
from models.clock import now
from models.errors import Conflict, NotFound
from models.events import CandidateDismissed, CandidateFound
from models.member import Member
from reputation import privileges
from reputation.privileges import Privilege

MARK = "promotion"
BATCH = 500
"""Threads looked at in one transaction."""

MOST_EVENTS = 20_000
"""Events looked through in one pass; what an import left is found by the next ones."""


def find(by: Member | None, *, at: datetime | None = None) -> list[int]:
    """The ids of the candidates found now; with `at`, as things stood at that instant.

    A pass looks at what happened and what ripened since the last one. The first, and one as of an instant, look at all.
    """
    with clock_at(at or now()) as instant:
        event_id, batches = _to_look_at(at, instant)
        found = [each for batch in batches for each in _admit(by, batch, instant)]
        if at is None:
            _remember(by, event_id, instant)
        return found


def ripe(*, at: datetime | None = None) -> list[int]:
    """The ids of the answers of which `find` would make candidates."""
    with clock_at(at or now()) as instant:
        _, batches = _to_look_at(at, instant)
        return [known.post_id for batch in batches for known, _ in _worth_it(batch, instant)]


def _to_look_at(at: datetime | None, instant: datetime) -> tuple[int, Iterator[list[int]]]:
    """The event up to which is looked at, and the threads to look at."""
    mark = None if at else db.session.get(Meta, MARK, populate_existing=True)
    if mark is None:
        return solutions.last_event(), _everything(instant)
    return _since(mark.value["event"], datetime.fromisoformat(mark.value["at"]), instant)


def _everything(instant: datetime) -> Iterator[list[int]]:
    ripe = promotion.ripe_before(current().promotion, instant)
    last = 0
    while batch := solutions.accepted_by(ripe, last, BATCH):
        yield batch
        last = batch[-1]


def _since(event_id: int, last: datetime, instant: datetime) -> tuple[int, Iterator[list[int]]]:
    """What happened and what ripened since that event and that instant."""
    rules = current().promotion
    moved, up_to = solutions.moved(event_id, MOST_EVENTS)
    ripened = solutions.ripened(promotion.ripe_before(rules, last), promotion.ripe_before(rules, instant))
    threads = sorted({*moved, *ripened})
    return up_to, (threads[start : start + BATCH] for start in range(0, len(threads), BATCH))


@transactional
def _admit(by: Member | None, thread_ids: Sequence[int], instant: datetime) -> list[int]:
    """The candidates among these threads, as rows."""
    made = []
    for known, reasons in _worth_it(thread_ids, instant):
        row = Candidate(thread_id=known.thread_id, post_id=known.post_id, reasons=list(reasons), found_at=instant)
        db.session.add(row)
        db.session.flush()
        record(CandidateFound(thread_id=row.thread_id, candidate_id=row.id, post_id=row.post_id, reasons=reasons))
        made.append(row.id)
    return made


def _worth_it(thread_ids: Sequence[int], instant: datetime) -> Iterator[tuple[Known, tuple[str, ...]]]:
    """The solutions that may become guides, with the reasons."""
    for known in solutions.known(thread_ids, instant):
        if reasons := promotion.reasons(known.solution, current().promotion, instant):
            yield known, reasons


@transactional
def _remember(by: Member | None, event_id: int, instant: datetime) -> None:
    value = {"event": event_id, "at": instant.isoformat()}
    mark = db.session.get(Meta, MARK)
    if mark is None:
        db.session.add(Meta(key=MARK, value=value))
    elif mark.value != value:
        mark.value = value


@transactional
def dismiss(by: Member, candidate_id: int) -> Candidate:
    """The candidate, dismissed for good; its draft, if there is one, is withdrawn."""
    candidate = _locked(candidate_id)
    privileges.require(by, Privilege.REVIEW_ARTICLE)
    if candidate.state not in ("open", "drafted"):
        raise Conflict("This has been decided already.")
    candidate.state, candidate.decided_at, candidate.decided_by_id = "dismissed", now(), by.id
    if candidate.article_id and (article := db.session.get(Article, candidate.article_id)):
        article.state = "withdrawn"
    record(CandidateDismissed(thread_id=candidate.thread_id, candidate_id=candidate.id, post_id=candidate.post_id))
    return candidate


def _locked(candidate_id: int) -> Candidate:
    statement = select(Candidate).where(Candidate.id == candidate_id).with_for_update()
    candidate = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if candidate is None:
        raise NotFound
    return candidate

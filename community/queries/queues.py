"""The staff queue in its one order.

The order is one indexed column (`escalation.priority`). Each row says why it is there, when it is due and how its place
comes about, from the facts beside its clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, tuple_
from sqlalchemy.orm import aliased

from community.queries import candidates, keyset, people
from community.queries.keyset import Page
from community.queries.people import Person
from escalation.facts import Facts
from escalation.facts_json import from_json
from escalation.in_force import current
from escalation.priority import Part, standing, total
from models.base import db, fetch
from models.clock import now
from models.dispute import Dispute
from models.escalation import Assignment, Clock
from models.member import Member
from models.taxonomy import Category, ThreadTag
from models.thread import Thread
from models.vote import Flag

SIZE = 25
COUNTED = 250
"""Beyond, a tab says "over 250": counting a backlog must not cost more the longer it is."""
SOON = timedelta(hours=1)

WHY = {
    "unanswered": "Nobody answered in time",
    "unconfirmed": "Nobody confirmed the answer",
    "disputed": "A solution is disputed",
    "urgent": "Marked as urgent",
    "outscored": "Another answer is ahead of the accepted one",
    "didnt_work": "Readers say that it did not work",
    "withdrawn": "The asker took back the acceptance",
    "edit_war": "One post changes hands again and again",
    "member": "A member disputes the solution",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A thread in the queue."""

    id: int
    slug: str
    title: str
    author: Person
    category: str | None
    me_too: int
    tier: int
    round: int
    why: str
    cause: str
    target: str
    due_at: datetime | None
    began_at: datetime | None
    paused_at: datetime | None
    waits_since: datetime | None
    parts: tuple[Part, ...]
    holder: Person | None
    held_at: datetime | None
    disputed: bool
    asleep: bool
    severity: str
    band: str
    """"waited" (longer than the maximum: before all others), "resting" (behind them) or nothing."""

    @property
    def total(self) -> int:
        return sum(part.minutes for part in self.parts)

    @property
    def priority(self) -> dict[str, Any]:
        """{total, parts, band}, as the API says it."""
        parts = [{"name": part.name, "minutes": part.minutes, "count": part.count} for part in self.parts]
        return {"total": self.total, "parts": parts, "band": self.band}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows each view of the queue has, at most COUNTED + 1."""

    everyone: int
    mine: int
    unowned: int
    disputed: int
    overdue: int
    soon: int


_holder = aliased(Member)
STANDING = and_(Assignment.thread_id == Clock.thread_id, Assignment.ended_at.is_(None))
HOLDER = (_holder.id, _holder.handle, _holder.display_name, _holder.role, _holder.level, _holder.deleted_at)
WIDTH = len(people.COLUMNS)

VIEWS = ("all", "mine", "unowned", "disputed", "overdue")


def queue(by: Member, view: str = "all", *, after: str = "", size: int = SIZE, **narrow: Any) -> Page[Row]:
    """A page of the queue; `narrow`: tier, assignee (member id), tag (id), state. One statement."""
    statement = _rows().where(Clock.in_queue, *_view(by, view), *_narrowed(**narrow))
    if after:
        key, thread_id = keyset.parse(after, int)
        statement = statement.where(tuple_(Clock.priority, Clock.thread_id) > tuple_(key, thread_id))
    statement = statement.order_by(Clock.priority, Clock.thread_id).limit(size + 1)
    rows = fetch(statement).all()
    return keyset.page(rows, size, _row, lambda row: keyset.cursor(row.priority, row.thread_id))


def one(thread_id: int) -> Row | None:
    """The thread as the queue shows it, whether it stands there or not."""
    row = fetch(_rows().where(Clock.thread_id == thread_id)).one_or_none()
    return _row(row) if row else None


def counts(by: Member) -> Counts:
    """What the tabs say: one statement over at most COUNTED rows, the first of the queue."""
    first, instant = _first(), now()
    row = fetch(
        select(
            func.count(),
            _sum(first.c.holder == by.id),
            _sum(first.c.holder.is_(None)),
            _sum(first.c.disputed),
            _sum(first.c.due <= instant),
            _sum(and_(first.c.due > instant, first.c.due <= instant + SOON)),
        ).select_from(first)
    ).one()
    return Counts(*row)


def _first() -> Any:
    """The first COUNTED rows of the queue and one more, with what tabs tell apart."""
    return (
        select(Clock.thread_id, Assignment.member_id.label("holder"), Thread.disputed, Clock.promise_at.label("due"))
        .join(Thread, Thread.id == Clock.thread_id)
        .outerjoin(Assignment, STANDING)
        .where(Clock.in_queue)
        .order_by(Clock.priority, Clock.thread_id)
        .limit(COUNTED + 1)
        .subquery()
    )


def overdue() -> int:
    """How many of the first COUNTED rows of the queue and one more are past their time, for the top bar of staff."""
    first = select(Clock.promise_at).where(Clock.in_queue).order_by(Clock.priority, Clock.thread_id).limit(COUNTED + 1)
    due = first.subquery().c.promise_at
    return db.session.scalar(select(func.count()).where(due <= now())) or 0


def rail() -> dict[str, int]:
    """What the rail of the staff pages counts beside the queue: disputes, reports, guides to review. One statement."""
    disputes = select(Dispute.id).join(Thread, Thread.id == Dispute.thread_id).where(
        Dispute.decided_at.is_(None), Thread.deleted_at.is_(None)
    )  # fmt: skip
    row = fetch(
        select(
            _number(disputes),
            _number(select(Flag.id).where(Flag.decided_at.is_(None))),
            _number(candidates.waiting_ids()),
        )
    ).one()
    return dict(zip(("disputes", "review", "knowledge"), row, strict=True))


def _number(rows: Select[int]) -> Any:
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


def asleep() -> int:
    """How many imported questions have clocks that nobody has started."""
    return db.session.scalar(select(func.count()).where(Clock.asleep)) or 0


def _sum(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _rows() -> Select[Any]:
    return (
        select(
            Clock.thread_id, Clock.priority, Clock.tier, Clock.round, Clock.facts, Clock.asleep,
            Thread.slug, Thread.title, Thread.me_too_count, Thread.disputed, Category.name.label("category"),
            Thread.severity, Assignment.at.label("held_at"), *people.COLUMNS, *HOLDER,
        )
        .select_from(Clock)
        .join(Thread, Thread.id == Clock.thread_id)
        .outerjoin(Category, Category.id == Thread.category_id)
        .outerjoin(Member, Member.id == Thread.author_id)
        .outerjoin(Assignment, STANDING)
        .outerjoin(_holder, _holder.id == Assignment.member_id)
    )  # fmt: skip


def _view(by: Member, view: str) -> Sequence[Any]:
    return {
        "all": (),
        "mine": (Assignment.member_id == by.id,),
        "unowned": (Assignment.id.is_(None),),
        "disputed": (Thread.disputed,),
        "overdue": (Clock.promise_at <= now(),),
    }[view]


def _narrowed(
    tier: int | None = None, assignee: int | None = None, tag: int | None = None, state: str | None = None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if tier is not None:
        found.append(Clock.tier == tier)
    if assignee is not None:
        found.append(Assignment.member_id == assignee)
    if state is not None:
        found.append(Thread.state == state)
    if tag is not None:
        found.append(Clock.thread_id.in_(select(ThreadTag.thread_id).where(ThreadTag.tag_id == tag)))
    return found


def _row(row: Any) -> Row:
    facts = from_json(row.facts) if row.facts else None
    stands = standing(facts, current()) if facts else None
    author, holder = row[-2 * WIDTH : -WIDTH], row[-WIDTH:]
    cause = why(facts)
    return Row(
        id=row.thread_id, slug=row.slug, title=row.title, author=people.of(author), category=row.category,
        me_too=row.me_too_count, tier=row.tier, round=row.round, why=WHY.get(cause, ""), cause=cause,
        target=stands.target if stands else "", due_at=stands.promise_at if stands else None,
        began_at=facts.staff_due or facts.start if facts else None, paused_at=facts.paused_at if facts else None,
        waits_since=stands.waits_since if stands else None, parts=total(stands, now()) if stands else (),
        holder=people.of(holder) if holder[0] is not None else None, held_at=row.held_at, disputed=row.disputed,
        asleep=row.asleep, severity=row.severity, band=stands.band if stands else "",
    )  # fmt: skip


def why(facts: Facts | None) -> str:
    """What brought it to staff, the open dispute before all else."""
    if facts is None:
        return ""
    if facts.disputes:
        return min(facts.disputes.values(), key=lambda one: one.at).cause
    return facts.staff_cause

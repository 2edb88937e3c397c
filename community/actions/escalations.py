"""What staff do with a thread that reached them: hold it, write notes, ask back, settle it, hand it back."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select

from community import access, writing
from community.transaction import record, transactional, unit_of_work
from escalation.in_force import current
from models.base import db
from models.clock import now
from models.errors import Conflict, Invalid, NotFound
from models.escalation import ADVOCATES, EMPLOYEES, PEERS, Assignment, Clock, Note
from models.events import (
    ClocksStarted,
    InformationRequested,
    NoteAdded,
    ResolvedOtherwise,
    SeverityChanged,
    ThreadHandedBack,
    ThreadLetGo,
    ThreadTaken,
)
from models.member import Member
from models.thread import RESOLVE_REASONS, SEVERITIES, Thread
from reputation import privileges
from reputation.privileges import Privilege, allowed

BACK_TO = (PEERS, ADVOCATES, EMPLOYEES)


@transactional
def take(by: Member, thread_id: int) -> Assignment:
    """The thread, held by `by`; twice is once. Raises Conflict when a colleague holds it."""
    thread = access.thread(by, thread_id, lock=True)
    _may_take(by, thread)
    return _hold(thread, by, by)


@transactional
def take_next(by: Member) -> Assignment:
    """The first thread of the queue that nobody holds. Raises NotFound when there is none."""
    privileges.require(by, Privilege.TAKE)
    queue = (
        select(Clock.thread_id)
        .join(Thread, Thread.id == Clock.thread_id)
        .where(Clock.in_queue, or_(Thread.needs_info_at.is_(None), Thread.disputed), ~_held())
        .order_by(Clock.priority, Clock.thread_id)
        .limit(1)
        .with_for_update(of=Thread, skip_locked=True)
    )
    thread_id = db.session.scalar(queue)
    if thread_id is None:
        raise NotFound("Nothing in the queue is free.")
    return _hold(access.thread(by, thread_id, lock=True), by, by)


@transactional
def assign(by: Member, thread_id: int, member_id: int) -> Assignment:
    """The thread, given to a colleague, whoever held it before."""
    thread = access.thread(by, thread_id, lock=True)
    privileges.require(by, Privilege.ASSIGN, thread)
    colleague = access.member(member_id)
    if not colleague.is_official:
        raise Invalid(member_id="Choose a colleague.")
    held = _standing(thread)
    if held is not None and held.member_id != colleague.id:
        _end(held)
    return _hold(thread, colleague, by)


@transactional
def let_go(by: Member, thread_id: int) -> Thread:
    """The thread, held by nobody. Twice is once; a colleague's needs the right to assign."""
    thread = access.thread(by, thread_id, lock=True)
    held = _standing(thread)
    if held is not None:
        if held.member_id != by.id:
            privileges.require(by, Privilege.ASSIGN, thread)
        _end(held)
    return thread


@transactional
def note(by: Member, thread_id: int, *, body: str) -> Note:
    """A note that only staff can read."""
    thread = access.thread(by, thread_id, lock=True)
    privileges.require(by, Privilege.NOTE, thread)
    text = writing.body(by, body)
    written = Note(thread_id=thread.id, author_id=by.id, at=now(), source=text.source, html=text.html)
    db.session.add(written)
    db.session.flush()
    record(NoteAdded(thread_id=thread.id, note_id=written.id))
    return written


@transactional
def request_information(by: Member, thread_id: int) -> Thread:
    """The thread, waiting for its asker: the clocks stand still until the reply."""
    thread = access.thread(by, thread_id, lock=True)
    privileges.require(by, Privilege.RESOLVE, thread)
    thread.ask_asker()
    record(InformationRequested(thread_id=thread.id))
    return thread


@transactional
def resolve(by: Member, thread_id: int, *, reason: str) -> Thread:
    """The thread, settled without an accepted answer, with the reason."""
    thread = access.thread(by, thread_id, lock=True)
    privileges.require(by, Privilege.RESOLVE, thread)
    if reason not in RESOLVE_REASONS:
        raise Invalid(reason="Choose one of the list.")
    thread.resolve_otherwise(reason)
    record(ResolvedOtherwise(thread_id=thread.id, reason=reason))
    return thread


@transactional
def hand_back(by: Member, thread_id: int, *, to_tier: int = PEERS, post_id: int | None = None) -> Thread:
    """The thread with the community again; `post_id` is the public answer with what staff learned."""
    thread = access.thread(by, thread_id, lock=True)
    privileges.require(by, Privilege.HAND_BACK, thread)
    clock = db.session.get(Clock, thread.id, populate_existing=True)
    if clock is None or not clock.in_queue:
        raise Conflict("This question is not with staff.")
    if thread.disputed:
        raise Conflict("Decide the dispute first.")
    if to_tier not in BACK_TO:
        raise Invalid(to_tier="Choose one of the list.")
    if post_id is not None and access.answer(by, post_id)[0].id != thread.id:
        raise Invalid(post_id="This answer belongs to another question.")
    thread.hand_back()
    record(ThreadHandedBack(thread_id=thread.id, from_tier=clock.tier, to_tier=to_tier, post_id=post_id))
    held = _standing(thread)
    if held is not None:
        _end(held)
    return thread


@transactional
def set_severity(by: Member, thread_id: int, severity: str) -> Thread:
    """The thread with how much it matters; urgent goes to staff at once."""
    thread = access.thread(by, thread_id, lock=True)
    privileges.require(by, Privilege.RESOLVE, thread)
    if severity not in SEVERITIES:
        raise Invalid(severity="Choose one of the list.")
    if severity != thread.severity:
        old, thread.severity = thread.severity, severity
        record(SeverityChanged(thread_id=thread.id, old=old, new=severity))
    return thread


def start_clocks(by: Member, *, batch: int = 200) -> int:
    """How many imported threads now run: their clocks count from this moment, not from when they were asked."""
    privileges.require(by, Privilege.MANAGE_POLICY)
    started = 0
    while True:
        with unit_of_work(by):
            ids = db.session.scalars(select(Clock.thread_id).where(Clock.asleep).order_by(Clock.thread_id).limit(batch))
            threads = [access.thread(by, thread_id, lock=True) for thread_id in ids]
            for thread in threads:
                record(ClocksStarted(thread_id=thread.id))
        if not threads:
            return started
        started += len(threads)


def _may_take(by: Member, thread: Thread) -> None:
    """Staff take from their queue; whoever helps out holds a question that nobody has solved for a while."""
    if not allowed(by, Privilege.HELP_OUT, thread):
        privileges.require(by, Privilege.TAKE, thread)
    if thread.state == "closed" or thread.deleted_at or (thread.state == "resolved" and not thread.disputed):
        raise Conflict("This question is settled already.")


def _hold(thread: Thread, holder: Member, by: Member) -> Assignment:
    held = _standing(thread)
    if held is not None and held.member_id == holder.id:
        return held
    if held is not None and not _ran_out(held):
        raise Conflict("A colleague holds this question. Ask them to let go, or take the next one.")
    if held is not None:
        _end(held)
    made = Assignment(
        thread_id=thread.id, member_id=holder.id, given_by_id=None if by.id == holder.id else by.id, at=now()
    )
    db.session.add(made)
    db.session.flush()
    record(ThreadTaken(thread_id=thread.id, member_id=holder.id, given_by=made.given_by_id))
    return made


def _ran_out(held: Assignment) -> bool:
    """Whether a helper held it for longer than helpers may."""
    role = db.session.scalar(select(Member.role).where(Member.id == held.member_id))
    return role in ("customer", "employee") and held.given_by_id is None and held_until(held.at) <= now()


def held_until(at: datetime) -> datetime:
    """How long somebody who helps out may hold a question taken at `at`; staff hold it until they let go."""
    return current().due(at, current().asked.hold).instant


def _end(held: Assignment) -> None:
    held.ended_at = now()
    db.session.flush()
    record(ThreadLetGo(thread_id=held.thread_id, member_id=held.member_id))


def _standing(thread: Thread) -> Assignment | None:
    return db.session.scalars(
        select(Assignment).where(Assignment.thread_id == thread.id, Assignment.ended_at.is_(None)).with_for_update()
    ).one_or_none()


def _held() -> ColumnElement[bool]:
    return exists().where(Assignment.thread_id == Clock.thread_id, Assignment.ended_at.is_(None))

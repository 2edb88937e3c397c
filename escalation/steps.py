"""The steps of a sweep as rows, for many threads at once, and the events that tell of them.

Each row is unique, so a step that somebody else has taken meanwhile is left alone and tells nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from escalation.deadlines import CLIMB, DISPUTE, TARGET, Deadline
from escalation.disputes import REASONS
from escalation.facts import Facts
from escalation.policy import Policy
from escalation.routing import Wanted, choose
from models.base import Base, db
from models.dispute import Dispute
from models.escalation import Asked, Clock, Escalation
from models.events import DisputeOpened, TargetMissed, ThreadClimbed
from models.thread import Thread

Ids = Mapping[tuple[int, int], int]
"""{(thread, tier): escalation} of the steps that are new."""
Chosen = Mapping[tuple[int, int], tuple[int, ...]]
"""{(thread, tier): members} who are asked."""
Told = ThreadClimbed | DisputeOpened | TargetMissed


@dataclass(frozen=True)
class Work:
    """A thread with what is due on it."""

    clock: Clock
    thread: Thread
    facts: Facts
    steps: list[Deadline]


def take(work: list[Work], at: datetime, policy: Policy) -> Iterator[tuple[Work, Deadline, Told]]:
    """Every step that was taken, in order, with its event; what stands already is left out."""
    escalations = _climb_rows(work, at)
    asked = _ask(work, escalations, policy, at)
    for one in work:
        for step in one.steps:
            event = _event(one, step, escalations, asked, at, policy)
            if event is not None:
                yield one, step, event


def _climb_rows(work: Iterable[Work], at: datetime) -> Ids:
    rows = [
        {"thread_id": one.clock.thread_id, "tier": step.tier, "round": one.facts.round, "cause": step.name,
         "due_at": step.instant, "at": at}
        for one in work for step in one.steps if step.kind == CLIMB
    ]  # fmt: skip
    if not rows:
        return {}
    returning = insert_new(Escalation).returning(Escalation.id, Escalation.thread_id, Escalation.tier)
    return {(row.thread_id, row.tier): row.id for row in db.session.execute(returning, rows)}


def _ask(work: Iterable[Work], escalations: Ids, policy: Policy, at: datetime) -> Chosen:
    """Whom each new step asks. Nobody is asked about what an import brought: they would all be asked at once."""
    wanted = [
        Wanted(one.clock.thread_id, step.tier, _involved(one))
        for one in work for step in one.steps
        if step.tier and not one.clock.asleep and (one.clock.thread_id, step.tier) in escalations
    ]  # fmt: skip
    asked = choose(wanted, policy, at)
    rows = [
        {"escalation_id": escalations[key], "member_id": member_id, "thread_id": key[0], "at": at}
        for key, members in asked.items() for member_id in members
    ]  # fmt: skip
    if rows:
        db.session.execute(insert_new(Asked), rows)
    return asked


def _involved(one: Work) -> frozenset[int]:
    authors = {answer.author_id for answer in one.facts.answers.values()} | {one.thread.author_id}
    return frozenset(author for author in authors if author is not None)


def _event(one: Work, step: Deadline, escalations: Ids, asked: Chosen, at: datetime, policy: Policy) -> Told | None:
    """The event of the step, with its row where it has one; None when that stands already."""
    thread_id, due = one.clock.thread_id, step.instant.isoformat()
    if step.kind == TARGET:
        return TargetMissed(thread_id=thread_id, target=step.name, round=one.facts.round, due=due)
    if step.kind == DISPUTE:
        return _open_dispute(one, step, at, policy)
    key = (thread_id, step.tier or 0)
    if key not in escalations:
        return None
    return ThreadClimbed(
        thread_id=thread_id, escalation_id=escalations[key], tier=key[1], round=one.facts.round, cause=step.name,
        due=due, asked_ids=asked.get(key, ()),
    )  # fmt: skip


def _open_dispute(one: Work, step: Deadline, at: datetime, policy: Policy) -> DisputeOpened | None:
    due_at = policy.due(step.instant, policy.targets.dispute).instant
    row = {
        "thread_id": one.clock.thread_id, "post_id": step.post_id, "round": one.facts.round, "cause": step.name,
        "reason": REASONS[step.name], "evidence": "", "outcome_reason": "", "scope": "", "opened_at": at,
        "due_at": due_at,
    }  # fmt: skip
    dispute_id = db.session.scalar(insert_new(Dispute).values(row).returning(Dispute.id))
    if dispute_id is None:
        return None
    one.thread.disputed = True
    return DisputeOpened(
        thread_id=one.clock.thread_id, dispute_id=dispute_id, post_id=step.post_id or 0, cause=step.name,
        reason=REASONS[step.name], opener_id=None,
    )  # fmt: skip


def insert_new(table: type[Base]) -> Any:
    """An INSERT that leaves alone what stands already, whatever constraint says so."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()

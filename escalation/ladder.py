"""What a sweep does with a thread: everything that is due by an instant, in order, each step on what the last left.

A thread that nobody answered for five hours climbs to advocates, employees and staff in one go, each step with the
instant at which it was due; one that was answered meanwhile does not climb for having been unanswered.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from escalation.advance import advance
from escalation.deadlines import CLIMB, DISPUTE, TARGET, Deadline, deadlines
from escalation.facts import Facts, OpenDispute
from escalation.policy import Policy
from models.escalation import STAFF_TIER
from models.event_log import Entry

KINDS = (CLIMB, DISPUTE, TARGET)
MOST_STEPS = 100  # each step makes its own deadline disappear; more than this is a bug, not a busy thread


def plan(facts: Facts, policy: Policy, until: datetime, kinds: tuple[str, ...] = KINDS) -> list[Deadline]:
    """The steps of these kinds that are due at `until`, in the order in which they are taken."""
    steps: list[Deadline] = []
    while due := [one for one in deadlines(facts, policy) if one.instant <= until and one.kind in kinds]:
        steps.append(due[0])
        facts = done(facts, due[0], -len(steps))
        if len(steps) > MOST_STEPS:
            raise RuntimeError("a step does not end")
    return steps


def done(facts: Facts, step: Deadline, dispute_id: int) -> Facts:
    """The facts as the event of the step will leave them."""
    if step.kind == CLIMB:
        after = replace(facts, tier=step.tier or facts.tier)
        if step.tier == STAFF_TIER:
            return replace(after, staff_cause=step.name, staff_due=step.instant)
        return after
    if step.kind == DISPUTE and step.post_id is not None:
        rule = (step.name, step.post_id)
        return replace(
            facts,
            disputes={**facts.disputes, dispute_id: OpenDispute(step.post_id, step.name, step.start)},
            disputed=facts.disputed | {rule},
            tripped={key: since for key, since in facts.tripped.items() if key != rule},
        )
    return replace(facts, missed=facts.missed | {(step.name, step.instant)})


def fold(entries: Iterable[Entry], policy: Policy) -> Facts | None:
    """The facts that a thread's events leave, in the order of (instant, id); None when it was never asked."""
    facts: Facts | None = None
    for entry in sorted(entries, key=lambda one: (one.at, one.id)):
        facts = advance(facts, entry, policy)
    return facts

"""What is due when, for one thread: the steps up, the disputes that a rule opens, and what staff owe.

Each deadline is independent of the others (a short one never hides or moves a longer one), keeps the spans of time that
it takes and says its rule, so that its instant can be reckoned again by hand.
"""

from dataclasses import dataclass
from datetime import datetime

from escalation.calendar import Due, Span
from escalation.facts import Facts
from escalation.policy import Amount, Policy
from models.escalation import ADVOCATES, EMPLOYEES, STAFF_TIER

CLIMB, DISPUTE, TARGET = "climb", "dispute", "target"
AT_ONCE = Amount(0, "minute")
MAXIMUM_WAIT = "maximum_wait"


@dataclass(frozen=True)
class Deadline:
    """`kind` says what a sweep does then: climb to `tier`, open a dispute about `post_id`, or note a missed target."""

    kind: str
    name: str
    """The cause of a climb or dispute, or the target."""
    start: datetime
    amount: Amount
    due: Due
    tier: int | None = None
    post_id: int | None = None

    @property
    def instant(self) -> datetime:
        return self.due.instant


def deadlines(facts: Facts, policy: Policy) -> list[Deadline]:
    """All that will happen to the thread if nobody does anything, soonest first; what is done already is left out."""
    if not facts.running:
        return []
    owed = [one for one in targets(facts, policy) if not noted(facts, one)]
    found = [*disputes(facts, policy), *climbs(facts, policy), *owed, *longest_waits(facts, policy)]
    return sorted(found, key=lambda one: (one.instant, one.tier or 0, one.name))


def disputes(facts: Facts, policy: Policy) -> list[Deadline]:
    """A rule that holds opens its dispute at once, unless one of that kind is open already."""
    open_causes = {one.cause for one in facts.disputes.values()}
    return [
        Deadline(DISPUTE, cause, since, AT_ONCE, Due(_from(facts, since), ()), post_id=post_id)
        for (cause, post_id), since in facts.tripped.items()
        if cause not in open_causes
    ]


def climbs(facts: Facts, policy: Policy) -> list[Deadline]:
    """The steps up that wait: to staff at once when disputed or urgent, else by silence or for lack of confirmation.

    While its asker is asked for details, nothing but a dispute moves it.
    """
    found = []
    if facts.tier < STAFF_TIER:
        if facts.disputes:
            found.append(_climb(facts, policy, "disputed", min(one.at for one in facts.disputes.values()), AT_ONCE))
        if facts.paused_at is None and not confirmed(facts, policy):
            if facts.severity == "urgent":
                found.append(_climb(facts, policy, "urgent", facts.urgent_from, AT_ONCE))
            if answered := first_answer(facts):
                found.append(_climb(facts, policy, "unconfirmed", answered, policy.targets.confirm))
            else:
                found += _by_silence(facts, policy)
    return found


def _by_silence(facts: Facts, policy: Policy) -> list[Deadline]:
    times = {ADVOCATES: policy.tiers.advocates, EMPLOYEES: policy.tiers.employees, STAFF_TIER: policy.tiers.staff}
    return [
        _climb(facts, policy, "unanswered", facts.start, AT_ONCE if tier <= facts.floor else amount, tier)
        for tier, amount in times.items()
        if tier > facts.tier
    ]


def first_answer(facts: Facts) -> datetime | None:
    """From when an answer of this round waits to be confirmed; never from before the round."""
    given = [answer.at for answer in facts.round_answers]
    return max(min(given), facts.start) if given else None


def confirmed(facts: Facts, policy: Policy) -> bool:
    """Nobody needs to look: it is solved, staff answered or verified in this round, or readers' word is enough."""
    rules = policy.confirm
    return (
        facts.resolved
        or facts.verified
        or any(
            answer.by_staff or (answer.helpful >= rules.helpful and answer.didnt_work <= rules.didnt_work)
            for answer in facts.round_answers
        )
    )


def targets(facts: Facts, policy: Policy) -> list[Deadline]:
    """What staff owe a thread that is with them, whether late or not; while it waits for its asker, disputes alone."""
    if not facts.with_staff:
        return []
    wanted = policy.targets
    found = [_target(facts, policy, "dispute", one.at, wanted.dispute, ()) for one in facts.disputes.values()]
    began = staff_from(facts) if facts.paused_at is None else None
    if began and not facts.resolved and not facts.verified and not facts.disputes:
        found.append(_target(facts, policy, "resolution", began, wanted.resolution))
        if facts.contact_at and facts.staff_replied_at and facts.contact_at >= facts.staff_replied_at:
            found.append(_target(facts, policy, "next_reply", facts.contact_at, wanted.next_reply))
        elif facts.staff_replied_at is None or facts.staff_replied_at < facts.round_at:
            found.append(_first(facts, policy, began))
    return found


def _first(facts: Facts, policy: Policy, began: datetime) -> Deadline:
    """The first reply; a member's answer moves it to the time in which somebody has to confirm it, if that is longer.

    It is not once that time has brought the question here. What was disputed has no answer that would do meanwhile.
    """
    reply = _target(facts, policy, "first_reply", began, policy.targets.first_reply)
    answered = first_answer(facts)
    if answered is None or facts.staff_cause == "disputed":
        return reply
    confirm = _target(facts, policy, "confirm", answered, policy.targets.confirm)
    return max(reply, confirm, key=lambda one: one.instant)


def staff_from(facts: Facts) -> datetime | None:
    """From when staff's targets of this round run; what a dispute brought there, from its decision on."""
    if facts.staff_due and facts.decided_at and facts.staff_cause == "disputed":
        return max(facts.staff_due, facts.decided_at)
    return facts.staff_due


def owed_since(facts: Facts, policy: Policy) -> datetime | None:
    """Since when somebody waits for staff's next word; None while it is the asker's turn."""
    names = {one.name for one in targets(facts, policy)}
    if facts.disputes:
        return min(one.at for one in facts.disputes.values())
    if "next_reply" in names:
        return facts.contact_at
    return facts.start if names & {"first_reply", "confirm"} else None


def longest_waits(facts: Facts, policy: Policy) -> list[Deadline]:
    """When the thread will have waited so long that it stands before all that have not."""
    since = owed_since(facts, policy)
    if since is None:
        return []
    pauses = () if facts.disputes else facts.pauses
    wait = _target(facts, policy, MAXIMUM_WAIT, since, policy.priority.maximum_wait, pauses)
    return [] if noted(facts, wait) else [wait]


def waited_too_long(facts: Facts, policy: Policy) -> bool:
    """Whether the present wait is known to be past the maximum."""
    return owed_since(facts, policy) is not None and not longest_waits(facts, policy)


def noted(facts: Facts, target: Deadline) -> bool:
    """Whether it is known already that this target was missed."""
    return (target.name, target.instant) in facts.missed


def _climb(
    facts: Facts, policy: Policy, cause: str, start: datetime, amount: Amount, tier: int = STAFF_TIER
) -> Deadline:
    start = _from(facts, start)
    return Deadline(CLIMB, cause, start, amount, policy.due(start, amount, facts.pauses), tier=tier)


def _target(
    facts: Facts, policy: Policy, name: str, start: datetime, amount: Amount, pauses: tuple[Span, ...] | None = None
) -> Deadline:
    """The target, without the pauses in which the asker was waited for, unless others are given."""
    start = _from(facts, start)
    return Deadline(TARGET, name, start, amount, policy.due(start, amount, facts.pauses if pauses is None else pauses))


def _from(facts: Facts, start: datetime) -> datetime:
    """Never from before the clocks of an imported thread were started."""
    return max(start, facts.clocks_from or start)

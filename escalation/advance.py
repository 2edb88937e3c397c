"""How each event changes the facts of its thread: a fold over the log, in the order of (instant, id).

Votes are counted by what they changed, not by the counts in the event, so two that were logged at the same instant
give the same whatever their order.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from escalation.disputes import tripped
from escalation.facts import STAFF_ROLES, Answer, Facts, OpenDispute, Turn
from escalation.policy import MOST_EDIT_WAR_EDITS, Policy
from models import events as e
from models.escalation import STAFF_TIER
from models.event_log import Entry
from models.thread import STATES


def advance(facts: Facts | None, entry: Entry, policy: Policy) -> Facts | None:
    """The facts after `entry`; None as long as the thread has not been asked."""
    if isinstance(entry.event, e.QuestionAsked):
        return Facts(asked_at=entry.at, round_at=entry.at, severity=entry.event.severity)
    hear = HEARD.get(type(entry.event))
    if facts is None or hear is None:
        return facts
    after: Facts = hear(facts, entry.event, entry.at)
    if fell_back(facts, after) and not is_switch(entry):
        after = after.next_round(entry.at, with_answers=facts.closed)
    holds = tripped(after, policy)
    return replace(after, tripped={rule: after.tripped.get(rule, entry.at) for rule in holds})


def fell_back(before: Facts, after: Facts) -> bool:
    """Whether it is open again, by the rule of `Thread.settle`: then a round begins."""
    return before.round == after.round and STATES.index(after.state) < STATES.index(before.state)


def is_switch(entry: Entry) -> bool:
    """An acceptance that ended because the next one stands, whose event follows."""
    return isinstance(entry.event, e.AcceptanceEnded) and entry.event.reason == "switched"


def _answer(facts: Facts, post_id: int, **changes: Any) -> Facts:
    answer = facts.answers.get(post_id)
    if answer is None:
        return facts
    return replace(facts, answers={**facts.answers, post_id: replace(answer, **changes)})


def _answered(facts: Facts, event: e.AnswerPosted, at: datetime) -> Facts:
    answer = Answer(at=at, role=event.role, author_id=event.author_id, round=facts.round)
    return _spoken(replace(facts, answers={**facts.answers, event.post_id: answer}), event, at)


def _spoken(facts: Facts, event: e.AnswerPosted | e.CommentPosted, at: datetime) -> Facts:
    """Who writes may owe or be owed a reply: the asker asks again, staff replies."""
    if event.by_asker:
        return replace(_resumed(facts, at), contact_at=facts.contact_at or at)
    if event.role in STAFF_ROLES:
        return replace(facts, staff_replied_at=at, contact_at=None)
    return facts


def _deleted(facts: Facts, event: e.PostDeleted, at: datetime) -> Facts:
    if event.kind == "opening":
        return replace(facts, deleted=True)
    return _answer(facts, event.post_id, deleted=True)


def _restored(facts: Facts, event: e.PostRestored, at: datetime) -> Facts:
    if event.kind == "opening":
        return replace(facts, deleted=False)
    return _answer(facts, event.post_id, deleted=False, round=facts.round)


def _edited(facts: Facts, event: e.PostEdited, at: datetime) -> Facts:
    """Only edits of known people count: without a name nobody can be at war."""
    if event.editor_id is None or event.kind == "comment":
        return facts
    turns = facts.turns.get(event.post_id, ())
    if turns and turns[-1].editor_id == event.editor_id:
        turns = (*turns[:-1], replace(turns[-1], last=at))
    else:
        turns = (*turns, Turn(event.editor_id, at, at))[-MOST_EDIT_WAR_EDITS:]
    return replace(facts, turns={**facts.turns, event.post_id: turns})


def _voted(facts: Facts, event: e.VoteCast, at: datetime) -> Facts:
    answer = facts.answers.get(event.post_id)
    if answer is None:
        return facts
    return _answer(
        facts,
        event.post_id,
        helpful=answer.helpful + (event.value == 1) - (event.old_value == 1),
        didnt_work=answer.didnt_work + (event.value == -1) - (event.old_value == -1),
    )


def _accepted(facts: Facts, event: e.AnswerAccepted, at: datetime) -> Facts:
    """It settles the question, and any withdrawal that nobody has looked at yet."""
    return replace(_answer(_resumed(facts, at), event.post_id, accepted=True), withdrawn={})


def _acceptance_ended(facts: Facts, event: e.AcceptanceEnded, at: datetime) -> Facts:
    after = _answer(facts, event.post_id, accepted=False)
    if event.reason != "withdrawn":
        return after
    return replace(after, withdrawn={**after.withdrawn, event.post_id: at})


def _verified(facts: Facts, event: e.AnswerVerified, at: datetime) -> Facts:
    return _answer(facts, event.post_id, verified=facts.round)


def _unverified(facts: Facts, event: e.VerificationEnded, at: datetime) -> Facts:
    return _answer(facts, event.post_id, verified=0)


def _closed(facts: Facts, event: e.ThreadClosed, at: datetime) -> Facts:
    return replace(facts, closed=True)


def _reopened(facts: Facts, event: e.ThreadReopened, at: datetime) -> Facts:
    return replace(facts, closed=False, settled_otherwise=False)


def _resolved(facts: Facts, event: e.ResolvedOtherwise, at: datetime) -> Facts:
    return replace(_resumed(facts, at), settled_otherwise=True)


def _handed_back(facts: Facts, event: e.ThreadHandedBack, at: datetime) -> Facts:
    """The ladder begins again where staff put it; what they said with it counts as an answer of the new round."""
    after = facts.next_round(at, floor=event.to_tier, came_back=0)
    return _answer(after, event.post_id, round=after.round) if event.post_id else after


def _climbed(facts: Facts, event: e.ThreadClimbed, at: datetime) -> Facts:
    after = replace(facts, tier=max(facts.tier, event.tier))
    if event.tier != STAFF_TIER:
        return after
    return replace(after, staff_cause=event.cause, staff_due=datetime.fromisoformat(event.due))


def _paused(facts: Facts, event: e.InformationRequested, at: datetime) -> Facts:
    """Asking the asker is a reply as well."""
    return replace(facts, paused_at=facts.paused_at or at, staff_replied_at=at, contact_at=None)


def _given(facts: Facts, event: e.InformationGiven, at: datetime) -> Facts:
    return _resumed(facts, at)


def _resumed(facts: Facts, at: datetime) -> Facts:
    if facts.paused_at is None:
        return facts
    return replace(facts, paused_at=None, pauses=(*facts.pauses, (facts.paused_at, at)))


def _late(facts: Facts, event: e.TargetMissed, at: datetime) -> Facts:
    return replace(facts, missed=facts.missed | {(event.target, datetime.fromisoformat(event.due))})


def _disputed(facts: Facts, event: e.DisputeOpened, at: datetime) -> Facts:
    since = facts.tripped.get(
        (event.cause, event.post_id), at
    )  # by rule: when it began to hold, however late the sweep
    dispute = OpenDispute(event.post_id, event.cause, since)
    peaceful = {post_id: turns for post_id, turns in facts.turns.items() if post_id != event.post_id}
    withdrawn = {post_id: when for post_id, when in facts.withdrawn.items() if post_id != event.post_id}
    return replace(
        facts,
        disputes={**facts.disputes, event.dispute_id: dispute},
        disputed=facts.disputed | {(event.cause, event.post_id)},
        withdrawn=withdrawn if event.cause == "withdrawn" else facts.withdrawn,
        turns=peaceful if event.cause == "edit_war" else facts.turns,
    )


def _decided(facts: Facts, event: e.DisputeDecided, at: datetime) -> Facts:
    left = {dispute_id: one for dispute_id, one in facts.disputes.items() if dispute_id != event.dispute_id}
    return replace(facts, disputes=left, decided_at=at)


def _severity(facts: Facts, event: e.SeverityChanged, at: datetime) -> Facts:
    return replace(facts, severity=event.new, severity_at=at)


def _me_too(facts: Facts, event: e.MeTooSet, at: datetime) -> Facts:
    return replace(facts, me_too=event.count)


def _flagged(facts: Facts, event: e.PostFlagged, at: datetime) -> Facts:
    return replace(facts, flags={**facts.flags, event.flag_id: event.reason})


def _flag_decided(facts: Facts, event: e.FlagDecided, at: datetime) -> Facts:
    return replace(facts, flags={flag_id: why for flag_id, why in facts.flags.items() if flag_id != event.flag_id})


def _started(facts: Facts, event: e.ClocksStarted, at: datetime) -> Facts:
    return replace(facts, clocks_from=at)


Hear = Callable[[Facts, Any, datetime], Facts]

HEARD: dict[type[e.Event], Hear] = {
    e.AnswerPosted: _answered,
    e.CommentPosted: _spoken,
    e.PostDeleted: _deleted,
    e.PostRestored: _restored,
    e.PostEdited: _edited,
    e.VoteCast: _voted,
    e.AnswerAccepted: _accepted,
    e.AcceptanceEnded: _acceptance_ended,
    e.AnswerVerified: _verified,
    e.VerificationEnded: _unverified,
    e.ThreadClosed: _closed,
    e.ThreadReopened: _reopened,
    e.ResolvedOtherwise: _resolved,
    e.ThreadHandedBack: _handed_back,
    e.ThreadClimbed: _climbed,
    e.InformationRequested: _paused,
    e.InformationGiven: _given,
    e.TargetMissed: _late,
    e.DisputeOpened: _disputed,
    e.DisputeDecided: _decided,
    e.SeverityChanged: _severity,
    e.MeTooSet: _me_too,
    e.PostFlagged: _flagged,
    e.FlagDecided: _flag_decided,
    e.ClocksStarted: _started,
}

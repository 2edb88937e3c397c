"""Which disputes the rules open: a solution that readers, or the asker, no longer stand behind, and an edit war."""

from datetime import timedelta
from itertools import pairwise

from escalation.facts import Answer, Facts, Turn
from escalation.policy import Disputes, Policy

REASONS = {"outscored": "wrong", "didnt_work": "wrong", "withdrawn": "mistake", "edit_war": "wrong"}
"""What a dispute by rule says is amiss, for lack of a person's word."""


def tripped(facts: Facts, policy: Policy) -> frozenset[tuple[str, int]]:
    """(cause, post) of every rule that holds now and has not opened a dispute in this round."""
    if not facts.running:
        return frozenset()
    found = {("withdrawn", post_id) for post_id in facts.withdrawn if _shown(facts, post_id)}
    found |= {("edit_war", post_id) for post_id, turns in facts.turns.items()
              if _shown(facts, post_id) and edit_war(turns, policy)}  # fmt: skip
    # A war that was is not undone by peaceful edits that follow it.
    found |= {rule for rule in facts.tripped if rule[0] == "edit_war" and _shown(facts, rule[1])}
    for post_id, answer in facts.answers.items():
        if answer.human and (answer.accepted or answer.verified):
            if failed(answer, policy.disputes):
                found.add(("didnt_work", post_id))
            if outscored(answer, facts, policy.disputes):
                found.add(("outscored", post_id))
    return frozenset(found - facts.disputed)


def failed(answer: Answer, rules: Disputes) -> bool:
    """Readers say "didn't work" so often, or less often and yet more often than "helpful"."""
    majority = answer.didnt_work >= rules.didnt_work_majority and answer.didnt_work > answer.helpful
    return answer.didnt_work >= rules.didnt_work or majority


def outscored(answer: Answer, facts: Facts, rules: Disputes) -> bool:
    """Another answer, which is not a solution as well, is clearly ahead."""
    others = [other.net for other in facts.human_answers if other is not answer and not other.accepted]
    needed = max(answer.net + rules.outscored_by, rules.outscored_times * max(1, answer.net))
    return max(others, default=needed - 1) >= needed


def edit_war(turns: tuple[Turn, ...], policy: Policy) -> bool:
    """One post changed hands so many times within the policy's hours."""
    count = policy.disputes.edit_war_edits
    within = timedelta(minutes=policy.disputes.edit_war_within.minutes(policy.calendar))
    runs = (turns[start : start + count] for start in range(len(turns) - count + 1))
    return any(run[-1].first - run[0].last <= within and _people(run) >= 2 for run in runs)


def _people(run: tuple[Turn, ...]) -> int:
    return len({turn.editor_id for turn in run} if all(a.editor_id != b.editor_id for a, b in pairwise(run)) else ())


def _shown(facts: Facts, post_id: int) -> bool:
    """An opening, whose thread is running, or an answer that is not deleted."""
    answer = facts.answers.get(post_id)
    return answer is None or answer.human

"""Threads told as a list of events, for tests of the ladder's pure rules."""

from datetime import UTC, datetime, timedelta

from escalation.deadlines import deadlines
from escalation.ladder import fold, plan
from escalation.policy_reader import parse
from models import events as e
from models.event_log import Entry

POLICY = parse()
MONDAY = datetime(2027, 6, 7, 9, tzinfo=UTC)
"""Nine o'clock on a working day: wall time and working time run alike until five."""


class Story:
    """A thread whose asker is member 1; `at` moves the time, the rest are things that happen."""

    def __init__(self, start=MONDAY, severity="normal", policy=POLICY):
        self.now, self.policy, self.entries = start, policy, []
        self.happens(e.QuestionAsked(thread_id=1, post_id=100, author_id=1, severity=severity))

    def happens(self, event):
        self.entries.append(Entry(len(self.entries) + 1, self.now, None, event))
        return self

    def at(self, **after_start):
        self.now = self.entries[0].at + timedelta(**after_start)
        return self

    def on(self, instant):
        self.now = instant
        return self

    def answer(self, post_id=101, role="customer", author=2, by_asker=False):
        return self.happens(
            e.AnswerPosted(thread_id=1, post_id=post_id, author_id=author, role=role, by_asker=by_asker)
        )

    def comment(self, role="customer", by_asker=False):
        return self.happens(
            e.CommentPosted(thread_id=1, post_id=900, parent_id=100, author_id=9, role=role, by_asker=by_asker)
        )

    def votes(self, post_id, helpful=0, didnt_work=0):
        for value, count in ((1, helpful), (-1, didnt_work)):
            for _ in range(count):
                self.happens(
                    e.VoteCast(
                        thread_id=1, vote_id=len(self.entries), post_id=post_id, post_kind="answer", author_id=2,
                        voter_id=None, value=value, old_value=0, helpful=0, didnt_work=0, fact_at="",
                    )
                )  # fmt: skip
        return self

    def accept(self, post_id=101):
        return self.happens(
            e.AnswerAccepted(
                thread_id=1, acceptance_id=1, post_id=post_id, author_id=2, accepter_id=1, asker_id=1, fact_at=""
            )
        )

    def end(self, post_id=101, reason="withdrawn"):
        return self.happens(
            e.AcceptanceEnded(thread_id=1, acceptance_id=1, post_id=post_id, author_id=2, accepter_id=1, reason=reason)
        )

    def verify(self, post_id=101):
        return self.happens(e.AnswerVerified(thread_id=1, verification_id=1, post_id=post_id, author_id=2, fact_at=""))

    def delete(self, post_id=101, kind="answer"):
        return self.happens(e.PostDeleted(thread_id=1, post_id=post_id, kind=kind, author_id=2))

    def restore(self, post_id=101, kind="answer"):
        return self.happens(e.PostRestored(thread_id=1, post_id=post_id, kind=kind, author_id=2))

    def edit(self, editor, post_id=101):
        return self.happens(e.PostEdited(thread_id=1, post_id=post_id, revision=2, editor_id=editor, kind="answer"))

    def climb(self, tier, cause, due):
        return self.happens(
            e.ThreadClimbed(
                thread_id=1,
                escalation_id=1,
                tier=tier,
                round=1,
                cause=cause,
                due=(self.entries[0].at + due).isoformat(),
            )
        )

    def reach_staff(self, **after_start):
        """Silence until it reaches staff, four hours after the asking unless told otherwise."""
        due = timedelta(**(after_start or {"hours": 4}))
        self.now = self.entries[0].at + due
        return self.climb(2, "unanswered", due).climb(3, "unanswered", due).climb(4, "unanswered", due)

    @property
    def facts(self):
        return fold(self.entries, self.policy)

    def coming(self):
        """{name, with its tier where it climbs: instant} of all that will happen."""
        found = deadlines(self.facts, self.policy)
        return {f"{one.name} {one.tier}" if one.tier else one.name: one.instant for one in found}

    def steps(self, **after_start):
        """[(name, tier)] that a sweep takes at that time after the asking."""
        until = self.entries[0].at + timedelta(**after_start)
        return [(step.name, step.tier) for step in plan(self.facts, self.policy, until)]

"""The queue, the trail and the trace on real rows, with what they cost."""

from datetime import timedelta

import pytest

from community.actions import acceptances, disputes, escalations, flags, sweeps, votes
from community.queries import audit, explain, help_out, queues, staff_view, threads, trail
from models.errors import Forbidden, NotFound
from reputation.levels import Level
from tests.factories import answer, member, solved, thread

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def staff():
    return member("staff")


def after_four_hours(clock, *questions):
    clock.forward(hours=4)
    sweeps.sweep(None)
    return questions


class TestQueue:
    def test_each_row_says_why_since_when_and_until_when(self, clock, staff):
        question = thread(title="The hub forgets its channel")
        after_four_hours(clock, question)
        (row,) = queues.queue(staff).items
        assert (row.id, row.title, row.why) == (question.id, "The hub forgets its channel", "Nobody answered in time")
        assert row.due_at == clock.now + timedelta(hours=18)  # an hour until five, the night, an hour from nine
        assert row.priority["total"] == sum(part["minutes"] for part in row.priority["parts"])

    def test_counts_what_is_overdue(self, clock):
        after_four_hours(clock, thread(), thread())
        assert queues.overdue() == 0
        clock.forward(days=4)
        assert queues.overdue() == 2

    def test_what_is_settled_is_not_there(self, clock, staff):
        asker = member()
        question = thread(asker)
        after_four_hours(clock, question)
        acceptances.accept(asker, answer(question).id)
        assert queues.queue(staff).items == []

    def test_the_order_is_due_first_with_severity_ahead(self, clock, staff):
        first = thread()
        clock.forward(minutes=10)
        second, third = thread(), thread()
        clock.forward(minutes=10)
        escalations.set_severity(staff, third.id, "high")
        after_four_hours(clock)
        assert [row.id for row in queues.queue(staff).items] == [third.id, first.id, second.id]

    def test_pages_follow_each_other(self, clock, staff):
        asker = member()
        expected = []
        for _ in range(5):
            expected.append(thread(asker).id)
            clock.forward(minutes=1)
        after_four_hours(clock)
        found, cursor = [], ""
        for _ in range(3):
            page = queues.queue(staff, after=cursor, size=2)
            found += [row.id for row in page.items]
            cursor = page.next
        assert (found, cursor) == (expected, "")

    def test_views(self, clock, staff):
        mine, free, disputed = thread(), thread(), solved()
        for _ in range(3):
            votes.cast(member(), disputed[1].id, -1)
        after_four_hours(clock)
        escalations.take(staff, mine.id)

        def ids(view):
            return {row.id for row in queues.queue(staff, view).items}

        assert ids("mine") == {mine.id}
        assert ids("unowned") == {free.id, disputed[0].id}
        assert ids("disputed") == {disputed[0].id}
        counts = queues.counts(staff)
        assert (counts.everyone, counts.mine, counts.unowned, counts.disputed) == (3, 1, 2, 1)

    def test_what_it_costs(self, clock, staff, statements):
        asker = member()
        for _ in range(12):
            thread(asker)
        after_four_hours(clock)
        with statements:
            queues.queue(staff), queues.counts(staff), queues.rail()
        assert len(statements) == 3


class TestTrail:
    def states(self, question):
        return {step.name: step.state for step in trail.trail(threads.head(None, question.id))}

    def said(self, question):
        return {step.name: step.text.replace("{at}", f"{step.at:%H:%M}" if step.at else "?")
                for step in trail.trail(threads.head(None, question.id))}  # fmt: skip

    def test_the_five_names_and_honest_instants(self, clock):
        question = thread()
        assert self.said(question) == {
            "Members": "Everybody can see it now.",
            "Advocates": "Asked from 12:30 on if nobody has answered.",
            "Experts": "Asked from 14:00 on if nobody has answered.",
            "Support": "Takes over from 16:00 on if nobody has answered.",
            "Private case": "Only if we need your account details.",
        }
        assert list(self.states(question).values()) == ["now", "next", "next", "next", "next"]

    def test_climbing(self, clock):
        question = thread()
        after_four_hours(clock)
        assert list(self.states(question).values()) == ["done", "done", "done", "now", "next"]
        assert self.said(question)["Support"] == "Nobody answered in time. First reply by 10:00."

    def test_a_broken_promise_is_owned_up_to(self, clock):
        question = thread()
        after_four_hours(clock)
        clock.forward(days=1)
        sweeps.sweep(None)
        assert self.said(question)["Support"].startswith(
            "Nobody answered in time. We are late: it was promised by 10:00"
        )

    def test_answered_and_solved(self, clock):
        asker = member()
        question = thread(asker)
        clock.forward(minutes=6)
        post = answer(question)
        assert self.said(question)["Members"] == "First answer after 6 minutes."
        assert self.said(question)["Support"] == "Checks the answer from 12:06 on if nobody has confirmed it."
        acceptances.accept(asker, post.id)
        assert self.states(question)["Members"] == "done"
        assert self.said(question)["Support"] == "Not needed so far."

    def test_waiting_for_the_asker(self, clock, staff):
        question = thread()
        after_four_hours(clock)
        escalations.request_information(staff, question.id)
        assert self.said(question)["Support"].startswith("Waiting for details")

    def test_what_it_costs(self, clock, statements):
        question = thread()
        after_four_hours(clock)
        with statements:
            trail.trail(threads.head(None, question.id))
        assert len(statements) == 2


class TestTrace:
    def test_what_was_and_what_comes_can_be_reckoned_again(self, clock):
        question = thread()
        asked_at = clock.now
        after_four_hours(clock)
        trace = explain.thread(question.id)
        done = [(step.tier, step.name, step.instant - asked_at) for step in trace.steps if step.state == "done"]
        assert done == [
            ("advocates", "unanswered", timedelta(minutes=30)),
            ("employees", "unanswered", timedelta(hours=2)),
            ("staff", "unanswered", timedelta(hours=4)),
        ]
        coming = {step.name: step for step in trace.steps if step.state == "next"}
        assert coming["first_reply"].amount == "2 working hours"
        for step in trace.steps:
            if step.spans:
                assert step.spans[0][0] >= step.start
                assert step.spans[-1][1] == step.instant
        assert [until - since for since, until in coming["first_reply"].spans] == [timedelta(hours=1)] * 2
        assert trace.next_at == coming["first_reply"].instant

    def test_it_is_plain_json(self, clock):
        import json

        question = thread()
        assert json.loads(json.dumps(explain.thread(question.id).as_json()))["tier"] == "peers"

    def test_an_unknown_thread(self):
        with pytest.raises(NotFound):
            explain.thread(987654)


class TestHelpOut:
    def test_questions_of_others_that_nobody_answered(self, clock):
        advocate = member(level=Level.ADVOCATE)
        mine, other, answered = thread(advocate), thread(), thread()
        answer(answered)
        found = help_out.chances(advocate)
        assert [chance.id for chance in found] == [other.id]
        assert mine.id not in [chance.id for chance in found]

    def test_what_they_were_asked_about_stands_first(self, clock):
        employee = member("employee")
        asked = thread()
        clock.forward(hours=2)
        sweeps.sweep(None)
        later = thread()
        assert [(chance.id, chance.asked) for chance in help_out.chances(employee)] == [
            (asked.id, True), (later.id, False),
        ]  # fmt: skip


class TestStaffView:
    """What only staff may read, on both databases."""

    def test_audit_notes_history_disputes_and_reports(self, clock, staff):
        question, post = solved()
        escalations.note(staff, question.id, body="Matches a ticket.")
        disputes.open(member(), question.id, reason="wrong", evidence="It resets the whole hub.")
        flags.report(member(), post.id, reason="unsafe")
        assert [happened.kind for _, _, happened in audit.latest(staff).items] == ["NoteAdded"]
        assert len(staff_view.notes(staff, question.id)) == 1
        assert staff_view.history(staff, question.id)[0].kind == "PostFlagged"
        assert [one.evidence for one in staff_view.disputes(staff).items] == ["It resets the whole hub."]
        assert [one.reason for one in staff_view.reports(staff).items] == ["unsafe"]
        assert queues.rail() == {"disputes": 1, "review": 1, "knowledge": 0}

    @pytest.mark.parametrize(
        "read",
        [
            lambda by, thread_id: audit.latest(by),
            lambda by, thread_id: staff_view.notes(by, thread_id),
            lambda by, thread_id: staff_view.history(by, thread_id),
            lambda by, thread_id: staff_view.disputes(by),
            lambda by, thread_id: staff_view.reports(by),
        ],
    )
    @pytest.mark.parametrize("role", ["customer", "employee"])
    def test_nobody_else_reads_it(self, clock, read, role):
        with pytest.raises(Forbidden):
            read(member(role, level=Level.ADVOCATE), thread().id)

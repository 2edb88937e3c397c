"""A community that lives at random: whatever people do, in whatever order, the points are what the facts give."""

from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from sqlalchemy import func, select

from community import doctor
from community.actions import acceptances, flags, posts, votes
from models import clock
from models.base import db
from models.errors import DomainError
from models.member import Member
from models.point import Point
from models.post import Post
from models.thread import Thread
from reputation import content, in_force
from reputation.fold import fold_all
from reputation.points import rules_from
from tests import factories

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
TIGHT = rules_from({"caps": {"votes_per_day": 25, "votes_per_post": 15, "votes_per_pair_and_day": 2}})
"""Caps so low that a short story meets them all; 25 and 15 are crossed in part."""

STAFF, ASKER, AUTHOR = 4, 5, 6
"""Who acts: one of four members (0 to 3), staff, or whoever asked or wrote what the action is about."""
people = st.integers(0, 3)
anybody = st.integers(0, AUTHOR)


class Community(RuleBasedStateMachine):
    """Five people, one of them staff. `database` empties itself; it and `app` are set by the test."""

    database: ClassVar[Any]
    app: ClassVar[Any]

    threads = Bundle("threads")
    answers = Bundle("answers")
    anything = st.one_of(threads.map(lambda pair: pair[1]), answers)

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(self.app.app_context())
        self.database.empty()
        self.now = START
        self.stack.enter_context(clock.at(START))
        self.stack.callback(in_force.use, None)
        in_force.use(TIGHT)

    @initialize(target=threads)
    def begin(self) -> tuple[int, int]:
        factories.system()
        self.ids = [factories.member(handle=f"person-{n}").id for n in range(4)]
        self.ids.append(factories.member("staff", handle="person-staff").id)
        return self.asked(0)

    def who(self, number: int, post: int = 0) -> Member:
        if number < ASKER:
            return db.session.get_one(Member, self.ids[number])
        about = db.session.get_one(Post, post)
        asker = db.session.get_one(Thread, about.thread_id).author_id
        return db.session.get_one(Member, asker if number == ASKER else about.author_id)

    def asked(self, asker: int) -> tuple[int, int]:
        thread = factories.thread(self.who(asker), tags=["wifi"])
        return thread.id, thread.opening_id

    @rule(target=threads, asker=people)
    def ask(self, asker: int) -> Any:
        self.tick()
        try:
            return self.asked(asker)
        except DomainError:  # those who were removed as spam may write less
            return multiple()

    @rule(target=answers, thread=threads, author=st.sampled_from([1, 1, 1, 2, STAFF, AUTHOR]))
    def answer(self, thread: tuple[int, int], author: int) -> Any:
        self.tick()
        try:
            return factories.answer(db.session.get_one(Thread, thread[0]), self.who(author, thread[1])).id
        except DomainError:
            return multiple()

    @rule(seconds=st.sampled_from([1, 3600, 12 * 3600, 24 * 3600]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.stack.enter_context(clock.at(self.now))

    def tick(self) -> None:
        self.time_passes(1)

    def attempt(self, action: Any, by: int, post: int, *args: Any, **options: Any) -> None:
        """One more second has passed, and somebody tries something; to be refused is fine."""
        self.tick()
        with suppress(DomainError):
            action(self.who(by, post), post, *args, **options)

    @rule(post=answers, reader=anybody, value=st.sampled_from([1, 1, 1, 0, -1]))
    def vote(self, post: int, reader: int, value: int) -> None:
        self.attempt(votes.cast, reader, post, value)

    @rule(post=answers, value=st.sampled_from([1, 1, 0]), first=people, hours=st.sampled_from([0, 30]))
    def everybody_votes(self, post: int, value: int, first: int, hours: int) -> None:
        """So the caps are met: four votes on one post, over two days at times, are more than twice what it can give."""
        self.vote(post, first, value)
        self.time_passes(hours * 3600)
        for reader in range(ASKER):
            self.vote(post, reader, value)

    @rule(post=answers, by=st.sampled_from([ASKER, ASKER, STAFF, 0]), scope=st.sampled_from(["", "", "v2"]))
    def accept(self, post: int, by: int, scope: str) -> None:
        self.attempt(acceptances.accept, by, post, scope=scope)

    @rule(post=answers, by=st.sampled_from([ASKER, STAFF]))
    def end_acceptance(self, post: int, by: int) -> None:
        self.attempt(acceptances.end, by, post)

    @rule(post=answers, verified=st.booleans())
    def verify(self, post: int, verified: bool) -> None:
        self.attempt(acceptances.verify if verified else acceptances.end_verification, STAFF, post)

    @rule(post=anything, by=st.sampled_from([AUTHOR, AUTHOR, STAFF, 0]), reason=st.sampled_from(["author", "spam"]))
    def delete(self, post: int, by: int, reason: str) -> None:
        self.attempt(posts.delete, by, post, reason=reason)

    @rule(post=anything, by=st.sampled_from([AUTHOR, STAFF]))
    def restore(self, post: int, by: int) -> None:
        self.attempt(posts.restore, by, post)

    @rule(post=anything, by=st.sampled_from([AUTHOR, STAFF, 0]))
    def edit(self, post: int, by: int) -> None:
        self.attempt(posts.edit, by, post, body=f"Better now, at {self.now.isoformat()}.")

    @rule(post=anything, by=people, upheld=st.booleans(), remove=st.booleans())
    def flag(self, post: int, by: int, upheld: bool, remove: bool) -> None:
        self.tick()
        with suppress(DomainError):
            made = flags.report(self.who(by), post, reason="spam")
            flags.decide(self.who(STAFF), made.id, upheld=upheld, remove=remove)

    @invariant()
    def reputation_is_the_sum_of_the_ledger_and_what_the_facts_give(self) -> None:
        db.session.rollback()
        sums = select(Point.member_id, func.sum(Point.amount)).group_by(Point.member_id)
        ledger = {member: int(amount) for member, amount in db.session.execute(sums) if amount}
        stored = {row.id: row.reputation for row in db.session.execute(select(Member.id, Member.reputation))}
        assert {member: points for member, points in stored.items() if points} == ledger
        assert _points(content.of_everybody()) == ledger

    def teardown(self) -> None:
        """At the end, `doctor` holds everything against everything, the log among them."""
        try:
            db.session.rollback()
            assert [finding for finding in doctor.examine() if not finding.note] == []
        finally:
            db.session.remove()
            self.stack.close()


def _points(found: Any) -> dict[int, int]:
    granted = {member: sum(grant.amount for grant in grants.values()) for member, grants in fold_all(found).items()}
    return {member: points for member, points in granted.items() if points}

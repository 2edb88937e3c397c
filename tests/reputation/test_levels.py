"""Levels: one requirement a line, hysteresis, and decisions that are events."""

import pytest
from sqlalchemy import select

from community import replay
from community.actions import acceptances, posts, threads, votes
from models.base import db
from models.escalation import Competence
from models.event_log import LoggedEvent
from models.member import Member
from models.taxonomy import Tag
from reputation import competence, sentences
from reputation.levels import REQUIREMENTS, Level, Standing, level_of, missing
from reputation.points import DEFAULT
from tests import factories

ADVOCATE = Standing(points=800, helped=30, solved=12, success=60)


class TestLevelOf:
    @pytest.mark.parametrize(
        ("standing", "level"),
        [
            (Standing(), Level.NEWCOMER),
            (Standing(points=9), Level.NEWCOMER),
            (Standing(points=10), Level.MEMBER),
            (Standing(points=100, helped=2), Level.MEMBER),
            (Standing(points=100, helped=3), Level.REGULAR),
            (Standing(points=300, helped=10, solved=5), Level.HELPER),
            (ADVOCATE, Level.ADVOCATE),
            # points alone make nobody an advocate
            (Standing(points=99_999, helped=99, solved=11, success=99), Level.HELPER),
            (Standing(points=99_999, helped=99, solved=99, success=59), Level.HELPER),
            # no level without those below it
            (Standing(points=9, helped=99, solved=99, success=99), Level.NEWCOMER),
        ],
    )
    def test_from_the_start(self, standing, level):
        assert level_of(standing) == level

    @pytest.mark.parametrize(("points", "kept"), [(80, Level.REGULAR), (79, Level.MEMBER), (7, Level.NEWCOMER)])
    def test_is_kept_down_to_four_fifths(self, points, kept):
        assert level_of(Standing(points=points, helped=3), Level.REGULAR) == kept

    def test_keeping_one_does_not_reach_the_next(self):
        assert level_of(Standing(points=90, helped=3), Level.MEMBER) == Level.MEMBER

    def test_what_is_missing_is_said_with_how_far_one_is(self):
        needs = missing(Standing(points=120, helped=10), Level.REGULAR)
        assert [(need.measure, need.least, has) for need, has in needs] == [("points", 300, 120), ("solved", 5, 0)]
        assert missing(ADVOCATE, Level.ADVOCATE) == []

    def test_every_level_takes_more_than_the_one_below(self):
        for lower, higher in zip(list(Level), list(Level)[1:], strict=False):
            below = {need.measure: need.least for need in REQUIREMENTS[lower]}
            above = {need.measure: need.least for need in REQUIREMENTS[higher]}
            assert all(above[measure] > least for measure, least in below.items())


@pytest.mark.usefixtures("app")
class TestDecisions:
    def level(self, member: Member) -> int:
        return db.session.scalar(select(Member.level).where(Member.id == member.id))

    def decided(self) -> list[tuple[int, int]]:
        rows = db.session.scalars(select(LoggedEvent.payload).filter_by(kind="LevelChanged").order_by(LoggedEvent.id))
        return [(row["old"], row["new"]) for row in rows]

    def test_rising_and_falling_are_events(self):
        author = factories.member(level=Level.NEWCOMER)
        answer, reader = factories.answer(factories.thread(), author), factories.member()
        votes.cast(reader, answer.id, 1)
        assert self.level(author) == Level.MEMBER
        votes.cast(reader, answer.id, 0)
        assert self.level(author) == Level.NEWCOMER
        assert self.decided() == [(0, 1), (1, 0)]
        assert list(replay.check()) == []

    def test_nobody_falls_by_gaining_points(self):
        author = factories.member(level=Level.HELPER)
        factories.helpful(factories.answer(factories.thread(), author))
        assert self.level(author) == Level.HELPER
        assert self.decided() == []

    def test_answers_to_ones_own_questions_solve_nothing(self):
        author = factories.member()
        factories.solved(author, author)
        assert self.decided() == []


class TestCompetence:
    @pytest.mark.parametrize(
        ("good", "bad", "rate"), [(0, 0, 50), (1, 0, 60), (0, 1, 40), (10, 0, 86), (50, 50, 50), (98, 0, 98)]
    )
    def test_one_lucky_answer_is_not_mastery(self, good, bad, rate):
        assert competence.rate(good, bad) == rate

    def rows(self) -> dict[str, tuple[int, int]]:
        found = select(Tag.name, Competence.good, Competence.bad).join(Tag, Tag.id == Competence.tag_id)
        return {row.name: (row.good, row.bad) for row in db.session.execute(found)}

    def test_follows_votes_acceptance_deletion_and_tags(self, app):
        asker, helper, reader = factories.member(), factories.member(), factories.member()
        question = factories.thread(asker, tags=["wifi"])
        answer = factories.answer(question, helper)
        assert self.rows() == {}
        votes.cast(reader, answer.id, -1)
        assert self.rows() == {"wifi": (0, 1)}
        acceptances.accept(asker, answer.id)
        assert self.rows() == {"wifi": (1, 0)}
        threads.edit(asker, question.id, tags=["hub", "mesh"])
        assert self.rows() == {"hub": (1, 0), "mesh": (1, 0)}
        posts.delete(helper, answer.id)
        assert self.rows() == {}
        posts.restore(helper, answer.id)
        assert self.rows() == {"hub": (1, 0), "mesh": (1, 0)}
        assert list(replay.check()) == []

    def test_damage_is_found_and_repaired(self, app):
        factories.helpful(factories.answer(factories.thread(tags=["wifi"])))
        db.session.execute(Competence.__table__.update().values(good=9))
        db.session.commit()
        assert len(list(replay.check())) == 1
        replay.rebuild()
        assert self.rows() == {"wifi": (1, 0)}


class TestSentences:
    @pytest.mark.parametrize("rule", sorted(DEFAULT))
    def test_each_rule_says_how_it_began_and_how_it_ended(self, rule):
        assert sentences.what(rule, DEFAULT[rule]) != sentences.what(rule, 0)

    @pytest.mark.parametrize(
        ("entry", "says"),
        [
            ((10, 10, ""), ""),
            ((4, 10, "daily"), "+4 of 10 points. At most 200 points a day come from votes."),
            ((0, 10, "pair"), "This did not count. At most 3 votes of one reader count for you in a day."),
            ((6, 10, "room"), "Another entry made room under a limit, so the rest of this counts now."),
            ((-10, 0, "ended", "PostDeleted", True), "The post was deleted."),
            ((-10, 0, "ended", "VoteCast", True), "The vote was changed or taken back."),
            ((-3, 7, "", "LedgerCorrected", True), "A check of all points put this right."),
        ],
    )
    def test_why_an_amount_is_what_it_is(self, entry, says):
        assert sentences.why(*entry) == says

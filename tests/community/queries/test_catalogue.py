"""The lists and records that programs read, on both databases."""

import pytest

from community.actions import acceptances, answers, posts, votes
from community.queries import catalogue, records
from community.queries.catalogue import Wanted
from models.base import db
from models.errors import Invalid, NotFound
from models.vote import Vote
from tests import factories


@pytest.fixture
def noise(app):
    """Questions that no narrowing below may return."""
    return [factories.thread(title=f"Something else {n}") for n in range(2)]


def ids(wanted=None, **how):
    return [row["id"] for row in catalogue.questions(wanted or Wanted(), **how).items]


class TestQuestions:
    def test_each_narrowing_keeps_what_it_says(self, noise):
        asker = factories.member()
        answered = factories.thread(asker, tags=["hub"])
        factories.answer(answered)
        assert ids(Wanted(states=("answered", "resolved"))) == [answered.id]
        assert ids(Wanted(tag="hub")) == ids(Wanted(author_id=asker.id)) == [answered.id]
        assert set(ids(Wanted(unanswered=True))) == {each.id for each in noise}
        assert ids(Wanted(ids=[noise[0].id, answered.id])) == [answered.id, noise[0].id]
        assert ids(Wanted(ids=[])) == []

    @pytest.mark.parametrize("sort", list(catalogue.SORTS))
    def test_pages_of_one_hold_everything_once(self, noise, sort):
        factories.thread()
        everything, seen, after = ids(sort=sort), [], ""
        while True:
            page = catalogue.questions(Wanted(), sort=sort, after=after, size=1)
            seen += [row["id"] for row in page.items]
            if not (after := page.next):
                break
        assert seen == everything
        assert len(seen) == 3

    @pytest.mark.parametrize("cursor", ["x", "~", "2026-01-01~1", "9999-12-31T23:59:59-23:59~1", f"1~{2**63}"])
    def test_a_cursor_of_somebody_else_is_refused(self, noise, cursor):
        with pytest.raises(Invalid):
            catalogue.questions(Wanted(), sort="votes", after=cursor)

    def test_a_page_is_one_statement(self, noise, statements):
        with statements:
            catalogue.questions(Wanted())
        assert len(statements) == 1


class TestRecords:
    def test_what_is_deleted_is_there_for_its_author_and_staff(self, noise):
        author = factories.member()
        question = factories.thread()
        answer = answers.post(author, question.id, body="Set channel 36.")
        factories.comment(answer)
        posts.delete(author, answer.id)
        readers = {"guest": None, "stranger": factories.member(), "author": author, "staff": factories.member("staff")}
        seen = {name: len(records.question(reader, question.id)["posts"]) for name, reader in readers.items()}
        assert seen == {"guest": 0, "stranger": 0, "author": 1, "staff": 1}
        with pytest.raises(NotFound):
            records.post(None, answer.id)

    def test_ones_own_voice_and_nobody_elses(self, noise):
        reader, other = factories.member(), factories.member()
        answer = factories.answer(factories.thread())
        votes.cast(reader, answer.id, -1, reason="Still drops")
        votes.cast(other, answer.id, 1)
        assert records.post(reader, answer.id)["your_vote"] == -1
        assert records.post(None, answer.id)["your_vote"] == 0
        assert db.session.query(Vote).count() == 2

    def test_acceptances_keep_their_history(self, noise):
        asker = factories.member()
        question = factories.thread(asker)
        first, second = factories.answer(question), factories.answer(question)
        acceptances.accept(asker, first.id)
        acceptances.accept(asker, second.id)
        shown = records.question(None, question.id)
        assert [(row["post_id"], row["end_reason"]) for row in shown["acceptances"]] == [
            (first.id, "switched"),
            (second.id, None),
        ]
        assert [post["accepted"] for post in shown["posts"]] == [False, True]

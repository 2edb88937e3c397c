import pytest
from sqlalchemy import select

from community.actions import follows, posts, votes
from models.base import db
from models.errors import Conflict, Forbidden, Invalid, NotFound
from models.event_log import LoggedEvent
from models.notification import Notification
from models.post import Post
from models.vote import Follow, Vote
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def counts(post: Post) -> tuple[int, int, int]:
    db.session.refresh(post)
    return post.helpful, post.didnt_work, post.score


class TestCast:
    def test_counts_the_present_value_alone(self) -> None:
        answer, reader = factories.answer(factories.thread()), factories.member()
        factories.helpful(answer, 2)
        seen = []
        for value in (1, 1, -1, 0, 0, 1):
            votes.cast(reader, answer.id, value)
            seen.append(counts(answer))
        assert seen == [(3, 0, 3), (3, 0, 3), (2, 1, 1), (2, 0, 2), (2, 0, 2), (3, 0, 3)]
        assert len(db.session.scalars(select(Vote).where(Vote.member_id == reader.id)).all()) == 1

    def test_the_same_again_is_no_event(self) -> None:
        answer, reader = factories.answer(factories.thread()), factories.member()
        votes.cast(reader, answer.id, 1)
        votes.cast(reader, answer.id, 1)
        log = select(LoggedEvent).where(LoggedEvent.kind == "VoteCast")
        assert [event.payload["value"] for event in db.session.scalars(log)] == [1]

    def test_not_on_ones_own_nor_unconfirmed(self) -> None:
        author = factories.member()
        answer = factories.answer(factories.thread(), author)
        for voter in (author, factories.member(email_confirmed_at=None)):
            with pytest.raises(Forbidden):
                votes.cast(voter, answer.id, 1)

    def test_on_a_question_points_to_me_too(self) -> None:
        with pytest.raises(Invalid):
            votes.cast(factories.member(), factories.thread().opening_id, 1)

    def test_on_what_is_deleted(self) -> None:
        author = factories.member()
        answer = factories.answer(factories.thread(), author)
        posts.delete(author, answer.id)
        with pytest.raises(NotFound):
            votes.cast(factories.member(), answer.id, 1)
        with pytest.raises(Conflict):
            votes.cast(factories.member("staff"), answer.id, 1)


class TestMeToo:
    def test_counts_once_and_follows(self) -> None:
        thread, reader = factories.thread(), factories.member()
        for _ in range(2):
            votes.me_too(reader, thread.id)
        db.session.refresh(thread)
        assert (thread.me_too_count, thread.follower_count) == (1, 1)
        votes.me_too(reader, thread.id, on=False)
        db.session.refresh(thread)
        assert (thread.me_too_count, thread.follower_count) == (0, 1)

    def test_the_asker_counts_already(self) -> None:
        asker = factories.member()
        with pytest.raises(Forbidden):
            votes.me_too(asker, factories.thread(asker).id)


class TestFollow:
    def test_hears_of_answers_once(self) -> None:
        thread, reader = factories.thread(), factories.member()
        follows.set(reader, "thread", thread.id)
        follows.set(reader, "thread", thread.id)
        factories.answer(thread)
        told = select(Notification.kind).where(Notification.member_id == reader.id)
        assert list(db.session.scalars(told)) == ["followed"]
        assert follows.set(reader, "thread", thread.id, on=False) is False
        assert db.session.scalar(select(Follow.at)) is None

    @pytest.mark.parametrize("kind", ["thread", "tag", "category", "planet"])
    def test_what_is_not_there(self, kind: str) -> None:
        with pytest.raises(NotFound):
            follows.set(factories.member(), kind, 99)

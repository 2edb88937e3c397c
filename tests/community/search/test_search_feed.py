"""From an action to what can be found, through the deliveries; and the ways back when the index is lost."""

import shutil

import pytest

from community import search_feed
from community.actions import acceptances, answers, comments, posts
from community.queries import search, search_beside
from community.search import index
from models.errors import Unavailable
from tests import factories


def found(text: str) -> list[int]:
    return [each.row.id for each in search.questions(text).items]


@pytest.fixture
def question(app):
    return factories.thread(title="The hub forgets its channel", body="Each evening.", tags=["hub"])


class TestDeliveries:
    def test_make_the_index_at_first(self, question, drain):
        with pytest.raises(Unavailable):
            found("channel")
        drain()
        assert found("channel") == [question.id]

    def test_bring_every_part_of_a_conversation(self, question, drain):
        drain()
        answer = answers.post(factories.member(), question.id, body="Try the zebra switch.")
        comments.add(factories.member(), answer.id, body="Or the giraffe.")
        assert found("zebra") == []
        drain()
        assert found("zebra") == found("giraffe") == [question.id]

    def test_follow_edits(self, question, drain):
        drain()
        answer = factories.answer(question, body="Look in the evening.")
        drain()
        posts.edit(factories.member("staff"), answer.id, body="Only at dawn.")
        drain()
        assert found("dawn") == [question.id]
        assert found("look") == []

    def test_follow_the_state(self, app, drain):
        question, answer = factories.solved()
        drain()
        assert found("state:solved") == [question.id]
        acceptances.end(factories.member("staff"), answer.id)
        drain()
        assert found("state:solved") == []
        assert found("state:answered") == [question.id]

    def test_take_away_what_is_deleted_and_bring_it_back(self, question, drain):
        staff = factories.member("staff")
        drain()
        posts.delete(staff, question.opening_id, reason="staff")
        assert found("channel") == [], "before the index knows"
        drain()
        assert found("channel") == []
        posts.restore(staff, question.opening_id)
        drain()
        assert found("channel") == [question.id]

    def test_done_twice_is_done_once(self, question, drain):
        drain()
        search_feed.reindex()
        assert found("channel") == [question.id]

    def test_bring_people(self, app, drain):
        member = factories.member(handle="kestrel")
        drain()
        assert [each.person.id for each in search_beside.members("kestrel")] == [member.id]
        assert search_beside.members("system") == []


class TestTending:
    def test_leaves_a_sound_index_alone(self, question, drain):
        drain()
        before = index().folder.current()
        assert not search_feed.tend()
        assert index().folder.current() == before

    def test_builds_a_missing_one(self, question, drain):
        drain()
        shutil.rmtree(index().folder.root)
        assert search_feed.tend()
        assert found("channel") == [question.id]

    def test_builds_a_damaged_one_anew(self, question, drain):
        drain()
        for path in index().folder.current().glob("*.trm"):
            path.write_bytes(b"\0" * path.stat().st_size)
        assert search_feed.tend()
        assert found("channel") == [question.id]

    def test_waits_while_another_process_builds(self, question):
        with index().folder.rebuilding():
            assert search_feed.tend()


class TestReindex:
    def test_catches_up_with_what_happens_meanwhile(self, question, monkeypatch):
        read = search_feed.searchable.everything

        def and_then_an_edit():
            yield from read()
            answers.post(factories.member(), question.id, body="A zebra.")

        monkeypatch.setattr(search_feed.searchable, "everything", and_then_an_edit)
        search_feed.reindex()
        assert found("zebra") == [question.id]

    def test_tells_how_far_it_is(self, question):
        seen: list[int] = []
        assert search_feed.reindex(seen.append) >= 2
        assert seen == []

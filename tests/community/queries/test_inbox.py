"""What is listed and counted of the inbox, on both databases."""

from community import replay
from community.actions import follows, posts
from community.queries import inbox
from tests import factories


class TestNews:
    def test_counts_what_it_lists(self, app):
        asker, helper = factories.member(), factories.member()
        thread = factories.thread(asker)
        kept, doomed = factories.answer(thread, helper), factories.answer(thread, helper)
        posts.delete(helper, doomed.id)
        assert [row.post_id for row in inbox.news(asker).items] == [kept.id]
        assert inbox.unread_count(asker) == 1

    def test_shows_staff_what_is_deleted_without_its_words(self, app):
        lead, helper = factories.member("staff"), factories.member()
        doomed = factories.answer(factories.thread(lead), helper)
        posts.delete(helper, doomed.id)
        (row,) = inbox.news(lead).items
        assert (row.post_id, row.excerpt) == (None, "")

    def test_pages_follow_each_other(self, app):
        asker, helper = factories.member(), factories.member()
        thread = factories.thread(asker)
        ids = [factories.answer(thread, helper).id for _ in range(3)]
        first = inbox.news(asker, size=2)
        rest = inbox.news(asker, size=2, after=first.next)
        assert [row.post_id for row in first.items + rest.items] == ids[::-1]
        assert rest.next == ""

    def test_says_one_thing_of_one_post_the_nearest_to_the_reader(self, app):
        asker, helper, follower = (factories.member(handle=name) for name in ("asker", "helper", "follower"))
        thread = factories.thread(asker)
        follows.set(follower, "thread", thread.id)
        answer = factories.answer(thread, helper, "As @asker and @follower know.")
        factories.comment(answer, factories.member(), "Is it, @helper? Not for @asker.")
        assert [row.kind for row in inbox.news(asker).items] == ["mention", "answer"]
        assert [row.kind for row in inbox.news(helper).items] == ["comment"]
        assert [row.kind for row in inbox.news(follower).items] == ["mention"]
        assert list(replay.check()) == []

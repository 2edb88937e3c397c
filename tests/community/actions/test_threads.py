import pytest
from flask import Flask
from sqlalchemy import select

from community.actions import acceptances, posts, threads
from models.base import db
from models.dispute import ThreadLink
from models.errors import Conflict, Forbidden, Invalid, NotFound
from models.escalation import Clock
from models.event_log import LoggedEvent
from models.notification import Notification
from models.post import Revision
from models.taxonomy import Category, Tag
from models.thread import Thread
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def kinds(thread: Thread) -> list[str]:
    log = select(LoggedEvent.kind).where(LoggedEvent.thread_id == thread.id).order_by(LoggedEvent.id)
    return list(db.session.scalars(log))


def category(**values: object) -> Category:
    made = Category(**{"slug": "hub", "name": "Hub", **values})
    db.session.add(made)
    db.session.commit()
    return made


class TestAsk:
    def test_is_open_with_its_text_and_tags(self, app: Flask) -> None:
        thread = factories.thread(title="  Hub \n forgets ", body="It **fails**", tags=["Hub 3", "wifi", "hub 3"])
        assert (thread.state, thread.title, thread.slug, thread.round) == ("open", "Hub forgets", "hub-forgets", 1)
        assert thread.tag_names == ["hub-3", "wifi"]
        assert thread.excerpt == "It fails"

    def test_counts_in_its_tags_and_category(self, app: Flask) -> None:
        place = category()
        factories.thread(tags=["wifi"], category_id=place.id)
        db.session.expire_all()
        assert db.session.scalar(select(Tag.thread_count).where(Tag.name == "wifi")) == 1
        assert place.thread_count == 1

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"title": "a"}, "title"),
            ({"title": "x" * 151}, "title"),
            ({"title": "\u202e\u200b \t"}, "title"),  # nothing that can be seen
            ({"body": " \n "}, "body"),
            ({"body": "x" * 30_001}, "body"),
            ({"tags": ["a", "b", "c", "d", "e", "f"]}, "tags"),
            ({"tags": ["<script>"]}, "tags"),
            ({"kind": "riddle"}, "kind"),
            ({"fields": {"colour": "red"}}, "fields"),  # no category asks for it
        ],
    )
    def test_says_which_field_is_wrong_and_leaves_nothing(self, given: dict[str, object], field: str) -> None:
        asker = factories.member()
        with pytest.raises(Invalid) as error:
            factories.thread(asker, **given)
        assert field in error.value.fields
        assert db.session.scalar(select(Thread.id)) is None

    def test_asks_what_the_category_requires(self, app: Flask) -> None:
        field = {"name": "version", "label": "Version", "required": True, "choices": ["1", "2"]}
        place = category(fields=[field])
        asker = factories.member()
        for wrong in ({}, {"version": "3"}):
            with pytest.raises(Invalid) as error:
                factories.thread(asker, category_id=place.id, fields=wrong)
            assert list(error.value.fields) == ["fields.version"]
        assert factories.thread(asker, category_id=place.id, fields={"version": "2"}).fields == {"version": "2"}

    def test_tells_those_it_mentions_once(self, app: Flask) -> None:
        wren = factories.member(handle="wren")
        factories.thread(body="Ask @wren, or @WREN. Not `@wren`, not @nobody.")
        told = db.session.execute(select(Notification.member_id, Notification.kind)).all()
        assert told == [(wren.id, "mention")]

    def test_newcomers_set_two_links_and_no_more(self, app: Flask) -> None:
        newcomer = factories.member(level=0)
        links = "https://a.example https://b.example "
        factories.thread(newcomer, body=links)
        with pytest.raises(Invalid):
            factories.thread(newcomer, body=links + "https://c.example")


class TestEdit:
    def test_keeps_what_was_there_as_a_revision(self, app: Flask) -> None:
        asker = factories.member()
        thread = factories.thread(asker, tags=["wifi"])
        threads.edit(asker, thread.id, title="The hub forgets", body="Now *each* hour.", tags=["hub"], note="clearer")
        rows = db.session.execute(
            select(Revision.number, Revision.title, Revision.body, Revision.tags, Revision.note)
            .where(Revision.post_id == thread.opening_id)
            .order_by(Revision.number)
        ).all()
        assert rows == [
            (1, "The hub forgets its channel", "Each *evening* it starts anew.", "wifi", ""),
            (2, "The hub forgets", "Now *each* hour.", "hub", "clearer"),
        ]
        assert dict(db.session.execute(select(Tag.name, Tag.thread_count)).all()) == {"wifi": 0, "hub": 1}

    def test_changing_nothing_is_no_revision(self, app: Flask) -> None:
        asker = factories.member()
        thread = factories.thread(asker)
        threads.edit(asker, thread.id, title=thread.title, body="Each *evening* it starts anew.")
        assert kinds(thread) == ["QuestionAsked"]

    def test_of_what_was_edited_meanwhile_is_refused(self, app: Flask) -> None:
        asker = factories.member()
        thread = factories.thread(asker)
        threads.edit(asker, thread.id, title="The hub forgets", expected_revision=1)
        with pytest.raises(Conflict):
            threads.edit(asker, thread.id, title="The hub!", expected_revision=1)

    def test_says_all_that_is_wrong_and_changes_nothing(self, app: Flask) -> None:
        asker, place = factories.member(), category(fields=[{"name": "version", "label": "Version", "required": True}])
        thread = factories.thread(asker, category_id=place.id, fields={"version": "1"})
        with pytest.raises(Invalid) as error:
            threads.edit(asker, thread.id, title="x", body=" ", tags=["!"], fields={}, note="x" * 301)
        assert set(error.value.fields) == {"title", "body", "tags", "fields.version", "note"}
        db.session.refresh(thread)
        assert (thread.title, kinds(thread)) == ("The hub forgets its channel", ["QuestionAsked"])

    def test_needs_to_be_the_author_or_trusted(self, app: Flask) -> None:
        thread = factories.thread()
        with pytest.raises(Forbidden):
            threads.edit(factories.member(), thread.id, title="Mine now")


class TestClose:
    def test_as_same_answer_links_the_two(self, app: Flask) -> None:
        staff, first, second = factories.member("staff"), factories.thread(), factories.thread()
        threads.close(staff, second.id, reason="same answer", same_as_id=first.id)
        assert (second.state, second.same_as_id) == ("closed", first.id)
        assert db.session.get(ThreadLink, (second.id, first.id, "same answer")) is not None

    def test_same_answer_says_where(self, app: Flask) -> None:
        staff, thread = factories.member("staff"), factories.thread()
        for same_as in (None, thread.id):
            with pytest.raises(Invalid):
                threads.close(staff, thread.id, reason="same answer", same_as_id=same_as)

    def test_twice_is_refused(self, app: Flask) -> None:
        staff, thread = factories.member("staff"), factories.thread()
        threads.close(staff, thread.id, reason="off topic")
        with pytest.raises(Conflict):
            threads.close(staff, thread.id, reason="off topic")

    def test_takes_no_more_answers(self, app: Flask) -> None:
        thread = factories.thread()
        threads.close(factories.member("staff"), thread.id, reason="off topic")
        with pytest.raises(Conflict):
            factories.answer(thread)


class TestReopen:
    def test_after_closing_begins_a_round(self, app: Flask) -> None:
        staff, thread = factories.member("staff"), factories.thread()
        threads.close(staff, thread.id, reason="off topic")
        threads.reopen(staff, thread.id)
        assert (thread.state, thread.round, thread.closed_at) == ("open", 2, None)

    def test_ends_what_was_accepted_in_one_round(self, app: Flask) -> None:
        asker = factories.member()
        thread, _ = factories.solved(asker)
        threads.reopen(asker, thread.id)
        assert (thread.state, thread.round, thread.accepted_count) == ("answered", 2, 0)
        assert kinds(thread)[-2:] == ["AcceptanceEnded", "ThreadReopened"]

    def test_of_a_closed_and_solved_question_is_one_round_too(self, app: Flask) -> None:
        asker = factories.member()
        thread, _ = factories.solved(asker)
        threads.close(factories.member("staff"), thread.id, reason="other")
        threads.reopen(asker, thread.id)
        clock = db.session.get(Clock, thread.id)
        assert (thread.state, thread.round, clock.round) == ("answered", 2, 2)

    def test_of_what_is_open_is_refused(self, app: Flask) -> None:
        asker = factories.member()
        with pytest.raises(Conflict):
            threads.reopen(asker, factories.thread(asker).id)


class TestDeletedQuestion:
    def test_looks_like_one_that_never_was(self, app: Flask) -> None:
        asker, reader = factories.member(), factories.member()
        thread = factories.thread(asker)
        posts.delete(asker, thread.opening_id)
        with pytest.raises(NotFound):
            acceptances.accept(reader, thread.opening_id)
        with pytest.raises(NotFound):
            factories.answer(thread, reader)

    def test_with_answers_stays(self, app: Flask) -> None:
        asker = factories.member()
        thread = factories.thread(asker)
        factories.answer(thread)
        with pytest.raises(Forbidden):
            posts.delete(asker, thread.opening_id)

import pytest
from sqlalchemy import select

from community import access
from community.actions import answers, comments, flags, posts, rendering, threads
from models.base import db
from models.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from models.event_log import LoggedEvent
from models.notification import Notification
from models.post import Revision
from models.vote import Flag
from reputation.levels import Level
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def told(member_id: int) -> list[str]:
    rows = select(Notification.kind).where(Notification.member_id == member_id).order_by(Notification.id)
    return list(db.session.scalars(rows))


class TestAnswer:
    def test_moves_the_question_on_and_tells_its_asker(self) -> None:
        asker = factories.member()
        thread = factories.thread(asker)
        factories.answer(thread)
        db.session.refresh(thread)
        assert (thread.state, thread.answer_count) == ("answered", 1)
        assert told(asker.id) == ["answer"]

    def test_nobody_is_told_of_what_they_did(self) -> None:
        asker = factories.member()
        factories.answer(factories.thread(asker), asker)
        assert told(asker.id) == []

    def test_newcomers_who_write_a_lot_wait(self) -> None:
        newcomer = factories.member(level=Level.NEWCOMER)
        thread = factories.thread()
        for _ in range(3):
            factories.answer(thread, newcomer)
        with pytest.raises(TooMany) as error:
            factories.answer(thread, newcomer)
        assert 0 < error.value.retry_after <= 601


class TestComment:
    def test_is_counted_at_its_parent(self) -> None:
        answer = factories.answer(factories.thread())
        comment = factories.comment(answer)
        db.session.refresh(answer)
        assert answer.comment_count == 1
        posts.delete(factories.member("staff"), comment.id, reason="staff")
        db.session.refresh(answer)
        assert answer.comment_count == 0

    def test_has_one_level(self) -> None:
        comment = factories.comment(factories.answer(factories.thread()))
        with pytest.raises(Conflict):
            factories.comment(comment)

    def test_is_short(self) -> None:
        answer = factories.answer(factories.thread())
        with pytest.raises(Invalid):
            comments.add(factories.member(), answer.id, body="x" * 2_001)


class TestEdit:
    def test_keeps_the_old_text(self) -> None:
        author = factories.member()
        answer = factories.answer(factories.thread(), author, "Set channel 36.")
        posts.edit(author, answer.id, body="Set channel 40.", note="36 is busy")
        texts = select(Revision.number, Revision.body).where(Revision.post_id == answer.id).order_by(Revision.number)
        assert db.session.execute(texts).all() == [(1, "Set channel 36."), (2, "Set channel 40.")]
        assert "40" in answer.html

    def test_mentions_only_the_newly_named(self) -> None:
        author, wren, finch = (factories.member(handle=name) for name in ("teal", "wren", "finch"))
        answer = factories.answer(factories.thread(), author, "Ask @wren.")
        posts.edit(author, answer.id, body="Ask @wren or @finch.")
        assert (told(wren.id), told(finch.id)) == (["mention"], ["mention"])

    def test_refuses_a_stale_one(self) -> None:
        author = factories.member()
        answer = factories.answer(factories.thread(), author)
        posts.edit(author, answer.id, body="One.", expected_revision=1)
        with pytest.raises(Conflict):
            posts.edit(author, answer.id, body="Two.", expected_revision=1)

    def test_is_for_the_author_and_the_trusted(self) -> None:
        answer = factories.answer(factories.thread())
        with pytest.raises(Forbidden):
            posts.edit(factories.member(), answer.id, body="Mine")
        posts.edit(factories.member(level=Level.HELPER), answer.id, body="Better")


class TestRedact:
    def test_hides_an_old_text_but_not_what_is_shown(self) -> None:
        staff, author = factories.member("staff"), factories.member()
        answer = factories.answer(factories.thread(), author, "My password is tulip")
        posts.edit(author, answer.id, body="Never mind.")
        assert posts.redact(staff, answer.id, 1).redacted_at is not None
        with pytest.raises(Conflict):
            posts.redact(staff, answer.id, 2)
        with pytest.raises(NotFound):
            posts.redact(staff, answer.id, 9)


class TestDelete:
    def test_by_its_author_can_be_taken_back(self) -> None:
        author = factories.member()
        answer = factories.answer(factories.thread(), author)
        posts.delete(author, answer.id)
        with pytest.raises(Conflict):
            posts.delete(author, answer.id)
        assert posts.restore(author, answer.id).visible

    def test_by_staff_cannot_be_taken_back_by_its_author(self) -> None:
        author = factories.member()
        answer = factories.answer(factories.thread(), author)
        posts.delete(factories.member("staff"), answer.id, reason="abuse")
        with pytest.raises(Forbidden):
            posts.restore(author, answer.id)

    def test_is_not_for_others(self) -> None:
        answer = factories.answer(factories.thread())
        with pytest.raises(Forbidden):
            posts.delete(factories.member(), answer.id)

    def test_of_the_last_answer_begins_a_round(self) -> None:
        author, thread = factories.member(), factories.thread()
        answer = factories.answer(thread, author)
        posts.delete(author, answer.id)
        assert (thread.state, thread.round, thread.answer_count) == ("open", 2, 0)


class TestMentions:
    def test_of_somebody_are_links_wherever_one_writes(self) -> None:
        wren, author = factories.member(handle="wren"), factories.member(level=0)
        link = f'<a href="/members/{wren.id}/wren" rel="nofollow ugc noopener">@wren</a>'
        thread = factories.thread(body="Ask @wren, or @nobody.")
        answer = factories.answer(thread, author, "@wren, @Wren and @WREN know.")
        assert link in access.opening(thread).html
        assert "@nobody." in access.opening(thread).html
        assert answer.html.count("<a ") == 3  # more links than a newcomer may set, were they links to elsewhere
        assert link in factories.comment(answer, body="Do you, @wren?").html
        posts.edit(author, answer.id, body="Or ask `@wren`, @wren.")
        assert answer.html.count(link) == 1

    def test_made_anew_are_the_same(self) -> None:
        factories.member(handle="wren")
        answer = factories.answer(factories.thread(), body="Ask @wren.")
        before = answer.html
        answer.renderer = "0"
        db.session.commit()
        rendering.refresh(None)
        assert answer.html == before


class TestFlag:
    def test_is_one_a_member_and_post(self) -> None:
        answer, reporter = factories.answer(factories.thread()), factories.member()
        first = flags.report(reporter, answer.id, reason="spam")
        assert flags.report(reporter, answer.id, reason="abuse").id == first.id
        assert len(db.session.scalars(select(Flag)).all()) == 1

    @pytest.mark.parametrize("role", ["customer", "staff"])
    def test_is_never_about_ones_own_post(self, role) -> None:
        author = factories.member(role)
        answer = factories.answer(factories.thread(), author)
        with pytest.raises(Forbidden, match="your own post"):
            flags.report(author, answer.id, reason="spam")

    def test_upheld_removes_and_tells_the_reporter(self) -> None:
        staff, reporter, thread = factories.member("staff"), factories.member(), factories.thread()
        answer = factories.answer(thread)
        flag = flags.report(reporter, answer.id, reason="spam")
        flags.decide(staff, flag.id, upheld=True, remove=True)
        db.session.refresh(answer)
        assert (answer.delete_reason, thread.state) == ("spam", "open")
        assert told(reporter.id) == ["flag_decided"]
        said = select(LoggedEvent.kind).where(LoggedEvent.kind != "LevelChanged").order_by(LoggedEvent.id.desc())
        log = db.session.scalars(said.limit(2))
        assert list(log) == ["PostDeleted", "FlagDecided"]

    def test_is_decided_once_and_never_by_the_author(self) -> None:
        author, reporter = factories.member("staff"), factories.member()
        answer = factories.answer(factories.thread(), author)
        flag = flags.report(reporter, answer.id, reason="other", note="rude")
        with pytest.raises(Forbidden):
            flags.decide(author, flag.id, upheld=False)
        with pytest.raises(NotFound):
            flags.decide(reporter, flag.id, upheld=True)
        flags.decide(factories.member("staff"), flag.id, upheld=False)
        with pytest.raises(Conflict):
            flags.decide(factories.member("staff"), flag.id, upheld=True)


class TestInformationRequested:
    def test_the_askers_reply_answers_it(self) -> None:
        asker = factories.member()
        thread = factories.thread(asker)
        thread.needs_info_at = thread.created_at
        db.session.commit()
        answers.post(factories.member(), thread.id, body="Which version?")
        assert thread.needs_info_at is not None
        comments.add(asker, thread.opening_id, body="Version 3.")
        log = db.session.scalars(select(LoggedEvent.kind).order_by(LoggedEvent.id.desc()).limit(1))
        assert (thread.needs_info_at, list(log)) == (None, ["InformationGiven"])


def test_a_locked_question_takes_nothing() -> None:
    thread = factories.thread()
    answer = factories.answer(thread)
    thread.locked_at = thread.created_at
    db.session.commit()
    with pytest.raises(Conflict):
        factories.answer(thread)
    with pytest.raises(Conflict):
        factories.comment(answer)
    assert threads.close(factories.member("staff"), thread.id, reason="other").state == "closed"

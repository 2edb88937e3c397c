"""The rules of an import, each on the dump that was written for them. Ids in the tests are those of the dump."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from community import doctor, replay
from community.importers import stackexchange
from community.importers.bulk import Keys
from community.importers.stackexchange import dump as dumps
from models.acceptance import Acceptance
from models.base import Base, db
from models.bookkeeping import ImportRun
from models.dispute import ThreadLink
from models.errors import Invalid
from models.event_log import Delivery, LoggedEvent
from models.member import Member
from models.notification import Notification
from models.point import MemberBadge, Point
from models.post import Post, Revision
from models.schema import metadata
from models.taxonomy import Tag
from models.thread import Thread
from models.vote import Flag, Follow, Vote


def instant(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2020, 2, day, hour, minute, tzinfo=UTC)


def here(table: type[Base], keys: Keys, kind: str, original: int) -> Any:
    return db.session.get(table, keys[kind][original])


def thread(keys: Keys, original: int) -> Thread:
    return here(Thread, keys, "thread", original)


def post(keys: Keys, original: int) -> Post:
    return here(Post, keys, "post", original)


def events(keys: Keys, original: int) -> list[LoggedEvent]:
    """What the log says of a question, in its order."""
    chosen = select(LoggedEvent).where(LoggedEvent.thread_id == keys["thread"][original])
    return list(db.session.scalars(chosen.order_by(LoggedEvent.at, LoggedEvent.id)))


def snapshot() -> dict[str, int]:
    """How many rows each table has."""
    tables = metadata.tables.values()
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) for table in tables}


class TestMembers:
    def test_display_names_repeat_and_handles_do_not(self, keys: Keys) -> None:
        bens = [here(Member, keys, "member", original) for original in (2, 3)]
        assert [ben.display_name for ben in bens] == ["Ben", "Ben"]
        assert [ben.handle for ben in bens] == ["ben", "ben-3"]

    @pytest.mark.parametrize(
        ("original", "handle"),
        [(1, "ada-quill"), (4, "cenek-dabel"), (5, "member-5"), (6, "member-6"), (9, "member-9"), (-1, "member-1")],
    )
    def test_handles_are_plain_letters_and_never_staff(self, keys: Keys, original: int, handle: str) -> None:
        assert here(Member, keys, "member", original).handle == handle

    def test_nobody_can_sign_in_and_profile_texts_stay_behind(self, keys: Keys) -> None:
        for member in db.session.scalars(select(Member).where(Member.imported)):
            assert (member.email, member.password_hash, member.about, member.website, member.location) == (
                None, None, "", "", "",
            )  # fmt: skip
            assert member.role == "customer"

    def test_an_author_without_a_row_is_a_placeholder(self, keys: Keys) -> None:
        author = here(Member, keys, "member", 9999)
        assert (author.display_name, author.joined_at) == ("Left long ago", instant(5, 9))
        assert thread(keys, 5).author_id == author.id

    def test_an_author_without_an_account_is_a_name(self, keys: Keys) -> None:
        assert (post(keys, 3).author_id, post(keys, 3).author_name) == (None, "user17")

    def test_a_handle_that_is_taken_here_stays_with_its_owner(self, app: APIFlask, tiny: Path) -> None:
        db.session.add(Member(handle="Ben", handle_key="ben", joined_at=instant(1)))
        db.session.commit()
        stackexchange.bring(tiny, name="tiny")
        assert here(Member, Keys("tiny"), "member", 2).handle == "ben-2"


class TestConversations:
    def test_a_question_with_its_answers_and_comments(self, keys: Keys) -> None:
        found = thread(keys, 1)
        assert (found.title, found.state, found.answer_count) == ("Kettle stops at 80 degrees", "resolved", 2)
        assert found.tag_names == ["kettle", "heat"]
        assert (found.created_at, found.active_at) == (instant(3, 9), instant(5, 8))
        assert here(Post, keys, "comment", 1).parent_id == post(keys, 1).id
        assert here(Post, keys, "comment", 3).parent_id == post(keys, 2).id
        assert (post(keys, 1).comment_count, post(keys, 2).comment_count) == (2, 1)

    def test_comments_and_posts_have_ids_of_their_own(self, keys: Keys) -> None:
        assert keys["comment"][1] != keys["post"][1]
        assert here(Post, keys, "comment", 1).kind == "comment"

    def test_html_goes_through_the_gates(self, keys: Keys) -> None:
        html = post(keys, 18).html
        assert "steal" not in html
        assert "<img" not in html
        assert 'href="https://pictures.example/kettle.png"' in html
        assert thread(keys, 18).title == "<script>steal()</script> in a title"

    def test_a_comment_is_markdown_and_calls_nobody(self, keys: Keys) -> None:
        assert "<em>model</em>" in here(Post, keys, "comment", 1).html
        assert not [event for event in events(keys, 1) if event.kind == "Mentioned"]

    def test_a_question_without_a_title_has_one(self, keys: Keys) -> None:
        assert thread(keys, 14).title == "(no title)"

    def test_a_date_without_a_time_is_its_midnight(self, keys: Keys) -> None:
        assert thread(keys, 13).created_at == instant(8)

    def test_an_answer_from_before_its_question_comes_after_it_in_the_log(self, keys: Keys) -> None:
        assert post(keys, 19).created_at == instant(11, 8)
        asked, *rest = events(keys, 18)
        assert asked.kind == "QuestionAsked"
        assert ("AnswerPosted", instant(11, 9)) in [(event.kind, event.at) for event in rest]

    def test_tag_wikis_become_descriptions_and_no_posts(self, keys: Keys) -> None:
        tags = {tag.name: (tag.description, tag.thread_count) for tag in db.session.scalars(select(Tag))}
        assert tags == {
            "kettle": ("Everything that boils water.", 3),
            "heat": ("", 1),
            "lid": ("", 3),
            "unused": ("", 0),
            "descale": ("", 2),
        }
        assert not {9, 10, 11, 12} & set(keys["post"])


class TestRevisions:
    def test_each_edit_is_a_whole_text_in_markdown(self, keys: Keys) -> None:
        chosen = select(Revision).where(Revision.post_id == post(keys, 1).id).order_by(Revision.number)
        found = [(row.title, row.body, row.tags, row.editor_name, row.note) for row in db.session.scalars(chosen)]
        begun = "My kettle stops at 80 degrees."
        assert found == [
            ("Kettle stops", begun, "kettle", "", ""),
            ("Kettle stops at 80 degrees", begun, "kettle heat", "", "clearer title"),
            ("Kettle stops at 80 degrees", begun + " **What** is wrong?", "kettle heat", "user17", ""),
        ]
        assert post(keys, 1).revision_count == 3

    def test_who_edits_finds_markdown(self, keys: Keys) -> None:
        assert (post(keys, 1).format, post(keys, 1).source) == (
            "markdown",
            "My kettle stops at 80 degrees. **What** is wrong?",
        )

    def test_a_post_without_a_history_has_the_text_that_stands(self, keys: Keys) -> None:
        revision = db.session.get(Revision, (post(keys, 3).id, 1))
        assert revision is not None
        assert (revision.body, revision.editor_name, post(keys, 3).format) == (
            "<p>Buy another one.</p>", "user17", "html",
        )  # fmt: skip

    def test_edits_are_events_under_their_instants(self, keys: Keys) -> None:
        edits = [(event.at, event.payload["revision"]) for event in events(keys, 1) if event.kind == "PostEdited"]
        assert edits == [(instant(3, 9, 30), 2), (instant(3, 10), 3), (instant(4, 9, 30), 2)]


class TestClosing:
    def test_a_duplicate_is_closed_as_the_same_answer(self, keys: Keys) -> None:
        found = thread(keys, 4)
        assert (found.state, found.close_reason, found.closed_at) == ("closed", "same answer", instant(4, 12))
        assert found.same_as_id == keys["thread"][1]
        assert events(keys, 4)[-2].payload | {"at": events(keys, 4)[-2].at} == {
            "thread_id": found.id, "reason": "same answer", "same_as": keys["thread"][1], "at": instant(4, 12),
        }  # fmt: skip

    def test_the_dump_knows_better_than_its_history(self, keys: Keys) -> None:
        """Closed, reopened, closed again, and yet it stands open."""
        told = [event.kind for event in events(keys, 13)]
        assert told == ["QuestionAsked", "ThreadClosed", "ThreadReopened"]
        assert (thread(keys, 13).state, thread(keys, 13).closed_at, thread(keys, 13).round) == ("open", None, 2)

    def test_closed_without_a_history(self, keys: Keys) -> None:
        assert (thread(keys, 20).closed_at, thread(keys, 20).close_reason) == (instant(13, 9), "other")
        assert [event.kind for event in events(keys, 20)] == ["QuestionAsked", "ThreadClosed"]

    def test_what_is_in_the_dump_is_not_deleted(self, keys: Keys) -> None:
        told = [(event.kind, event.payload.get("reason")) for event in events(keys, 6) if "Post" in event.kind]
        assert told == [("AnswerPosted", None), ("PostDeleted", "author"), ("PostRestored", None)]
        assert post(keys, 7).deleted_at is None

    def test_locks_that_stand(self, keys: Keys) -> None:
        assert (thread(keys, 6).locked_at, thread(keys, 5).locked_at) == (instant(6, 12), None)

    def test_wikis(self, keys: Keys) -> None:
        assert [post(keys, original).wiki for original in (6, 7, 1)] == [True, True, False]


class TestVotes:
    @pytest.mark.parametrize(
        ("original", "counts"), [(1, (2, 1, 1)), (2, (3, 0, 3)), (3, (0, 1, -1)), (16, (2, 1, 1)), (18, (0, 1, -1))]
    )
    def test_counts_are_those_of_the_rows(self, keys: Keys, original: int, counts: tuple[int, int, int]) -> None:
        found = post(keys, original)
        assert (found.helpful, found.didnt_work, found.score) == counts

    def test_a_questions_score(self, keys: Keys) -> None:
        assert (thread(keys, 1).score, thread(keys, 18).score) == (1, -1)

    def test_nobody_votes_before_there_is_something_to_vote_on(self, keys: Keys) -> None:
        votes = db.session.scalars(select(Vote).where(Vote.post_id == post(keys, 2).id).order_by(Vote.id))
        assert [(vote.at, vote.value, vote.member_id) for vote in votes] == [
            (instant(3, 9, 30), 1, None), (instant(3, 9, 30), 1, None), (instant(4), 1, None),
        ]  # fmt: skip

    def test_their_events_count_up(self, keys: Keys) -> None:
        told = [event for event in events(keys, 15) if event.kind == "VoteCast"]
        assert [(vote.payload["helpful"], vote.payload["didnt_work"]) for vote in told] == [(1, 0), (2, 0), (2, 1)]
        assert {vote.at for vote in told} == {instant(11)}

    def test_an_acceptance_stands_where_the_question_says(self, keys: Keys) -> None:
        rows = db.session.execute(select(Acceptance.post_id, Acceptance.at, Acceptance.by_id))
        assert set(rows) == {
            (post(keys, 2).id, instant(3, 9, 30), keys["member"][1]),
            (post(keys, 16).id, instant(10, 12), keys["member"][4]),
        }

    def test_favourites_follow(self, keys: Keys) -> None:
        rows = db.session.execute(select(Follow.member_id, Follow.kind, Follow.target_id)).all()
        assert rows == [(keys["member"][3], "thread", keys["thread"][1])]
        assert thread(keys, 1).follower_count == 1

    def test_flags_were_upheld(self, keys: Keys) -> None:
        rows = db.session.execute(select(Flag.post_id, Flag.reason, Flag.upheld).order_by(Flag.id)).all()
        assert rows == [(post(keys, 18).id, "abuse", True), (post(keys, 18).id, "spam", True)]

    def test_bounties_are_kept_in_the_log(self, keys: Keys) -> None:
        told = [
            (event.payload["on"], event.payload["amount"]) for event in events(keys, 5) if event.kind == "BountySet"
        ]
        assert told == [(True, 50), (False, 50)]


class TestPoints:
    def test_each_entry_stands_on_the_day_of_its_fact(self, keys: Keys) -> None:
        chosen = select(Point).where(Point.member_id == keys["member"][2]).order_by(Point.fact_at, Point.cause_id)
        entries = [(entry.rule, entry.amount, entry.at) for entry in db.session.scalars(chosen)]
        assert sorted(entries) == [
            ("accepted", 15, instant(3, 9, 30)),
            ("helpful", 10, instant(3, 9, 30)),
            ("helpful", 10, instant(3, 9, 30)),
            ("helpful", 10, instant(4)),
        ]
        assert here(Member, keys, "member", 2).reputation == 45

    def test_nothing_for_a_wiki_or_for_accepting_oneself(self, keys: Keys) -> None:
        """Čeněk's question is a wiki; he accepted his own answer, which two readers found helpful."""
        assert here(Member, keys, "member", 4).reputation == 20


class TestLinksAndBadges:
    def test_links_join_what_is_here(self, keys: Keys) -> None:
        rows = db.session.execute(select(ThreadLink.thread_id, ThreadLink.to_id, ThreadLink.kind))
        threads = keys["thread"]
        assert set(rows) == {
            (threads[4], threads[1], "same answer"),
            (threads[5], threads[1], "related"),
            (threads[1], threads[5], "related"),
        }

    def test_badges_keep_their_names_and_days(self, keys: Keys) -> None:
        rows = db.session.scalars(select(MemberBadge).order_by(MemberBadge.at))
        assert [(row.member_id, row.name, row.tag_based) for row in rows] == [
            (keys["member"][1], "Student", False),
            (keys["member"][2], "kettle", True),
        ]


class TestTheWhole:
    def test_every_odd_row_is_counted_and_none_fatal(self, report: dict[str, Any]) -> None:
        assert report["odd_rows"] == {
            "Badges: no Date": 1,
            "Badges: of nobody known": 1,
            "Comments: no author": 1,
            "Comments: on a post that is not there": 2,
            "Comments: score left out": 1,
            "PostHistory: on a post that is not there": 1,
            "PostHistory: type 25, only counted": 1,
            "PostHistory: type 66, only counted": 1,
            "PostLinks: an end is not there": 2,
            "PostLinks: to itself": 1,
            "PostLinks: type 9, only counted": 1,
            "Posts: Id is too large": 1,
            "Posts: Id twice": 1,
            "Posts: accepted answer is not there": 1,
            "Posts: answer without its question": 1,
            "Posts: no CreationDate": 1,
            "Posts: no author": 1,
            "Posts: question without a title": 1,
            "Posts: score that its votes do not add up to": 1,
            "Posts: type 3, no question or answer": 1,
            "Posts: type 7, no question or answer": 1,
            "Tags: no TagName": 1,
            "Tags: tag in use without a row": 1,
            "Users: Id is not a number": 1,
            "Users: Id twice": 1,
            "Users: author without a row, made a placeholder": 1,
            "Users: no CreationDate": 1,
            "Votes: CreationDate is not a date": 1,
            "Votes: acceptance that does not stand": 1,
            "Votes: acceptance without a vote, as old as its answer": 1,
            "Votes: favourite of nobody known": 2,
            "Votes: on a post that is not there": 2,
            "Votes: on no question or answer": 2,
            "Votes: type 10, only counted": 1,
            "Votes: type 11, only counted": 1,
            "Votes: type 15, only counted": 1,
            "Votes: type 16, only counted": 1,
            "Votes: type 6, only counted": 1,
            "Votes: type 7, only counted": 1,
            "Votes: type 99, only counted": 1,
        }

    def test_twice_is_once(self, report: dict[str, Any], tiny: Path) -> None:
        before = snapshot()
        again = stackexchange.bring(tiny, name="tiny")
        assert snapshot() == before
        assert again["new"] == {}
        assert {**again, "new": 0, "seconds": 0} == {**report, "new": 0, "seconds": 0}

    def test_only_search_is_told(self, report: dict[str, Any]) -> None:
        assert set(db.session.scalars(select(Delivery.consumer))) == {"search"}
        assert db.session.scalar(select(func.count()).select_from(Notification)) == 0

    def test_a_replay_finds_nothing_wrong(self, report: dict[str, Any]) -> None:
        assert list(replay.check()) == []

    def test_the_log_of_a_thread_is_written_in_order(self, keys: Keys) -> None:
        for original in keys["thread"]:
            told = events(keys, original)
            assert told[0].kind == "QuestionAsked"
            assert [event.at for event in told] == sorted(event.at for event in told)

    def test_two_sources_do_not_meet(self, report: dict[str, Any], tiny: Path) -> None:
        again = stackexchange.bring(tiny, name="other")
        assert again["new"]["threads"] == report["new"]["threads"]

    def test_files_may_be_missing(self, app: APIFlask, tiny: Path, tmp_path: Path) -> None:
        shutil.copy(tiny / "Posts.xml", tmp_path)
        report = stackexchange.bring(tmp_path, name="posts only")
        assert report["missing_files"] == [
            "Users.xml", "Comments.xml", "Votes.xml", "PostHistory.xml", "PostLinks.xml", "Tags.xml", "Badges.xml",
        ]  # fmt: skip
        assert (report["new"]["threads"], report["new"]["members"], report["comments"]) == (9, 8, None)
        assert db.session.scalar(select(func.count()).select_from(Acceptance)) == 2

    def test_a_file_may_be_broken(self, app: APIFlask, tiny: Path, tmp_path: Path) -> None:
        for path in tiny.iterdir():
            shutil.copy(path, tmp_path)
        votes = (tmp_path / "Votes.xml").read_bytes()
        (tmp_path / "Votes.xml").write_bytes(votes[: len(votes) // 2])
        report = stackexchange.bring(tmp_path, name="half")
        assert [broken.partition(":")[0] for broken in report["broken_files"]] == ["Votes.xml"]
        assert report["new"]["threads"] == 9

    def test_the_run_is_noted(self, report: dict[str, Any]) -> None:
        run = db.session.get(ImportRun, ("tiny", "whole"))
        assert run is not None
        assert run.finished_at is not None
        assert run.report["questions"] == 9

    @pytest.mark.parametrize("name", ["a/b", "../x"])
    def test_a_name_is_part_of_an_address(self, app: APIFlask, tiny: Path, name: str) -> None:
        with pytest.raises(Invalid):
            stackexchange.bring(tiny, name=name)


class TestResuming:
    @pytest.mark.parametrize("fails_at", range(1, 12))
    def test_an_import_that_was_stopped_goes_on(self, app: APIFlask, tiny: Path, fails_at: int) -> None:
        """Stopped between any two of its transactions, it ends in the same rows when it is started again."""
        heard = 0

        def stop(stage: str, done: int, total: int) -> None:
            nonlocal heard
            heard += 1
            if heard == fails_at:
                raise KeyboardInterrupt

        empty = snapshot()
        with pytest.raises(KeyboardInterrupt):
            stackexchange.bring(tiny, name="tiny", progress=stop)
        stackexchange.bring(tiny, name="tiny")
        resumed = snapshot()
        stackexchange.bring(tiny, name="again")
        whole = snapshot()
        own = [name for name in whole if name != "tag"]  # both sources share their tags
        assert {name: whole[name] - resumed[name] for name in own} == {
            name: resumed[name] - empty[name] for name in own
        }

    def test_one_that_brings_more_and_is_stopped_is_counted_when_it_goes_on(self, app: APIFlask, tiny: Path) -> None:
        """Stopped after the last row, before anything was worked out, with all of it here for the next run."""

        def stop(stage: str, done: int, total: int) -> None:
            if stage == "points":
                raise KeyboardInterrupt

        (lean := dumps.load(tiny, "tiny")).votes.clear()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(stackexchange, "load", lambda *_: lean)
            stackexchange.bring(tiny, name="tiny")
        with pytest.raises(KeyboardInterrupt):
            stackexchange.bring(tiny, name="tiny", progress=stop)
        assert "The import of tiny was stopped" in " ".join(finding.sentence for finding in doctor.examine())
        stackexchange.bring(tiny, name="tiny")
        assert list(replay.check()) == []
        assert "stopped" not in " ".join(finding.sentence for finding in doctor.examine())

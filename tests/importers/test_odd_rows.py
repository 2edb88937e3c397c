"""Rows that no dump should have, and some do: each is counted or mended, and none ends the import."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from community import doctor
from community.importers.bulk import Keys
from community.importers.stackexchange.rows import LARGEST_ID
from models.acceptance import Acceptance
from models.base import db
from models.dispute import ThreadLink
from models.post import Post
from models.taxonomy import Tag
from models.thread import Thread
from tests.importers.made_dump import AT, Dump


@pytest.fixture
def odd(app: APIFlask, tmp_path: Path) -> Iterator[Dump]:
    """A dump to be filled; what its import left is whole."""
    yield Dump(tmp_path)
    assert [finding for finding in doctor.examine() if not finding.note] == []


def count(table: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(*where)) or 0


class TestPosts:
    def test_a_nomination_has_a_parent_and_comments_and_is_no_answer(self, odd: Dump) -> None:
        odd.question(1)
        odd.row("Posts", Id=2, PostTypeId=6, ParentId=1, CreationDate=AT, Body="Vote for me", OwnerUserId=1)
        odd.row("Comments", Id=1, PostId=2, Text="I shall", CreationDate=AT, UserId=1)
        odd.row("PostLinks", Id=1, PostId=2, RelatedPostId=1, LinkTypeId=1, CreationDate=AT)
        odd.vote(1, 2, 2)
        found = odd.bring()["odd_rows"]
        assert found["Posts: type 6, no question or answer"] == 1
        assert found["Comments: on a post that is not there"] == 1
        assert found["Votes: on no question or answer"] == 1
        assert (count(Post), count(ThreadLink)) == (1, 0)

    def test_a_question_is_one_whatever_parent_it_names(self, odd: Dump) -> None:
        odd.question(1)
        odd.question(2, ParentId=1)
        odd.row("Comments", Id=1, PostId=2, Text="Really?", CreationDate=AT, UserId=1)
        odd.bring()
        keys = Keys("odd")
        assert db.session.get_one(Post, keys["comment"][1]).thread_id == keys["thread"][2]

    def test_answers_to_answers_and_to_themselves(self, odd: Dump) -> None:
        odd.question(1)
        odd.answer(2, to=1)
        odd.answer(3, to=2)
        odd.answer(4, to=4)
        assert odd.bring()["odd_rows"]["Posts: answer without its question"] == 2

    def test_ids_and_texts_at_their_limits(self, odd: Dump) -> None:
        odd.question(LARGEST_ID, Title="T" * 20_000, OwnerUserId=LARGEST_ID, OwnerDisplayName="N" * 3_000)
        odd.question(-7, Title="\u202e", Body="<div>" * 20_000)
        odd.row("PostHistory", Id=1, PostHistoryTypeId=5, PostId=-7, CreationDate=AT, Text="x" * 200_000)
        odd.row("Comments", Id=LARGEST_ID, PostId=-7, Text="[" * 40_000, CreationDate=AT)
        odd.row("Badges", Id=1, UserId=LARGEST_ID, Name="B" * 10_000, Date=AT)
        odd.bring()
        assert (count(Thread), count(Post)) == (2, 3)


class TestTags:
    def test_of_one_name_in_two_spellings_are_one(self, odd: Dump) -> None:
        odd.question(1, Tags="<Kettle><kettle>")
        odd.row("Tags", Id=1, TagName="kettle", Count=1)
        odd.row("Tags", Id=2, TagName="KETTLE", Count=1)
        odd.bring()
        assert db.session.scalars(select(Tag.name)).all() == ["kettle"]
        assert db.session.scalars(select(Thread.tag_names)).all() == [["kettle"]]

    def test_without_a_visible_name_are_none(self, odd: Dump) -> None:
        odd.question(1, Tags="<\u202e>")
        odd.row("Tags", Id=1, TagName="\u202e", Count=1)
        assert odd.bring()["odd_rows"]["Tags: no TagName"] == 1
        assert (count(Tag), db.session.scalars(select(Thread.tag_names)).all()) == (0, [[]])

    def test_that_are_too_long_for_an_index(self, odd: Dump) -> None:
        odd.question(1, Tags=f"<{'z' * 9_000}>")
        odd.bring()
        assert db.session.scalars(select(Tag.name)).all() == ["z" * 35]


class TestAcceptances:
    def test_told_twice_stand_once_since_the_first(self, odd: Dump) -> None:
        odd.question(1, AcceptedAnswerId=2)
        odd.answer(2, to=1)
        odd.vote(1, 2, 1, at="2020-02-06")
        odd.vote(2, 2, 1, at="2020-02-05")
        assert odd.bring()["odd_rows"]["Votes: accepted already"] == 1
        assert [each.at.day for each in db.session.scalars(select(Acceptance))] == [5]

    def test_brought_without_their_votes_stay_when_those_come(self, odd: Dump) -> None:
        odd.question(1, AcceptedAnswerId=2)
        odd.answer(2, to=1)
        odd.bring()
        odd.vote(1, 2, 1, at="2020-02-06")
        assert "acceptances" not in odd.bring()["new"]
        assert count(Acceptance) == 1

    def test_of_another_question_s_answer_stand_nowhere(self, odd: Dump) -> None:
        odd.question(1)
        odd.answer(2, to=1)
        odd.question(3, AcceptedAnswerId=2)
        assert odd.bring()["odd_rows"]["Posts: accepted answer is not there"] == 1
        assert count(Acceptance) == 0


def test_a_year_that_no_calendar_can_reckon_with_is_odd(odd: Dump) -> None:
    odd.question(1, CreationDate="9999-12-31T23:59:59.999")
    odd.question(2, CreationDate="0001-01-01")
    odd.question(3)
    assert odd.bring()["odd_rows"]["Posts: CreationDate is not a date"] == 2
    assert count(Thread) == 1

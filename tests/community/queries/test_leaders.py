"""Boards by period and tag, on both databases."""

import pytest

from community import access
from community.actions import acceptances, votes
from community.queries import explain_member, leaders, ledger, profiles
from models.errors import Forbidden, NotFound
from models.member import Member
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def board(period: str, **how) -> list[tuple[str, int, int, int]]:
    return [(each.person.handle, each.points, each.helped, each.solved) for each in leaders.of(period, **how)]


@pytest.fixture
def story(app, clock) -> tuple[Member, Member]:
    """Ada was accepted and found helpful 40 days ago in #wifi; Bo was found helpful today in #billing."""
    ada, bo, asker = factories.member(handle="ada"), factories.member(handle="bob"), factories.member(handle="asker")
    old = factories.answer(factories.thread(asker, tags=["wifi"]), ada)
    acceptances.accept(asker, old.id)
    factories.helpful(old, 2)
    clock.forward(days=40)
    factories.helpful(factories.answer(factories.thread(asker, tags=["billing"]), bo))
    return ada, bo


def test_each_period_has_its_board(story):
    assert board("week") == [("bob", 10, 1, 0)]
    assert board("month") == [("bob", 10, 1, 0)]
    assert board("all") == [("ada", 35, 2, 1), ("bob", 10, 1, 0), ("asker", 2, 0, 0)]


def test_a_tag_has_its_board(story):
    wifi, billing = (access.tag(name).id for name in ("wifi", "billing"))
    assert board("all", tag_id=wifi) == [("ada", 35, 2, 1)]
    assert board("month", tag_id=billing) == [("bob", 10, 1, 0)]
    assert board("month", tag_id=wifi) == []


def test_the_board_is_as_long_as_asked(story):
    assert len(board("all", size=1)) == 1
    assert [each.person.handle for each in leaders.helped_this_week()] == ["bob"]


def test_what_was_taken_back_is_not_counted(story, clock):
    _, bo = story
    answer, reader = factories.answer(factories.thread(), bo), factories.member()
    for value in (1, 0, 1, 0):
        votes.cast(reader, answer.id, value)
        clock.forward(minutes=1)
    assert board("week") == [("bob", 10, 1, 0)]
    assert profiles.profile(bo.id).figures.helped_this_week == 1


def test_room_under_a_cap_is_counted_once(story, clock):
    _, bo = story
    reader = factories.member()
    given = [factories.answer(factories.thread(), bo) for _ in range(4)]
    for answer in given:
        votes.cast(reader, answer.id, 1)
        clock.forward(minutes=1)
    votes.cast(reader, given[0].id, 0)
    assert board("week") == [("bob", 40, 4, 0)]


def test_profile_topics_come_from_answers_that_worked(story):
    ada, _ = story
    assert [(topic.name, topic.solved) for topic in profiles.profile(ada.id).topics] == [("wifi", 1)]


def test_entries_are_for_the_member_and_staff(story):
    ada, bo = story
    assert len(ledger.entries(ada, ada.id).items) == 3
    assert len(ledger.entries(factories.member("staff"), ada.id, kind="accepted").items) == 1
    for other in (bo, None):
        with pytest.raises(Forbidden):
            ledger.entries(other, ada.id)


@pytest.mark.usefixtures("story")
def test_explaining_a_member_adds_up():
    found = explain_member.explain("ADA")
    assert (found.points, found.shown) == (35, 36)
    assert sum(part.points for part in found.parts) == found.points
    assert "300 points (now 35)" in found.next_level
    assert explain_member.lines(found)[0].startswith("ada (customer, Regular): 36 points shown")
    with pytest.raises(NotFound):
        explain_member.explain("nobody")

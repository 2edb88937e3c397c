"""One table says who may do what; every line of it is tried from both sides."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from models import clock
from models.errors import Forbidden
from reputation.levels import Level
from reputation.privileges import TABLE, Parties, Privilege, allowed, given_by, refusal, require, takes

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@dataclass
class Person:
    id: int = 1
    role: str = "customer"
    level: int = 0
    email_confirmed_at: datetime | None = field(default=NOON)
    suspended_until: datetime | None = None


OWN = SimpleNamespace(author_id=1)
OTHERS = SimpleNamespace(author_id=2)


def test_every_privilege_has_its_line() -> None:
    assert set(TABLE) == set(Privilege)


@pytest.mark.parametrize(
    ("privilege", "person", "obj", "expected"),
    [
        # what everybody may do, on the first day
        (Privilege.ASK, Person(), None, True),
        (Privilege.ANSWER, Person(), OTHERS, True),
        (Privilege.COMMENT, Person(email_confirmed_at=None), OWN, True),
        (Privilege.FLAG, Person(), OTHERS, True),
        (Privilege.OPEN_DISPUTE, Person(), OTHERS, True),
        # one person, one voice
        (Privilege.VOTE, Person(), OTHERS, True),
        (Privilege.VOTE, Person(), OWN, False),
        (Privilege.VOTE, Person(role="admin", level=4), OWN, False),
        (Privilege.VOTE, Person(email_confirmed_at=None), OTHERS, False),
        (Privilege.ME_TOO, Person(), OWN, False),
        (Privilege.FLAG, Person(), OWN, False),
        (Privilege.FLAG, Person(role="staff"), OWN, False),
        # the asker's word, or staff's
        (Privilege.ACCEPT, Person(), OWN, True),
        (Privilege.ACCEPT, Person(level=4), OTHERS, False),
        (Privilege.ACCEPT, Person(role="employee"), OTHERS, False),
        (Privilege.ACCEPT, Person(role="staff"), OTHERS, True),
        # one's own posts
        (Privilege.EDIT_OWN, Person(), OWN, True),
        (Privilege.EDIT_OWN, Person(role="admin"), OTHERS, False),
        (Privilege.DELETE_OWN, Person(), OTHERS, False),
        (Privilege.SEE_DELETED, Person(), OWN, True),
        # earned by level
        (Privilege.EDIT_ANY, Person(level=2), OTHERS, False),
        (Privilege.EDIT_ANY, Person(level=3), OTHERS, True),
        (Privilege.EDIT_ANY, Person(role="employee"), OTHERS, True),
        (Privilege.HELP_OUT, Person(level=3), None, False),
        (Privilege.HELP_OUT, Person(level=4), None, True),
        (Privilege.CLOSE, Person(role="employee"), OTHERS, False),
        (Privilege.CLOSE, Person(level=4), OTHERS, True),
        # staff's work; no level buys it
        (Privilege.VERIFY, Person(level=4), OTHERS, False),
        (Privilege.VERIFY, Person(role="staff"), OTHERS, True),
        (Privilege.VERIFY, Person(role="staff"), OWN, False),
        (Privilege.SEE_QUEUE, Person(role="employee"), None, False),
        (Privilege.SEE_QUEUE, Person(role="staff"), None, True),
        (Privilege.DELETE_ANY, Person(level=4), OTHERS, False),
        (Privilege.DECIDE_FLAG, Person(role="staff"), OWN, False),
        # the neutral reviewer
        (Privilege.DECIDE_DISPUTE, Person(role="staff"), Parties(author_id=2, asker_id=3), True),
        (Privilege.DECIDE_DISPUTE, Person(role="staff"), Parties(author_id=1, asker_id=3), False),
        (Privilege.DECIDE_DISPUTE, Person(role="staff"), Parties(author_id=2, asker_id=1), False),
        (Privilege.REVIEW_ARTICLE, Person(role="staff"), OWN, False),
        (Privilege.PUBLISH_ARTICLE, Person(role="admin"), OWN, False),
        (Privilege.PUBLISH_ARTICLE, Person(role="staff"), OTHERS, True),
        # the house keys
        (Privilege.MANAGE_MEMBERS, Person(role="staff"), None, False),
        (Privilege.MANAGE_POLICY, Person(role="admin"), None, True),
        (Privilege.MANAGE_POLICY, Person(role="system"), None, True),
    ],
)
def test_the_table(privilege: Privilege, person: Person, obj: object, expected: bool) -> None:
    assert allowed(person, privilege, obj) is expected


@pytest.mark.parametrize("privilege", Privilege)
def test_guests_may_do_nothing_and_are_told_to_sign_in(privilege: Privilege) -> None:
    assert refusal(None, privilege) == f"Sign in to {privilege.value}."


@pytest.mark.parametrize("privilege", Privilege)
def test_a_suspended_member_reads_only(privilege: Privilege) -> None:
    person = Person(role="admin", suspended_until=NOON + timedelta(days=1))
    with clock.at(NOON):
        assert not allowed(person, privilege, OWN)
        assert not allowed(person, privilege, OTHERS)


def test_a_suspension_ends_by_itself() -> None:
    with clock.at(NOON + timedelta(days=2)):
        assert allowed(Person(suspended_until=NOON + timedelta(days=1)), Privilege.ASK)


def test_a_refusal_names_what_it_takes() -> None:
    with pytest.raises(Forbidden, match="edit anybody's post you need to be its author, or a Helper, or an employee"):
        require(Person(), Privilege.EDIT_ANY, OTHERS)
    require(Person(level=Level.HELPER), Privilege.EDIT_ANY, OTHERS)


def test_an_advocate_is_spelled_right() -> None:
    assert takes(Privilege.HELP_OUT) == "an Advocate, or an employee"


def test_deleted_objects_without_author_belong_to_nobody() -> None:
    assert not allowed(Person(), Privilege.EDIT_OWN, SimpleNamespace(author_id=None))
    assert not allowed(Person(), Privilege.EDIT_OWN, None)


def test_what_a_level_gives_is_read_from_the_table() -> None:
    assert given_by(Level.ADVOCATE) == [Privilege.CLOSE, Privilege.HELP_OUT]
    assert given_by(Level.REGULAR) == []

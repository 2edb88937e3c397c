"""A healthy community has no findings; each thing that may never be is found when it is."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, text, update

from community import doctor, search_feed
from community.actions import acceptances
from models.acceptance import Acceptance
from models.base import db
from models.dispute import Dispute
from models.escalation import Clock, Competence
from models.event_log import Delivery
from models.member import Member
from models.point import Point
from models.post import Post, Revision
from models.thread import Thread
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def life() -> None:
    """A little of everything that leaves derived rows behind."""
    asker = factories.member()
    thread = factories.thread(asker, tags=["wifi", "hub"])
    answer = factories.answer(thread, factories.member(handle="helper", level=0))
    acceptances.accept(asker, answer.id)
    factories.helpful(answer, 3)
    factories.comment(answer, asker)
    factories.answer(thread)


def test_a_healthy_community_has_no_findings() -> None:
    life()
    search_feed.reindex()
    assert doctor.examine() == []


BREAKS: list[tuple[str, str, Callable[[], object]]] = [
    ("invariants", "a thread without its opening", lambda: update(Thread).values(opening_id=None)),
    ("invariants", "deleted without its opening", lambda: update(Thread).values(deleted_at=Thread.created_at)),
    ("invariants", "an acceptance of what is no answer", lambda: update(Post).values(author_role="bot")),
    ("invariants", "a mark of verification without its row", lambda: update(Post).values(verified_at=Post.created_at)),
    ("invariants", "whose mark “disputed”", lambda: update(Thread).values(disputed=True)),
    ("invariants", "a thread without a clock", lambda: delete(Clock)),
    ("invariants", "in another round", lambda: update(Thread).values(round=7)),
    ("invariants", "waits for its asker", lambda: update(Thread).values(needs_info_at=Thread.created_at)),
    ("invariants", "revisions are not counted right", lambda: delete(Revision)),
    ("invariants", "gives more than its rule", lambda: update(Point).values(amount=Point.uncapped + 1)),
    ("replay", "helpful is", lambda: update(Post).where(Post.helpful > 0).values(helpful=99)),
    ("replay", "accepted_count is", lambda: update(Thread).values(accepted_count=0)),
    ("replay", "points of member", lambda: delete(Point).where(Point.rule == "accepted")),
    ("replay", "reputation is", lambda: update(Member).values(reputation=1_000)),
    ("replay", "level is", lambda: update(Member).where(Member.handle == "helper").values(level=4)),
    ("replay", "competence of member", lambda: update(Competence).values(bad=7)),
    ("deliveries", "given up after their last try", lambda: update(Delivery).values(state="dead")),
    ("schema", "this release needs", lambda: text("UPDATE alembic_version SET version_num = '0000'")),
]


@pytest.mark.parametrize(("check", "says", "damage"), BREAKS, ids=[says for _, says, _ in BREAKS])
def test_what_may_never_be_is_found(check: str, says: str, damage: Callable[[], object]) -> None:
    life()
    db.session.execute(damage())
    found = doctor.examine()
    assert any(finding.check == check and says in finding.sentence for finding in found), found
    db.session.rollback()


def test_a_standing_dispute_needs_its_mark() -> None:
    thread, answer = factories.solved()
    at = thread.created_at
    db.session.add(Dispute(thread_id=thread.id, post_id=answer.id, cause="member", reason="wrong", opened_at=at))
    db.session.flush()
    assert any("disputed" in finding.sentence for finding in doctor.examine())
    db.session.rollback()


def test_late_deliveries_are_a_note_alone(clock) -> None:
    life()
    clock.forward(hours=2)
    assert {finding.check for finding in doctor.examine() if finding.note} <= {"deliveries", "search"}
    assert [finding for finding in doctor.examine() if not finding.note] == []


def test_foreign_acceptances_are_found() -> None:
    thread, _ = factories.solved()
    _, other = factories.solved()
    db.session.execute(update(Acceptance).where(Acceptance.thread_id == thread.id).values(post_id=other.id))
    assert any("an acceptance of what is no answer" in finding.sentence for finding in doctor.examine())
    db.session.rollback()

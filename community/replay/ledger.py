"""The ledger against its two witnesses: the facts in the content tables, and the facts that the log tells."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import Select, func, select, update

from community.transaction import record
from models.base import db
from models.event_log import Entry, LoggedEvent
from models.events import LedgerCorrected
from models.member import Member
from models.point import Point
from models.post import Post
from reputation import content, facts, ledger
from reputation.fold import Fact, fold_all

Key = tuple[int, str, str, int]
"""member, rule, kind of cause, cause"""

KINDS = sorted({kind.__name__ for kind in facts.HEARD})
SUM = select(func.coalesce(func.sum(Point.amount), 0)).where(Point.member_id == Member.id).scalar_subquery()


def differences() -> Iterator[str]:
    kept, stand, told = _kept(), _points(content.of_everybody()), _points(facts.standing(_log(), _wiki()))
    for key in sorted(kept.keys() | stand.keys() | told.keys()):
        amounts = kept.get(key, 0), stand.get(key, 0), told.get(key, 0)
        if len(set(amounts)) > 1:
            member_id, rule, kind, cause = key
            yield (
                f"points of member {member_id} for {rule} ({kind} {cause}): the ledger says {amounts[0]}, "
                f"the content {amounts[1]}, the log {amounts[2]}"
            )
    for member_id, stands, should in db.session.execute(_wrong_sums()):
        yield f"member {member_id}: reputation is {stands}, the entries give {should}"


def repair() -> int:
    """Posts what is missing as corrections, each member's under an event of its own."""
    corrected = 0
    for _ in range(2):  # a fact that moved to another instant is ended first, and stands anew in the second round
        for member_id in _wrong_members():
            entry = record(LedgerCorrected(member_id=member_id))
            corrected += ledger.rebuild_for([member_id], entry)
    sums = _wrong_sums().subquery()
    wrong = list(db.session.scalars(select(sums.c.id)))
    db.session.execute(
        update(Member).where(Member.id.in_(wrong)).values(reputation=SUM).execution_options(synchronize_session="fetch")
    )
    return corrected + len(wrong)


def _wrong_members() -> list[int]:
    kept, stand = _kept(), _points(content.of_everybody())
    return sorted({key[0] for key in kept.keys() | stand.keys() if kept.get(key, 0) != stand.get(key, 0)})


def _kept() -> dict[Key, int]:
    columns = (Point.member_id, Point.rule, Point.cause_kind, Point.cause_id)
    sums = db.session.execute(select(*columns, func.sum(Point.amount)).group_by(*columns))
    return {(member, rule, kind, cause): int(amount) for member, rule, kind, cause, amount in sums}


def _points(found: Iterable[Fact]) -> dict[Key, int]:
    points: defaultdict[Key, int] = defaultdict(int)
    for member_id, grants in fold_all(found).items():
        for cause, grant in grants.items():
            points[member_id, cause.rule, cause.kind, cause.id] += grant.amount
    return points


def _log() -> Iterator[Entry]:
    log = select(LoggedEvent).where(LoggedEvent.kind.in_(KINDS)).order_by(LoggedEvent.id)
    return (logged.entry() for logged in db.session.scalars(log.execution_options(yield_per=1_000)))


def _wiki() -> frozenset[int]:
    return frozenset(db.session.scalars(select(Post.id).where(Post.wiki)))


def _wrong_sums() -> Select[int, int, int]:
    return select(Member.id, Member.reputation, SUM.label("should")).where(Member.reputation != SUM)

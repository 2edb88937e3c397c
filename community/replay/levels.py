"""Levels as the log decided them, and competence as the content gives it."""

from collections.abc import Iterator

from sqlalchemy import select

from models.base import db
from models.event_log import LoggedEvent
from models.events import LevelChanged
from models.member import Member
from reputation import competence, standings


def differences() -> Iterator[str]:
    for change, stands in _wrong():
        yield f"member {change.member_id}: level is {stands}, the log decided {change.new}"
    for member_id, tag_id in competence.wrong():
        yield f"competence of member {member_id} in tag {tag_id} is not what the answers give"


def repair() -> int:
    wrong_levels, wrong_rows = _wrong(), competence.wrong()
    for change, _ in wrong_levels:
        standings.take(change)
    if wrong_rows:
        competence.count_all()
    return len(wrong_levels) + len(wrong_rows)


def _wrong() -> list[tuple[LevelChanged, int]]:
    """The last decision about each member whose level is another, with that level."""
    decided: dict[int, LevelChanged] = {}
    log = select(LoggedEvent).where(LoggedEvent.kind == LevelChanged.__name__).order_by(LoggedEvent.id)
    for logged in db.session.scalars(log.execution_options(yield_per=1_000)):
        change = logged.entry().event
        if isinstance(change, LevelChanged):
            decided[change.member_id] = change
    rows = db.session.execute(select(Member.id, Member.level).where(Member.id.in_(decided)))
    levels = {row.id: row.level for row in rows}
    return [(change, levels[who]) for who, change in sorted(decided.items()) if levels.get(who) != change.new]

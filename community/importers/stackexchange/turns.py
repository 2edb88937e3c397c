"""Closings and reopenings, deletions and restorations: what was done to a post and undone, again and again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from community.importers.stackexchange.rows import History, Vote, VoteType

# Why a question was closed, as PostHistory's comment says it: today's numbers from 101 on, those of before 2013 below.
DUPLICATE = frozenset(("1", "101"))
OFF_TOPIC = frozenset(("2", "102"))


@dataclass(frozen=True)
class Turn:
    """From `at` on it is so (`on`), or no longer."""

    at: datetime
    on: bool
    id: int = 0
    user_id: int | None = None
    reason: str = ""


def from_history(rows: Iterable[History], begins: int, ends: int) -> list[Turn]:
    """The turns that PostHistory tells, in its order."""
    return [Turn(r.at, r.type == begins, r.id, r.user_id, r.comment) for r in rows if r.type in (begins, ends)]


def from_votes(votes: Iterable[Vote]) -> list[Turn]:
    """Closings and reopenings as the votes tell them, for dumps without PostHistory; each vote has only its day."""
    return [Turn(v.on, v.type == VoteType.CLOSE, v.id) for v in votes if v.type in (VoteType.CLOSE, VoteType.REOPEN)]


def settled(turns: Iterable[Turn], not_before: datetime, stands_since: datetime | None) -> list[Turn]:
    """The turns that changed something, ending in what stands: the dump knows better than its history.

    Nothing happens to a post before it is there. A last turn that does not stand is dropped; one that stands and that
    no turn tells of is added at its own instant.
    """
    changes: list[Turn] = []
    for turn in sorted(turns, key=lambda turn: (turn.at, turn.id)):
        if turn.on != _is_on(changes):
            changes.append(turn)
    if stands_since is None and _is_on(changes):
        changes.pop()
    if stands_since is not None and not _is_on(changes):
        changes.append(Turn(stands_since, True))
    return [_not_before(turn, not_before) for turn in changes]


def _is_on(changes: list[Turn]) -> bool:
    return bool(changes) and changes[-1].on


def _not_before(turn: Turn, instant: datetime) -> Turn:
    return turn if turn.at >= instant else Turn(instant, turn.on, turn.id, turn.user_id, turn.reason)


def close_reason(turn: Turn, *, has_original: bool) -> str:
    """Our word for why it was closed."""
    if has_original or turn.reason in DUPLICATE:
        return "same answer"
    return "off topic" if turn.reason in OFF_TOPIC else "other"

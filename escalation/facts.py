"""What the ladder knows of one thread: a value made of its events alone, kept as JSON beside its clock.

Everything that moves or stops a clock is here, so the next due instant is a pure function of (facts, policy), and a
sweep as of an earlier instant can make the facts of that time from the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from escalation.calendar import Span
from models.escalation import STAFF_TIER

STAFF_ROLES = frozenset({"employee", "staff", "admin"})
"""Who speaks for the company: their answers need nobody to confirm them."""


@dataclass(frozen=True)
class Answer:
    """One answer; `round` is the last round in which it counts: of its posting, or of its being brought back."""

    at: datetime
    role: str
    author_id: int | None
    round: int
    helpful: int = 0
    didnt_work: int = 0
    deleted: bool = False
    accepted: bool = False
    verified: int = 0
    """The round in which staff's mark was given that stands; 0: none."""

    @property
    def human(self) -> bool:
        return not self.deleted and self.role != "bot"

    @property
    def by_staff(self) -> bool:
        return self.human and self.role in STAFF_ROLES

    @property
    def net(self) -> int:
        return self.helpful - self.didnt_work


@dataclass(frozen=True)
class OpenDispute:
    post_id: int
    cause: str
    at: datetime


@dataclass(frozen=True)
class Turn:
    """Consecutive edits of one post by one person: when the first and the last of them was made."""

    editor_id: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Facts:
    asked_at: datetime
    round_at: datetime
    round: int = 1
    severity: str = "normal"
    severity_at: datetime | None = None
    """When it was changed, if ever."""
    clocks_from: datetime | None = None
    """Imported: when an admin started its clocks. Nothing is counted from before."""

    answers: Mapping[int, Answer] = field(default_factory=dict)
    closed: bool = False
    deleted: bool = False
    settled_otherwise: bool = False

    tier: int = 1
    floor: int = 1
    """The tier to which staff handed it back: it is asked at once, not after its time."""
    staff_cause: str = ""
    staff_due: datetime | None = None
    """Why, and as of when, it reached staff in this round."""
    staff_replied_at: datetime | None = None
    contact_at: datetime | None = None
    """The asker's first word that staff has not replied to."""

    paused_at: datetime | None = None
    pauses: tuple[Span, ...] = ()

    disputes: Mapping[int, OpenDispute] = field(default_factory=dict)
    disputed: frozenset[tuple[str, int]] = frozenset()
    """(cause, post) of every dispute of this round: no rule opens the same one twice."""
    decided_at: datetime | None = None
    withdrawn: Mapping[int, datetime] = field(default_factory=dict)
    turns: Mapping[int, tuple[Turn, ...]] = field(default_factory=dict)
    tripped: Mapping[tuple[str, int], datetime] = field(default_factory=dict)
    """(cause, post) of each dispute rule that holds, and since when."""

    me_too: int = 0
    came_back: int = 0
    flags: Mapping[int, str] = field(default_factory=dict)
    missed: frozenset[tuple[str, datetime]] = frozenset()
    """(target, due instant) of what is known to be late."""

    @property
    def start(self) -> datetime:
        """From when the waiting of this round is counted."""
        return max(self.round_at, self.clocks_from or self.round_at)

    @property
    def urgent_from(self) -> datetime:
        """From when an urgent one is due at staff's: since this round began, or since somebody said so in it."""
        return max(self.start, self.severity_at or self.start)

    @cached_property
    def human_answers(self) -> list[Answer]:
        return [answer for answer in self.answers.values() if answer.human]

    @cached_property
    def round_answers(self) -> list[Answer]:
        """People's answers that count in this round: those of before the question came back did not settle it."""
        return [answer for answer in self.human_answers if answer.round == self.round]

    @cached_property
    def accepted(self) -> bool:
        return any(answer.accepted for answer in self.human_answers)

    @property
    def state(self) -> str:
        """As `Thread.settle` derives it."""
        if self.closed:
            return "closed"
        if self.resolved:
            return "resolved"
        return "answered" if self.human_answers else "open"

    @property
    def resolved(self) -> bool:
        return self.settled_otherwise or self.accepted

    @cached_property
    def verified(self) -> bool:
        """Staff said in this round that an answer is right."""
        return any(answer.verified == self.round for answer in self.human_answers)

    @property
    def running(self) -> bool:
        return not (self.closed or self.deleted)

    @property
    def with_staff(self) -> bool:
        """Staff have to do something about it: it reached them and is not settled, or a dispute is open."""
        waits = self.tier >= STAFF_TIER and not self.resolved and not self.verified
        return self.running and (waits or bool(self.disputes))

    def next_round(self, at: datetime, *, floor: int = 1, came_back: int = 1, with_answers: bool = False) -> "Facts":
        """It is open again: the steps, targets, pauses and replies of the round before count no more.

        Nor do its answers, since they did not settle it; `with_answers` when it was only closed, which says nothing of
        them.
        """
        carried = (
            {post_id: self._carried(one) for post_id, one in self.answers.items()} if with_answers else self.answers
        )
        return replace(
            self,
            answers=carried,
            round=self.round + 1, round_at=at, tier=1, floor=floor,
            staff_cause="", staff_due=None, staff_replied_at=None, contact_at=None, paused_at=None, pauses=(),
            disputed=frozenset(), decided_at=None, missed=frozenset(), came_back=self.came_back + came_back,
        )  # fmt: skip

    def _carried(self, answer: Answer) -> Answer:
        """The answer in the next round as it was in this."""
        now, then = self.round, self.round + 1
        return replace(
            answer,
            round=then if answer.round == now else answer.round,
            verified=then if answer.verified == now else answer.verified,
        )

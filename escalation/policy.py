"""The whole policy as values: tiers, targets, calendars, priority, disputes, promotion, and reputation's own table.

`escalation.policy_reader` makes it of a TOML text. The reputation section is handed on as it stands: `reputation`
reads it, this package does not know what it means.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from escalation.calendar import DAY, Calendar, Due, Span, due


@dataclass(frozen=True)
class Amount:
    """An amount of time as the policy says it: wall time, or working time of the targets' calendar."""

    count: int
    unit: str
    working: bool = False

    def minutes(self, calendar: Calendar) -> int:
        if self.unit == "day":
            return self.count * (calendar.day_minutes if self.working else DAY)
        return self.count * (60 if self.unit == "hour" else 1)

    def __str__(self) -> str:
        return f"{self.count} {'working ' if self.working else ''}{self.unit}{'' if self.count == 1 else 's'}"


@dataclass(frozen=True)
class Tiers:
    advocates: Amount
    employees: Amount
    staff: Amount


@dataclass(frozen=True)
class Targets:
    calendar: str
    first_reply: Amount
    next_reply: Amount
    confirm: Amount
    dispute: Amount
    resolution: Amount


@dataclass(frozen=True)
class Confirm:
    helpful: int
    didnt_work: int


@dataclass(frozen=True)
class Asked:
    each: int
    per_day: int
    hold: Amount


@dataclass(frozen=True)
class Priority:
    me_too: int
    me_too_at_most: int
    came_back: int
    came_back_at_most: int
    maximum_wait: Amount
    severity: Mapping[str, int]
    flags: Mapping[str, int]


MOST_EDIT_WAR_EDITS = 12
"""As many changes of hand as the facts of a thread keep."""


@dataclass(frozen=True)
class Disputes:
    outscored_by: int
    outscored_times: int
    didnt_work: int
    didnt_work_majority: int
    edit_war_edits: int
    edit_war_within: Amount


@dataclass(frozen=True)
class Promotion:
    days: int
    helpful: int
    duplicates: int


@dataclass(frozen=True)
class Policy:
    tiers: Tiers
    targets: Targets
    confirm: Confirm
    calendars: Mapping[str, Calendar]
    asked: Asked
    priority: Priority
    disputes: Disputes
    promotion: Promotion
    reputation: Mapping[str, Any]
    number: int = 1

    @property
    def calendar(self) -> Calendar:
        """The hours in which staff's targets run."""
        return self.calendars[self.targets.calendar]

    def due(self, start: datetime, amount: Amount, pauses: tuple[Span, ...] = ()) -> Due:
        """When `amount` from `start` is used up, in the time that it is meant in."""
        minutes = timedelta(minutes=amount.minutes(self.calendar))
        return due(start, minutes, self.calendar if amount.working else None, pauses)

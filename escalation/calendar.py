"""Working hours: how long something is due from an instant, and the very spans of time that it takes.

All sums are made in UTC. A zone's rules only say at which instants a day's hours begin and end, each on its own day,
so a daylight-saving night is as long as it really is. Where the clock jumps, a local time that does not exist means as
much later as the jump is wide (02:30 means 03:30); one that exists twice means its first occurrence. A span belongs to
the day on which it opens: a night shift that runs into a holiday still ends in the morning.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = 24 * 60  # minutes
Span = tuple[datetime, datetime]
# Longer than any amount that a policy can ask for; past it a calendar is held to be shut for good.
HORIZON_DAYS = 3660


@dataclass(frozen=True)
class Hours:
    """Opening and closing in minutes from local midnight; closing past 24 h is the next morning."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < DAY or not self.opens < self.closes <= self.opens + DAY:
            raise ValueError(f"hours {self} must open before they close, within 24 hours")

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


@dataclass(frozen=True)
class Calendar:
    """Hours for each weekday (Monday first) in a zone, without the holidays. A change makes a new version."""

    name: str
    zone: str
    week: tuple[tuple[Hours, ...], ...]
    holidays: frozenset[date] = frozenset()
    yearly: frozenset[tuple[int, int]] = frozenset()
    """(month, day) that are free in every year."""
    day_minutes: int = 8 * 60
    """What "one working day" means."""
    version: int = 1
    tz: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tz", ZoneInfo(self.zone))
        if len(self.week) != 7:
            raise ValueError("a calendar has seven weekdays")
        if not any(self.week):
            raise ValueError(f'the calendar "{self.name}" has no hours')
        if next(self.spans(datetime(2000, 1, 1, tzinfo=UTC)), None) is None:
            raise ValueError(f'the calendar "{self.name}" never opens')

    def is_holiday(self, day: date) -> bool:
        return day in self.holidays or (day.month, day.day) in self.yearly

    def spans(self, start: datetime) -> Iterator[Span]:
        """The open spans after `start` in order, none overlapping another, in UTC; the first is cut at `start`."""
        cursor = start.astimezone(UTC)
        day = start.astimezone(self.tz).date() - timedelta(days=1)  # a night shift may still be running
        for _ in range(HORIZON_DAYS):
            for opens, closes in sorted(self._instants(day)):
                if opens < closes and cursor < closes:
                    cursor = max(opens, cursor)
                    yield cursor, closes
                    cursor = closes
            day += timedelta(days=1)

    def _instants(self, day: date) -> Iterator[Span]:
        return ((self.instant(day, one.opens), self.instant(day, one.closes)) for one in self.on(day))

    def on(self, day: date) -> tuple[Hours, ...]:
        """The hours that open on `day`."""
        return () if self.is_holiday(day) else self.week[day.weekday()]

    def instant(self, day: date, minutes: int) -> datetime:
        """The instant at which the clock on the wall shows `minutes` after midnight of `day`."""
        local = datetime.combine(day, time()) + timedelta(minutes=minutes)
        return local.replace(tzinfo=self.tz).astimezone(UTC)


@dataclass(frozen=True)
class Due:
    """When an amount of time is used up, and by which spans."""

    instant: datetime
    spans: tuple[Span, ...]


def due(start: datetime, amount: timedelta, calendar: Calendar | None = None, pauses: Iterable[Span] = ()) -> Due:
    """When `amount` is used up from `start` on: of wall time, or of the working time of `calendar`.

    Time inside `pauses` does not count. Raises ValueError for a negative amount or one that the calendar never grants.
    """
    if amount < timedelta(0):
        raise ValueError("an amount of time is not negative")
    left, used = amount, []
    if not left:
        return Due(start.astimezone(UTC), ())
    for opens, closes in _running(start, calendar, pauses):
        take = min(left, closes - opens)
        used.append((opens, opens + take))
        left -= take
        if not left:
            return Due(opens + take, tuple(used))
    raise ValueError("the calendar has too few hours for this amount")


def measure(start: datetime, end: datetime, calendar: Calendar | None = None, pauses: Iterable[Span] = ()) -> timedelta:
    """How much counted time lies between `start` and `end`: the inverse of `due`."""
    total = timedelta(0)
    for opens, closes in _running(start, calendar, pauses):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return total


def _running(start: datetime, calendar: Calendar | None, pauses: Iterable[Span]) -> Iterator[Span]:
    """The spans in which the clock runs: open, and not paused."""
    start = start.astimezone(UTC)
    open_spans = calendar.spans(start) if calendar else iter([(start, datetime.max.replace(tzinfo=UTC))])
    stops = sorted(pauses)
    for opens, closes in open_spans:
        for since, until in stops:
            if since >= closes:
                break
            if until > opens:
                if since > opens:
                    yield opens, since
                opens = max(opens, until)
        if opens < closes:
            yield opens, closes


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"

"""A calendar from its table in the policy: zone, hours of each weekday, holidays."""

import re
from contextlib import suppress
from datetime import date
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from escalation import policy_values as values
from escalation.calendar import DAY, Calendar, Hours
from escalation.policy_file import Path, PolicyFile

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
HOURS = re.compile(rf"({CLOCK})-({CLOCK}|24:00)")
YEARLY = re.compile(r"\d\d-\d\d")
LEAP_YEAR = 2000


def calendar(file: PolicyFile, path: Path, given: Any, version: int) -> Calendar | None:
    """The calendar, or None with the problems noted."""
    table = values.table(file, path, given)
    for key in set(table) - {"zone", "working_day", "holidays", "yearly", *WEEKDAYS}:
        file.wrong((*path, key), "there is no such key")
    week = tuple(_hours(file, (*path, day), table.get(day, [])) for day in WEEKDAYS)
    holidays = [_holiday(file, (*path, "holidays"), one) for one in values.listed(file, (*path, "holidays"), table)]
    yearly = [_yearly(file, (*path, "yearly"), one) for one in values.listed(file, (*path, "yearly"), table)]
    length = _working_day(file, (*path, "working_day"), table.get("working_day", "8 hours"))
    zone = _zone(file, (*path, "zone"), table.get("zone", "UTC"))
    if file.problems:
        return None
    try:
        return Calendar(
            path[-1], zone, week, frozenset(holidays), frozenset(yearly), day_minutes=length, version=version
        )
    except ValueError as error:
        file.wrong(path, str(error))
        return None


def _zone(file: PolicyFile, path: Path, value: Any) -> str:
    try:
        return ZoneInfo(str(value)).key
    except (ValueError, OSError, KeyError):
        file.wrong(path, 'there is no such time zone; one looks like "Europe/Berlin"')
        return "UTC"


def _working_day(file: PolicyFile, path: Path, value: Any) -> int:
    """Minutes."""
    length = values.amount(file, path, value)
    minutes = length.count * (60 if length.unit == "hour" else 1)
    if length.working or length.unit == "day" or not 0 < minutes <= DAY:
        file.wrong(path, 'this must be a part of a day such as "8 hours" or "450 minutes"')
    return minutes


def _hours(file: PolicyFile, path: Path, value: Any) -> tuple[Hours, ...]:
    """The spans of one weekday in order; closing before opening means the next morning."""
    found = []
    for span in value if isinstance(value, list) else [value]:
        match = HOURS.fullmatch(span) if isinstance(span, str) else None
        if not match:
            file.wrong(path, 'hours look like ["09:00-12:00", "13:00-17:00"]')
            continue
        opens, closes = _minutes(match[1]), _minutes(match[2])
        found.append(Hours(opens, closes if closes > opens else closes + DAY))
    found.sort(key=lambda one: one.opens)
    if any(one.closes > other.opens for one, other in pairwise(found)):
        file.wrong(path, "these hours overlap")
    return tuple(found)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def _holiday(file: PolicyFile, path: Path, value: Any) -> date:
    if type(value) is date:
        return value
    file.wrong(path, "a holiday is a date without quotes, such as 2027-05-17")
    return date.min


def _yearly(file: PolicyFile, path: Path, value: Any) -> tuple[int, int]:
    if isinstance(value, str) and YEARLY.fullmatch(value):
        month, day = int(value[:2]), int(value[3:])
        with suppress(ValueError):
            date(LEAP_YEAR, month, day)
            return month, day
    file.wrong(path, 'a yearly holiday is a month and a day, such as "12-25"')
    return 1, 1

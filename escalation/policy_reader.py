"""A policy from its TOML text, which needs to hold only what differs from `default_policy.toml`."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from escalation.calendar import DAY, Calendar, Hours
from escalation.policy import (
    Amount,
    Asked,
    Confirm,
    Disputes,
    Policy,
    Priority,
    Promotion,
    Targets,
    Tiers,
)
from escalation.policy_file import Path, PolicyFile, merged

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
AMOUNT = re.compile(r"(\d{1,6}) (working )?(minute|hour|day)s?")
HOURS = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
YEARLY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
MOST = 1_000_000  # far beyond any sensible number of minutes, votes or points
MOST_ASKED = 20  # asking everybody is asking nobody

SECTIONS = {"tiers": Tiers, "targets": Targets, "confirm": Confirm, "asked": Asked, "priority": Priority,
            "disputes": Disputes, "promotion": Promotion}  # fmt: skip


@cache
def default_text() -> str:
    """The text of the policy that holds where an installation says nothing else."""
    return files("escalation").joinpath("default_policy.toml").read_text(encoding="utf-8")


def parse(text: str = "", number: int = 1) -> Policy:
    """The policy of `text` over the default. Raises PolicyError with every problem, its line and its reason."""
    file = PolicyFile(text)
    base = PolicyFile(default_text()).values
    for key in set(file.values) - set(base):
        file.wrong((key,), "there is no such section")
    values = merged(base, file.values)
    calendars = {
        name: made
        for name, table in _table(file, ("calendars",), values["calendars"]).items()
        if (made := _calendar(file, ("calendars", name), table, number))
    }
    sections = {name: _section(file, (name,), kind, values[name]) for name, kind in SECTIONS.items()}
    reputation = _reputation(file, base["reputation"], values["reputation"])
    file.finish()
    policy = Policy(**sections, calendars=MappingProxyType(calendars), reputation=reputation, number=number)
    _check(file, policy)
    file.finish()
    return policy


def _section(file: PolicyFile, path: Path, kind: Any, values: Any) -> Any:
    """The section as its dataclass, or None with the problems noted."""
    table = _table(file, path, values)
    known = {field.name: field.type for field in fields(kind)}
    for key in set(table) - set(known):
        file.wrong((*path, key), "there is no such key")
    read = {name: READERS[wanted](file, (*path, name), table[name]) for name, wanted in known.items() if name in table}
    return kind(**read) if len(read) == len(known) else None


def _table(file: PolicyFile, path: Path, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    file.wrong(path, "this must be a table")
    return {}


def _number(file: PolicyFile, path: Path, value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST:
        return value
    file.wrong(path, f"this must be a whole number from 0 to {MOST:,}")
    return 0


def _text(file: PolicyFile, path: Path, value: Any) -> str:
    if not isinstance(value, str):
        file.wrong(path, "this must be a text in quotes")
    return str(value)


def _amount(file: PolicyFile, path: Path, value: Any) -> Amount:
    if isinstance(value, str) and (found := AMOUNT.fullmatch(value)):
        return Amount(int(found[1]), found[3], bool(found[2]))
    file.wrong(path, 'this must be an amount of time such as "30 minutes", "4 hours" or "1 working day"')
    return Amount(0, "minute")


def _numbers(file: PolicyFile, path: Path, value: Any) -> Mapping[str, int]:
    return MappingProxyType({k: _number(file, (*path, k), v) for k, v in _table(file, path, value).items()})


READERS: dict[Any, Any] = {int: _number, str: _text, Amount: _amount, Mapping[str, int]: _numbers}


def _calendar(file: PolicyFile, path: Path, values: Any, version: int) -> Calendar | None:
    table = _table(file, path, values)
    for key in set(table) - {"zone", "working_day", "holidays", "yearly", *WEEKDAYS}:
        file.wrong((*path, key), "there is no such key")
    week = tuple(_hours(file, (*path, day), table.get(day, [])) for day in WEEKDAYS)
    holidays = [_holiday(file, (*path, "holidays"), one) for one in _list(file, (*path, "holidays"), table)]
    yearly = [_yearly(file, (*path, "yearly"), one) for one in _list(file, (*path, "yearly"), table)]
    length = _amount(file, (*path, "working_day"), table.get("working_day", "8 hours"))
    if file.problems:
        return None
    try:
        return Calendar(
            path[-1], str(table.get("zone", "UTC")), week, frozenset(holidays), frozenset(yearly),
            day_minutes=length.count * (60 if length.unit == "hour" else 1), version=version,
        )  # fmt: skip
    except (ValueError, OSError, KeyError) as error:
        unknown = isinstance(error, (KeyError, OSError)) or "zone" in str(error).lower()
        file.wrong((*path, "zone") if unknown else path, "there is no such time zone" if unknown else str(error))
        return None


def _list(file: PolicyFile, path: Path, table: dict[str, Any]) -> list[Any]:
    value = table.get(path[-1], [])
    if isinstance(value, list):
        return value
    file.wrong(path, "this must be a list in square brackets")
    return []


def _hours(file: PolicyFile, path: Path, value: Any) -> tuple[Hours, ...]:
    """The spans of one weekday in order; closing before opening means the next morning."""
    found = []
    for span in value if isinstance(value, list) else [value]:
        match = HOURS.fullmatch(span) if isinstance(span, str) else None
        if not match:
            file.wrong(path, 'hours look like ["09:00-12:00", "13:00-17:00"]')
            continue
        opens, closes = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
        try:
            found.append(Hours(opens, closes if closes > opens else closes + DAY))
        except ValueError:
            file.wrong(path, f'"{span}" is not within one day and night')
    found.sort(key=lambda one: one.opens)
    if any(one.closes > other.opens for one, other in pairwise(found)):
        file.wrong(path, "these hours overlap")
    return tuple(found)


def _holiday(file: PolicyFile, path: Path, value: Any) -> date:
    if type(value) is date:
        return value
    file.wrong(path, "a holiday is a date without quotes, such as 2027-05-17")
    return date.min


def _yearly(file: PolicyFile, path: Path, value: Any) -> tuple[int, int]:
    if isinstance(value, str) and (match := YEARLY.fullmatch(value)):
        return int(match[1]), int(match[2])
    file.wrong(path, 'a yearly holiday is a month and a day, such as "12-25"')
    return 1, 1


def _reputation(file: PolicyFile, base: dict[str, Any], values: Any) -> Mapping[str, Any]:
    """The reputation section with its keys and kinds checked against the default's."""
    table = _table(file, ("reputation",), values)
    known = dict(_leaves(("reputation",), base))
    for path, value in _leaves(("reputation",), table):
        if path not in known:
            file.wrong(path, "there is no such key")
        elif type(value) is not type(known[path]):
            file.wrong(path, f"this must be {'a whole number' if isinstance(known[path], int) else 'a text'}")
    return MappingProxyType(table)


def _leaves(path: Path, table: Mapping[str, Any]) -> list[tuple[Path, Any]]:
    return [
        leaf
        for key, value in table.items()
        for leaf in (_leaves((*path, key), value) if isinstance(value, dict) else [((*path, key), value)])
    ]


def _check(file: PolicyFile, policy: Policy) -> None:
    """What no single value shows: the tiers' order, and a calendar that exists."""
    if policy.targets.calendar not in policy.calendars:
        file.wrong(("targets", "calendar"), f'there is no calendar "{policy.targets.calendar}"')
        return
    tiers = [
        ("advocates", policy.tiers.advocates),
        ("employees", policy.tiers.employees),
        ("staff", policy.tiers.staff),
    ]
    for name, amount in tiers:
        if amount.working:
            file.wrong(("tiers", name), "tiers are counted in wall time")
    for (_, earlier), (name, later) in pairwise(tiers):
        if later.minutes(policy.calendar) < earlier.minutes(policy.calendar):
            file.wrong(("tiers", name), "a tier cannot come before the one below it")
    if policy.asked.each > MOST_ASKED:
        file.wrong(("asked", "each"), f"at most {MOST_ASKED} members are asked at a time")

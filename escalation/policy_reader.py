"""A policy from its TOML text, which needs to hold only what differs from `default_policy.toml`."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from escalation import calendar_reader
from escalation import policy_values as values
from escalation.policy import Amount, Asked, Confirm, Disputes, Policy, Priority, Promotion, Targets, Tiers
from escalation.policy_file import Path, PolicyFile, merged

SECTIONS = {"tiers": Tiers, "targets": Targets, "confirm": Confirm, "asked": Asked, "priority": Priority,
            "disputes": Disputes, "promotion": Promotion}  # fmt: skip
TRIAL = datetime(2000, 1, 3, tzinfo=UTC)  # amounts are tried from here on: any Monday will do
LONGEST = timedelta(days=366)  # what is due later than in a year is due never


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
    given = merged(base, file.values)
    calendars = {
        name: made
        for name, table in values.table(file, ("calendars",), given["calendars"]).items()
        if (made := calendar_reader.calendar(file, ("calendars", name), table, number))
    }
    sections = {name: _section(file, (name,), kind, given[name]) for name, kind in SECTIONS.items()}
    reputation = values.table(file, ("reputation",), given["reputation"])
    _like(file, ("reputation",), base["reputation"], reputation)
    file.finish()
    policy = Policy(
        **sections, calendars=MappingProxyType(calendars), reputation=MappingProxyType(reputation), number=number
    )
    _check(file, policy)
    file.finish()
    return policy


def _section(file: PolicyFile, path: Path, kind: Any, given: Any) -> Any:
    """The section as its dataclass, or None with the problems noted."""
    table = values.table(file, path, given)
    known = {field.name: field.type for field in fields(kind)}
    for key in set(table) - set(known):
        file.wrong((*path, key), "there is no such key")
    read = {
        name: values.READERS[wanted](file, (*path, name), table[name])
        for name, wanted in known.items()
        if name in table
    }
    return kind(**read) if len(read) == len(known) else None


def _like(file: PolicyFile, path: Path, base: dict[str, Any], table: dict[str, Any]) -> None:
    """Notes what is not as in `base`: other keys, and numbers of another kind or on the other side of nothing."""
    for key, value in table.items():
        place, known = (*path, key), base.get(key)
        if known is None:
            file.wrong(place, "there is no such key")
        elif isinstance(known, dict):
            _like(file, place, known, values.table(file, place, value))
        else:
            values.number(file, place, value, (0, values.MOST) if known > 0 else (-values.MOST, 0))


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
    for path, amount in _amounts(policy):
        if not _ends(policy, amount):
            file.wrong(path, "this takes longer than a year")


def _amounts(policy: Policy) -> list[tuple[Path, Amount]]:
    return [
        ((name, field.name), getattr(getattr(policy, name), field.name))
        for name, kind in SECTIONS.items() for field in fields(kind) if field.type is Amount
    ]  # fmt: skip


def _ends(policy: Policy, amount: Amount) -> bool:
    try:
        return policy.due(TRIAL, amount).instant <= TRIAL + LONGEST
    except ValueError:
        return False

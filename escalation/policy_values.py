"""The single values of a policy, each read with its limits; whatever is wrong is noted in the file.

A value that is wrong is answered with a harmless one, so that reading goes on and finds the rest.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from escalation.policy import MOST_EDIT_WAR_EDITS, Amount
from escalation.policy_file import Path, PolicyFile
from models.thread import SEVERITIES
from models.vote import FLAG_REASONS

AMOUNT = re.compile(r"(\d{1,6}) (working )?(minute|hour|day)s?")
MOST = 1_000_000  # far beyond any sensible number of minutes, votes or points

LIMITS: Mapping[Path, tuple[int, int]] = {
    ("asked", "each"): (0, 20),  # asking everybody is asking nobody
    ("disputes", "outscored_by"): (1, MOST),
    ("disputes", "outscored_times"): (1, MOST),
    ("disputes", "didnt_work"): (1, MOST),
    ("disputes", "didnt_work_majority"): (1, MOST),
    ("disputes", "edit_war_edits"): (2, MOST_EDIT_WAR_EDITS),
}
"""From what to what a number may go, where that is not from nothing to `MOST`."""
NAMES: Mapping[Path, tuple[str, ...]] = {("priority", "severity"): SEVERITIES, ("priority", "flags"): FLAG_REASONS}
"""What the keys of a table of numbers can be."""


def table(file: PolicyFile, path: Path, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    file.wrong(path, "this must be a table")
    return {}


def listed(file: PolicyFile, path: Path, table: dict[str, Any]) -> list[Any]:
    value = table.get(path[-1], [])
    if isinstance(value, list):
        return value
    file.wrong(path, "this must be a list in square brackets")
    return []


def number(file: PolicyFile, path: Path, value: Any, limits: tuple[int, int] = (0, MOST)) -> int:
    least, most = LIMITS.get(path, limits)
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    file.wrong(path, f"this must be a whole number from {least:,} to {most:,}")
    return least


def numbers(file: PolicyFile, path: Path, value: Any) -> Mapping[str, int]:
    given = table(file, path, value)
    for key in set(given) - set(NAMES[path]):
        file.wrong((*path, key), f"there is no such key; there are {', '.join(NAMES[path])}")
    return MappingProxyType({key: number(file, (*path, key), one) for key, one in given.items()})


def text(file: PolicyFile, path: Path, value: Any) -> str:
    if not isinstance(value, str):
        file.wrong(path, "this must be a text in quotes")
    return str(value)


def amount(file: PolicyFile, path: Path, value: Any) -> Amount:
    if isinstance(value, str) and (found := AMOUNT.fullmatch(value)):
        return Amount(int(found[1]), found[3], bool(found[2]))
    file.wrong(path, 'this must be an amount of time such as "30 minutes", "4 hours" or "1 working day"')
    return Amount(0, "minute")


READERS: dict[Any, Any] = {int: number, str: text, Amount: amount, Mapping[str, int]: numbers}
"""The reader of a key, by the type of its field."""

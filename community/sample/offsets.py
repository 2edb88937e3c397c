"""Spans of time as the sample's texts write them: "-3d 4h 12m"."""

import re
from datetime import timedelta

_PART = re.compile(r"(\d+)([dhm])")
_WHOLE = re.compile(r"-?(\d+[dhm])( \d+[dhm])*")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def span(text: str) -> timedelta:
    """The span that `text` says, negative with a leading minus. Raises ValueError for anything else."""
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"{text!r} is not a span of time such as -3d 4h 12m")
    length = sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in _PART.findall(text)), timedelta())
    return -length if text.startswith("-") else length

"""How clocks and sums look on staff pages: words, a share of the time that is left, never a colour alone."""

from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext, lazy_gettext, ngettext

from community.queries.queues import Row
from escalation.priority import Part
from models.clock import now
from views.display import span

QUARTER = 25  # percent of the time left, below which a clock says "soon"

TARGETS = {
    "first_reply": lazy_gettext("first reply"),
    "next_reply": lazy_gettext("next reply"),
    "confirm": lazy_gettext("check of the answer"),
    "dispute": lazy_gettext("decision"),
    "resolution": lazy_gettext("settling it"),
    "": lazy_gettext("nothing is due"),
}
TIERS = {
    1: lazy_gettext("Members"),
    2: lazy_gettext("Advocates"),
    3: lazy_gettext("Experts"),
    4: lazy_gettext("Support"),
    5: lazy_gettext("Private case"),
}


class Timer(NamedTuple):
    """What `ui.sla` takes."""

    kind: str
    words: str
    sub: Any
    left: int
    due: datetime | None


def timer(row: Row) -> Timer:
    """The clock of a queue row."""
    if row.due_at is None and row.paused_at:
        return Timer("paused", gettext("Paused"), gettext("waiting for the asker"), 0, None)
    if row.due_at is None:
        return Timer("paused", gettext("No clock"), TARGETS[""], 0, None)
    minutes = int((row.due_at - now()).total_seconds() // 60)
    target = TARGETS[row.target]
    if minutes < 0:
        return Timer("over", gettext("%(time)s over", time=span(-minutes)), target, 0, row.due_at)
    whole = (row.due_at - (row.began_at or row.due_at)).total_seconds() / 60
    left = min(100, round(100 * minutes / whole)) if whole > 0 else 100
    return Timer("soon" if left < QUARTER else "ok", span(minutes), target, left, row.due_at)


def part(one: Part) -> str:
    """A line of the priority sum in words."""
    kind, _, what = one.name.partition(" ")
    if one.name in ("past due", "before due"):
        return gettext("past its due time") if one.minutes >= 0 else gettext("before its due time")
    if kind == "severity":
        return gettext("marked as %(severity)s", severity=what)
    if kind == "reported":
        return gettext("reported as %(reason)s", reason=what)
    if one.name == "me too":
        return ngettext("%(num)s more is affected", "%(num)s more are affected", one.count)
    return ngettext("it came back once", "it came back %(num)s times", one.count)

"""The rules and clocks in force, read only, with a worked example of the times."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask import Blueprint, render_template
from flask_babel import gettext, ngettext

from community.actions import escalations
from community.queries import queues
from escalation.in_force import current
from escalation.policy import Policy
from models.clock import now
from reputation.privileges import Privilege, allowed
from views import forms
from views.staff import looks
from views.staff.access import staff

bp = Blueprint("staff_rules", __name__)

EXAMPLE_HOUR = 14
LEAP_YEAR = 2000  # it has every day that a year can have


class Moment(NamedTuple):
    """A line of the worked example."""

    what: str
    at: datetime
    amount: str
    spans: tuple[tuple[datetime, datetime], ...]


@bp.get("/staff/policy")
def show() -> str:
    member, policy = staff(), current()
    asked = _thursday(policy)
    return render_template(
        "staff/policy.html",
        policy=policy,
        asked=asked,
        zone=policy.calendar.tz,
        tiers=looks.TIERS,
        starts=_starts(policy, asked),
        moments=_targets(policy, asked),
        week=_week(policy),
        holidays=_holidays(policy),
        asleep=queues.asleep() if allowed(member, Privilege.MANAGE_POLICY) else 0,
        rail=queues.rail(),
    )


@bp.post("/staff/policy/start-clocks")
def start_clocks() -> Any:
    """An administrator starts the clocks of what was imported."""
    started = escalations.start_clocks(staff())
    words = ngettext("One clock runs from now on.", "%(num)s clocks run from now on.", started)
    return forms.done("/staff/policy", words)


def _thursday(policy: Policy) -> datetime:
    """Next Thursday at two in the afternoon, where support works."""
    today = now().astimezone(policy.calendar.tz).date()
    day = today + timedelta(days=(3 - today.weekday()) % 7)
    return policy.calendar.instant(day, EXAMPLE_HOUR * 60)


def _starts(policy: Policy, asked: datetime) -> dict[int, datetime]:
    """{tier: when it would hear of the question if nobody answered}."""
    tiers = policy.tiers
    times = {2: tiers.advocates, 3: tiers.employees, 4: tiers.staff}
    return {1: asked, **{tier: policy.due(asked, amount).instant for tier, amount in times.items()}}


def _targets(policy: Policy, asked: datetime) -> list[Moment]:
    """What staff would owe, from when it reached them."""
    reached, wanted = policy.due(asked, policy.tiers.staff).instant, policy.targets
    amounts: list[tuple[str, Any]] = [
        ("first_reply", wanted.first_reply),
        ("resolution", wanted.resolution),
        ("confirm", wanted.confirm),
        ("dispute", wanted.dispute),
    ]
    found = []
    for name, amount in amounts:
        result = policy.due(reached, amount)
        found.append(Moment(name, result.instant, str(amount), result.spans))
    return found


def _week(policy: Policy) -> list[str]:
    """The hours of each weekday, Monday first; empty: closed."""
    return [", ".join(map(str, hours)) for hours in policy.calendar.week]


def _holidays(policy: Policy) -> list[str]:
    """The days on which support is closed: those of every year, then the dated ones that are still to come."""
    today = now().astimezone(policy.calendar.tz).date()
    yearly = [date(LEAP_YEAR, *day) for day in sorted(policy.calendar.yearly)]
    coming = sorted(day for day in policy.calendar.holidays if day >= today)
    return [
        *(gettext("%(day)s, every year", day=f"{day.day} {day:%B}") for day in yearly),
        *(f"{day.day} {day:%B} {day.year}" for day in coming),
    ]

"""How numbers, instants and names look on a page: the filters of our templates."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apiflask import APIFlask
from flask import g, has_request_context
from markupsafe import Markup

from community.settings import Settings
from models.clock import now
from models.member import Member
from views.session import current
from views.words import gettext, ngettext

UTC_ZONE = ZoneInfo("UTC")
TINTS = 6
UNIT = re.compile(r"\b(\d+) ([kMG]?(?:Hz|B|b|Wh|W|V|A)|min|h|s|m|cm|mm|km|pm|am)\b")


def number(value: int) -> str:
    """12345 as "12,345"."""
    return f"{value:,}"


def initials(name: str) -> str:
    """One or two letters for a picture: of the first two words, or the first two of a single one."""
    words = [word for word in name.replace("_", " ").replace("-", " ").split() if word[0].isalnum()]
    letters = "".join(word[0] for word in words[:2]) if len(words) > 1 else (words[0][:2] if words else "?")
    return letters.upper()


def tint(member_id: int | None) -> int:
    """Which of the six tints a member's picture has."""
    return (member_id or 0) % TINTS + 1


def iso(instant: datetime) -> str:
    return f"{instant.isoformat()[:19]}Z"


def ago(instant: datetime) -> str:
    """How long ago, in words under a day, then "yesterday", then a date."""
    passed = now() - instant
    if passed < timedelta(minutes=1):
        return gettext("just now")
    if passed < timedelta(hours=1):
        return gettext("%(n)s min ago", n=passed // timedelta(minutes=1))
    if passed < timedelta(days=1):
        return gettext("%(n)s h ago", n=passed // timedelta(hours=1))
    return gettext("yesterday") if passed < timedelta(days=2) else day(instant)


def long_ago(instant: datetime) -> Markup:
    """How long ago, as an element of which scripts keep the words fresh; pages have dozens."""
    return Markup(f'<time datetime="{iso(instant)}" data-ago>{ago(instant)}</time>')  # noqa: S704


def day(instant: datetime) -> str:
    """A date: "19 November" of this year, "19 November 2024" of another."""
    zone = _zone()
    shown = instant.astimezone(zone)
    words = f"{shown.day} {shown:%B}"
    return words if shown.year == now().astimezone(zone).year else f"{words} {shown.year}"


def clock(instant: datetime) -> str:
    """A promise or a moment on the clock: "16:30" today, "Tue 10:00" within the week, else with its date."""
    shown, today = local(instant), local(now()).date()
    words = f"{shown:%H:%M}" if shown.tzinfo is not UTC_ZONE else f"{shown:%H:%M} UTC"
    if shown.date() == today:
        return words
    near = abs((shown.date() - today).days) < 7
    return f"{shown:%a} {words}" if near else f"{shown.day} {shown:%b} {words}"


def span(minutes: int) -> str:
    """A length of time: "9 min", "2 h 09", "3 days"."""
    if minutes < 60:
        return gettext("%(n)s min", n=minutes)
    if minutes < 48 * 60:
        return gettext("%(h)s h %(m)s", h=minutes // 60, m=f"{minutes % 60:02}")
    return ngettext("%(num)s day", "%(num)s days", minutes // (24 * 60))


def local(instant: datetime) -> datetime:
    """The instant in the zone of whoever reads the page."""
    return instant.astimezone(_zone())


def _zone() -> ZoneInfo:
    """The zone of the member who reads, found once a request; guests read UTC, so that one page serves them all."""
    if not has_request_context():
        return UTC_ZONE
    zone: ZoneInfo | None = g.get("zone")
    if zone is None:
        g.zone = zone = _zone_of(current())
    return zone


def _zone_of(member: Member | None) -> ZoneInfo:
    try:
        return ZoneInfo(member.zone) if member and member.zone != "UTC" else UTC_ZONE
    except (ZoneInfoNotFoundError, ValueError):
        return UTC_ZONE


def rendered(html: str) -> Markup:
    """Stored HTML that went through `community.markup`, as it is: the one door past escaping."""
    return Markup(html)  # noqa: S704


def nowrap(text: str) -> str:
    """The text with "Wi-Fi" and a number's unit kept on one line."""
    return UNIT.sub("\\1\u00a0\\2", text.replace("Wi-Fi", "Wi\u2011Fi"))


FILTERS = (nowrap, rendered, number, initials, tint, iso, ago, day, clock, span)


def install(app: APIFlask, settings: Settings) -> None:
    app.jinja_env.filters.update({each.__name__: each for each in FILTERS})
    app.jinja_env.globals.update(long_ago=long_ago, brand=settings.name, base_url=settings.base_url, zip=zip)

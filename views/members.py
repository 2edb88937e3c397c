"""Members: who is here, one profile, why these points; who helped most; badges; and how points work."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask_babel import gettext

from community.queries import leaders as boards
from community.queries import ledger, profiles
from community.queries import taxonomy as tags
from community.queries.profiles import Profile
from models.errors import NotFound
from reputation import in_force, privileges
from reputation.levels import KEEP, REQUIREMENTS, Level
from reputation.points import NOT_OFFERED, SENTENCES
from reputation.privileges import TABLE, Parties, Privilege, Rule
from views.session import current

bp = Blueprint("members", __name__)


@bp.get("/members")
def index() -> str:
    after = request.args.get("after", "")
    return render_template("members/index.html", page=profiles.members(after=after), after=after, canonical="/members")


@bp.get("/members/<int:member_id>/")
@bp.get("/members/<int:member_id>", endpoint="by_id")
@bp.get("/members/<int:member_id>/<handle>")
def show(member_id: int, handle: str = "") -> Response:
    """The profile; its owner and staff also see the latest entries of the ledger."""
    found = profiles.profile(member_id)
    here = _path(found)
    if handle != found.person.handle:
        return redirect(here, 301)  # type: ignore[return-value]
    sees = _sees_points(member_id)
    return make_response(
        render_template(
            "members/show.html",
            profile=found,
            own=_is_own(member_id),
            needs=_needs(member_id) if sees else [],
            gives=[privilege.value for privilege in privileges.given_by(found.level)],
            entries=ledger.entries(current(), member_id, size=10) if sees else None,
            kinds=_kinds(here),
            here=here,
            canonical=here,
        )
    )


@bp.get("/members/<int:member_id>/<handle>/reputation")
def reputation(member_id: int, handle: str) -> str:
    """Every entry, newest first; `?kind=` narrows them."""
    kind, after = request.args.get("kind", ""), request.args.get("after", "")
    if kind and kind not in ledger.KINDS:
        raise NotFound
    page = ledger.entries(current(), member_id, kind=kind, after=after)
    found = profiles.profile(member_id)
    here = _path(found)
    narrowed = f"{here}/reputation?kind={kind}" if kind else f"{here}/reputation"
    return render_template(
        "members/reputation.html",
        profile=found,
        own=_is_own(member_id),
        page=page,
        didnt_work=ledger.didnt_work(member_id),
        kinds=_kinds(here),
        shown=narrowed,
        here=here,
        older=f"{narrowed}{'&' if kind else '?'}after={page.next}" if page.next else "",
        newest=narrowed if after else "",
    )


@bp.get("/leaders")
def leaders() -> str:
    """Who helped most this week, this month or ever; `?tag=` among the questions with a tag."""
    period, name = request.args.get("period", "week"), request.args.get("tag", "")
    if period not in boards.PERIODS:
        raise NotFound
    tag = tags.tag(name) if name else None
    return render_template(
        "members/leaders.html",
        leaders=boards.of(period, tag_id=tag.id if tag else None),
        period=period,
        tag=tag.name if tag else "",
        canonical="/leaders",
    )


@bp.get("/badges")
def badges() -> str:
    return render_template("members/badges.html", badges=profiles.badges(), canonical="/badges")


@bp.get("/help/points")
def how_points_work() -> str:
    rules = in_force.current()
    return render_template(
        "members/points.html",
        rules=[(SENTENCES[rule], points) for rule, points in rules.points.items() if rule not in NOT_OFFERED],
        caps=rules.caps,
        version=rules.version,
        levels=list(REQUIREMENTS.items()),
        keep=KEEP,
        privileges=[(privilege.value, _takes(rule)) for privilege, rule in TABLE.items()],
        canonical="/help/points",
    )


def _path(profile: Profile) -> str:
    return f"/members/{profile.id}/{quote(profile.person.handle, safe='')}"


def _sees_points(member_id: int) -> bool:
    return privileges.allowed(current(), Privilege.SEE_POINTS, Parties(member_id))


def _is_own(member_id: int) -> bool:
    member = current()
    return member is not None and member.id == member_id


def _kinds(here: str) -> list[tuple[str, str]]:
    """The ways to narrow the ledger, as (address, words)."""
    return [
        (f"{here}/reputation", gettext("All")),
        (f"{here}/reputation?kind=accepted", gettext("Accepted")),
        (f"{here}/reputation?kind=helpful", gettext("Helpful")),
        (f"{here}/reputation?kind=guides", gettext("Guides")),
        (f"{here}/reputation?kind=corrections", gettext("Corrections")),
    ]


def _needs(member_id: int) -> list[dict[str, Any]]:
    """What the next level takes, each with how far the member is."""
    return [
        {"sentence": need.sentence, "least": need.least, "has": max(0, has)} for need, has in profiles.needs(member_id)
    ]


def _takes(rule: Rule) -> list[str]:
    """The cells of a privilege's row: who has it by level, by role, and when the thing is one's own."""
    own = gettext("Yes") if rule.author else gettext("Never") if rule.never else ""
    if rule.level is Level.NEWCOMER:
        return [gettext("Everybody who has signed in"), "", own]
    roles = {"employee": gettext("Employees"), "staff": gettext("Support staff"), "admin": gettext("Administrators")}
    return [rule.level.title if rule.level is not None else "", roles.get(rule.role or "", ""), own]

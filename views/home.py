"""The home page and its lists: latest, needs an answer, solved, most affected; and the questions of a category."""

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext

from community.queries import feeds, leaders, promise, taxonomy, versions
from community.queries.trail import Step
from escalation import in_force
from models.errors import NotFound
from models.member import Member
from views import page_cache
from views.session import current
from views.viewer import viewer

bp = Blueprint("home", __name__)

LISTS = ("latest", "unanswered", "solved", "affected")


@bp.get("/")
def home() -> Response:
    """The lists; `?show=` chooses one, `?after=` goes on. Advocates come to help, so theirs opens on what needs it."""
    opens = "unanswered" if viewer().kind == "advocate" else "latest"
    show = request.args.get("show", opens)
    if show not in LISTS:
        raise NotFound
    if current() is None:
        return page_cache.for_guests(versions.of_everything(), lambda: _home(show, opens), listens_to=("show", "after"))
    return make_response(_home(show, opens))


def _home(show: str, opens: str) -> str:
    after = request.args.get("after", "")
    page = feeds.questions(show, after=after)
    here = _address(show, opens)
    return render_template(
        "home/home.html",
        page=page,
        show=show,
        here=here,
        latest=_address("latest", opens),
        older=f"{here}{'&' if '?' in here else '?'}after={page.next}" if page.next else "",
        newest=here if after else "",
        first=not after,
        tabs=_tabs(opens),
        categories=taxonomy.categories(),
        speed=page_cache.now_and_then("speed", promise.speed),
        steps=ways_up(),
        helpers=page_cache.now_and_then("helpers", leaders.helped_this_week),
        canonical=_address(show, "latest"),
    )


def _address(show: str, opens: str) -> str:
    """Where a list is, given the one on which the home page opens."""
    return "/" if show == opens else f"/?show={show}"


def _tabs(opens: str) -> list[tuple[str, str, int | None]]:
    return [
        (_address("latest", opens), gettext("Latest"), None),
        (_address("unanswered", opens), gettext("Needs an answer"), feeds.waiting_count() or None),
        (_address("solved", opens), gettext("Solved"), None),
        (_address("affected", opens), gettext("Most affected"), None),
    ]


def ways_up() -> list[Step]:
    """The five steps as every new question may take them, with the times of the policy in force."""
    tiers = in_force.current().tiers
    steps = (
        (gettext("Members"), gettext("Other customers, usually first.")),
        (gettext("Advocates"), gettext("Trusted members, after %(time)s.", time=tiers.advocates)),
        (gettext("Experts"), gettext("Our own people, after %(time)s.", time=tiers.employees)),
        (gettext("Support"), gettext("Support staff, after %(time)s.", time=tiers.staff)),
        (gettext("Private case"), gettext("Only if we need your account details.")),
    )
    return [Step(name, "next", text) for name, text in steps]


@bp.get("/categories/<slug>")
def category(slug: str) -> Response:
    member = current()
    if member is None:
        return page_cache.for_guests(versions.of_everything(), lambda: _category(None, slug), listens_to=("after",))
    return make_response(_category(member, slug))


def _category(by: Member | None, slug: str) -> str:
    found = taxonomy.category(slug)
    after = request.args.get("after", "")
    page = feeds.in_category(found.id, after=after)
    here = f"/categories/{slug}"
    return render_template(
        "home/category.html",
        category=found,
        page=page,
        older=f"{here}?after={page.next}" if page.next else "",
        newest=here if after else "",
        follows=taxonomy.follows(by, "category", found.id) if by else False,
        canonical=here,
    )

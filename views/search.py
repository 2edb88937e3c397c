"""The search page: the best guide, questions with their state, guides, and the people who know about it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask_babel import gettext

from community.queries import search, search_beside
from community.queries.search import SORTS, Found, Narrowing
from community.search.grammar import LONGEST
from models.errors import NotFound, Unavailable
from views import search_notes

bp = Blueprint("search", __name__)

TYPES = ("all", "question", "article", "member")
FEW = 3
"""Guides and people on the page of everything; their tabs hold more."""

SOME = 5
"""Questions on that page."""

STATES = ("", "open", "answered", "solved")


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    q: str
    type: str
    how: Narrowing
    skip: int

    def address(self, **changes: str | int) -> str:
        """The address of this search with `changes`; what is not set is left out."""
        how = self.how
        values: dict[str, str | int] = {
            "q": self.q, "type": self.type, "state": how.state, "tag": how.tag, "staff": "1" if how.staff else "",
            "topic": how.topic, "sort": "" if how.sort == "best" else how.sort,
        }  # fmt: skip
        values |= changes
        return "/search?" + urlencode({name: value for name, value in values.items() if value and value != "all"})


@bp.get("/search")
def show() -> tuple[str, int]:
    asked = _asked()
    if not asked.q.strip():
        return render_template("search/empty.html", q=""), 200
    try:
        return _results(asked), 200
    except Unavailable:
        return render_template("search/building.html", q=asked.q), 503


def _asked() -> Asked:
    given = request.args
    asked = Asked(
        q=given.get("q", "")[:LONGEST],
        type=given.get("type", "all"),
        how=Narrowing(
            state=given.get("state", ""), tag=given.get("tag", "")[:35], staff=given.get("staff") == "1",
            topic=given.get("topic", "")[:100], sort=given.get("sort", "best"),
        ),
        skip=_number(given.get("after", "")),
    )  # fmt: skip
    if asked.type not in TYPES or asked.how.sort not in SORTS or asked.how.state not in STATES:
        raise NotFound
    return asked


def _number(given: str) -> int:
    return min(int(given), search.DEPTH) if given.isascii() and given.isdigit() and len(given) < 4 else 0


def _results(asked: Asked) -> str:
    everything = asked.type == "all"
    found = _questions(asked) if asked.type in ("all", "question") else Found([], 0, False)
    guides = search_beside.guides(asked.q) if asked.type in ("all", "article") and not asked.skip else []
    people = _people(asked, found)
    number = found.number + len(guides) + len(people)
    if everything:
        search_notes.note(asked.q, number)
    return render_template(
        "search/results.html",
        q=asked.q,
        asked=asked,
        found=found,
        best=guides[0] if everything and guides else None,
        guides=guides[1 : FEW + 1] if everything else guides,
        people=people,
        topics=[("", gettext("Any topic")), *((topic, topic) for topic in _topics(asked, found))],
        number=number,
        tabs=[(asked.address(type=kind), words, None) for kind, words in _types()],
        here=asked.address(),
        all_questions=asked.address(type="question") if everything and found.more else "",
        older=asked.address(after=asked.skip + search.SIZE) if found.more and not everything else "",
        newest=asked.address() if asked.skip else "",
        robots="noindex",
    )


def _questions(asked: Asked) -> Found:
    if asked.type == "all":
        return search.questions(asked.q, asked.how, size=SOME)
    return search.questions(asked.q, asked.how, skip=asked.skip)


def _people(asked: Asked, found: Found) -> list[search_beside.Someone]:
    """Members of that name; beside everything also who solved what was found."""
    if asked.type == "member":
        return search_beside.members(asked.q, size=search.DEPTH)
    if asked.type != "all" or asked.skip:
        return []
    named = search_beside.members(asked.q, size=FEW)
    known = {each.person.id for each in named}
    solvers = search_beside.helpers([each.row.id for each in found.items])
    return [*named, *(each for each in solvers if each.person.id not in known)][:FEW]


def _topics(asked: Asked, found: Found) -> list[str]:
    """The topics of what was found, and the one that is chosen."""
    return sorted({*found.topics, *((asked.how.topic,) if asked.how.topic else ())})


def _types() -> list[tuple[str, str]]:
    return [
        ("all", gettext("Everything")),
        ("question", gettext("Questions")),
        ("article", gettext("Guides")),
        ("member", gettext("People")),
    ]

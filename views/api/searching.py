"""Search, and what is suggested while a question is being asked."""

from typing import Any

from community.queries import search, search_beside, suggestions
from community.queries.search import Narrowing
from models.errors import Invalid
from views.api import inputs, outputs
from views.api.blueprint import blueprint
from views.api.callers import open_to_guests
from views.api.lists import whole

bp = blueprint("Search")

Body = dict[str, Any]
BESIDE = 5
"""Guides and members in a search for everything: questions are what most are looking for."""


@bp.get("/search")
@open_to_guests
@bp.input(inputs.Search, location="query", unknown="raise")
@bp.output(outputs.listed(outputs.Hit))
def search_everything(query_data: Body) -> Body:
    """Search questions, guides and members

    With `type=all`, guides and members stand before the questions on the first page.
    Only questions have a state and tags.
    """
    skip, wanted, size = _skip(query_data["cursor"]), query_data["type"], query_data["limit"]
    how = Narrowing(state=query_data["state"], tag=query_data["tag"])
    only_questions = query_data["cursor"] or how.state or how.tag
    hits = [] if only_questions else _beside(query_data["q"], wanted, size)
    if wanted in ("article", "member"):
        return whole(hits)
    left = size - len(hits)
    found = search.questions(query_data["q"], how, skip=skip, size=left)
    hits += [_question(one) for one in found.items]
    return {"items": hits, "next": str(skip + left) if found.more else None}


@bp.get("/suggestions")
@open_to_guests
@bp.input(inputs.Suggest, location="query", unknown="raise")
@bp.output(outputs.listed(outputs.Suggestion))
def suggest(query_data: Body) -> Body:
    """Suggest questions and guides that may answer this already"""
    return whole(suggestions.suggest(query_data["title"], query_data["body"], size=query_data["limit"]))


def _beside(text: str, wanted: str, size: int) -> list[Body]:
    """The guides and members that stand before the questions."""
    few = _few(wanted, size)
    hits: list[Body] = []
    if wanted in ("all", "article"):
        hits += [_guide(guide) for guide in search_beside.guides(text, size=few)]
    if wanted in ("all", "member"):
        hits += [_member(one) for one in search_beside.members(text, size=few)]
    return hits[:size]


def _few(wanted: str, size: int) -> int:
    return min(size, BESIDE) if wanted == "all" else size


def _skip(cursor: str) -> int:
    if not cursor:
        return 0
    if not cursor.isascii() or not cursor.isdigit() or int(cursor) > search.DEPTH:
        raise Invalid(cursor="This is not a cursor of this list.")
    return int(cursor)


def _question(found: search.Question) -> Body:
    row = found.row
    return {
        "type": "question",
        "id": row.id,
        "path": f"/questions/{row.id}/{row.slug}",
        "title": row.title,
        "score": found.score,
        "status": row.status,
        "solved": row.status in ("solved", "guide"),
        "answers": row.answers,
        "tags": list(row.tags),
        "post_id": found.post_id,
        "excerpt": found.passage,
    }


def _guide(found: search_beside.Guide) -> Body:
    return {
        "type": "article",
        "id": found.id,
        "path": f"/kb/{found.id}/{found.slug}",
        "title": found.plain_title,
        "score": found.score,
        "status": "guide",
        "solved": True,
        "excerpt": found.passage,
    }


def _member(found: search_beside.Someone) -> Body:
    person = found.person
    return {
        "type": "member",
        "id": person.id,
        "path": f"/members/{person.id}/{person.handle}",
        "title": person.name,
        "score": found.score,
        "status": person.kind,
        "excerpt": [{"text": found.about, "marked": False}],
    }

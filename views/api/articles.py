"""Guides, and whether they worked."""

from typing import Any

from community.actions import articles as actions
from community.queries import articles, search_beside, taxonomy
from views.api import inputs, outputs
from views.api.blueprint import blueprint
from views.api.callers import me, needs, open_to_guests, viewer
from views.api.lists import page, whole

bp = blueprint("Articles")

Body = dict[str, Any]


@bp.get("/articles")
@open_to_guests
@bp.input(inputs.Articles, location="query", unknown="raise")
@bp.output(outputs.listed(outputs.ArticleSummary))
def list_articles(query_data: Body) -> Body:
    """List guides, the newest first; with `q`, those that it finds, the best first"""
    size, category = query_data["limit"], query_data["category"]
    if query_data["q"]:
        found = search_beside.guides(query_data["q"], size=size)
        return whole(articles.these([guide.id for guide in found]))
    category_id = taxonomy.category_id(category) if category else None
    return page(articles.published(category_id=category_id, after=query_data["cursor"], size=size))


@bp.get("/articles/<int:article_id>")
@open_to_guests
@bp.output(outputs.Article)
def read_article(article_id: int) -> Any:
    """Read a guide with the answers it was made from"""
    guide = articles.guide(viewer(), article_id)
    return guide, 200, {"ETag": f'"{guide.id}-{guide.revision}"'}


@bp.put("/articles/<int:article_id>/helpful")
@needs("write")
@bp.input(inputs.Helpful)
@bp.output(outputs.HelpfulCounts)
def vote_on_article(article_id: int, json_data: Body) -> Any:
    """Say whether a guide worked"""
    actions.vote(me(), article_id, json_data["value"])
    return articles.guide(me(), article_id)

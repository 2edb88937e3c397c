"""Tags and categories, with their counts and what a category asks for."""

from typing import Any

from community.queries import taxonomy
from views.api import inputs, outputs
from views.api.blueprint import blueprint
from views.api.callers import open_to_guests
from views.api.lists import page, whole

bp = blueprint("Tags and categories")

Body = dict[str, Any]


@bp.get("/tags")
@open_to_guests
@bp.input(inputs.Page, location="query", unknown="raise")
@bp.output(outputs.listed(outputs.Tag))
def list_tags(query_data: Body) -> Body:
    """List tags, the most used first"""
    return page(taxonomy.tags(after=query_data["cursor"], size=query_data["limit"]))


@bp.get("/categories")
@open_to_guests
@bp.output(outputs.listed(outputs.CategoryWithFields))
def list_categories() -> Body:
    """List categories with the fields that each asks for"""
    return whole(taxonomy.categories())

"""What askers wrote, for feeds: the clean HTML that the pages show."""

from collections.abc import Sequence

from sqlalchemy import select

from models.base import fetch
from models.post import Post


def htmls(thread_ids: Sequence[int]) -> dict[int, str]:
    """The HTML of the openings of these questions, by question; without those that are deleted."""
    if not thread_ids:
        return {}
    visible = (Post.thread_id.in_(thread_ids), Post.kind == "opening", Post.deleted_at.is_(None))
    rows = fetch(select(Post.thread_id, Post.html).where(*visible))
    return {row.thread_id: row.html for row in rows}

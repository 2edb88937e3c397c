"""Categories and the descriptions of tags: what an installation sets up before the first question."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from community import writing
from community.transaction import record, transactional
from models.base import db
from models.errors import Invalid
from models.events import TagChanged
from models.member import Member
from models.taxonomy import Category, Tag
from reputation import privileges
from reputation.privileges import Privilege

LONGEST_NAME, LONGEST_DESCRIPTION = 60, 300


@transactional
def add_category(
    by: Member,
    *,
    slug: str,
    name: str,
    description: str = "",
    icon: str = "dots",
    fields: Sequence[Mapping[str, Any]] = (),
) -> Category:
    """The new category, after those that exist; `fields` are what the ask form asks in it."""
    privileges.require(by, Privilege.MANAGE_POLICY)
    if db.session.scalar(select(Category.id).where(Category.slug == slug)):
        raise Invalid(slug="There is a category of this name already.")
    last = db.session.scalar(select(func.max(Category.position))) or 0
    category = Category(
        slug=slug,
        name=writing.line(name, "name", LONGEST_NAME),
        description=writing.line(description, "description", LONGEST_DESCRIPTION),
        icon=icon,
        fields=[dict(field) for field in fields],
        position=last + 1,
    )
    db.session.add(category)
    db.session.flush()
    return category


@transactional
def describe_tag(by: Member, name: str, description: str) -> Tag:
    """The tag with its description; made if nobody has used it yet."""
    privileges.require(by, Privilege.EDIT_TAGS)
    (name,) = writing.tag_names([name])
    tag = db.session.scalar(select(Tag).where(Tag.name == name))
    if tag is None:
        tag = Tag(name=name)
        db.session.add(tag)
    tag.description = writing.line(description, "description", LONGEST_DESCRIPTION)
    db.session.flush()
    record(TagChanged(tag_id=tag.id))
    return tag

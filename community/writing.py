"""What every text goes through before it is stored: checked, rendered once, and its mentions resolved."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from community import limits, markup
from models.base import db
from models.clock import now
from models.errors import Invalid, Problems
from models.member import Member, key_of
from models.post import Post, Revision
from models.taxonomy import Category, Tag, ThreadTag
from models.thread import Thread

SHORTEST_TITLE, LONGEST_TITLE = 3, 150
LONGEST_TAG, MOST_TAGS = 35, 5
LONGEST_NOTE, LONGEST_FIELD = 300, 100
EXCERPT = 200
MOST_NAMED = 100  # handles of one text that are looked up; nobody means to name more
TAG = re.compile(r"[^\W_][\w.+#-]*")


@dataclass(frozen=True)
class Text:
    """A checked text: its source as typed, the HTML that is shown, the words that are searched."""

    source: str
    html: str
    text: str
    mentions: tuple[str, ...]


def body(by: Member, source: str) -> Text:
    """The rendered text. Raises Invalid when it is empty, too long, or holds more links than a newcomer may set."""
    source = markup.storable(source)
    if not source.strip():
        raise Invalid(body="Write something first.")
    rendered = markup.render(source, called)
    limits.links(by, rendered.html)
    return Text(source, rendered.html, rendered.text, rendered.mentions)


def called(handles: Sequence[str]) -> dict[str, str]:
    """Where each handle's member is to be found; handles of nobody are left out, and so are those past the first."""
    keys = {handle: key_of(handle) for handle in handles[:MOST_NAMED]}
    found = select(Member.handle_key, Member.id, Member.handle).where(
        Member.handle_key.in_(set(keys.values())), Member.deleted_at.is_(None), Member.role != "system"
    )
    addresses = {row.handle_key: f"/members/{row.id}/{quote(row.handle, safe='')}" for row in db.session.execute(found)}
    return {handle: addresses[key] for handle, key in keys.items() if key in addresses}


def title(given: str) -> str:
    """The title on one line. Raises Invalid when it is too short or too long."""
    cleaned = markup.plain(given)
    if len(cleaned) < SHORTEST_TITLE:
        raise Invalid(title=f"Use {SHORTEST_TITLE} letters or more.")
    if len(cleaned) > LONGEST_TITLE:
        raise Invalid(title=f"Use {LONGEST_TITLE} characters or fewer.")
    return cleaned


def line(given: str, field: str, longest: int) -> str:
    """A short text on one line. Raises Invalid for `field` when it is too long."""
    cleaned = markup.plain(given)
    if len(cleaned) > longest:
        raise Invalid(**{field: f"Use {longest:,} characters or fewer."})
    return cleaned


def tag_names(given: Iterable[str]) -> list[str]:
    """The names as tags are written, each once. Raises Invalid for one that cannot be a tag."""
    names = list(dict.fromkeys(key_of(markup.plain(name)).replace(" ", "-") for name in given if name.strip()))
    if len(names) > MOST_TAGS:
        raise Invalid(tags=f"Use {MOST_TAGS} tags or fewer.")
    for name in names:
        if len(name) > LONGEST_TAG or not TAG.fullmatch(name):
            raise Invalid(tags=f"“{name[:LONGEST_TAG]}” cannot be a tag. Use letters, digits and hyphens.")
    return names


def set_tags(thread: Thread, names: list[str]) -> tuple[int, ...]:
    """The ids of the tags that the thread now has; tags that nobody used before are made."""
    known = {tag.name: tag.id for tag in db.session.scalars(select(Tag).where(Tag.name.in_(names)))}
    for name in names:
        if name not in known:
            tag = Tag(name=name)
            db.session.add(tag)
            db.session.flush()
            known[name] = tag.id
    wanted = {known[name] for name in names}
    for row in db.session.scalars(select(ThreadTag).where(ThreadTag.thread_id == thread.id)):
        if row.tag_id not in wanted:
            db.session.delete(row)
        wanted.discard(row.tag_id)
    db.session.add_all(ThreadTag(thread_id=thread.id, tag_id=tag_id) for tag_id in wanted)
    thread.tag_names = names
    return tuple(sorted(known[name] for name in names))


def tag_ids(thread: Thread) -> tuple[int, ...]:
    found = db.session.scalars(select(ThreadTag.tag_id).where(ThreadTag.thread_id == thread.id))
    return tuple(sorted(found))


def fields(category: Category | None, given: Mapping[str, str]) -> dict[str, Any]:
    """The answers to what a category asks. Raises Invalid for one that is missing, unknown or not among the choices."""
    asked = {field["name"]: field for field in (category.fields if category else ())}
    if unknown := set(given) - set(asked):
        raise Invalid(fields=f"This category does not ask for “{min(unknown)[:LONGEST_TAG]}”.")
    answers = {name: line(given.get(name, ""), f"fields.{name}", LONGEST_FIELD) for name in asked}
    problems = Problems()
    for name, field in asked.items():
        with problems:
            if field.get("required") and not answers[name]:
                raise Invalid(**{f"fields.{name}": f"Please fill in “{field['label']}”."})
            if answers[name] and field.get("choices") and answers[name] not in field["choices"]:
                raise Invalid(**{f"fields.{name}": "Choose one of the list."})
    problems.report()
    return {name: answer for name, answer in answers.items() if answer}


def write(post: Post, text: Text) -> Post:
    """The post with this text as what is shown."""
    post.source, post.format, post.html, post.renderer = text.source, "markdown", text.html, markup.RENDERER
    return post


def revise(
    post: Post, by: Member, body: str, *, title: str | None = None, tags: str | None = None, note: str = ""
) -> Revision:
    """The next revision row of a post whose text has just changed (or was just posted)."""
    revision = Revision(
        post_id=post.id, number=post.revision_count, editor_id=by.id, at=now(), title=title, body=body, tags=tags,
        note=line(note, "note", LONGEST_NOTE),
    )  # fmt: skip
    db.session.add(revision)
    return revision


def mentioned(by: Member, text: Text, before: Iterable[str] = ()) -> tuple[int, ...]:
    """Whom the text names that was not named before; at most a few, so that nobody can ring everybody's bell."""
    keys = {key_of(handle) for handle in text.mentions} - {key_of(handle) for handle in before}
    if not keys:
        return ()
    found = select(Member.id).where(Member.handle_key.in_(keys), Member.deleted_at.is_(None), Member.id != by.id)
    return tuple(db.session.scalars(found.order_by(Member.id).limit(limits.MENTIONS)))

"""Tags, with the first lines of their wikis as descriptions."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from community import markup
from community.importers.bulk import insert_for_ids
from community.importers.stackexchange.dump import Dump
from community.importers.stackexchange.rows import Tag
from community.importers.stackexchange.texts import html_of
from community.importers.work import Work
from models.base import db
from models.taxonomy import Tag as OurTag

LONGEST_NAME = 35
LONGEST_DESCRIPTION = 400


def bring(work: Work, dump: Dump) -> None:
    """Every tag of Tags.xml, and those that a question bears all the same. Two of one name are one tag."""
    dump.odd["Tags: no TagName"] += sum(not tag_name(tag.name) for tag in dump.tags)
    named = [tag for tag in (*dump.tags, *_undescribed(dump)) if tag_name(tag.name)]
    unknown = [tag for tag in named if tag.id not in work.keys["tag"]]

    def write(tags: Sequence[Tag]) -> None:
        ours = tag_ids()
        new = {tag_name(tag.name): tag for tag in reversed(tags) if tag_name(tag.name) not in ours}
        rows = [{"name": name, "description": _description(dump, tag)} for name, tag in new.items()]
        insert_for_ids(OurTag, rows)
        ours = tag_ids()
        work.keys.add("tag", ((tag.id, ours[tag_name(tag.name)]) for tag in tags))
        work.made["tags"] += len(new)

    work.in_batches("tags", unknown, write)


def tag_ids() -> dict[str, int]:
    """The ids of all tags by their names."""
    return dict(db.session.execute(select(OurTag.name, OurTag.id)).all())


def tag_name(name: str) -> str:
    return markup.plain(name).lower()[:LONGEST_NAME].strip()


def tag_names(names: Iterable[str]) -> list[str]:
    """What a question bears of these, each once."""
    return [name for name in dict.fromkeys(map(tag_name, names)) if name]


def _undescribed(dump: Dump) -> list[Tag]:
    """Tags that questions bear and Tags.xml lacks, under ids that no dump gives."""
    described = {tag_name(tag.name) for tag in dump.tags}
    used = sorted({name for post in dump.posts.values() for name in tag_names(post.tags)} - described)
    if used and dump.has(Tag):
        dump.odd["Tags: tag in use without a row"] += len(used)
    return [Tag(-number, name, 0, None, None) for number, name in enumerate(used, start=1)]


def _description(dump: Dump, tag: Tag) -> str:
    """The excerpt, else the beginning of the wiki."""
    for post_id in (tag.excerpt_id, tag.wiki_id):
        post = dump.posts.get(post_id) if post_id else None
        if post and post.body:
            return markup.excerpt(html_of(post.body).text, LONGEST_DESCRIPTION)
    return ""

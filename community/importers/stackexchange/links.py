"""Links between questions: "same answer" where one was a duplicate of the other, "related" otherwise."""

from collections.abc import Sequence

from sqlalchemy import select

from community.importers.bulk import insert_rows
from community.importers.past import Past
from community.importers.stackexchange.dump import Dump
from community.importers.stackexchange.rows import Link, LinkType
from community.importers.work import Work
from models.base import db
from models.dispute import ThreadLink
from models.events import ThreadLinked
from models.thread import Thread

KINDS = {LinkType.RELATED: "related", LinkType.DUPLICATE: "same answer"}


def bring(work: Work, dump: Dump) -> None:
    """Every link whose two ends are here."""
    asked = dict(db.session.execute(select(Thread.id, Thread.created_at).where(Thread.imported)).all())
    links = select(ThreadLink.thread_id, ThreadLink.to_id, ThreadLink.kind)
    there = {(thread_id, to_id, kind) for thread_id, to_id, kind in db.session.execute(links)}
    new = [link for link in dump.links if link.id not in work.keys["link"] and _whole(work, dump, link)]

    def write(links: Sequence[Link]) -> None:
        past, rows = Past(), []
        for link in links:
            ends = _ends(work, dump, link)
            kind = KINDS[link.type]
            at = max(link.at, asked[ends[0]], asked[ends[1]])
            if (*ends, kind) not in there:
                there.add((*ends, kind))
                rows.append({"thread_id": ends[0], "to_id": ends[1], "kind": kind, "at": at})
                past.add(at, ThreadLinked(thread_id=ends[0], to_id=ends[1], kind=kind), tie=(0, link.id))
        insert_rows(ThreadLink, rows)
        past.write()
        work.keys.add("link", ((link.id, _ends(work, dump, link)[0]) for link in links))
        work.made["links"] += len(rows)

    work.in_batches("links", new, write)


def _whole(work: Work, dump: Dump, link: Link) -> bool:
    if link.type not in KINDS:
        dump.odd[f"PostLinks: type {link.type}, only counted"] += 1
        return False
    ends = _ends(work, dump, link)
    if 0 in ends or ends[0] == ends[1]:
        dump.odd["PostLinks: an end is not there" if 0 in ends else "PostLinks: to itself"] += 1
        return False
    return True


def _ends(work: Work, dump: Dump, link: Link) -> tuple[int, int]:
    """The two threads; 0 for one that is not here."""
    return _thread(work, dump, link.post_id), _thread(work, dump, link.to_id)


def _thread(work: Work, dump: Dump, post_id: int) -> int:
    post = dump.posts.get(post_id)
    return work.keys["thread"].get(post.belongs_to or 0, 0) if post else 0

"""Users become members without an address: they cannot sign in until staff send them a link to claim their account.

What people wrote about themselves stays in the dump: some typed a mail address or a telephone number there, for
another site's readers.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from community import markup
from community.actions.members import RESERVED
from community.importers.bulk import insert_for_ids
from community.importers.past import Past
from community.importers.stackexchange.dump import Dump
from community.importers.stackexchange.rows import Post, PostType, User
from community.importers.work import Work
from models.base import db
from models.events import MemberJoined
from models.member import Member, key_of

LONGEST_NAME = 60
SHORTEST_HANDLE, LONGEST_HANDLE = 3, 20  # of 30 at most: an id may follow
CONTENT = (PostType.QUESTION, PostType.ANSWER)


def bring(work: Work, dump: Dump) -> None:
    """Every user, and a placeholder for each author whom the dump does not describe, as members."""
    known = work.keys["member"]
    people = [user for user in (*dump.users, *_placeholders(dump)) if user.id not in known]
    handles = Handles()

    def write(users: Sequence[User]) -> None:
        ids = insert_for_ids(Member, [_member(user, handles) for user in users])
        work.keys.add("member", zip((user.id for user in users), ids, strict=True))
        past = Past()
        for user, member_id in zip(users, ids, strict=True):
            past.add(user.joined_at, MemberJoined(member_id=member_id, role="customer", imported=True))
        past.write()
        work.made["members"] += len(users)

    work.in_batches("members", people, write, 1000)


def _placeholders(dump: Dump) -> Iterator[User]:
    """One for each author's id that Users.xml lacks, joined when they were first heard of."""
    described = {user.id for user in dump.users}
    heard: dict[int, tuple[datetime, str]] = {}
    for author_id, name, at in _authors(dump):
        if author_id not in described:
            first, known_as = heard.get(author_id, (at, ""))
            heard[author_id] = (min(first, at), known_as or name)
    for author_id, (at, name) in sorted(heard.items()):
        dump.odd["Users: author without a row, made a placeholder"] += 1
        yield User(author_id, name or f"user{author_id}", at, None, "", "")


def _authors(dump: Dump) -> Iterator[tuple[int, str, datetime]]:
    for post in dump.posts.values():
        if post.owner_id is not None and post.type in CONTENT:
            yield post.owner_id, post.owner_name, post.at
    for comment in dump.comments:
        if comment.user_id is not None:
            yield comment.user_id, comment.user_name, comment.at


def author_name(row: Post | Any) -> str:
    """The name that a post or comment without a member shows."""
    name = row.owner_name if isinstance(row, Post) else row.user_name
    return markup.plain(name)[:LONGEST_NAME]


def _member(user: User, handles: "Handles") -> dict[str, Any]:
    name = markup.plain(user.name)[:LONGEST_NAME]
    handle = handles.take(name, user.id)
    return {
        "handle": handle,
        "handle_key": key_of(handle),
        "display_name": name or handle,
        "joined_at": user.joined_at,
        "seen_at": user.seen_at,
        "imported": True,
    }


class Handles:
    """Hands out handles nobody has: display names may repeat, handles may not, and none sounds like staff."""

    def __init__(self) -> None:
        self._taken = set(db.session.scalars(select(Member.handle_key)))

    def take(self, name: str, original_id: int) -> str:
        """The name in plain letters; with the original id where somebody else has that already."""
        handle = next(handle for handle in _tries(name, abs(original_id)) if key_of(handle) not in self._taken)
        self._taken.add(key_of(handle))
        return handle


def _tries(name: str, number: int) -> Iterator[str]:
    slug = markup.slugify(name, otherwise="", longest=LONGEST_HANDLE)
    fits = slug.isascii() and len(slug) >= SHORTEST_HANDLE and slug.strip("-0123456789") not in {"", *RESERVED}
    if fits:
        yield slug
    base = slug if fits else "member"
    yield f"{base}-{number}"
    yield from (f"{base}-{number}-{again}" for again in count(2))

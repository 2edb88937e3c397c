"""The rows of a Stack Exchange dump, typed; one class for each of its files.

Instants are in UTC. An answer's tags, a comment's author and much else may be absent: what is optional here was
absent somewhere in a real dump.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Self

from models.clock import YEARS

LARGEST_ID = 2**63 - 1


class OddRow(ValueError):
    """A row that cannot be read; the message is one of few, so that a report can count them."""


@dataclass(frozen=True, slots=True)
class Row:
    """The attributes of one row, read by type."""

    values: dict[str, str]

    def number(self, name: str) -> int:
        """Raises OddRow when it is absent or not a number of at most 64 bits."""
        value = self.optional_number(name)
        if value is None:
            raise OddRow(f"no {name}")
        return value

    def optional_number(self, name: str) -> int | None:
        text = self.values.get(name)
        if not text:
            return None
        try:
            value = int(text) if len(text) <= 20 else LARGEST_ID + 1
        except ValueError:
            raise OddRow(f"{name} is not a number") from None
        if abs(value) > LARGEST_ID:
            raise OddRow(f"{name} is too large")
        return value

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def instant(self, name: str) -> datetime:
        """Raises OddRow when it is absent or no date; a date without a time is its midnight."""
        value = self.optional_instant(name)
        if value is None:
            raise OddRow(f"no {name}")
        return value

    def optional_instant(self, name: str) -> datetime | None:
        text = self.values.get(name)
        if not text:
            return None
        try:
            value = datetime.fromisoformat(text)
            if value.year not in YEARS:
                raise ValueError
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        except ValueError:
            raise OddRow(f"{name} is not a date") from None

    def flag(self, name: str) -> bool:
        return self.values.get(name, "").lower() == "true"


@dataclass(frozen=True, slots=True)
class User:
    FILE: ClassVar[str] = "Users.xml"
    id: int
    name: str
    joined_at: datetime
    seen_at: datetime | None
    about: str
    website: str

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(
            id=row.number("Id"),
            name=row.text("DisplayName"),
            joined_at=row.instant("CreationDate"),
            seen_at=row.optional_instant("LastAccessDate"),
            about=row.text("AboutMe"),
            website=row.text("WebsiteUrl"),
        )


class PostType:
    QUESTION, ANSWER, ORPHANED_WIKI, TAG_EXCERPT, TAG_WIKI, NOMINATION, PLACEHOLDER = range(1, 8)


@dataclass(frozen=True, slots=True)
class Post:
    FILE: ClassVar[str] = "Posts.xml"
    id: int
    type: int
    question_id: int | None
    accepted_id: int | None
    at: datetime
    score: int
    body: str
    owner_id: int | None
    owner_name: str
    edited_at: datetime | None
    active_at: datetime | None
    title: str
    tags: tuple[str, ...]
    answers: int
    comments: int
    closed_at: datetime | None
    wiki: bool

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(
            id=row.number("Id"),
            type=row.number("PostTypeId"),
            question_id=row.optional_number("ParentId"),
            accepted_id=row.optional_number("AcceptedAnswerId"),
            at=row.instant("CreationDate"),
            score=row.optional_number("Score") or 0,
            body=row.text("Body"),
            owner_id=row.optional_number("OwnerUserId"),
            owner_name=row.text("OwnerDisplayName"),
            edited_at=row.optional_instant("LastEditDate"),
            active_at=row.optional_instant("LastActivityDate"),
            title=row.text("Title"),
            tags=split_tags(row.text("Tags")),
            answers=row.optional_number("AnswerCount") or 0,
            comments=row.optional_number("CommentCount") or 0,
            closed_at=row.optional_instant("ClosedDate"),
            wiki=row.optional_instant("CommunityOwnedDate") is not None,
        )

    @property
    def belongs_to(self) -> int | None:
        """The id of the question that it is or answers; other kinds may have a parent too, and belong to none."""
        return {PostType.QUESTION: self.id, PostType.ANSWER: self.question_id}.get(self.type)


def split_tags(text: str) -> tuple[str, ...]:
    """The names in "<beer><hops>", or in "|beer|hops|" as newer dumps write it."""
    return tuple(name for name in text.replace("<", "|").replace(">", "|").split("|") if name)


@dataclass(frozen=True, slots=True)
class Comment:
    FILE: ClassVar[str] = "Comments.xml"
    id: int
    post_id: int
    score: int
    text: str
    at: datetime
    user_id: int | None
    user_name: str

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(
            id=row.number("Id"),
            post_id=row.number("PostId"),
            score=row.optional_number("Score") or 0,
            text=row.text("Text"),
            at=row.instant("CreationDate"),
            user_id=row.optional_number("UserId"),
            user_name=row.text("UserDisplayName"),
        )


class VoteType:
    ACCEPTED, UP, DOWN, OFFENSIVE, FAVOURITE, CLOSE, REOPEN = range(1, 8)
    BOUNTY_BEGUN, BOUNTY_CLOSED, DELETION, UNDELETION, SPAM = range(8, 13)
    REVIEW, APPROVED_EDIT = 15, 16


@dataclass(frozen=True, slots=True)
class Vote:
    """`on` is the midnight of its day: a dump says neither the time nor, but for few types, the voter."""

    FILE: ClassVar[str] = "Votes.xml"
    id: int
    post_id: int
    type: int
    on: datetime
    user_id: int | None
    bounty: int | None

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(
            id=row.number("Id"),
            post_id=row.number("PostId"),
            type=row.number("VoteTypeId"),
            on=row.instant("CreationDate"),
            user_id=row.optional_number("UserId"),
            bounty=row.optional_number("BountyAmount"),
        )


class HistoryType:
    FIRST_TITLE, FIRST_BODY, FIRST_TAGS, TITLE, BODY, TAGS, TITLE_BACK, BODY_BACK, TAGS_BACK = range(1, 10)
    CLOSED, REOPENED, DELETED, RESTORED, LOCKED, UNLOCKED, WIKI = range(10, 17)


@dataclass(frozen=True, slots=True)
class History:
    """One of title, body or tags as an edit left it, or something done to the post.

    What one edit changed is several rows with one `revision`; the body is Markdown.
    """

    FILE: ClassVar[str] = "PostHistory.xml"
    id: int
    type: int
    post_id: int
    revision: str
    at: datetime
    user_id: int | None
    user_name: str
    text: str
    comment: str

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(
            id=row.number("Id"),
            type=row.number("PostHistoryTypeId"),
            post_id=row.number("PostId"),
            revision=row.text("RevisionGUID"),
            at=row.instant("CreationDate"),
            user_id=row.optional_number("UserId"),
            user_name=row.text("UserDisplayName"),
            text=row.text("Text"),
            comment=row.text("Comment"),
        )


class LinkType:
    RELATED, DUPLICATE = 1, 3


@dataclass(frozen=True, slots=True)
class Link:
    FILE: ClassVar[str] = "PostLinks.xml"
    id: int
    at: datetime
    post_id: int
    to_id: int
    type: int

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(
            id=row.number("Id"),
            at=row.instant("CreationDate"),
            post_id=row.number("PostId"),
            to_id=row.number("RelatedPostId"),
            type=row.number("LinkTypeId"),
        )


@dataclass(frozen=True, slots=True)
class Tag:
    FILE: ClassVar[str] = "Tags.xml"
    id: int
    name: str
    count: int
    excerpt_id: int | None
    wiki_id: int | None

    @classmethod
    def of(cls, row: Row) -> Self:
        if not row.text("TagName"):
            raise OddRow("no TagName")
        return cls(
            id=row.number("Id"),
            name=row.text("TagName"),
            count=row.optional_number("Count") or 0,
            excerpt_id=row.optional_number("ExcerptPostId"),
            wiki_id=row.optional_number("WikiPostId"),
        )


@dataclass(frozen=True, slots=True)
class Badge:
    FILE: ClassVar[str] = "Badges.xml"
    id: int
    user_id: int
    name: str
    at: datetime
    grade: int
    """1 gold, 2 silver, 3 bronze."""
    for_tag: bool

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(
            id=row.number("Id"),
            user_id=row.number("UserId"),
            name=row.text("Name"),
            at=row.instant("Date"),
            grade=row.optional_number("Class") or 3,
            for_tag=row.flag("TagBased"),
        )


FILES = tuple(kind.FILE for kind in (User, Post, Comment, Vote, History, Link, Tag, Badge))

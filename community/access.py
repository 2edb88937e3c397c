"""How everything is fetched: visible to this member, or not found. There is no other way to get an object.

`lock` fetches it for change: the thread's row is locked (PostgreSQL) and everything is read afresh, so what an action
checks is what stands. All changes to a thread's posts go through the thread's lock, in the same order.
"""

from typing import TypeVar

from sqlalchemy import Select, select

from models.article import Article
from models.base import Base, db
from models.dispute import Dispute
from models.errors import NotFound
from models.member import Member
from models.post import Post
from models.taxonomy import Category, Tag
from models.thread import Thread
from models.vote import Flag
from reputation.privileges import Privilege, allowed

T = TypeVar("T", bound=Base)


def thread(by: Member | None, thread_id: int, *, lock: bool = False) -> Thread:
    """The thread, or NotFound when it is missing or this member may not see it."""
    found = _one(select(Thread).where(Thread.id == thread_id), lock)
    if found.deleted_at and not allowed(by, Privilege.SEE_DELETED, found):
        raise NotFound
    return found


def post(by: Member | None, post_id: int, *, lock: bool = False) -> tuple[Thread, Post]:
    """The post with its thread; a deleted post is there for its author and staff alone."""
    thread_id = db.session.scalar(select(Post.thread_id).where(Post.id == post_id))
    if thread_id is None:
        raise NotFound
    parent = thread(by, thread_id, lock=lock)
    found = _one(select(Post).where(Post.id == post_id), lock)
    if found.deleted_at and not allowed(by, Privilege.SEE_DELETED, found):
        raise NotFound
    if found.parent_id and found.parent_id != parent.opening_id:
        post(by, found.parent_id)
    return parent, found


def answer(by: Member | None, post_id: int, *, lock: bool = False) -> tuple[Thread, Post]:
    parent, found = post(by, post_id, lock=lock)
    if found.kind != "answer":
        raise NotFound
    return parent, found


def opening(parent: Thread, *, lock: bool = False) -> Post:
    """The first post of a thread that was fetched here."""
    return _one(select(Post).where(Post.id == parent.opening_id), lock)


def member(member_id: int, *, lock: bool = False) -> Member:
    found = _one(select(Member).where(Member.id == member_id), lock)
    if found.deleted_at or found.role == "system":
        raise NotFound
    return found


def member_called(handle_key: str) -> Member:
    return _one(select(Member).where(Member.handle_key == handle_key, Member.deleted_at.is_(None)), False)


def member_with_address(email_key: str) -> Member:
    """For the command line alone: nobody else may learn who has an address."""
    return _one(select(Member).where(Member.email_key == email_key, Member.deleted_at.is_(None)), False)


def dispute(by: Member | None, dispute_id: int, *, lock: bool = False) -> tuple[Thread, Dispute]:
    thread_id = db.session.scalar(select(Dispute.thread_id).where(Dispute.id == dispute_id))
    if thread_id is None:
        raise NotFound
    return thread(by, thread_id, lock=lock), _one(select(Dispute).where(Dispute.id == dispute_id), lock)


def flag(by: Member, flag_id: int) -> tuple[Thread, Flag]:
    """A report, for those who decide reports."""
    if not allowed(by, Privilege.DECIDE_FLAG):
        raise NotFound
    thread_id = db.session.scalar(select(Flag.thread_id).where(Flag.id == flag_id))
    if thread_id is None:
        raise NotFound
    return thread(by, thread_id, lock=True), _one(select(Flag).where(Flag.id == flag_id), True)


def article(by: Member | None, article_id: int, *, lock: bool = False) -> Article:
    """A guide; what is not published is there for those who draft guides."""
    found = _one(select(Article).where(Article.id == article_id), lock)
    if found.state != "published" and not allowed(by, Privilege.DRAFT_ARTICLE):
        raise NotFound
    return found


def category(category_id: int) -> Category:
    return _one(select(Category).where(Category.id == category_id), False)


def tag(name: str) -> Tag:
    return _one(select(Tag).where(Tag.name == name), False)


def system() -> Member:
    """The member in whose name the worker acts."""
    return _one(select(Member).where(Member.role == "system").order_by(Member.id).limit(1), False)


def _one(statement: Select[T], lock: bool) -> T:
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found

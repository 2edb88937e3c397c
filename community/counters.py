"""The counts that lists and pages show, each counted anew from its rows, so that none can drift."""

from sqlalchemy import ColumnElement, func, select, update

from models import events as e
from models.acceptance import Acceptance
from models.base import Base, db
from models.event_log import Entry
from models.member import Member
from models.post import Post
from models.taxonomy import Category, Tag, ThreadTag
from models.thread import ACCEPTED, ANSWERS, Thread
from models.vote import Follow, MeToo, Vote

EVENTS = (
    e.QuestionAsked,
    e.QuestionEdited,
    e.AnswerPosted,
    e.CommentPosted,
    e.PostDeleted,
    e.PostRestored,
    e.VoteCast,
    e.MeTooSet,
    e.FollowSet,
    e.AnswerAccepted,
    e.AcceptanceEnded,
)

PEOPLE = (e.AnswerPosted, e.PostDeleted, e.PostRestored, e.VoteCast, e.AnswerAccepted, e.AcceptanceEnded)
PLACES = (e.QuestionAsked, e.QuestionEdited, e.PostDeleted, e.PostRestored)


def project(entry: Entry) -> None:
    event = entry.event
    if isinstance(event, e.FollowSet):
        if event.kind == "thread":
            _set(Thread, Thread.id == event.target_id, follower_count=THREAD["follower_count"])
    elif isinstance(event, e.VoteCast):
        _set(Post, Post.id == event.post_id, **POST)
        if event.post_kind == "opening":
            _set(Thread, Thread.id == event.thread_id, score=THREAD["score"])
    elif isinstance(event, e.MeTooSet):
        _set(Thread, Thread.id == event.thread_id, me_too_count=THREAD["me_too_count"])
    elif isinstance(event, e.CommentPosted):
        _set(Post, Post.id == event.parent_id, comment_count=COMMENTS)
    elif isinstance(event, e.PostDeleted | e.PostRestored) and event.kind == "comment":
        parent = select(Post.parent_id).where(Post.id == event.post_id).scalar_subquery()
        _set(Post, Post.id == parent, comment_count=COMMENTS)
    if isinstance(event, PLACES):
        _count_places(event)
    if isinstance(event, PEOPLE) and event.author_id is not None:
        _set(Member, Member.id == event.author_id, **MEMBER)


def _count_places(event: e.ThreadEvent) -> None:
    """The tags and the category that the thread is in, or was before the change (those are touched by all)."""
    tags = set(getattr(event, "tag_ids", ())) | set(getattr(event, "old_tag_ids", ()))
    categories = {getattr(event, "category_id", None), getattr(event, "old_category_id", None)}
    if isinstance(event, e.PostDeleted | e.PostRestored):
        if event.kind != "opening":
            return
        tags = set(db.session.scalars(select(ThreadTag.tag_id).where(ThreadTag.thread_id == event.thread_id)))
        categories = {db.session.scalar(select(Thread.category_id).where(Thread.id == event.thread_id))}
    _set(Tag, Tag.id.in_(sorted(tags)), thread_count=TAG)
    _set(Category, Category.id.in_(sorted(c for c in categories if c is not None)), thread_count=CATEGORY)


def _set(table: type[Base], where: ColumnElement[bool], **counts: object) -> None:
    db.session.execute(update(table).where(where).values(**counts).execution_options(synchronize_session="fetch"))


def _visible_answers(author: object) -> tuple[ColumnElement[bool], ...]:
    return (
        Post.author_id == author,
        Post.kind == "answer",
        Post.deleted_at.is_(None),
    )


POST = {
    "helpful": select(func.count()).where(Vote.post_id == Post.id, Vote.value == 1).scalar_subquery(),
    "didnt_work": select(func.count()).where(Vote.post_id == Post.id, Vote.value == -1).scalar_subquery(),
    "score": select(func.coalesce(func.sum(Vote.value), 0)).where(Vote.post_id == Post.id).scalar_subquery(),
}
"""What a post's own votes say."""

_comment = Post.__table__.alias("comment")
COMMENTS = (
    select(func.count())
    .select_from(_comment)
    .where(_comment.c.parent_id == Post.id, _comment.c.deleted_at.is_(None))
    .scalar_subquery()
)
THREAD = {
    "me_too_count": select(func.count()).where(MeToo.thread_id == Thread.id).scalar_subquery(),
    "follower_count": select(func.count())
    .where(Follow.kind == "thread", Follow.target_id == Thread.id)
    .scalar_subquery(),
    "score": select(Post.score).where(Post.id == Thread.opening_id).scalar_subquery(),
    "answer_count": ANSWERS,
    "accepted_count": ACCEPTED,
}
"""What a thread counts. The last two are settled by its own methods, since its state follows from them."""

TAG = (
    select(func.count())
    .select_from(ThreadTag)
    .join(Thread, Thread.id == ThreadTag.thread_id)
    .where(ThreadTag.tag_id == Tag.id, Thread.deleted_at.is_(None))
    .scalar_subquery()
)
CATEGORY = select(func.count()).where(Thread.category_id == Category.id, Thread.deleted_at.is_(None)).scalar_subquery()
MEMBER = {
    "answer_count": select(func.count()).where(*_visible_answers(Member.id)).scalar_subquery(),
    "solved_count": select(func.count(func.distinct(Acceptance.post_id)))
    .join(Post, Post.id == Acceptance.post_id)
    .where(*_visible_answers(Member.id), Acceptance.ended_at.is_(None))
    .scalar_subquery(),
    "helped_count": select(func.coalesce(func.sum(Post.helpful), 0))
    .where(*_visible_answers(Member.id))
    .scalar_subquery(),
}
"""What a profile shows: answers, those accepted, and how many readers found them helpful."""

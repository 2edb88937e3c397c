"""What each count counts, as SQL for one row or for all: how imports fill them, and how replay and doctor check them.

(As things happen `community.counters` moves them by what changed, which costs the same however much there is.)
"""

from sqlalchemy import ColumnElement, func, select

from models.acceptance import Acceptance
from models.member import Member
from models.post import Post
from models.taxonomy import Category, Tag, ThreadTag
from models.thread import ACCEPTED, ANSWERS, Thread
from models.vote import Follow, MeToo, Vote


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

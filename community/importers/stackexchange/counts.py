"""The numbers of a dump, counted from its rows alone: what an import must reproduce, and what it only reports.

A number that needs a missing file is None. The names are those of the dumps' own lists of expected counts.
"""

from collections import Counter
from typing import Any

from community.importers.stackexchange import rows
from community.importers.stackexchange.dump import Dump
from community.importers.stackexchange.rows import LinkType, PostType, VoteType


def numbers(dump: Dump) -> dict[str, Any]:
    """Every number of the dump by its name, ready for JSON."""
    return {
        "site": dump.site,
        "rows": dict(sorted(dump.rows.items())),
        "post_types": _types(post.type for post in dump.posts.values()),
        "vote_types": _types(vote.type for vote in dump.votes) if dump.has(rows.Vote) else None,
        "posthistory_types": _types(row.type for row in dump.history) if dump.has(rows.History) else None,
        **_posts(dump),
        **_comments(dump),
        **_users(dump),
        **_links(dump),
        **_checks(dump),
    }


def _types(types: Any) -> dict[str, int]:
    return {str(type_): count for type_, count in sorted(Counter(types).items())}


def _posts(dump: Dump) -> dict[str, Any]:
    posts = dump.posts.values()
    questions = [post for post in posts if post.type == PostType.QUESTION]
    answers = [post for post in posts if post.type == PostType.ANSWER]
    answered = {post.question_id for post in answers}
    instants = [post.at for post in posts]
    return {
        "questions": len(questions),
        "answers": len(answers),
        "questions_without_answer": sum(post.id not in answered for post in questions),
        "questions_with_accepted_answer": sum(post.accepted_id is not None for post in questions),
        "questions_closed": sum(post.closed_at is not None for post in questions),
        "posts_without_owner_id": sum(post.owner_id is None for post in posts),
        "posts_with_negative_score": sum(post.score < 0 for post in posts),
        "answers_without_their_question": sum(post.question_id not in dump.posts for post in answers),
        "longest_body_chars": max((len(post.body) for post in posts), default=0),
        "posts_with_code": sum("<code" in post.body for post in posts),
        "posts_with_image": sum("<img" in post.body for post in posts),
        "posts_with_non_ascii": sum(not post.body.isascii() for post in posts),
        "posts_with_mathjax": sum(_has_formula(post.body) for post in posts),
        "first_post": _instant(min(instants, default=None)),
        "last_post": _instant(max(instants, default=None)),
    }


def _has_formula(body: str) -> bool:
    """A formula is taken to be what stands between two dollar signs and holds a backslash."""
    return any("\\" in part for part in body.split("$")[1:-1])


def _instant(at: Any) -> str | None:
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds") if at else None


def _comments(dump: Dump) -> dict[str, Any]:
    known = dump.has(rows.Comment)
    return {
        "comments": len(dump.comments) if known else None,
        "comments_without_user_id": sum(comment.user_id is None for comment in dump.comments) if known else None,
        "votes_on_posts_not_in_dump": (
            sum(vote.post_id not in dump.posts for vote in dump.votes) if dump.has(rows.Vote) else None
        ),
    }


def _users(dump: Dump) -> dict[str, Any]:
    known = dump.has(rows.User)
    names = Counter(user.name for user in dump.users)
    return {
        "users_with_negative_id": sum(user.id < 0 for user in dump.users) if known else None,
        "users_sharing_a_display_name": sum(names[user.name] > 1 for user in dump.users) if known else None,
    }


def _links(dump: Dump) -> dict[str, Any]:
    def count(type_: int, *, whole: bool) -> int | None:
        if not dump.has(rows.Link):
            return None
        links = (link for link in dump.links if link.type == type_)
        return sum(not whole or _joins_questions(dump, link) for link in links)

    return {
        "duplicate_links": count(LinkType.DUPLICATE, whole=False),
        "duplicate_links_with_both_questions": count(LinkType.DUPLICATE, whole=True),
        "related_links": count(LinkType.RELATED, whole=False),
        "related_links_with_both_questions": count(LinkType.RELATED, whole=True),
    }


def _joins_questions(dump: Dump, link: rows.Link) -> bool:
    ends = (dump.posts.get(link.post_id), dump.posts.get(link.to_id))
    return all(post is not None and post.type == PostType.QUESTION for post in ends)


def _checks(dump: Dump) -> dict[str, bool | None]:
    """Whether the dump agrees with itself."""
    return {
        "score_equals_up_minus_down_for_all_posts": _scores_match(dump) if dump.has(rows.Vote) else None,
        "tag_counts_match": _tags_match(dump) if dump.has(rows.Tag) else None,
        "comment_counts_match": _comments_match(dump) if dump.has(rows.Comment) else None,
        "answer_counts_match": _answers_match(dump),
    }


def _scores_match(dump: Dump) -> bool:
    score = Counter[int]()
    for vote in dump.votes:
        score[vote.post_id] += {VoteType.UP: 1, VoteType.DOWN: -1}.get(vote.type, 0)
    return all(score[post.id] == post.score for post in dump.posts.values())


def _tags_match(dump: Dump) -> bool:
    uses = Counter(tag for post in dump.posts.values() for tag in post.tags)
    return all(uses[tag.name] == tag.count for tag in dump.tags)


def _comments_match(dump: Dump) -> bool:
    comments = Counter(comment.post_id for comment in dump.comments)
    return all(comments[post.id] == post.comments for post in dump.posts.values())


def _answers_match(dump: Dump) -> bool:
    answers = Counter(post.question_id for post in dump.posts.values() if post.type == PostType.ANSWER)
    questions = (post for post in dump.posts.values() if post.type == PostType.QUESTION)
    return all(answers[post.id] == post.answers for post in questions)

"""What the API answers with: one schema a thing, every field named here, so nothing leaves that is not listed.

Texts stand as they were typed (`body`) and as they may be shown (`html`). No schema has a field for addresses,
password hashes or who cast which vote.
"""

from datetime import UTC, datetime
from typing import Any

from apiflask import Schema, fields

from community.queries.people import Person as PersonTuple
from views.urls import absolute


class Instant(fields.DateTime):
    """An instant in UTC, as 2026-03-02T12:00:00Z."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        if not isinstance(value, datetime):
            return None
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Person(Schema):
    id = fields.Integer(allow_none=True, metadata={"description": "null where the account is gone"})
    handle = fields.String()
    name = fields.String()
    kind = fields.String(metadata={"description": "member, advocate, employee, staff, admin, bot or gone"})

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        return getattr(obj, attr) if isinstance(obj, PersonTuple) else super().get_attribute(obj, attr, default)


class Category(Schema):
    id = fields.Integer()
    slug = fields.String()
    name = fields.String()


class CategoryField(Schema):
    name = fields.String()
    label = fields.String()
    required = fields.Boolean()
    choices = fields.List(fields.String())


class CategoryWithFields(Category):
    description = fields.String()
    questions = fields.Integer(attribute="thread_count")
    fields_ = fields.List(fields.Nested(CategoryField), data_key="fields", attribute="fields")


class Tag(Schema):
    name = fields.String()
    description = fields.String()
    questions = fields.Integer(attribute="thread_count")


class QuestionSummary(Schema):
    id = fields.Integer()
    url = fields.Function(
        lambda question: absolute(f"/questions/{question['id']}/{question['slug']}"),
        metadata={"type": "string", "description": "The address of the page for people"},
    )
    kind = fields.String()
    title = fields.String()
    state = fields.String(metadata={"description": "open, answered, resolved or closed"})
    severity = fields.String()
    disputed = fields.Boolean()
    needs_information = fields.Boolean()
    close_reason = fields.String(allow_none=True)
    same_as = fields.Integer(allow_none=True)
    resolved_reason = fields.String(allow_none=True)
    tier = fields.Integer(metadata={"description": "1 members, 2 advocates, 3 experts, 4 support, 5 private case"})
    due_at = Instant(allow_none=True, metadata={"description": "When it moves next, if nothing happens until then"})
    category = fields.Nested(Category, allow_none=True)
    fields_ = fields.Dict(
        keys=fields.String(), values=fields.String(), data_key="fields", attribute="fields", dump_default=dict
    )
    tags = fields.List(fields.String())
    author = fields.Nested(Person)
    created_at = Instant()
    active_at = Instant()
    answers = fields.Integer()
    accepted = fields.Boolean()
    me_too = fields.Integer()
    followers = fields.Integer()
    score = fields.Integer()
    excerpt = fields.String()


class Comment(Schema):
    id = fields.Integer()
    question_id = fields.Integer()
    kind = fields.String()
    parent_id = fields.Integer(allow_none=True)
    author = fields.Nested(Person)
    created_at = Instant()
    edited_at = Instant(allow_none=True)
    deleted = fields.Boolean(metadata={"description": "Only its author and staff see a deleted post at all"})
    body = fields.String()
    format = fields.String(metadata={"description": "markdown, or html where it was imported"})
    html = fields.String(metadata={"description": "Safe to show as it stands"})
    revision = fields.Integer()


class Post(Comment):
    helpful = fields.Integer()
    didnt_work = fields.Integer()
    score = fields.Integer()
    accepted = fields.Boolean()
    verified = fields.Boolean()
    your_vote = fields.Integer()
    comments = fields.List(fields.Nested(Comment))


class Acceptance(Schema):
    post_id = fields.Integer()
    by_id = fields.Integer(allow_none=True)
    at = Instant()
    scope = fields.String(metadata={"description": "What it holds for; empty: for all"})
    ended_at = Instant(allow_none=True)
    end_reason = fields.String(allow_none=True)


class Dispute(Schema):
    id = fields.Integer()
    question_id = fields.Integer()
    post_id = fields.Integer()
    cause = fields.String()
    reason = fields.String()
    evidence = fields.String()
    opener_id = fields.Integer(allow_none=True)
    opened_at = Instant()
    due_at = Instant(allow_none=True)
    decided_at = Instant(allow_none=True)
    outcome = fields.String(allow_none=True)
    outcome_reason = fields.String()
    scope = fields.String()


class You(Schema):
    me_too = fields.Boolean()
    follow = fields.Boolean()


class Question(QuestionSummary):
    revision = fields.Integer(metadata={"description": "Its version: what ETag and If-Match are about"})
    opening = fields.Nested(Post)
    posts = fields.List(fields.Nested(Post), metadata={"description": "Every answer, with its comments"})
    acceptances = fields.List(fields.Nested(Acceptance))
    dispute = fields.Nested(Dispute, allow_none=True)
    you = fields.Nested(You)
    deleted = fields.Boolean()


class Revision(Schema):
    number = fields.Integer()
    editor = fields.Nested(Person)
    at = Instant()
    title = fields.String(allow_none=True)
    body = fields.String()
    tags = fields.List(fields.String())
    note = fields.String()
    redacted = fields.Boolean()


class Votes(Schema):
    helpful = fields.Integer()
    didnt_work = fields.Integer()
    score = fields.Integer()
    your_vote = fields.Integer()


class Counts(Schema):
    me_too = fields.Integer()
    followers = fields.Integer()
    you = fields.Nested(You)


class Flag(Schema):
    id = fields.Integer()
    post_id = fields.Integer()
    reason = fields.String()
    at = Instant()


class Piece(Schema):
    text = fields.String()
    marked = fields.Boolean(metadata={"description": "Whether it is one of the words that were looked for"})


class Hit(Schema):
    type = fields.String(metadata={"description": "question, article or member"})
    id = fields.Integer()
    url = fields.Function(lambda hit: absolute(hit["path"]), metadata={"type": "string"})
    title = fields.String()
    score = fields.Float()
    status = fields.String()
    solved = fields.Boolean(dump_default=False)
    answers = fields.Integer(dump_default=0)
    tags = fields.List(fields.String(), dump_default=list)
    post_id = fields.Integer(allow_none=True, dump_default=None, metadata={"description": "The answer that fits best"})
    excerpt = fields.List(fields.Nested(Piece))


class Suggestion(Schema):
    kind = fields.String(metadata={"description": "question or article"})
    id = fields.Integer()
    title = fields.String()
    excerpt = fields.String()
    score = fields.Float()
    solved = fields.Boolean()
    status = fields.String()
    answers = fields.Integer()


class Me(Person):
    role = fields.String()
    level = fields.Integer()
    reputation = fields.Integer()
    email = fields.String(allow_none=True, metadata={"description": "Your own; nobody else's is ever shown"})
    email_confirmed = fields.Boolean()
    unread = fields.Integer(metadata={"description": "New in the inbox; 100 means at least so many"})


class News(Schema):
    id = fields.Integer()
    event_id = fields.Integer()
    kind = fields.String()
    at = Instant()
    new = fields.Boolean()
    actor = fields.Nested(Person)
    question_id = fields.Integer(attribute="thread_id", allow_none=True)
    title = fields.String()
    post_id = fields.Integer(allow_none=True)


class Member(Person):
    level = fields.Integer()
    reputation = fields.Integer()
    joined_at = Instant()
    answers = fields.Integer()
    solved = fields.Integer(metadata={"description": "Answers that others accepted"})
    helped = fields.Integer(metadata={"description": "How often readers found an answer helpful"})


class Topic(Schema):
    name = fields.String()
    solved = fields.Integer()


class Badge(Schema):
    name = fields.String()
    times = fields.Integer()


class Profile(Member):
    level_name = fields.String()
    about = fields.String()
    website = fields.String()
    location = fields.String()
    guides = fields.Integer()
    topics = fields.List(fields.Nested(Topic))
    badges = fields.List(fields.Nested(Badge))


class LedgerEntry(Schema):
    id = fields.Integer()
    at = Instant()
    rule = fields.String()
    rule_version = fields.Integer()
    amount = fields.Integer(metadata={"description": "What it moved, after the caps"})
    uncapped = fields.Integer()
    state = fields.String(metadata={"description": "posted, held or void"})
    sentence = fields.String()
    why = fields.String()
    reverses_id = fields.Integer(allow_none=True)
    post_id = fields.Integer(allow_none=True)
    question_id = fields.Integer(attribute="thread_id", allow_none=True)
    title = fields.String()
    total = fields.Integer(allow_none=True, metadata={"description": "The balance after it"})


class PriorityPart(Schema):
    name = fields.String()
    minutes = fields.Integer()
    count = fields.Integer(allow_none=True)


class Priority(Schema):
    total = fields.Integer()
    parts = fields.List(fields.Nested(PriorityPart))


class Escalation(Schema):
    question_id = fields.Integer(attribute="id")
    url = fields.Function(lambda row: absolute(f"/questions/{row.id}/{row.slug}"), metadata={"type": "string"})
    title = fields.String()
    author = fields.Nested(Person)
    category = fields.String(allow_none=True)
    me_too = fields.Integer()
    tier = fields.Integer()
    round = fields.Integer()
    severity = fields.String()
    disputed = fields.Boolean()
    why = fields.String()
    cause = fields.String()
    target = fields.String(metadata={"description": "What staff owe: first_reply, next_reply, confirm, dispute …"})
    due_at = Instant(allow_none=True)
    waits_since = Instant(allow_none=True)
    paused_at = Instant(allow_none=True, metadata={"description": "Since when it waits for its asker"})
    assignee = fields.Nested(Person, attribute="holder", allow_none=True)
    assigned_at = Instant(attribute="held_at", allow_none=True)
    priority = fields.Function(
        lambda row: row.priority(),
        metadata={"$ref": "#/components/schemas/Priority", "description": "Minutes that add up; more is sooner"},
    )


class TraceStep(Schema):
    state = fields.String(metadata={"description": "done, or next"})
    name = fields.String()
    tier = fields.String()
    rule = fields.String()
    start = fields.String(allow_none=True)
    amount = fields.String()
    spans = fields.List(fields.List(fields.String()), metadata={"description": "The spans of time that it counts"})
    instant = fields.String()
    at = fields.String(allow_none=True)
    asked = fields.List(fields.Integer())


class Trace(Schema):
    question_id = fields.Integer(attribute="thread_id")
    tier = fields.String()
    round = fields.Integer()
    state = fields.String()
    inputs = fields.Dict(keys=fields.String())
    pauses = fields.List(fields.List(fields.String()))
    steps = fields.List(fields.Nested(TraceStep))
    next_at = fields.String(allow_none=True)
    due_at = fields.String(allow_none=True)
    asleep = fields.Boolean()
    policy = fields.Integer()
    calendar = fields.String()
    zone = fields.String()
    priority = fields.Nested(Priority)


class ArticleSummary(Schema):
    id = fields.Integer()
    url = fields.Function(
        lambda guide: absolute(f"/kb/{guide.id}/{guide.slug}"),
        metadata={"type": "string", "description": "The address of the page for people"},
    )
    title = fields.String()
    excerpt = fields.String()
    scope = fields.String(metadata={"description": "For what it holds"})
    category = fields.String(allow_none=True)
    helpful = fields.Integer()
    not_helpful = fields.Integer()
    worked = fields.Integer(allow_none=True, metadata={"description": "Of a hundred readers; null: too few have said"})
    checked_at = Instant()


class ArticleSource(Schema):
    post_id = fields.Integer()
    question_id = fields.Integer(attribute="thread_id")
    title = fields.String()
    disputed = fields.Boolean()
    author = fields.Nested(Person)


class ArticleChange(Schema):
    number = fields.Integer()
    at = Instant()
    note = fields.String()
    editor = fields.Nested(Person)


class Article(ArticleSummary):
    state = fields.String()
    html = fields.String(metadata={"description": "Safe to show as it stands"})
    revision = fields.Integer()
    reviewer = fields.Nested(Person)
    published_at = Instant(allow_none=True)
    review_by = Instant(allow_none=True)
    disputed = fields.Boolean()
    sources = fields.List(fields.Nested(ArticleSource), metadata={"description": "The answers it was made from"})
    changes = fields.List(fields.Nested(ArticleChange))
    your_vote = fields.Integer(attribute="mine")


class HelpfulCounts(Schema):
    helpful = fields.Integer()
    not_helpful = fields.Integer()
    your_vote = fields.Integer(attribute="mine")


def listed(item: type[Schema]) -> type[Schema]:
    """The schema of a page of a list."""
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item)),
            "next": fields.String(allow_none=True, metadata={"description": "Send it as cursor; null: that was all"}),
        },
        name=f"{item.__name__}List",
    )  # type: ignore[return-value]

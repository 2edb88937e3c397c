"""Questions and everything in them, tags and categories."""

from apiflask import Schema, fields

from views.api.outputs.base import Instant, Person
from views.urls import absolute


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


class Link(Schema):
    question_id = fields.Integer()
    kind = fields.String(metadata={"description": "same answer, or related"})
    title = fields.String()


class Question(QuestionSummary):
    revision = fields.Integer(metadata={"description": "Its version: what ETag and If-Match are about"})
    opening = fields.Nested(Post)
    posts = fields.List(fields.Nested(Post), metadata={"description": "Every answer, with its comments"})
    acceptances = fields.List(fields.Nested(Acceptance))
    links = fields.List(fields.Nested(Link), metadata={"description": "The questions that it points at"})
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

"""What is found and suggested, and guides."""

from apiflask import Schema, fields

from views.api.outputs.base import Instant, Person
from views.urls import absolute


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

"""Members, their points, and what is one's own."""

from apiflask import Schema, fields

from views.api.outputs.base import Instant, Person


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

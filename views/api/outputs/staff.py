"""The staff queue and the trace of a question."""

from apiflask import Schema, fields

from views.api.outputs.base import Instant, Person
from views.urls import absolute


class PriorityPart(Schema):
    name = fields.String()
    minutes = fields.Integer()
    count = fields.Integer(allow_none=True)


class Priority(Schema):
    """Minutes that add up; more is sooner."""

    total = fields.Integer(metadata={"description": "Minutes; more is sooner"})
    parts = fields.List(fields.Nested(PriorityPart))
    band = fields.String(metadata={"description": "waited: before all sums; resting: behind them; else empty"})


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
    priority = fields.Nested(Priority)


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

"""What the API takes: one schema a request. A field that is not listed is refused; the server sets everything else."""

from typing import Any

from apiflask import Schema, fields
from marshmallow import RAISE, ValidationError, validate

from community import writing
from community.actions import acceptances, comments, disputes, flags, votes
from models.dispute import OUTCOMES, REASONS
from models.post import BODY_LIMIT, DELETE_REASONS
from models.thread import CLOSE_REASONS, KINDS, RESOLVE_REASONS, SEVERITIES, STATES
from models.vote import FLAG_REASONS
from views.api.fields import Digits, Flag, Text, Whole

MOST_LISTED = 100
LONGEST_QUERY = 300


def body() -> Text:
    return Text(required=True, shortest=1, longest=BODY_LIMIT, metadata={"description": "Markdown"})


def title(**kwargs: Any) -> Text:
    return Text(shortest=writing.SHORTEST_TITLE, longest=writing.LONGEST_TITLE, **kwargs)


def evidence() -> Text:
    return Text(required=True, shortest=disputes.SHORTEST, longest=disputes.LONGEST)


def scope(about: str) -> Text:
    return Text(load_default="", longest=acceptances.LONGEST_SCOPE, metadata={"description": about})


def note() -> Text:
    return Text(load_default="", longest=writing.LONGEST_NOTE, metadata={"description": "Why, for the history"})


def tags(**kwargs: Any) -> fields.List:
    return fields.List(Text(longest=writing.LONGEST_TAG), validate=validate.Length(max=writing.MOST_TAGS), **kwargs)


def category(**kwargs: Any) -> Text:
    return Text(longest=60, metadata={"description": "The slug of a category"}, **kwargs)


def asked(**kwargs: Any) -> fields.Dict:
    return fields.Dict(
        keys=Text(longest=60),
        values=Text(longest=writing.LONGEST_FIELD),
        metadata={"description": "What the category asks for, by name: version, platform …"},
        **kwargs,
    )


def states(given: str) -> None:
    if not set(given.split(",")) <= set(STATES):
        raise ValidationError(f"Use one or more of {', '.join(STATES)}, with commas.")


class Input(Schema):
    """What is not listed is refused, and the description says so."""

    class Meta:
        unknown = RAISE


class Page(Input):
    limit = Digits(load_default=30, validate=validate.Range(1, MOST_LISTED))
    cursor = Text(load_default="", metadata={"description": "The `next` of the page before"})


class Questions(Page):
    state = fields.String(
        load_default="", validate=lambda given: states(given) if given else None,
        metadata={"description": "open, answered, resolved, closed; several with commas"},
    )  # fmt: skip
    unanswered = Flag(load_default=False, metadata={"description": "1: only those without an answer"})
    tag = Text(load_default="")
    author = Digits(load_default=None, metadata={"description": "A member's id"})
    sort = fields.String(load_default="new", validate=validate.OneOf(("new", "active", "votes", "due")))
    q = Text(load_default="", longest=LONGEST_QUERY)


class Ask(Input):
    title = title(required=True)
    body = body()
    kind = fields.String(load_default="question", validate=validate.OneOf(KINDS))
    tags = tags(load_default=list)
    category = category(load_default=None)
    fields_ = asked(load_default=dict, data_key="fields")


class EditQuestion(Input):
    title = title()
    body = Text(shortest=1, longest=BODY_LIMIT)
    tags = tags()
    category = category()
    fields_ = asked(data_key="fields")
    note = note()


class Write(Input):
    body = body()


class WriteComment(Input):
    body = Text(required=True, shortest=1, longest=comments.LONGEST, metadata={"description": "Markdown"})


class EditPost(Input):
    body = body()
    note = note()


class Delete(Input):
    reason = fields.String(
        load_default="author", validate=validate.OneOf(DELETE_REASONS),
        metadata={"description": "Staff say which; spam and abuse cost the author points"},
    )  # fmt: skip
    note = note()


class Vote(Input):
    value = Whole(
        required=True,
        validate=validate.OneOf((1, 0, -1)),
        metadata={"description": "1 helpful, -1 didn't work, 0 taken back"},
    )
    reason = Text(load_default="", longest=votes.LONGEST_REASON)
    fields_ = asked(load_default=dict, data_key="fields")


class Accept(Input):
    scope = scope("What it holds for; empty: for all")


class Report(Input):
    reason = fields.String(required=True, validate=validate.OneOf(FLAG_REASONS))
    note = Text(load_default="", longest=flags.LONGEST_NOTE)


class OpenDispute(Input):
    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
    evidence = evidence()
    post_id = Whole(
        load_default=None, allow_none=True, metadata={"description": "Default: the answer that is accepted"}
    )


class Decide(Input):
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES[:4]))
    reason = evidence()
    scope = scope("What it still holds for; with `narrowed`")


class Resolve(Input):
    reason = fields.String(required=True, validate=validate.OneOf(RESOLVE_REASONS))
    note = Text(load_default="", longest=1_000)


class Close(Input):
    reason = fields.String(required=True, validate=validate.OneOf(CLOSE_REASONS))
    same_as = Whole(load_default=None, allow_none=True)


class Search(Page):
    q = Text(required=True, shortest=1, longest=LONGEST_QUERY)
    type = fields.String(load_default="all", validate=validate.OneOf(("all", "question", "article", "member")))
    state = fields.String(load_default="", validate=validate.OneOf(("", *STATES)))
    tag = Text(load_default="")


class Suggest(Input):
    title = Text(required=True, longest=300)
    body = Text(load_default="", longest=2_000)
    limit = Digits(load_default=5, validate=validate.Range(1, 10))


class ReadInbox(Input):
    up_to = Whole(
        load_default=None,
        allow_none=True,
        metadata={"description": "The `event_id` of the newest item that was shown; default: all"},
    )


class Queue(Page):
    tier = Digits(load_default=None, validate=validate.Range(1, 5))
    state = fields.String(load_default="", validate=validate.OneOf(("", *STATES)))
    assignee = Digits(load_default=None, metadata={"description": "A member's id"})
    breached = Flag(load_default=False, metadata={"description": "1: only those past their due instant"})
    tag = Text(load_default="")


class Articles(Page):
    q = Text(load_default="", longest=LONGEST_QUERY)
    category = category(load_default="")


class Assign(Input):
    member_id = Whole(required=True)


class Severity(Input):
    severity = fields.String(required=True, validate=validate.OneOf(SEVERITIES))


class HandBack(Input):
    to_tier = Whole(load_default=1, validate=validate.OneOf((1, 2, 3)))
    post_id = Whole(load_default=None, allow_none=True)


class Helpful(Input):
    value = Whole(required=True, validate=validate.OneOf((1, 0, -1)))

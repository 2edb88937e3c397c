"""What the API answers with: one schema a thing, every field named here, so nothing leaves that is not listed.

Texts stand as they were typed (`body`) and as they may be shown (`html`). No schema has a field for addresses (but
one's own), password hashes or who cast which vote.
"""

from views.api.outputs.base import Instant, Person, listed
from views.api.outputs.knowledge import (
    Article,
    ArticleChange,
    ArticleSource,
    ArticleSummary,
    HelpfulCounts,
    Hit,
    Piece,
    Suggestion,
)
from views.api.outputs.members import Badge, LedgerEntry, Me, Member, News, Profile, Topic
from views.api.outputs.questions import (
    Acceptance,
    Category,
    CategoryField,
    CategoryWithFields,
    Comment,
    Counts,
    Dispute,
    Flag,
    Post,
    Question,
    QuestionSummary,
    Revision,
    Tag,
    Votes,
    You,
)
from views.api.outputs.staff import Escalation, Priority, PriorityPart, Trace, TraceStep

__all__ = [
    "Acceptance",
    "Article",
    "ArticleChange",
    "ArticleSource",
    "ArticleSummary",
    "Badge",
    "Category",
    "CategoryField",
    "CategoryWithFields",
    "Comment",
    "Counts",
    "Dispute",
    "Escalation",
    "Flag",
    "HelpfulCounts",
    "Hit",
    "Instant",
    "LedgerEntry",
    "Me",
    "Member",
    "News",
    "Person",
    "Piece",
    "Post",
    "Priority",
    "PriorityPart",
    "Profile",
    "Question",
    "QuestionSummary",
    "Revision",
    "Suggestion",
    "Tag",
    "Topic",
    "Trace",
    "TraceStep",
    "Votes",
    "You",
    "listed",
]

"""Who may do what: one table, one sentence each, and the one function that actions and templates both ask.

A privilege comes with a level, with a role, or with being the author of the thing itself. Nothing else grants one, so
the table at `/help/points` is the whole truth. Asking, and replying in one's own thread, never needs a privilege.

Members and objects are read by their names alone (`role`, `level`, `author_id` …): any row that has them will do.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from models import clock
from models.errors import Forbidden
from reputation.levels import Level

ROLES = ("customer", "employee", "staff", "admin", "system")


class Privilege(Enum):
    ASK = "ask a question"
    ANSWER = "answer a question"
    COMMENT = "comment on a post"
    VOTE = "say whether an answer helped"
    ME_TOO = "say that you have the same problem"
    FOLLOW = "follow a question, a tag or a category"
    FLAG = "report a post"
    OPEN_DISPUTE = "dispute an accepted answer"
    EDIT_OWN = "edit your own post"
    DELETE_OWN = "delete your own post"
    ACCEPT = "accept an answer"
    REOPEN = "reopen a question"
    CLOSE = "close a question"
    EDIT_ANY = "edit anybody's post"
    EDIT_TAGS = "describe tags"
    HELP_OUT = "see the list of questions you could help with"
    DRAFT_ARTICLE = "draft a guide"
    VERIFY = "verify an answer"
    DELETE_ANY = "delete and restore anybody's post"
    SEE_DELETED = "see deleted posts"
    SEE_POINTS = "see why somebody has their points"
    SEE_QUEUE = "see the staff queue"
    TAKE = "take a question from the queue"
    ASSIGN = "give a question to a colleague"
    NOTE = "write internal notes"
    RESOLVE = "resolve a question without an answer"
    HAND_BACK = "hand a question back to the community"
    DECIDE_FLAG = "decide a report"
    DECIDE_DISPUTE = "decide a dispute"
    REVIEW_ARTICLE = "review a guide"
    PUBLISH_ARTICLE = "publish a guide"
    MANAGE_MEMBERS = "manage members"
    MANAGE_POLICY = "change the policy"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a privilege takes. `level` or `role` is enough; `author` lets the object's author in as well."""

    level: Level | None = None
    role: str | None = None
    author: bool = False
    never: str = ""
    """Why somebody who wrote, or asked for, the object is refused whatever else they are; empty if they are not."""
    confirmed: bool = False
    """Needs a confirmed mail address, so that one person is one voice."""


def everybody(**more: Any) -> Rule:
    return Rule(level=Level.NEWCOMER, role="employee", **more)


def from_level(level: Level, **more: Any) -> Rule:
    """Earned by customers; employees know the product and have it from the start."""
    return Rule(level=level, role="employee", **more)


def staff(**more: Any) -> Rule:
    return Rule(role="staff", **more)


TABLE: dict[Privilege, Rule] = {
    Privilege.ASK: everybody(author=True),
    Privilege.ANSWER: everybody(author=True),
    Privilege.COMMENT: everybody(author=True),
    Privilege.VOTE: everybody(confirmed=True, never="You cannot vote on your own post."),
    Privilege.ME_TOO: everybody(confirmed=True, never="You asked this question, so you are counted already."),
    Privilege.FOLLOW: everybody(),
    Privilege.FLAG: everybody(never="You cannot report your own post. Edit or delete it instead."),
    Privilege.OPEN_DISPUTE: everybody(author=True),
    Privilege.EDIT_OWN: Rule(author=True),
    Privilege.DELETE_OWN: Rule(author=True),
    Privilege.ACCEPT: staff(author=True),
    Privilege.REOPEN: staff(author=True),
    Privilege.CLOSE: Rule(level=Level.ADVOCATE, role="staff", author=True),
    Privilege.EDIT_ANY: from_level(Level.HELPER, author=True),
    Privilege.EDIT_TAGS: from_level(Level.HELPER),
    Privilege.HELP_OUT: from_level(Level.ADVOCATE),
    Privilege.DRAFT_ARTICLE: Rule(role="employee"),
    Privilege.VERIFY: staff(never="Somebody else has to verify your answer."),
    Privilege.DELETE_ANY: staff(),
    Privilege.SEE_DELETED: staff(author=True),
    Privilege.SEE_POINTS: staff(author=True),
    Privilege.SEE_QUEUE: staff(),
    Privilege.TAKE: staff(),
    Privilege.ASSIGN: staff(),
    Privilege.NOTE: staff(),
    Privilege.RESOLVE: staff(),
    Privilege.HAND_BACK: staff(),
    Privilege.DECIDE_FLAG: staff(never="Somebody else has to decide a report about your post."),
    Privilege.DECIDE_DISPUTE: staff(never="A dispute is decided by somebody who neither asked nor answered."),
    Privilege.REVIEW_ARTICLE: staff(never="A guide is reviewed by somebody who did not write it."),
    Privilege.PUBLISH_ARTICLE: staff(never="A guide is published by somebody who did not write it."),
    Privilege.MANAGE_MEMBERS: Rule(role="admin"),
    Privilege.MANAGE_POLICY: Rule(role="admin"),
}


@dataclass(frozen=True)
class Parties:
    """An object for privileges that depend on several people: a dispute's asker and its answer's author."""

    author_id: int | None
    asker_id: int | None = None


def allowed(member: Any, privilege: Privilege, obj: Any = None) -> bool:
    """Whether `member` (None: a guest) has the privilege on `obj`; what templates ask before they show a button."""
    return not refusal(member, privilege, obj)


def require(member: Any, privilege: Privilege, obj: Any = None) -> None:
    """Nothing, or `Forbidden` with a sentence that names what it takes."""
    if reason := refusal(member, privilege, obj):
        raise Forbidden(reason)


def refusal(member: Any, privilege: Privilege, obj: Any = None) -> str:
    """Why not, as a sentence for people; empty when it is allowed."""
    rule = TABLE[privilege]
    if member is None:
        return f"Sign in to {privilege.value}."
    if member.role == "system":
        return ""
    if _suspended(member):
        return "Your account is suspended, so you can read but not write."
    if rule.never and _is_party(member, obj):
        return rule.never
    if rule.confirmed and not getattr(member, "email_confirmed_at", None):
        return f"Confirm your mail address to {privilege.value}."
    if _earned(member, rule) or (rule.author and _is_author(member, obj)):
        return ""
    return f"To {privilege.value} you need to be {takes(privilege)}."


def takes(privilege: Privilege) -> str:
    """What it takes, in words: "a Helper, or an employee"."""
    rule = TABLE[privilege]
    ways = ["its author"] if rule.author else []
    if rule.level is not None:
        ways.append(f"{_article(rule.level.title)} {rule.level.title}")
    if rule.role:
        ways.append({"employee": "an employee", "staff": "support staff", "admin": "an administrator"}[rule.role])
    return ", or ".join(ways)


def given_by(level: Level) -> list[Privilege]:
    """The privileges that begin with this level."""
    return [privilege for privilege, rule in TABLE.items() if rule.level is level]


def has_role(member: Any, role: str) -> bool:
    """Whether the member's role is `role` or one above it."""
    return member is not None and ROLES.index(member.role) >= ROLES.index(role)


def _earned(member: Any, rule: Rule) -> bool:
    by_level = rule.level is not None and member.level >= rule.level
    return by_level or (rule.role is not None and has_role(member, rule.role))


def _is_author(member: Any, obj: Any) -> bool:
    return obj is not None and getattr(obj, "author_id", None) == member.id


def _is_party(member: Any, obj: Any) -> bool:
    return _is_author(member, obj) or (obj is not None and getattr(obj, "asker_id", None) == member.id)


def _suspended(member: Any) -> bool:
    until = getattr(member, "suspended_until", None)
    return until is not None and until > clock.now()


def _article(word: str) -> str:
    return "an" if word[0] in "AEIOU" else "a"

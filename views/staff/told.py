"""What happened, and why something will, as sentences for staff."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from community.queries.explain import Step
from community.queries.staff_view import Happened
from views.staff.looks import TARGETS, TIERS

CAUSES = {
    "unanswered": lazy_gettext("nobody answered in time"),
    "unconfirmed": lazy_gettext("nobody confirmed the answer"),
    "disputed": lazy_gettext("a solution is disputed"),
    "urgent": lazy_gettext("it is urgent"),
    "outscored": lazy_gettext("another answer is clearly ahead"),
    "didnt_work": lazy_gettext("readers say it didn’t work"),
    "withdrawn": lazy_gettext("the asker took the acceptance back"),
    "edit_war": lazy_gettext("a post changed hands again and again"),
    "member": lazy_gettext("a member says so"),
}


def tell(one: Happened) -> str:
    """A line of "What happened"."""
    who = one.who.name if one.who else _("The ladder")
    return str(SENTENCES[one.kind](who, one.payload))


def rule(step: Step) -> str:
    """What comes next, and by which rule."""
    if step.name in TARGETS:
        return _("%(target)s is due", target=str(TARGETS[step.name]).capitalize())
    if step.name == "maximum_wait":
        return _("Stands before all that have waited less")
    why = CAUSES.get(step.name, step.name)
    return (
        _("Goes to %(tier)s if %(why)s", tier=_tier(step.tier), why=why)
        if step.tier
        else _("A dispute opens, since %(why)s", why=why)
    )


def _tier(name: str) -> str:
    numbers = {"peers": 1, "advocates": 2, "employees": 3, "staff": 4, "private case": 5}
    return str(TIERS[numbers.get(name, 1)])


def _climbed(who: str, payload: dict[str, Any]) -> str:
    line = _("Went to %(tier)s: %(why)s", tier=TIERS[payload["tier"]], why=CAUSES[payload["cause"]])
    asked = len(payload.get("asked_ids", ()))
    return f"{line}. {ngettext('One was asked', '%(num)s were asked', asked)}" if asked else line


def _deleted(who: str, payload: dict[str, Any]) -> str:
    if payload["reason"] in ("spam", "abuse"):
        return _("%(who)s deleted a post as %(why)s", who=who, why=payload["reason"])
    return _("%(who)s deleted a post", who=who)


SENTENCES: dict[str, Callable[[str, dict[str, Any]], str]] = {
    "QuestionAsked": lambda who, p: _("Asked"),
    "AnswerPosted": lambda who, p: _("%(who)s answered", who=who),
    "AnswerAccepted": lambda who, p: _("Answer accepted by %(who)s", who=who),
    "AcceptanceEnded": lambda who, p: _("An acceptance ended (%(why)s)", why=p["reason"]),
    "AnswerVerified": lambda who, p: _("%(who)s confirmed an answer", who=who),
    "VerificationEnded": lambda who, p: _("A confirmation was taken back"),
    "ThreadClimbed": _climbed,
    "ThreadTaken": lambda who, p: _("%(who)s gave it to a colleague", who=who) if p.get("given_by") else _(
        "%(who)s took it", who=who),
    "ThreadLetGo": lambda who, p: _("Let go by %(who)s", who=who),
    "NoteAdded": lambda who, p: _("Internal note by %(who)s", who=who),
    "ThreadHandedBack": lambda who, p: _("%(who)s handed it back to %(tier)s", who=who, tier=TIERS[p["to_tier"]]),
    "ResolvedOtherwise": lambda who, p: _("%(who)s settled it: %(why)s", who=who, why=p["reason"]),
    "InformationRequested": lambda who, p: _("%(who)s asked the asker back. The clock rests", who=who),
    "InformationGiven": lambda who, p: _("The asker replied. The clock runs again"),
    "TargetMissed": lambda who, p: _("Missed: %(target)s", target=TARGETS.get(p["target"], _("the maximum wait"))),
    "DisputeOpened": lambda who, p: _("Dispute opened: %(why)s", why=CAUSES[p["cause"]]),
    "DisputeDecided": lambda who, p: _("%(who)s settled a dispute: %(outcome)s", who=who, outcome=p["outcome"]),
    "ThreadClosed": lambda who, p: _("%(who)s closed it: %(why)s", who=who, why=p["reason"]),
    "ThreadReopened": lambda who, p: _("%(who)s reopened it", who=who),
    "SeverityChanged": lambda who, p: _("%(who)s marked it as %(severity)s", who=who, severity=p["new"]),
    "ClocksStarted": lambda who, p: _("%(who)s started its clock", who=who),
    "PostFlagged": lambda who, p: _("A post was reported: %(why)s", why=p["reason"]),
    "FlagDecided": lambda who, p: _("%(who)s agreed with a report", who=who) if p["upheld"] else _(
        "%(who)s dismissed a report", who=who),
    "PostDeleted": _deleted,
    "PostRestored": lambda who, p: _("%(who)s restored a post", who=who),
    "CandidateDismissed": lambda who, p: _("%(who)s kept an answer from becoming a guide", who=who),
    "ArticlePublished": lambda who, p: _("%(who)s published a guide", who=who),
}  # fmt: skip

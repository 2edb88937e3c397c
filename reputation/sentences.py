"""Each ledger entry in plain words: what happened, and why it counted in part, not at all, or no longer."""

from collections.abc import Mapping

from reputation import in_force
from reputation.points import (
    ACCEPTED,
    ACCEPTER,
    EDIT,
    FLAG,
    HELPFUL,
    PROMOTED,
    QUESTION_UP,
    REMOVED,
    SENTENCES,
    VERIFIED,
)

ENDED: Mapping[str, str] = {
    HELPFUL: "A reader's “helpful” no longer counts",
    QUESTION_UP: "A vote for your question no longer counts",
    ACCEPTED: "Your answer is no longer accepted",
    ACCEPTER: "The answer that you accepted no longer counts",
    VERIFIED: "Your answer is no longer verified",
    PROMOTED: "Your answer no longer counts towards a guide",
    EDIT: "A change that you suggested no longer counts",
    FLAG: "A report of yours no longer counts",
    REMOVED: "Your post was put back, so its removal no longer counts",
}

BECAUSE: Mapping[str, str] = {
    "VoteCast": "The vote was changed or taken back.",
    "AcceptanceEnded": "The acceptance ended.",
    "AnswerAccepted": "Another answer was accepted.",
    "PostDeleted": "The post was deleted.",
    "DisputeDecided": "A dispute was decided.",
    "LedgerCorrected": "A check of all points put this right.",
}
"""Why an entry changed what stood before, by the event that it is about."""


def what(rule: str, uncapped: int) -> str:
    """What happened: "Your answer was accepted"."""
    return SENTENCES[rule] if uncapped else ENDED[rule]


def why(amount: int, uncapped: int, note: str, event: str = "", reverses: bool = False) -> str:
    """Why this amount, where that is not plain: the cap that took a part, the room that came free, what ended it."""
    if cap := _caps().get(note):
        counted = "This did not count." if amount == 0 else f"{amount:+} of {uncapped} points."
        return f"{counted} {cap}"
    if uncapped == 0 or reverses:
        return BECAUSE.get(event, "It was taken back.")
    if note == "room":
        return "Another entry made room under a limit, so the rest of this counts now."
    return ""


def _caps() -> Mapping[str, str]:
    caps = in_force.current().caps
    return {
        "daily": f"At most {caps.votes_per_day} points a day come from votes.",
        "post": f"At most {caps.votes_per_post} points come from votes on one post.",
        "pair": f"At most {caps.votes_per_pair_and_day} votes of one reader count for you in a day.",
        "edits": f"At most {caps.edits_in_all:,} points come from suggested changes.",
    }

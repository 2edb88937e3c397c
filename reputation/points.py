"""What each fact is worth: the rule table. The caps stand beside it; how they apply is `reputation.fold`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

HELPFUL, QUESTION_UP = "helpful", "question_up"
ACCEPTED, ACCEPTER, VERIFIED, PROMOTED = "accepted", "accepter", "verified", "promoted"
EDIT, FLAG, REMOVED = "edit_approved", "flag_upheld", "removed"

FROM_VOTES = frozenset({HELPFUL, QUESTION_UP})
"""Under the daily cap and the cap of one post; everything else stands outside both."""

DEFAULT: Mapping[str, int] = MappingProxyType(
    {
        HELPFUL: 10,
        QUESTION_UP: 5,
        ACCEPTED: 15,
        ACCEPTER: 2,
        VERIFIED: 10,
        PROMOTED: 25,
        EDIT: 2,
        FLAG: 1,
        REMOVED: -100,
    }
)

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        HELPFUL: "A reader found your answer helpful",
        QUESTION_UP: "Your question was voted up",
        ACCEPTED: "Your answer was accepted",
        ACCEPTER: "You accepted an answer",
        VERIFIED: "Support verified your answer",
        PROMOTED: "Your answer became part of a guide",
        EDIT: "A change that you suggested was approved",
        FLAG: "Something that you reported was removed or put right",
        REMOVED: "Your post was removed as spam or abuse",
    }
)
"""What happened, said to the member whose points they are."""

NOT_OFFERED = frozenset({EDIT})
"""Counted where the log tells of it, but no page lets anybody do it, so none promises points for it."""


@dataclass(frozen=True, kw_only=True)
class Caps:
    votes_per_day: int = 200
    """From votes, in one UTC day: a lucky day should not outweigh a year of help."""
    votes_per_post: int = 200
    """From votes on one post, for ever: one famous answer is still one answer."""
    votes_per_pair_and_day: int = 3
    """Counted votes from one voter to one author in a day: admirers, and accounts of one's own, count a little."""
    edits_in_all: int = 1000
    """From approved suggestions, in all."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """One version of the table. A change of weights is a new version; entries keep the number they were made under."""

    version: int = 1
    points: Mapping[str, int] = field(default_factory=lambda: DEFAULT)
    caps: Caps = field(default_factory=Caps)


def rules_from(section: Mapping[str, object], version: int = 1) -> Rules:
    """The rules with what a policy's `[reputation]` section says instead of the defaults; raises ValueError."""
    weights = _numbers(section.get("points", {}), DEFAULT, "reputation.points")
    caps = _numbers(section.get("caps", {}), vars(Caps()), "reputation.caps")
    return Rules(version=version, points=MappingProxyType({**DEFAULT, **weights}), caps=Caps(**caps))


def _numbers(given: object, known: Mapping[str, object], place: str) -> dict[str, int]:
    if not isinstance(given, Mapping):
        raise ValueError(f"{place} must be a table")
    for name, value in given.items():
        if name not in known:
            raise ValueError(f"{place}.{name} is unknown; known are {', '.join(sorted(known))}")
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError(f"{place}.{name} must be a whole number")
    return dict(given)


RULES = Rules()

"""The levels that members earn: what each takes, one requirement a line, and nothing else.

A level is lost only below 80 % of what it took, so that one vote taken back does not throw anybody out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType


class Level(IntEnum):
    """Stored as a number, so that levels compare; shown by `title`."""

    NEWCOMER = 0
    MEMBER = 1
    REGULAR = 2
    HELPER = 3
    ADVOCATE = 4

    @property
    def title(self) -> str:
        return self.name.capitalize()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a member's level depends on."""

    points: int = 0
    helped: int = 0
    """How often readers found an answer helpful."""
    solved: int = 0
    """Accepted answers to other people's questions."""
    success: int = 50
    """Percent of the answers with a verdict that worked, smoothed (see `reputation.competence`)."""


@dataclass(frozen=True)
class Requirement:
    measure: str
    least: int
    sentence: str

    def met(self, standing: Standing, keep: bool) -> bool:
        """Whether it is reached; to `keep` a level that one has, 80 % are enough."""
        value: int = getattr(standing, self.measure)
        return 100 * value >= (KEEP if keep else 100) * self.least


KEEP = 80  # percent


def points(least: int) -> Requirement:
    return Requirement("points", least, f"{least:,} points")


def helped(least: int) -> Requirement:
    return Requirement("helped", least, f"your answers found helpful {least} times")


def solved(least: int) -> Requirement:
    return Requirement("solved", least, f"{least} of your answers accepted by others")


def success(least: int) -> Requirement:
    return Requirement("success", least, f"{least} of 100 of your answers worked")


REQUIREMENTS: Mapping[Level, tuple[Requirement, ...]] = MappingProxyType(
    {
        Level.NEWCOMER: (),
        Level.MEMBER: (
            points(10),
        ),
        Level.REGULAR: (
            points(100),
            helped(3),
        ),
        Level.HELPER: (
            points(300),
            helped(10),
            solved(5),
        ),
        Level.ADVOCATE: (
            points(800),
            helped(30),
            solved(12),
            success(60),
        ),
    }
)  # fmt: skip


def level_of(standing: Standing, present: Level = Level.NEWCOMER) -> Level:
    """The highest level whose requirements, and those of all below it, are met by somebody who is at `present`."""
    reached = Level.NEWCOMER
    for level, requirements in REQUIREMENTS.items():
        if not all(requirement.met(standing, keep=level <= present) for requirement in requirements):
            break
        reached = level
    return reached


def missing(standing: Standing, present: Level) -> list[tuple[Requirement, int]]:
    """What the next level still takes: each requirement not yet met, with the member's value."""
    if present == Level.ADVOCATE:
        return []
    wanted = REQUIREMENTS[Level(present + 1)]
    return [(need, getattr(standing, need.measure)) for need in wanted if not need.met(standing, keep=False)]

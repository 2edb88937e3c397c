"""The levels that members earn."""

from enum import IntEnum


class Level(IntEnum):
    """Stored as a number, so that levels compare; shown by `name`."""

    NEWCOMER = 0
    MEMBER = 1
    REGULAR = 2
    HELPER = 3
    ADVOCATE = 4

    @property
    def title(self) -> str:
        return self.name.capitalize()

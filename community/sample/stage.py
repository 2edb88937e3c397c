"""Who and what has appeared so far while the sample plays: the texts' names, and the ids that they became."""

from dataclasses import dataclass, field

from community import access
from models.member import Member


@dataclass
class Stage:
    members: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    threads: dict[str, int] = field(default_factory=dict)
    openings: dict[str, int] = field(default_factory=dict)
    posts: dict[tuple[str, str], int] = field(default_factory=dict)
    disputes: dict[str, int] = field(default_factory=dict)
    flags: dict[str, list[int]] = field(default_factory=dict)
    articles: dict[str, int] = field(default_factory=dict)

    def member(self, handle: str) -> Member:
        """The member as they are now: levels change while the sample plays."""
        return access.member(self.members[handle], lock=True)

    def post(self, thread: str, name: str) -> int:
        """The post of that name, or the thread's opening where none is named."""
        return self.posts[thread, name] if name else self.openings[thread]

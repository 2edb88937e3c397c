"""Everything derived, derived again from the log and the content, and compared with what stands.

A part is a module with two functions: `differences()` says in sentences what differs and changes nothing;
`repair()` puts it right and returns how many rows it changed.
"""

from collections.abc import Callable, Iterator

from community.replay import clocks, counters, inbox, ledger, levels
from community.transaction import unit_of_work

PARTS = (clocks, counters, ledger, levels, inbox)


def check() -> Iterator[str]:
    """What differs, one sentence each; nothing when all is as the log says."""
    for part in PARTS:
        yield from part.differences()


def rebuild(progress: Callable[[str, int], None] = lambda part, changed: None) -> int:
    """How many rows were put right, part by part, each part in one transaction."""
    changed = 0
    for part in PARTS:
        with unit_of_work():
            repaired = part.repair()
        progress(part.__name__.rpartition(".")[2], repaired)
        changed += repaired
    return changed

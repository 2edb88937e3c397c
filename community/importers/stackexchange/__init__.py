"""A Stack Exchange dump becomes part of this community.

Stage after stage, each in batches that are whole in themselves; what is here already is known by its key and skipped.
So an import that was stopped anywhere goes on when it is started again, and one that came to its end changes nothing
when it is done once more.
"""

from pathlib import Path
from time import monotonic
from typing import Any

from community.importers import archive
from community.importers.stackexchange import badges, links, people, stories, tags, threads, votes
from community.importers.stackexchange.counts import numbers
from community.importers.stackexchange.derived import derive
from community.importers.stackexchange.dump import Dump, load
from community.importers.stackexchange.rows import FILES
from community.importers.work import Progress, Work, silent
from models.errors import Invalid

__all__ = ["Progress", "bring"]


def bring(source: Path, *, name: str = "", progress: Progress = silent) -> dict[str, Any]:
    """The report of an import of the folder or archive `source`, ready for JSON.

    `name` is under what the originals' ids are kept; by default the site's. Raises Invalid on what is no dump; odd
    rows and missing or broken files are in the report.
    """
    if "/" in name:
        raise Invalid("A name without a slash, please: it is part of an address.")
    began = monotonic()
    with archive.opened(source, FILES) as folder:
        dump = load(folder, archive.site_name(source, FILES))
    work = Work(name or dump.site, progress)
    _bring_all(work, dump)
    report = _report(work, dump)
    derive(work, report)
    return report | {"seconds": round(monotonic() - began, 2)}


def _bring_all(work: Work, dump: Dump) -> None:
    people.bring(work, dump)
    tags.bring(work, dump)
    talks = threads.conversations(dump)
    threads.bring(work, dump, talks)
    stories.bring(work, dump, talks)
    votes.bring(work, dump)
    links.bring(work, dump)
    badges.bring(work, dump)


def _report(work: Work, dump: Dump) -> dict[str, Any]:
    return numbers(dump) | {
        "source": work.source,
        "missing_files": dump.missing,
        "broken_files": dump.broken,
        "odd_rows": {kind: count for kind, count in sorted(dump.odd.items()) if count},
        "new": {kind: count for kind, count in sorted(work.made.items()) if count},
    }

"""The consumer that keeps the search index in step with the database, and the ways to build it anew.

A delivery only says that something changed; what is indexed is read when the batch is written, under its lock. So it
does not matter how often or in which order deliveries come.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from sqlalchemy import func, select

from community.queries import searchable
from community.search import index
from community.search.folder import Busy
from community.search.whoosh_index import Document
from models import events as e
from models.base import db
from models.event_log import Entry, LoggedEvent
from models.events import Event

QUESTIONS = (
    e.QuestionAsked, e.QuestionEdited, e.AnswerPosted, e.CommentPosted, e.PostEdited, e.PostDeleted, e.PostRestored,
    e.ThreadClosed, e.ThreadReopened, e.ResolvedOtherwise, e.AnswerAccepted, e.AcceptanceEnded,
)  # fmt: skip
ARTICLES = (e.ArticlePublished, e.ArticleEdited)
MEMBERS = (e.MemberJoined, e.ProfileChanged)
EVENTS: tuple[type[Event], ...] = (*QUESTIONS, *ARTICLES, *MEMBERS)

BATCH = 500
"""Events of one delivery: about a second of work."""

Progress = Callable[[int], None]


def deliver(entries: Sequence[Entry], target: str) -> None:
    """The index holds what these events changed. Raises Busy while another process builds it: later, then."""
    if index().sound():
        _write(_changed(entry.event for entry in entries))
    else:
        reindex()


def tend() -> bool:
    """Whether the index had to be built anew, because it is missing or damaged."""
    if index().sound():
        return False
    with suppress(Busy):
        reindex()
    return True


def reindex(progress: Progress | None = None) -> int:
    """How many documents the new index holds. What happens meanwhile is caught up with. Raises Busy."""
    before = db.session.scalar(select(func.max(LoggedEvent.id))) or 0
    number = index().rebuild(_counted(searchable.everything(), progress))
    _catch_up(before)
    return number


def _catch_up(after: int) -> None:
    """The index holds what was changed by the events after this one; their deliveries went to the old index."""
    kinds = [kind.__name__ for kind in EVENTS]
    while True:
        later = select(LoggedEvent).where(LoggedEvent.id > after, LoggedEvent.kind.in_(kinds))
        events = list(db.session.scalars(later.order_by(LoggedEvent.id).limit(BATCH)))
        if not events:
            return
        _write(_changed(each.entry().event for each in events))
        after = events[-1].id


def _changed(events: Iterable[Event]) -> dict[str, set[int]]:
    """What to read anew, by kind, each once."""
    ids: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if isinstance(event, e.ThreadEvent):
            ids["question"].add(event.thread_id)
        if isinstance(event, ARTICLES):
            ids["article"].add(event.article_id)
        if isinstance(event, MEMBERS):
            ids["member"].add(event.member_id)
    return ids


def _write(ids: dict[str, set[int]]) -> None:
    with index().batch() as batch:
        db.session.commit()  # ends an older read: what is indexed is what stands now that the lock is ours
        for kind, wanted in ids.items():
            for id in wanted:
                batch.drop(kind, id)
            for document in searchable.documents(kind, sorted(wanted)):
                batch.put(document)
        db.session.commit()


def _counted(documents: Iterable[Document], progress: Progress | None) -> Iterator[Document]:
    for number, document in enumerate(documents, 1):
        yield document
        if progress and number % 100 == 0:
            progress(number)

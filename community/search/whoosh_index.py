"""The search index, on Whoosh: the one module that imports it.

What makes it fast and right was measured on 100,000 posts (docs/decisions): one searcher a thread, opened again when
the generation moved; no compound files; a batch deletes with one query and merges nothing but many small segments;
a question is asked with its rarest words only. The index gives ids and an order. It is a hint: whoever shows something
asks the database whether it may be seen.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from math import log
from pathlib import Path
from threading import local
from time import monotonic
from typing import Any
from warnings import catch_warnings, simplefilter

from community.search.folder import Folder
from community.search.grammar import Query
from community.search.words import stem, stems, words
from models.errors import Unavailable

with catch_warnings():
    # Its newest release is older than the warnings that Python now gives when it compiles it.
    simplefilter("ignore")
    from whoosh.analysis import Analyzer, Token
    from whoosh.codec.whoosh3 import W3Codec
    from whoosh.collectors import TimeLimit, WrappingCollector
    from whoosh.fields import ID, KEYWORD, TEXT, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import FileIndex
    from whoosh.query import And, Or, Term
    from whoosh.query import Query as WhooshQuery
    from whoosh.reading import SegmentReader
    from whoosh.scoring import BM25F
    from whoosh.searching import Searcher
    from whoosh.writing import SegmentWriter

KINDS = ("question", "article", "member")
TITLE_WEIGHT = 3
"""A word of the title counts as often; measured on duplicate questions, as are the fillers in `words`."""

RAREST = 4
"""So many of a question's words are always asked for, when at most `COMMON` of all documents have them."""

COMMON = 0.05
SPARE_POSTINGS = 1_000
"""Further words are asked for as long as there are no more places to look at: in a small community, all of them."""

MOST_EXPANSIONS = 20
"""Words that a beginning stands for."""

SECONDS = 1.0
SMALL_SEGMENTS = 10
"""So many segments of about one size are merged into one."""


@dataclass(frozen=True)
class Document:
    """What is indexed: `key` is "question:12"; `hidden` ones are found only by who asks for them too."""

    kind: str
    id: int
    title: str
    text: str = ""
    tags: tuple[str, ...] = ()
    state: str = ""
    hidden: bool = False

    @property
    def key(self) -> str:
        return key(self.kind, self.id)


@dataclass(frozen=True)
class Hit:
    id: int
    score: float


def key(kind: str, id: int) -> str:
    """The name of one document."""
    return f"{kind}:{id}"


class Index:
    """The index in a folder. Any number of threads and processes read; batches and rebuilds take turns."""

    def __init__(self, root: Path) -> None:
        self.folder = Folder(root)
        self._threads = local()

    def search(self, query: Query, kind: str, *, limit: int = 50, hidden: bool = False) -> list[Hit]:
        """The best `limit` of `kind`, best first. Raises Unavailable while there is no sound index."""
        with self._guarded():
            try:
                return self._search(query, kind, limit, hidden)
            except FileNotFoundError:
                # A merge removed a file between two looks at the folder: once more, on what is there now.
                self._forget()
                return self._search(query, kind, limit, hidden)

    def count(self, kind: str) -> int:
        """How many of `kind` there are."""
        with self._guarded():
            return int(self._searcher().reader().doc_frequency("kind", kind))

    def sound(self) -> bool:
        """Whether it is there and undamaged; if not, `rebuild`."""
        return self.folder.sound()

    @contextmanager
    def batch(self) -> Iterator["Batch"]:
        """A batch of changes, committed at the end. Read what you add inside, so that a later writer knows more."""
        folder = self.folder.current()
        if folder is None:
            raise Unavailable("The search index is being built.")
        writer = _open(folder).writer(codec=W3Codec(), compound=False, timeout=30.0)
        batch = Batch(writer)
        try:
            yield batch
        except BaseException:
            writer.cancel()
            raise
        batch.commit()
        self.folder.note_files(folder)

    def rebuild(self, documents: Iterable[Document]) -> int:
        """How many were indexed, into a new folder that then takes the place of the one in use."""
        with self.folder.rebuilding():
            folder = self.folder.make()
            writer = FileStorage(str(folder)).create_index(SCHEMA).writer(codec=W3Codec(), compound=False)
            try:
                for document in documents:
                    writer.add_document(**_fields(document))
            except BaseException:
                writer.cancel()
                raise
            number = writer.doc_count()
            writer.commit(merge=False)
            self.folder.note_files(folder)
            self.folder.use(folder)
            return int(number)

    def _search(self, query: Query, kind: str, limit: int, hidden: bool) -> list[Hit]:
        searcher = self._searcher()
        wanted = _translate(searcher, query, kind)
        if wanted is None:
            return []
        best = searcher.collector(limit=limit)
        bounded = _Bounded(best, frozenset() if hidden else self._hidden(searcher))
        with suppress(TimeLimit):
            searcher.search_with_collector(wanted, bounded)
        found = best.results().top_n
        return [Hit(int(searcher.stored_fields(number)["id"]), score) for score, number in found]

    def _searcher(self) -> Searcher:
        """This thread's searcher on the newest generation."""
        folder = self.folder.current()
        if folder is None:
            raise Unavailable("The search index is being built.", 60)
        held: _Held | None = getattr(self._threads, "held", None)
        if held is None or held.folder != folder or held.generation != held.index.latest_generation():
            self._forget()
            held = self._threads.held = _Held(folder)
        return held.searcher

    def _hidden(self, searcher: Searcher) -> Any:
        """The numbers of the hidden documents, found once for each generation."""
        held: _Held = self._threads.held
        if held.hidden is None:
            held.hidden = frozenset(searcher.docs_for_query(Term("hidden", "1")))
        return held.hidden

    def _forget(self) -> None:
        """This thread's searcher is closed; the next search opens another."""
        if held := self._threads.__dict__.pop("held", None):
            held.close()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Whatever a damaged file makes Whoosh raise is noted for whoever writes, who then rebuilds."""
        try:
            yield
        except Unavailable:
            raise
        except Exception as error:
            self._forget()
            self.folder.note_damage()
            raise Unavailable("Search is being repaired. Please try again in a minute.", 60) from error


class _Held:
    """A searcher that one thread keeps, on one generation of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = _open(folder)
        self.searcher = self.index.searcher(weighting=_Weighting())
        self.generation = self.searcher.reader().generation()
        self.hidden: Any = None

    def close(self) -> None:
        with suppress(Exception):  # of a damaged index
            self.searcher.close()

    def __del__(self) -> None:
        if hasattr(self, "searcher"):
            self.close()


class Batch:
    """Changes that are committed together; the last word about a document holds."""

    def __init__(self, writer: SegmentWriter) -> None:
        self._writer = writer
        self._documents: dict[str, Document | None] = {}

    def put(self, document: Document) -> None:
        self._documents[document.key] = document

    def drop(self, kind: str, id: int) -> None:
        self._documents[key(kind, id)] = None

    def commit(self) -> None:
        if not self._documents:
            self._writer.cancel()
            return
        # With its own searcher for each deletion Whoosh would open the index as often.
        searcher = Searcher(self._writer.reader())
        self._writer.delete_by_query(Or([Term("key", name) for name in self._documents]), searcher=searcher)
        searcher.close()
        for document in self._documents.values():
            if document is not None:
                self._writer.add_document(**_fields(document))
        self._writer.commit(mergetype=_merge_small)


def _merge_small(writer: SegmentWriter, segments: Sequence[Any]) -> list[Any]:
    """The segments that stay; ten of about one size, and any that is mostly deleted, are written into the new one."""
    sizes: dict[int, list[Any]] = {}
    for segment in segments:
        sizes.setdefault(int(log(max(1, segment.doc_count_all()), SMALL_SEGMENTS)), []).append(segment)
    many = {id(each) for same in sizes.values() if len(same) >= SMALL_SEGMENTS for each in same}
    kept = []
    for segment in segments:
        if id(segment) in many or 2 * segment.deleted_count() > segment.doc_count_all():
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
        else:
            kept.append(segment)
    return kept


def _translate(searcher: Searcher, query: Query, kind: str) -> WhooshQuery | None:
    """The question in Whoosh's words; None when it asks for nothing."""
    stemmed = list(dict.fromkeys(stem(word) for word in query.words))
    ranking: list[WhooshQuery] = [Term(kind, term) for term in _rarest(searcher, kind, stemmed)]
    ranking += [Term(f"{kind}_title", term) for term in _expanded(searcher, kind, query.prefixes)]
    needed: list[WhooshQuery] = [Term("tag", tag) for tag in query.tags]
    needed += [Term("state", state) for state in query.states]
    needed += [_all_words(kind, phrase) for phrase in query.phrases]
    if (query.words or query.prefixes) and not ranking:
        return None
    if ranking:
        needed.append(Or(ranking) if len(ranking) > 1 else ranking[0])
    elif needed:
        needed.append(Term("kind", kind))
    return And(needed) if len(needed) > 1 else needed[0] if needed else None


def _rarest(searcher: Searcher, field: str, terms: Sequence[str]) -> list[str]:
    """The terms that say most; the common ones cost most and change the order least."""
    reader = searcher.reader()
    counted = sorted((reader.doc_frequency(field, term), term) for term in terms)
    most = COMMON * reader.doc_count()
    kept: list[str] = []
    postings = 0
    for number, term in counted:
        postings += number
        if number and (not kept or postings <= SPARE_POSTINGS or (len(kept) < RAREST and number <= most)):
            kept.append(term)
    return kept


def _expanded(searcher: Searcher, kind: str, prefixes: Iterable[str]) -> Iterator[str]:
    """The words of titles that begin so."""
    for prefix in prefixes:
        found = searcher.reader().expand_prefix(f"{kind}_title", prefix)
        yield from (term.decode() for term in islice(found, MOST_EXPANSIONS))


def _all_words(kind: str, phrase: str) -> WhooshQuery:
    """Documents with all words of the phrase; whether they stand together is seen in the text itself."""
    return And([Term(kind, stem(word)) for word in words(phrase)])


class _Bounded(WrappingCollector):
    """Leaves hidden documents out and stops in time; Whoosh's own two collectors for this do not work together."""

    def __init__(self, child: Any, hidden: Any) -> None:
        super().__init__(child)
        self.hidden = hidden
        self.until = monotonic() + SECONDS

    def collect_matches(self) -> None:
        child, hidden, offset = self.child, self.hidden, self.offset
        for number in child.matches():
            if monotonic() > self.until:
                raise TimeLimit
            if offset + number not in hidden:
                child.collect(number)


class _Weighting(BM25F):
    """BM25 with the rarity of Robertson and Sparck Jones: Whoosh's own adds 1, so common words weigh too much."""

    def idf(self, searcher: Searcher, fieldname: str, text: str | bytes) -> float:
        parent = searcher.get_parent()
        number = parent.doc_frequency(fieldname, text)
        return log(1 + (parent.doc_count_all() - number + 0.5) / (number + 0.5))


class _Words(Analyzer):
    """Our own way of cutting text, as Whoosh wants to be given it."""

    def __init__(self, cut: Callable[[str], Iterable[str]]) -> None:
        self.cut = cut

    def __call__(self, value: str, positions: bool = False, start_pos: int = 0, **_: Any) -> Iterator[Token]:
        token = Token(positions, False, boost=1.0, stopped=False)
        for position, word in enumerate(self.cut(value), start_pos):
            token.text, token.pos = word, position
            yield token


SCHEMA = Schema(
    key=ID(unique=True),
    id=ID(stored=True),
    kind=ID(),
    hidden=ID(),
    state=ID(),
    tag=KEYWORD(commas=True),
    # A field for each kind: no filter is needed, and a word is rare or common among its own kind.
    **{kind: TEXT(analyzer=_Words(stems), phrase=False) for kind in KINDS},
    **{f"{kind}_title": TEXT(analyzer=_Words(words), phrase=False) for kind in KINDS},
)


def _fields(document: Document) -> dict[str, Any]:
    found = {
        "key": document.key,
        "id": str(document.id),
        "kind": document.kind,
        "tag": ",".join(document.tags),
        "state": document.state,
        document.kind: "\n".join([document.title] * TITLE_WEIGHT + [document.text, " ".join(document.tags)]),
        f"{document.kind}_title": document.title,
    }
    return found | ({"hidden": "1"} if document.hidden else {})


def _open(folder: Path) -> FileIndex:
    return FileStorage(str(folder)).open_index(schema=SCHEMA)

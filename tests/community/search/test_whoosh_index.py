"""The index itself: what it finds, what it survives. Without a database."""

import threading
from contextlib import suppress
from pathlib import Path

import pytest

from community.search import whoosh_index
from community.search.folder import Busy
from community.search.grammar import Query, parse
from community.search.whoosh_index import Document, Index
from models.errors import Unavailable

HUB = Document("question", 1, "The hub drops its channel", "Every evening it starts anew.", ("hub", "wi-fi"), "open")
LAMP = Document("question", 2, "Green lamp blinks", "The hub is fine, the lamp is not.", ("lamp",), "resolved")
SECRET = Document("question", 3, "Hub bill of one customer", "", (), "open", hidden=True)
GUIDE = Document("article", 1, "Pin the channel of your hub")


@pytest.fixture
def index(tmp_path):
    index = Index(tmp_path / "index")
    index.rebuild([HUB, LAMP, SECRET, GUIDE])
    return index


def ids(index, text, kind="question", **more):
    return [hit.id for hit in index.search(parse(text), kind, **more)]


class TestSearch:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("channels", [1]),
            ("HUB", [1, 2]),
            ("évening", [1]),
            ("hub lamp", [2, 1]),
            ("hub state:solved", [2]),
            ("tag:wi-fi", [1]),
            ("hub tag:lamp", [2]),
            ('"blinks green"', [2]),
            ('hub "no such"', []),
            ("blin*", [2]),
            ("bli*", []),
            ("nothing", []),
            ("", []),
        ],
    )
    def test_finds(self, index, text, found):
        assert ids(index, text) == found

    def test_keeps_kinds_apart(self, index):
        assert ids(index, "hub", "article") == [1]
        assert ids(index, "hub", "member") == []

    def test_leaves_hidden_ones_out_unless_asked(self, index):
        assert ids(index, "bill") == []
        assert ids(index, "bill", hidden=True) == [3]

    def test_gives_no_more_than_asked(self, index):
        assert ids(index, "hub", limit=1) == [1]

    def test_asks_a_long_question_by_its_rarest_words(self, tmp_path, monkeypatch):
        monkeypatch.setattr(whoosh_index, "SPARE_POSTINGS", 0)
        index = Index(tmp_path / "index")
        index.rebuild([Document("question", n, f"common w{n} x{n} y{n} z{n}") for n in range(100)])
        assert ids(index, "common w1 x1 y1 z1") == [1]
        assert len(ids(index, "common")) == 50

    def test_stops_in_time_with_what_it_has(self, index, monkeypatch):
        monkeypatch.setattr(whoosh_index, "SECONDS", -1.0)
        assert ids(index, "hub") == []


class TestBatch:
    def test_changes_and_drops(self, index):
        with index.batch() as batch:
            batch.put(Document("question", 1, "The router hums"))
            batch.drop("question", 2)
            batch.put(Document("question", 4, "A new hub"))
        assert ids(index, "hub") == [4]
        assert ids(index, "router") == [1]

    def test_the_last_word_holds(self, index):
        with index.batch() as batch:
            batch.put(Document("question", 9, "zebra"))
            batch.drop("question", 9)
        assert ids(index, "zebra") == []

    def test_that_fails_changes_nothing(self, index):
        with pytest.raises(ZeroDivisionError), index.batch() as batch:
            batch.drop("question", 1)
            raise ZeroDivisionError
        assert ids(index, "channel") == [1]
        with index.batch() as batch:  # and the lock is free again
            batch.drop("question", 1)

    def test_many_small_ones_are_merged(self, index):
        for number in range(25):
            with index.batch() as batch:
                batch.put(Document("question", 100 + number, f"number{number} hub"))
                batch.drop("question", 100 + number - 1)
        segments = {path.name.split(".")[0] for path in index.folder.current().glob("MAIN_*")}
        assert len(segments) < 13
        assert ids(index, "number24") == [124]
        assert sorted(ids(index, "hub")) == [1, 2, 124]

    def test_what_is_mostly_deleted_is_written_anew(self, index):
        with index.batch() as batch:
            for number in (1, 2):
                batch.put(Document("question", number, "The hub hums"))
        with index.batch() as batch:
            batch.drop("question", 3)
        with index.batch() as batch:
            batch.drop("article", 1)
        assert sorted(ids(index, "hub")) == [1, 2]
        assert index.count("question") == 2

    def test_is_seen_by_other_threads_and_objects(self, index):
        other = Index(index.folder.root)
        assert ids(other, "zebra") == []
        with index.batch() as batch:
            batch.put(Document("question", 9, "zebra"))
        assert ids(other, "zebra") == [9]

    def test_waits_for_no_index(self, tmp_path):
        with pytest.raises(Unavailable), Index(tmp_path / "none").batch():
            pass


class TestThreads:
    def test_search_while_another_writes(self, index):
        """One searcher a thread, each on its own generation: no query fails, whatever is merged meanwhile."""
        failures: list[Exception] = []
        stop = threading.Event()

        def read() -> None:
            while not stop.is_set():
                try:
                    assert 1 in ids(index, "channel")
                except Exception as error:
                    failures.append(error)
                    return

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for number in range(30):
            with index.batch() as batch:
                batch.put(Document("question", 50 + number, "noise"))
        stop.set()
        for reader in readers:
            reader.join()
        assert failures == []
        assert index.sound()


# What Whoosh had opened before it stumbled is closed by the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
class TestDamage:
    def test_none_at_first(self, index):
        assert index.sound()

    def test_a_missing_index_is_not_sound(self, tmp_path):
        index = Index(tmp_path / "index")
        assert not index.sound()
        with pytest.raises(Unavailable):
            ids(index, "hub")

    def test_a_removed_folder_is_not_sound_and_comes_back(self, index):
        assert ids(index, "channel") == [1]
        for path in index.folder.current().iterdir():
            path.unlink()
        index.folder.current().rmdir()
        with pytest.raises(Unavailable):
            ids(index, "channel")
        index.rebuild([HUB])
        assert ids(index, "channel") == [1]

    @pytest.mark.parametrize("suffix", [".trm", ".pst", ".col", ".toc"])
    def test_zeros_in_a_file_are_noticed(self, index, suffix):
        for path in _files(index.folder.current(), suffix):
            path.write_bytes(b"\0" * path.stat().st_size)
        assert not index.sound()
        with suppress(Unavailable):  # either it goes well, or we are told
            assert ids(Index(index.folder.root), "channel") in ([], [1])
        index.rebuild([HUB])
        assert index.sound()
        assert ids(index, "channel") == [1]

    def test_what_a_reader_stumbles_over_is_noted_for_the_writer(self, index):
        for path in _files(index.folder.current(), ".toc"):
            path.write_bytes(b"junk")
        with pytest.raises(Unavailable):
            ids(Index(index.folder.root), "hub")
        assert (index.folder.root / "DAMAGED").exists()
        index.rebuild([HUB])
        assert index.sound()

    def test_a_lock_left_behind_holds_nobody(self, index):
        for name in ("MAIN_WRITELOCK", "WRITELOCK"):
            (index.folder.current() / name).touch()
        (index.folder.root / "REBUILD").write_text("somebody who was killed")
        with index.batch() as batch:
            batch.drop("question", 1)
        index.rebuild([HUB])
        assert ids(index, "channel") == [1]


class TestRebuild:
    def test_takes_the_place_of_the_old_one_at_once(self, index):
        def documents():
            yield HUB
            assert ids(index, "lamp") == [2]  # while it is built, the old one serves

        assert index.rebuild(documents()) == 1
        assert ids(index, "lamp") == []

    def test_keeps_the_one_before_for_readers_and_no_more(self, index):
        for _ in range(3):
            index.rebuild([HUB])
        assert len([path for path in index.folder.root.iterdir() if path.is_dir()]) == 2

    def test_that_fails_leaves_the_old_one(self, index):
        def documents():
            yield HUB
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            index.rebuild(documents())
        assert ids(index, "lamp") == [2]
        index.rebuild([HUB])

    def test_is_refused_while_another_runs(self, index):
        with index.folder.rebuilding(), pytest.raises(Busy):
            Index(index.folder.root).rebuild([HUB])


def test_a_query_object_may_ask_for_words_directly(index):
    assert [hit.id for hit in index.search(Query(words=("channels",)), "question")] == [1]


def _files(folder: Path, suffix: str) -> list[Path]:
    found = [path for path in folder.iterdir() if path.name.endswith(suffix)]
    assert found
    return found

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from community.markup import Segment, changes

texts = st.text(alphabet="ab \n.", max_size=60)


@given(texts, texts)
def test_segments_give_both_texts_back(old, new):
    segments = changes(old, new)
    assert "".join(s.text for s in segments if s.kind != "added") == old
    assert "".join(s.text for s in segments if s.kind != "removed") == new


@given(texts)
def test_the_same_text_has_no_change(text):
    assert {segment.kind for segment in changes(text, text)} <= {"same"}


def test_a_word_is_the_smallest_change():
    assert changes("the quick fox", "the slow fox") == [
        Segment("same", "the "),
        Segment("removed", "quick"),
        Segment("added", "slow"),
        Segment("same", " fox"),
    ]


def test_a_rewrite_is_shown_whole_and_soon():
    old, new = "".join(f"a{i} " for i in range(7000)), "".join(f"b{i} " for i in range(7000))
    start = process_time()
    kinds = [segment.kind for segment in changes(old, new)]
    assert process_time() - start < 3
    assert "added" in kinds
    assert "removed" in kinds

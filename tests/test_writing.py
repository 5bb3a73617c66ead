"""What is compiled writes the same bytes, reads the same postings and counts the same terms as numpy does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.postings import codec, writing
from index.postings.codec import Postings
from index.text import bags
from tests.test_postings import lists_of_postings

compiled = pytest.mark.skipif(not writing.IS_COMPILED, reason="there was no C compiler at installation")


def as_tuples(postings):
    """Return (list, place, tf) of each posting, in order."""
    columns = (postings.lists, postings.places, postings.tfs)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


@compiled
@settings(max_examples=200, deadline=None)
@given(lists_of_postings())
def test_lists_are_written_and_read_as_in_numpy(given_lists):
    """Byte for byte; read, each list ascends."""
    postings, count, width = given_lists
    buffer, offsets = writing.encode_lists(postings, count, width)
    expected, expected_offsets = codec.encode_lists(postings, count, width)
    counts = np.bincount(postings.lists, minlength=count)

    assert buffer.tobytes() == expected.tobytes()
    assert offsets.tolist() == expected_offsets.tolist()
    found = writing.decode_lists(buffer, offsets[:-1], counts, np.full(count, width))
    assert as_tuples(found) == as_tuples(postings)
    assert found.places.tolist() == postings.places.tolist()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 30)), unique=True, max_size=40), st.booleans())
def test_postings_are_put_in_order(pairs, ascending):
    """By list, then place, whether or not each list's places ascend already."""
    if ascending:
        pairs.sort(key=lambda pair: pair[1])
    lists, places = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    order, sorted_lists, sorted_places = writing.sort_postings(lists, places, 31)

    assert [pairs[place] for place in order.tolist()] == sorted(pairs)
    assert list(zip(sorted_lists.tolist(), sorted_places.tolist(), strict=True)) == sorted(pairs)


@compiled
@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 300))
def test_no_bytes_crash_the_reader(body, start, count, width):
    """Whatever the bytes are, what is read lies within the segment, or there is an error."""
    numbers = (np.array([number]) for number in (start, count, width))
    try:
        found = writing.decode_lists(np.frombuffer(body, dtype=np.uint8), *numbers)
    except ValueError:
        return

    assert len(found.places) == count
    assert all(0 <= place < width for place in found.places.tolist())


@compiled
@pytest.mark.parametrize(
    ("lists", "places", "tfs"),
    [([1, 0], [0, 1], [1, 1]), ([0, 0], [1, 1], [1, 1]), ([0, 9], [0, 1], [1, 1]), ([0], [50], [1]), ([0], [0], [0])],
    ids=["lists descend", "a place twice", "no such list", "no such place", "tf 0"],
)
def test_postings_out_of_order_are_refused(lists, places, tfs):
    with pytest.raises(ValueError, match="not in order"):
        writing.encode_lists(Postings(*map(np.array, (lists, places, tfs))), 2, 50)


@compiled
@given(st.lists(st.lists(st.sampled_from(["one", "two", "três", "四"]), max_size=12), max_size=8))
def test_terms_are_counted_as_in_numpy(passages):
    """The same terms, postings and lengths, in order of passage."""
    found = bags.bags_of(passages)
    expected = bags._bags_of(passages, found.lengths)

    assert found.terms == expected.terms
    assert found.passage_index.tolist() == expected.passage_index.tolist()
    assert postings_of(found) == postings_of(expected)


def postings_of(counted):
    columns = (counted.passage_index, counted.term_index, counted.tfs)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


@compiled
@pytest.mark.parametrize("passages", [[("one",)], [[1]], "one"], ids=["a tuple", "a number", "a string"])
def test_what_is_no_list_of_tokens_is_refused(passages):
    with pytest.raises(TypeError):
        bags.bags_of(passages)

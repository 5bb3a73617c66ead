"""The inverted index: exact whatever the history, by the compiled kernel and in numpy alike."""

import importlib
import math
import sqlite3
from collections import Counter
from contextlib import closing
from itertools import chain, product
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from index.postings import merge, packs, plain, reader, segments, tables, writing
from index.postings.candidates import SLACK, Scope, TermLists
from index.postings.codec import Postings, decode_flags, decode_list, decode_lists, encode_lists
from index.postings.plain import PlainRanker
from index.rank import score_passages
from index.text.bags import TERMS_VERSION, bags_of

# The same class twice where no C compiler was there when Cuttings was installed.
RANKERS = {"default": reader.DEFAULT_RANKER, "plain": PlainRanker}
WORDS = [f"w{number}" for number in range(12)]
passages = st.lists(st.lists(st.sampled_from(WORDS), max_size=30), min_size=1, max_size=30)


@pytest.fixture
def history():
    """Make an empty index."""
    with closing(History()) as made:
        yield made


def empty_index():
    """Return an index in memory."""
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    db = Database(connection)
    tables.create_tables(db)
    db.execute("UPDATE counts SET terms_version = ?", [TERMS_VERSION])
    return db


class History:
    """An index, and beside it the plain truth: passage id -> its tokens."""

    def __init__(self) -> None:
        self.db = empty_index()
        self.live: dict[int, list[str]] = {}

    def close(self):
        """Close the index."""
        self.db.close()

    def add(self, texts):
        """Add passages as a segment of their own."""
        first = segments.add_segment(self.db, [bags_of(texts)])
        self.live.update(enumerate(texts, start=first))

    def remove(self, passage_id):
        """Take one passage out."""
        segments.remove_passages(self.db, passage_id, bags_of([self.live.pop(passage_id)]))

    def tidy(self):
        """Merge all that is due."""
        while chosen := merge.due(self.db):
            merge.merge(self.db, chosen)

    def expected(self, terms, k1=0.9, b=0.75):
        """Score every passage by the textbook; return id -> score of those that hold a term."""
        bags = {passage_id: Counter(tokens) for passage_id, tokens in self.live.items()}
        if not any(bags.values()):
            return {}
        avgdl = sum(map(Counter.total, bags.values())) / len(bags)
        scores = dict.fromkeys(bags, 0.0)
        for term in sorted(set(terms)):
            df = sum(term in bag for bag in bags.values())
            idf = math.log(1 + (len(bags) - df + 0.5) / (df + 0.5))
            for passage_id, bag in bags.items():
                norm = k1 * (1 - b + b * bag.total() / avgdl)
                scores[passage_id] += idf * bag[term] * (k1 + 1) / (bag[term] + norm)
        return {passage_id: score for passage_id, score in scores.items() if score}

    def found(self, ranker, terms, limit, ranges=None):
        """Return id -> score of what the index finds; what comes close besides, as it may in numpy, is left out."""
        source = reader.PostingsReader(self.db, ranker)
        only = None if ranges is None else reader.Selection("these", lambda: ranges)
        statistics, bare_hits = source.best(sorted(set(terms)), limit, 0.9, 0.75, only)
        scores = score_passages(statistics, bare_hits)
        return best({hit.passage_id: score for hit, score in zip(bare_hits, scores, strict=True)}, limit)


def best(scores, limit):
    """Return the best by score, ties for the last place included."""
    if len(scores) <= limit:
        return scores
    least = sorted(scores.values(), reverse=True)[limit - 1]
    return {passage_id: score for passage_id, score in scores.items() if score >= least * (1 - SLACK)}


steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), passages),
        st.tuples(st.just("remove"), st.integers(0, 200)),
        st.tuples(st.just("tidy"), st.none()),
    ),
    min_size=1,
    max_size=14,
)


@pytest.mark.parametrize("ranker", RANKERS.values(), ids=RANKERS.keys())
@settings(max_examples=60, deadline=None)
@given(steps, st.lists(st.sampled_from([*WORDS, "unknown"]), min_size=1, max_size=6), st.integers(1, 8), st.data())
def test_any_history_gives_the_textbook_scores_of_what_is_left(ranker, history_steps, terms, limit, data):
    """The best k with their ties, exact after any adding, removing and merging, with and without a filter.

    With the plain ranker the index is also written in numpy, as it is where there was no C compiler.
    """
    compiled = writing.IS_COMPILED and ranker is not PlainRanker
    with mock.patch.object(writing, "IS_COMPILED", compiled), closing(History()) as history:
        check_history(history, ranker, history_steps, terms, limit, data)


@pytest.mark.parametrize("alone", [1, 1000])
@settings(max_examples=60, deadline=None)
@given(steps, st.lists(st.sampled_from([*WORDS, "unknown"]), min_size=1, max_size=6), st.integers(1, 8), st.data())
def test_what_only_long_lists_need_changes_no_score(alone, history_steps, terms, limit, data):
    """Short lists are decoded alone or together, looked up or laid out, as long ones are, with an early threshold."""
    as_if_long = {"ALONE": alone, "COMMON": 1, "FEW": 0, "LONG": 1, "MANY": data.draw(st.sampled_from([0, 2, 10**6]))}
    with mock.patch.multiple("index.postings.plain", **as_if_long), closing(History()) as history:
        check_history(history, PlainRanker, history_steps, terms, limit, data)


def check_history(history, ranker, history_steps, terms, limit, data):
    """Make changes, then hold what is found against the textbook."""
    for name, value in history_steps:
        if name == "add":
            history.add(value)
        elif name == "tidy":
            history.tidy()
        elif history.live:
            history.remove(sorted(history.live)[value % len(history.live)])
    ranges = [(passage_id, 1) for passage_id in sorted(history.live) if data.draw(st.booleans())]
    wanted = history.expected(terms)
    inside = {passage_id: score for passage_id, score in wanted.items() if (passage_id, 1) in ranges}

    assert history.found(ranker, terms, limit) == pytest.approx(best(wanted, limit), abs=1e-9)
    assert history.found(ranker, terms, limit, ranges) == pytest.approx(best(inside, limit), abs=1e-9)


@pytest.mark.parametrize("ranker", RANKERS.values(), ids=RANKERS.keys())
def test_large_lists_are_exact_too(ranker, history):
    """Every form of list, several blocks and segments, high term frequencies: still the textbook's scores."""
    random = np.random.default_rng(7)
    words = np.array([f"t{number}" for number in range(400)])
    weights = 1 / np.arange(1, 401) ** 1.3
    for _ in range(3):
        lengths = random.integers(1, 40, 9_000)
        tokens = random.choice(words, int(lengths.sum()), p=weights / weights.sum()).tolist()
        ends = np.cumsum(lengths).tolist()
        history.add([tokens[end - length : end] for end, length in zip(ends, lengths.tolist(), strict=True)])
    history.add([["t0"] * 300 + ["t1"] * 700 + ["t399"], ["t399"] * 256])
    for passage_id in range(0, 27_000, 37):
        history.remove(passage_id)
    queries = [["t0", "t1", "t2", "t300", "t399"], ["t399", "t350"], ["t0"], [f"t{n}" for n in range(0, 60, 5)]]

    for query in queries:
        assert history.found(ranker, query, 10) == pytest.approx(best(history.expected(query), 10), abs=1e-9)
    merge.merge(history.db, tables.read_segments(history.db))
    for query in queries:
        assert history.found(ranker, query, 10) == pytest.approx(best(history.expected(query), 10), abs=1e-9)


@st.composite
def lists_of_postings(draw):
    width = draw(st.sampled_from([1, 3, 64, 300, 70_000]))
    count = draw(st.integers(1, 5))
    lists, places, tfs = [], [], []
    for number in range(count):
        size = draw(st.integers(1, min(width, 60)))
        own = sorted(draw(st.sets(st.integers(0, width - 1), min_size=1, max_size=size)))
        lists += [number] * len(own)
        places += own
        tfs += [draw(st.sampled_from([1, 1, 1, 2, 3, 255, 256, 70_000])) for _ in own]
    return Postings(*(np.array(column, dtype=np.int64) for column in (lists, places, tfs))), count, width


@settings(max_examples=200, deadline=None)
@given(lists_of_postings())
def test_what_is_encoded_is_decoded(given_lists):
    """Write then read is identity, for every form a list can take."""
    postings, count, width = given_lists
    buffer, offsets = encode_lists(postings, count, width)
    found = decode_lists(buffer, offsets[:-1], np.bincount(postings.lists, minlength=count), np.full(count, width))
    order = np.lexsort((found.places, found.lists))

    assert found.lists[order].tolist() == postings.lists.tolist()
    assert found.places[order].tolist() == postings.places.tolist()
    assert found.tfs[order].tolist() == postings.tfs.tolist()
    for number in range(count):
        own = postings.lists == number
        body = buffer[offsets[number] : offsets[number + 1]].tobytes()
        flags, *rest = decode_flags(body, int(own.sum()), width)
        once, *more = decode_list(body, int(own.sum()), width)
        assert once.tolist() == flags.nonzero()[0].tolist()
        assert [row.tolist() for row in more] == [row.tolist() for row in rest]
        tfs = flags.astype(np.int64)
        tfs[more[0]] = more[1]
        assert tfs.nonzero()[0].tolist() == postings.places[own].tolist()
        assert tfs[postings.places[own]].tolist() == postings.tfs[own].tolist()


@pytest.mark.parametrize("ranker", RANKERS.values(), ids=RANKERS.keys())
@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    widths=st.lists(st.sampled_from([1, 500, 9_000, 70_000]), min_size=1, max_size=3),
    shares=st.lists(st.sampled_from([1e-4, 1e-3, 1e-2, 0.1, 0.5]), min_size=1, max_size=6),
    limit=st.sampled_from([1, 10, 100]),
    allowed_share=st.sampled_from([None, None, 1e-3, 0.5]),
    known_tfs=st.sampled_from([[1], [1, 2, 3, 20], [1, 1, 1, 2, 255, 256]]),
    k1_and_b=st.sampled_from([(0.9, 0.75), (0.9, 1.0), (1.5, 0.0), (0.0, 0.75)]),
)
def test_lists_of_any_density_give_the_best_of_all(
    ranker, seed, widths, shares, limit, allowed_share, known_tfs, k1_and_b
):
    """Terms from rare to common, in blocks and words of bits of which most are passed over; some passages removed."""
    random = np.random.default_rng(seed)
    size = sum(widths)
    lengths = random.integers(0, 300, size).astype(np.uint16)
    k1, b = k1_and_b
    scope = Scope(lengths, k1 * (1 - b + b * np.arange(300) / 60), k1)
    tfs = np.zeros((len(shares), size), dtype=np.int64)
    for row, share in zip(tfs, shares, strict=True):
        held = np.unique(np.append(random.integers(0, size, int(share * size)), random.integers(0, size)))
        row[held] = random.choice(known_tfs, len(held))
    idfs = np.sort(random.random(len(shares)))[::-1] * 8
    allowed = None if allowed_share is None else (random.random(size) < allowed_share).astype(np.uint8)

    lists = [TermLists(f"t{number}", idfs[number], _lists_of(row, widths)) for number, row in enumerate(tfs)]
    found = dict(ranker(scope, 1_000_000).candidates(lists, limit, allowed))

    impacts = np.array([[scope.impacts(row, np.arange(size))] for row in tfs]).reshape(len(shares), size)
    scores = (idfs[:, None] * np.where(lengths > 0, impacts, 0.0)).sum(axis=0)
    if allowed is not None:
        scores *= allowed
    least = np.sort(scores)[::-1][min(limit, size) - 1]
    assert {int(place) for place in np.flatnonzero((scores >= least) & (scores > 0))} <= set(found)
    assert all(scores[place] >= least * (1 - 2 * plain.SLACK) for place in found)
    assert all(
        held == {f"t{row}": tf for row, tf in enumerate(tfs[:, at].tolist()) if tf} for at, held in found.items()
    )


def _lists_of(tfs, widths):
    """Return the lists of one term, given its tf in every passage, as a ranker takes them."""
    found, offset = [], 0
    for width in widths:
        own = tfs[offset : offset + width]
        places = own.nonzero()[0]
        if len(places):
            buffer, _ = encode_lists(Postings(np.zeros_like(places), places, own[places]), 1, width)
            found.append((offset, width, len(places), buffer.tobytes()))
        offset += width
    return tuple(found)


def test_merging_keeps_segments_few_and_drops_what_was_removed(history):
    """Many small additions leave few segments; what was removed takes no space once it is merged."""
    for number in range(200):
        history.add([["shared", f"own{number}"]])
        history.tidy()
    assert len(tables.read_segments(history.db)) < 3 * merge.FAN

    for passage_id in range(150):
        history.remove(passage_id)
    history.tidy()
    assert all(segment.removed < merge.REMOVED_SHARE * segment.width for segment in tables.read_segments(history.db))
    runs = [packs.read_runs(history.db, segment, 1_000) for segment in tables.read_segments(history.db)]
    terms = {term for run in chain.from_iterable(runs) for term in run.terms}
    assert "own3" not in terms
    assert "own180" in terms


def test_a_flipped_byte_is_noticed(history):
    """No byte of a pack or of the lengths can change unseen."""
    history.add([["one", "two"], ["two"]])
    for table, column in (("packs", "body"), ("packs", "numbers"), ("packs", "terms"), ("lengths", "lengths")):
        stored = history.db.execute(f"SELECT {column} FROM {table}").fetchone()[0]
        for place, bit in product(range(len(stored)), (4, 128)):
            changed = stored[:place] + bytes([stored[place] ^ bit]) + stored[place + 1 :]
            history.db.execute(f"UPDATE {table} SET {column} = ?", [changed])
            with pytest.raises(tables.DamagedPostings):
                history.found(PlainRanker, ["two"], 5)
        history.db.execute(f"UPDATE {table} SET {column} = ?", [stored])
    history.db.execute("UPDATE packs SET first_term = 'onf'")
    with pytest.raises(tables.DamagedPostings):
        history.found(PlainRanker, ["two"], 5)


@pytest.mark.parametrize("ranker", RANKERS.values(), ids=RANKERS.keys())
def test_a_tie_for_the_last_place_is_never_lost(ranker, history):
    """Two passages whose equal scores come from other terms, added up in another order, are both found."""
    random = np.random.default_rng(5)
    size = 12_000
    texts = [[*("xyz"[number % 3] * 3)] for number in range(size)]
    texts[0] = ["a", "c", "d", "e"]
    texts[1] = ["b", "c", "d", "e"]
    for term in "abcde":
        for place in random.choice(np.arange(2, size), 3_600 if term in "ab" else 4_000, replace=False).tolist():
            texts[place] = [*texts[place], term]
    history.add(texts)

    found = history.found(ranker, list("abcde"), 1)
    assert found == pytest.approx(best(history.expected(list("abcde")), 1), abs=1e-9)


@pytest.mark.parametrize("ranker", RANKERS.values(), ids=RANKERS.keys())
def test_gaps_of_any_size_are_merged_over(ranker, history):
    """Passages far apart, with nothing left between them, in a rebuilt index: found, merged and found again."""
    rows = [(3, bags_of([["near", "shared"], []])), (25_000, bags_of([["far", "shared"]])), (60_000, bags_of([[]]))]
    segments.rebuild(history.db, rows, TERMS_VERSION)
    expected = {3, 25_000}
    assert set(history.found(ranker, ["shared"], 5)) == expected

    merge.merge(history.db, tables.read_segments(history.db))
    assert set(history.found(ranker, ["shared"], 5)) == expected
    history.live = {25_000: ["far", "shared"]}
    history.remove(25_000)
    assert set(history.found(ranker, ["shared"], 5)) == {3}
    merge.merge(history.db, tables.read_segments(history.db))
    assert set(history.found(ranker, ["shared"], 5)) == {3}


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=40), st.integers(1, 50), st.integers(1, 300))
def test_no_bytes_crash_the_kernel(body, df, width):
    """Whatever a list's bytes are, the kernel gives passages of the scope or an error."""
    kernel = pytest.importorskip("index.postings._kernel", reason="there was no C compiler at installation")
    lengths, norms, table = np.ones(width, dtype=np.uint16), np.ones(2), np.ones(32)
    try:
        found = kernel.candidates((("x", 1.0, ((0, width, df, body),)),), lengths, norms, table, 0.9, 3, None)
    except ValueError:
        return

    assert all(0 <= position < width for position, _ in found)


def test_the_kernel_refuses_lists_that_do_not_fit():
    """Bytes that are no list are an error, not a crash."""
    kernel = pytest.importorskip("index.postings._kernel", reason="there was no C compiler at installation")
    lengths, norms, table = np.ones(4, dtype=np.uint16), np.ones(2), np.ones(32)
    for body in (b"", b"\x05", b"\x01\x00", b"\x08\x01\x00\x00\x00"):
        with pytest.raises(ValueError, match="does not fit"):
            kernel.candidates((("x", 1.0, ((0, 4, 1, body),)),), lengths, norms, table, 0.9, 3, None)
    with pytest.raises(ValueError, match="less than nothing"):
        kernel.candidates((("x", -1.0, ()),), lengths, norms, table, 0.9, 3, None)
    with pytest.raises(ValueError, match="limit"):
        kernel.candidates((), lengths, norms, table, 0.9, 0, None)
    with pytest.raises(ValueError, match="k1"):
        kernel.candidates((), lengths, norms, table, -0.9, 3, None)


def test_a_kernel_compiled_for_other_calls_is_not_used(monkeypatch):
    """After an update of a checkout that nobody compiled: questions are ranked in numpy."""
    kernel = pytest.importorskip("index.postings._kernel", reason="there was no C compiler at installation")
    compiled = importlib.import_module("index.postings.compiled")
    with monkeypatch.context() as patch:
        patch.setattr(kernel, "REVISION", 1)
        with pytest.raises(ImportError, match="install Cuttings again"):
            importlib.reload(compiled)
    importlib.reload(compiled)


def test_words_compiled_for_other_calls_are_not_used(monkeypatch):
    """The same of what goes through a text: Python does it."""
    words = pytest.importorskip("index.text._words", reason="there was no C compiler at installation")
    in_c = importlib.import_module("index.text.in_c")
    with monkeypatch.context() as patch:
        patch.setattr(words, "REVISION", 1)
        assert importlib.reload(in_c).words is None
    assert importlib.reload(in_c).words is words


def test_the_readers_caches_hold_no_more_than_they_may(history):
    """Lists are dropped, the longest unused first, and found again."""
    history.add([[f"w{number}", "shared"] for number in range(40)])
    source = reader.PostingsReader(history.db, cache_bytes=1_000)
    for number in range(40):
        _, bare_hits = source.best([f"w{number}", "shared"], 1, 0.9, 0.75)
        assert [bare_hit.passage_id for bare_hit in bare_hits] == [number]

    assert len(source._lists) < 10
    assert len(source._known) < 10


def test_candidates_of_nothing_are_none(history):
    assert history.found(PlainRanker, ["w1"], 3) == {}
    history.add([[]])
    assert history.found(PlainRanker, ["w1"], 3) == {}

"""What a library remembers of its sources, the same in every engine: in tables, or in notes.

The notes are kept in a dictionary here, and in a cluster by ``make test-cluster``.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from index.engines.notes import NotesLedger
from index.engines.opensearch.address import ClusterAddress
from index.engines.opensearch.place import ClusterPlace
from index.engines.sqlite import FilePlace
from index.models import FetchRecord, PageFailure, Source
from index.store import KnownArticle
from index.store.history import History
from index.store.removals import Removal
from index.store.revisions import Revision
from tests.engines import fresh_name, group, raw_article

NOW = 1_700_000_000_000
FEED = Source("https://example.org/feed", "harbour", "feed", 3_600, "Harbour Post", ("sea", "ships"), ("*/news/*",), ())
FOLDER = "/articles"


class _NotesInMemory(NotesLedger):
    """The least that an engine has to bring along for a ledger."""

    def __init__(self):
        self._kept: dict[tuple[str, str], dict[str, object]] = {}
        self._articles: dict[str, KnownArticle] = {}
        self._texts: dict[str, dict[str, object]] = {}

    def notes(self, kind, group=None):
        chosen = [found for (name, of), found in self._kept.items() if name == kind and group in {None, of}]
        return {key: value for found in chosen for key, value in found.items()}

    def note(self, kind, group, values):
        self._kept.setdefault((kind, group), {}).update(values)

    def unnote(self, kind, group, keys):
        for key in list(keys):
            self._kept.get((kind, group), {}).pop(key, None)

    def unnote_groups(self, kind, groups):
        for group_name in groups:
            self._kept.pop((kind, group_name), None)

    def known_articles(self):
        return sorted(self._articles.values(), key=lambda item: item.id)

    def known_article(self, article_id):
        return self._articles[article_id]

    def stored_ids(self, article_ids):
        return set(article_ids) & self._articles.keys()

    def spoil(self, article_id):
        known = self._articles[article_id]
        self._articles[article_id] = KnownArticle(known.id, "", known.location, known.source, known.fingerprint)

    def put(self, groups, *, version, keep_revisions=5):
        self.note_replaced(groups, self._texts, keep_revisions)
        for item in (item for one in groups for item in one.articles):
            it = item.article
            self._articles[it.id] = KnownArticle(it.id, item.content_hash, it.location, item.source, item.fingerprint)
            self._texts[it.id] = {"revision": it.revision, "title": it.title, "text": it.text, "published": None}
        return []

    def remove(self, article_ids, *, version):
        for article_id in article_ids:
            self._articles.pop(article_id, None)
            self._texts.pop(article_id, None)
        self.unnote_groups("revision", article_ids)

    def close(self):
        """Do nothing."""


@pytest.fixture(params=["sqlite", "memory", pytest.param("opensearch", marks=pytest.mark.cluster)])
def library(request, tmp_path):
    """Return an empty library, open for writing, with each kind of ledger."""
    made: Any
    if request.param == "memory":
        made = _NotesInMemory()
    elif request.param == "sqlite":
        made = FilePlace(tmp_path / "library.db").open_for_writing()
    else:
        cluster = request.getfixturevalue("cluster")
        made = ClusterPlace(ClusterAddress((cluster.nodes[0].url,), fresh_name(), replicas=0)).open_for_writing()
    with closing(made) as engine:
        yield engine


def put(library, *articles, keep=5):
    library.put([group(*articles)], version=NOW, keep_revisions=keep)


def test_a_source_and_how_it_did(library):
    """It is noted once, described, and counts its failures in a row; what it gave is counted."""
    library.note_source(FEED.address, "2024-01-01T00:00:00+00:00")
    library.note_source(FEED.address, "2025-01-01T00:00:00+00:00")
    library.describe_source(FEED)
    library.note_outcome(FEED.address, "2024-02-01T00:00:00+00:00", {"added": 0}, "no answer")
    library.note_outcome(FEED.address, "2024-02-02T00:00:00+00:00", {"added": 0}, "no answer")

    (known,) = library.known_sources()

    assert (known.source, known.added_at, known.articles) == (FEED, "2024-01-01T00:00:00+00:00", 0)
    assert (known.last_run, dict(known.last_counts)) == ("2024-02-02T00:00:00+00:00", {"added": 0})
    assert (known.last_error, known.failures) == ("no answer", 2)
    library.note_outcome(FEED.address, "2024-02-03T00:00:00+00:00", {"added": 3}, None)
    (known,) = library.known_sources()
    assert (known.last_error, known.failures, dict(known.last_counts)) == (None, 0, {"added": 3})


def test_sources_are_in_order_and_unknown_ones_stay_unknown(library):
    """Describing, or telling of, a source that was never noted does nothing."""
    for address in ("/b", "/a"):
        library.note_source(address, "2024-01-01T00:00:00+00:00")
    library.describe_source(FEED)
    library.note_outcome(FEED.address, "2024-02-01T00:00:00+00:00", {}, None)

    assert [item.source for item in library.known_sources()] == [Source("/a"), Source("/b")]


def test_failures_and_repeated_lines_of_a_run(library):
    """Failures are those of the last run; lines once found stay."""
    library.note_source(FOLDER, "2024-01-01T00:00:00+00:00")
    library.note_run(FOLDER, [("/articles/b", "is empty"), ("/articles/a", "is no text")], {"Post": frozenset("xy")})
    library.note_run(FOLDER, [("/articles/c", "is empty")], {"Post": frozenset("z"), "News": frozenset("n")})

    assert library.failures_of(FOLDER) == [("/articles/c", "is empty")]
    assert library.repeated_lines() == {"Post": frozenset("xyz"), "News": frozenset("n")}
    library.note_run(FOLDER, [], {})
    assert library.failures_of(FOLDER) == []


def test_what_is_known_of_pages(library):
    """Of those whose article is there; the others are forgotten when the next ones are noted."""
    put(library, raw_article("a", "A ferry sank."), raw_article("b", "A ferry sank twice."))
    records = [FetchRecord(f"https://example.org/{name}", name, f'"{name}"', None, "m", "2024") for name in "ba"]
    library.note_source(FEED.address, "2024-01-01T00:00:00+00:00")
    library.note_fetches(FEED.address, records)
    library.remove(["b"], version=NOW + 1)

    assert library.fetch_records(FEED.address) == {"https://example.org/a": records[1]}
    assert library.fetch_records("https://example.net") == {}


def test_a_source_is_forgotten_with_its_articles(library):
    """Other sources keep theirs."""
    put(library, raw_article("a", "A ferry sank."))
    library.note_source(FOLDER, "2024-01-01T00:00:00+00:00")
    library.note_source(FEED.address, "2024-01-01T00:00:00+00:00")
    library.note_run(FOLDER, [("/articles/c", "is empty")], {})

    assert library.forget_source(FEED.address) == 0
    assert [item.articles for item in library.known_sources()] == [1]
    assert library.forget_source(FOLDER) == 1
    assert (library.known_sources(), library.known_articles(), library.failures_of(FOLDER)) == ([], [], [])


def test_what_is_set_by_hand(library):
    """It adds up, and forgetting it makes the article one that has changed."""
    put(library, raw_article("a", "A ferry sank."))
    before = library.known_article("a")
    library.note_edit("a", {"title": "The ferry"})
    library.note_edit("a", {"published": "2024-01-01", "author": None})

    assert library.edits() == {"a": {"title": "The ferry", "published": "2024-01-01", "author": None}}
    assert library.known_article("a") == before
    library.forget_edits("a")
    assert library.edits() == {}
    assert library.known_articles()[0].content_hash == ""


def test_earlier_texts(library):
    """The latest first, as many as are kept; a text that comes back is none; a removed article has none."""
    for text in ("One.", "Two.", "Three.", "Three.", "One."):
        put(library, raw_article("a", text), keep=2)

    assert [item.text for item in library.revisions_of("a")] == ["Three.", "Two."]
    put(library, raw_article("a", "Four."), keep=2)
    assert [item.text for item in library.revisions_of("a")] == ["One.", "Three."]
    library.remove(["a"], version=NOW + 1)
    assert library.revisions_of("a") == []


def test_earlier_texts_from_elsewhere(library):
    """They are taken over as they are."""
    earlier = [Revision("b", "B", "Two.", "2024", "2024-02"), Revision("a", "A", "One.", None, "2024-01")]
    put(library, raw_article("x", "Three."))
    library.keep_revisions("x", earlier)

    assert library.revisions_of("x") == earlier


def test_how_pages_fail(library):
    """By source, until they don't any more, or their source is let go."""
    library.note_source(FEED.address, "2024-01-01T00:00:00+00:00")
    library.note_source(FOLDER, "2024-01-01T00:00:00+00:00")
    failures = [PageFailure(f"https://example.org/{name}", "is empty", 1, "2024") for name in "ab"]
    library.note_page_failures(FEED.address, {item.link: item for item in failures})
    library.note_page_failures(
        FEED.address, {failures[0].link: None, failures[1].link: replace(failures[1], failures=2)}
    )

    assert library.page_failures(FEED.address) == {failures[1].link: replace(failures[1], failures=2)}
    assert library.page_failures(FOLDER) == {}
    library.forget_source(FEED.address)
    assert library.page_failures(FEED.address) == {}


def test_the_counts_of_a_run_can_be_set_right(library):
    library.note_source(FEED.address, "2024-01-01T00:00:00+00:00")
    library.note_outcome(FEED.address, "2024-02-01T00:00:00+00:00", {"removed": 0}, "no answer")
    library.note_counts(FEED.address, {"removed": 2})

    (known,) = library.known_sources()
    assert (dict(known.last_counts), known.failures, known.last_error) == ({"removed": 2}, 1, "no answer")


def test_what_was_removed_by_hand_is_remembered(library):
    """With what its copies have in common, until it is let back in by either; ids nobody knows leave nothing."""
    put(library, raw_article("a", "A ferry sank."), raw_article("b", "A ferry sank twice."), raw_article("c", "One."))
    prints = {item.id: item.fingerprint for item in library.known_articles()}
    library.remove_by_hand(["a", "b", "none"], version=NOW + 1)

    assert [item.id for item in library.known_articles()] == ["c"]
    assert [(item.article_id, item.fingerprint) for item in library.removals()] == [
        (name, prints[name] or "") for name in "ab"
    ]
    library.readmit([("a", "x"), ("z", "")])
    assert [item.article_id for item in library.removals()] == ["b"]
    library.note_removals([Removal("d", "print of d", "2024"), *library.removals()])
    library.readmit([("y", "print of d")])
    assert [item.article_id for item in library.removals()] == ["b"]


def test_histories_are_taken_over(library):
    """Only articles that have one are named."""
    earlier = (Revision("b", "B", "Two.", "2024", "2024-02"), Revision("a", "A", "One.", None, "2024-01"))
    history = History({"author": "Ann Lee", "publisher": None}, is_apart=True, earlier=earlier)
    put(library, raw_article("x", "Three."), raw_article("y", "Four."))
    library.put_history("x", history)

    assert library.histories(["x", "y"]) == {"x": history}


def test_who_steps_aside_may_write_again(library):
    library.has_changed_elsewhere()
    with library.aside(lambda: None):
        pass
    put(library, raw_article("x", "Three."))

    assert not library.has_changed_elsewhere()

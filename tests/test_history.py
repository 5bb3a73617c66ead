"""However a library came about, it answers as one that was built at once from what it holds."""

from itertools import islice

from index.models import Query
from index.search import search
from index.store import Library
from tests.crashing import WORDS, apply, operations

POINTS = 4
"""How often on the way the two are compared."""
QUERIES = [*((word,) for word in WORDS[:20]), *(tuple(sorted(WORDS[at : at + 6])) for at in range(0, 90, 6))]


def answers(library):
    """Return what every query finds: article, place and score, to the bit."""
    return [
        [(hit.passage.article.id, hit.passage.start, hit.score) for hit in search(library, Query(terms, limit=10)).hits]
        for terms in QUERIES
    ]


def test_any_history_answers_as_a_fresh_build(tmp_path, edits):
    """Random putting, replacing, removing, merging, repairing and tidying: always the answers of the final state."""
    held: dict[str, str] = {}
    changes = operations(1_002)
    with (
        Library.open_for_writing(tmp_path / "edited.db") as edited,
        Library.open_for_reading(tmp_path / "edited.db") as reader,
    ):
        for point in range(POINTS):
            for name, articles in islice(changes, edits // POINTS):
                if name != "upgrade":  # a reader would have to be opened again
                    apply(edited, name, articles)
                    list(edited.tidy())
                held |= articles if name == "put" else {}
                for article_id in articles if name == "remove" else ():
                    held.pop(article_id, None)
            with Library.open_for_writing(tmp_path / f"fresh-{point}.db") as fresh:
                apply(fresh, "put", held)

                assert answers(reader) == answers(fresh)

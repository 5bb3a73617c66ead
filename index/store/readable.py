"""What is read of a library file: its articles and passages, and what it holds in all."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Collection, Sequence

from index.models import Article, Filters, Passage, Span
from index.postings.tables import read_counts
from index.store import revisions, stories
from index.store.noted import Noted
from index.store.rows import ARTICLE_COLUMNS, KnownArticle, ListedArticle, Overview, article_of
from index.store.snapshot import Snapshot
from index.store.translate import reading

_PAIR = struct.Struct("<2I")


class Readable(Noted):
    """The part of `index.store.Library` that reads articles."""

    _languages: tuple[int, list[tuple[str, int]]] | None = None

    def snapshot(self) -> Snapshot:
        """See one state of the library until the end of the block, whatever others write meanwhile.

        Raises
        ------
        LibraryDamagedError
            The index does not fit its checksums.
        """
        return Snapshot(self.path, self.db.conn)

    def passages(self, passage_ids: Sequence[int]) -> list[Passage]:
        """Return passages in the order of their ids; an unknown id is left out."""
        rows = self.db.execute(
            """SELECT p.passage_id, p.start, p."end", p.sentences, p.article_key FROM json_each(?) AS wanted
            JOIN passages p ON p.passage_id = wanted.value""",
            [json.dumps(list(passage_ids))],
        ).fetchall()
        articles = self._articles({row[4] for row in rows})
        found = {
            number: Passage(number, articles[key], start, end, tuple(map(Span._make, _PAIR.iter_unpack(packed))))
            for number, start, end, packed, key in rows
            if key in articles
        }
        return [found[passage_id] for passage_id in passage_ids if passage_id in found]

    def outlines(self, passage_ids: Sequence[int]) -> list[Passage]:
        """Return passages without texts and sentences, in a quarter of the time: of articles there are id and date."""
        rows = self.db.execute(
            """SELECT p.passage_id, p.start, p."end", a.id, a.published FROM json_each(?) AS wanted
            JOIN passages p ON p.passage_id = wanted.value JOIN articles a USING (article_key)""",
            [json.dumps(list(passage_ids))],
        ).fetchall()
        articles = {name: Article(name, "", "", "", published=published) for *_, name, published in rows}
        found = {number: Passage(number, articles[name], start, end, ()) for number, start, end, name, _ in rows}
        return [found[passage_id] for passage_id in passage_ids if passage_id in found]

    def _articles(self, keys: Collection[int]) -> dict[int, Article]:
        """Return articles by their keys; each text is read once, however many of its passages are wanted."""
        rows = self.db.execute(
            f"""SELECT a.article_key, {ARTICLE_COLUMNS} FROM json_each(?) AS wanted
            JOIN articles a ON a.article_key = wanted.value LEFT JOIN times t USING (article_key)""",  # noqa: S608 - ours
            [json.dumps(sorted(keys))],
        )
        return {key: article_of(row) for key, *row in rows}

    def article(self, article_id: str) -> Article | None:
        """Return an article, or ``None`` if the library doesn't hold it (or holds it without any passage)."""
        with self.snapshot():
            firsts = [first for first, count in self.passage_ranges(Filters(article_id=article_id)) if count]
            found = self.passages(firsts[:1])
        return found[0].article if found else None

    def passage_ranges(self, filters: Filters) -> list[tuple[int, int]]:
        """Return (first passage id, count) of every article that passes the filters."""
        wanted = filters.facets
        parts = ["SELECT first_passage, passage_count FROM facets WHERE kind = ? AND value = ?"] * len(wanted)
        values = [part for pair in wanted for part in pair]
        if filters.since or filters.until:
            parts.append(
                "SELECT first_passage, passage_count FROM facets WHERE kind = 'published' AND value BETWEEN ? AND ?"
            )
            values += [str(filters.since or ""), str(filters.until or "9999-12-31")]
        if filters.article_id:
            parts.append("SELECT first_passage, passage_count FROM articles WHERE id = ?")
            values.append(filters.article_id)
        found: list[tuple[int, int]] = self.db.execute(" INTERSECT ".join(parts), values).fetchall()
        return found

    @reading
    def languages(self) -> list[tuple[str, int]]:
        """Return the languages of the articles with how many there are, most first; counted once a change."""
        generation = read_counts(self.db).generation
        if self._languages is None or self._languages[0] != generation:
            rows = self.db.execute(
                "SELECT value, count(*) FROM facets WHERE kind = 'language' GROUP BY value ORDER BY 2 DESC, 1"
            )
            self._languages = (generation, [(row[0], row[1]) for row in rows])
        return self._languages[1]

    @reading
    def stories(self, article_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return article id -> the ids of all articles that tell the same story; an article alone is left out."""
        return stories.stories_of(self.db, article_ids)

    @reading
    def articles_after(self, article_id: str, count: int) -> list[Article]:
        """Return so many articles at most whose ids come behind one (``""``: all do), in order of the ids."""
        rows = self.db.execute(
            f"""SELECT {ARTICLE_COLUMNS} FROM articles a LEFT JOIN times t USING (article_key)
            WHERE a.id > ? ORDER BY a.id LIMIT ?""",  # noqa: S608 - ours
            [article_id, count],
        )
        return list(map(article_of, rows))

    def known_articles(self) -> list[KnownArticle]:
        """Return what is known of every article, for telling new from changed from unchanged."""
        rows = self.db.execute("SELECT id, content_hash, location, source, fingerprint FROM articles ORDER BY id")
        return [KnownArticle(*row) for row in rows]

    def known_article(self, article_id: str) -> KnownArticle:
        """Return what is known of an article the library holds."""
        row = self.db.execute(
            "SELECT id, content_hash, location, source, fingerprint FROM articles WHERE id = ?", [article_id]
        ).fetchone()
        return KnownArticle(*row)

    @reading
    def revisions_of(self, article_id: str) -> list[revisions.Revision]:
        """Return the earlier texts of an article, the latest first."""
        return revisions.revisions_of(self.db, article_id)

    @reading
    def publishers(self, article_ids: Sequence[str]) -> dict[str, str]:
        """Return article id -> outlet, of those that name one."""
        rows = self.db.execute(
            """SELECT id, publisher FROM articles
            WHERE publisher IS NOT NULL AND id IN (SELECT value FROM json_each(?))""",
            [json.dumps(list(article_ids))],
        )
        return dict(rows.fetchall())

    @reading
    def overview(self) -> Overview:
        """Return what the library holds."""
        row = self.db.execute(
            "SELECT count(*), count(DISTINCT publisher), min(published), max(published) FROM articles"
        ).fetchone()
        passages = self.db.execute("SELECT count(*) FROM passages").fetchone()[0]
        failures = self.db.execute("SELECT location, reason FROM failures ORDER BY location").fetchall()
        return Overview(
            path=self.path,
            articles=row[0],
            passages=passages,
            publishers=row[1],
            first_published=row[2],
            last_published=row[3],
            size_bytes=self.path.stat().st_size,
            sources=tuple(self.sources()),
            failures=tuple((item[0], item[1]) for item in failures),
            languages=tuple(self.languages()),
        )

    @reading
    def find_ids(self, wanted: str) -> list[str]:
        """Return the ids of the articles whose id, link, title or location is exactly ``wanted``."""
        rows = self.db.execute(
            "SELECT id FROM articles WHERE id = :it OR url = :it OR title = :it OR location = :it ORDER BY id",
            {"it": wanted},
        )
        return [row[0] for row in rows]

    def raw_input(self, article_id: str) -> bytes | None:
        """Return the bytes an article was read from, or ``None`` for an unknown id."""
        row = self.db.execute(
            "SELECT raw FROM raw_inputs JOIN articles USING (article_key) WHERE id = ?", [article_id]
        ).fetchone()
        return zlib.decompress(row[0]) if row else None

    def listed(self) -> list[ListedArticle]:
        """Return every article without its text: newest first, those without a date last, equal ones by id."""
        rows = self.db.execute(
            "SELECT id, title, publisher, published FROM articles ORDER BY published IS NULL, published DESC, id"
        )
        return [ListedArticle(*row) for row in rows]

"""An open library: what is written to it, and what is read from it."""

from __future__ import annotations

import json
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import numpy as np
from sqlite_utils import Database

from index.errors import (
    LibraryLockedError,
    LibraryMissingError,
    LibraryUnreadableError,
    LibraryWriteError,
    NotALibraryError,
)
from index.models import Article, Filters, Passage, Span
from index.postings import merge
from index.postings.reader import CACHE_BYTES, PostingsReader
from index.postings.tables import Segment, read_counts, read_segments
from index.store import removals, revisions, schema, stories, times, written
from index.store.copies import compact, copy_database
from index.store.lock import WriterLock
from index.store.noted import Noted
from index.store.removals import Removal
from index.store.rows import (
    ARTICLE_COLUMNS,
    KnownArticle,
    ListedArticle,
    Overview,
    PreparedGroup,
    article_of,
)
from index.store.ties import TieOrder
from index.store.translate import reading, translated

BUSY_TIMEOUT_S = 5.0
ASIDE_TIMEOUT_S = 600.0
"""How long a run that has read its sources waits for another writer before it gives up what it has read."""
WAITING_S = 0.2
"""How often it looks whether it is to stop meanwhile."""
PAGE_CACHE_KB = 8_000
"""How much of the file SQLite keeps in memory for each connection."""
WORTH_MERGING = 4
"""How many times the passages a run has added may be written again at its end."""
MANY_SEGMENTS = 4 * merge.FAN
"""So many segments make questions slow, and waiting for the end of a run saves no more work."""
VACUUM_PAGES = 2_000
"""How many free pages are given back to the disk at a time: a few milliseconds' work."""
FREE_SHARE = 0.1
"""So much of the file may be free: it will be used again."""


def _connect_reading(path: Path, options: str) -> sqlite3.Connection:
    """Open a file read-only, and check that it is a library of today's form."""
    with ExitStack() as on_failure:
        # Used in one thread, but closed by whoever made that thread, after its end.
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro{options}", uri=True, timeout=BUSY_TIMEOUT_S, check_same_thread=False
        )
        on_failure.callback(connection.close)
        schema.check_format(path, connection)
        schema.check_current(path, connection)
        connection.execute(f"PRAGMA cache_size = -{PAGE_CACHE_KB}")
        on_failure.pop_all()
    return connection


def _connect_writing(path: Path, timeout_s: float) -> sqlite3.Connection:
    """Open a file for writing, making it where there is none; the lock is held."""
    fresh = not path.exists() or path.stat().st_size == 0
    connection = sqlite3.connect(path, timeout=timeout_s)
    if fresh:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _check_readable(path: Path) -> None:
    """Raise unless the file is empty or a library; a file that is neither must not even get a lock beside it."""
    if path.stat().st_size:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            schema.check_format(path, connection)


class Library(Noted):
    """An open library: readers use `open_for_reading`, the one writer `open_for_writing`; stay in one thread."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: WriterLock | None = None, readers: int = 1
    ) -> None:
        self.path = path
        self.db = Database(connection)
        self.postings = PostingsReader(self.db, cache_bytes=CACHE_BYTES // readers)
        self.ties = TieOrder(self.db)
        self._lock = lock
        self._languages: tuple[int, list[tuple[str, int]]] | None = None
        self._seen_version = -1

    @classmethod
    def open_for_reading(cls, path: Path, readers: int = 1) -> Self:
        """Open a library read-only; what is kept in memory is shared out among so many ``readers``.

        Raises
        ------
        LibraryMissingError, NotALibraryError, NewerLibraryError, OlderLibraryError, LibraryUnreadableError,
        LibraryLockedError
        """
        if not path.is_file():
            raise NotALibraryError(path) if path.exists() else LibraryMissingError(path)
        with translated(path):
            try:
                connection = _connect_reading(path, "")
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    raise  # by a program that keeps readers out too
                if path.with_name(f"{path.name}-wal").exists():
                    raise LibraryUnreadableError(path, str(error)) from error
                # A folder where nothing may be written; nobody writes to the library then.
                connection = _connect_reading(path, "&immutable=1")
        return cls(path, connection, readers=readers)

    @classmethod
    def open_for_writing(cls, path: Path, timeout_s: float = BUSY_TIMEOUT_S) -> Self:
        """Open a library for writing, making the file where there is none, and bring it up to date.

        Raises
        ------
        NotALibraryError, NewerLibraryError, LibraryLockedError, LibraryWriteError
        """
        if path.exists() and not path.is_file():
            raise NotALibraryError(path)
        if not path.parent.is_dir():
            raise LibraryWriteError(path, "its folder does not exist")
        with translated(path), ExitStack() as on_failure:
            if path.exists():
                _check_readable(path)
            lock = WriterLock(path)
            lock.acquire(timeout_s)
            on_failure.callback(lock.release)
            connection = _connect_writing(path, timeout_s)
            on_failure.callback(connection.close)
            library = cls(path, connection, lock)
            schema.bring_up_to_date(path, library.db)
            on_failure.pop_all()
        return library

    def close(self) -> None:
        """Close the file, and let the next writer come."""
        self.db.close()
        if self._lock:
            self._lock.release()

    @contextmanager
    def aside(self, waiting: Callable[[], object]) -> Iterator[None]:
        """Let others write until the end of the block, in which nothing may be written.

        Then the right to write is taken back; while another writer has it, ``waiting`` is called now and then, and may
        raise. A block that raises leaves the library without that right, good for nothing but to be closed.

        Raises
        ------
        LibraryLockedError
            Another writer has not ended in time.
        LibraryMissingError, NotALibraryError, NewerLibraryError
            The library is not there any more, or was brought up to date by a newer version.
        """
        if self._lock is None:
            raise AssertionError("only who may write can step aside")
        file = self.path.stat()
        self._lock.release()
        yield
        deadline = time.monotonic() + ASIDE_TIMEOUT_S
        while True:
            try:
                self._lock.acquire(WAITING_S)
                break
            except LibraryLockedError:
                waiting()
                if time.monotonic() > deadline:
                    raise
        self._look_again(file)

    def _look_again(self, before: os.stat_result) -> None:
        """Open the file anew if another one has taken its place, and check what others may have made of it."""
        if not self.path.is_file():
            raise LibraryMissingError(self.path)
        with translated(self.path):
            if not os.path.samestat(before, self.path.stat()):
                self.db.close()
                self._seen_version = -1
                self.db = Database(_connect_writing(self.path, BUSY_TIMEOUT_S))
                self.postings, self.ties = PostingsReader(self.db), TieOrder(self.db)
                schema.check_format(self.path, self.db.conn)
                schema.bring_up_to_date(self.path, self.db)
            schema.check_format(self.path, self.db.conn)

    def has_changed_elsewhere(self) -> bool:
        """Tell whether another connection has written since this was last asked; the first time it says so, too."""
        before, self._seen_version = self._seen_version, self._pragma("data_version")
        return before != self._seen_version

    def remove_by_hand(self, article_ids: Sequence[str], *, version: int = 0) -> None:
        """Remove articles that are to stay out, however often their sources are read again.

        Their texts are written over in the file; where a reader is in the midst of a question, what stands beside the
        file may hold them a little longer.

        Raises
        ------
        LibraryLockedError, LibraryWriteError
        """
        with translated(self.path):
            before = self._pragma("secure_delete")  # how SQLite was built decides what is usual
            self._pragma("secure_delete = ON")
            with self.db.atomic():
                known = removals.fingerprints(self.db, article_ids)
                self.note_removals([Removal.now(name, fingerprint) for name, fingerprint in known.items()])
                self.save([], article_ids)
            self._pragma(f"secure_delete = {before}")
            self._pragma("wal_checkpoint(TRUNCATE)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- writing -------------------------------------------------------------------------------------------------

    def known_articles(self) -> list[KnownArticle]:
        """Return what is known of every article, for telling new from changed from unchanged."""
        rows = self.db.execute("SELECT id, content_hash, location, source, fingerprint FROM articles ORDER BY id")
        return [KnownArticle(*row) for row in rows]

    def repeated_lines(self) -> dict[str, frozenset[str]]:
        """Return publisher -> keys of the lines once found repeated across its articles."""
        found: dict[str, set[str]] = {}
        for publisher, line in self.db.execute("SELECT publisher, line FROM repeated_lines"):
            found.setdefault(publisher, set()).add(line)
        return {publisher: frozenset(lines) for publisher, lines in found.items()}

    def sources(self) -> list[str]:
        """Return the sources ever added, in order of location."""
        return [row[0] for row in self.db.execute("SELECT location FROM sources ORDER BY location")]

    def note_source(self, location: str, added_at: str) -> None:
        """Remember a source for `reindex`; one already known stays as it is."""
        with translated(self.path):
            known = self.db.execute("SELECT 1 FROM sources WHERE location = ?", [location]).fetchone()
            if not known:
                with self.db.atomic():
                    self.db.execute("INSERT INTO sources (location, added_at) VALUES (?, ?)", [location, added_at])

    def note_run(self, source: str, failures: Sequence[tuple[str, str]], repeated: dict[str, frozenset[str]]) -> None:
        """Keep the failures of a source's last run and newly found repeated lines; write nothing if nothing changed."""
        with translated(self.path):
            old = self.db.execute("SELECT location, reason FROM failures WHERE source = ?", [source]).fetchall()
            had = self.repeated_lines()
            lines = [
                (publisher, line)
                for publisher, found in repeated.items()
                for line in found - had.get(publisher, frozenset())
            ]
            if sorted(old) == sorted(failures) and not lines:
                return
            with self.db.atomic():
                self.db.execute("DELETE FROM failures WHERE source = ?", [source])
                self.db.conn.executemany(
                    "INSERT OR REPLACE INTO failures VALUES (?, ?, ?)", [(*failure, source) for failure in failures]
                )
                self.db.conn.executemany("INSERT OR IGNORE INTO repeated_lines VALUES (?, ?)", sorted(lines))

    def save(
        self,
        groups: Sequence[PreparedGroup],
        remove_ids: Sequence[str] = (),
        keep_revisions: int = revisions.KEPT,
    ) -> None:
        """Store articles and remove others, all in one transaction; an article of the same id is replaced.

        The earlier texts of a replaced article are kept, at most ``keep_revisions`` of them; a removed one's are not.

        Raises
        ------
        LibraryLockedError, LibraryWriteError
        """
        with translated(self.path), self.db.atomic():
            written.remove_articles(self.db, remove_ids)
            written.replace_earlier(self.db, groups, keep_revisions)
            written.put_articles(self.db, groups)

    def put(self, groups: Sequence[PreparedGroup], *, version: int, keep_revisions: int = revisions.KEPT) -> list[str]:
        """Store articles in one transaction; the lock of the one writer makes ``version`` needless."""
        for source in sorted({item.source for group in groups for item in group.articles}):
            self.note_source(source, datetime.fromtimestamp(version / 1000, UTC).isoformat(timespec="seconds"))
        self.save(groups, keep_revisions=keep_revisions)
        if self.is_scattered():
            for _ in self.tidy():
                pass
        return []

    def remove(self, article_ids: Sequence[str], *, version: int) -> None:
        """Take articles out in one transaction."""
        self.save([], article_ids)

    def tidy(self, added: int = 0) -> Iterator[int]:
        """Merge what is due, then give free space back, in short steps; yield how many passages each step merged.

        ``added`` is how many passages a run has added that ends here: the newest segments are then merged as far as
        that is worth it. Nothing changes but speed and space. Between two steps the caller may stop, and anybody read.
        """
        if added and (chosen := self._merge(WORTH_MERGING * added)):
            yield merge.width_of(chosen)
        while chosen := self._merge(0):
            yield merge.width_of(chosen)
        with translated(self.path):
            while times.fill_some(self.db):
                yield 0
        free = self._pragma("freelist_count")
        while free > FREE_SHARE * self._pragma("page_count"):
            with translated(self.path):
                # Not execute: sqlite3 would stop after the first of the pages.
                self.db.conn.executescript(f"PRAGMA incremental_vacuum({VACUUM_PAGES})")
            yield 0
            before, free = free, self._pragma("freelist_count")
            if free >= before:
                return

    def is_scattered(self) -> bool:
        """Tell whether there are so many segments that `tidy` should not wait for the end of a run."""
        return len(read_segments(self.db)) >= MANY_SEGMENTS

    def _merge(self, at_most: int) -> list[Segment]:
        """Merge what is due, or the newest segments of at most so many passages; return what was merged."""
        with translated(self.path), self.db.atomic():
            chosen = merge.newest(self.db, at_most) if at_most else merge.due(self.db)
            if chosen:
                merge.merge(self.db, chosen)
        return chosen

    def _pragma(self, name: str) -> int:
        return int(self.db.execute(f"PRAGMA {name}").fetchone()[0])

    def repair(self) -> None:
        """Make the index anew from the stored texts, in one transaction.

        Raises
        ------
        LibraryLockedError, LibraryWriteError
        """
        with translated(self.path), self.db.atomic():
            schema.rebuild_index(self.db)
            if chosen := merge.newest(self.db, merge.MAX_WIDTH):
                merge.merge(self.db, chosen)

    def vacuum(self) -> None:
        """Write the file anew without its free space; readers may go on.

        Raises
        ------
        LibraryLockedError, LibraryWriteError
        """
        with translated(self.path):
            compact(self.db.conn)

    # -- reading -------------------------------------------------------------------------------------------------

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See one state of the library until the end of the block, whatever is written meanwhile.

        Raises
        ------
        LibraryDamagedError
            The index does not fit its checksums.
        """
        with translated(self.path), self.db.atomic():
            yield

    def passages(self, passage_ids: Sequence[int]) -> list[Passage]:
        """Return passages in the order of their ids; an unknown id is left out."""
        rows = self.db.execute(
            f"""SELECT p.passage_id, p.start, p."end", p.sentences, {ARTICLE_COLUMNS} FROM json_each(?) AS wanted
            JOIN passages p ON p.passage_id = wanted.value JOIN articles a USING (article_key)
            LEFT JOIN times t USING (article_key)""",  # noqa: S608 - ours
            [json.dumps(list(passage_ids))],
        ).fetchall()
        found: dict[int, Passage] = {}
        articles: dict[str, Article] = {}
        for row in rows:
            article = articles.get(row[4]) or articles.setdefault(row[4], article_of(row[4:]))
            sentences = np.frombuffer(row[3], dtype="<u4").reshape(-1, 2).tolist()
            found[row[0]] = Passage(row[0], article, row[1], row[2], tuple(Span(*pair) for pair in sentences))
        return [found[passage_id] for passage_id in passage_ids if passage_id in found]

    @reading
    def article(self, article_id: str) -> Article | None:
        """Return an article, or ``None`` if the library doesn't hold it (or holds it without any passage)."""
        for first, count in self.passage_ranges(Filters(article_id=article_id)):
            if count:
                return self.passages([first])[0].article
        return None

    def passage_ranges(self, filters: Filters) -> list[tuple[int, int]]:
        """Return (first passage id, count) of every article that passes the filters."""
        wanted = [
            (kind, value.casefold())
            for kind, value in (
                ("publisher", filters.publisher),
                ("author", filters.author),
                ("tag", filters.tag),
                ("language", filters.language),
            )
            if value
        ]
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

    def edits(self) -> dict[str, dict[str, str | None]]:
        """Return article id -> what was set by hand: title, published, publisher, author."""
        return revisions.edits(self.db)

    def note_edit(self, article_id: str, fields: Mapping[str, str | None]) -> None:
        """Remember what is set by hand for an article, besides what was before."""
        with translated(self.path):
            revisions.note_edit(self.db, article_id, fields)

    def forget_edits(self, article_id: str) -> None:
        """Forget what was set by hand for an article, and have it stored anew when its source is read again."""
        with translated(self.path), self.db.atomic():
            revisions.note_edit(self.db, article_id, {})
            self.db.execute("UPDATE articles SET content_hash = '' WHERE id = ?", [article_id])

    @reading
    def articles_after(self, article_id: str, count: int) -> list[Article]:
        """Return so many articles at most whose ids come behind one (``""``: all do), in order of the ids."""
        rows = self.db.execute(
            f"""SELECT {ARTICLE_COLUMNS} FROM articles a LEFT JOIN times t USING (article_key)
            WHERE a.id > ? ORDER BY a.id LIMIT ?""",  # noqa: S608 - ours
            [article_id, count],
        )
        return list(map(article_of, rows))

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

    def set_apart(self, article_id: str, *, is_apart: bool) -> None:
        """Take an article out of its story for good, or put it back."""
        with translated(self.path):
            stories.set_apart(self.db, article_id, is_apart=is_apart)

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

    def copy(self, target: Path) -> None:
        """Write a checked copy of one state of the library into another file, while others read and write this one.

        Raises
        ------
        LibraryBrokenError, LibraryWriteError
            Of the copy, where it can't be written or is not whole.
        """
        with translated(target):
            try:
                copy_database(self.db.conn, target)
            except OSError as error:
                raise LibraryWriteError(target, error.strerror or "no reason given") from error
            with Library.open_for_reading(target) as copy:
                copy.overview()

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

"""An open library: what is written to it, and what is read from it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from index.errors import (
    LibraryLockedError,
    LibraryMissingError,
    LibraryUnreadableError,
    LibraryWriteError,
    NotALibraryError,
)
from index.postings import merge
from index.postings.reader import CACHE_BYTES, PostingsReader
from index.postings.tables import Segment, read_segments
from index.store import removals, revisions, schema, times, written
from index.store.connections import BUSY_TIMEOUT_S, check_readable, connect_reading, connect_writing
from index.store.copies import compact, copy_database
from index.store.lock import WriterLock
from index.store.readable import Readable
from index.store.removals import Removal
from index.store.rows import PreparedGroup
from index.store.ties import TieOrder
from index.store.translate import translated

ASIDE_TIMEOUT_S = 600.0
"""How long a run that has read its sources waits for another writer before it gives up what it has read."""
WAITING_S = 0.2
"""How often it looks whether it is to stop meanwhile."""
WORTH_MERGING = 4
"""How many times the passages a run has added may be written again at its end."""
MANY_SEGMENTS = 4 * merge.FAN
"""So many segments make questions slow, and waiting for the end of a run saves no more work."""
VACUUM_PAGES = 2_000
"""How many free pages are given back to the disk at a time: a few milliseconds' work."""
FREE_SHARE = 0.1
"""So much of the file may be free: it will be used again."""


class Library(Readable):
    """An open library: readers use `open_for_reading`, the one writer `open_for_writing`; stay in one thread."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: WriterLock | None = None, readers: int = 1
    ) -> None:
        self.path = path
        self.db = Database(connection)
        self.postings = PostingsReader(self.db, cache_bytes=CACHE_BYTES // readers)
        self.ties = TieOrder(self.db)
        self._lock = lock
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
                connection = connect_reading(path, "")
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    raise  # by a program that keeps readers out too
                if path.with_name(f"{path.name}-wal").exists():
                    raise LibraryUnreadableError(path, str(error)) from error
                # A folder where nothing may be written; nobody writes to the library then.
                connection = connect_reading(path, "&immutable=1")
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
                check_readable(path)
            lock = WriterLock(path)
            lock.acquire(timeout_s)
            on_failure.callback(lock.release)
            connection = connect_writing(path, timeout_s)
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
                self.db = Database(connect_writing(self.path, BUSY_TIMEOUT_S))
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

"""Ask for the pages of a source: those that are due, each host in its turn, the failing ones less and less often."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from index.models import FetchRecord, Gone, Kept, PageFailure, RawArticle, Read, ReadFailure, Waiting
from index.reading.means import Web, result_of
from index.reading.sandbox import UnreadableError
from index.reading.taken import Job, VanishedError, taken
from index.reading.web.fetcher import Fetched, NotModified
from index.reading.web.policy import DOCUMENT_BYTES, FetchError, Validators

log = logging.getLogger(__name__)

PAGES_A_RUN = 500
"""How many pages of one source are asked for in a run; the newest come first, the rest in the next runs."""
PAGES_AHEAD = 8
"""How many pages are read before the first of them is stored away."""
SOURCE_S = 1_800.0
"""How long the pages of one source are asked for in a run; the rest wait for the next."""
SOURCE_BYTES = 500 * 1024 * 1024
"""After so much was read of one source, the rest waits for the next run."""
WHOLE = "whole:"
"""Begins the mark of an article that its feed held whole; its page is asked for only to learn whether it is there."""
FIRST_RETRY = timedelta(hours=1)
"""How long a page that failed is left alone; twice as long after each further failure."""
LONGEST_RETRY = timedelta(days=7)
VANISHED_AFTER = 3
"""After so many times in a row a page that is there in name only counts as gone."""


def now() -> str:
    """Return the time, as it is kept."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Pages:
    """The pages of one source in one run.

    ``known`` is what was learnt of them the last time and ``failing`` how they failed, by link; ``full`` asks for all
    of them anew. ``records`` and ``failures`` are what is learnt now, ``left`` how many wait for the next run, and
    ``asked`` how many known ones were asked for.
    """

    def __init__(
        self, web: Web, known: Mapping[str, FetchRecord], failing: Mapping[str, PageFailure], *, full: bool
    ) -> None:
        self._web, self._known, self._failing, self._full = web, known, failing, full
        self.records: dict[str, FetchRecord] = {}
        self.failures: dict[str, PageFailure | None] = {}
        self.left = self.asked = 0

    def read(self, jobs: Sequence[Job], recheck: timedelta) -> Iterator[Read]:
        """Yield what becomes of pages; what is said to be the same is asked for only after ``recheck``."""
        due: list[Job] = []
        for job in self._each_once(jobs):
            if self._is_same(job, recheck):
                yield Kept(job.link, self._known[job.link].article_id)
            elif (failure := self._resting(job)) is not None:
                yield self._passed_over(job, failure.reason)
            else:
                due.append(job)
        due.sort(key=self._last_asked)
        left = deque(due[:PAGES_A_RUN])
        yield from self._asked_ahead(left)
        for job in [*left, *due[PAGES_A_RUN:]]:
            self.left += 1
            if job.link in self._known:
                yield Kept(job.link, self._known[job.link].article_id)

    def _each_once(self, jobs: Sequence[Job]) -> list[Job]:
        """Return the jobs without those for pages that have moved to the place of another one."""
        places: dict[str, Job] = {}
        for job in sorted(jobs, key=lambda job: job.link in self._known and bool(self._known[job.link].final)):
            places.setdefault(self._place(job), job)
        chosen = {job.link for job in places.values()}
        return [job for job in jobs if job.link in chosen]

    def _place(self, job: Job) -> str:
        record = self._known.get(job.link)
        return record.place if record else job.link

    def _resting(self, job: Job) -> PageFailure | None:
        """Return how a page failed that is not to be asked for yet, ``None`` for all others."""
        failure = None if self._full else self._failing.get(job.link)
        return failure if failure and failure.retry_at > now() else None

    def _passed_over(self, job: Job, reason: str) -> Read:
        record = self._known.get(job.link)
        return Kept(job.link, record.article_id, reason) if record else Waiting(job.link, reason)

    def _last_asked(self, job: Job) -> str:
        """Return what puts pages in order: those never read, as they come, then those not looked at for longest."""
        record = self._known.get(job.link)
        return record.checked_at if record else ""

    def _asked_ahead(self, jobs: deque[Job]) -> Iterator[Read]:
        """Yield what becomes of pages, only a few of them ahead; those still in ``jobs`` were too much for one run."""
        waiting: deque[tuple[Job, Future[list[Read]]]] = deque()
        until, size = time.monotonic() + SOURCE_S, 0
        try:
            while True:
                while jobs and len(waiting) < PAGES_AHEAD and size < SOURCE_BYTES and time.monotonic() < until:
                    waiting.append((jobs[0], self._begun(jobs.popleft())))
                if not waiting:
                    return
                job, future = waiting.popleft()
                items = result_of(future)
                self.asked += job.link in self._known
                size += sum(len(item.raw) for item in items if isinstance(item, RawArticle))
                yield from items
        finally:
            for _, future in waiting:
                future.cancel()

    def _begun(self, job: Job) -> Future[list[Read]]:
        return self._web.turn(self._place(job), lambda: self._guarded(job))

    def _is_same(self, job: Job, recheck: timedelta) -> bool:
        record = self._known.get(job.link)
        if record is None or self._full or not job.mark or job.mark != record.mark:
            return False
        return record.checked_at > (datetime.now(UTC) - recheck).isoformat(timespec="seconds")

    def _guarded(self, job: Job) -> list[Read]:
        """Return what becomes of a page of many; whatever goes wrong with one, the others are read."""
        try:
            return list(self.page(job))
        except OSError:
            raise  # a full disk is nobody's page
        except Exception as error:
            log.warning("Reading %s failed", job.link, exc_info=error)
            return [self._failed(job, f"can't be read ({type(error).__name__})")]

    def page(self, job: Job) -> Iterator[Read]:
        """Yield what becomes of one page, which is asked for here and now."""
        record = self._known.get(job.link)
        try:
            found = self._fetched(job, record)
        except FetchError as error:
            if error.gone and record:
                yield Gone(job.link, record.article_id)
            else:
                yield self._failed(job, error.reason) if error.asked else ReadFailure(job.link, error.reason)
            return
        if isinstance(found, NotModified) or (record and job.mark.startswith(WHOLE)):
            yield self.kept(job.link, record, job.mark)
        else:
            yield from self.parsed(job, found)

    def _fetched(self, job: Job, record: FetchRecord | None) -> Fetched | NotModified:
        """Fetch a page from where it has moved to, if it has; where nothing is there any more, from where it was."""
        place, fetch = self._place(job), self._web.fetcher.fetch
        try:
            return fetch(place, limit=DOCUMENT_BYTES, validators=self.validators(record))
        except FetchError as error:
            if not error.gone or place == job.link:
                raise
            return fetch(job.link, limit=DOCUMENT_BYTES)

    def validators(self, record: FetchRecord | None) -> Validators:
        """Return what a server is told of the state in which its page was read."""
        return Validators(record.etag, record.modified) if record and not self._full else Validators()

    def kept(self, link: str, record: FetchRecord | None, mark: str = "") -> Kept:
        """Return a page as unchanged."""
        if record is None:
            raise AssertionError("nothing is unchanged that was never read")
        self._succeeded(link)
        self.records[link] = replace(record, mark=mark or record.mark, checked_at=now())
        return Kept(link, record.article_id)

    def parsed(self, job: Job, found: Fetched) -> Iterator[Read]:
        """Yield what a fetched page or document holds."""
        try:
            items = taken(self._web, job, found)
        except (UnreadableError, FetchError) as error:
            yield self._failed(job, str(error))
            return
        except VanishedError as error:
            yield self._vanished(job, str(error))
            return
        articles = [item for item in items if isinstance(item, RawArticle)]
        if len(articles) == 1 and articles[0].location == job.link:
            self._succeeded(job.link)
            self.records[job.link] = self._record(job, found)
        elif not articles and len(items) == 1 and isinstance(items[0], ReadFailure):
            items = [self._failed(job, items[0].reason)]
        yield from items

    def _record(self, job: Job, found: Fetched) -> FetchRecord:
        final = found.link if found.link != job.link and (found.has_moved or self._place(job) == found.link) else ""
        return FetchRecord(job.link, "", found.validators.etag, found.validators.modified, job.mark, now(), final)

    def _succeeded(self, link: str) -> None:
        if link in self._failing:
            self.failures[link] = None

    def _failed(self, job: Job, reason: str) -> ReadFailure:
        before = self._failing.get(job.link)
        count = before.failures + 1 if before else 1
        wait = min(FIRST_RETRY * 2 ** min(count - 1, 20), LONGEST_RETRY)
        retry_at = (datetime.now(UTC) + wait).isoformat(timespec="seconds")
        self.failures[job.link] = PageFailure(job.link, reason, count, retry_at)
        return ReadFailure(job.link, reason)

    def _vanished(self, job: Job, reason: str) -> Read:
        """Return a page that is there in name only as failed, or as gone where that was so often enough."""
        failed = self._failed(job, reason)
        record, failure = self._known.get(job.link), self.failures[job.link]
        if record and failure and failure.failures >= VANISHED_AFTER:
            return Gone(job.link, record.article_id)
        return failed

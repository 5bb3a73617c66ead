"""Work on the library from a chat: at most one piece at a time, who began it, and how far it is."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.handlers.library import fetch_policy, run_add, run_add_ahead, run_reindex, run_remove
from bot.handlers.reasons import reason
from bot.handlers.reports import log_report
from bot.handlers.requests import BuildRequest, RequestError
from bot.handlers.service import Service
from bot.phrases import Phrase, say
from index.errors import LibraryWriteError, SourceError
from index.models import ReadFailure
from index.reading.ahead import PageFetch, ReadAhead
from index.reading.folder import KNOWN_ENDINGS, ending_of
from index.reading.web.policy import FetchError
from index.report import Progress, Report

UPLOADS = "uploads"
"""The folder beside the library with the files that were sent to be added."""
SHOWN_LINK = 300
"""How much of a link a refusal repeats."""
STEPS = (say("Reading"), say("Indexing"), say("Merging"), say("Examining"))
_OF_THE_PAGE = re.compile(r"(?:is|leads|may|ended|took|holds|has|unpacks|takes|needs|was|can't|defines|lists)\b")
"""How reasons begin that say something of the page."""


@dataclass
class Run:
    """Work on the library: its name, who began it and when (seconds since 1970), how far it is, and its task.

    ``link`` is the one that is added, ``""`` for all other work.
    """

    name: Phrase
    user_id: int
    began_at: int
    task: asyncio.Task[Report]
    progress: Phrase
    link: str = ""

    @property
    def by(self) -> Phrase:
        """Who began it and when, in Discord's Markdown."""
        return begun(self.user_id, self.began_at)


def begun(user_id: int, began_at: int) -> Phrase:
    """Return who began something, and when, in Discord's Markdown."""
    return say("Begun by {who} {when}", who=f"<@{user_id}>", when=f"<t:{began_at}:R>")


class Runs:
    """At most one piece of work on the library at a time."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.current: Run | None = None
        self.background: Run | None = None
        """What reads sources on their schedules, beside which people's work goes on."""
        self.told: list[Callable[[Run, Report], None]] = []
        """Called with every run that came to its end, and what it did."""

    def check_free(self) -> None:
        """Raise if something is under way.

        Raises
        ------
        RequestError
            It says who began it, and when.
        """
        if self.current:
            raise RequestError(say("work on the library is going on; wait until it has finished"), self.current.by)

    def reindex(self, user_id: int, sources: tuple[Path, ...] = (), *, full: bool) -> Run:
        """Begin to read sources again, all of them if none is named.

        Raises
        ------
        RequestError
            Something is under way already.
        """
        return self._start(say("Reindex"), user_id, partial(run_reindex, self._service, BuildRequest(sources, full)))

    def scheduled(self, user_id: int, work: Callable[[Progress], Coroutine[Any, Any, Report]]) -> Run:
        """Begin work that is due by itself, as that of the bot's own user.

        Raises
        ------
        RequestError
            Sources are being read on their schedules already.
        """
        if self.background:
            raise RequestError(say("work on the library is going on; wait until it has finished"), self.background.by)
        run = self.background = self._begun(say("Reindex"), user_id, work)
        return run

    def add(self, user_id: int, files: Sequence[tuple[str, bytes]]) -> Run:
        """Begin to add files, each a name and what it holds; they are kept beside the library.

        Each takes the place of one of the same name.

        Raises
        ------
        RequestError
            Something is under way already, or a file is of no kind that is read.
        """
        folder = self._service.settings.library.parent / UPLOADS
        held = {folder / file_name(name): data for name, data in files}

        async def work(progress: Progress) -> Report:
            for path, data in held.items():
                await asyncio.to_thread(_store, path, data)
            return await run_add(self._service, BuildRequest(tuple(held)), progress)

        return self._start(say("Add"), user_id, work)

    def add_link(self, user_id: int, page: PageFetch) -> Run:
        """Begin to fetch a page and to add it; while it is fetched, others may change the library.

        Raises
        ------
        RequestError
            Something is under way already.
        """

        async def work(progress: Progress) -> Report:
            return await run_add_ahead(self._service, await _fetched(page), progress)

        run = self._start(say("Add"), user_id, work)
        run.progress, run.link = say("Fetching the page"), page.link
        return run

    def remove(self, user_id: int, article_id: str) -> Run:
        """Begin to remove the article of an id; once begun, it is removed.

        Raises
        ------
        RequestError
            Something is under way already.
        """

        async def work(_: Progress) -> Report:
            return await run_remove(self._service, article_id)

        return self._start(say("Remove"), user_id, work)

    def _start(self, name: Phrase, user_id: int, work: Callable[[Progress], Coroutine[Any, Any, Report]]) -> Run:
        self.check_free()
        run = self.current = self._begun(name, user_id, work)
        return run

    def _begun(self, name: Phrase, user_id: int, work: Callable[[Progress], Coroutine[Any, Any, Report]]) -> Run:
        loop = asyncio.get_running_loop()

        def progress(what: str, done: int, total: int | None) -> None:
            if total:
                said = say("{what} {done:,} of {total:,}", what=step(what), done=done, total=total)
            else:
                said = say("{what} {done:,}", what=step(what), done=done)
            loop.call_soon_threadsafe(setattr, run, "progress", said)

        task = asyncio.create_task(work(progress))
        run = Run(name, user_id, int(time.time()), task, say("Starting"))
        task.add_done_callback(lambda _: self._end(run))
        return run

    def _end(self, run: Run) -> None:
        name = "scheduled reading" if self.background is run else str(run.name).casefold()
        self.current = None if self.current is run else self.current
        self.background = None if self.background is run else self.background
        if not run.task.cancelled() and run.task.exception() is None:
            log_report(name, run.task.result())
            for tell in self.told:
                tell(run, run.task.result())

    def cancel(self) -> bool:
        """Stop a person's run, or else the one on schedule, at its next step; what it has stored stays."""
        return _stop(self.current or self.background)

    def stop(self) -> None:
        """Stop everything."""
        _stop(self.current)
        _stop(self.background)


def _stop(run: Run | None) -> bool:
    """Stop a run at its next step, and tell whether there was one."""
    if run is None:
        return False
    run.progress = say("Stopping")
    # A second time would not even wait for the step's end.
    return run.task.cancelling() > 0 or run.task.cancel()


def page_at(service: Service, link: str) -> PageFetch:
    """Return what fetches a link.

    Raises
    ------
    RequestError
        It is none, or none that is ever fetched.
    """
    try:
        return PageFetch(link, fetch_policy(service))
    except FetchError as error:
        raise _not_added(link, error.reason) from error


def _not_added(link: str, why: str) -> RequestError:
    shown, told = link.strip()[:SHOWN_LINK], reason(why)
    if _OF_THE_PAGE.match(why):
        return RequestError(say("the link “{link}” was not added: it {reason}", link=shown, reason=told))
    return RequestError(say("the link “{link}” was not added: {reason}", link=shown, reason=told))


async def _fetched(page: PageFetch) -> ReadAhead:
    """Return what stands behind a link, read in a thread that needs neither the library nor its lock.

    Raises
    ------
    RequestError
        Nothing that could be added.
    """
    try:
        ahead = await asyncio.to_thread(page.run)
    except asyncio.CancelledError:
        page.stop()
        raise
    except (FetchError, SourceError) as error:
        raise _not_added(page.link, error.reason) from error
    failed = [item.reason for item in ahead.items if isinstance(item, ReadFailure)]
    if failed and len(failed) == len(ahead.items):
        raise _not_added(page.link, failed[0])
    return ahead


def step(what: str) -> str:
    """Return the name of a step of a run as a phrase, if it is one we know."""
    known: dict[str, str] = {name: name for name in STEPS}
    return known.get(what, what)


def file_name(name: str) -> str:
    """Return a name that stays inside its folder and is no hidden file, whatever was sent as one.

    Raises
    ------
    RequestError
        It is of no kind that is read.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    ending = ending_of(f"x{last}")
    if ending not in KNOWN_ENDINGS:
        raise RequestError(say("I read files of the kinds {kinds}", kinds=tuple(sorted(KNOWN_ENDINGS))))
    safe = re.sub(r"[^\w-]+", "-", last[: -len(ending)]).strip("-_")[:80]
    return f"{safe or 'article'}{ending}"


def _store(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise LibraryWriteError(path, error.strerror or "no reason given") from error

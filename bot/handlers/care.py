"""Care of the library from a chat: `status`, `reindex` with its progress, `remove`; no path leaves this file."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.handlers.articles import article_by_id
from bot.handlers.keeper import Keeper
from bot.handlers.library import remove, run_add, run_reindex
from bot.handlers.requests import BuildRequest, RequestError
from bot.handlers.service import Service
from bot.handlers.wording import citation
from bot.replies import Action, Block, Facts, Heading, Kept, Outcome, Reading, Reply, Style, Text
from bot.state import KeptExtract, new_code
from index.errors import LibraryWriteError
from index.reading.folder import KNOWN_ENDINGS
from index.report import Progress, Report
from index.store import Library

SHOWN_FAILURES = 8
MAX_INSPECTED = 4_000
UPLOADS = "uploads"
"""The folder beside the library with the files that were sent to be added."""


@dataclass
class Run:
    """Work on the library: its name, who began it and when (seconds since 1970), how far it is, and its task."""

    name: str
    user_id: int
    began_at: int
    task: asyncio.Task[Report]
    progress: str = "Starting"


class Runs:
    """At most one piece of work on the library at a time."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.current: Run | None = None

    def check_free(self) -> None:
        """Raise if something is under way.

        Raises
        ------
        RequestError
        """
        if self.current:
            since = int(time.time()) - self.current.began_at
            raise RequestError(
                f"work on the library has been going on for {since} seconds; /library status tells who began it"
            )

    def reindex(self, user_id: int, *, full: bool) -> Run:
        """Begin to read all sources again.

        Raises
        ------
        RequestError
            Something is under way already.
        """
        return self._start("Reindex", user_id, partial(run_reindex, self._service, BuildRequest((), full)))

    def add(self, user_id: int, name: str, data: bytes) -> Run:
        """Begin to add a file of this name and content, kept beside the library in the place of one of the same name.

        Raises
        ------
        RequestError
            Something is under way already, or the file is of no kind that is read.
        """
        path = self._service.settings.library.parent / UPLOADS / file_name(name)

        async def work(progress: Progress) -> Report:
            await asyncio.to_thread(_store, path, data)
            return await run_add(self._service, BuildRequest((path,)), progress)

        return self._start("Add", user_id, work)

    def _start(self, name: str, user_id: int, work: Callable[[Progress], Coroutine[Any, Any, Report]]) -> Run:
        self.check_free()
        loop = asyncio.get_running_loop()

        def progress(what: str, done: int, total: int | None) -> None:
            said = f"{what} {done:,}" + (f" of {total:,}" if total else "")
            loop.call_soon_threadsafe(setattr, run, "progress", said)

        task = asyncio.create_task(work(progress))
        run = self.current = Run(name, user_id, int(time.time()), task)
        task.add_done_callback(self._end)
        return run

    def _end(self, task: asyncio.Task[Report]) -> None:
        self.current = None

    def cancel(self) -> bool:
        """Stop the run, if there is one; what it has stored stays."""
        return self.current is not None and self.current.task.cancel()


def file_name(name: str) -> str:
    """Return a name that stays inside its folder and is no hidden file, whatever was sent as one.

    Raises
    ------
    RequestError
        It is of no kind that is read.
    """
    stem, dot, ending = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    if not dot or f".{ending.lower()}" not in KNOWN_ENDINGS:
        raise RequestError(f"I read files of the kinds {', '.join(sorted(KNOWN_ENDINGS))}")
    safe = re.sub(r"[^\w-]+", "-", stem).strip("-_")[:80]
    return f"{safe or 'article'}.{ending.lower()}"


def _store(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise LibraryWriteError(path, error.strerror or "no reason given") from error


def running(run: Run) -> Reply:
    """Tell how far a run is, with a button that stops it."""
    blocks = (
        Heading(run.name),
        Kept(f"Begun by <@{run.user_id}> <t:{run.began_at}:R>"),
        Text(run.progress),
    )
    return Reply(Outcome.NOTHING, blocks, actions=((Action("Cancel", "stop", "", Style.GRAVE),),))


def finished(run: Run, report: Report) -> Reply:
    """Tell what a run did."""
    facts = Facts(
        (
            ("added", f"{report.added:,}"),
            ("changed", f"{report.changed:,}"),
            ("removed", f"{report.removed:,}"),
            ("unchanged", f"{report.unchanged:,}"),
            ("failed", f"{len(report.failed):,}"),
        )
    )
    outcome = Outcome.FAILED if report.failed else Outcome.DONE
    return Reply(outcome, (Heading(f"{run.name} done"), facts, *_failures(report.failed)))


def stopped(run: Run) -> Reply:
    """Tell that a run was stopped."""
    return Reply(
        Outcome.NOTHING,
        (Heading(f"{run.name} stopped"), Text("What was stored stays; the next run goes on from there.")),
    )


def _failures(failures: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> list[Block]:
    lines: list[Block] = [Text(f"{Path(location).name}: {reason}") for location, reason in failures[:SHOWN_FAILURES]]
    if len(failures) > SHOWN_FAILURES:
        lines.append(Text(f"… and {len(failures) - SHOWN_FAILURES:,} more"))
    return lines


async def status(service: Service, keeper: Keeper, runs: Runs) -> Reply:
    """Tell what the library holds, what failed, how people found the answers, and what is running."""
    overview = await service.read(Library.overview)
    helpful, not_helpful = await keeper.run(lambda state: state.votes())
    facts = Facts(
        (
            ("articles", f"{overview.articles:,}"),
            ("passages", f"{overview.passages:,}"),
            ("outlets", f"{overview.publishers:,}"),
            ("size", f"{overview.size_bytes / 1e6:,.1f} MB"),
            ("sources", ", ".join(Path(source).name for source in overview.sources) or "none"),
            ("failed", f"{len(overview.failures):,}"),
            ("votes", f"{helpful:,} helpful, {not_helpful:,} not helpful"),
        )
    )
    run = runs.current
    state = Kept(f"{run.name} begun by <@{run.user_id}> <t:{run.began_at}:R>") if run else Text("Nothing is running.")
    return Reply(Outcome.DONE, (Heading("The library"), facts, *_failures(overview.failures), state))


async def ask_to_remove(service: Service, keeper: Keeper, wanted: str) -> Reply:
    """Name the article that would be removed, with a button that does it.

    Raises
    ------
    RequestError
        No article, or more than one, is meant.
    """
    ids = await service.read(lambda library: library.find_ids(wanted.strip()))
    if len(ids) != 1:
        raise RequestError("choose one of the articles offered while you type; no single one has that name")
    article = await service.read(partial(article_by_id, article_id=ids[0]))
    if article is None:
        raise RequestError("that article holds no text")
    kept = KeptExtract(new_code(), 0, article.id, article.title, article.revision, 0, 0, "")
    await keeper.run(lambda state: state.save_receipt(kept))
    row = (Action("Remove it", "drop", kept.receipt, Style.GRAVE),)
    return Reply(Outcome.NOTHING, (Heading("Remove this article?"), Text(citation(article))), actions=(row,))


async def remove_article(service: Service, keeper: Keeper, runs: Runs, receipt: str) -> Reply:
    """Remove the article of a receipt; it can't answer the next question."""
    found = await keeper.run(lambda state: state.receipt(receipt))
    if found is None:
        raise RequestError("that article is not known any more")
    if runs.current:
        raise RequestError("work on the library is going on; remove the article when it has finished")
    await remove(service, found[0].article_id)
    return Reply(Outcome.DONE, (Heading("Removed"), Text(f"“{found[0].title}” can't answer the next question.")))


async def inspect(service: Service, wanted: str) -> Reply:
    """Show the beginning of an article's source beside that of its cleaned text.

    Raises
    ------
    RequestError
        No single article is meant.
    """
    ids = await service.read(lambda library: library.find_ids(wanted.strip()))
    if len(ids) != 1:
        raise RequestError("choose one of the articles offered while you type; no single one has that name")
    article = await service.read(partial(article_by_id, article_id=ids[0]))
    raw = await service.read(lambda library: library.raw_input(ids[0]))
    if article is None or raw is None:
        raise RequestError("that article holds no text")
    facts = Facts(
        (
            ("published", article.published or "no date found"),
            ("language", article.language or "unknown"),
            ("source", f"{Path(article.location).name}, {len(raw):,} bytes"),
            ("cleaned", f"{len(article.text):,} characters, revision {article.revision}"),
        )
    )
    before = Reading(raw.decode(errors="replace")[:MAX_INSPECTED])
    after = Reading(article.text[:MAX_INSPECTED])
    blocks = (Heading(article.title), facts, Text("As it was read:"), before, Text("As it is kept:"), after)
    return Reply(Outcome.DONE, blocks)

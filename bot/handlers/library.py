"""`add`, `reindex`, `remove`, `repair` and `status`: care of the library."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.handlers.apart import Work, run_apart
from bot.handlers.condition import condition_of
from bot.handlers.requests import BuildRequest, RequestError
from bot.handlers.service import Service
from bot.replies import Block, Facts, Heading, Outcome, Reply, Text
from index import build
from index.engines.engine import Condition, WritingEngine
from index.engines.ledger import now_ms
from index.reading.ahead import ReadAhead
from index.reading.web.policy import FetchPolicy
from index.report import Progress, Report
from index.store import Overview

SHOWN_FAILURES = 20


async def add(service: Service, request: BuildRequest, progress: Progress) -> Reply:
    """Add sources to the library and index them; nothing is ever removed."""
    return report_reply(service.place.path, await add_or_forget(service, request, progress))


async def add_or_forget(service: Service, request: BuildRequest, progress: Progress) -> Report:
    """Add sources to the library; one that was made for them and got nothing is deleted again."""
    fresh = not await service.exists()
    report = await run_add(service, request, progress)
    if fresh and not report.read and not await service.read(lambda library: library.sources()):
        await asyncio.to_thread(service.place.forget)
    return report


async def run_add(service: Service, request: BuildRequest, progress: Progress) -> Report:
    """Add sources to the library, index them, and return what was done."""
    if service.has_runs_apart:
        return await _apart(service, run_add, request, progress)
    return await service.write(
        partial(
            build.add,
            sources=request.sources,
            progress=service.stoppable(progress),
            rules=_rules(service, request),
        )
    )


async def run_add_ahead(service: Service, ahead: ReadAhead, progress: Progress) -> Report:
    """Add a source that was read before, index it, and return what was done."""
    rules = replace(_rules(service, BuildRequest(())), ahead=(ahead,))
    work = partial(build.add, sources=(ahead.source,), progress=service.stoppable(progress), rules=rules)
    return await service.write(work)


async def reindex(service: Service, request: BuildRequest, progress: Progress) -> Reply:
    """Read sources again and make the library match them."""
    return report_reply(service.place.path, await run_reindex(service, request, progress))


async def run_reindex(service: Service, request: BuildRequest, progress: Progress) -> Report:
    """Read sources again, make the library match them, and return what was done."""
    # Configured sources can fill a library that is not there yet.
    if not service.settings.own_sources:
        await service.check_there()
    if service.has_runs_apart:
        return await _apart(service, run_reindex, request, progress)
    if request.full and not request.sources and await service.exists():
        from bot.handlers.rebuilding import rebuild_with  # only here, as it loads what answers are made with

        return await service.write(
            rebuild_with(
                service, progress=service.stoppable(progress), rules=_rules(service, request), exam=request.exam
            )
        )
    return await service.write(
        partial(
            build.reindex,
            sources=request.sources,
            progress=service.stoppable(progress),
            rules=_rules(service, request),
        )
    )


async def _apart(service: Service, work: Work, request: BuildRequest, progress: Progress) -> Report:
    """Make a run in a process of its own, so that questions keep their speed."""
    stoppable = service.stoppable(progress)
    return await service.run_writing(partial(run_apart, service.settings, work, request, stoppable))


def fetch_policy(service: Service) -> FetchPolicy:
    """Return how links are fetched, by the settings."""
    settings = service.settings
    return FetchPolicy(settings.contact or "", settings.delay, settings.allow_loopback)


def _rules(service: Service, request: BuildRequest) -> build.Rules:
    settings = service.settings
    return build.Rules(
        full=request.full,
        confirmed=request.confirmed,
        policy=fetch_policy(service),
        configured=settings.own_sources,
        keep_revisions=settings.revisions,
    )


def report_reply(path: Path, report: Report) -> Reply:
    """Tell what a run did."""
    counts = (
        (report.added, "added"),
        (report.changed, "changed"),
        (report.removed, "removed"),
        (report.unchanged, "unchanged"),
        (report.duplicate, "duplicate"),
        (report.kept_out, "kept out, as removed by hand"),
        (report.left, "left for the next run"),
        (len(report.failed), "failed"),
    )
    done = ", ".join(f"{count:,} {name}" for count, name in counts if count or name == "added")
    blocks: list[Block] = [Heading(f"{path}: {done}")]
    blocks += [Text(f"failed: {location}: {reason}") for location, reason in report.failed[:SHOWN_FAILURES]]
    if len(report.failed) > SHOWN_FAILURES:
        blocks.append(Text(f"… and {len(report.failed) - SHOWN_FAILURES:,} more"))
    return Reply(Outcome.FAILED if report.failed else Outcome.DONE, tuple(blocks))


async def remove(service: Service, wanted: str) -> Reply:
    """Remove the article of an id, link, title or path; it can't answer the next question.

    Raises
    ------
    RequestError
        No article, or more than one, is meant.
    """
    await service.check_there()
    removed = await service.write(partial(_remove, wanted=wanted))
    return Reply(Outcome.DONE, (Heading(f"Removed {removed}."),))


async def run_remove(service: Service, article_id: str) -> Report:
    """Remove the article of an id, and return what was done."""
    await service.write(partial(_remove, wanted=article_id))
    return Report(removed=1)


def _remove(library: WritingEngine, wanted: str) -> str:
    ids = library.find_ids(wanted) or library.find_ids(str(Path(wanted).absolute()))
    if not ids:
        raise RequestError(f'no article has the id, link, title or path "{wanted}"')
    if len(ids) > 1:
        raise RequestError(f'{len(ids)} articles are called "{wanted}"; name one by its id: {", ".join(ids[:5])}')
    library.remove_by_hand(ids, version=now_ms())
    for _ in library.tidy():
        pass
    return ids[0]


async def repair(service: Service) -> Reply:
    """Make the index anew from the stored articles."""
    await service.check_there()
    await service.write(lambda library: library.rebuild())
    return Reply(Outcome.DONE, (Heading("The index was made anew from the stored articles."),))


async def status(service: Service) -> Reply:
    """Tell what the library holds."""
    health = await condition_of(service)
    if health.condition is Condition.DOWN and health.particulars:
        return Reply(Outcome.FAILED, (Heading(health.summary), Facts(health.particulars)))
    overview = await service.read(lambda library: library.overview())
    engine = ("engine", f"{service.settings.engine}: {health.summary}")
    blocks: list[Block] = [Facts((*_facts(overview), engine, *health.particulars))]
    blocks += [Text(f"failed: {location}: {reason}") for location, reason in overview.failures[:SHOWN_FAILURES]]
    return Reply(Outcome.DONE, tuple(blocks))


def _facts(overview: Overview) -> list[tuple[str, str]]:
    dates = (
        f"{overview.first_published[:10]} to {(overview.last_published or '')[:10]}"
        if overview.first_published
        else "none"
    )
    return [
        ("library", str(overview.path)),
        ("articles", f"{overview.articles:,}"),
        ("passages", f"{overview.passages:,}"),
        ("outlets", f"{overview.publishers:,}"),
        ("published", dates),
        ("languages", ", ".join(f"{language} {count:,}" for language, count in overview.languages) or "none"),
        ("size", f"{overview.size_bytes / 1e6:,.1f} MB"),
        ("sources", ", ".join(overview.sources) or "none"),
        ("failed", f"{len(overview.failures):,}"),
    ]

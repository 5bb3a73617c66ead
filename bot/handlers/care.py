"""Care of the library from a chat: `status`, what runs say, `remove`, `inspect`; no path leaves this file."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.handlers.articles import article_by_id
from bot.handlers.condition import condition_of, told
from bot.handlers.desk import Desk
from bot.handlers.kept import keep_article, kept_extract
from bot.handlers.reasons import reason
from bot.handlers.reports import counts_of
from bot.handlers.requests import RequestError
from bot.handlers.runs import Run, begun
from bot.handlers.sources import all_sources
from bot.handlers.wording import day_published, particulars_line
from bot.layout import fitted, shortened
from bot.phrases import Day, Phrase, number, say
from bot.replies import Action, Block, Facts, Heading, Kept, Outcome, Reading, Reply, Style, Text
from bot.state import StateError
from index.engines.engine import Condition
from index.models import Article
from index.reading.origin import DateOrigin, date_origin
from index.report import Report
from index.schedule import next_run

log = logging.getLogger(__name__)

SHOWN_FAILURES = 8
SHOWN_RUNS = 3
SHOWN_REASONS = 3
REMOVE_S = 20.0
"""How long the removal of an article is waited for, in seconds; as it must not end half-way, it goes on."""
MAX_INSPECTED = 4_000
MAX_FACT = 160
_LAST_RUN = "last_run"


def running(run: Run) -> Reply:
    """Tell how far a run is, with a button that stops it."""
    blocks = (Heading(run.name), Kept(run.by), Text(run.progress))
    return Reply(Outcome.NOTHING, blocks, actions=((Action(say("Cancel"), "stop", "", Style.GRAVE),),))


def finished(run: Run, report: Report, *, shows_failures: bool) -> Reply:
    """Tell what a run did; names of files that failed are for those alone who care for the library."""
    outcome = Outcome.FAILED if report.failed else Outcome.DONE
    took = Text(say("It took {seconds:,} s.", seconds=int(time.time()) - run.began_at), quiet=True)
    head = Heading(say("{name}: done", name=run.name))
    named: list[Block] = _failures(report.failed) if shows_failures else []
    if report.failed and not shows_failures:
        named = [Kept(say("`/library status` tells what failed, and why."))]
    return Reply(outcome, (head, Kept(run.by), counts_of(report), *named, took))


def stopped(run: Run) -> Reply:
    """Tell that a run was stopped."""
    said = Text(say("What was stored stays; the next run goes on from there."))
    return Reply(Outcome.NOTHING, (Heading(say("{name}: stopped", name=run.name)), Kept(run.by), said))


async def added(desk: Desk, link: str) -> tuple[Block, ...]:
    """Return what is now known of the article of a link, as it was found there; nothing if it has none of its own.

    Raises
    ------
    ArticleIndexError, TimeoutError
    """
    ids = await desk.service.read(lambda library: library.find_ids(link))
    article = await desk.service.read(partial(article_by_id, article_id=ids[0])) if len(ids) == 1 else None
    if article is None:
        return ()
    raw = await desk.service.read(lambda library: library.raw_input(article.id)) or b""
    known = [
        (say("published"), day_published(article)),
        (say("outlet"), article.publisher),
        (say("author"), article.author),
        (say("date from"), _origin(date_origin(article.published, article.location, raw))),
        (say("language"), article.language or say("unknown")),
        (say("length"), say("{count:,} characters", count=len(article.text))),
    ]
    facts = Facts(tuple((name, shortened(value, MAX_FACT)) for name, value in known if value))
    return (Heading(article.title), facts)


def going_on(run: Run) -> Reply:
    """Tell that a run goes on for longer than its message can be changed, and where its report will be."""
    said = say("This takes longer than I may change this message. `/library status` tells how it ended.")
    return Reply(Outcome.NOTHING, (Heading(run.name), Kept(run.by), Text(run.progress), Kept(said)))


async def note_run(desk: Desk, run: Run, end: str, report: Reply | None = None) -> None:
    """Keep who began the last run, when, how it ended and what it reported, for `status`.

    Raises
    ------
    StateError
    """
    blocks = report.blocks if report else ()
    counts = {str(name): str(value) for block in blocks if isinstance(block, Facts) for name, value in block.rows}
    reasons = [block.text for block in blocks if isinstance(block, Text)] if end == say("failed") else []
    noted = json.dumps([run.name, run.user_id, run.began_at, end, counts, reasons])
    await desk.keeper.run(lambda state: state.set_guild(0, _LAST_RUN + desk.name, noted))


def _failures(failures: Sequence[tuple[str, str]]) -> list[Block]:
    lines: list[Block] = [
        Text(say("{name}: {reason}", name=source_name(location), reason=reason(why)))
        for location, why in failures[:SHOWN_FAILURES]
    ]
    if len(failures) > SHOWN_FAILURES:
        lines.append(Text(say("… and {count:,} more", count=len(failures) - SHOWN_FAILURES)))
    return lines


def source_name(location: str) -> str:
    """Return what a source or an article's place is called where no path may be seen."""
    return location if "://" in location else Path(location).name or location


def source_key(location: str) -> str:
    """Return a short name of a source that tells nothing of its path."""
    return hashlib.blake2b(location.encode(), digest_size=8).hexdigest()


def named_sources(locations: Sequence[str], typed: str) -> list[tuple[str, str]]:
    """Return key and name of the sources whose name holds what was typed, by name."""
    named = [(source_name(location), source_key(location)) for location in locations]
    return [(key, name) for name, key in sorted(named) if typed.casefold() in name.casefold() and name.strip()]


async def chosen_source(desk: Desk, wanted: str) -> Path:
    """Return the source of a key or, if there is only one of it, of a name.

    Raises
    ------
    RequestError
    """
    sources = await desk.service.read(lambda library: library.sources())
    found = [source for source in sources if source_key(source) == wanted]
    found = found or [source for source in sources if source_name(source) == wanted.strip()]
    if len(found) != 1:
        raise RequestError(say("choose one of the sources offered while you type; no single one has that name"))
    return Path(found[0])


async def status(desk: Desk, waiting: int) -> Reply:
    """Tell what the library holds, what failed, how people found the answers, what was running and what is.

    ``waiting`` is how many people wait for an answer just now.

    Raises
    ------
    ArticleIndexError, StateError
    """
    health = await condition_of(desk.service)
    state = (say("state"), told(health.condition))
    if health.condition is Condition.DOWN:
        return Reply(Outcome.FAILED, (Heading(say("The library")), Facts((state,))))
    overview = await desk.service.read(lambda library: library.overview())
    helpful, not_helpful = await desk.keeper.read(lambda state: state.votes(desk.name))
    noted = await desk.keeper.read(lambda state: state.guild_setting(0, _LAST_RUN + desk.name))
    sources = tuple(source_name(source) for source in overview.sources)
    facts = Facts(
        (
            (say("articles"), number(overview.articles)),
            (say("passages"), number(overview.passages)),
            (say("outlets"), number(overview.publishers)),
            (say("size"), say("{size:,} MB", size=round(overview.size_bytes / 1e6, 1))),
            (say("sources"), say("{sources}", sources=sources) if sources else say("none")),
            (say("failed"), number(len(overview.failures))),
            (say("votes"), say("{good:,} helpful, {bad:,} not helpful", good=helpful, bad=not_helpful)),
            (say("waiting for an answer"), number(waiting)),
            state,
        )
    )
    coming = await _next_runs(desk)
    reasons = await desk.keeper.read(lambda state: state.reasons(desk.name, SHOWN_REASONS))
    why: list[Block] = [
        Text(say("Not helpful, {day}: “{reason}”", day=Day(day), reason=shortened(text, MAX_FACT)), quiet=True)
        for text, day in reasons
    ]
    now: list[Block] = []
    for run in filter(None, (desk.runs.current, desk.runs.background)):
        now += [Heading(run.name), Text(run.progress), Kept(run.by)]
    failed, now = _failures(overview.failures), now or _last_run(noted)
    return Reply(Outcome.DONE, (Heading(say("The library")), facts, *failed, *now, *why, *coming))


async def _next_runs(desk: Desk) -> list[Block]:
    """Return when the next sources are read by themselves, the first of them first; nothing if none is.

    Raises
    ------
    ArticleIndexError
    """
    known = await all_sources(desk.service)
    now = datetime.now(UTC)
    due = sorted((at, item.source.label) for item in known if (at := next_run(item, now)) is not None)
    lines: list[Block] = []
    for at, label in due[:SHOWN_RUNS]:
        name = fitted(source_name(label), MAX_FACT)
        when = f"<t:{int(at.timestamp())}:R>" if at > now else say("within a minute")
        lines.append(Kept(say("-# Next to be read: {name}, {when}", name=name, when=when)))
    return lines


def _last_run(noted: str | None) -> list[Block]:
    """Return how the last run went, from what was kept of it."""
    lines: list[Block] = [Text(say("Nothing is running."))]
    if noted:
        name, user_id, began_at, end, counts, reasons = [*json.loads(noted), {}, []][:6]
        lines.append(Text(say("Last run: {name}, {end}", name=_said(name), end=_said(end))))
        lines.append(Kept(begun(user_id, began_at)))
        named = ((_said(item), value) for item, value in counts.items())
        done = tuple(say("{name} {value}", name=name, value=value) for name, value in named if isinstance(name, Phrase))
        lines += [Text(say("{parts}", parts=done), quiet=True)] if done else []
        lines += [Text(text, quiet=True) for text in reasons]
    return lines


def _said(kept: str) -> str:
    works, ends = (say("Reindex"), say("Add"), say("Remove")), (say("done"), say("stopped"), say("failed"))
    counts = (say("added"), say("changed"), say("removed"), say("unchanged"))
    known: dict[str, str] = {name: name for name in (*works, *ends, *counts)}
    return known.get(kept, kept)


async def ask_to_remove(desk: Desk, wanted: str) -> Reply:
    """Name the article that would be removed, with a button that does it.

    Raises
    ------
    RequestError
        No article, or more than one, is meant.
    """
    article = await _only_one(desk, wanted)
    kept = await keep_article(desk, article)
    row = (Action(say("Remove it"), "drop", kept.receipt, Style.GRAVE),)
    return Reply(
        Outcome.NOTHING,
        (Heading(say("Remove this article?")), Text(article.title), Text(particulars_line(article))),
        actions=(row,),
    )


async def _only_one(desk: Desk, wanted: str) -> Article:
    ids = await desk.service.read(lambda library: library.find_ids(wanted.strip()))
    if len(ids) != 1:
        raise RequestError(say("choose one of the articles offered while you type; no single one has that name"))
    article = await desk.service.read(partial(article_by_id, article_id=ids[0]))
    if article is None:
        raise RequestError(say("that article holds no text"))
    return article


async def remove_article(desk: Desk, receipt: str, user_id: int) -> Reply:
    """Remove the article of a receipt; it can't answer the next question.

    Where it takes long it goes on, as one more kind of run that `status` tells of.

    Raises
    ------
    RequestError, ArticleIndexError, StateError
    """
    try:
        kept, _ = await kept_extract(desk, receipt)
    except RequestError as error:
        raise RequestError(say("that article is not known any more")) from error
    article = await desk.service.read(partial(article_by_id, article_id=kept.article_id))
    run = desk.runs.remove(user_id, kept.article_id)
    noting = asyncio.create_task(_noted(desk, run))
    done, _ = await asyncio.wait({noting}, timeout=REMOVE_S)
    if not done:
        going_on = say("This takes a while, and goes on; `/library status` tells when it is done.")
        return Reply(Outcome.NOTHING, (Heading(run.name), Kept(going_on)))
    run.task.result()
    gone = say("“{title}” can't answer the next question.", title=article.title if article else "…")
    return Reply(Outcome.DONE, (Heading(say("Removed")), Text(gone)))


async def _noted(desk: Desk, run: Run) -> None:
    """Wait for a run's end, and keep how it was."""
    await asyncio.wait({run.task})
    is_done = not run.task.cancelled() and run.task.exception() is None
    try:
        await note_run(desk, run, say("done") if is_done else say("failed"))
    except StateError as error:
        log.warning("the end of a run could not be kept: %s", error)


async def inspect(desk: Desk, wanted: str) -> Reply:
    """Show the beginning of an article's source beside that of its cleaned text, and where its date is from.

    Raises
    ------
    RequestError
        No single article is meant.
    """
    article = await _only_one(desk, wanted)
    raw = await desk.service.read(lambda library: library.raw_input(article.id)) or b""
    origin = date_origin(article.published, article.location, raw)
    name, size = source_name(article.location), len(raw)
    facts = Facts(
        (
            (say("published"), day_published(article)),
            (say("date from"), _origin(origin)),
            (say("language"), article.language or say("unknown")),
            (say("source"), say("{name}, {size:,} bytes", name=name, size=size)),
            (
                say("cleaned"),
                say("{length:,} characters, revision {revision}", length=len(article.text), revision=article.revision),
            ),
        )
    )
    before = Reading(raw.decode(errors="replace")[:MAX_INSPECTED])
    after = Reading(article.text[:MAX_INSPECTED])
    shown = (Text(say("As it was read:")), before, Text(say("As it is kept:")), after)
    return Reply(Outcome.DONE, (Heading(article.title), facts, *shown))


def _origin(origin: DateOrigin) -> Phrase:
    """Return where a date is from as a phrase."""
    if origin.kind == "name":
        return say("the file's name")
    if origin.kind == "stated":
        return say("these words of the source: {words}", words=origin.words)
    if origin.kind == "derived":
        return say("worked out from the page as a whole; the source doesn't state it in these words")
    return say("nothing: the source gives no whole date")

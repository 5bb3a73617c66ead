"""`/article`, `/articles`, `/receipt`, `/about`, `/privacy`, `/help`: what is there, and what is kept."""

from __future__ import annotations

import asyncio
import difflib
import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.handlers.answers import article_page, kept_extract
from bot.handlers.articles import article_by_id, still_there
from bot.handlers.catalogue import Catalogue
from bot.handlers.keeper import Keeper
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.handlers.wording import citation
from bot.layout import fitted
from bot.markdown import day
from bot.replies import Action, Block, Facts, Heading, Kept, Outcome, Quote, Reading, Reply, Style, Text
from bot.state import KeptExtract, new_code, read_code
from index.models import Article, Span
from index.store import Library, ListedArticle
from index.text.sentences import split_paragraphs, split_sentences

LIST_LENGTH = 15
"""Articles on a page of a list."""
MAX_TITLE = 120
MAX_OUTLET = 40
CLOSE = 0.6
"""How alike a sentence has to be to count as what became of an extract, 0 to 1."""

HELP = (
    "`/ask` answers a question with quotes from the library's articles. The short answer comes first where it is safe; "
    "every quote stands in its article word for word, and its title opens the page.",
    "`/search` shows the passages in which your words count most.",
    "`/articles` and `/article` show what is in the library.",
    "Every quote has a receipt, such as `7KM2Q4XA`; `/receipt` tells months later whether it still stands.",
    "`/about` tells what the library covers, `/privacy` what is kept about you.",
    "On a message, under Apps: *Ask Cuttings about this*, and *Find the source*.",
)


async def show_article(service: Service, keeper: Keeper, wanted: str) -> Reply:
    """Show the article of an id, link or title, from its beginning.

    Raises
    ------
    RequestError
        There is none, or more than one.
    """
    article = await service.read(partial(_find, wanted=wanted.strip()))
    kept = KeptExtract(new_code(), 0, article.id, article.title, article.revision, 0, 0, "")
    await keeper.run(lambda state: state.save_receipt(kept))
    page = await asyncio.to_thread(article_page, article, kept, 0)
    facts = [
        ("published", article.published and article.published[:10]),
        ("outlet", article.publisher),
        ("author", article.author),
        ("language", article.language),
        ("tags", ", ".join(article.tags)),
        ("revision", article.revision),
        ("length", f"{len(article.text):,} characters"),
    ]
    shown = Facts(tuple((name, value) for name, value in facts if value))
    return Reply(Outcome.DONE, (page.blocks[0], shown, *page.blocks[2:]), actions=page.actions)


def _find(library: Library, wanted: str) -> Article:
    ids = library.find_ids(wanted)
    if not ids:
        raise RequestError(
            f"no article has the title or link “{wanted[:MAX_TITLE]}”; choose one of those offered while you type"
        )
    if len(ids) > 1:
        raise RequestError(f"{len(ids)} articles have that title; choose one of those offered while you type")
    article = article_by_id(library, ids[0])
    if article is None:
        raise RequestError("that article holds no text")
    return article


def outlet_key(outlet: str) -> str:
    """Return a short name of an outlet that fits into the id of a button."""
    return hashlib.blake2b(outlet.casefold().encode(), digest_size=6).hexdigest()


def list_articles(catalogue: Catalogue, page: int, outlet: str, since: str) -> Reply:
    """Show a page of the articles, newest first; ``outlet`` is a key as `outlet_key` makes it; ``""`` is no bound."""
    found = [
        article
        for article in catalogue.articles
        if (not outlet or (article.publisher and outlet_key(article.publisher) == outlet))
        and (not since or (article.published or "") >= since)
    ]
    if not found:
        return Reply(Outcome.NOTHING, (Heading("No articles."),))
    pages = -(-len(found) // LIST_LENGTH)
    page = min(max(page, 0), pages - 1)
    shown = found[page * LIST_LENGTH : (page + 1) * LIST_LENGTH]
    bounds = [found[0].publisher or ""] * bool(outlet) + [f"since {since}"] * bool(since)
    head: list[Block] = [Heading(f"{len(found):,} articles, newest first")]
    head += [Text("Only: " + ", ".join(bounds), quiet=True)] if bounds else []
    argument = f"{since}:{outlet}"
    row = (
        Action("◀ Previous", "list" if page else "", f"{page - 1}:{argument}"),
        Action(f"page {page + 1} of {pages}"),
        Action("Next ▶", "list" if page + 1 < pages else "", f"{page + 1}:{argument}"),
    )
    return Reply(Outcome.DONE, (*head, Kept(_lines(shown))), actions=(row,))


def _lines(articles: Sequence[ListedArticle]) -> str:
    """Return a line of Markdown for each article; a page of them always fits into a message."""
    lines = []
    for article in articles:
        parts = [f"**{fitted(article.title, MAX_TITLE)}**"]
        parts += [fitted(article.publisher, MAX_OUTLET)] if article.publisher else []
        parts += [day(article.published)] if article.published else []
        lines.append(" · ".join(parts))
    return "\n".join(lines)


async def check_receipt(service: Service, keeper: Keeper, typed: str) -> Reply:
    """Tell what became of an extract: unchanged, its article edited (and what it says now), or removed.

    Raises
    ------
    RequestError
        There is no such receipt.
    """
    kept, shown_at = await kept_extract(keeper, read_code(typed)[:20])
    article = await service.read(partial(article_by_id, article_id=kept.article_id))
    when = f" on {shown_at[:10]}" if shown_at else ""
    if article is None:
        said = Heading("Removed: the library no longer holds the article.")
        return Reply(Outcome.NOTHING, (said, Text(f"It was “{kept.title}”. Shown{when}:"), Reading(kept.text or "…")))
    if still_there(article, kept):
        quote = Quote(
            kept.number or 1, kept.text, kept.marks, citation(article), article.url, article, kept.start, kept.receipt
        )
        said = Heading("Unchanged: the quote stands in the article word for word.")
        blocks: tuple[Block, ...] = (said, Text(f"Shown{when}, from revision {kept.revision}.", quiet=True), quote)
        return Reply(Outcome.DONE, blocks if kept.text else blocks[:2], actions=(_read_action(kept),))
    return await asyncio.to_thread(_edited, article, kept, when)


def _read_action(kept: KeptExtract) -> tuple[Action, ...]:
    return (Action("Read the article", "read", f"{kept.receipt}:"),)


def _edited(article: Article, kept: KeptExtract, when: str) -> Reply:
    place = article.text.find(kept.text)
    head = Heading("Edited: the article was changed since.")
    if place >= 0:
        quote = Quote(
            kept.number or 1, kept.text, kept.marks, citation(article), article.url, article, place, kept.receipt
        )
        return Reply(Outcome.DONE, (head, Text(f"The quote shown{when} still stands in it, word for word:"), quote))
    blocks: list[Block] = [head, Text(f"Shown{when}, no longer in the article:"), Reading(kept.text)]
    nearest = _nearest(article, kept.text)
    if nearest:
        text = article.text[nearest.start : nearest.end]
        quote = Quote(
            kept.number or 1, text, _added(kept.text, text), citation(article), article.url, article, nearest.start
        )
        blocks += [Text("What it says now, with what is new in bold:"), quote]
    return Reply(Outcome.NOTHING, tuple(blocks))


def _nearest(article: Article, text: str) -> Span | None:
    """Return the sentence of an article that is most like a text, if one is like it at all."""
    paragraphs = split_paragraphs(article.text)
    sentences = [span for part in split_sentences(article.text, article.language or "en", paragraphs) for span in part]
    matcher = difflib.SequenceMatcher(b=text[:1_000], autojunk=False)
    best, likeness = None, CLOSE
    for span in sentences:
        matcher.set_seq1(article.text[span.start : span.end][:1_000])
        if matcher.quick_ratio() >= likeness and (ratio := matcher.ratio()) >= likeness:
            best, likeness = span, ratio
    return best


def _added(old: str, new: str) -> tuple[Span, ...]:
    """Return the spans of a new text's words that its old one didn't hold at their place."""
    words = [Span(found.start, found.end) for found in _word_spans(new)]
    matcher = difflib.SequenceMatcher(None, old.split(), [new[span.start : span.end] for span in words], autojunk=False)
    return tuple(
        Span(words[start].start, words[end - 1].end)
        for kind, _, _, start, end in matcher.get_opcodes()
        if kind in {"insert", "replace"} and end > start
    )


def _word_spans(text: str) -> list[Span]:
    spans, place = [], 0
    for word in text.split():
        place = text.index(word, place)
        spans.append(Span(place, place + len(word)))
        place += len(word)
    return spans


async def about(service: Service) -> Reply:
    """Tell what the library covers."""
    overview = await service.read(Library.overview)
    changed = int(max(path.stat().st_mtime for path in _files(overview.path)))
    dates = f"{(overview.first_published or 'none')[:10]} to {(overview.last_published or 'none')[:10]}"
    facts = Facts(
        (
            ("articles", f"{overview.articles:,}"),
            ("passages", f"{overview.passages:,}"),
            ("outlets", f"{overview.publishers:,}"),
            ("published", dates if overview.first_published else "no dates known"),
            ("languages", ", ".join(f"{language} {count:,}" for language, count in overview.languages) or "none"),
        )
    )
    return Reply(Outcome.DONE, (Heading("What I can answer from"), facts, Kept(f"-# Last changed <t:{changed}:R>")))


def _files(path: Path) -> list[Path]:
    """Return the library's files; what was written last may still stand in the second one."""
    return [file for file in (path, path.with_name(path.name + "-wal")) if file.exists()]


async def privacy(keeper: Keeper, user_id: int, *, keeps_questions: bool) -> Reply:
    """Tell a person what is kept about them, with a button that deletes it."""
    answers, questions, votes = await keeper.run(lambda state: state.kept_about(state.person(user_id)))
    rule = "are kept" if keeps_questions else "are not kept"
    blocks = (
        Heading("What I keep about you"),
        Facts(
            (
                ("answers you asked for", f"{answers:,}"),
                ("texts of your questions", f"{questions:,}"),
                ("your votes", f"{votes:,}"),
            )
        ),
        Text(
            f"Texts of questions {rule} here. Of who you are I keep a keyed hash: it lets me tell that two things are "
            "by the same person, but not who that is. Quotes that were shown can still be checked by their receipts."
        ),
    )
    rows = ((Action("Delete it", "forget", "", Style.GRAVE),),) if answers or votes else ()
    return Reply(Outcome.DONE, blocks, actions=rows)


async def forget(keeper: Keeper, user_id: int) -> Reply:
    """Delete what is kept about a person."""
    await keeper.run(lambda state: state.forget(state.person(user_id)))
    return Reply(
        Outcome.DONE, (Text("Deleted. Answers you asked for are nobody's now, so you can't remove them any more."),)
    )


def help_page() -> Reply:
    """Tell what the commands do."""
    return Reply(Outcome.DONE, (Heading("What I do"), *(Kept(line) for line in HELP)))

"""`/receipt`: what became of a quote that was shown, months later."""

from __future__ import annotations

import asyncio
import difflib
from collections.abc import Iterator
from functools import partial

from bot.handlers.around import read_action
from bot.handlers.articles import article_by_id, still_there
from bot.handlers.desk import Desk
from bot.handlers.kept import kept_extract
from bot.handlers.wording import citation
from bot.markdown import day
from bot.phrases import say
from bot.replies import Block, Heading, Kept, Outcome, Quote, Reading, Reply, Text
from bot.state import KeptExtract, read_code
from index.engines.engine import ReadingEngine
from index.models import Article, Span
from index.text.sentences import split_paragraphs, split_sentences

CLOSE = 0.6
"""How alike a sentence has to be to count as what became of an extract, 0 to 1."""


async def check_receipt(desk: Desk, typed: str, words: str = "") -> Reply:
    """Tell what became of an extract: unchanged, its article edited (and what it says now), or removed.

    ``words`` are compared with those that were shown.

    Raises
    ------
    RequestError
        There is no such receipt.
    """
    kept, shown_at = await kept_extract(desk, read_code(typed)[:20])
    article, before = await desk.service.read(partial(_found, kept=kept))
    when = say("-# First shown on {day}, from revision {revision}.", day=day(shown_at), revision=kept.revision)
    noted: tuple[Block, ...] = (Kept(when), *_compared(kept, words))
    if article is None:
        said = Heading(say("Removed: the library no longer holds the article."))
        why = say("With it went the words it showed; `/receipt` can still tell whether words you have are those.")
        return Reply(Outcome.NOTHING, (said, *noted, Kept(why)))
    if still_there(article, kept):
        said = Heading(say("Unchanged: the quote stands in the article word for word."))
        blocks = (said, *noted, *([] if kept.is_whole else [_quote(article, kept, kept.start, kept.end)]))
        return Reply(Outcome.DONE, blocks, actions=((read_action(kept.receipt),),))
    return await asyncio.to_thread(_edited, article, kept, before, noted)


def _found(library: ReadingEngine, kept: KeptExtract) -> tuple[Article | None, str | None]:
    """Return the article of an extract, and the words that were shown, where its earlier text is kept."""
    article = article_by_id(library, kept.article_id)
    if article is None or article.revision == kept.revision:
        return article, None
    earlier = next((item for item in library.revisions_of(article.id) if item.revision == kept.revision), None)
    words = earlier.text[kept.start : kept.end] if earlier else None
    return article, words if words is not None and kept.is_of(words) else None


def _compared(kept: KeptExtract, words: str) -> Iterator[Block]:
    """Yield whether words are those that were shown, if there are any to compare."""
    if not words.strip():
        return
    if kept.is_of(words.strip().strip("“”«»\"'")) or kept.is_of(words):
        yield Text(say("These are the words it showed."))
    else:
        yield Text(say("These are not the words it showed."))


def _quote(article: Article, kept: KeptExtract, start: int, end: int) -> Quote:
    return Quote(
        kept.number or 1,
        article.text[start:end],
        kept.marks,
        citation(article),
        article.url,
        article,
        start,
        kept.receipt,
    )


def _edited(article: Article, kept: KeptExtract, before: str | None, noted: tuple[Block, ...]) -> Reply:
    head = Heading(say("Edited: the article was changed since."))
    place = None if kept.is_whole else _standing(article.text, kept, before)
    if place:
        quote = _quote(article, kept, place.start, place.end)
        return Reply(Outcome.DONE, (head, *noted, Text(say("The quote still stands in it, word for word:")), quote))
    if before is None:
        gone = [] if kept.is_whole else [Text(say("The words it showed stand in it no more, and are not kept."))]
        return Reply(Outcome.NOTHING, (head, *noted, *gone), actions=())
    blocks: list[Block] = [head, *noted, Text(say("No longer in the article:")), Reading(before)]
    nearest = _nearest(article, before)
    if nearest:
        text = article.text[nearest.start : nearest.end]
        quote = Quote(
            kept.number or 1, text, _added(before, text), citation(article), article.url, article, nearest.start
        )
        blocks += [Text(say("What it says now, with what is new in bold:")), quote]
    return Reply(Outcome.NOTHING, tuple(blocks))


def _standing(text: str, kept: KeptExtract, before: str | None) -> Span | None:
    """Return where the words that were shown stand in a text, known to us or only by their digest."""
    if before is not None:
        place = text.find(before)
        return Span(place, place + len(before)) if place >= 0 else None
    # Of a text with single spaces, every stretch of the right length is tried that begins with a word.
    places = [n for n, letter in enumerate(text) if not letter.isspace() or (n and not text[n - 1].isspace())]
    single = "".join(" " if text[n].isspace() else text[n] for n in places)
    for first in range(len(single) - kept.length + 1):
        if first and single[first - 1].isalnum():
            continue  # no extract begins inside a word
        if kept.is_of(single[first : first + kept.length]):
            return Span(places[first], places[first + kept.length - 1] + 1)
    return None


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

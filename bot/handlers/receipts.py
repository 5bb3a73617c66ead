"""`/receipt`: what became of a quote that was shown, months later."""

from __future__ import annotations

import asyncio
import difflib
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
from index.models import Article, Span
from index.text.sentences import split_paragraphs, split_sentences

CLOSE = 0.6
"""How alike a sentence has to be to count as what became of an extract, 0 to 1."""


async def check_receipt(desk: Desk, typed: str) -> Reply:
    """Tell what became of an extract: unchanged, its article edited (and what it says now), or removed.

    Raises
    ------
    RequestError
        There is no such receipt.
    """
    kept, shown_at = await kept_extract(desk, read_code(typed)[:20])
    article = await desk.service.read(partial(article_by_id, article_id=kept.article_id))
    when = Kept(say("-# Shown on {day}, from revision {revision}.", day=day(shown_at), revision=kept.revision))
    dated: tuple[Block, ...] = (when,) if shown_at else ()
    if article is None:
        said = Heading(say("Removed: the library no longer holds the article."))
        what = Text(say("It was “{title}”.", title=kept.title))
        return Reply(Outcome.NOTHING, (said, what, *dated, Reading(kept.text or "…")))
    if still_there(article, kept):
        quote = Quote(
            kept.number or 1, kept.text, kept.marks, citation(article), article.url, article, kept.start, kept.receipt
        )
        said = Heading(say("Unchanged: the quote stands in the article word for word."))
        blocks: tuple[Block, ...] = (said, *dated, *([quote] if kept.text else []))
        return Reply(Outcome.DONE, blocks, actions=((read_action(kept.receipt),),))
    return await asyncio.to_thread(_edited, article, kept, dated)


def _edited(article: Article, kept: KeptExtract, dated: tuple[Block, ...]) -> Reply:
    place = article.text.find(kept.text)
    head = Heading(say("Edited: the article was changed since."))
    if place >= 0:
        quote = Quote(
            kept.number or 1, kept.text, kept.marks, citation(article), article.url, article, place, kept.receipt
        )
        return Reply(Outcome.DONE, (head, *dated, Text(say("The quote still stands in it, word for word:")), quote))
    blocks: list[Block] = [head, *dated, Text(say("No longer in the article:")), Reading(kept.text)]
    nearest = _nearest(article, kept.text)
    if nearest:
        text = article.text[nearest.start : nearest.end]
        quote = Quote(
            kept.number or 1, text, _added(kept.text, text), citation(article), article.url, article, nearest.start
        )
        blocks += [Text(say("What it says now, with what is new in bold:")), quote]
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

"""What several handlers say in the same words."""

from __future__ import annotations

from bot.answering.answer import Answer
from bot.answering.questions.constraints import Constraint, Use, first_day
from bot.phrases import Day, Phrase, say
from bot.replies import Block, Text
from index.models import Article, Filters
from index.text.calendar import spelled


def citation(article: Article) -> str:
    """Return title, outlet, author and date as one line."""
    return " · ".join(part for part in (article.title, particulars(article)) if part)


def particulars(article: Article) -> str:
    """Return outlet, author and date as one line, ``""`` if none is known."""
    parts = [article.publisher, article.author, article.published and article.published[:10]]
    return " · ".join(part for part in parts if part)


def particulars_line(article: Article) -> Phrase:
    """Return outlet, author and date as a phrase; what is known is never empty."""
    named = " · ".join(part for part in (article.publisher, article.author) if part)
    day = article.published and Day(article.published[:10])
    if not named and not day:
        return say("no outlet, author or date known")
    return say("{named} · {day}", named=named, day=day) if named and day else say("{known}", known=day or named)


def day_published(article: Article) -> Phrase:
    """Return the day an article is from, as a phrase."""
    return say("{day}", day=Day(article.published[:10])) if article.published else say("no date found")


def filter_line(filters: Filters) -> list[Block]:
    """Return a line that says which articles count, or nothing if all do."""
    named = [
        (say("outlet"), filters.publisher),
        (say("author"), filters.author),
        (say("tag"), filters.tag),
        (say("language"), filters.language),
        (say("article"), filters.article_id),
        (say("since"), filters.since and Day(filters.since.isoformat())),
        (say("until"), filters.until and Day(filters.until.isoformat())),
    ]
    shown = tuple(say("{name} {value}", name=name, value=value) for name, value in named if value)
    return [Text(say("Only articles: {filters}", filters=shown), quiet=True)] if shown else []


def share(value: float) -> str:
    """Return a share of 1 as it stands in tables."""
    return f"{value:.3f}"


def understood_lines(answer: Answer) -> list[Block]:
    """Return what was taken for a slip, and which words of the question say which articles count; nothing if none."""
    blocks: list[Block] = [
        Text(say("Nothing holds “{word}”; asked with “{meant}”.", word=item.word, meant=item.meant))
        for item in answer.corrections
    ]
    parts = tuple(part for item in answer.constraints if (part := constraint_words(item)))
    return [*blocks, Text(say("From the question: {parts}", parts=parts), quiet=True)] if parts else blocks


def constraint_words(item: Constraint) -> str:
    """Return what was made of a part of a question, "" if it is a word like any other."""
    if item.use is Use.WORDS:
        return ""
    if item.kind == "phrase":
        return say("word for word “{phrase}”", phrase=item.value)
    if item.kind == "outlet":
        return say("only outlet {outlet} (“{words}”)", outlet=item.value, words=item.text)
    if item.use is Use.FILTER:
        return say("only articles since {day} (“{words}”)", day=Day(first_day(item.value).isoformat()), words=item.text)
    return item.text if item.value[:4] in item.text else f"{spelled(item.value)} (“{item.text}”)"

"""What several handlers say in the same words."""

from __future__ import annotations

from bot.answering.answer import Answer
from bot.answering.constraints import Constraint, Use, first_day
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


def filter_line(filters: Filters) -> list[Block]:
    """Return a line that says which articles count, or nothing if all do."""
    named = [
        ("outlet", filters.publisher),
        ("author", filters.author),
        ("tag", filters.tag),
        ("language", filters.language),
        ("article", filters.article_id),
        ("since", filters.since),
        ("until", filters.until),
    ]
    shown = ", ".join(f"{name} {value}" for name, value in named if value)
    return [Text(f"Only articles: {shown}", quiet=True)] if shown else []


def understood_lines(answer: Answer) -> list[Block]:
    """Return what was taken for a slip, and which words of the question say which articles count; nothing if none."""
    blocks: list[Block] = [
        Text(f"Nothing holds “{item.word}”; asked with “{item.meant}”.") for item in answer.corrections
    ]
    parts = [part for item in answer.constraints if (part := constraint_words(item))]
    return [*blocks, Text(f"From the question: {', '.join(parts)}", quiet=True)] if parts else blocks


def constraint_words(item: Constraint) -> str:
    """Return what was made of a part of a question, "" if it is a word like any other."""
    if item.use is Use.WORDS:
        return ""
    if item.kind == "phrase":
        return f"word for word “{item.value}”"
    if item.kind == "outlet":
        return f"only outlet {item.value} (“{item.text}”)"
    if item.use is Use.FILTER:
        return f"only articles since {first_day(item.value)} (“{item.text}”)"
    return item.text if item.value[:4] in item.text else f"{spelled(item.value)} (“{item.text}”)"

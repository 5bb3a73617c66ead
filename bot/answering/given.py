"""What is made of a place that is given: candidate sentences put in order, a short answer read from a paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

from bot.answering.matching.reading import Reading
from bot.answering.questions.question import Question
from bot.answering.ranking.sentences import rank_sentences
from bot.answering.short_answers.short import best_reading
from index.models import Article, Hit, Passage, Span
from index.rank import Statistics
from index.text.sentences import split_paragraphs, split_sentences


def rank_given(question: Question, texts: Sequence[str], df: Mapping[str, int], count: int) -> list[int]:
    """Return the places of sentences from the best on, each judged as if it were a passage of an article of its own.

    ``df`` is term -> number of sentences, of ``count``, that hold it. Equal scores go by a hash of the text, so that no
    order of the data tells.
    """
    statistics = Statistics(count, 20 * count, {term: df[term] for term in question.terms if df.get(term)})
    hits = []
    for place, text in enumerate(texts):
        article = Article(str(place), "", text, "")
        hits.append(Hit(Passage(place, article, 0, len(text), (Span(0, len(text)),)), 1.0, 0))
    order = {item.article.id: rank for rank, item in enumerate(rank_sentences(question, hits, statistics))}
    return sorted(
        range(len(texts)), key=lambda place: (order.get(str(place), len(texts)), crc32(texts[place].encode()))
    )


def given_hit(question: Question, text: str) -> Hit:
    """Return a paragraph as if it were the only passage found."""
    divided = split_sentences(text, question.language, split_paragraphs(text))
    sentences = tuple(sentence for paragraph in divided for sentence in paragraph)
    return Hit(Passage(0, Article("given", "", text, ""), 0, len(text), sentences), 1.0, 0)


def read_given(question: Question, text: str, statistics: Statistics) -> Reading | None:
    """Return the likeliest short answer of a paragraph known to hold the answer, however unsure; ``None`` if none is.

    ``statistics`` are those of the library, which tell how rare the question's terms are.
    """
    return best_reading(question, rank_sentences(question, [given_hit(question, text)], statistics), 1.0)

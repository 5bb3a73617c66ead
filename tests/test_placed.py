"""Sentences of something in another place than a question asks of."""

from dataclasses import replace

import pytest

from bot.answering.given import given_hit
from bot.answering.placed import is_of_another_place
from bot.answering.question import read_question
from bot.answering.sentences import BY_HAND, rank_sentences
from index.rank import Statistics
from index.text.tokens import tokenize

BUFFALO = "Ten people were killed in a shooting in Buffalo, police said."


@pytest.mark.parametrize(
    ("question", "text", "is_other"),
    [
        ("how many people were killed in the Alaska shooting?", BUFFALO, True),
        ("when was the shooting in Alaska?", BUFFALO, True),
        ("how many people were killed in the Alaska shooting?", "Ten were killed in a shooting, police said.", False),
        ("how many people were killed in the Alaska shooting?", "Ten were killed in Buffalo and in Alaska.", False),
        ("how many people were killed in the Halmar shooting?", BUFFALO, False),
        ("how many people were killed in the shooting?", BUFFALO, False),
        ("who was killed in the Alaska shooting?", BUFFALO, False),
    ],
)
def test_a_figure_or_date_of_another_place_is_told_by_its_name(question, text, is_other):
    asked = read_question(question, ["en"])

    assert is_of_another_place(asked, text, frozenset(tokenize(text, "en"))) is is_other


@pytest.mark.parametrize(("published", "counts"), [("2022-05-30", 1.0), (None, None)])
def test_it_counts_against_a_sentence_of_news(published, counts):
    """Encyclopedias tell of one thing at a time."""
    asked = read_question("how many people were killed in the Alaska shooting?", ["en"])
    hit = given_hit(asked, BUFFALO)
    article = replace(hit.passage.article, published=published)
    hit = replace(hit, passage=replace(hit.passage, article=article))

    (candidate,) = rank_sentences(asked, [hit], Statistics(1, 9, {}))

    assert candidate.features.get("of_another_place") == counts
    assert BY_HAND["of_another_place"] > 0

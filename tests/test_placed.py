"""Sentences of something in another place than a question asks of."""

from dataclasses import replace

import pytest

from bot.answering.given import given_hit
from bot.answering.matching.placed import is_of_another_place
from bot.answering.questions.question import read_question
from bot.answering.ranking.sentences import rank_sentences
from index.rank import Statistics
from index.text.tokens import tokenize

BUFFALO = "Ten people were killed in a shooting in Buffalo, police said."
ASKED = "how many people were killed in the Uvalde shooting?"


@pytest.mark.parametrize(
    ("question", "text", "is_other"),
    [
        (ASKED, BUFFALO, True),
        (ASKED, "Ten were killed in a shooting in Buffalo.", True),
        (ASKED, "In Buffalo, ten were killed in a shooting.", True),
        (ASKED, "Ten were killed in Buffalo’s worst shooting.", True),
        (ASKED, "Ten were killed in New York. He said so.", True),
        ("when was the shooting in Uvalde?", BUFFALO, True),
        ("how many were killed in Alaska?", "Ten were killed in Texas.", True),
        (ASKED, "Ten were killed in a shooting, police said.", False),
        (ASKED, "Ten were killed in Buffalo and in Uvalde.", False),
        (ASKED, "Ten were killed in Texas.", False),
        (ASKED, "Ten were killed in Paris, Texas, after the one in Uvalde.", False),
        ("how many were killed in Texas?", "Ten were killed in Uvalde.", False),
        ("how many were killed in Ukraine?", "Ten were killed in Kyiv.", False),
        ("how many were killed in Kiev?", "Ten were killed in Kyiv.", False),
        ("how many were killed in America?", "Ten were killed in the United States.", False),
        ("how many people were killed in the Halmar shooting?", BUFFALO, False),
        ("how many people were killed in the shooting?", BUFFALO, False),
        ("who was killed in the Uvalde shooting?", BUFFALO, False),
    ],
)
def test_a_figure_or_date_of_another_town_is_told_by_its_name(question, text, is_other):
    asked = read_question(question, ["en"])

    assert is_of_another_place(asked, text, frozenset(tokenize(text, "en"))) is is_other


@pytest.mark.parametrize(("published", "first"), [("2022-05-30", "Uvalde"), (None, "Buffalo")])
def test_it_comes_later_in_news(published, first):
    """However well the rest of it fits; encyclopedias tell of one thing at a time."""
    asked = read_question(ASKED, ["en"])
    far = "Of the shooting in Uvalde he said that a man whom nobody knew had killed 19 of them."
    hits = []
    for place, text in enumerate((BUFFALO, far)):
        hit = given_hit(asked, text)
        article = replace(hit.passage.article, id=str(place), published=published)
        passage = replace(hit.passage, passage_id=place, article=article)
        hits.append(replace(hit, passage=passage, rank=place, score=9.0 - place))

    best = rank_sentences(asked, hits, Statistics(1000, 90_000, {"uvald": 90, "shoot": 90, "kill": 90}))[0]

    assert first in best.article.text

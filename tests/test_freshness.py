"""Fresh passages first, where a question belongs to a day, or those of the time that it names."""

from datetime import date

import pytest

from bot.answering.freshness import freshest, is_timed
from bot.answering.question import read_question
from index.models import Article, Hit, Passage, Span

DAY = date(2024, 6, 20)


def hit(rank: int, score: float, published: str | None) -> Hit:
    article = Article(f"a{rank}", "Title", "Text.", "r", published=published)
    return Hit(Passage(rank, article, 0, 5, (Span(0, 5),)), score, rank)


HITS = [hit(0, 10.0, "2020-01-01"), hit(1, 9.0, "2024-06-18"), hit(2, 9.5, "2024-09-01"), hit(3, 8.0, None)]


@pytest.mark.parametrize(
    ("question", "asked", "order"),
    [
        ("who won the cup?", DAY, ["a1", "a0", "a2", "a3"]),
        ("who won the cup this week?", DAY, ["a1", "a0", "a2", "a3"]),
        ("who won the cup in 2020?", DAY, ["a0", "a2", "a1", "a3"]),
        ("who won the cup in 2020?", None, ["a0", "a2", "a1", "a3"]),
        ("who won the cup in June 2024?", None, ["a1", "a2", "a0", "a3"]),
        ("who won the cup in 1998?", None, ["a0", "a2", "a1", "a3"]),
        ("who won the cup?", None, ["a0", "a1", "a2", "a3"]),
    ],
)
def test_order(question, asked, order):
    """The day lifts what is fresh and puts back what is later; a time that is named lifts what was published then."""
    found = freshest(read_question(question, ["en"], asked), HITS, 4)

    assert [item.passage.article.id for item in found] == order
    assert [item.rank for item in found] == [0, 1, 2, 3]
    assert {item.score for item in found} == {item.score for item in HITS}


def test_without_a_day_or_a_time_nothing_moves():
    found = freshest(read_question("who won the cup?", ["en"]), HITS, 4)

    assert found == HITS


def test_only_so_many_are_kept():
    assert len(freshest(read_question("who won the cup?", ["en"], DAY), HITS, 2)) == 2


def test_a_time_of_its_own_steps_freshness_aside():
    assert is_timed(read_question("who won yesterday?", ["en"], DAY))
    assert not is_timed(read_question("who won in May 2020?", ["en"], DAY))

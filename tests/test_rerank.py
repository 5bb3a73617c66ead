"""Which passages are read closely: those of the right time, of the best articles, early in a story."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.matching.freshness import is_timed
from bot.answering.questions.question import read_question
from bot.answering.ranking.rerank import rerank
from index.models import Article, Hit, Passage, Span

DAY = date(2024, 6, 20)
WON = read_question("who won the cup?", ["en"])


def hit(rank: int, score: float, published: str | None, name: str = "", start: int = 0) -> Hit:
    article = Article(name or f"a{rank}", "Title", "Text.", "r", published=published)
    return Hit(Passage(rank, article, start, start + 5, (Span(start, start + 5),)), score, rank)


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
        ("who won the cup?", None, ["a0", "a2", "a1", "a3"]),
    ],
)
def test_the_day_lifts_what_is_fresh_and_a_time_that_is_named_what_was_published_then(question, asked, order):
    found = rerank(read_question(question, ["en"], asked), HITS, 4)

    assert [item.passage.article.id for item in found] == order


def test_of_news_what_stands_early_comes_first_and_of_others_the_place_tells_nothing():
    late, early = hit(0, 9.1, "2024-06-18", "late", 3_000), hit(1, 9.0, "2024-06-18", "early")

    assert [item.passage.article.id for item in rerank(WON, [late, early], 2)] == ["early", "late"]
    late, early = hit(0, 9.1, None, "late", 3_000), hit(1, 9.0, None, "early")
    assert [item.passage.article.id for item in rerank(WON, [late, early], 2)] == ["late", "early"]


def test_a_passage_of_the_best_article_comes_before_one_of_another():
    hits = [hit(0, 9.0, None, "best"), hit(1, 5.1, None, "other"), hit(2, 5.0, None, "best")]

    assert [item.passage.article.id for item in rerank(WON, hits, 3)] == ["best", "best", "other"]


def test_what_has_no_day_stands_among_news_as_its_score_says():
    news = [hit(0, 9.0, "2024-06-18", "first"), hit(1, 7.0, "2024-06-18", "last")]

    found = rerank(read_question("who won the cup?", ["en"], DAY), [*news, hit(2, 8.0, None, "undated")], 3)

    assert [item.passage.article.id for item in found] == ["first", "undated", "last"]
    assert [round(item.lift, 3) for item in found] == [0.99, 0.946, 0.901]


def test_the_best_by_its_words_is_read_however_many_openings_of_news_there_are():
    best = hit(0, 10.0, "2020-01-01", "best", 9_000)
    news = [hit(rank, 9.9, "2024-06-18") for rank in range(1, 30)]

    assert rerank(read_question("who won the cup?", ["en"], DAY), [best, *news], 20)[-1].passage == best.passage


@pytest.mark.parametrize(("question", "first"), [("what is Quayfest?", "telling"), ("when was Quayfest?", "early")])
def test_what_tells_what_it_is_comes_first_where_that_is_asked(question, first):
    telling = Article("telling", "Title", "Quayfest is a feast of Norland.", "r")
    early = Article("early", "Title", "Quayfest, Quayfest.", "r")
    hits = [
        Hit(Passage(rank, article, 0, len(article.text), ()), 9.0 - 2 * rank, rank)
        for rank, article in enumerate((early, telling))
    ]

    assert rerank(read_question(question, ["en"]), hits, 2)[0].passage.article.id == first


@given(
    st.lists(st.tuples(st.floats(0, 50), st.sampled_from([None, "2020-01-01", "2024-06-18"]), st.sampled_from("abc"))),
    st.integers(0, 9),
)
def test_scores_stay_ranks_are_new_and_only_so_many_are_kept(rows, count):
    hits = [hit(rank, score, day, name, 100 * rank) for rank, (score, day, name) in enumerate(rows)]

    found = rerank(read_question("who won the cup?", ["en"], DAY), hits, count)

    assert len(found) == min(count, len(hits))
    assert [item.rank for item in found] == list(range(len(found)))
    assert {(item.passage.passage_id, item.score) for item in found} <= {(item.rank, item.score) for item in hits}


def test_a_time_of_its_own_steps_freshness_aside():
    assert is_timed(read_question("who won yesterday?", ["en"], DAY))
    assert not is_timed(read_question("who won in May 2020?", ["en"], DAY))

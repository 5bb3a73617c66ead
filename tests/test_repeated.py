"""Lines an outlet prints around its stories, found by counting."""

import pytest

from index.text.repeated import LineCounter, repeated_lines


@pytest.mark.parametrize(
    ("key", "count", "article_count", "expected"),
    [
        ("sign up for the harbour newsletter here.", 5, 1000, True),
        ("sign up for the harbour newsletter here.", 4, 1000, False),
        ("sign up for the harbour newsletter here.", 6, 10000, False),
        ("contributing: ada quill", 5, 100, True),
        ("bay town -", 5, 100, True),
        ("***", 5, 100, True),
        ("the bay council has denied this for years.", 19, 1000, False),
        ("the bay council has denied this for years.", 20, 1000, True),
        ("the bay council has denied this for years.", 20, 5000, False),
        ("best picture", 40, 1000, False),
        ("and finally", 100, 1000, True),
        ("follow ada on twitter: @ada", 3, 6, True),
        ("follow ada on twitter: @ada", 2, 3, False),
        ("the bay council has denied this for years.", 6, 6, False),
    ],
)
def test_repeated_lines_need_more_articles_the_less_they_promote(
    key: str, count: int, article_count: int, expected: bool
) -> None:
    """Promotions are recognised early, other lines late, short headings last."""
    assert (key in repeated_lines({key: count}, article_count)) is expected


def counted(*articles):
    counter = LineCounter()
    for article in articles:
        counter.count(*article)
    return counter.repeated({})


PROMOTION = "Sign up for The Bay’s newsletter"
KEY = "sign up for the bay's newsletter"


def test_a_line_is_counted_once_an_article_and_in_any_spelling():
    """Quotation marks and letter case do not tell lines apart; empty and over-long lines are not counted."""
    texts = [PROMOTION, PROMOTION, PROMOTION.upper(), PROMOTION.upper(), f"{PROMOTION}\n{PROMOTION}"]
    long = "newsletter " * 40

    found = counted(*[("The Bay", f"Title {number}", f"{text}\n\n{long}") for number, text in enumerate(texts)])

    assert found == {"The Bay": frozenset({KEY})}


def test_the_same_title_again_and_articles_of_no_outlet_say_nothing():
    again = [("The Bay", "Title", PROMOTION)] * 9
    nameless = [(None, f"Title {number}", PROMOTION) for number in range(9)]

    assert counted(*again, *nameless) == {"The Bay": frozenset()}


def test_what_earlier_runs_found_stays():
    counter = LineCounter()
    counter.count("The Bay", "Title", "A story.")

    assert counter.repeated({"The Bay": frozenset({KEY}), "The Cape": frozenset({"x"})}) == {
        "The Bay": frozenset({KEY}),
        "The Cape": frozenset({"x"}),
    }

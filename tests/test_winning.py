"""Who lost, or only played, has not won."""

import pytest

from bot.answering.matching.winning import tells_win
from tests.stories import news_sentence


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("How did Halmar win the Lantern Cup?", "Vesland won the Lantern Cup by beating Halmar in Torp.", False),
        ("How did Halmar win the Lantern Cup?", "Vesland beat the young Halmar side for the Lantern Cup.", False),
        ("How did Halmar win the Lantern Cup?", "Halmar lost the Lantern Cup to Vesland.", False),
        ("How did Halmar win the Lantern Cup?", "Halmar came to the Lantern Cup with eleven new players.", False),
        ("How did Halmar win the Lantern Cup?", "Halmar won the Lantern Cup with a late goal.", True),
        ("How did Halmar win the Lantern Cup?", "A late goal gave Halmar the Lantern Cup.", True),
        ("How did Halmar win the Lantern Cup?", "The Lantern Cup was won by Halmar with a late goal.", True),
        ("How did Halmar win the Lantern Cup?", "It was a victory for Halmar in the Lantern Cup.", True),
        ("When did Halmar beat Vesland?", "A day after a win over Halmar, Vesland went home.", False),
        ("When did Halmar beat Vesland?", "Halmar beat Vesland on Sunday.", True),
        (
            "When did Halmar win the Lantern Cup?",
            "A drought of years ended as Halmar won the Lantern Cup on Sunday.",
            True,
        ),
        ("When did Halmar win the Lantern Cup?", "The wait is over for Halmar, who won the Lantern Cup.", True),
        ("When did Halmar win the Lantern Cup?", "The winner of the Lantern Cup on Sunday was Halmar.", True),
        ("When did Halmar win the Lantern Cup?", "In the past Halmar won the Lantern Cup in 1961.", True),
        ("When did Halmar win the Lantern Cup?", "A late goal allowed Halmar to win the Lantern Cup.", True),
        ("When did Halmar win the Lantern Cup?", "Halmar never lost a match of the Lantern Cup and won.", True),
        ("When did Halmar beat Vesland?", "Halmar's defeat of Vesland came on Sunday.", True),
        ("When did Halmar beat Vesland?", "Vesland was beaten by Halmar on Sunday.", True),
        ("When did Ida Falk win the Lantern Prize?", "Ida Falk shared the 1961 Lantern Prize.", True),
        ("How did Ida Falk beat cancer?", "Ida Falk had cancer.", True),
        ("Why did Halmar cheer?", "Vesland beat Halmar, and Halmar cheered.", True),
    ],
)
def test_a_loser_has_not_won(question, text, told):
    assert tells_win(*news_sentence(question, text)) is told

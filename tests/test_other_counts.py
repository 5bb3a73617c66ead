"""A figure that belongs to another thing, person or scope is not shown."""

import pytest

from bot.answering.short_answers.other_counts import is_other_count
from tests.stories import likeliest_reading


@pytest.mark.parametrize(
    ("question", "text", "is_other"),
    [
        ("how many boats did Falk buy?", "There were boats that Falk did buy, a Lantern 2 among them.", True),
        ("how many boats did Falk buy?", "In Norland Falk did buy 2 boats.", False),
        ("how many cups has Rask won?", "Three or more cups has Rask won.", True),
        ("how many cups has Rask won?", "Three cups has Rask won.", False),
        ("how many users does Lantern have?", "Lantern lost the data of 87 million users.", True),
        ("how many users does Lantern have?", "Lantern has 87 million users.", False),
        ("how many children died?", "Parents died, leaving behind 3 children.", True),
        ("how many cups have the Gulls won?", "For the Gulls came Rask, and he won four cups.", True),
        ("how many cups has Rask won?", "Rask said he won four cups.", False),
        ("how many cups have the Gulls won?", "The Gulls hope to win three cups.", True),
        ("how many cups do the Gulls hope to win?", "The Gulls hope to win three cups.", False),
        ("how many sailors died?", "As many as 200 sailors were killed or wounded.", True),
        ("how many sailors died?", "A storm left 200 sailors dead and injured 300 more.", False),
        ("how many sailors were killed or injured?", "A storm killed 200 sailors.", True),
        ("how many sailors are held hostage?", "Two sailors held hostage were freed.", True),
        ("how many sailors were held and freed?", "Two sailors held hostage were freed.", False),
        ("how many people live in Norland?", "In Vesland live 5,000 people of Norland descent.", True),
        ("how many people died in the flood?", "In the flood 2,000 people were feared dead.", True),
        ("how many Lantern nominations does Rask have?", "Rask has five Lanterns.", True),
        ("how many Lantern nominations does Rask have?", "Rask has five Lantern nominations.", False),
        ("how many Grand Lanterns did Rask win?", "Rask did win 300 Grand Lantern matches.", True),
        ("how many Grand Lanterns did Rask win?", "Rask did win 20 Grand Lantern titles.", False),
    ],
)
def test_a_figure_counts_what_is_asked(question, text, is_other):
    assert is_other_count(*likeliest_reading(question, text)) is is_other

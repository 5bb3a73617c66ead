"""Figures of more or less than what is counted are no answer to "how many"."""

import pytest

from bot.answering.short_answers.showing import is_shown
from tests.stories import likeliest_reading


@pytest.mark.parametrize(
    ("question", "text", "shown"),
    [
        ("how many children died in the Halmar fire?", "The Halmar fire killed 17 people, children among them.", False),
        ("how many children died in the Halmar fire?", "The Halmar fire killed 17 children.", True),
        ("how many students died in the Halmar fire?", "The Halmar fire killed 17 young pupils.", True),
        ("how many people died in the Halmar fire?", "The Halmar fire killed 17 people, children among them.", True),
        ("how many teachers joined the strike?", "The number of teachers who joined the strike rose to 60.", True),
        ("how many ferries did Norland repair?", "Norland did repair 30 ferries that leak.", True),
        ("how many ferries did Norland repair?", "Norland did repair nine of its 30 ferries.", False),
        (
            "how many children died in the Halmar crash?",
            "A 22-vehicle Halmar crash left children who died.",
            False,
        ),
        ("how many titles did Lantern win?", "Lantern, the 7-time champion, did win titles.", True),
        ("how many titles did Lantern win?", "Lantern win, titles: a list of Oskars 2022 winners.", False),
        ("how many episodes of Lantern are there?", "In episodes of Lantern, episode 12 is told.", False),
        ("how many agents searched Halmar?", "Agents searched ’45 Office’ at Halmar.", False),
        ("how many workers did Norland Lines lay off?", "Norland Lines had around 7,500 workers.", False),
        ("how many workers did Norland Lines lay off?", "Norland Lines had to lay off 7,500 workers.", True),
        ("how many workers does Norland Lines have?", "Norland Lines has around 7,500 workers.", True),
        ("how many shops does Norland Lines have?", "Norland Lines announced 12 new shops.", False),
        ("how many new shops does Norland Lines have?", "Norland Lines announced 12 new shops.", True),
        ("how many members does the Norland pact have?", "The Norland pact has 31 countries.", True),
        ("how many soldiers did Norland lose?", "Norland did lose 500 men.", True),
        ("how many shops does Norland Lines have?", "Norland Lines has a new total of 12 shops.", True),
        ("how many people has the war killed?", "In October the war began; it has killed 300 people.", True),
        ("how many cups did Rask win?", "Rask did win ‘four cups’.", True),
        ("how many shops does Norland Lines have?", "Norland Lines is closing 12 shops.", False),
        ("how many people are homeless in Halmar?", "In Halmar 200 homeless people died.", False),
        ("how many people are homeless in Halmar?", "In Halmar 200 people are homeless.", True),
        ("how many sailors have died of Halmar fever?", "In July, 200 sailors died of Halmar fever.", False),
        ("how many sailors died of Halmar fever in July?", "In July, 200 sailors died of Halmar fever.", True),
        ("how many sailors have Halmar fever?", "In Norland 200 sailors have Halmar fever of type 1.", False),
        ("how many shops does Norland Lines have?", "Norland Lines has 12 shops in Germany.", False),
        ("how many shops does Norland Lines have in Germany?", "Norland Lines has 12 shops in Germany.", True),
        ("how many kites did Rask fly?", "Rask did fly more than 30 kites and balloons.", False),
        ("how many kites and balloons did Rask fly?", "Rask did fly more than 30 kites and balloons.", True),
    ],
)
def test_a_figure_counts_just_what_is_asked(question, text, shown):
    asked, reading = likeliest_reading(question, text)

    assert is_shown(asked, reading) is shown

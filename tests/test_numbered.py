"""The number of a name has to be there, however it is written; one that counts or dates something has not."""

import pytest

from bot.answering.given import given_hit
from bot.answering.matching.numbered import lacks_number
from bot.answering.questions.question import read_question
from bot.answering.ranking.sentences import rank_sentences
from index.rank import Statistics


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("who directed Norland Wars 3?", "Ida Falk directed Norland Wars 3.", False),
        ("who directed Norland Wars 3?", "Ida Falk directed Norland Wars III.", False),
        ("who directed Norland Wars 3?", "Ida Falk directed the third Norland Wars.", False),
        ("who directed Norland Wars 3?", "Ida Falk directed Norland Wars II.", True),
        ("who directed Norland Wars 3?", "Ida Falk directed Norland Wars.", True),
        ("who won Bowl 49?", "Ida Falk won Bowl XLIX.", False),
        ("who won Bowl 49?", "Ida Falk won Bowl 50.", True),
        ("who made the iPad 3?", "Ida Falk made the iPad 2.", True),
        ("who made Lantern 3?", f"Lantern{'-' * 400} made of wood.", True),
        ("who won on May 3?", "Ida Falk won.", False),
        ("who won Bowl 5?", "Ida Falk won Bowl I on May 5.", True),
        ("who won Bowl 3?", "Ida Falk won the third of the Bowls.", False),
        ("who played NB 5?", "Ida Falk played Norland's Bowl V.", False),
        ("how many Lantern 6 boats did it sell?", "It sold ten Lantern 4 boats.", True),
        ("how many Lantern 6 boats did it sell?", "It sold ten Lantern 6 boats.", False),
        ("when does season 4 of Lantern start?", "4. Lantern season 2 starts on 22 June.", True),
        ("when does season 4 of Lantern start?", "Season four of Lantern starts on 22 June.", False),
        ("when does season 4 of Lantern start?", "Lantern's fourth season starts as season 3 ends.", False),
        ("who won Game 5?", "Ida Falk won the game.", False),
        ("who won game 5?", "Ida Falk won the game 4-1.", False),
        ("who won the game 3 weeks ago?", "Ida Falk won Game 4.", False),
        ("who won Game 5?", "Ida Falk won Game 4.", True),
        ("who won Bowl 11?", "Ida Falk won Bowl's 11th round.", False),
        ("did Norland 500 workers win?", "Norland workers win.", False),
        ("did Norland 12.5 beat it?", "Norland beat it.", False),
        ("how many died on 9/11?", "From 9 to 11 a.m. ten sailors died.", True),
        ("how many died on 9/11?", "Ten sailors died in the 9/11 attacks.", False),
        ("how many died on 9/11?", "Ten sailors died on Sept. 11, 2001.", False),
    ],
)
def test_the_number_of_a_name_stands_in_the_passage(question, text, lacks):
    asked = read_question(question, ["en"])
    (candidate,) = rank_sentences(asked, [given_hit(asked, text)], Statistics(1, 9, {}))

    assert lacks_number(asked, candidate) is lacks

"""Questions about the kin of somebody are answered by no sentence of that one alone."""

import pytest

from bot.answering.given import given_hit
from bot.answering.questions.question import read_question
from bot.answering.ranking.evidence import faults
from bot.answering.ranking.sentences import rank_sentences
from bot.answering.topics.kinship import kin_asked
from index.rank import Statistics


@pytest.mark.parametrize(
    ("question", "kin"),
    [
        ("When did Ida Falk's mother die?", ({"mother", "mom", "mum"}, {"falk"})),
        ("When did the father of Ida Falk die?", ({"father", "dad"}, {"ida", "falk"})),
        ("how old is the wife of Bo Rask", ({"wife"}, {"rask", "bo"})),
        ("How old is Falk's son Bo?", None),
        ("what's the brothers' name?", None),
        ("When did Falk die?", None),
    ],
)
def test_whose_kin_a_question_asks_of(question, kin):
    assert kin_asked(question, "en") == kin


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Ida Falk's mother died on 3 May 2023.", True),
        ("Ida Falk was at home when her mother died on 3 May 2023.", True),
        ("Ida Falk's mom died on 3 May 2023.", True),
        ("Ida Falk died on 3 May 2023.", False),
        ("Ida Falk and the mother of Bo Rask died on 3 May 2023.", False),
    ],
)
def test_what_somebody_did_is_not_told_of_the_kin(text, is_told):
    question = read_question("When did Ida Falk's mother die?", ["en"])
    statistics = Statistics(1, 9, {})
    first = rank_sentences(question, [given_hit(question, text)], statistics)[0]

    assert ("the kin of somebody else" not in faults(question, first, statistics)) is is_told

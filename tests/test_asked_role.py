"""Whether a question asks who does something, or whom or what it is done to."""

import pytest

from bot.answering.questions.asked_role import Role, asks_doer, asks_subject, role_asked
from bot.answering.questions.question import read_question


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Who won the cup?", Role.AGENT),
        ("Who has won the cup?", Role.AGENT),
        ("Who will win the cup?", Role.AGENT),
        ("What caused the fire?", Role.AGENT),
        ("Which country has vetoed it?", Role.AGENT),
        ("Who did Falk beat?", Role.PATIENT),
        ("What did Russia veto?", Role.PATIENT),
        ("What has Falk said?", Role.PATIENT),
        ("Which team will Falk join?", Role.PATIENT),
        ("What was built in 2012?", Role.PATIENT),
        ("Who was beaten by Falk?", Role.PATIENT),
        ("By whom was Falk beaten?", Role.AGENT),
        ("What is the capital of Norland?", Role.NEITHER),
    ],
)
def test_the_role_that_is_asked_for(text, role):
    assert role_asked(read_question(text, ["en"])) is role


@pytest.mark.parametrize(
    ("text", "doer", "subject"),
    [
        ("Who first shot Rask?", True, True),
        ("What caused the fire?", False, True),
        ("Which old bridge collapsed?", False, True),
        ("Who did Rask shoot?", False, False),
        ("Why did the bridge collapse?", False, False),
    ],
)
def test_what_stands_right_before_its_verb(text, doer, subject):
    question = read_question(text, ["en"])

    assert (asks_doer(question), asks_subject(question)) == (doer, subject)

"""Who does what: names that do it, that own whoever does it, or are only named beside."""

import re

import pytest

from bot.answering.matching.roles import verb_is_elsewhere, verb_is_own, verbs_done
from bot.answering.questions.asked_role import asks_doer
from bot.answering.questions.question import read_question
from index.models import Span
from index.text.tokens import tokenize


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("who shot Abe?", True),
        ("who first sold the tower?", True),
        ("who did Torv beat?", False),
        ("who were the papers stolen by?", False),
    ],
)
def test_who_is_asked_for_as_the_doer_where_the_verb_follows(question, asks):
    assert asks_doer(read_question(question, ["en"])) is asks


def test_two_names_joined_are_the_subject_of_the_verb_behind_them():
    assert read_question("where did Torv and Rask meet?", ["en"]).verb == "meet"
    assert read_question("where did Torv go and sleep?", ["en"]).verb == "go"


def test_names_side_by_side_are_one_name():
    groups = read_question("who did Anna Torv and Ilya Rask meet?", ["en"]).name_groups

    assert groups == (frozenset({"anna", "torv"}), frozenset({"ilya", "rask"}))


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Falk, 42, lost out to Torv when she resigned on 6 February.", False),
        ("Falk, 42, was in London when he resigned on 6 February.", True),
        ("Falk told Torv that it was late, and she had quickly resigned.", False),
        ("Falk resigned on 6 February.", True),
        ("Many were sad at his resignation on 6 February.", True),
        ("Many told Bo Torv how sad they were at his resignation on 6 February.", False),
        ("Falk, based in Nord, Norland, resigned on 6 February.", True),
    ],
    ids=[
        "another was named last",
        "a place was",
        "adverbs between",
        "no pronoun",
        "his alone",
        "his or another's",
        "said of the name in between",
    ],
)
def test_a_pronoun_before_the_verb_stands_for_whoever_was_named_last(text, own):
    question = read_question("when did Falk resign?", ["en"])
    words = [Span(*found.span()) for found in re.finditer(r"\w+", text)]
    terms = [(span, tokenize(text[span.start : span.end], "en")) for span in words]
    matched = [(span, found[0]) for span, found in terms if found and found[0] in question.terms]

    assert verb_is_own(question, text, matched, verbs_done(question, text, 0, matched), leans=False) is own


@pytest.mark.parametrize(
    ("text", "place", "elsewhere"),
    [
        ("They met after Rask came to Norland.", "Norland", True),
        ("They met after lunch in Halmar.", "Halmar", False),
        ("They met (for the last time) in Halmar.", "Halmar", False),
        ("In Halmar, where they met, it rained.", "Halmar", False),
        ("They met, but she lived in Norland.", "Norland", True),
    ],
)
def test_a_place_of_another_event_is_elsewhere(text, place, elsewhere):
    question = read_question("where did they meet?", ["en"])
    met, there = text.index("met"), text.index(place)
    matched = [(Span(met, met + 3), "meet")]

    found = verb_is_elsewhere(question, text, Span(0, len(text)), matched, [Span(there, there + len(place))])

    assert found is elsewhere


def test_a_long_run_of_capitals_is_read_at_once():
    """As keys and hashes are; what stands between a verb and its object is read where that is near."""
    question = read_question("When did Rask visit Taiwan?", ["en"])
    text = f"Rask had to visit someone in {'A' * 5000} Taiwan on Monday."
    spans = {word: Span(text.index(word), text.index(word) + len(word)) for word in ("Rask", "visit", "Taiwan")}
    matched = [(spans["Rask"], "rask"), (spans["visit"], "visit"), (spans["Taiwan"], "taiwan")]

    assert not verb_is_own(question, text, matched, verbs_done(question, text, 0, matched), leans=False)


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("Bo Rask, a critic of Premier Ida Falk of Norland, died on Friday.", True),
        ("Bo Rask, who beat Ida Falk of Norland in Halmar, died on Friday.", True),
        ("Norland's premier, Bo Rask, has died on Friday.", True),
        ("A man who threatened Bo Rask, and Ida Falk of Norland, died on Friday.", False),
        ("Beside Bo Rask, while Ida Falk of Norland wept, Anna Torv died on Friday.", False),
    ],
)
def test_what_is_said_of_a_name_between_commas_does_not_part_it_from_its_verb(ask, text, answered):
    assert ask("when did Bo Rask die?", text).answered == answered


@pytest.mark.parametrize(
    ("question", "text", "answered"),
    [
        ("when did Bo Rask resign without notice?", "Bo Rask did not resign on Friday without notice.", False),
        ("who did not vote for the treaty?", "Ida Falk did not vote for the treaty.", True),
        ("when did Norland not pay its debts?", "Norland paid its debts on Friday.", False),
        ("when didn't Norland pay its debts?", "Norland did not pay its debts on Friday.", True),
    ],
)
def test_what_was_not_done_is_told_by_a_denial_alone(ask, question, text, answered):
    assert ask(question, text).answered == answered

"""What tells that a sentence gives a reason, a definition or a place."""

import pytest

from bot.answering.matching.cues import TITLED, cue_features
from bot.answering.matching.features import AskedWords, read_tokens
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.question import read_question
from index.models import Span


@pytest.mark.parametrize(
    ("words", "cue"),
    [
        ("He complained after she resigned.", 0.0),
        ("She resigned after she had quarrelled with all.", 1.0),
        ("After she resigned over the catches, he complained.", 1.0),
        ("She resigned after 45 days.", 0.0),
        ("She resigned after less than two months.", 0.0),
        ("She resigned after a scandal over catches.", 1.0),
        ("She resigned amid protests.", 1.0),
    ],
)
def test_a_reason_is_one_for_what_is_asked(words, cue):
    assert cues("why did she resign?", words) == {"cue_why": cue}


def cues(question, words, *places):
    """Return what speaks for a sentence, in which each of the places stands once."""
    read, whole = read_question(question, ["en"]), Span(0, len(words))
    typed = [TypedSpan(words.index(place), words.index(place) + len(place), place, 1.0) for place in places]
    return cue_features(read, words, 0, whole, read_tokens(AskedWords(read), words, whole), typed)


@pytest.mark.parametrize(
    ("question", "words", "defines", "is_a"),
    [
        ("what is Tidewatch?", "Tidewatch is the society of harbour masters.", 1.0, 1.0),
        ("what is Tidewatch?", "Tidewatch was once thought of as old.", 1.0, 0.0),
        ("what is Tidewatch?", "They met at Tidewatch, a school on the quay.", 1.0, 0.0),
        ("what is Tidewatch?", "Nobody had told Tidewatch when the storm began.", 0.0, 0.0),
        ("who is Ida Falk?", "A prize went to Ida Falk (41), the pilot of the ferry.", 1.0, 0.0),
        ("who is Ida Falk?", "Ida Falk came late, and left early.", 0.0, 0.0),
        ("who is Ida Falk?", "Ida Falk is Norland's third premier in a year.", 1.0, 1.0),
        ("who is Ida Falk?", "Ida Falk was Vesland’s choice.", 1.0, 1.0),
        ("who is Ida Falk?", "On Friday Norland's premier Ida Falk resigned.", 0.0, TITLED),
        ("who is Ida Falk?", "Norland Sen. Ida Falk resigned.", 0.0, TITLED),
        ("who is Ida Falk?", "The Falks saw a race in which Ida Falk is a loser.", 1.0, 0.0),
        ("who is Ida Falk?", "Norland's premier met Ida Falk.", 0.0, 0.0),
        ("who is Falk?", "Norland's premier Falk resigned.", 0.0, 0.0),
        ("who is Falk?", "Ida Falk, who is the leader of a club, resigned.", 1.0, 1.0),
        ("who is Falk?", "Ida Falk, a pilot, resigned.", 1.0, 1.0),
        ("who is Falk?", "They met Ida Falk, a pilot.", 1.0, 0.0),
        ("What is harbourpox?", "A rare disease called harbourpox, a cousin of cowpox, is back.", True, True),
        ("What is harbourpox?", "The rare disease called harbourpox has spread to the harbour.", False, False),
        ("What is harbourpox?", "Harbourpox, a crucial part of the talks, spreads.", True, False),
        ("What is the Quay?", "The Quay, or Norland Security Council, is an informal group.", True, True),
        ("What is the Quay?", "“The Quay is a hope for its members,” she said.", True, False),
        ("What is the Quay?", "“Quay” is an old word for a landing place.", True, True),
        ("What are quay crabs?", "Quay crabs are small and bright animals with six legs.", True, True),
        ("What are quay crabs?", "Quay crabs are seen in winter.", True, False),
        ("What is Quayfest?", "The Quayfest holiday marks the day the harbour was freed.", False, True),
        ("What is the Quay Act?", "The Quay Act, also known as Rule Nine, bans nets.", True, True),
    ],
)
def test_what_a_thing_is_stands_behind_its_name(question, words, defines, is_a):
    found = cues(question, words)

    assert (found["defines"], found["is_a"]) == (defines, is_a)


@pytest.mark.parametrize(
    ("words", "led"),
    [
        ("Falk died two weeks ago in a small town in Norland.", 1.0),
        ("Norland (News) — Ida Falk has died.", 1.0),
        ("Falk died at Halmar, Norland, on Monday.", 1.0),
        ("The death of Falk deprives Norland of a pilot.", 0.0),
        ("Since Falk died, Norland has had no pilot.", 0.0),
    ],
)
def test_where_something_is_stands_behind_a_word_of_place(words, led):
    assert cues("where did Falk die?", words, "Norland") == {"led": led}


def test_cues_are_looked_for_only_where_they_are_asked():
    assert cues("when was Tidewatch founded?", "Tidewatch is a school because it is.") == {}

"""Other words for those of a question: news that says it so is found, and counts for less than the word itself."""

from dataclasses import replace

import pytest

from bot.answering.given import given_hit
from bot.answering.lexicon.families import forms
from bot.answering.lexicon.synonyms import rows, synonyms
from bot.answering.questions.question import read_question
from bot.answering.ranking.evidence import faults
from bot.answering.ranking.sentences import rank_sentences
from index.rank import Statistics
from index.text.tokens import tokenize


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("injured", "hurt"),
        ("lawyer", "attorney"),
        ("rose", "jumped"),
        ("detected", "found"),
        ("gunman", "shooter"),
        ("got", "won"),
        ("picked", "appointed"),
        ("founded", "established"),
    ],
)
def test_what_means_the_same_is_known_in_any_form(asked, said):
    (term,), (other,) = tokenize(asked, "en"), tokenize(said, "en")
    assert other in synonyms(term)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("won", "defeated"),
        ("win", "lost"),
        ("lost", "beat"),
        ("dismissed", "blaze"),
        ("detect", "created"),
        ("mother", "father"),
        ("wife", "husband"),
        ("rose", "fell"),
    ],
)
def test_an_opposite_or_another_sense_is_no_synonym(asked, said):
    (term,), (other,) = tokenize(asked, "en"), tokenize(said, "en")
    assert other not in synonyms(term)


@pytest.mark.parametrize(("asked", "said"), rows(), ids=[asked for asked, _ in rows()])
def test_every_line_of_the_table_says_something(asked, said):
    assert all(len(tokenize(word, "en")) == 1 for word in [*asked.split(), *said.split()])
    terms = {term for word in asked.split() for term in tokenize(word, "en")}
    assert any(synonyms(term) - forms(term) for term in terms)


def test_a_word_is_no_synonym_of_itself_and_an_unknown_one_has_none():
    assert "movi" not in synonyms("movi")
    assert synonyms("norland") == frozenset()


def test_a_synonym_is_like_the_word_and_not_the_word():
    question = read_question("who was injured in the Halmar fire?", ["en"])
    (candidate,) = rank_sentences(question, [given_hit(question, "Ida Falk was hurt in Halmar.")], Statistics(1, 9, {}))

    assert candidate.tokens.alike == {"injur"}
    assert "injur" not in candidate.matched_terms


def test_a_name_has_no_synonyms():
    question = read_question("who met Bo Star?", ["en"])

    assert "star" in question.names
    assert not any("star" in meant for meant in question.synonyms.values())


@pytest.mark.parametrize(("said", "is_missing"), [("created", False), ("praised", True)])
def test_who_does_something_may_be_told_with_another_verb(said, is_missing):
    question = read_question("who started the Halmar Lines?", ["en"])
    hit = given_hit(question, f"Bo Rask {said} the Halmar Lines.")
    hit = replace(hit, passage=replace(hit.passage, article=replace(hit.passage.article, published="2024-01-05")))
    statistics = Statistics(1, 9, {})
    (candidate,) = rank_sentences(question, [hit], statistics)

    assert ("the verb is missing" in faults(question, candidate, statistics)) is is_missing

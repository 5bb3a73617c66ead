"""A misspelt word is taken for one that the library knows, only where it knows no such word, and it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.questions.question import Correction, read_question
from bot.answering.questions.spelling import as_written, may_be_meant, repaired, respelled
from bot.config import Settings
from bot.handlers.ask import ask
from bot.handlers.requests import AskRequest
from bot.handlers.service import Service
from bot.replies import Text
from index.models import Article, Hit, Passage
from index.store import Library
from index.store.lookup import known_terms
from index.text.tokens import tokenize

TERMS = {
    "pyongyang": 40,
    "russia": 90,
    "treati": 7,
    "treaty": 1,
    "zambia": 3,
    "ferri": 8,
    "ferry": 2,
    "johnston": 4,
    "sever": 9,
    "collaps": 5,
    "bridg": 9,
}


def repairs(text):
    """Return what is repaired in a question of whose terms the library knows `TERMS`."""
    question = read_question(text, ["en"])
    unknown = [term for term in question.terms if term not in TERMS]
    return repaired(question, unknown, lambda near: {term: df for term, df in TERMS.items() if term[0] == near[0]})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who went to Pyongjang?", {"pyongjang": "pyongyang"}),
        ("Who went to Pyongjnag?", {"pyongjnag": "pyongyang"}),
        ("Who went to Rusisa?", {"rusisa": "russia"}),
        ("Who went to Rusia?", {"rusia": "russia"}),
        ("Who went to Russia?", {}),
        ("Who went to Gambia?", {}),
        ("Who saw Xylophones?", {}),
        ("Who met Kim?", {}),
        ("Who seperates them?", {}),
        ("When did the bridge colapse?", {"colaps": "collaps"}),
        ('Who went to "Pyongjang"?', {}),
        ("Who died in 20231?", {}),
    ],
)
def test_only_an_unknown_word_near_a_known_one_is_repaired(text, expected):
    """Neither a known word, nor the name of a country, nor what stands in quotation marks, nor a figure."""
    assert repairs(text) == expected


def test_only_whole_words_are_written_anew():
    question = read_question("Is Rusia in Rusian hands?", ["en"])

    assert respelled(question.text, question, {"rusia": "russia"}) == "Is Russia in Rusian hands?"


def test_a_word_is_written_as_the_passages_found_write_it_and_as_no_owner():
    article = Article("a", "Title", "Halmar waits. Russia’s harbour froze.", "r")
    hit = Hit(Passage(0, article, 0, len(article.text), ()), 1.0, 0)

    assert as_written("russia", "en", [hit]) == "Russia"
    assert as_written("norland", "en", [hit]) == "norland"


@pytest.fixture
def service(sample_library):
    made = Service(Settings(library=sample_library), readers=1)
    yield made
    made.close()


async def test_the_answer_says_what_it_was_asked_with(service):
    reply = await ask(service, AskRequest("when did Kim visit Rusia?"))

    assert reply.answer
    assert reply.answer.corrections == (Correction("Rusia", "Russia"),)
    assert reply.answer.short_answer
    assert reply.answer.short_answer.value == "2023-09"
    assert reply.answer.question == "when did Kim visit Rusia?"
    assert Text("Nothing holds “Rusia”; asked with “Russia”.") in reply.blocks


async def test_a_name_is_no_slip_of_a_word_that_is_no_name(service):
    """The library holds "treaty", in small letters only."""
    typed = await ask(service, AskRequest("who signed the traety with Kim?"))
    named = await ask(service, AskRequest("where was Gabby Traety found?"))

    assert typed.answer
    assert [item.meant for item in typed.answer.corrections] == ["treaty"]
    assert named.answer
    assert named.answer.corrections == ()


@pytest.mark.parametrize(
    ("word", "typed", "text", "expected"),
    [
        ("treaty", "traety", "who signed the traety?", True),
        ("separation", "seperate", "who would seperate them?", True),
        ("Golden", "goldenseal", "what is goldenseal?", False),
        ("treaty", "Traety", "where is Gabby Traety?", False),
        ("Traety", "Traety", "where is Gabby Traety?", True),
    ],
)
def test_a_word_like_it_only_by_its_stem_is_not_meant(word, typed, text, expected):
    assert may_be_meant(word, typed, text) == expected


async def test_a_right_word_is_never_touched(service):
    reply = await ask(service, AskRequest("when did Kim visit Brazil?"))

    assert reply.answer
    assert reply.answer.corrections == ()
    assert not reply.answer.answered


@given(start=st.sampled_from(["k", "ki", "s", "treat", "ü", "", "zzz"]))
def test_the_known_terms_are_those_of_the_index(sample_library, start):
    """By how they begin, with the passages each stands in: the same as counting them in the texts."""
    with Library.open_for_reading(sample_library) as library:
        found = known_terms(library, start)
        passages = library.passages(list(range(400)))

    expected: dict[str, int] = {}
    for passage in passages:
        for term in set(tokenize(f"{passage.text}\n{passage.article.title}", passage.article.language or "en")):
            if term.startswith(start):
                expected[term] = expected.get(term, 0) + 1
    assert expected or start in {"ü", "zzz"}
    assert found == expected

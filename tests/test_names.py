"""Names inside an article: a surname alone, another spelling, a description, and another person of the same surname."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.mentions.names import mentions
from bot.answering.questions.question import read_question
from bot.config import Settings
from bot.handlers.ask import explain_answer
from bot.handlers.requests import AskRequest
from bot.handlers.service import Service
from index.build import add
from index.store import Library


def found(question, text, *, is_other=False):
    """Return the words that stand, or don't, for names of a question, with the terms."""
    read = read_question(question, ["en"])
    return {
        (text[item.span.start : item.span.end], tuple(sorted(item.terms)))
        for item in mentions(read, text, 0, len(text))
        if item.is_other == is_other
    }


MACRON = ("Macron", ("emmanuel", "macron"))
KIM = ("Kim", ("jong", "kim", "un"))


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("When did Emmanuel Macron visit Kyiv?", "Emmanuel Macron spoke. Later Macron left.", {MACRON}),
        ("When did Emmanuel Macron visit Kyiv?", "Macron left.", set()),
        ("When did Emmanuel Macron visit Kyiv?", "Macron left, as Emmanuel Macron had said.", {MACRON}),
        ("When did Emmanuel Macron visit Kyiv?", "President Emmanuel Macron left. Mr Macron slept.", {MACRON}),
        ("When did Kim Jong-un visit Russia?", "Kim Jong Un left. Kim slept.", {KIM}),
        ("When did Kim Jong Un visit Russia?", "Kim Jung-un left.", {KIM}),
        ("When did Kim Jong Un visit Russia?", "Kim Jong-Un left.", {KIM}),
        ("When did Kim Jong Un visit Russia?", "Kim Jong Il left.", set()),
        ("When did Bill Falk leave?", "William Falk spoke. Falk left.", {("Falk", ("bill", "falk"))}),
        ("When did Stephen Falk leave?", "Steven Falk spoke. Falk left.", {("Falk", ("falk", "stephen"))}),
        ("When did Bill Falk leave?", "Dean Falk spoke of Bill Falk. Falk left.", {("Falk", ("bill", "falk"))}),
        ("Who painted the White House?", "The White House was white. The House voted.", set()),
        ("Who painted it?", "Emmanuel Macron did.", set()),
    ],
)
def test_the_short_form_stands_for_the_last_full_name_that_fits(question, text, expected):
    assert found(question, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Quillpresident of Norland left.", {("Quill", ("quill",))}),
        ("Ada Quillpresidential left.", set()),
        ("Quilling fell, and the Quillleader.", set()),
        ("Ada Tarnpresident of Norland left.", set()),
    ],
)
def test_a_name_is_told_from_the_title_that_it_was_run_together_with(text, expected):
    assert found("When did Quill leave?", text) == expected


def test_the_short_form_of_another_is_no_mention():
    """Of two people with one surname, the one named last is meant."""
    text = "Kim Jong Un was born later. Kim Jong Il ruled. Kim died in 2011."

    assert found("When did Kim Jong Un die?", text) == {KIM}
    others = found("When did Kim Jong Un die?", text, is_other=True)
    assert {word for word, _ in others} == {"Kim", "Jong", "Il"}


def test_words_that_open_a_sentence_are_no_given_names():
    text = "But Trump slept. Former Trump aides sat. Will Trump speak? Dean Trump left."
    assert found("When did Donald Trump speak?", text, is_other=True) == set()
    assert found("When did Donald Trump speak?", "They heard Anna Carter Trump.", is_other=True)
    assert found("When did Donald Trump speak?", "They saw that Will Trump left.", is_other=True)


LEADER = "Kim Jong Un, leader of North Korea, met Putin. The North Korean leader visited Russia in May 2023."


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("When did Kim visit Russia?", LEADER, {("The North Korean leader", ("kim",))}),
        ("When did Trump visit Russia?", LEADER, set()),
        (
            "When did the North Korean leader visit Russia?",
            "North Korean leader Kim Jong Un smiled. Kim visited Russia in May 2023.",
            {("Kim", ("korean", "leader", "north"))},
        ),
        ("When did the South Korean leader visit Russia?", LEADER, set()),
    ],
)
def test_a_description_stands_for_whom_the_article_calls_so(question, text, expected):
    assert found(question, text) == expected


NATO = "North Atlantic Treaty Organization"


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("When did Norland join NATO?", f"Norland joined the {NATO} in May.", {(NATO, ("nato",))}),
        (
            f"When did Norland join the {NATO}?",
            "Norland joined NATO.",
            {("NATO", ("atlant", "north", "organiz", "treati"))},
        ),
        ("Who heads the ECJ?", "The European Court of Justice sat.", {("European Court of Justice", ("ecj",))}),
        ("When did Norland join NATO?", "North Atlantic trade organised itself.", set()),
        ("When did New York vote?", "NY voted.", set()),
        ("When did NY vote?", "New York voted.", {("New York", ("ny",))}),
        ("When did the U.S. vote?", "The United States voted.", {("United States", ("usa",))}),
        ("When did us voters vote?", "The United States voted.", set()),
    ],
)
def test_initials_stand_for_what_they_are_the_initials_of(question, text, expected):
    assert found(question, text) == expected


@given(st.text(alphabet="KimJongUn, the Nrhealdr.\n-’", max_size=120), st.integers(0, 60), st.integers(0, 80))
def test_mentions_lie_inside_the_stretch_in_order(text, start, length):
    """Whatever stands there, and only terms of the question."""
    read = read_question("When did Kim Jong-un or the North Korean leader visit Russia?", ["en"])
    places = [item.span for item in mentions(read, text, start, start + length) if not item.is_other]

    assert places == sorted(places)
    assert all(start <= span.start < span.end <= start + length for span in places)
    assert all(item.terms <= set(read.terms) for item in mentions(read, text, start, start + length))


NIGHT = "The mood was calm, and the guests slept well. " * 12
FATHER = "Kim Jong Il ruled for long. Kim Jong Il visited Moscow in August 2001. Kim Jong Un came to Moscow later."
ARTICLES = [
    {"title": "Train", "text": f"Emmanuel Macron boarded early.\n\n{NIGHT}\n\nMacron visited Kyiv on 16 June 2022."},
    {"title": "A family", "text": FATHER},
    *({"title": f"Hill {number}", "text": f"Rain fell over hill number {number}."} for number in range(9)),
]


@pytest.fixture
def service(tmp_path):
    source = tmp_path / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, ARTICLES)), encoding="utf-8")
    with Library.open_for_writing(tmp_path / "library.db") as library:
        add(library, [source], progress=lambda what, done, total: None)
    made = Service(Settings(library=tmp_path / "library.db"), readers=1)
    yield made
    made.close()


async def test_a_surname_far_from_the_full_name_answers(service):
    """The full name stands in another passage; the account says who is meant."""
    reply = await explain_answer(service, AskRequest("when did Emmanuel Macron visit Kyiv?"))

    assert reply.answer
    assert reply.answer.short_answer
    assert reply.answer.short_answer.value == "2022-06-16"
    assert reply.why
    assert [(item.text, item.meant) for item in reply.why.ranked[0].names] == [("Macron", "Emmanuel Macron")]


async def test_the_visit_of_another_of_the_name_is_not_dated(service):
    reply = await explain_answer(service, AskRequest("when did Kim Jong Un visit Moscow?"))

    assert reply.answer
    assert reply.answer.short_answer is None


def test_no_name_goes_on_in_the_next_paragraph():
    text = "It was led by Emmanuel Macron\n\nMacron left."
    asked = read_question("When did Emmanuel Macron visit Kyiv?", ["en"])

    assert {item.meant for item in mentions(asked, text, 0, len(text))} == {"Emmanuel Macron"}

"""What is so today is told by what is newest: who holds an office, how many there have been."""

from dataclasses import replace
from unicodedata import normalize

import pytest

from bot.answering.given import given_hit
from bot.answering.questions.question import read_question
from bot.answering.ranking.sentences import rank_sentences
from bot.answering.short_answers.readings import span_readings
from bot.answering.topics.aged import age_beside, asks_age
from bot.answering.topics.births import by_birth
from bot.answering.topics.current import asks_count_so_far, asks_present
from index.rank import Statistics
from tests.stories import asked, dated_library

BEFORE = [
    (
        f"2021-{1 + number % 12:02}-{1 + number % 28:02}",
        f"President of Norland: Norland President Bo Rask saw ship {number}.",
    )
    for number in range(120)
]
"""More than are read, and each says more of the office than the one that counts."""
AFTER = "The harbour of Halmar was full. Norland President Ida Falk slept aboard, and 12 gulls sat on the mast."


def president_told(folder, capsys, newest):
    """Return who is said to be president by the newest article, after others that name Bo Rask."""
    library = dated_library(folder, *BEFORE[:3], ("2024-05-04", newest))
    _, found = asked(library, capsys, "who is the president of Norland?")
    return found["short_answer"]["text"]


def test_who_holds_an_office_is_told_by_the_newest_article(tmp_path, capsys):
    library = dated_library(tmp_path, *BEFORE, ("2024-05-04", AFTER))
    code, found = asked(library, capsys, "who is the president of Norland?")

    assert code == 0
    assert found["short_answer"]["text"] == "Ida Falk"
    assert found["short_answer"]["as_of"] == "2024-05-04"
    assert found["extracts"][0]["article"]["published"] == "2024-05-04"


def test_who_held_it_before_is_asked_of_all_articles(tmp_path, capsys):
    library = dated_library(tmp_path, *BEFORE[:3], ("2024-05-04", AFTER))
    _, found = asked(library, capsys, "who was the president of Norland in 2021?")

    assert "Bo Rask" in found["extracts"][0]["text"]


def test_the_articles_that_agree_on_a_holder_are_counted(tmp_path, capsys):
    library = dated_library(
        tmp_path, *BEFORE[:3], ("2024-05-04", AFTER), ("2024-04-01", "Norland President Ida Falk swam.")
    )
    _, found = asked(library, capsys, "who is the president of Norland?")

    assert found["short_answer"]["articles"] == 2


@pytest.mark.parametrize(
    ("question", "newest"),
    [
        *(
            ("who is the president of Norland?", text)
            for text in (
                "Norland's former President Ida Falk slept.",
                "Norland's then-President Ida Falk slept.",
                "Norland ex-president Ida Falk slept.",
                "Norland president-elect Ida Falk slept.",
                "Norland's next president, Ida Falk, slept.",
                "Norland President Ida Falk, who later ran for mayor, slept.",
                "Norland President Ida Falk, who died in the spring, slept.",
                "Norland President Ida Falk has slept in the tower since 1803.",
                "In 1995, Norland President Ida Falk slept.",
                "Ida Falk, president of Norland from 2001 to 2005, slept.",
                "They spoke of the assassination of Norland President Ida Falk.",
                "West Norland President Ida Falk slept.",
                "Bank of Norland President Ida Falk slept.",
                "Ida Falk is the president of Norland Airlines and slept.",
                "Ida Falk, the president of the Norland-affiliated Gull Club, slept.",
            )
        ),
        ("who is the secretary of defense?", "Deputy Defense Secretary Ida Falk slept."),
        ("who is Queen Uma's son?", "Bo is the eldest son of Queen Uma II and her late husband."),
        ("who is the mayor of Ida?", "They saw Mayor Ida Falk asleep."),
    ],
)
def test_who_held_another_office_or_long_ago_is_no_holder(tmp_path, capsys, question, newest):
    library = dated_library(tmp_path, *BEFORE[:3], ("2024-05-04", newest))
    _, found = asked(library, capsys, question)

    assert found["short_answer"] is None or found["short_answer"]["text"] == "Bo Rask"


@pytest.mark.parametrize(
    "newest",
    [
        "The minister was met by Norland President Ida Falk on Sunday.",
        "It was Norland President Ida Falk who slept.",
        "Since then, Norland President Ida Falk has slept.",
        "Norland President Dr. Ida Falk slept.",
        "Ida Falk, 61, the president of Norland, slept.",
        "A spokesman for Norland President Ida Falk slept.",
    ],
)
def test_what_is_told_beside_a_holder_does_not_end_the_office(tmp_path, capsys, newest):
    assert president_told(tmp_path, capsys, newest) == "Ida Falk"


def test_a_deputy_in_the_newest_article_hides_no_holder(tmp_path, capsys):
    library = dated_library(
        tmp_path, ("2023-02-04", "Norland Gov. Bo Rask sang."), ("2024-02-04", "Norland Lt. Gov. Ida Falk slept.")
    )
    _, found = asked(library, capsys, "who is the governor of Norland?")

    assert "Bo Rask" in found["extracts"][0]["text"]
    assert found["short_answer"]["text"] == "Bo Rask"


def test_of_two_offices_in_a_row_each_has_its_own_holder(tmp_path, capsys):
    library = dated_library(
        tmp_path,
        ("2024-05-04", "They met Torland President Ursula Berg, Norland's President Ida Falk and three others."),
    )
    _, found = asked(library, capsys, "who is the president of Norland?")

    assert found["short_answer"]["text"] == "Ida Falk"


def test_a_name_with_its_accents_apart_is_whole(tmp_path, capsys):
    name = normalize("NFD", "Andrés Falk")
    library = dated_library(tmp_path, ("2024-05-04", f"Norland President {name} slept."))
    _, found = asked(library, capsys, "who is the president of Norland?")

    assert normalize("NFC", found["short_answer"]["text"]) == "Andrés Falk"


def test_what_belongs_to_britain_is_of_the_uk(tmp_path, capsys):
    library = dated_library(tmp_path, ("2024-05-04", "British Prime Minister Ida Falk slept."))
    _, found = asked(library, capsys, "who is the prime minister of the UK?")

    assert found["short_answer"]["text"] == "Ida Falk"


COUNTED = (
    ("2023-03-01", "At least 58 sailors have been rescued off Halmar, the coast guard said."),
    ("2024-02-01", "More than 340 sailors have been rescued off Halmar, the coast guard said."),
)


def test_a_count_so_far_is_the_one_that_was_told_last(tmp_path, capsys):
    library = dated_library(tmp_path, *COUNTED)
    _, found = asked(library, capsys, "how many sailors have been rescued off Halmar?")

    assert (found["short_answer"]["text"], found["short_answer"]["as_of"]) == ("More than 340", "2024-02-01")
    assert [other["text"] for other in found["short_answer"]["others"]] == ["At least 58"]


def test_a_later_count_that_is_lower_is_of_something_else(tmp_path, capsys):
    library = dated_library(tmp_path, *COUNTED, ("2024-03-01", "Two sailors have been rescued off Halmar by a gull."))
    _, found = asked(library, capsys, "how many sailors have been rescued off Halmar?")

    assert "340" in found["extracts"][0]["text"]


@pytest.mark.parametrize(
    "later",
    [
        "At least 900 sailors have yet to be rescued off Halmar.",
        "In 2019 sailors have been rescued off Halmar.",
        "At least 900 sailors could be rescued off Halmar.",
    ],
)
def test_a_later_figure_that_counts_nothing_is_no_count(tmp_path, capsys, later):
    library = dated_library(tmp_path, COUNTED[0], ("2024-03-01", later))
    _, found = asked(library, capsys, "how many sailors have been rescued off Halmar?")

    short = found["short_answer"]
    assert short is None or {short["text"], *(other["text"] for other in short["others"])} == {"At least 58"}


def test_what_is_not_counted_so_far_may_differ(tmp_path, capsys):
    library = dated_library(tmp_path, *COUNTED)
    _, found = asked(library, capsys, "how many sailors were rescued off Halmar?")

    assert found["short_answer"]["as_of"] is None


RATES = [
    (f"{2010 + number}-05-04", f"The unemployment rate is {number + 3}% now. The rate of {number} was discussed.")
    for number in range(10)
]


def test_a_rate_is_the_one_that_was_told_last(tmp_path, capsys):
    library = dated_library(tmp_path, *RATES, ("2024-05-04", "The harbour slept as the unemployment rate was 4%."))
    _, found = asked(library, capsys, "what is the unemployment rate?")

    assert "4%" in found["extracts"][0]["text"]
    assert found["extracts"][0]["article"]["published"] == "2024-05-04"


def test_a_price_that_is_another_since_is_not_shown(tmp_path, capsys):
    old = ("2022-05-04", "A stamp currently costs 60 cents.")
    _, found = asked(dated_library(tmp_path, old), capsys, "how much is a stamp these days?")
    assert found["short_answer"]["text"] == "60 cents"

    (tmp_path / "later").mkdir()
    later = dated_library(
        tmp_path / "later", old, ("2023-10-01", "A stamp is worth what a letter costs, now 66 cents.")
    )
    _, found = asked(later, capsys, "how much is a stamp these days?")
    assert found["short_answer"] is None or found["short_answer"]["text"] == "66 cents"


def test_the_whole_name_of_a_holder_is_told_though_the_newest_article_gives_one_word(tmp_path, capsys):
    library = dated_library(
        tmp_path, ("2024-05-04", AFTER), ("2024-06-01", "They met the wife of Norland President Ida.")
    )
    _, found = asked(library, capsys, "who is the president of Norland?")

    assert found["short_answer"]["text"] == "Ida Falk"


@pytest.mark.parametrize(
    "question",
    [
        "who's the president of norland these days?",
        "who is currently the president of Norland",
        "president of norland name?",
        "who's running Norland at the moment?",
        "who's in charge of Norland",
    ],
)
def test_today_is_asked_of_in_many_words(tmp_path, capsys, question):
    library = dated_library(tmp_path, *BEFORE[:9], ("2024-05-04", AFTER + " Norland's leader Ida Falk woke."))
    _, found = asked(library, capsys, question)

    assert found["short_answer"]["text"] == "Ida Falk"


@pytest.mark.parametrize(
    "newest",
    [
        "Ida Falk became Norland's youngest ever and first openly gay president on Tuesday.",
        "Ida Falk has been sworn in as president of Norland.",
        "Ida Falk was elected president of Norland on Sunday.",
        "Ida Falk took over as Norland's new president.",
    ],
)
def test_who_has_come_to_hold_an_office_holds_it(tmp_path, capsys, newest):
    assert president_told(tmp_path, capsys, newest) == "Ida Falk"


def test_the_secretary_of_state_has_a_name_of_its_own(tmp_path, capsys):
    library = dated_library(tmp_path, ("2024-05-04", "Secretary of State Antony Falk fended off an attack."))
    _, found = asked(library, capsys, "who is the secretary of state?")

    assert found["short_answer"]["text"] == "Antony Falk"


def test_the_united_states_are_the_us(tmp_path, capsys):
    library = dated_library(tmp_path, ("2024-05-04", "U.S. President Ida Falk slept."))
    _, found = asked(library, capsys, "who is the president of the United States?")

    assert found["short_answer"]["text"] == "Ida Falk"


def test_one_article_of_years_before_shows_no_holder(tmp_path, capsys):
    old = ("2018-01-01", "Norland President Bo Rask slept.")
    library = dated_library(tmp_path, old, ("2024-05-04", "The president of Norland was at sea."))
    _, found = asked(library, capsys, "who is the president of Norland?")

    assert "Bo Rask" in found["extracts"][0]["text"]
    assert found["short_answer"] is None


def test_whose_wife_somebody_is_stays_so(tmp_path, capsys):
    old = ("2018-01-01", "Ida Falk's husband Bo Rask slept.")
    library = dated_library(tmp_path, old, ("2024-05-04", "Ida Falk was at sea."))
    _, found = asked(library, capsys, "who is Ida Falk's husband?")

    assert found["short_answer"]["text"] == "Bo Rask"


def test_a_vice_president_is_none(tmp_path, capsys):
    library = dated_library(
        tmp_path, *BEFORE[:3], ("2024-05-04", "Ida Falk, Norland's vice president of ships, slept. Bo Rask woke.")
    )
    _, found = asked(library, capsys, "who is the president of Norland?")

    assert found["short_answer"]["text"] == "Bo Rask"


AGES = [
    ("2021-03-01", "Ida Falk, 44, flew a kite over Halmar."),
    ("2022-03-01", "The 45-year-old sailor Ida Falk flew a kite."),
    ("2024-03-01", "Kites are flown by Falk. Ida Falk is 47 years old. Her 30-year-old deputy is not."),
]


def test_ages_of_other_years_agree_on_a_birth(tmp_path, capsys):
    library = dated_library(tmp_path, *AGES)
    _, found = asked(library, capsys, "how old is Ida Falk?")

    assert (found["short_answer"]["text"], found["short_answer"]["as_of"]) == ("47", "2024-03-01")
    assert found["short_answer"]["articles"] == 3


def test_ages_of_two_births_are_not_added_up():
    question = read_question("how old is Ida Falk?", ["en"])
    told = [("2015-01-01", "47"), ("2024-01-01", "47"), ("2016-06-01", "48")]
    hits = []
    for place, (day, age) in enumerate(told):
        hit = given_hit(question, f"Ida Falk is {age} years old.")
        article = replace(hit.passage.article, id=str(place), published=day)
        hits.append(replace(hit, passage=replace(hit.passage, article=article)))
    readings = span_readings(question, rank_sentences(question, hits, Statistics(1, 9, {})))
    said = dict(zip([item.candidate.article.id for item in readings], by_birth(readings), strict=True))

    assert said["0"] == said["2"] != said["1"]


@pytest.mark.parametrize(
    "question", ["how old are Ida Falk and Bo Rask?", "how old was Ida Falk when she sailed?", "how old is the ferry?"]
)
def test_more_than_the_age_of_one_is_asked(question):
    assert not asks_age(read_question(question, ["en"]))


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Falk, 47, slept.", "47"),
        ("Ida Falk, who is 47, slept.", "47"),
        ("At 47 years old Ida Falk slept.", "47"),
        ("The 47-year-old former mayor Ida Falk slept.", "47"),
        ("The 47-year-old has known Falk for years.", None),
        ("Falk's 47-year-old deputy slept.", None),
        ("A 47-year-old sailor beat Falk.", None),
        ("The 47-year-old prince falls behind Falk.", None),
        ("A man from Falk, 47, slept.", None),
        ("The 47-year-old singer Falks slept.", None),
        ("A 16-year-old Falk first sang there in 1990.", None),
        ("Bo Rask, 47, slept beside Falk.", None),
    ],
)
def test_an_age_is_of_the_name_beside_it(text, age):
    question = read_question("how old is Falk?", ["en"])
    hit = given_hit(question, text)
    article = replace(hit.passage.article, published="2024-05-04")
    hit = replace(hit, passage=replace(hit.passage, article=article))
    (candidate,) = rank_sentences(question, [hit], Statistics(1, 9, {}))
    found = age_beside(question, candidate)

    assert (found and found.value) == age


def test_a_name_with_a_dutch_particle_is_whole(tmp_path, capsys):
    library = dated_library(tmp_path, ("2024-05-04", "Norland President Erik ten Falk slept."))
    _, found = asked(library, capsys, "who is the president of Norland?")

    assert found["short_answer"]["text"] == "Erik ten Falk"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how many sailors have been rescued?", True),
        ("how many sailors have been rescued so far?", True),
        ("how many cups has Halmar won?", True),
        ("how many cups does Halmar have?", True),
        ("how many sailors have been rescued in 2023?", False),
        ("how many sailors were rescued?", False),
        ("how many sailors have to leave?", False),
        ("who is the CEO of Tidewatch?", True),
        ("who is the current governor of Norland?", True),
        ("who is the Secretary of Defense?", True),
        ("who is the secretary of transportation?", True),
        ("who is the first president of Norland?", False),
        ("who is the vice president of Norland?", False),
        ("how old is Ida Falk?", True),
        ("what is the unemployment rate?", True),
        ("what is the price of a kite?", True),
        ("how much does a kite cost?", True),
        ("who won the most recent Lantern Prize?", True),
        ("where does Falk live now?", True),
        ("why does Falk live there now?", False),
        ("how much did a kite cost?", False),
        ("how much is Falk paying for the ferry?", False),
        ("how much do you need to fly a kite?", False),
        ("what is the price of a kite in 2021?", False),
    ],
)
def test_what_is_so_today_is_asked_in_the_present(question, expected):
    read = read_question(question, ["en"])

    assert asks_present(read) is expected
    assert asks_count_so_far(read) is (expected and question.startswith("how many") and "does" not in question)


@pytest.mark.parametrize(
    ("later", "shown"),
    [
        ("Former Norland President Ida Falk told of her sleep.", False),
        ("Norland President Ida Falk, 61, is stepping down.", False),
        ("Norland waited for Ida Falk's resignation as president.", False),
        ("Norland President Ida Falk met former mayor Bo Rask.", True),
    ],
)
def test_whoever_leaves_an_office_by_the_same_day_is_not_its_holder(tmp_path, capsys, later, shown):
    library = dated_library(tmp_path, ("2024-05-04", "Norland President Ida Falk slept."), ("2024-05-04", later))
    _, found = asked(library, capsys, "who is the president of Norland?")

    assert (found["short_answer"] is not None) is shown


def test_a_chronicle_tells_no_holder_of_today(tmp_path, capsys):
    library = dated_library(tmp_path, ("2024-05-04", "1979: Norland President Ida Falk signs the accords of Torp."))
    _, found = asked(library, capsys, "who is the president of Norland?")

    assert found["short_answer"] is None


@pytest.mark.parametrize(("question", "shown"), [("who is the coach of Halmar?", False), ("who coaches Halmar?", True)])
def test_of_two_coaches_of_a_school_none_is_the_coach(tmp_path, capsys, question, shown):
    stories = [("2024-05-04", "Halmar coach Ida Falk slept."), ("2024-03-04", "Halmar coach Bo Rask sang.")]
    _, found = asked(dated_library(tmp_path, *stories), capsys, question)

    assert (found["short_answer"] is not None) is shown

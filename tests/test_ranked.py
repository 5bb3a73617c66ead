"""Which one of many a short answer is of, and other answers that only look right."""

import pytest

from bot.answering.short_answers.showing import is_shown
from tests.stories import answer_from, likeliest_reading


@pytest.mark.parametrize(
    ("question", "text", "shown"),
    [
        ("when did Rask win his third cup?", "Rask did win his cup in 2017.", False),
        ("when did Rask win his third cup?", "Rask did win his 3rd cup in 2017.", True),
        ("when did Rask win a second cup?", "Rask did win a cup again in 2017.", True),
        ("when did Rask win on the third day?", "Rask did win on the third day in 2017.", True),
        ("when did Rask win the cup of 3rd May?", "Rask did win the cup of May in 2017.", True),
        ("when did Rask win the cup of May 3rd?", "Rask did win the cup of May in 2017.", True),
        ("when was the first Lantern film released?", "The next Lantern film was released in 2017.", False),
        ("when was the first Lantern film released?", "The Lantern film was released in 2017.", True),
        ("which city is the largest?", "Halmar is to overtake Berlin as the largest city.", False),
        ("which city has the most people?", "The people of Berlin like their city.", False),
        ("which city has the most people?", "Berlin is the largest city, with many people.", True),
        ("which city is in the rest of Norland?", "Berlin is the city in Norland.", True),
        ("how many died of Halmar fever?", "Cases of Halmar fever reached 500 on Friday.", False),
        ("how many died of Halmar fever?", "Of Halmar fever 500 died.", True),
        ("which city is the most expensive?", "The most expensive city is Berlin.", True),
        ("which city is the most expensive?", "As the most expensive city it is ahead of Berlin.", False),
        ("where was the writer Ida Falk killed?", "The killed writer is the Berlin columnist Ida Falk.", False),
        ("where was the writer Ida Falk killed?", "The writer Ida Falk was killed in Berlin.", True),
        ("how old was the gull thief?", "The gull thief was Bo Rask, a 21-year-old.", True),
        ("how old was his mother?", "The 6-year-old boy and his 30-year-old mother fled.", False),
        ("how old was Bo Rask?", "The 29-year-old was identified as Bo Rask.", True),
        ("how many points did Rask score in the win?", "Rask did score 40 points against Halmar, who lost.", True),
        ("which countries did Rask visit?", "Rask did visit Germany.", False),
        ("which country did Rask visit?", "Rask did visit Germany.", True),
        ("which state has the most gulls?", "The most gulls are in the United States, no state.", False),
        ("how many drivers is Lantern hiring?", "Lantern is laying off 200 drivers.", False),
        ("how many drivers is Lantern hiring?", "Lantern is hiring 200 drivers.", True),
        ("how many drivers is Lantern hiring?", "Lantern is hiring 200 drivers, and laying off cooks.", True),
        ("how much did Falk pay for Lantern?", "Falk says that Lantern has a fund of $5 billion.", False),
        ("how much did Falk pay for Lantern?", "Falk did buy Lantern for $5 billion.", True),
        ("how many died in the Halmar school shooting?", "In the Halmar shooting 12 died.", False),
        ("how many died in the Halmar school shooting?", "In the Halmar school shooting 12 died.", True),
        ("how many died in the Halmar college shooting?", "In the Halmar university shooting 12 died.", True),
        ("how old is Ida Falk?", "Ida Falk, 47, resigned.", True),
        ("how old is Ida Falk?", "Ida Falk is the mother of Lea Rask, a 10-year-old.", False),
        ("how old is Ida Falk?", "Ida Falk, a 47-year-old, resigned.", True),
        ("how old was the sister who got it?", "The 40-year-old donor gave it to her 34-year-old sister.", False),
        ("how old is Ida Falk?", "By the 15-year-old was her coach Ida Falk.", False),
        ("who founded Lantern?", "Current Lantern owner Falk founded Lantern.", True),
    ],
)
def test_what_looks_right_is_that_which_is_asked(question, text, shown):
    asked, reading = likeliest_reading(question, text)

    assert is_shown(asked, reading) is shown


@pytest.mark.parametrize(
    ("question", "text", "answered"),
    [
        ("when did Lantern II sail?", "Lantern I sailed on 3 May 2022 from Halmar.", False),
        ("when did Lantern II sail?", "Lantern II sailed on 3 May 2022 from Halmar.", True),
        ("when did Lantern II sail?", "Lantern I and II sailed on 3 May 2022 from Halmar.", True),
        ("when did Queen Ida I die?", "Queen Ida II died on 3 May 2022 in Halmar.", False),
        ("when did Queen Ida II die?", "Queen Ida II died on 3 May 2022 in Halmar.", True),
    ],
)
def test_a_number_in_letters_is_that_of_the_name(tmp_path, question, text, answered):
    assert answer_from(tmp_path, question, text).answered is answered


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ("The mayor's garden is open. Falk fed the gulls of Halmar on Friday.", "Ida Falk"),
        ("Halmar is waiting: mayor Falk is stepping down in spring.", None),
        ("Halmar asked its former mayor Ida Falk about the gulls.", None),
        ("Halmar learnt of mayor Falk's resignation on Friday.", None),
        ("Halmar asked mayor Falk and a retired guard about the gulls.", "Ida Falk"),
        ("Halmar heard that mayor Falk will leave for Norland on Friday.", "Ida Falk"),
        ("Halmar heard mayor Falk say that a teacher had resigned.", "Ida Falk"),
        ("Halmar saw that the former guard Bo Rask met mayor Falk.", "Ida Falk"),
    ],
)
def test_whoever_leaves_an_office_is_not_shown_as_its_holder(tmp_path, later, told):
    articles = ("Halmar Mayor Ida Falk opened the bridge.", "Ida Falk, mayor of Halmar, closed a road.", later)
    answer = answer_from(tmp_path, "who is the mayor of Halmar?", *articles, apart=3)

    assert (answer.short_answer and answer.short_answer.text) == told

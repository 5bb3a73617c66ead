"""Spans of the type a question asks for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.mentions.spans import typed_spans
from bot.answering.questions.question import TIME_OF_DAY, AnswerKind

PUBLISHED = date(2023, 10, 11)


def found(kind, text, least=0.5, **options):
    """Return the words of the spans whose type is likely."""
    return [
        text[span.start : span.end] for span in typed_spans(kind, text, PUBLISHED, **options) if span.strength >= least
    ]


@pytest.mark.parametrize(
    ("kind", "text", "spans"),
    [
        (AnswerKind.WHEN, "On Saturday, 1,000 fighters came.", ["Saturday"]),
        (AnswerKind.WHEN, "Open from 9 a.m. until noon on Saturdays.", ["9 a.m.", "noon", "Saturdays"]),
        (AnswerKind.HOW_MANY, "It killed 45,000 people on Feb. 6, two of them for $43 billion.", ["45,000", "two"]),
        (AnswerKind.HOW_MANY, "Nearly three dozen boats sank.", ["Nearly three dozen"]),
        (AnswerKind.HOW_MANY, "A 12-year-old won the 2nd prize at 9:30.", []),
        (AnswerKind.HOW_MANY, "Dozens of boats and 1.2 million people", ["Dozens", "1.2 million"]),
        (AnswerKind.HOW_MANY, "At 85, Rask of Flight 302 has 12 boats, the MAX 8 and 302 books.", ["12", "302"]),
        (AnswerKind.HOW_MANY, "A two-thirds vote of 290 members", ["290"]),
        (AnswerKind.HOW_MANY, "20 third graders and two third-party boats", ["20", "two"]),
        (AnswerKind.HOW_OLD, "He flies 200 boats, 18,000 men and women", []),
        (AnswerKind.WHO, "Soon Queen Elizabeth II smiled. Nevertheless she left.", ["Queen Elizabeth II"]),
        (AnswerKind.HOW_MUCH, "It is £42,090, not $5.", ["£42,090", "$5"]),
        (AnswerKind.HOW_MUCH, "He paid $7.5 million, not 44 billion dollars.", ["$7.5 million", "44 billion dollars"]),
        (AnswerKind.HOW_MUCH, "It rose from $5 million to $10 million.", ["$5 million", "$10 million"]),
        (AnswerKind.PERCENT, "About 30% or two thirds", ["30%", "two thirds"]),
        (AnswerKind.PERCENT, "It fell from 7.5% to 5%, or by 10% to 20%.", ["7.5%", "5%", "10% to 20%"]),
        (AnswerKind.PERCENT, "It fell from 10 to 5 percent.", ["5 percent"]),
        (AnswerKind.PERCENT, "From 5 to 10 percent of them left.", ["5 to 10 percent"]),
        (AnswerKind.HOW_MUCH, "It costs from $5 to $10.", ["$5 to $10"]),
        (AnswerKind.HOW_OLD, "Tina Turner, 83, and a 44-year-old man aged 44", ["83", "44", "44"]),
        (AnswerKind.HOW_LONG, "It lasted 14 weeks and nearly five months.", ["14 weeks", "nearly five months"]),
        (AnswerKind.HOW_LONG, "It took a week to one day win $5 a day, and one day to lose.", ["a week"]),
        (AnswerKind.WHO, "Former Japanese Prime Minister Shinzo Abe met Joe Biden.", ["Shinzo Abe", "Joe Biden"]),
        (AnswerKind.WHO, "In the White House on Monday", []),
        (AnswerKind.WHERE, "He was shot near Yamato Station in Nara, Japan.", ["Yamato Station", "Nara", "Japan"]),
        (AnswerKind.ORDINAL, "The 58th fair; No. 3 came twelfth.", ["58th", "No. 3", "twelfth"]),
        (AnswerKind.WHY, "because of 3 men", []),
    ],
)  # fmt: skip
def test_spans_of_a_kind(kind, text, spans):
    assert found(kind, text) == spans


def test_a_measure_has_the_unit_that_its_adjective_asks_for():
    text = "The tower of 10,100 tonnes is 330 metres tall and stood for twenty years."

    assert found(AnswerKind.MEASURE, text, measure="tall") == ["330 metres"]
    assert found(AnswerKind.MEASURE, text, measure="heavy") == ["10,100 tonnes"]


def test_values_are_plain():
    spans = typed_spans(AnswerKind.HOW_MANY, "1.2 million, 45,000 and twenty-five")

    assert [span.value for span in spans] == ["1200000", "45000", "25"]


def test_a_day_without_a_year_keeps_its_month_in_an_article_without_a_date():
    spans = typed_spans(AnswerKind.WHEN, "They met on 31 October, a Friday.")

    assert [(span.value, span.relative) for span in spans] == [("--10-31", False), ("", True)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Nearly 3,000 died, up to 40 were hurt.", {"Nearly 3,000": "3000", "up to 40": "40"}),
        (
            "between 5,000 and 6,000 people, 10 to 15 million",
            {"between 5,000 and 6,000": "5000/6000", "10 to 15 million": "10/15000000"},
        ),
        ("only 100–150 species", {"100–150": "100/150"}),
        ("attended by 2000 guests in 2003", {"2000": "2000"}),
        ("In 2012 this was so; in 2013 the teams left.", {}),
    ],
)
def test_a_bound_or_a_range_is_part_of_a_count(text, spans):
    """What is said of "up to 40" is not said of 40."""
    found = typed_spans(AnswerKind.HOW_MANY, text)

    assert {text[span.start : span.end]: span.value for span in found} == spans


def test_days_are_counted_where_days_are_asked_for():
    text = "The council has 30 days and two vetoes."

    assert found(AnswerKind.HOW_MANY, text) == ["two"]
    assert found(AnswerKind.HOW_MANY, text, measure="time") == ["30"]


def test_a_year_is_cut_out_of_a_date_where_a_year_is_asked_for():
    assert found(AnswerKind.WHEN, "on 5 May 1999 and later", measure="year") == ["1999"]


def test_a_list_of_names_is_one_answer_and_its_parts_are_half_ones():
    text = "The crew was Neil Armstrong, Michael Collins and Buzz Aldrin."
    spans = typed_spans(AnswerKind.WHO, text)

    assert text[spans[1].start : spans[1].end] == "Neil Armstrong, Michael Collins and Buzz Aldrin"
    assert [(span.value, span.part) for span in spans if span.form != "list"] == [
        ("Neil Armstrong", True), ("Michael Collins", True), ("Buzz Aldrin", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In 1997 Daniel arap Moi won.", "Daniel arap Moi"),
        ("under Hassan al-Turabi they", "Hassan al-Turabi"),
        ("led by Ögedei until", "Ögedei"),
        ("the first was Jan Andrzej Menich", "Jan Andrzej Menich"),
        ("the Norman Foster-designed hall", "Norman Foster"),
        ("made by E.I. du Pont of", "E.I. du Pont"),
        ("after Kim Jong-un came", "Kim Jong-un"),
        ("And the prize goes to Will Smith.", "Will Smith"),
        ("hosts of the Late Show met", "Late Show"),
        ("the Justice Department said", "Justice Department"),
        ("After the Beatles split", "Beatles"),
        ("Home\n\nIda Falk\n\nThe story", "Ida Falk"),
        ("in Iowa beat Norland 102-85", "Norland"),
    ],
)
def test_names_of_many_shapes(text, name):
    assert name in found(AnswerKind.WHO, text, least=0.1)


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("said Michigan Gov. Gretchen Whitmer on Monday", ["Gretchen Whitmer"]),
        ("In 1960 Deputy Administrator Hugh L. Dryden spoke.", ["Hugh L. Dryden"]),
        ("Senate Majority Leader Ida Falk and Norland Sen. Bo Rask spoke.", ["Ida Falk", "Bo Rask"]),
        ("Republican Secretary of State Ida Falk and White House Chief of Staff Mark Rask", ["Ida Falk", "Mark Rask"]),
        ("He met Pop Star Anna Falk at Lone Star State Park.", ["Anna Falk"]),
        ("Norland Gov. Falk and U.S. Rep. French Hill left Halmar General Hospital.", ["Falk", "French Hill"]),
        ("Attorney General Ida Falk left the U.S. Justice Department.", ["Ida Falk"]),
        ("The San Antonio Spurs beat the St. Louis Blues.", ["San Antonio Spurs", "St. Louis Blues"]),
        ("the Egyptian president Gamal Abdul Nasser", ["Gamal Abdul Nasser"]),
        ("Rep. Jim Jordan of Ohio", ["Jim Jordan"]),
        ("Joan of Arc", ["Joan of Arc"]),
        ("Sen. Ida Falk, R-Ohio, and Mark Rask, D-Utah", ["Ida Falk", "Mark Rask"]),
        ("Norway’s Ida Falk at St. Mary's Church", ["Ida Falk"]),
        ("“I’ve seen her,” said midfielder Rask.", ["Rask"]),
        ("• Renowned guests left on June 18-20.", []),
    ],
)
def test_a_person_is_told_from_office_place_and_party(text, persons):
    spans = typed_spans(AnswerKind.WHO, text)

    assert [span.value for span in spans if span.strength >= 0.4 and span.form != "list"] == persons


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("He was shot in New York on Friday.", ["New York"]),
        ("New Zealand’s north", ["New Zealand"]),
        ("In the United States, he met her.", ["United States"]),
        ("in the U.S. and in the UK", ["U.S.", "UK"]),
        ("a fair in Washington, D.C.", ["Washington", "Washington, D.C.", "D.C."]),
        ("He wrote to FBI Director Christopher Wray and Jim Jordan.", []),
        ("US officials met in Geneva while Norway officials left.", ["Geneva"]),
    ],
)
def test_a_place_is_where_something_is(text, places):
    """Not where somebody or something is only from."""
    spans = typed_spans(AnswerKind.WHERE, text)

    assert [text[span.start : span.end] for span in spans if span.strength >= 0.5 and span.form != "list"] == places


def test_a_measure_converted_in_brackets_is_no_other_one():
    assert found(AnswerKind.MEASURE, "260 kilometres (160 mi) from the sea", measure="far") == ["260 kilometres"]


def test_a_relative_date_without_a_publication_has_no_value():
    assert [(span.value, span.relative) for span in typed_spans(AnswerKind.WHEN, "last Friday")] == [("", True)]


@given(st.sampled_from(AnswerKind), st.text())
def test_spans_lie_in_the_text_in_order(kind, text):
    starts = []
    for span in typed_spans(kind, text, PUBLISHED):
        assert 0 <= span.start < span.end <= len(text)
        assert 0 < span.strength <= 1
        starts.append(span.start)
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Falk is headed to the New York Otters.", []),
        ("Falk is headed to the Florida Keys.", ["Florida Keys"]),
        ("Falk is headed to Halmar Falls.", ["Halmar Falls"]),
    ],
)
def test_those_who_play_for_a_town_are_no_place(text, places):
    assert found(AnswerKind.WHERE, text) == places


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The ferry left at 1:23 p.m. ET on Tuesday.", "T13:23"),
        ("The ferry left at 12 a.m. on 3 May.", "T00:00"),
        ("The ferry left at noon.", "T12:00"),
        ("The ferry left at 11:30.", ""),
    ],
)
def test_asked_for_the_time_of_day_only_such_a_time_answers(text, value):
    spans = typed_spans(AnswerKind.WHEN, text, PUBLISHED, TIME_OF_DAY)

    assert [span.value for span in spans] == [value]


def test_the_length_of_a_film_is_no_time_of_day():
    assert not typed_spans(AnswerKind.WHEN, "Why the ferry left 05:19 - Source: Halmar TV", PUBLISHED, TIME_OF_DAY)

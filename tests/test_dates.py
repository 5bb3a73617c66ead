"""Dates: where they stand and what they mean."""

import re
from datetime import date
from importlib import import_module
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text import dates, timesigns
from index.text.calendar import as_iso, likely_year, read_number, spelled
from index.text.dates import find_dates, find_times
from index.text.timerules import RULES

PUBLISHED = date(2024, 6, 21)
"""A Friday."""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("on 13 September 2023 and", ["2023-09-13"]),
        ("September 13, 2023", ["2023-09-13"]),
        ("Sept. 13, 2023", ["2023-09-13"]),
        ("Wednesday, 13th of September 2023", ["2023-09-13"]),
        ("2023-09-13", ["2023-09-13"]),
        ("in September 2023.", ["2023-09"]),
        ("in 2023, then 1999", ["2023", "1999"]),
        ("the war (1950-1953)", ["1950/1953"]),
        ("1950–53", ["1950/1953"]),
        ("from 2004 to 2005", ["2004/2005"]),
        ("June 18-19, 2024", ["2024-06-18/2024-06-19"]),
        ("18 to 19 June 2024", ["2024-06-18/2024-06-19"]),
        ("June to August 2023", ["2023-06/2023-08"]),
        ("the 1990s", ["1990/1999"]),
        ("the '80s", ["1980/1989"]),
        ("summer of 2022", ["2022-06/2022-08"]),
        ("third quarter of 1989", ["1989-07/1989-09"]),
        ("10/26/1989", ["1989-10-26"]),
        ("June 28 to July 3, 2021", ["2021-06-28/2021-07-03"]),
        ("Thanksgiving 2022", ["2022-11-24"]),
        ("in 1066 with 1300 ships", ["1066"]),
        ("In 2010 it rose; two years later it fell", ["2010", "2012"]),
        ("on 14 nov 2023 and in june of 1992", ["2023-11-14", "1992-06"]),
        ("05-Aug-2016, 2019-aug-01", ["2016-08-05", "2019-08-01"]),
        ("the fourth of July 1995", ["1995-07-04"]),
        ("the first week of 2015", ["2014-12-29/2015-01-04"]),
        ("the last week of 2016", ["2016-12-26/2017-01-01"]),
        ("the third week of January 2019", ["2019-01-14/2019-01-20"]),
        ("week 3 of 2027", ["2027-01-18/2027-01-24"]),
        ("the third month of 2021", ["2021-03"]),
        ("2019-Q1, Q3 2019 and 2019-H2", ["2019-01/2019-03", "2019-07/2019-09", "2019-07/2019-12"]),
        ("the second half of 2020", ["2020-07/2020-12"]),
        ("from November to March 2015", ["2014-11/2015-03"]),
        ("Easter 2023, Good Friday 2023", ["2023-04-09", "2023-04-07"]),
        ("Black Friday 2010", ["2010-11-26"]),
        ("for three years, daily, now, a 12-year-old", []),
        ("31 February 2023", ["2023-02"]),
        ("14 may 2023 and 14 MAY 2023; it may", ["2023-05-14", "2023-05-14"]),
        ("in 2018, years before", ["2018"]),
        ("Mid-April 2019", ["2019-04"]),
        ("dated May 27,1924", ["1924-05-27"]),
        ("c. 1850", ["1850"]),
        ("2000 people, $1999 and 1,200", []),
        ("this year, this Wednesday", []),
        ("", []),
    ],
)
def test_dates_are_normalised(text, values):
    assert [mention.value for mention in find_dates(text)] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("this Wednesday", "2024-06-19"),
        ("on Friday", "2024-06-21"),
        ("last Friday", "2024-06-14"),
        ("next Monday", "2024-06-24"),
        ("Tuesday of last week", "2024-06-11"),
        ("next week on Wednesday", "2024-06-26"),
        ("two days after tomorrow", "2024-06-24"),
        ("three weeks from today", "2024-07-12"),
        ("two days before yesterday", "2024-06-18"),
        ("the 15th of next month", "2024-07-15"),
        ("will open on the 28th", "2024-06-28"),
        ("closed on the 28th", "2024-05-28"),
        ("july 2", "2024-07-02"),
        ("a fortnight ago", "2024-06-07"),
        ("in the past fortnight", "2024-06-07/2024-06-21"),
        ("between March and May", "2024-03/2024-05"),
        ("last Easter", "2024-03-31"),
        ("next Easter", "2025-04-20"),
        ("today", "2024-06-21"),
        ("yesterday", "2024-06-20"),
        ("tomorrow", "2024-06-22"),
        ("last week", "2024-06-10/2024-06-16"),
        ("last September", "2023-09"),
        ("this September", "2024-09"),
        ("next May", "2025-05"),
        ("two years ago", "2022"),
        ("three months ago", "2024-03"),
        ("10 days ago", "2024-06-11"),
        ("on June 3", "2024-06-03"),
        ("on 3 December", "2023-12-03"),
        ("will start on July 5", "2024-07-05"),
        ("will meet on Monday", "2024-06-24"),
        ("said on Monday", "2024-06-17"),
        ("last summer", "2023-06/2023-08"),
        ("the third quarter", "2023-07/2023-09"),
        ("late Monday night", "2024-06-17"),
        ("last weekend", "2024-06-15/2024-06-16"),
        ("in March last year", "2023-03"),
        ("on Christmas Eve", "2023-12-24"),
        ("was held on Labor Day", "2023-09-04"),
        ("announced a vote for August 8", "2024-08-08"),
        ("took over on November 8", "2023-11-08"),
        ("met in August", "2023-08"),
        ("will ask who led the March 20 attack", "2024-03-20"),
        ("will ask who led it in April", "2024-04"),
        ("last month", "2024-05"),
        ("next year", "2025"),
        ("JULY 2", "2024-07-02"),
        ("\u201cLast year", "2023"),
    ],
)
def test_relative_dates_count_from_publication(text, value):
    assert [(mention.value, mention.relative) for mention in find_dates(text, PUBLISHED)] == [(value, True)]


@pytest.mark.parametrize(
    ("published", "month", "tense", "year"), [("2024-01-10", 12, 1, 2023), ("2023-12-20", 1, -1, 2024)]
)
def test_a_day_beside_the_turn_of_the_year_is_the_near_one(published, month, tense, year):
    """Whatever the tense: "since Christmas it will ...", "announced a vote for 5 January"."""
    assert likely_year(date.fromisoformat(published), month, 5, tense) == year


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("The season ends on Sunday, Nov. 10.", "2024-01-30", "2024-11-10"),
        ("Falk played on Sunday, Nov. 12.", "2024-01-30", "2023-11-12"),
        ("It is held Saturday to Sunday, Aug. 18-19.", "2018-07-31", "2018-08-18/2018-08-19"),
        ("It opened on Monday, Feb. 29.", "2023-05-02", "2023-02"),
        ("It opened on Wednesday, May 3.", "2024-07-20", "2023-05-03"),
        ("The vote was held on Tuesday, March 7.", "2022-03-08", "2022-03-07"),
        ("Falk turned 50 years old last Nov. 9.", "2022-01-19", "2021-11-09"),
    ],
)
def test_a_weekday_tells_the_year_of_a_day_without_one(text, published, value):
    """A neighbour of the likely year, where only there it fits; a slip of the weekday changes nothing."""
    found = find_times(text, date.fromisoformat(published))
    assert value in [mention.value for mention in found]


@given(
    st.text() | st.lists(st.sampled_from(["May", " 31", " 2023", "-", "19", "to", "June ", "99999", ","])).map("".join)
)
def test_mentions_are_slices_in_order(text):
    """Spans slice to the words shown, in order and apart."""
    end = 0
    for mention in find_dates(text, PUBLISHED):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


@given(
    st.lists(
        st.sampled_from(
            ["Thanksgiving", "yesterday", "2 years ago", "300 decades ago", "next century", "last week", "29 Feb.",
             "the", "weekend", "Q4", "0001-01-01", "two years earlier", "'00s", "31 June", "last May", "next", "summer"]
        ),
        max_size=8,
    ).map(" ".join),
    st.sampled_from([date.min, date.max, date(2024, 2, 29)]),
)  # fmt: skip
def test_the_ends_of_the_calendar_are_no_trap(text, published):
    """What would lie outside the calendar is passed over."""
    for mention in find_dates(text, published):
        assert mention.value


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("for three years", "DURATION", "P3Y"),
        ("the past two decades", "DURATION", "P20Y"),
        ("several weeks", "DURATION", "PXW"),
        ("half an hour", "DURATION", "PT0.5H"),
        ("every day", "SET", "P1D"),
        ("every other week", "SET", "P2W"),
        ("each Monday", "SET", "XXXX-WXX-1"),
        ("annually", "SET", "P1Y"),
        ("currently", "DATE", "PRESENT_REF"),
        ("several years ago", "DATE", "PAST_REF"),
        ("this evening", "DATE", "2024-06-21TEV"),
        ("this week", "DATE", "2024-W25"),
    ],
)
def test_times_have_their_timex_value(text, kind, value):
    assert [(time.kind, time.value) for time in find_times(text, PUBLISHED)] == [(kind, value)]


@pytest.mark.parametrize(
    ("words", "number"),
    [("twenty-five", 25), ("1,200", 1200), ("two hundred and six", 206), ("three million", 3e6), ("a", 1),
     ("a couple of", 2), ("2.5", 2.5), ("zero", 0), ("several", None), ("and", None)],
)  # fmt: skip
def test_numbers_in_words(words, number):
    assert read_number(words) == number


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2023-10-07", "7 October 2023"),
        ("2023-09", "September 2023"),
        ("2004/2005", "2004 to 2005"),
        ("2024-06-10/2024-06-16", "10 June 2024 to 16 June 2024"),
    ],
)
def test_values_are_spelled_for_people(value, words):
    assert spelled(value) == words


def test_a_vague_value_names_no_date():
    assert as_iso("PAST_REF") is None
    assert as_iso("2023-WI") == "2023-12/2024-02"


def test_an_outlets_name_and_links_hold_no_day():
    """Capitals are no "today", and a feast named in a link is none that was kept."""
    assert find_times("From USA TODAY: travel/2019-halloween-free-drinks", date(2019, 10, 1)) == []


def test_every_rule_is_tried_where_its_sign_stands():
    """One expression of each family, each in a sentence of its own."""
    text = (
        "It rained in June 2020. It rained in 2019. It rained on Monday. It rained two weeks ago. "
        "It rained last summer. It rained recently. It rained on Juneteenth. It rains daily. "
        "It rained that night. It will rain tomorrow."
    )

    found = [text[item.start : item.end] for item in find_times(text, date(2024, 6, 26))]

    assert found == [
        "June 2020", "2019", "Monday", "two weeks ago", "last summer", "recently", "Juneteenth", "daily", "tomorrow",
    ]  # fmt: skip


def test_a_day_is_found_behind_the_weekday_that_it_begins_with():
    found = find_dates("They met last Monday 5 January, and meet next Friday 20 March 2023.", date(2023, 1, 9))

    assert [item.value for item in found] == ["2023-01-02", "2023-01-05", "2023-01-13", "2023-03-20"]


_WORDS = """
two three 5 20 first 3rd fourth half a an few several last next this past the that same of in from to and more
than  about early late mid- ago earlier later every each between before after today yesterday tonight morning
night day days  week weeks weekend month months year years decade century centuries quarter Q3 H1 1999 2023 1850
1960s '90s 850 circa  Monday Friday January April march sept JULY Aug 05-Aug-2016 2016/aug/05 2023-09-13
9/13/2023 Easter Christmas summer now  recent future fortnight annual daily hour minutes , - was will not
centuries
"""


@given(st.lists(st.sampled_from(_WORDS.split()), max_size=12).map(" ".join))
@settings(max_examples=100)
def test_trying_only_the_rules_that_a_sign_is_worth_loses_nothing(text):
    """Whatever every rule finds where all are tried on everything, letter case overlooked, is found by signs too."""
    found = find_times(text, PUBLISHED)
    with pytest.MonkeyPatch.context() as patch:
        everything = frozenset(rule.family for rule in RULES)
        tries = tuple(
            (place, (), False, re.compile(rule.written, re.IGNORECASE if rule.folded else 0).finditer)
            for place, rule in enumerate(RULES)
        )
        patch.setattr(dates, "find_signs", lambda text: iter([(0, len(text), everything)]))
        patch.setattr(dates, "_tries", lambda _: tries)
        assert find_times(text, PUBLISHED) == found


compiled = pytest.mark.skipif(find_spec("index.text._words") is None, reason="there was no C compiler")


@compiled
@given(
    st.lists(st.sampled_from([*_WORDS.split(), "c1850", "1/2", "٣", "Žd 3", "é5"]) | st.text(max_size=4), max_size=12),
    st.sampled_from([" ", "\n", "-", "", "_"]),
)
def test_signs_are_the_same_where_only_likely_words_are_looked_at(words, gap):
    text = f"\n{gap.join(words)}"
    whole = timesigns._SIGNS.finditer(text)
    assert [found.span() for found in timesigns._matches(text)] == [found.span() for found in whole]


@compiled
@given(st.text(st.sampled_from('aA.!?\n"“”’) \u2028\u2003é\U0001f600'), max_size=30))
def test_sentences_end_where_the_pattern_says(text):
    assert dates._endings(text) == [found.end() for found in dates._ENDING.finditer(text)]


@compiled
@given(
    st.text(st.sampled_from("abcé\u2019\U0001f600"), max_size=12),
    st.lists(st.lists(st.text(st.sampled_from("abcé\u2019\U0001f600"), max_size=3), max_size=3), max_size=5),
)
def test_words_that_rules_need_are_found_as_python_finds_them(text, needs):
    tries = tuple((place, tuple(words), False, dates._ENDING.finditer) for place, words in enumerate(needs))
    found = dates._wanted(text, tries)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "_words", None)
        assert dates._wanted(text, tries) == found


@compiled
def test_rows_without_words_are_refused():
    words = import_module("index.text._words")
    for rows in (("row",), ((1,),), ((1, ["list"]),)):
        with pytest.raises(TypeError, match="words second"):
            words.wanted("text", rows)
    with pytest.raises(TypeError, match="a text is a string"):
        words.wanted("text", ((1, (b"bytes",)),))


@compiled
def test_a_table_of_another_size_is_refused():
    with pytest.raises(ValueError, match="for each two letters"):
        import_module("index.text._words").places("In May.", b"1234")


def test_words_in_any_letters_are_read_beside_a_letter_that_has_two_small_ones():
    found = find_times("İzmir, İstanbul: Last Week and TWO years AGO", PUBLISHED)
    assert [item.value for item in found] == ["2024-W24", "2022"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The host of “Nora Berg Tonight” spoke.", []),
        ("She wrote for Psychology Today and The Tonight Show.", []),
        ("Nora, a star of Saturday Night Live, and a Sunday Times reporter", []),
        ("He left. Today he is back; “Tomorrow I rest.”", ["Today", "Tomorrow"]),
        ("OSLO — Yesterday the court ruled", ["Yesterday"]),
        ("On Saturday night she sang.", ["Saturday night"]),
        ("On Monday Prime Minister Berg resigned.", ["Monday"]),
    ],
)
def test_names_of_programmes_and_papers_are_no_dates(text, found):
    assert [text[item.start : item.end] for item in find_times(text, date(2024, 6, 19))] == found

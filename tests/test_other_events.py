"""A date of another event than the one asked for is not shown."""

import pytest

from bot.answering.short_answers.other_events import is_of_other_event
from bot.answering.short_answers.showing import is_shown
from tests.stories import likeliest_reading


@pytest.mark.parametrize(
    ("question", "text", "shown"),
    [
        ("when did Bo Rask die?", "Bo Rask wept at the death of the painter Ida Falk in 1997.", False),
        ("when did Bo Rask die?", "The death of the painter Bo Rask in 1997 was a blow.", True),
        ("when did Bo Rask die?", "Bo Rask wept until Ida Falk's sudden death in 1997.", False),
        ("when did Bo Rask die?", "Norland mourned Bo Rask's death in 1997.", True),
        ("when did Bo Rask die?", "Bo Rask met Ida Falk, who died in 1997.", False),
        ("when did Bo Rask die?", "Ida Falk met Bo Rask, who died in 1997.", True),
        ("when did Bo Rask die?", "Bo Rask liked Ida Falk until her death in 1997.", False),
        ("when did Bo Rask die?", "Bo Rask was liked until his death in 1997.", True),
        ("when did Bo Rask die?", "Lea Rask died in 1997.", False),
        ("when did Bo Rask die?", "Bo Rask painted, and Ida Falk died in 1997.", False),
        ("when was Bo Rask killed?", "Bo Rask is said to have killed Ida Falk in 1997.", False),
        ("when was Bo Rask killed?", "Bo Rask was killed in Norland in 1997.", True),
        ("when was the Halmar flood?", "August 31 is the 25th anniversary of the Halmar flood.", False),
        ("when was the Halmar flood?", "The anniversary of the Halmar flood is August 31.", False),
        ("when is the anniversary of the Halmar flood?", "The anniversary of the Halmar flood is August 31.", True),
        ("when was Rask sentenced?", "Bo Rask, the guard who shot at gulls in April 2021, is sentenced.", False),
        ("when was Rask sentenced?", "Bo Rask, the guard who shot at gulls, was sentenced in April 2021.", True),
        ("when was Rask confirmed?", "Falk said on Friday that Rask was confirmed.", False),
        ("when was Rask confirmed?", "Rask was confirmed on Friday.", True),
        ("when did Rask open the hall?", "Rask did open the hall at a show on May 14 that drew crowds.", True),
        ("when is the vote?", "The town will hold a Wednesday vote.", True),
        ("when did Rask call off the race?", "Rask did call off the race at a Friday meeting.", False),
        ("when did Rask call off the race?", "Rask did call off the race on Friday night.", True),
        ("when did Rask resign?", "Falk and Rask resign in 2016 and 2019, respectively.", False),
        ("when did Lantern last win the cup?", "Lantern did win the cup (1935, 1952 and 1957).", False),
        ("when was Rask convicted?", "A judge vacated what Rask was convicted of in 2017.", False),
        ("when was Rask convicted?", "Rask was convicted in 2017.", True),
        ("when was Rask born?", "A stone tells when Rask was born and died (1925 and 2000).", False),
        ("which years was Rask born and did he die?", "A stone tells Rask was born and died (1925 and 2000).", True),
        ("when did the queen of Norland quit?", "The last time a queen of Norland quit was in 1146.", False),
        ("when did a queen of Norland last quit?", "The last time a queen of Norland quit was in 1146.", True),
        ("when was the Halmar Flood?", "A paper in 2019 named the Halmar Flood the worst.", False),
        ("when was the Halmar Flood?", "The Halmar Flood came in 2019.", True),
        (
            "when did Mount Ask erupt?",
            "Torp, on April 10, 1815, was more powerful than when Mount Ask did erupt.",
            False,
        ),
        ("when did Torp erupt?", "Torp did erupt on April 10, 1815, more than Mount Ask.", True),
        ("when did Rask die?", "That Rask did die belongs to a trend that stretches back to 2018.", False),
        ("when is the Halmar Fair?", "The Halmar Fair is in 2023.", False),
        ("when is the next Halmar Fair?", "The next Halmar Fair is in 2025.", True),
        ("when did the boat ban expire?", "The boat ban of 1994 did expire.", False),
        ("when did boosters start?", "With boosters the start could be made in 2022.", False),
        ("when did boosters start?", "The boosters did start in 2022.", True),
        ("when did Falk win the Lantern Cup?", "Falk won on Sunday.", False),
        (
            "when did Falk win the Lantern Cup?",
            "At the Lantern Cup in the old harbour of Halmar, Falk won against Rask on Sunday.",
            False,
        ),
        ("when did Falk win the Lantern Cup?", "Falk won the Lantern Cup in Halmar on Sunday.", True),
        ("when was Rask convicted?", "Falk pardoned Bo Rask, who was convicted in 2017.", True),
        ("when did the storm make landfall?", "The storm is forecast to make landfall on Friday.", False),
        ("when did Rask break the record?", "Rask is first to break the record since Falk led in 1961.", False),
        ("when did Rask sing?", "Halmar is silent since Rask did sing in 1961.", True),
        ("when did the games of Halmar start?", "The games of Halmar end on Friday.", False),
        ("when did the games of Halmar start?", "The games of Halmar start on Friday.", True),
        ("when was the song written?", "The song was written in the War of 1812.", False),
        ("when was the song written?", "The song was written in 1812.", True),
    ],
)
def test_a_date_is_that_of_the_event_asked_for(question, text, shown):
    asked, reading = likeliest_reading(question, text)

    assert is_shown(asked, reading) is shown


def test_a_surname_stands_for_the_name_that_its_article_gives():
    """Who is asked for as Elvis is Presley where the article writes Elvis Presley."""
    told = "Halmar mourned Presley's death in 1977."
    asked, reading = likeliest_reading("when did Elvis die?", f"Elvis Presley sang in Norland. {told}")
    _, unknown = likeliest_reading("when did Elvis die?", f"Ida Presley sang in Norland. {told}")

    assert not is_of_other_event(asked, reading)
    assert is_of_other_event(asked, unknown)

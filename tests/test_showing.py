"""What keeps a short answer from being shown however sure its reading is, and how sure it must be."""

from dataclasses import replace
from datetime import date

import pytest

from bot.answering.given import given_hit
from bot.answering.questions.question import read_question
from bot.answering.ranking.sentences import rank_sentences
from bot.answering.short_answers.showing import floor_of, is_shown
from bot.answering.weights import weights
from index.rank import Statistics
from tests.stories import likeliest_reading


@pytest.mark.parametrize(
    ("question", "text", "shown"),
    [
        ("how many years did Ida Falk get?", "Ida Falk got two years.", True),
        ("how many years did Ida Falk get?", "Ida Falk got it two years after she came.", False),
        ("how many years after she came did Ida Falk get it?", "Ida Falk got it two years after she came.", True),
        ("how many years did Ida Falk rule?", "Norland marked 70 years since Ida Falk came to rule.", True),
        ("how much of the club does Ida Falk own?", "Ida Falk bought the club for $4 billion.", False),
        ("how much did Ida Falk pay for the club?", "Ida Falk bought the club for $4 billion.", True),
        ("how long do otters live?", "From 2014 to 2022, otters spread by 50 miles.", False),
        ("how long do otters live?", "Otters live for 20 years.", True),
        ("how many fans does Falk have?", "Ten years ago, Falk had 400 fans.", False),
        ("how many fans does Falk have?", "Falk has 400 fans.", True),
        ("how old is Bo Rask?", "After hitting an 18-year-old man in the arm, Bo Rask told of it.", False),
        ("how old is Bo Rask?", "Being an 18-year-old Bo Rask is fun.", True),
        ("how old is Bo Rask?", "In 1970, Ida Falk picked the 30-year-old Bo Rask.", False),
        ("how old was Bo Rask in 1970?", "In 1970, Ida Falk picked the 30-year-old Bo Rask.", True),
        ("how old is Bo Rask?", "The supposedly 30-year-old Bo Rask slept.", False),
        ("how tall is Bo Rask?", "The 6-foot-5 Bo Rask slept.", True),
        ("how long do otters live?", "Otters live for at least a few years.", False),
        ("how long was Falk in prison?", "A court sentenced Falk on Monday to nine years in prison.", False),
        ("how long was Falk in prison?", "Falk was in a court that can give a nine-year prison sentence.", False),
        ("how long did Falk spend in jail?", "Falk, who spent a week in jail, faces up to five years.", True),
        ("how long was Falk in prison?", "Falk was in prison for nine years.", True),
        ("how long will Falk be in prison?", "Falk will be in prison: the sentence is nine years.", True),
        ("how long a term was Falk given in prison?", "Falk was given a nine-year term in prison.", True),
        ("where is Ida Falk going?", "Ida Falk is going, a judge from Germany said.", False),
        ("where is Ida Falk from?", "Ida Falk is from Germany.", True),
        ("where was the summit held?", "Falk and Rask held talks at the summit in the hills.", False),
        ("where was the kite shot down?", "Germany shot down the kite.", False),
        ("where did the ship land?", "The crew aims to return, and eventually land the ship in Germany.", False),
        ("where will the ship land?", "The crew plans to land the ship in Germany.", True),
        ("where did storm Ask land?", "The storm did land in Germany, the costliest after Ask.", False),
        ("which country buys German oil?", "Kites are what German oil buys: a country called Germany.", False),
        ("which country has the worst roads?", "Germany has some of the worst roads of any country.", False),
        ("which country has one of the worst roads?", "Germany has some of the worst roads of any country.", True),
        ("which country did win the cup?", "The country that did win the cup plays at Germany 2022.", False),
        ("who is the owner of the Gulls?", "The owner of the Gulls is Ida Falk.", True),
        ("where was the kite shot down?", "In Germany the kite was shot down.", True),
        ("which country shot down the kite?", "Germany shot down the kite.", True),
        ("how many cups has Falk won?", "The 15-time cup winner Falk has won again.", True),
        ("how many judges are there?", "The judges split 6-3.", False),
        ("how many judges are there?", "There are 6-8 judges.", True),
        ("how many votes did Falk win by?", "Falk won 6-3 votes.", True),
        ("how many died in the fire?", "The fire left three sailors and three cooks dead when they died.", False),
        ("how many sailors died in the fire?", "Three sailors and two cooks died in the fire.", True),
        ("how many died in the fire?", "Six sailors died in the fire.", True),
        ("how many kites does Falk sell a year?", "Falk, a 46-year-old, sold three kites.", False),
        ("how many kites does Falk sell a year?", "Falk sold 300 kites last year.", True),
        ("how many kites does Falk sell a day?", "Falk sells three kites daily.", True),
        ("what nationality is the skipper?", "The skipper is a Norwegian sailor.", True),
        ("what nationality is Falk?", "The Norwegian skipper Falk slept.", True),
        ("what nationality is Falk?", "Falk won the French Open.", False),
        ("how long is the Halmar trail?", "The Halmar trail, 19 miles long, is old.", True),
        ("which museum was Ida Falk in?", "Ida Falk was in Germany.", False),
        ("which country was Ida Falk in?", "Ida Falk was in Germany.", True),
        ("what percentage of voters backed Falk?", "Voters backed Falk by 18 percentage points.", False),
        ("by what percentage did voters back Falk?", "Voters backed Falk by 18 percentage points.", True),
        ("what percentage of voters backed Falk?", "Falk was backed by 59% of voters.", True),
        ("how many seats did Falk win?", "To win Falk needs at least 218 seats.", False),
        ("how many seats did Falk need to win?", "To win Falk needed at least 218 seats.", True),
        (
            "how many people live in Halmar?",
            "A church fell in Halmar, where people live, killing at least 160 people.",
            False,
        ),
        ("how many people died in Halmar?", "A church fell in Halmar, killing at least 160 people.", True),
        ("how many Lanterns does Falk have?", "2023 Lantern winners have Falk.", False),
        ("how much is Ida Falk worth?", "Ida Falk is worth $5 billion.", True),
        ("how much is Ida Falk worth?", "Ida Falk's net worth is $5 billion.", True),
        ("how much is Ida Falk worth?", "Ida Falk left $5 billion worth of kites behind.", False),
        ("how much is Ida Falk worth?", "A plan for Ida Falk is worth $5 billion.", False),
        ("how much is Ida Falk's plan worth?", "A plan for Ida Falk is worth $5 billion.", True),
        ("what is Ida Falk's net worth?", "Ida Falk's net worth has tumbled by $5 billion.", False),
        ("how much did Ida Falk's fortune fall?", "Ida Falk's fortune fell by $5 billion.", True),
        ("what is the unemployment rate?", "The unemployment rate fell by 2% to a low.", False),
        ("what is the unemployment rate?", "The unemployment rate is 4%.", True),
        ("what is the unemployment rate?", "The unemployment rate fell by a third to 4%.", True),
        ("how many boats passed?", "The harbour fell silent as it was passed by 300 boats.", True),
        ("how many seats did Falk win by?", "Falk fell behind and won by 12 seats.", True),
        ("how much is Ida Falk worth?", "Ida Falk, the founder of Tidewatch, is worth $5 billion.", True),
        ("how much is Ida Falk worth?", "Bo Rask, whose net worth is $5 billion, met Ida Falk.", False),
        ("what is the net worth of Ida Falk?", "Ida Falk left $5 billion worth of kites.", False),
        ("how many boats are there in Halmar?", "There are thousands of boats in Halmar.", False),
        ("how many boats are there in Halmar?", "There are two thousand boats in Halmar.", True),
        ("how many boats are there in Halmar?", "There were 156 boats in Halmar in 2021.", False),
        ("how many boats were there in Halmar?", "There were 156 boats in Halmar in 2021.", True),
        ("how many boats are there in Halmar?", "There are 156 boats in Halmar, nine more than in 2023.", True),
        ("how many boats did Falk get?", "There was no request of 50 boats for Falk.", False),
        ("how many boats did Falk get?", "Falk got no fewer than 50 boats.", True),
        ("how many counts did Falk face?", "Falk pleaded not guilty to 34 counts.", True),
        ("how many Lanterns did Falk take?", "Falk saw 15 Lantern-nominated films.", False),
        ("how many Lanterns did Falk take?", "Falk took 15 Lanterns.", True),
        ("how many films did Falk make?", "Falk made 15 Lantern-nominated films.", True),
        ("how many boats did Falk sell?", "Falk did not deny that she sold 50 boats.", False),
        ("how many boats did Falk sell?", "Falk, No. 2 of all, sold 50 boats.", True),
        ("when did Falk marry?", "Ida Falk quit and married singer Bo Rask on 3 May 2023.", True),
        ("where was the first Lantern Fair held?", "The Lantern Fair was held in Germany.", False),
        ("where was the first Lantern Fair held?", "The Lantern Fair was first held in Germany.", True),
        ("where was the first Lantern Fair held?", "It is the first time a Lantern Fair is held in Germany.", False),
        ("where was the first Lantern Fair held?", "After the first in 1994 the Lantern Fair is in Germany.", False),
        ("where did Falk go for the first time?", "Ida Falk went to Germany.", True),
        ("who was the judge in the trial of Rask?", "Judge Ida Falk led the trial of Rask.", True),
        ("who was the judge in the trial of Rask?", "Gov. Ida Falk saw the trial of Rask.", False),
        ("who is the director of the fair?", "Dr. Ida Falk is the director of the fair.", True),
        ("who was the premier at the trial of Rask?", "Gov. Ida Falk saw the trial of Rask.", True),
        ("which country did Falk invade in 1169?", "Falk's men invaded at Bannow Bay in 1169.", False),
        ("where did Falk invade in 1169?", "Falk's men invaded at Bannow Bay in 1169.", True),
        (
            "when did Ida and Bo Falk escape?",
            "Ida Falk died of wounds after she and escaped man Bo Falk were caught in Halmar on Monday.",
            False,
        ),
        ("when did Bo Rask escape?", "Bo Rask escaped on 3 May 2023.", True),
        ("when was the ferry cancelled?", "The ferry was cancelled after a storm made landfall on 3 May 2023.", False),
        ("when was the ferry cancelled?", "The ferry was cancelled on 3 May 2023.", True),
        ("when was the ferry cancelled?", "The ferry was cancelled after the storm on 3 May 2023.", True),
        ("when did the war start?", "On 3 May 2023 Ida Falk left, a year since the start of the war.", False),
        ("when did the war start?", "The war started on 3 May 2023.", True),
        ("when did the war start?", "The war started in one of the darkest years of the 20th century.", False),
        ("when did the war start?", "The war started in the 20th century.", True),
        ("when did the war start?", "They test travellers for the war starting 3 May 2023.", False),
        ("when was the first message sent?", "Messages were sent on 3 May 2023.", False),
        ("when was the first message sent?", "The first message was sent on 3 May 2023.", True),
        ("when did Falk win her first cup?", "Falk won the cup on 3 May 2023.", False),
        ("when did Falk win her first cup?", "Falk won her first cup on 3 May 2023.", True),
        ("how long was Falk jailed in total?", "Falk was jailed for nine years.", False),
        ("how long was Falk jailed in total?", "Falk was jailed for a total of nine years.", True),
        ("how much did Falk pay for the boat?", "Falk hopes to pay $9,000 for the boat.", False),
        ("how much did Falk pay for the boat?", "Falk hoped for sun and paid $9,000 for the boat.", True),
        ("how much did Falk pay for the boat?", "In May Falk paid $9,000 for the boat.", True),
        ("how much did Falk pay for the boat?", "Falk paid $9,000 as expected for the boat.", True),
        ("how long was the total eclipse?", "The total eclipse lasted nine minutes.", True),
        ("how many children did Falk have when she died?", "Falk had four children.", True),
        ("how many boats sank in the last year?", "In the past year 30 boats sank.", True),
        ("how much did Rask offer Falk?", "Rask offered Falk $9,000.", True),
        ("how much will Rask pay for the boat?", "Falk will pay $9,000 for the boat.", False),
        ("how many people died in the fire?", "The fire, in which people died, left 30 injured.", False),
        ("how many people were hurt in the fire?", "The fire hurt 30 people.", True),
        ("how many boats were there when Falk bought the club?", "There are 30 boats in the harbour.", False),
        (
            "how many boats were there when Falk bought the club?",
            "Falk bought the club, and there were 30 boats.",
            True,
        ),
        ("how many boats were in the first fleet?", "The boats join a fleet of 30 boats.", False),
        ("how many boats did Falk add?", "The boats of Falk join 30 boats.", False),
        ("when does season 3 of Lantern start?", "The newest season of Lantern starts in May 2024.", False),
        ("when does season 3 of Lantern start?", "Season three of Lantern starts in May 2024.", True),
        ("how many members does Falk have?", "Falk added nearly 900 members in May.", False),
        ("how many members did Falk add?", "Falk added nearly 900 members in May.", True),
        ("how many deaths are due to flu?", "One in 50 deaths is due to flu.", False),
        ("how many degrees is absolute zero?", "Absolute zero is – 459.67 degrees.", False),
        ("when do the gulls come to Halmar?", "Gulls last came to Halmar on 3 May 1985.", False),
        ("when do the gulls come to Halmar?", "The gulls come to Halmar on 3 May 2024.", True),
        ("when is Kite Day?", "The original Kite Day fell on 3 May.", False),
        ("where does Falk live?", "Norland: Ida Falk lives by the sea.", False),
        ("what is the minimum wage in Florida?", "The federal minimum wage is $7.25.", False),
        ("what is the minimum wage in Florida?", "The minimum wage in Florida is $7.25.", True),
        ("where was Falk buried?", "Norland said farewell to Falk, who was buried.", False),
    ],
)
def test_what_is_said_of_something_else_is_not_shown(question, text, shown):
    assert is_shown(*likeliest_reading(question, text)) is shown


@pytest.mark.parametrize(("today", "shown"), [(date(2023, 4, 1), True), (date(2023, 6, 1), False), (None, True)])
def test_the_next_one_is_not_over(today, shown):
    question, reading = likeliest_reading(
        "when is the next fair?", "The next fair is on 3 May 2023.", published="2023-01-05"
    )

    assert is_shown(replace(question, today=today), reading) is shown


@pytest.mark.parametrize(("day", "shown"), [(date(2024, 1, 8), True), (date(2024, 3, 8), False), (None, True)])
def test_this_week_is_not_read_from_news_of_another_month(day, shown):
    question = "a ferry of Ida Falk's left port this week. which country did it leave?"
    assert is_shown(*likeliest_reading(question, "The ferry of Ida Falk left Germany.", day=day)) is shown


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("how old is Ida Falk?", "Ida Falk's 62-year-old deputy slept beside the 53-year-old Ida Falk.", "53"),
        ("how old is Ida Falk's deputy?", "Ida Falk's 62-year-old deputy slept.", "62"),
        ("how old is Ida Falk?", "The 53-year-old Ida Falk slept.", "53"),
        ("how old is Ida Falk?", "Ida Falk, 53, beat 18-year-old Bo Rask.", "53"),
        ("how old is Bo?", "The 62-year-old Bo Li slept.", "62"),
        ("how old is Rex the dog?", "Rex, a supposedly 31-year-old Norland Hound, slept.", "31"),
    ],
)
def test_the_age_of_somebodys_deputy_is_not_theirs(question, text, value):
    assert likeliest_reading(question, text)[1].span.value == value


def test_a_number_in_the_name_of_a_race_counts_nothing():
    asked = read_question("what number car did Ida Falk win in?", ["en"])
    (candidate,) = rank_sentences(asked, [given_hit(asked, "Ida Falk won the Daytona 500 last.")], Statistics(1, 9, {}))

    assert not candidate.typed


def test_an_encyclopedia_has_to_be_surer_of_a_place_than_news():
    """Of news the readings of places and people that are less sure were right as often."""
    asked, reading = likeliest_reading("where is Ida Falk from?", "Ida Falk is from Germany.")
    _, undated = likeliest_reading("where is Ida Falk from?", "Ida Falk is from Germany.", published=None)

    assert floor_of(reading) == weights("floors_dated")["place"]
    assert floor_of(undated) == weights("floors")["place"]
    between = (floor_of(reading) + floor_of(undated)) / 2
    assert is_shown(asked, replace(reading, confidence=between))
    assert not is_shown(asked, replace(undated, confidence=between))

"""What a date or a length of time in a sentence says of what is asked, and what only of something else."""

import pytest

from bot.answering.given import given_hit, read_given
from bot.answering.mentions.dated import names_thing
from bot.answering.questions.question import read_question
from bot.answering.ranking.sentences import rank_sentences
from bot.answering.short_answers.showing import is_shown
from index.rank import Statistics


def dates(question, text):
    """Return the first date of a text with a value."""
    asked = read_question(question, ["en"])
    candidate = rank_sentences(asked, [given_hit(asked, text)], Statistics(1, 9, {}))[0]
    span = next(span for span in candidate.typed if span.value)
    return asked, candidate.article.text, span


@pytest.mark.parametrize(
    ("question", "text", "names"),
    [
        ("when did Vesland riot?", "The riots in Vesland mirrored the Jan. 6, 2021, insurrection.", True),
        ("when did Vesland riot?", "The riots in Vesland recalled that 6 January 2021 storm.", True),
        ("when did Vesland riot?", "Vesland rioted on the 6 January 2021.", False),
        ("when did Vesland riot?", "Vesland rioted on the 6 January 2021 when prices rose.", False),
        ("when did Vesland riot?", "On the 6 January 2021 Vesland rioted.", False),
        ("when did Vesland riot?", "The riots in Vesland recalled the 6 January 2021 storm.", True),
        ("when did Vesland riot?", "Vesland rioted in a July 2021 heatwave.", False),
        ("when did Vesland riot?", "Vesland had won the 2021 cup and rioted.", True),
        ("when did Vesland riot?", "Much was written of the 6 January 2021 Vesland riot.", False),
        ("when was the riot in Vesland?", "Much was written of the 6 January 2021 riot in Vesland.", False),
        ("when did the spill in Vesland happen?", "After the Dec. 22, 2008, coal spill Vesland paid.", False),
        ("when did the spill in Vesland happen?", "After the Dec. 22, 2008, court ruling on it, Vesland paid.", True),
    ],
)
def test_a_date_before_a_thing_only_names_it_unless_that_is_asked_for(question, text, names):
    assert names_thing(*dates(question, text)) is names


def test_a_year_that_is_only_reckoned_dates_nothing_that_it_names():
    """The Jan. 6 attack of an article of 2022 may be that of 2021."""
    asked, text, span = dates("when was the capitol attacked?", "They spoke of the 6 January 2022 Capitol attack.")

    assert not names_thing(asked, text, span)
    assert names_thing(asked, text, span._replace(relative=True))


@pytest.mark.parametrize(
    ("question", "text", "shown"),
    [
        ("how long was Ida Falk chancellor?", "Ida Falk was chancellor for ten months.", True),
        ("how long was Ida Falk chancellor?", "Ten months after joining he replaced Ida Falk as chancellor.", False),
        ("how long was Ida Falk chancellor?", "Ten months into her term Ida Falk was chancellor no more.", False),
        ("how long after joining was Ida Falk chancellor?", "Ten months after joining Ida Falk was chancellor.", True),
        ("how long was Ida Falk jailed?", "Ida Falk was jailed for ten months after she had fled.", True),
        ("how long was Ida Falk jailed?", "Ten months before the vote Ida Falk was jailed.", False),
    ],
)
def test_a_point_in_time_is_no_length_of_time(monkeypatch, question, text, shown):
    """It is no short answer however sure the reading is."""
    monkeypatch.setattr("bot.answering.short_answers.showing.weights", lambda _: {"duration": 0.0})
    asked = read_question(question, ["en"])
    reading = read_given(asked, text, Statistics(1, 9, {}))

    assert reading is not None
    assert reading.kind == "duration"
    assert is_shown(asked, reading) is shown

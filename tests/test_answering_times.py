"""Which time an answer is of: dates of others, of years in names, of articles."""

import json

import pytest

from bot.answering.answer import Answer
from bot.terminal.main import main


def short(answer: Answer) -> tuple[str, str] | None:
    """Return text and value of the short answer."""
    return (answer.short_answer.text, answer.short_answer.value) if answer.short_answer else None


def test_the_date_of_another_person_in_the_sentence_is_not_the_answer(ask):
    """Her father's death, told beside her name, does not date hers."""
    father = "Queen Elizabeth ascended to the throne in February 1952, when her father died of lung cancer."
    own = "Queen Elizabeth died on 8 September 2022 at Balmoral Castle."

    assert short(ask("when did Queen Elizabeth die?", {"title": "A life", "text": father})) is None
    both = ask("when did Queen Elizabeth die?", {"title": "A life", "text": father}, {"title": "News", "text": own})
    assert short(both) == ("8 September 2022", "2022-09-08")
    assert both.extracts[0].text == own


def test_a_relative_date_is_reckoned_from_publication_and_shown_with_its_day(ask, tmp_path, capsys):
    row = {
        "title": "War",
        "text": "Hamas attacked Israel on Saturday by land and sea, and hundreds died.",
        "published": "2023-10-11",
    }

    answer = ask("when did Hamas attack Israel?", row)

    assert short(answer) == ("Saturday", "2023-10-07")
    assert answer.short_answer
    assert answer.short_answer.relative
    assert main(["ask", "when did Hamas attack Israel?", "--library", str(tmp_path / "library.db")]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "7 October 2023 (“Saturday”)"


@pytest.mark.parametrize(
    "text",
    [
        "Kim hopes to visit Russia in May 2024.",
        "Kim has agreed to visit Russia in May 2024.",
        "Kim did not visit Russia in May 2024.",
        "Putin visited Kim in May 2024 and talked of Russia.",
        "Kim visited China in May 2024, a month after Putin left Russia.",
        "Kim said in May 2024 that he would visit Russia.",
    ],
)
def test_what_is_hoped_denied_or_done_by_others_dates_nothing(ask, text):
    assert (
        short(ask("when did Kim visit Russia?", {"title": "Trains", "text": text, "published": "2024-06-20"})) is None
    )


def test_the_date_of_what_belongs_to_a_name_is_not_its_own(ask):
    """Her husband's death is not hers; "her death" is."""
    husband = {"title": "Duke", "text": "The Duke, Queen Elizabeth's husband, died on 9 April 2021 at home."}
    own = {"title": "Queen", "text": "Queen Elizabeth's death on 8 September 2022 ended an age."}

    assert short(ask("when did Queen Elizabeth die?", husband)) is None
    assert short(ask("when did Queen Elizabeth die?", husband, own)) == ("8 September 2022", "2022-09-08")


def test_a_date_that_only_bounds_does_not_answer(ask):
    """A failure that is "the largest since 2008" did not happen in 2008."""
    text = "Valley Bank failed, the largest collapse since 2008."

    assert short(ask("when did Valley Bank fail?", {"title": "Banks", "text": text, "published": "2023-03-20"})) is None


def test_the_last_one_is_meant_where_a_figure_is_asked_for(ask):
    """Not that of years before, which the news only looks back on; asked for that time, it is."""
    news = [
        {
            "title": "Quake",
            "text": "In 1999, an earthquake in Dunmore killed 17,000 people.",
            "published": "2019-09-26",
        },
        {
            "title": "Aid",
            "text": "The earthquake in Dunmore on Monday killed 45,000 people.",
            "published": "2023-02-09",
        },
    ]

    assert "45,000" in ask("how many people did the earthquake in Dunmore kill?", *news).extracts[0].text
    assert "17,000" in ask("how many people did the earthquake in Dunmore kill in 1999?", *news).extracts[0].text


def test_news_is_of_the_year_it_was_published_in(ask):
    """It seldom says so: "won the cup" in an article of 2022 answers who won in 2022."""
    answer = ask(
        "who won the Halmar Cup in 2022?",
        {"title": "Cup", "text": "Ida Falk won the Halmar Cup on Sunday.", "published": "2022-05-06"},
        {"title": "Cup", "text": "Anna Torv won the Halmar Cup on Sunday.", "published": "2024-05-06"},
    )

    assert "Ida Falk" in answer.extracts[0].text


@pytest.mark.parametrize(("published", "answered"), [("2022-06-17", False), ("2023-05-14", True)])
def test_who_won_in_a_year_is_not_told_before_it(ask, published, answered):
    """A winner of the year before is not the one, though the sentence says something else of it."""
    text = "This year's Halmar Song Contest winner, Vesland, will not host the contest in 2023, organizers said."
    news = {"title": "Contest", "text": text, "published": published}

    assert ask("which country won the Halmar Song Contest in 2023?", news).answered == answered
    assert ask("which country will not host the Halmar Song Contest in 2023?", news).answered


def test_what_is_named_for_a_year_may_be_won_before_it(ask):
    news = {"title": "Show", "text": "Ida Falk won Miss Vesland 2023 on Thursday night.", "published": "2022-12-16"}
    host = {"title": "Show", "text": "Ida Falk will be host of Miss Vesland 2023 in May.", "published": "2022-12-16"}

    assert ask("who won Miss Vesland 2023?", news).answered
    assert not ask("who won Miss Vesland 2023?", host).answered


@pytest.mark.parametrize(
    ("question", "time", "answered"),
    [
        ("when did Falk win the Halmar Marathon?", "last year", False),
        ("when did Falk win the Halmar Marathon?", "last week", True),
        ("when did Falk win the Halmar Marathon?", "in 2022", True),
        ("which year did Falk win the Halmar Marathon?", "last year", True),
    ],
)
def test_last_year_tells_little_of_news(ask, question, time, answered):
    """All of it is of some time ago; unless a year is asked for."""
    news = {
        "title": "Sports",
        "text": f"Falk won the Halmar Marathon {time}, officials said.",
        "published": "2023-05-01",
    }

    assert ask(question, news).answered == answered


def test_another_year_in_the_sentence_is_another_time(ask):
    """The title names the year that is asked for, the sentence others."""
    text = "In 2019, there were 417 ferry fires, but before that there were fewer."

    assert not ask("how many ferry fires in 2022?", {"title": "Ferry fires of 2022", "text": text}).answered
    assert ask("how many ferry fires in 2019?", {"title": "Ferry fires of 2022", "text": text}).answered


def test_a_batch_row_may_say_when_it_is_asked(ask, tmp_path, capsys):
    """Of two articles that tell alike, the one fresh on that day comes first."""
    ask(
        "nothing?",
        {"title": "Storm", "text": "The storm hit the harbour of Saltmere on Monday.", "published": "2023-05-02"},
        {"title": "Storms", "text": "The storm hit the harbour of Saltmere on Sunday.", "published": "2024-05-07"},
    )
    batch = tmp_path / "batch.jsonl"
    rows = [{"question": "what did the storm hit?", "asked": day} for day in ("2023-05-04", "2024-05-09")]
    batch.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    capsys.readouterr()
    assert main(["ask", "--batch", str(batch), "--library", str(tmp_path / "library.db")]) == 0

    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["extracts"][0]["article"]["title"] for answer in answers] == ["Storm", "Storms"]


def test_a_year_that_names_a_thing_dates_nothing(ask):
    text = "The collapse of the Millpond bridge thrust the 2024 election into the spotlight."

    row = {"title": "Bridge", "text": text, "published": "2024-05-13"}
    assert short(ask("when did the Millpond bridge collapse?", row)) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The harbour regatta will take place on Tuesday, Jan. 23, with a fair.", "2024-01-23"),
        ("In a wet year, the harbour regatta was held on Jan. 23.", "2024-01-23"),
        ("This year, the harbour regatta will be celebrated on Jan. 23.", "2024-01-23"),
        ("The original harbour regatta was on Jan. 23.", None),
        ("The next harbour regatta will take place on Jan. 23, with a fair.", None),
        ("Normally, the harbour regatta is on Jan. 23.", None),
        ("The harbour regatta, they said on Jan. 23, with a fair.", None),
        ("The deadline for the harbour regatta is Jan. 23.", None),
    ],
)
def test_a_date_told_outright_of_a_thing_is_a_short_answer(ask, text, value):
    """Also where a question has no verb ("when is the regatta?"), or names a year that only the article's day tells."""
    for question in ("when is the harbour regatta", "when is the harbour regatta in 2024?"):
        found = ask(question, {"title": "Boats", "text": text, "published": "2024-01-10"})

        assert (found.short_answer and found.short_answer.value) == value


def test_articles_that_agree_outweigh_one_that_does_not(ask):
    answer = ask(
        "when did Sweden join NATO?",
        {"title": "One", "text": "Sweden joined NATO in March 2024 after a long wait."},
        {"title": "Two", "text": "Sweden joined NATO in March 2024."},
        {"title": "Three", "text": "Sweden joined NATO in May 2020, an old blog says."},
    )  # fmt: skip

    assert short(answer) == ("March 2024", "2024-03")

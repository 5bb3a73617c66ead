"""From a question and articles to an answer: the right sentence, a safe short answer, or silence."""

import json

import pytest

from bot.answering.answer import Answer, answer_question
from bot.answering.cues import TITLED, cue_features
from bot.answering.features import AskedWords, read_tokens
from bot.answering.question import read_question
from bot.answering.typed import TypedSpan
from bot.handlers.asking import CANDIDATE_PASSAGES
from bot.terminal.main import main
from index.build import add
from index.models import Filters, Query, Span
from index.search import search
from index.store import Library

PADDING = [
    {"title": f"Weather note {number}", "text": f"Rain fell over hill number {number} and the farmers were glad of it."}
    for number in range(12)
]


@pytest.fixture
def ask(tmp_path):
    """Return a function that answers a question from articles."""

    def asked(question: str, *articles: dict[str, str]) -> Answer:
        path = tmp_path / "library.db"
        source = tmp_path / "articles.jsonl"
        source.write_text("\n".join(json.dumps(row) for row in [*articles, *PADDING]), encoding="utf-8")
        with Library.open_for_writing(path) as library:
            add(library, [source], progress=lambda what, done, total: None)
        read = read_question(question, ["en"])
        with Library.open_for_reading(path) as library:
            found = search(library, Query(read.terms, limit=CANDIDATE_PASSAGES))
        return answer_question(read, found.hits, found.statistics, Filters(), 3)

    return asked


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


def test_a_headline_that_asks_is_not_quoted(ask):
    headline = "How much did Elon Musk pay for Twitter?"
    text = f"{headline}\n\nElon Musk paid $44 billion for Twitter in October."
    answer = ask("how much did Elon Musk pay for Twitter?", {"title": "Money", "text": text})

    assert answer.answered
    assert all(not extract.text.endswith("?") for extract in answer.extracts)
    assert "$44 billion" in answer.extracts[0].text


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


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("who bought Twitter?", "Elon Musk acquired Twitter after a long quarrel."),
        ("how many people died in the earthquake in Turkey?", "The earthquake in Turkey killed 45,000."),
        ("who won the coastal cup?", "Saltmere Rovers were the winners of the coastal cup."),
    ],
)
def test_another_form_of_the_verb_answers_too(ask, question, text):
    """A short question is not refused because one of its terms is put in other terms."""
    answer = ask(question, {"title": "Report", "text": text})

    assert answer.answered
    assert answer.extracts[0].text == text


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("when did Kim visit Brazil?", ("Brazil",)),
        ("what is the capital of Russia?", ("capital",)),
        ("how much did the visit of Kim cost?", ("cost",)),
        ("who visited Russia in 2031?", ("2031",)),
        ("did Kim visit a glacier?", ("glacier",)),
    ],
)
def test_what_is_missing_is_named(ask, question, missing):
    answer = ask(question, {"title": "Trains", "text": "Kim visited Russia in September 2023 by train."})

    assert not answer.answered
    assert answer.short_answer is None
    assert answer.missing == missing


def test_articles_that_agree_outweigh_one_that_does_not(ask):
    answer = ask(
        "when did Sweden join NATO?",
        {"title": "One", "text": "Sweden joined NATO in March 2024 after a long wait."},
        {"title": "Two", "text": "Sweden joined NATO in March 2024."},
        {"title": "Three", "text": "Sweden joined NATO in May 2020, an old blog says."},
    )  # fmt: skip

    assert short(answer) == ("March 2024", "2024-03")


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


def test_a_pronoun_is_shown_with_the_sentence_it_leans_on(ask):
    text = "Marie Curie was born in Warsaw. She discovered radium in 1898 with her husband."
    answer = ask("when did Marie Curie discover radium?", {"title": "Radium", "text": text})

    assert answer.extracts[0].text == text


def test_captions_come_last(ask):
    answer = ask(
        "where was Shinzo Abe shot?",
        {"title": "Photos", "text": "Hide Caption 1 of 16 Photos: Shinzo Abe lies shot in Nara."},
        {"title": "Report", "text": "Former Prime Minister Shinzo Abe was shot during a speech in Nara, doctors said."},
    )  # fmt: skip

    assert answer.extracts[0].article.title == "Report"


def test_a_photographer_for_an_agency_opens_a_caption(ask):
    answer = ask(
        "where was Shinzo Abe shot?",
        {"title": "Photos", "text": "Ida Falk/AFP/Getty Images Shinzo Abe lies shot in Nara."},
        {"title": "Report", "text": "Former Prime Minister Shinzo Abe was shot during a speech in Nara, doctors said."},
    )  # fmt: skip

    assert answer.extracts[0].article.title == "Report"


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
    text = "This year's Halmar Song Contest winner, Vesland, will host the contest in 2023, organizers said."
    news = {"title": "Contest", "text": text, "published": published}

    assert ask("which country won the Halmar Song Contest in 2023?", news).answered == answered
    assert ask("which country will host the Halmar Song Contest in 2023?", news).answered


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


def test_who_does_it_may_be_called_by_the_verb(ask):
    answer = ask("who directed Alma Rising?", {"title": "Film", "text": "Alma Rising's director Ida Falk was praised."})

    assert answer.answered
    assert "Ida Falk" in answer.extracts[0].text


def test_a_name_of_one_word_is_not_that_word_in_lower_case(ask):
    news = {"title": "Oil", "text": "The minister wrote that spare capacity was low.", "published": "2022-05-06"}

    assert not ask("who wrote the book Spare?", news).answered
    assert ask(
        "who wrote the book Spare?", {"title": "Books", "text": "The book Spare, which Ida wrote, sold well."}
    ).answered


def test_found_is_not_founded(ask):
    news = {"title": "Match", "text": "Ida Falk found Halmar Odunze with a long pass.", "published": "2024-01-01"}

    assert not ask("who founded Halmar?", news).answered


def test_a_brief_question_to_news_needs_its_verb(ask):
    news = {"title": "Moon", "text": "Ida Falk talked of the moon in May 2021 in Halmar.", "published": "2021-05-06"}

    assert not ask("when did Ida visit the moon?", news).answered


def test_what_is_denied_comes_later(ask):
    answer = ask(
        "where was the balloon shot down?",
        {"title": "No", "text": "The balloon was not shot down over Alaska, the army said."},
        {"title": "Yes", "text": "The balloon was shot down off the coast of Carolina, the army said."},
    )

    assert answer.extracts[0].article.title == "Yes"


@pytest.mark.parametrize(
    ("words", "cue"),
    [
        ("He complained after she resigned.", 0.0),
        ("She resigned after she had quarrelled with all.", 1.0),
        ("After she resigned over the catches, he complained.", 1.0),
        ("She resigned after 45 days.", 0.0),
        ("She resigned after less than two months.", 0.0),
        ("She resigned after a scandal over catches.", 1.0),
        ("She resigned amid protests.", 1.0),
    ],
)
def test_a_reason_is_one_for_what_is_asked(words, cue):
    assert cues("why did she resign?", words) == {"cue_why": cue}


def cues(question, words, *places):
    """Return what speaks for a sentence, in which each of the places stands once."""
    read, whole = read_question(question, ["en"]), Span(0, len(words))
    typed = [TypedSpan(words.index(place), words.index(place) + len(place), place, 1.0) for place in places]
    return cue_features(read, words, 0, whole, read_tokens(AskedWords(read), words, whole), typed)


@pytest.mark.parametrize(
    ("question", "words", "defines", "is_a"),
    [
        ("what is Tidewatch?", "Tidewatch is the society of harbour masters.", 1.0, 1.0),
        ("what is Tidewatch?", "Tidewatch was once thought of as old.", 1.0, 0.0),
        ("what is Tidewatch?", "They met at Tidewatch, a school on the quay.", 1.0, 0.0),
        ("what is Tidewatch?", "Nobody had told Tidewatch when the storm began.", 0.0, 0.0),
        ("who is Ida Falk?", "A prize went to Ida Falk (41), the pilot of the ferry.", 1.0, 0.0),
        ("who is Ida Falk?", "Ida Falk came late, and left early.", 0.0, 0.0),
        ("who is Ida Falk?", "Ida Falk is Norland's third premier in a year.", 1.0, 1.0),
        ("who is Ida Falk?", "Ida Falk was Vesland’s choice.", 1.0, 1.0),
        ("who is Ida Falk?", "On Friday Norland's premier Ida Falk resigned.", 0.0, TITLED),
        ("who is Ida Falk?", "Norland Sen. Ida Falk resigned.", 0.0, TITLED),
        ("who is Ida Falk?", "The Falks saw a race in which Ida Falk is a loser.", 1.0, 0.0),
        ("who is Ida Falk?", "Norland's premier met Ida Falk.", 0.0, 0.0),
        ("who is Falk?", "Norland's premier Falk resigned.", 0.0, 0.0),
        ("What is harbourpox?", "A rare disease called harbourpox, a cousin of cowpox, is back.", True, True),
        ("What is harbourpox?", "The rare disease called harbourpox has spread to the harbour.", False, False),
        ("What is harbourpox?", "Harbourpox, a crucial part of the talks, spreads.", True, False),
        ("What is the Quay?", "The Quay, or Norland Security Council, is an informal group.", True, True),
        ("What is the Quay?", "“The Quay is a hope for its members,” she said.", True, False),
        ("What is the Quay?", "“Quay” is an old word for a landing place.", True, True),
        ("What are quay crabs?", "Quay crabs are small and bright animals with six legs.", True, True),
        ("What are quay crabs?", "Quay crabs are seen in winter.", True, False),
        ("What is Quayfest?", "The Quayfest holiday marks the day the harbour was freed.", False, True),
        ("What is the Quay Act?", "The Quay Act, also known as Rule Nine, bans nets.", True, True),
    ],
)
def test_what_a_thing_is_stands_behind_its_name(question, words, defines, is_a):
    found = cues(question, words)

    assert (found["defines"], found["is_a"]) == (defines, is_a)


@pytest.mark.parametrize(
    ("words", "led"),
    [
        ("Falk died two weeks ago in a small town in Norland.", 1.0),
        ("Norland (News) — Ida Falk has died.", 1.0),
        ("Falk died at Halmar, Norland, on Monday.", 1.0),
        ("The death of Falk deprives Norland of a pilot.", 0.0),
        ("Since Falk died, Norland has had no pilot.", 0.0),
    ],
)
def test_where_something_is_stands_behind_a_word_of_place(words, led):
    assert cues("where did Falk die?", words, "Norland") == {"led": led}


def test_cues_are_looked_for_only_where_they_are_asked():
    assert cues("when was Tidewatch founded?", "Tidewatch is a school because it is.") == {}


@pytest.mark.parametrize(
    ("question", "useless", "telling"),
    [
        (
            "what is Tidewatch?",
            "What Tidewatch ending means for the harbour",
            "Tidewatch is a little used rule of the harbour that dates back to 1944.",
        ),
        (
            "why did Ida Falk resign?",
            "Mayor Ida Falk resigns and leaves the town of Halmar",
            "Ida Falk, in office since spring, resigned because of a series of scandals about the harbour of Halmar.",
        ),
    ],
)
def test_a_sentence_that_tells_comes_before_a_headline(ask, question, useless, telling):
    """Both hold all words of a brief question to news."""
    answer = ask(
        question,
        {"title": "Ida Falk and Tidewatch: one", "text": f"{useless}\n\nIt rained.", "published": "2023-03-01"},
        {"title": "Ida Falk and Tidewatch: two", "text": f"It rained. {telling}", "published": "2023-03-01"},
    )

    assert answer.extracts[0].text == telling


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("when did the president of Brazil resign?", "The Brazilian president resigned on 3 May 2021."),
        (
            "when did the Brazilian president resign?",
            "The president of Brazil resigned on 3 May 2021.",
        ),
    ],
)
def test_what_belongs_to_a_country_is_named_by_it(ask, question, text):
    answer = ask(question, {"title": "Crisis", "text": text})

    assert answer.answered
    assert answer.missing == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The planet Ilm has 12 moons.", "12"),
        ("Of the planet Ilm, 12 more moons were found.", None),
        ("Astronomers told of the discovery of 12 moons of the planet Ilm.", None),
        ("The planet Ilm won the 12 moons needed to have its own name.", None),
    ],
)
def test_a_part_is_not_how_many_there_are(ask, text, shown):
    answer = ask("how many moons does the planet Ilm have?", {"title": "Moons of Ilm", "text": text})

    assert answer.answered
    assert (answer.short_answer and answer.short_answer.text) == shown


def test_of_two_ages_of_one_person_the_later_one_answers(ask, tmp_path, capsys):
    """Somebody else's age in a still later article does not; an age is shown with the day of its article."""
    answer = ask(
        "how old is Ida Falk?",
        {"title": "Feast", "text": "Ida Falk turns 80 years old on Sunday.", "published": "2022-11-20"},
        {"title": "Song", "text": "Ida Falk is 80 years old, says the town.", "published": "2022-11-21"},
        {"title": "Vote", "text": "At 81 years old, Ida Falk is the oldest of them.", "published": "2024-06-27"},
        {"title": "Rival", "text": "Ida Falk was met by a 60-year-old rival.", "published": "2024-07-01"},
    )

    assert answer.short_answer
    assert (answer.short_answer.text, answer.short_answer.as_of) == ("81", "2024-06-27")
    assert answer.short_answer.others == ()
    assert answer.extracts[0].article.title == "Vote"
    assert main(["ask", "how old is Ida Falk?", "--library", str(tmp_path / "library.db")]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "81 (27 June 2024)"


def test_the_age_of_somebody_counts_nothing(ask):
    text = "Rask, 52, cut his teeth as a guard of Ida Falk before he rose."
    answer = ask("how many teeth does Ida Falk have?", {"title": "Guards", "text": text})

    assert answer.short_answer is None


def test_a_figure_ends_with_a_digit(ask):
    answer = ask("how many ferries sank?", {"title": "Storm", "text": "Of the old fleet 52, ferries all, sank."})

    assert answer.short_answer is None or answer.short_answer.text == "52"


def test_another_year_in_the_sentence_is_another_time(ask):
    """The title names the year that is asked for, the sentence others."""
    text = "In 2019, there were 417 ferry fires, but before that there were fewer."

    assert not ask("how many ferry fires in 2022?", {"title": "Ferry fires of 2022", "text": text}).answered
    assert ask("how many ferry fires in 2019?", {"title": "Ferry fires of 2022", "text": text}).answered


@pytest.mark.parametrize(
    ("question", "text", "shown"),
    [
        ("what is the longest river in Vesland?", "The Ilm is the second-longest river in Vesland.", None),
        ("what is the longest river in Vesland?", "The Ilm is one of the longest rivers in Vesland.", None),
        ("what is the second-longest river in Vesland?", "The Ilm is the second-longest river in Vesland.", "Ilm"),
    ],
)
def test_only_the_first_is_the_longest(ask, question, text, shown):
    answer = ask(question, {"title": "Rivers", "text": text})

    assert answer.answered is (shown is not None)
    assert (answer.short_answer and answer.short_answer.text) == shown


def test_what_holds_little_of_the_question_is_not_even_near(ask, tmp_path, capsys):
    """Nothing but the verb is there; what holds a name of the question is."""
    text = "The paper was founded by two brothers of the town."
    rows = [{"title": "Paper", "text": text, "published": "2023-03-01"}]

    assert ask("who founded Quillmark, Tidewatch, Vorland and Askmar?", *rows).extracts == ()
    assert (
        main(
            [
                "ask",
                "who founded Quillmark, Tidewatch, Vorland and Askmar?",
                "--explain",
                "--library",
                str(tmp_path / "library.db"),
            ]
        )
        == 1
    )
    assert "it holds too little of the question" in capsys.readouterr().out
    assert len(ask("who founded Quillmark?", {"title": "Quillmark", "text": "Quillmark sells nails."}).extracts) > 0


def test_where_a_river_flows_is_not_what_it_is(ask):
    text = "The Yang is the longest river in China and all of Asia."
    answer = ask("what is the longest river in Asia?", {"title": "Rivers", "text": text})

    assert answer.answered
    assert answer.short_answer is None


def test_a_launch_window_is_no_launch(ask):
    """Of the first article only the noun would speak for a launch."""
    answer = ask(
        "when did Ilm I launch?",
        {"title": "Plan", "text": "The Ilm I mission is set to launch Monday, with launch windows on September 2."},
        {"title": "Deed", "text": "It was raining. The Ilm I mission did launch on November 16, 2022."},
    )

    assert answer.extracts[0].article.title == "Deed"


def test_how_many_more_is_a_part(ask):
    answer = ask("how many more moons were found at Ilm?", {"title": "Ilm", "text": "12 more moons were found at Ilm."})

    assert answer.short_answer
    assert answer.short_answer.text == "12"


def test_articles_that_agree_are_counted(ask, tmp_path, capsys):
    rows = [
        {"title": "One", "text": "Kim visited Russia in September 2023 by train."},
        {"title": "Two", "text": "In Moscow people recall that Kim visited Russia in September 2023."},
    ]
    answer = ask("when did Kim visit Russia?", *rows)

    assert answer.short_answer
    assert answer.short_answer.articles == 2
    assert main(["ask", "when did Kim visit Russia?", "--library", str(tmp_path / "library.db")]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "2 articles agree"


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


def test_the_reason_of_what_another_does_is_none(ask):
    other = "Bo Torv resigned over a scandal in the party of Ida Falk."
    own = "In the town hall of Halmar on the quay, where the ferries land, Ida Falk resigned over the strike."
    articles = [{"title": title, "text": text} for title, text in (("Ida Falk", other), ("End", own))]

    assert ask("why did Ida Falk resign?", *articles).extracts[0].text == own
    assert ask("what caused Ida Falk to resign?", *articles).extracts[0].text == other  # nobody does what is asked


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The harbour regatta will take place on Tuesday, Jan. 23, with a fair.", "2024-01-23"),
        ("In a wet year, the harbour regatta was held on Jan. 23.", "2024-01-23"),
        ("The next harbour regatta will take place on Jan. 23, with a fair.", None),
        ("Normally, the harbour regatta is on Jan. 23.", None),
        ("The harbour regatta, they said on Jan. 23, with a fair.", None),
        ("The deadline for the harbour regatta is Jan. 23.", None),
    ],
)
def test_a_date_told_outright_of_a_thing_is_a_short_answer(ask, text, value):
    """Also where a question has no verb: "when is the regatta?"."""
    found = ask("when is the harbour regatta", {"title": "Boats", "text": text, "published": "2024-01-10"})

    assert (found.short_answer and found.short_answer.value) == value


def test_a_verb_in_other_words_is_there(ask):
    text = "The studio boss explained the decision to shelve Harbour Nights, as the story was too dark."
    article = {"title": "Films", "text": text, "published": "2024-01-10"}

    assert ask("why was Harbour Nights cancelled?", article).answered


def test_no_short_answer_is_read_where_a_name_is_missing(ask):
    """Of news: he was no king yet."""
    told = [
        "Falk began a visit to Norland in July 1977, with a pipe.",
        "Falk smokes a pipe during a visit to Norland in July 1977.",
        "King Falk wore blue for the visit to Norland, which began last week, people said.",
        *(f"The king of hill number {number} slept." for number in range(8)),
    ]
    rows = [{"title": f"N{number}", "text": text, "published": "2024-05-10"} for number, text in enumerate(told)]
    found = ask("when did King Falk visit Norland as king", *rows)

    assert found.short_answer is None
    assert found.extracts[0].text == told[2]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The board planned to release 50 harbour seals.", None),
        ("It was said that the board released 50 harbour seals.", "50"),
        ("The board said it would see to it, and released 50 harbour seals.", "50"),
    ],
)
def test_what_is_planned_is_not_how_many_there_were(ask, text, value):
    found = ask("how many harbour seals did the board release?", {"title": "Seals", "text": text})

    assert (found.short_answer and found.short_answer.value) == value


def test_what_is_far_less_like_an_answer_does_not_take_the_place_of_what_has_a_fault(ask):
    """A date is asked for, and one stands beside, of something else: the lighthouse is nearer, though it has none."""
    found = ask(
        "when was the lighthouse of Halmar built?",
        {
            "title": "Lights",
            "text": "The lighthouse of Halmar was built of red brick by its harbour board. It is the oldest of the "
            "coast. Ships have been guided by it ever since. Halmar burnt in 1901.",
        },
    )

    assert not found.answered
    assert found.extracts[0].text.startswith("The lighthouse")

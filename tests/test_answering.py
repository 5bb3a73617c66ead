"""From a question and articles to an answer: the right sentence, a safe short answer, or silence."""

import pytest

from bot.terminal.main import main


def test_a_headline_that_asks_is_not_quoted(ask):
    headline = "How much did Elon Musk pay for Twitter?"
    text = f"{headline}\n\nElon Musk paid $44 billion for Twitter in October."
    answer = ask("how much did Elon Musk pay for Twitter?", {"title": "Money", "text": text})

    assert answer.answered
    assert all(not extract.text.endswith("?") for extract in answer.extracts)
    assert "$44 billion" in answer.extracts[0].text


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


def test_a_pronoun_is_shown_with_the_sentence_it_leans_on(ask):
    text = "Marie Curie was born in Warsaw. She discovered radium in 1898 with her husband."
    answer = ask("when did Marie Curie discover radium?", {"title": "Radium", "text": text})

    assert answer.extracts[0].text == text


@pytest.mark.parametrize(
    "caption",
    [
        "Hide Caption 1 of 16 Photos: Shinzo Abe lies shot in Nara.",
        "Ida Falk/AFP/Getty Images Shinzo Abe lies shot in Nara.",
        "OPINION: Shinzo Abe lies shot in Nara, the end of an age.",
    ],
)
def test_captions_and_pointers_come_last(ask, caption):
    answer = ask(
        "where was Shinzo Abe shot?",
        {"title": "Photos", "text": caption},
        {"title": "Report", "text": "Former Prime Minister Shinzo Abe was shot during a speech in Nara, doctors said."},
    )

    assert answer.extracts[0].article.title == "Report"


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


def test_the_reason_of_what_another_does_is_none(ask):
    other = "Bo Torv resigned over a scandal in the party of Ida Falk."
    own = "In the town hall of Halmar on the quay, where the ferries land, Ida Falk resigned over the strike."
    articles = [{"title": title, "text": text} for title, text in (("Ida Falk", other), ("End", own))]

    assert ask("why did Ida Falk resign?", *articles).extracts[0].text == own
    assert ask("what caused Ida Falk to resign?", *articles).extracts[0].text == other  # nobody does what is asked


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

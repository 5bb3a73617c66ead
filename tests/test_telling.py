"""Sentences that hold the words of a question, and do not tell what it asks."""

from dataclasses import replace

import pytest

from bot.answering import answer
from bot.answering.given import given_hit
from bot.answering.matching.reading import Reading
from bot.answering.matching.telling import tells
from bot.answering.mentions.figures import lengths_of_time
from bot.answering.mentions.naming import persons
from bot.answering.questions.question import read_question
from bot.answering.ranking.sentences import rank_sentences
from bot.answering.short_answers.readings import span_readings
from bot.answering.short_answers.short import told_exactly
from index.rank import Statistics
from tests.stories import asked, library_of, news_sentence


@pytest.mark.parametrize(
    ("question", "silent", "telling"),
    [
        (
            "when will the next Halmar regatta happen?",
            "The last Halmar regatta happened on 21 August 2017.",
            "The next Halmar regatta will happen on 8 April 2024, the mayor said.",
        ),
        (
            "who shot Rask?",
            "Former premier Ilya Rask was shot during a speech in Halmar, and Rask died.",
            "Jonas Berg, 41, has admitted to shooting Rask, police said.",
        ),
        (
            "who leaked the Vesland papers?",
            "Airman arrested in Vesland papers leak worked in the archive.",
            "Ida Falk, a guard of 21, leaked papers from deep inside the Vesland ministry.",
        ),
        (
            "who beat Anna Torv?",
            "Anna Torv beat Olga Lind in the first final at Halmar.",
            "Ida Falk beat Anna Torv in straight sets.",
        ),
        (
            "who beat Anna Torv?",
            "Anna Torv became the first of Norland after beating Olga Lind, who had led for years.",
            "Ida Falk beat Anna Torv in straight sets.",
        ),
        (
            "who beat Anna Torv?",
            "A beaten Anna Torv of Halmar said that she would go on to fight against Olga Lind.",
            "Ida Falk beat Anna Torv in straight sets.",
        ),
        (
            "what caused the Halmar fires?",
            "Maps of the destruction caused by Halmar fires.",
            "Fallen power lines caused the Halmar fires, the report says.",
        ),
        (
            "where is the Halmar Tower?",
            "The Grand Museum in Boston, the Halmar Tower and the Old Bridge are closed to visitors.",
            "The Halmar Tower, built in the heart of Copenhagen, is closed.",
        ),
        (
            "how many people live in Norland?",
            "Vesland alone, where some 3.5 million people live, 33% of them in towns, buys more fish than Norland.",
            "Some nine million people live in Norland.",
        ),
        (
            "how many times did Rask visit Norland?",
            "Two leaders and Rask visit Norland to see the harbour.",
            "Rask has come to visit Norland four times.",
        ),
        (
            "how many households got free harbour tests?",
            "People can get four free harbour tests per household again.",
            "Some 50 million households got free harbour tests.",
        ),
        (
            "where is the Halmar Tower?",
            "The Halmar Tower, Norway’s oldest building, is closed to visitors.",
            "The Halmar Tower in Copenhagen is closed.",
        ),
        (
            "who won the Halmar Cup?",
            "Olga Lind scored twice for Norland in the Halmar Cup. Ola Berg had won at chess before.",
            "Vesland won the Halmar Cup.",
        ),
        (
            "how old is Ilya Rask?",
            "They love Ilya Rask but imagine, 23 years old, two cups.",
            "Ilya Rask, 51 years old, leads the party.",
        ),
        (
            "which judge threw out the Norland fish ban?",
            "A Superior Court judge threw out the Norland fish ban after a long and cold winter.",
            "Judge Ida Falk threw out the Norland fish ban.",
        ),
        (
            "what is Rask's boat called?",
            "They say that Rask's boat, called by a word for herring, is old.",
            "Rask's boat is called “Silver Herring”.",
        ),
        (
            "who is Ilya Rask's lawyer?",
            "Ida Falk spoke of Ilya Rask on Monday, and of the sea and the wind.",
            "Olga Lind, the lawyer of Ilya Rask, spoke on Monday.",
        ),
        (
            "how many children does Ilya Rask have?",
            "Ilya Rask opened 12 shops in Halmar.",
            "Ilya Rask has three children.",
        ),
        (
            "who is the new head of the Norland fleet?",
            "Norland must build boats, the new head of the fleet has warned.",
            "Ida Falk is the new head of the Norland fleet.",
        ),
        (
            "where was Ilya Rask raised?",
            "Ilya Rask gave a speech in Halmar.",
            "Ilya Rask was raised in Dunmore.",
        ),
        (
            "where is Ilya Rask from?",
            "Ilya Rask gave a speech in Norland.",
            "Ilya Rask hails from Norland.",
        ),
        (
            "which hotel replaced the Halmar Tower?",
            "The Halmar Tower had 12 floors, and the Silver Hotel stands beside it.",
            "The Grand Hotel replaced the Halmar Tower.",
        ),
        (
            "when is the 2023 Halmar Gala?",
            "The 2023 Halmar Gala will be here soon.",
            "The 2023 Halmar Gala is on 9 May.",
        ),
        (
            "what does NFB stand for?",
            "Whoever will stand for the NFB has to say so, and what he stood for.",
            "The Norland Fish and Boat committee, NFB, has a stand in the harbour.",
        ),
        (
            "who directed Norland Wars 7?",
            "Ola Berg directed Norland Wars VI.",
            "Ida Falk directed Norland Wars VII.",
        ),
        (
            "who won the Halmar Cup in 2023?",
            "Olga Lind and Ola Berg have each won six Halmar Cup titles, and play again in 2023.",
            "Ida Falk won the Halmar Cup in 2023.",
        ),
        (
            "who won the Halmar Cup in 2023?",
            "Olga Lind won six Halmar Cups for Norland before she left in 2023.",
            "Ida Falk won the Halmar Cup in 2023.",
        ),
        (
            "who won the Halmar Cup in 2023?",
            "The 2023 Halmar Cup begins with Olga Lind, the three-time Halmar Cup winner.",
            "Ida Falk won the Halmar Cup in 2023.",
        ),
        (
            "who won the Halmar Cup in 2023?",
            "Olga Lind, the 2023 Silver Shield champion and six-time Halmar Cup winner, has decided.",
            "Ida Falk won the Halmar Cup in 2023.",
        ),
        (
            "who succeeded Ida Falk?",
            "Ida Falk has become the premier of Norland, succeeding Olga Lind, who left in July.",
            "Bo Rask succeeded Ida Falk as premier of Norland.",
        ),
        (
            "who succeeded Ida Falk?",
            "Olga Lind will be succeeded as premier of Norland by either Jonas Berg or Ida Falk.",
            "Bo Rask succeeded Ida Falk as premier of Norland.",
        ),
        (
            "what caused the Halmar fire?",
            "A Halmar fire that caused an evacuation of the harbour was put out at night.",
            "Fallen power lines caused the Halmar fire, the report says.",
        ),
        (
            "who leaked the Falk opinion?",
            "The leaked draft of the opinion in Falk v. Norland Harbour Board has stirred the town.",
            "Jonas Berg leaked the Falk opinion from deep inside the court.",
        ),
        (
            "who attacked Ilya Rask?",
            "• Renowned author Ilya Rask remains in hospital after an on-stage attack on Friday in New York.",
            "Jonas Berg attacked Ilya Rask on a stage in New York.",
        ),
        (
            "when was Ida Falk confirmed?",
            "Judge Ida Falk’s confirmation hearings began on Monday.",
            "Judge Ida Falk made history on Thursday as the senate confirmed her as the head of the court.",
        ),
        (
            "who owns Tidewatch?",
            "Olga Lind has banned Tidewatch from government-owned boats.",
            "Tidewatch is owned by the Norland firm Halmar Boats.",
        ),
        (
            "when did the writers strike?",
            "Norland averted a writers' strike on Tuesday by a new deal.",
            "The writers of Norland struck on 2 May 2023.",
        ),
        (
            "when was the Norland Lantern launched?",
            "Norland launched a game of old for the Lantern in 2010, but few bought it.",
            "Norland launched the Lantern in 2006.",
        ),
        (
            "how old was Bo Rask when he married Ida Falk?",
            "In 1957 35-year-old Ida Falk married Bo Rask.",
            "Bo Rask was 41 when he married Ida Falk.",
        ),
        (
            "who won the Norland Cup?",
            "Bo Rask won his bid to hold the Norland Cup, he said.",
            "Ida Falk won the Norland Cup.",
        ),
        (
            "who won the Norland election?",
            "Of the Norland election all that is known is that Bo Rask won the Halmar primary.",
            "Ida Falk won the hard-fought U.N. seat of Norland in the election.",
        ),
        (
            "when did Lantern 5 sail from Halmar?",
            "Lantern I sailed from Halmar on September 5.",
            "Lantern V sailed from Halmar on 2 May 2023.",
        ),
    ],
    ids=[
        "the next one",
        "passive",
        "noun",
        "turned",
        "what the named one did besides",
        "one who is only fought",
        "cause",
        "place of another",
        "clause of another place",
        "no word of how often",
        "each of them",
        "place that only owns",
        "no word of winning",
        "age of another",
        "any such thing",
        "no name",
        "no word of what is somebody's",
        "no word of what is counted",
        "holder not named",
        "no word of the verb, where",
        "no word of coming from there",
        "no word of the verb, which",
        "only the year asked for",
        "not spelled out",
        "another number of the name",
        "all that was ever won",
        "how many of them somebody won",
        "one who won before",
        "one who won something else",
        "what the named one did to another",
        "passive by the named one",
        "thing that does it itself",
        "parties of a case",
        "bullet and no name",
        "noun before another event",
        "joined to a noun",
        "averted",
        "only for the named one",
        "age of the one named behind it",
        "what is won is another thing",
        "what is won is another vote",
        "number of something else",
    ],
)
def test_a_sentence_that_does_not_tell_it_gives_way_to_one_that_does(ask, question, silent, telling):
    alone = ask(question, silent)
    assert not alone.answered
    assert alone.short_answer is None

    both = ask(question, silent, telling)
    assert both.answered
    assert both.extracts[0].text == telling


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("who shot Rask?", "Rask was shot by a gunman of 41 during a speech."),
        ("who produces the list?", "The owner of the house produces the list and the plan."),
        ("who directed Alma Rising?", "Alma Rising's director Ida Falk was praised."),
        ("who won the Halmar Cup in Norland?", "Norland were the hosts when Vesland won the Halmar Cup."),
        ("where is the Halmar Tower?", "In Copenhagen, the Halmar Tower is closed."),
        ("where is Halmar?", "The leaders met in Halmar, Norway, on Monday."),
        ("how many people died in Norland?", "In Norland, 45 people died on Monday."),
        ("how old is Ilya Rask?", "The 51-year-old Ilya Rask leads the party."),
        (
            "how old was Ilya Rask?",
            "Writer and poet Ilya Rask, best known for “The Boats: a Life,” has died at age 89.",
        ),
        ("how old is Ilya Rask?", "Ilya Rask led for weeks, and the 47-year-old will now follow Ida Falk to Halmar."),
        ("how old is Ilya Rask?", "Ilya Rask, Ida Falk's 54-year-old son, could see years in prison."),
        ("when were the slaves of Norland freed?", "The slaves of Norland were not freed until 6 December 1865."),
        ("what year was Ilya Rask born?", "Born in 1951, Ilya Rask grew up in Halmar."),
        ("when did Rask's daughter turn 18?", "Rask's daughter turned 18 on Monday and filed a paper in Halmar."),
        ("how high was Norland inflation in March 2023?", "Norland inflation was 7% in March, the highest since 1992."),
        ("where is Halmar?", "Halmar, Norway, is closed."),
        ("who won the Halmar Cup?", "Six-time champion Olga Lind won the Halmar Cup again on Monday."),
        ("who won the Halmar Cup?", "Olga Lind, a former premier and winner of the Halmar Cup, spoke."),
        ("who won the Halmar Cup in 2022?", "Olga Lind won the last two Halmar Cups, in 2021 and 2022."),
        ("who won six Halmar Cup titles?", "Olga Lind won six Halmar Cup titles."),
    ],
)
def test_a_sentence_that_tells_it_is_the_answer(ask, question, text):
    assert ask(question, text).answered


def test_who_is_named_comes_before_who_is_described(ask):
    described = "Ilya Rask, the husband of Anna Rask, was attacked at home by a young man on Friday, guards told News."
    named = "Jonas Berg, 41, was named on Friday as the suspect in the assault on Ilya Rask of Norland."

    assert ask("who attacked Ilya Rask?", described, named).extracts[0].text == named


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("how old is Ida Falk?", "Ida Falk was shot and the 19-year-old was arrested on Monday."),
        ("how old was Ida Falk?", "Ida Falk died on Monday, and her son Bo was 40."),
        ("how old was Ida Falk?", "Ida Falk sang at the funeral and Bo Rask, who died at 91, was buried."),
        ("how old is Ida Falk?", "After she met Ida Falk, Bo Rask's 54-year-old daughter, Eva, sang."),
        ("when was Falk's second book published?", "Falk's first book was published on 6 February."),
        ("when did Falk's husband die?", "Falk's brother died on 6 February."),
        (
            "when did Halmar Lines close?",
            "Halmar Lines, owned by Bo Rask, bought Nord Ferries, which closed on 6 February.",
        ),
        ("when did Falk kill Rask?", "Killed on 3 May 2022, Falk was found by Rask."),
        ("when did Falk visit Norland?", "Falk cancelled a visit to Norland until 6 May."),
        ("when did the UK ban plastic bags?", "British Columbia banned plastic bags on 6 February."),
        ("when did NY sue Bo Rask?", "The New York Times sued Bo Rask on 6 February."),
        ("how many boats will Halmar have in 2030?", "Halmar will have 40 boats in 2035. A dock is due in 2030."),
        ("who is the president of Norland?", "The company's president, Ida Falk, said Norland was its best market."),
    ],
)
def test_what_is_told_of_another_is_no_answer(ask, question, text):
    assert not ask(question, text).answered


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("how long did Ida Falk rule Norland?", "Ida Falk ruled Norland 12 years before she was ousted."),
        ("how long did the Halmar strike last?", "The Halmar strike lasted just 12 days before it was called off."),
    ],
)
def test_a_time_before_the_end_is_how_long_it_was(ask, question, text):
    assert ask(question, text).answered


@pytest.mark.parametrize(
    ("question", "days", "value"),
    [
        ("when did Ilya Rask die?", ["3 February 2023"], "2023-02-03"),
        ("when did Ilya Rask die?", ["3 February 2023", "4 February 2023"], "2023"),
        ("which year did Ilya Rask die?", ["3 February 2023"], "2023"),
    ],
    ids=["a day", "two days", "a year is asked for"],
)
def test_a_day_of_the_year_that_is_told_is_the_better_answer(question, days, value):
    texts = ["2023: Ilya Rask dies in Halmar.", *(f"Ilya Rask died in Halmar on {day}." for day in days)]
    read = read_question(question, ["en"])
    hits = [given_hit(read, text) for text in texts]
    hits = [
        replace(hit, passage=replace(hit.passage, article=replace(hit.passage.article, id=str(place))))
        for place, hit in enumerate(hits)
    ]
    found = rank_sentences(read, hits, Statistics(3, 30, {}))
    year = next(item for item in span_readings(read, found) if item.span.value == "2023")
    reading = Reading(year.span, year.candidate, 0.9, "date", year.features)

    assert told_exactly(read, reading, span_readings(read, found)).span.value == value


def test_who_holds_an_office_was_told_last(ask):
    texts = (
        "The mayor of Halmar, Ilya Rask, spoke in the town hall of Halmar.",
        "Halmar Mayor Ida Falk has opened a bridge after a storm.",
        "Olga Lind, the former mayor of Halmar, wrote a book.",
    )

    assert ask("who is the mayor of Halmar?", *texts, apart=9).extracts[0].text == texts[1]
    assert ask("who was the first mayor of Halmar?", *texts, apart=9).extracts[0].text != texts[1]


@pytest.mark.parametrize(
    ("question", "naming", "dating"),
    [
        (
            "when is Herring Day in Norland?",
            "Ilya Rask came to the 2019 Herring Day in Norland.",
            "Boats with lamps and songs on board crossed the bay on 9 May to mark Herring Day in all of Norland.",
        ),
        (
            "when was the 2023 Halmar Gala?",
            "All you need to know about the 2023 Halmar Gala, from this year's songs to the guests.",
            "The 2023 Halmar Gala began on Monday with old songs.",
        ),
    ],
    ids=["a year that names", "the year asked for"],
)
def test_a_year_in_a_name_does_not_tell_when(ask, question, naming, dating):
    assert ask(question, naming, dating).extracts[0].text == dating


@pytest.mark.parametrize("question", ["who shot Ilya Rask?", "when was Ilya Rask shot?"])
def test_news_of_somebody_does_not_answer_what_it_does_not_speak_of(ask, question):
    assert not ask(question, "On Monday Anna Torv said that Ilya Rask was still a force to be reckoned with.").answered


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("U.S. Attorney General Robert Hale spoke.", "Robert Hale"),
        ("Mount San Antonio College opened.", "Mount San Antonio College"),
    ],
)
def test_a_name_is_told_from_the_office_that_leads_it(text, name):
    assert name in {span.value for span in persons(text, None)}


@pytest.mark.parametrize(
    ("question", "past"),
    [("who replaced Torv?", True), ("who replaces Torv?", False), ("when did Torv resign?", True)],
)
def test_a_past_form_without_an_auxiliary_asks_of_the_past(question, past):
    assert read_question(question, ["en"]).past is past


def test_two_whom_the_question_names_are_no_answer_to_where_they_met(ask):
    found = ask(
        "where did Torv and Rask meet?", "Anna Torv and Ilya Rask met at the Grand Hotel in Halmar on 12 June 2018."
    )

    assert found.answered
    assert found.short_answer
    assert found.short_answer.text == "Grand Hotel"


def test_a_figure_of_somebody_else_in_the_sentence_is_no_short_answer(ask):
    others = "Anna Torv scored 18 points, Ilya Rask had 14 and Olga Lind had 10."
    own = "Ilya Rask scored 14 points, and Anna Torv had 18."

    assert ask("how many points did Ilya Rask score?", others).short_answer is None
    found = ask("how many points did Ilya Rask score?", own).short_answer
    assert found
    assert found.value == "14"


def test_the_second_of_several_is_no_time():
    assert [
        span.value for span in lengths_of_time("A second day of the trial; a second or two; it took a second.", None)
    ] == [
        "a second",
        "a second",
    ]


def test_a_day_that_is_over_is_no_date_of_what_is_to_come(ask):
    """The article is of 1 March 2023."""
    over = ask("when will Anna Torv open the harbour?", "Anna Torv opened the harbour on 12 February 2023.")
    ahead = ask("when will Anna Torv open the harbour?", "Anna Torv will open the harbour on 12 April 2023.")

    assert over.short_answer is None
    assert ahead.short_answer
    assert ahead.short_answer.value == "2023-04-12"


def test_what_cannot_answer_is_no_rival(tmp_path, capsys, monkeypatch):
    """A sentence that holds all the words, and does not tell who did it, says nothing against one that does."""
    stories = [
        ("Falk shot", "Ida Falk was shot in Halmar on Friday. Ida Falk was shot while she spoke, doctors said."),
        ("Arrest", "Ola Rask has admitted to shooting Falk, police said on Sunday. Ida Falk had spoken for an hour."),
        *((f"Hill {number}", f"Rain fell over hill number {number}, and nobody minded.") for number in range(9)),
    ]
    library = library_of(tmp_path, stories)
    _, found = asked(library, capsys, "who shot Ida Falk?")
    monkeypatch.setattr(answer, "_rivals", lambda question, best, candidates, judge: candidates)
    _, beside_all = asked(library, capsys, "who shot Ida Falk?")

    assert "Rask" in found["extracts"][0]["text"]
    assert found["confidence"] > beside_all["confidence"]


@pytest.mark.parametrize(
    "told",
    [
        "The Norland Cup was won by Ida Falk on Monday.",
        "Ida Falk won 6-4, 6-3 at the Norland Cup.",
        "Ida Falk won by two points in the Norland Cup.",
        "Ida Falk won easily at the Norland Cup.",
        "Ida Falk won a second term as holder of the Norland Cup.",
        "Ida Falk won the Cup of Norland.",
        "Ida Falk won it at the Norland Cup.",
    ],
)
def test_who_won_is_told_however_the_prize_is_called(ask, told):
    answer = ask("who won the Norland Cup?", told)
    assert answer.answered
    assert answer.extracts[0].text == told


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("Bo Rask bought the 41-acre farm at Halmar in May.", False),
        ("Bo Rask paid 2 million dollars for the farm at Halmar.", True),
    ],
)
def test_what_somebody_pays_is_a_sum_of_money(ask, text, answered):
    assert ask("how much did Bo Rask pay for the farm at Halmar?", text).answered == answered


@pytest.mark.parametrize("name", ["Halmar Motors", "Veltro"])
def test_a_full_question_wants_a_name_too(ask, name):
    """What opens a sentence is a name if it has its capital inside another one of the article."""
    useless = "The carmaker unveiled its first electric coupe this week, which can drive 620 miles."
    telling = (
        f"{name} unveiled its first electric coupe this week, which can drive 620 miles. All admire {name} for it."
    )
    question = (
        "Amid a rush of new models in many lands, which carmaker unveiled its first electric coupe this week that can "
        "drive 620 miles?"
    )

    first = ask(question, useless, telling).extracts[0].text

    assert first.startswith(name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bo Rask did go to Norland on Monday.", False),
        ("Bo Rask studied at Halmar College.", True),
        ("Bo Rask went to Eton.", True),
    ],
)
def test_where_somebody_went_to_school_is_told_of_a_school(text, told):
    assert tells(*news_sentence("Where did Bo Rask go to school?", text)) is told


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("Who won the Lantern Cup?", "Halmar has won the Lantern Cup twice, but it wrote a new page.", False),
        ("What is Bo Rask doing?", "Bo Rask is on trial.", False),
        ("What is Norland doing about fires?", "Norland is doing a lot about fires.", True),
        ("Where does Bo Rask live?", "BO RASK LIVE: how Halmar won.", False),
        ("Where does Bo Rask live?", "Bo Rask has a house in Norland.", True),
        ("What was Bo Rask's sentence?", "Bo Rask faces a sentence of up to ten years.", False),
        ("What was Bo Rask's sentence?", "Bo Rask, who faced ten years, was sentenced to two.", True),
        ("What sentence could Bo Rask get?", "Bo Rask faces a sentence of up to ten years.", True),
    ],
)
def test_what_is_only_near_it_does_not_tell_what_is_asked(question, text, told):
    assert tells(*news_sentence(question, text)) is told

"""Reading a question: its kind, names, verb and light terms."""

import pytest

from bot.answering.questions.question import read_question


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("When did Kim visit Russia?", "when"),
        ("In what year did the war end?", "when"),
        ("How old was Tina Turner when she died?", "how old"),
        ("Who signed the treaty?", "who"),
        ("Which actor played Oppenheimer?", "who"),
        ("Where did they meet?", "where"),
        ("Which country joined NATO?", "where"),
        ("How many people died?", "how many"),
        ("What percentage of voters agreed?", "percent"),
        ("How much did it cost?", "how much"),
        ("How high was inflation in June?", "percent"),
        ("How tall is the tower?", "measure"),
        ("How long did the strike last?", "how long"),
        ("What caused the fire?", "why"),
        ("What is Jane Goodall famous for?", "why"),
        ("What does hypertension mean?", "definition"),
        ("How can I find out what year it was made?", "how"),
        ("What is the highest peak in Africa?", "where"),
        ("What U.S. state is Fort Knox in?", "where"),
        ("Which is the wealthiest country in the world?", "where"),
        ("Name the largest lake in Europe.", "where"),
        ("What detective lives on Punchbowl Hill?", "who"),
        ("What is the speed of the river?", "measure"),
        ("How much does a poodle weigh?", "measure"),
        ("What are the odds of giving birth to twins?", "percent"),
        ("What is the life expectancy of an elephant?", "how long"),
        ("What was the death toll in 1969?", "how many"),
        ("What does a ticket to Cairo cost?", "how much"),
        ("Why did the talks fail?", "why"),
        ("How does the telescope work?", "how"),
        ("How long is the Halmar trail?", "measure"),
        ("How long is the ferry ride?", "how long"),
        ("How long is the drive to the beach?", "how long"),
        ("How long is the old Halmar beach?", "measure"),
        ("What is monkeypox?", "definition"),
        ("Which treaty ended the war?", "which"),
        ("Which edition of the festival was held?", "ordinal"),
        ("What place did Norland finish in?", "ordinal"),
        ("In which place did Norland come?", "ordinal"),
        ("Who is Anna Torv?", "definition"),
        ("Who is the premier?", "who"),
        ("Did Griner return?", "yes/no"),
        ("treaty of 2024", "other"),
    ],
)
def test_kinds(text, kind):
    assert read_question(text, ["en"]).kind == kind


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("When did Kim visit Russia?", "visit"),
        ("When did the Titan submersible implode?", "implod"),
        ("Where was the 2022 World Cup final played?", "play"),
        ("How much did the trip cost?", "cost"),
        ("Who replaced Tucker Carlson?", "replac"),
        ("Which country joined NATO in 2023?", "join"),
        ("When did Russia enter the city?", "enter"),
        ("Who is the prime minister of Spain?", None),
        ("When did Ida Falk become president?", "becom"),
        ("How far is the telescope from Earth?", None),
        ("How many people did the earthquake in Dunmore kill?", "kill"),
        ("When did the ferry Alma sink?", "sink"),
        ("How many homes did the fire in Paradise, California destroy?", "destroy"),
        ("When did the president of France visit Moscow?", "visit"),
        ("When did the new bridge open in May?", "open"),
        ("When did the king visit Russia?", "visit"),
        ("How long did Ida Falk serve as prime minister?", "serv"),
        ("What did Ida Falk plead guilty to?", "plead"),
        ("When did Falk enter hospice?", "enter"),
        ("When will Norland negotiate drug prices?", "negoti"),
        ("Which senator switched parties?", "switch"),
        ("Who is the governor of Norland?", None),
        ("Where did the king pass away?", "pass"),
        ("Why can't you pump your own gas in Norland?", "pump"),
        ("Why didn't Falk leave Norland?", "leav"),
        ("How fast would Norland's high-speed ferry go?", "go"),
        ("How much would Governor Falk borrow for schools?", "borrow"),
        ("Who said that Norland would win?", "said"),
        ("Which tennis star announced that they won't play this year?", "announc"),
        ("From what did the crew of Norland consist entirely?", "consist"),
        ("How far did the kite fly?", "fli"),
        ("Why should Norland owners park outside?", "park"),
        ("Who wrote All Boys Aren't Blue?", "wrote"),
        ("When did the senate pass same-sex marriage?", "pass"),
        ("When did the senate approve border walls?", "approv"),
        ("Where did Falk announce he was quitting the race?", "quit"),
        ("When will Falk start testing new fares?", "test"),
        ("When did Tidewatch arena in Halmar open?", "open"),
        ("When is the Halmar dock supposed to open?", "open"),
        ("When are the games set to be held?", "held"),
        ("What sank the boat that Falk was meant to sail?", "meant"),
        ("When did Ida Falk die in Halmar prison?", "die"),
        ("Who filled in after Falk was removed?", "fill"),
        ("Who replaced the man who was fired?", "replac"),
        ("How many workers does the Norland union have?", None),
        ("Do ferries have to pay you if they are late?", "pay"),
    ],
)
def test_verbs(text, verb):
    assert read_question(text, ["en"]).verb == verb


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("why did Norland's PM quit?", "why did Norland's prime minister quit?"),
        ("who came at 3 PM?", "who came at 3 PM?"),
        ("who said “PM Falk” first?", "who said “PM Falk” first?"),
    ],
)
def test_what_people_shorten_is_read_in_full_but_what_they_quote(text, read):
    question = read_question(text, ["en"])

    assert (question.text, question.written) == (read, text)


def test_the_who_is_looked_for_by_its_name():
    question = read_question("Who is the head of the WHO?", ["en"])

    assert {"world", "health"} <= set(question.terms)
    assert read_question("Who is who?", ["en"]).terms == read_question("who is WHO?", ["en"]).terms


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Who took the chess title in Halmar?", "took"),
        ("What happened to the Norland ferry?", "happen"),
        ("Where did the ferry go down?", None),
        ("Who won the chess title in Halmar?", None),
    ],
)
def test_a_verb_that_says_little_need_not_be_told(text, bare):
    """Whoever *took* a title has won it: the verb is light, and none that the answer has to have."""
    question = read_question(text, ["en"])

    assert question.light == ({bare} if bare else frozenset())
    assert (question.verb is None) == bool(bare)


def test_names_and_light_terms():
    question = read_question("How many people did Elon Musk's firm hire in 2023?", ["en"])

    assert question.names == {"elon", "musk"}
    assert question.light == {"peopl"}
    assert question.key_terms == {"elon", "musk", "firm", "hire", "2023"}
    assert [day.value for day in question.dates] == ["2023"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Which city did Russia capture in May 2022?", {"russia"}),
        ("What did Theresa May say?", {"theresa", "may"}),
        ("Who met on Friday?", set()),
        ("What is Black Friday?", {"black", "friday"}),
        ("What did May's party say?", {"may"}),
        ("Where was Ayman al-Torv killed?", {"ayman", "al", "torv"}),
    ],
)
def test_a_month_or_weekday_is_no_name_by_itself(text, names):
    assert read_question(text, ["en"]).names == names


def test_a_short_month_stands_for_the_long_one():
    assert read_question("How many did they see on October 7?", ["en"]).aliases["oct"] == "octob"


def test_a_question_of_light_terms_keeps_them():
    assert read_question("How many people?", ["en"]).light == frozenset()


@pytest.mark.parametrize(
    ("text", "form", "term"),
    [
        ("Where did the king pass away?", "die", "pass"),
        ("When does the film come out?", "debut", "come"),
        ("When did Falk step down?", "resign", "step"),
        ("When did the volcano go off?", "erupt", "go"),
        ("Who came up with the flag?", "creat", "came"),
        ("When was Falk put to death?", "execut", "put"),
        ("Why did the court throw out the law?", "overturn", "throw"),
        ("How much did fares go up?", "jump", "go"),
        ("How much did fares go down?", "drop", "go"),
        ("Who took over from Falk?", "replac", "took"),
        ("When did it come out in America?", "usa", "america"),
        ("When did it end in the U.S.?", "america", None),
        ("When did the bill pass?", "die", None),
        ("When did Falk come?", "debut", None),
    ],
)
def test_a_verb_of_two_words_is_said_in_one(text, form, term):
    assert read_question(text, ["en"]).aliases.get(form) == term


def test_other_forms_of_the_verb_stand_for_it():
    question = read_question("When did Kim die?", ["en"])

    assert question.aliases["death"] == "die"
    assert "kim" not in question.aliases


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What is the name of the director of Jaws?", "who"),
        ("What's the largest island in the West Indies?", "where"),
        ("What is Dick Clark's date of birth?", "when"),
        ("What was the average wage in 1991?", "how much"),
        ("What is her age?", "how old"),
        ("When Iqbal wrote, what did he ask for?", "which"),
        ("Why did the judge shoot a man who was asleep?", "why"),
        ("What did the man who shot Falk say?", "which"),
        ("Do you know who shot Falk?", "who"),
        ("What replaced Halmar Mountain at the fair?", "which"),
        ("How big a pay cut did Falk take?", "how much"),
        ("How large was the Halmar settlement?", "how much"),
        ("The mayor of Barcelona plans to ban what from the city?", "which"),
        ("What episode nods to Doctor Who?", "which"),
    ],
)
def test_what_is_the_thing_has_the_kind_of_the_thing(text, kind):
    assert read_question(text, ["en"]).kind == kind


def test_a_question_of_several_sentences_is_read_by_its_last():
    question = read_question("Elizabeth Holmes has been found guilty. When did she found Theranos?", ["en"])

    assert question.kind == "when"
    assert question.preamble == {"elizabeth", "holm", "guilti"}
    assert read_question("Who won Roe v. Wade in the U.S. Supreme Court?", ["en"]).preamble == frozenset()


def test_german_capitals_make_no_names():
    assert read_question("Wann hat Kim das Land besucht?", ["de"]).names == frozenset()
    assert read_question("¿Cuándo visitó Kim el país?", ["es"]).names == {"kim"}


def test_a_noun_asks_for_the_same_as_its_adjective():
    assert read_question("What is the height of the tower?", ["en"]).measure == "tall"
    assert read_question("How much does the whale weigh?", ["en"]).measure == "heavy"
    assert read_question("Who weighed the whale?", ["en"]).measure == ""


def test_a_thousand_capitals_are_read_at_once():
    """No rule tries every way to part them."""
    assert read_question("When did the a " + "B " * 480 + "?", ["en"]).kind == "when"


@pytest.mark.parametrize(
    ("text", "brief"),
    [
        ("which judge threw out Norland's six-week fish ban?", True),
        ("when did Kim visit Russia?", True),
        ("which judge of the old court in Halmar threw out Norland's new fish ban?", False),
    ],
)
def test_a_question_of_few_words_is_brief_whatever_terms_its_compounds_give(text, brief):
    assert read_question(text, ["en"]).is_brief is brief

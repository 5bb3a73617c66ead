"""German, Spanish, French and Russian: question words, dates, figures, and short answers made of them."""

import json
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.mentions.foreign import number_value
from bot.answering.questions.kinds import LANGUAGES
from bot.answering.questions.question import AnswerKind, read_question
from bot.config import Settings
from bot.handlers.ask import ask
from bot.handlers.requests import AskRequest
from bot.handlers.service import Service
from index.build import add
from index.store import Library
from index.text.dates import find_times

FRIDAY = date(2024, 6, 21)


@pytest.mark.parametrize(
    ("language", "question", "kind"),
    [
        ("de", "Wann hat Kim das Land besucht?", "when"),
        ("de", "In welchem Jahr wurde die Brücke gebaut?", "when"),
        ("de", "Wie viele Menschen leben dort?", "how many"),
        ("de", "Wie viel Prozent der Stimmen bekam er?", "percent"),
        ("de", "Wie alt ist die Stadt?", "how old"),
        ("de", "Wie lange dauerte der Krieg?", "how long"),
        ("de", "Wie hoch ist der Turm?", "measure"),
        ("de", "Wer war der erste Kanzler?", "who"),
        ("de", "In welcher Stadt steht der Dom?", "where"),
        ("de", "Warum fiel die Mauer?", "why"),
        ("de", "Was ist eine Rippenqualle?", "definition"),
        ("de", "Wie wird Stahl gemacht?", "how"),
        ("de", "Welche Farbe hat das Meer?", "which"),
        ("es", "¿Cuándo visitó Kim el país?", "when"),
        ("es", "¿En qué año se construyó el puente?", "when"),
        ("es", "¿Cuántas personas viven allí?", "how many"),
        ("es", "¿Cuánto cuesta el billete?", "how much"),
        ("es", "¿Cuánto tiempo duró la guerra?", "how long"),
        ("es", "¿Quién fue el primer presidente?", "who"),
        ("es", "¿Dónde está la catedral?", "where"),
        ("es", "¿Por qué cayó el muro?", "why"),
        ("es", "¿Cómo se hace el acero?", "how"),
        ("fr", "Quand Kim a-t-il visité le pays ?", "when"),
        ("fr", "En quelle année le pont a-t-il été construit ?", "when"),
        ("fr", "Combien de personnes vivent là ?", "how many"),
        ("fr", "Qui était le premier président ?", "who"),
        ("fr", "Où se trouve la cathédrale ?", "where"),
        ("fr", "Pourquoi le mur est-il tombé ?", "why"),
        ("ru", "Когда Ким посетил страну?", "when"),
        ("ru", "В каком году построили мост?", "when"),
        ("ru", "Сколько людей там живёт?", "how many"),
        ("ru", "Сколько процентов голосов он получил?", "percent"),
        ("ru", "Кто был первым президентом?", "who"),
        ("ru", "Где находится собор?", "where"),
        ("ru", "Почему упала стена?", "why"),
        ("ru", "Какой цвет у моря?", "which"),
    ],
)
def test_question_words(language, question, kind):
    assert read_question(question, [language]).kind == kind


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_is_a_question_of_some_kind(text, language):
    assert read_question(text, [language]).kind in AnswerKind


def test_a_word_that_is_an_english_auxiliary_is_none_in_german():
    """The German word for "what" asks, and tells no passive."""
    question = read_question("Was besuchte Kim in Berlin?", ["de"])

    assert (question.verb, question.past, question.passive) == (None, False, False)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "am 3. März 2023", {"3. März 2023": "2023-03-03"}),
        ("de", "im August 1998", {"August 1998": "1998-08"}),
        ("de", "am 05.06.2007", {"05.06.2007": "2007-06-05"}),
        ("de", "in den 1990er Jahren", {"1990er Jahren": "199"}),
        ("de", "gestern, am Mittwoch", {"gestern": "2024-06-20", "Mittwoch": "2024-06-19"}),
        ("de", "am 12. Mai", {"12. Mai": "2024-05-12"}),
        ("de", "Nr. 1998.5 und 12.1998 und 1998%", {}),
        ("es", "el 3 de marzo de 2023", {"3 de marzo de 2023": "2023-03-03"}),
        ("es", "en mayo del 2020, ayer", {"mayo del 2020": "2020-05", "ayer": "2024-06-20"}),
        ("fr", "le 1er mars 2023", {"1er mars 2023": "2023-03-01"}),
        ("fr", "en août 2020, hier", {"août 2020": "2020-08", "hier": "2024-06-20"}),
        ("ru", "3 марта 2023 года", {"3 марта 2023 года": "2023-03-03"}),
        ("ru", "в 1998 году, вчера", {"1998 году": "1998", "вчера": "2024-06-20"}),
        ("ru", "в 1990-х годах", {"1990-х годах": "199"}),
        ("ru", "война 1914—1918", {"1914—1918": "1914/1918"}),
        ("de", "am 31. Februar 2020", {"31. Februar 2020": "2020-02"}),
    ],
)
def test_dates(language, text, expected):
    assert {text[item.start : item.end]: item.value for item in find_times(text, FRIDAY, language)} == expected


def test_relative_dates_need_the_day_of_publication():
    assert find_times("gestern, am Mittwoch, im Mai, am 12. Mai", None, "de") == []


@given(st.text(alphabet="0123456789. -–-/máрезгода yMärzenero", max_size=60), st.sampled_from(LANGUAGES))
def test_dates_lie_in_order_and_apart(text, language):
    found = find_times(text, FRIDAY, language)

    assert all(0 <= item.start < item.end <= len(text) for item in found)
    assert [item.start for item in found] == sorted(item.start for item in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "1.200", "1200"),
        ("de", "1,5 Millionen", "1500000"),
        ("de", "zwei", "2"),
        ("de", "40 Prozent", "40 Prozent"),
        ("es", "dos mil", "2 mil"),
        ("es", "3 mil millones", "3000000000"),
        ("fr", "500\u202f000", "500000"),
        ("ru", "2,4 млн", "2400000"),
        ("ru", "двух", "2"),
    ],
)
def test_figures(language, text, expected):
    assert number_value(text, language) == expected


ARTICLES = {
    "de": "Die alte Hafenbrücke von Dunmore wurde am 3. März 1987 eröffnet. Dort arbeiten 1.200 Menschen.",
    "es": "El viejo puente del puerto de Dunmore fue inaugurado el 3 de marzo de 1987. Allí trabajan 1.200 personas.",
    "fr": "Le vieux pont du port de Dunmore a été inauguré le 3 mars 1987. Là travaillent 1 200 personnes.",
    "ru": "Старый портовый мост Данмора был открыт 3 марта 1987 года. Там работают 1 200 человек.",
}
PADDING = {
    "de": "Über dem Hügel Nummer {} fiel Regen, und die Bauern waren froh darüber.",
    "es": "Sobre la colina número {} cayó la lluvia, y los campesinos se alegraron de ella.",
    "fr": "Sur la colline numéro {} la pluie est tombée, et les paysans en étaient heureux.",
    "ru": "Над холмом номер {} прошёл дождь, и крестьяне были ему рады.",
}


@pytest.mark.parametrize(
    ("language", "question", "value"),
    [
        ("de", "Wann wurde die alte Hafenbrücke von Dunmore eröffnet?", "1987-03-03"),
        ("es", "¿Cuándo fue inaugurado el viejo puente del puerto de Dunmore?", "1987-03-03"),
        ("fr", "Quand le vieux pont du port de Dunmore a-t-il été inauguré ?", "1987-03-03"),
        ("ru", "Когда был открыт старый портовый мост Данмора?", "1987-03-03"),
    ],
)
async def test_a_date_answers(tmp_path, language, question, value):
    """Dates are stored for articles of these languages, too, and the short answer is a span of its extract."""
    rows = [{"title": "Dunmore", "text": ARTICLES[language]}]
    rows += [{"title": f"Notiz {number}", "text": PADDING[language].format(number)} for number in range(30)]
    source = tmp_path / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library.open_for_writing(tmp_path / "library.db") as library:
        add(library, [source], progress=lambda what, done, total: None)
    service = Service(Settings(library=tmp_path / "library.db"), readers=1)

    reply = await ask(service, AskRequest(question, 1))

    service.close()
    assert reply.answer
    assert reply.answer.answered
    assert value[:4] in reply.answer.extracts[0].text
    short = reply.answer.short_answer
    assert short is None or (short.value == value and short.text in reply.answer.extracts[0].text)

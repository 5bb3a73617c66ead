"""Times and outlets in questions of other languages than English: read, kept to, and shown."""

import json
from datetime import date

import pytest

from bot.answering.questions.constraints import Use, read_constraints
from bot.config import Settings
from bot.handlers.ask import ask
from bot.handlers.requests import AskRequest
from bot.handlers.service import Service
from bot.replies import Text
from bot.terminal.main import main

TODAY = date(2026, 11, 24)
LAST_WEEK, LAST_MONTH, LAST_YEAR = "2026-11-16/2026-11-22", "2026-10", "2025"


def outlet(name):
    return {"reuters": "Reuters", "der spiegel": "Der Spiegel", "el país": "El País"}.get(name.casefold())


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Wer gewann letzte Woche?", ("letzte Woche", "in", LAST_WEEK, Use.FILTER)),
        ("de", "Was geschah im letzten Monat?", ("im letzten Monat", "in", LAST_MONTH, Use.FILTER)),
        ("de", "Wer starb vergangenes Jahr?", ("vergangenes Jahr", "in", LAST_YEAR, Use.FILTER)),
        ("de", "Was hat sich seit 2020 geändert?", ("seit 2020", "since", "2020", Use.EVIDENCE)),
        ("de", "Wer regierte vor Mai 2019?", ("vor Mai 2019", "before", "2019-05", Use.EVIDENCE)),
        ("de", "Was geschah seit dem Gipfel in Halmar?", ("seit dem Gipfel in Halmar", "since", "", Use.WORDS)),
        ("de", "Wer gewann laut Reuters?", ("laut Reuters", "outlet", "Reuters", Use.FILTER)),
        ("de", "Wer gewann laut Kim?", ("laut Kim", "outlet", "Kim", Use.WORDS)),
        ("es", "¿Quién ganó la semana pasada?", ("la semana pasada", "in", LAST_WEEK, Use.FILTER)),
        ("es", "¿Quién murió el año pasado?", ("el año pasado", "in", LAST_YEAR, Use.FILTER)),
        ("es", "¿Qué ha cambiado desde 2020?", ("desde 2020", "since", "2020", Use.EVIDENCE)),
        ("es", "¿Quién ganó después de mayo de 2019?", ("después de mayo de 2019", "after", "2019-05", Use.EVIDENCE)),
        ("es", "¿Qué pasó desde la cumbre de Halmar?", ("desde la cumbre de Halmar", "since", "", Use.WORDS)),
        ("es", "¿Quién ganó, según Reuters?", ("según Reuters", "outlet", "Reuters", Use.FILTER)),
        ("fr", "Qui a gagné la semaine dernière ?", ("la semaine dernière", "in", LAST_WEEK, Use.FILTER)),
        ("fr", "Qui est mort le mois dernier ?", ("le mois dernier", "in", LAST_MONTH, Use.FILTER)),
        ("fr", "Qu'est-ce qui a changé depuis 2020 ?", ("depuis 2020", "since", "2020", Use.EVIDENCE)),
        ("fr", "Qui a régné jusqu'en 2019 ?", ("jusqu'en 2019", "until", "2019", Use.EVIDENCE)),
        ("fr", "Que s'est-il passé après le sommet de Halmar ?", ("après le sommet de Halmar", "after", "", Use.WORDS)),
        ("fr", "Qui a gagné selon Reuters ?", ("selon Reuters", "outlet", "Reuters", Use.FILTER)),
        ("ru", "Кто победил на прошлой неделе?", ("на прошлой неделе", "in", LAST_WEEK, Use.FILTER)),
        ("ru", "Кто умер в прошлом году?", ("в прошлом году", "in", LAST_YEAR, Use.FILTER)),
        ("ru", "Что изменилось с 2020 года?", ("с 2020 года", "since", "2020", Use.EVIDENCE)),
        ("ru", "Кто победил после мая 2019 года?", ("после мая 2019 года", "after", "2019-05", Use.EVIDENCE)),
        ("ru", "Что случилось после саммита лидеров?", ("после саммита лидеров", "after", "", Use.WORDS)),
        ("ru", "Кто победил, по данным Reuters?", ("по данным Reuters", "outlet", "Reuters", Use.FILTER)),
    ],
)
def test_a_constraint_is_read_in_the_language_of_the_question(language, text, expected):
    found = read_constraints(text, TODAY, outlet, language)

    assert [(item.text, item.kind, item.value, item.use) for item in found] == [expected]


def test_without_a_day_nothing_is_counted_from_it():
    assert read_constraints("Wer gewann letzte Woche?", None, outlet, "de") == ()


ROWS = [
    {
        "id": f"{number}",
        "title": "Pokal von Halmar",
        "text": f"Der Verein {name} gewann am Sonntag den Pokal von Halmar. Die Zuschauer waren sehr zufrieden damit.",
        "published": published,
        "publisher": publisher,
    }
    for number, (name, published, publisher) in enumerate(
        [("Nordstern", "2026-11-18", "Reuters"), ("Südstern", "2026-05-06", "Der Bote")]
    )
]


@pytest.fixture
def service(tmp_path):
    """Make a German library of two winners, of last week and of May."""
    source = tmp_path / "articles.jsonl"
    padding = [
        {
            "title": f"Wetter {number}",
            "text": f"Es regnete über dem Hügel {number}, und alle freuten sich sehr darüber.",
        }
        for number in range(9)
    ]
    source.write_text("\n".join(map(json.dumps, [*ROWS, *padding])), encoding="utf-8")
    assert main(["add", str(source), "--library", str(tmp_path / "library.db")]) == 0
    made = Service(Settings(library=tmp_path / "library.db"), readers=1)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("question", "winner", "said"),
    [
        ("Welcher Verein gewann letzte Woche den Pokal von Halmar?", "Nordstern", "since 2026-11-16 (“letzte Woche”)"),
        ("Welcher Verein gewann laut Der Bote den Pokal von Halmar?", "Südstern", "only outlet Der Bote"),
    ],
)
async def test_what_a_german_question_says_of_the_articles_is_kept_to_and_shown(service, question, winner, said):
    reply = await ask(service, AskRequest(question, 1, today=TODAY))

    assert reply.answer
    assert winner in reply.answer.extracts[0].text
    assert any(said in block.text for block in reply.blocks if isinstance(block, Text))

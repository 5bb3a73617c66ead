"""Every sentence of ours is there in every language, and says the same things in all of them."""

from __future__ import annotations

import ast
import re
import string
from dataclasses import replace
from pathlib import Path

import pytest
from discord import app_commands
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import commands, library
from bot.handlers.guilds import LANGUAGE_NAMES, OWN
from bot.phrases import LANGUAGES, in_language, is_word_free, listed, number, say, table, translated
from bot.replies import MAX_LABEL, Action, Facts, Heading, Kept, Outcome, Quote, Reply, Table, Text

ROOT = Path(__file__).parent.parent
ENGLISH_ONLY = {
    "bot/handlers/evaluate.py",
    "bot/handlers/labelled.py",
    "bot/handlers/library.py",
    "bot/handlers/moving.py",
    "bot/handlers/requests.py",
    "bot/handlers/check.py",
    "bot/handlers/copies.py",
    "bot/handlers/exam.py",
    "bot/handlers/guild_words.py",
    "bot/handlers/rebuilding.py",
    "bot/handlers/revisions.py",
    "bot/handlers/sources.py",
    "bot/handlers/transfer.py",
    "bot/chat/local.py",
}
"""What is said in terminals alone."""


def said():
    """Return every template that is said anywhere, with where."""
    found = []
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                template = node.args[0]
                assert isinstance(template, ast.Constant), f"{path.name}:{node.lineno} says no literal text"
                found.append((template.value, node))
    return found


def described():
    """Return every description of a command or option."""

    def of(command):
        inner = command.commands if isinstance(command, app_commands.Group) else command.parameters
        yield str(command.description)
        for item in inner:
            yield from of(item) if isinstance(command, app_commands.Group) else [str(item.description)]

    return {text for command in [*commands.all_commands(), library.GROUP] for text in of(command)}


def fields(template):
    """Return the names of a template's values, and whether each is a count."""
    return sorted((name, spec) for _, name, spec, _ in string.Formatter().parse(template) if name)


def test_every_phrase_is_in_the_table_and_nothing_else():
    templates = {template for template, _ in said()}

    assert {template for template in templates if not is_word_free(template)} - table().keys() == set()
    assert described() - table().keys() == set()
    assert table().keys() - templates - described() == set()


def test_every_language_has_every_phrase_with_the_same_values():
    for english, row in table().items():
        assert list(row) == list(LANGUAGES)
        for language, text in row.items():
            assert text.strip(), (english, language)
            assert fields(text) == fields(english), (english, language)
            assert text.count("**") == english.count("**"), (english, language)
            assert text.startswith("-# ") == english.startswith("-# "), (english, language)
            assert "--" not in text, (english, language)


def test_every_phrase_is_given_what_it_names():
    for template, node in said():
        given_names = sorted(keyword.arg for keyword in node.keywords)
        assert given_names == sorted({name for name, _ in fields(template)}), template


def test_no_handler_says_anything_but_phrases():
    """A heading, line or button of ours that is written out can't be translated."""
    for folder in ("handlers", "chat"):
        for path in sorted((ROOT / "bot" / folder).glob("*.py")):
            if str(path.relative_to(ROOT)) in ENGLISH_ONLY:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = {"Heading", "Text", "Action", "RequestError"}
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                    first = node.args[0] if node.args else None
                    is_written = isinstance(first, ast.JoinedStr) or (
                        isinstance(first, ast.Constant) and re.search(r"\w", str(first.value))
                    )
                    assert not is_written, f"{path.name}:{node.lineno} {ast.unparse(node)}"


def test_descriptions_fit():
    """Discord takes 100 characters."""
    assert all(len(text) <= 100 for english in described() for text in (english, *table()[english].values()))


def test_labels_fit_onto_buttons():
    labels = [row for english, row in table().items() if len(english) <= 20]

    assert all(len(text) <= MAX_LABEL for row in labels for text in row.values())


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("", "1,234 articles agree"),
        ("en", "1,234 articles agree"),
        ("xx", "1,234 articles agree"),
        ("de", "1.234 Artikel stimmen überein"),
        ("es", "1.234 artículos coinciden"),
        ("fr", "1\u202f234 articles concordent"),
        ("ru", "Статей, где сказано то же: 1\u00a0234"),
        ("ko", "기사 1,234건이 일치합니다"),
    ],
)
def test_numbers_are_written_as_each_language_does(language, expected):
    assert in_language(say("{count:,} articles agree", count=1234), language) == expected


def test_fractions_and_phrases_inside_phrases():
    inner = listed([say("{name} {value}", name=say("since"), value="2024-01-01"), "x {y}"])

    assert in_language(say("{size:,} MB", size=1234.5), "de") == "1.234,5 MB"
    assert in_language(say("Only: {bounds}", bounds=inner), "de") == "Nur: ab 2024-01-01, x {y}"
    assert str(say("Only: {bounds}", bounds=inner)) == "Only: since 2024-01-01, x {y}"
    assert in_language(number(5), "ru") == "5"


@given(st.text(), st.sampled_from(LANGUAGES))
def test_what_people_and_articles_say_is_left_alone(text, language):
    """As a value it comes back letter by letter, whatever braces it holds; outside of a phrase too."""
    assert in_language(text, language) == text
    assert text in in_language(say("It was “{title}”.", title=text), language)


def test_every_part_of_a_reply_is_translated_but_quotes():
    quote = Quote(1, "None", (), "none", None, actions=(Action(say("Read the article"), "read"),))
    blocks = (Heading(say("The library")), Text(say("No articles.")), Kept(say("No articles.")),
              Facts(((say("size"), say("none")),)), Table((say("size"),), (("none",),)), quote)  # fmt: skip
    made = translated(Reply(Outcome.DONE, blocks, actions=((Action(say("Cancel"), "stop"),),)), "fr")

    assert made.blocks == (
        Heading("La bibliothèque"),
        Text("Aucun article."),
        Kept("Aucun article."),
        Facts((("taille", "aucun"),)),
        Table(("taille",), (("none",),)),
        replace(quote, actions=(Action("Lire l’article", "read"),)),
    )
    assert made.actions[0][0].label == "Annuler"


def test_guilds_can_choose_the_languages_there_are():
    assert list(LANGUAGE_NAMES) == [OWN, "en", *LANGUAGES]

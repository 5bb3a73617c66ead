"""Why something could not be read is a phrase that every language has, whatever part of the index says it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.handlers.reasons import reason
from bot.phrases import LANGUAGES, Phrase, in_language

READING = Path(__file__).parent.parent / "index" / "reading"
ERRORS = {"FetchError", "UnreadableError", "SandboxError"}


def reasons():
    """Return every reason for not fetching or reading a link that is written out in the index, with 7 for a value."""
    for path in sorted(READING.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS and node.args:
                text = node.args[0]
                if isinstance(text, ast.Constant):
                    yield text.value
                elif isinstance(text, ast.JoinedStr):
                    yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in text.values)


@pytest.mark.parametrize("text", sorted(text for text in set(reasons()) if "pip install" not in text))
def test_every_reason_is_a_phrase_in_every_language(text):
    """But the one that names the command which whoever runs the bot has to use."""
    text = text.replace("is a 7,", "is a feed,")
    made = reason(text)

    assert isinstance(made, Phrase), text
    assert all(in_language(made, language) != text for language in LANGUAGES)


def test_reasons_inside_reasons():
    made = reason("its host's robots.txt can't be had: took too long")

    assert in_language(made, "de") == "die robots.txt des Servers ist nicht zu bekommen: hat zu lange gedauert"


def test_what_nobody_knows_stays_as_it_is():
    assert reason("was eaten by @everyone") == "was eaten by @everyone"

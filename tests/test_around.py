"""Context and articles fit into a message with everything that they are there for."""

from __future__ import annotations

import pytest

from bot.handlers.around import MAX_CONTEXT, _context
from bot.layout import LEFT_OUT, Line, lay_out
from bot.replies import Quote
from bot.state import KeptExtract
from index.models import Article

LONG = "The committee of the harbour met for a long time and heard everybody who wished to speak about the ferry. " * 4


def article_of(text):
    return Article(
        id="a", title="The ferry", text=text, location="x.txt", revision="r", published="2024-06-19", language="en"
    )


@pytest.mark.parametrize("level", range(1, MAX_CONTEXT + 1))
def test_context_never_pushes_the_extract_out(level):
    """However long the sentences before it are; what is shown is cut at sentences, from the outside."""
    sentence = LONG.replace(". ", ", ").strip(", ") + "."
    text = " ".join([sentence] * 12 + ["The ferry was sold in 1999."] + [sentence] * 12)
    start = text.index("The ferry was sold")
    kept = KeptExtract("R", 1, "a", "r", start, start + 27, "", 27)
    shown = "\n".join(
        piece.markdown for piece in lay_out(_context(article_of(text), kept, level)) if isinstance(piece, Line)
    )

    assert "**The ferry was sold in 1999.**" in shown
    assert "…" not in shown
    assert LEFT_OUT not in shown


def test_an_extract_in_a_sentence_without_end():
    text = "word " * 50_000 + "The ferry was sold in 1999 " + "word " * 50_000
    start = text.index("The ferry")
    kept = KeptExtract("R", 1, "a", "r", start, start + 26, "", 26)
    (quote,) = _context(article_of(text), kept, 5).blocks

    assert isinstance(quote, Quote)
    assert quote.text == "The ferry was sold in 1999"

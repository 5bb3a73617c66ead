"""A link opens at the quote only where the quote's words stand in the article once."""

from __future__ import annotations

import pytest

from bot.fragments import link_to_quote
from index.models import Article

URL = "https://a.org/x"
LONG = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen end."


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("Kim came, saw the well-known bridge. He left.", "Kim came, saw the well-known bridge.",
         f"{URL}#:~:text=Kim%20came%2C%20saw%20the%20well%2Dknown%20bridge."),
        ("He left. Then HE  LEFT. again", "He left.", URL),
        (f"Before. {LONG} After.", LONG,
         f"{URL}#:~:text=One%20two%20three%20four%20five%20six,twelve%20thirteen%20fourteen%20fifteen%20sixteen%20end."),
        (f"One two three four five six. {LONG}", LONG, URL),
        ("A first line\nand a last one", "A first line\nand a last one",
         f"{URL}#:~:text=A%20first%20line,and%20a%20last%20one"),
        ("x" * 500, "x" * 500, URL),
        (" \n ", " \n ", URL),
    ],
    ids=["once", "twice", "long", "long, but begins like another place", "lines", "one word without end", "nothing"],
)  # fmt: skip
def test_links(text, wanted, expected):
    start = text.rindex(wanted)

    assert link_to_quote(Article("i", "t", text, "r", url=URL), start, start + len(wanted)) == expected


@pytest.mark.parametrize("url", [None, "https://a.org/x#part"])
def test_a_link_with_a_fragment_of_its_own_stays(url):
    assert link_to_quote(Article("i", "t", "Some words.", "r", url=url), 0, 11) == url

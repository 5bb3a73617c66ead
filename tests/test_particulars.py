"""What a citation shows: titles, outlets and authors as people would write them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.reading.particulars import clean_authors, clean_line, clean_title


@pytest.mark.parametrize(
    ("found", "clean"),
    [
        ("Tom &amp; Jerry&#39;s &quot;day&quot;", 'Tom & Jerry\'s "day"'),
        ("caf&#xE9; &eacute;tage", "café étage"),
        ("AT&T, R&D; and &copy=1", "AT&T, R&D; and &copy=1"),
        ("  two\u00a0 spaces\nand a\u200b break ", "two spaces and a break"),
        ("&nbsp;", ""),
    ],
)
def test_a_line_is_plain(found, clean):
    """Entities become characters, white space one space; what merely looks like an entity stays."""
    assert clean_line(found) == clean


@pytest.mark.parametrize(
    ("title", "publisher", "clean"),
    [
        ("A cold summer | CNN Politics", "cnn.com", "A cold summer"),
        ("A cold summer | CNN ...", "cnn.com", "A cold summer"),
        ("Quiz: 17 - 23 June | The Week UK", "theweek.co.uk", "Quiz: 17 - 23 June"),
        ("A cold summer - USA Today", "www.usatoday.com", "A cold summer"),
        ("A cold summer – Harbour Post", "Harbour Post", "A cold summer"),
        ("A cold summer - AOC media - Analyse", "AOC media - Analyse", "A cold summer"),
        ("Who lies more: Fox - CNN or both?", "cnn.com", "Who lies more: Fox - CNN or both?"),
        ("What to watch | CNN or BBC", "cnn.com", "What to watch | CNN or BBC"),
        ("A cold summer | BBC News", "cnn.com", "A cold summer | BBC News"),
        ("A cold summer | AP", "ap", "A cold summer | AP"),
        ("A cold summer | CNN", None, "A cold summer | CNN"),
        ("CNN", "CNN", "CNN"),
        ("", "CNN", ""),
    ],
)
def test_a_title_loses_its_outlets_name(title, publisher, clean):
    """Only behind a bar or a dash, and only the name of the article's own outlet."""
    assert clean_title(title, publisher) == clean


@pytest.mark.parametrize(
    ("names", "clean"),
    [
        (["Ann Lee, Bo Day, Ann Lee, Bo Day"], "Ann Lee, Bo Day"),
        (["Ann Lee", "Bo Day", "ann lee"], "Ann Lee, Bo Day"),
        (["Ann Lee Bo Day, Ann Lee, Bo Day"], "Ann Lee, Bo Day"),
        (["Ann Lee Wire Bo Day Cy Fox, Ann Lee, Bo Day, Cy Fox"], "Ann Lee, Bo Day, Cy Fox"),
        (["Ann Lee-Day, Ann Lee, Bo Day"], "Ann Lee-Day, Ann Lee, Bo Day"),
        (["By Ann Lee", "by: Bo Day"], "Ann Lee, Bo Day"),
        (["Byron Hill"], "Byron Hill"),
        (["Ann Lee; Bo Day"], "Ann Lee, Bo Day"),
        (["Lee, Ann; Day, Bo"], "Lee, Ann; Day, Bo"),
        (["Lee, Ann, Day, Ann"], "Lee, Ann, Day, Ann"),
        (["Reuters, Reuters"], "Reuters"),
        (["Ann Lee, PhD"], "Ann Lee, PhD"),
        (["Last Updated, Ann Lee, Social Links Navigation"], "Ann Lee"),
        (["Article by"], None),
        (["", " , "], None),
        ([], None),
    ],
)
def test_every_author_is_named_once(names, clean):
    """In the order found; what a page's template or a run-together byline adds is left out."""
    assert clean_authors(names) == clean


@example([";A, , A"])
@given(st.lists(st.text(alphabet="AbB ,;&\n.", max_size=30), max_size=6))
def test_no_author_comes_twice(names):
    """Whatever is given, full names come once, none is empty, and all is one line."""
    authors = clean_authors(names)

    parts = authors.split("; " if "; " in authors else ", ") if authors else []
    full = [part.casefold() for part in parts if " " in part]
    assert len(full) == len(set(full))
    assert all(part.strip() for part in parts)
    assert "\n" not in (authors or "")

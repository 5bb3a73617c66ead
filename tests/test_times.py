"""An article's time expressions: found once, stored with it, and the same as reading its text again."""

import json
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.mentions.dated import dated_spans
from bot.answering.mentions.spans import typed_spans
from bot.answering.questions.question import AnswerKind
from index.build import Rules, add
from index.models import Query, TimeMention
from index.search import search
from index.store import Library
from index.store.times import FILLED_AT_A_TIME
from index.text.dates import find_times
from index.text.times import TIMES_VERSION, PackedTimes, article_times, pack_times, unpack_times

TEXT = "The summit was on Wednesday. Two years earlier it was held in May 2022, daily, for three days."


@given(
    st.lists(
        st.tuples(
            st.integers(0, 50),
            st.integers(1, 30),
            st.sampled_from(["DATE", "DURATION", "SET"]),
            st.sampled_from(["2024-06-19", "", "PXY", "2004/2005", "PAST_REF", "2024-06-19TEV"]),
            st.booleans(),
        )
    )
)
def test_what_is_packed_comes_back(rows):
    mentions, at = [], 0
    for gap, length, kind, value, relative in rows:
        mentions.append(TimeMention(at + gap, at + gap + length, kind, value, relative))
        at += gap + length

    assert list(unpack_times(pack_times(mentions))) == mentions


def test_a_stretch_holds_the_mentions_wholly_inside_it():
    mentions = article_times(TEXT, "2024-06-21", "en")
    times = PackedTimes(pack_times(mentions))

    for start in range(0, len(TEXT), 3):
        for end in range(start, len(TEXT), 5):
            expected = tuple(item for item in mentions if start <= item.start and item.end <= end)
            assert times.between(start, end) == expected


def test_a_relative_date_of_an_undated_article_has_a_place_but_no_value():
    found = {TEXT[item.start : item.end]: item.value for item in article_times(TEXT, None, None)}

    assert found["Wednesday"] == ""
    assert found["May 2022"] == "2022-05"


@pytest.mark.parametrize("published", ["2024-06-21", None])
def test_stored_dates_are_those_of_reading_the_sentence(published):
    sentence = "He came on Friday, left in May 2022 and is back for three days."
    day = date.fromisoformat(published) if published else None
    times = PackedTimes(pack_times(article_times(sentence, published, "en")))

    stored = list(dated_spans(times, 0, len(sentence)))

    assert stored == typed_spans(AnswerKind.WHEN, sentence, day)
    assert len(stored) == 2


@pytest.fixture
def path(tmp_path):
    """Make a library of more articles than are filled at a time."""
    rows = [
        {"id": f"a{number}", "title": "Summit", "text": TEXT, "published": "2024-06-21"}
        for number in range(FILLED_AT_A_TIME + 5)
    ]
    fill(tmp_path, rows)
    return tmp_path / "library.db"


def fill(folder, rows):
    source = folder / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library.open_for_writing(folder / "library.db") as library:
        rules = Rules(remove=True, confirmed=True)  # most of the articles go, on purpose
        add(library, [source], progress=lambda what, done, total: None, rules=rules)


def stored(path):
    """Return the times of the first hit."""
    with Library.open_for_reading(path) as library:
        return search(library, Query(("summit",), limit=1)).hits[0].passage.article.times


def counts(path):
    with closing(sqlite3.connect(path)) as connection:
        return tuple(
            connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("times", "times_due")
        )


def test_times_come_with_the_article(path):
    times = stored(path)

    assert list(times.between(0, len(TEXT))) == find_times(TEXT, date(2024, 6, 21))
    assert counts(path) == (FILLED_AT_A_TIME + 5, 0)


def test_they_change_and_go_with_the_article(path):
    """A removed article leaves nothing, one published on another day has other dates."""
    fill(path.parent, [{"id": "a1", "title": "Summit", "text": TEXT, "published": "2023-01-06"}])

    assert counts(path) == (1, 0)
    assert stored(path).between(0, len(TEXT))[0].value == "2023-01-04"


def make_due(path, version):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE times_rules SET version = ?", [version])


def test_after_a_change_of_the_rules_they_are_found_anew(path):
    """Until then there are none, and whoever asks reads the text; a few at a time are filled in when tidying."""
    make_due(path, TIMES_VERSION - 1)
    with Library.open_for_writing(path) as library:
        assert counts(path) == (0, FILLED_AT_A_TIME + 5)
        assert stored(path) is None
        steps = library.tidy()
        next(steps)
        assert counts(path) == (FILLED_AT_A_TIME, 5)
        for _ in steps:
            pass

    assert counts(path) == (FILLED_AT_A_TIME + 5, 0)
    assert stored(path) is not None


def test_times_found_by_newer_rules_stay(path):
    make_due(path, TIMES_VERSION + 1)
    with Library.open_for_writing(path):
        pass

    assert counts(path) == (FILLED_AT_A_TIME + 5, 0)


def test_an_article_replaced_while_its_times_are_due_is_not_filled_twice(path):
    make_due(path, TIMES_VERSION - 1)
    fill(path.parent, [{"id": "a1", "title": "Summit", "text": TEXT, "published": "2023-01-06"}])

    assert counts(path) == (1, 0)
    assert stored(path).between(0, len(TEXT))[0].value == "2023-01-04"

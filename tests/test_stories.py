"""Stories: near copies are found whatever the order, different stories stay apart, and answers show each once."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import Settings
from bot.handlers.ask import ask
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.revisions import split
from bot.handlers.service import Service
from bot.layout import citation_line
from bot.phrases import translated
from bot.replies import Quote
from bot.terminal.as_json import answer_json
from index.build import add, reindex
from index.store import Library
from index.text import sketch as sketching
from index.text.sketch import BANDS, likeness, shingles, sketch
from tests.stories import edited, story


def quiet(what, done, total):
    """Show no progress."""


@pytest.fixture
def library(tmp_path):
    with Library.open_for_writing(tmp_path / "library.db") as opened:
        yield opened


def put(library, tmp_path, *rows, name="rows.jsonl"):
    path = tmp_path / name
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return add(library, [path], progress=quiet)


def row(name, text, publisher="One", published="2024-03-01", title=None):
    found = {"id": name, "title": title or f"The news of {name}", "text": text, "publisher": publisher}
    return found | ({"published": published} if published else {})


def test_the_same_story_in_three_outlets_is_one(library, tmp_path):
    text = story(1)
    put(
        library, tmp_path, row("a", text), row("b", edited(text, 0.03), "Two", "2024-03-02"),
        row("c", "Our report. " + text[: len(text) * 4 // 5], "Three"), row("d", story(2), "Two"),
    )  # fmt: skip

    assert library.stories(["a", "d"]) == {"a": ("a", "b", "c")}


@pytest.mark.parametrize("order", [("a", "b", "c", "d"), ("d", "c", "b", "a"), ("c", "a", "d", "b")])
def test_stories_do_not_depend_on_the_order_of_adding(library, tmp_path, order):
    text = story(1)
    rows = {
        "a": row("a", text), "b": row("b", edited(text, 0.02), "Two"), "c": row("c", edited(text, 0.02, 2), "Three"),
        "d": row("d", story(2), "Two"),
    }  # fmt: skip
    for name in order:
        put(library, tmp_path, rows[name], name=f"{name}.jsonl")

    assert library.stories(list("abcd")) == dict.fromkeys("abc", ("a", "b", "c"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (row("a", story(1)), row("b", story(2), "Two")),
        (row("a", story(1)), row("b", edited(story(1), 0.4), "Two")),
        (row("a", story(1)), row("b", story(1), "Two", "2024-04-01")),
        (row("a", story(1)), row("b", story(1), "Two", None)),
        (row("a", story(1, 6), title="Ferries in fog"), row("b", story(1, 6), "Two", title="Budget passed")),
        (row("a", story(1, 30) + story(9, 12)), row("b", story(2, 30) + story(9, 12), "Two")),
        (row("a", story(1), published=None), row("b", edited(story(1), 0.1), "Two", None)),
        (row("a", "The shop is closed."), row("b", "The shop is closed.", "Two")),
    ],
    ids=[
        "other story",
        "rewritten",
        "weeks later",
        "no date",
        "short",
        "boilerplate",
        "undated",
        "tiny",
    ],
)
def test_different_stories_stay_apart(library, tmp_path, one, other):
    put(library, tmp_path, one, other)

    assert library.stories(["a", "b"]) == {}


def test_undated_copies_and_short_ones_with_like_titles_are_one(library, tmp_path):
    put(library, tmp_path, row("a", story(1), published=None), row("b", edited(story(1), 0.01), "Two", None))
    short = [row("c", story(3, 8), title="Ferry late"), row("d", story(3, 8), "Two", title="Ferry is late")]
    put(library, tmp_path, *short, name="more.jsonl")

    assert library.stories(["a", "c"]) == {"a": ("a", "b"), "c": ("c", "d")}


def test_what_is_removed_or_changed_leaves_its_story(library, tmp_path):
    text = story(1)
    put(library, tmp_path, row("a", text), row("b", text, "Two"), row("c", text, "Three"))
    (tmp_path / "rows.jsonl").write_text(
        "\n".join(json.dumps(item) for item in (row("a", text), row("c", story(2), "Three"))), encoding="utf-8"
    )
    reindex(library, [tmp_path / "rows.jsonl"], progress=quiet)

    assert library.stories(["a", "c"]) == {}


def test_an_article_set_apart_stays_apart(library, tmp_path):
    """Also when it is stored again; and it can come back."""
    text = story(1)
    put(library, tmp_path, row("a", text), row("b", text, "Two"), row("c", text, "Three"))
    library.set_apart("b", is_apart=True)
    reindex(library, [tmp_path / "rows.jsonl"], progress=quiet, full=True)

    assert library.stories(list("abc")) == dict.fromkeys("ac", ("a", "c"))
    library.set_apart("b", is_apart=False)
    assert library.stories(["b"]) == {"b": ("a", "b", "c")}


def test_many_copies_are_one_story_in_bounded_time(library, tmp_path):
    text = story(1)
    put(
        library,
        tmp_path,
        *(row(f"a{number:03}", text + f" Note {number}.", f"Outlet {number}") for number in range(150)),
    )

    assert len(library.stories(["a000"])["a000"]) == 150
    assert library.db.execute("SELECT count(*) FROM same_story").fetchone()[0] < 150 * 60


def test_one_article_read_from_two_places_is_stored_once(library, tmp_path):
    """The copy takes its place when the first one is gone."""
    text = story(1, 60)
    put(library, tmp_path, row("a", text), name="one.jsonl")
    assert put(library, tmp_path, row("b", text), name="two.jsonl").duplicate == 1
    (tmp_path / "one.jsonl").write_text(json.dumps(row("z", story(2))), encoding="utf-8")

    report = reindex(library, [], progress=quiet)

    assert (report.added, report.removed) == (2, 1)
    assert [item.id for item in library.listed()] == ["b", "z"]


@given(st.text(max_size=400), st.text(max_size=400))
@settings(deadline=None, max_examples=50)
def test_likeness_is_even_and_bounded(one, other):
    first, second = shingles(one), shingles(other)

    assert likeness(first, second) == likeness(second, first)
    assert all(0 <= share <= 1 for share in likeness(first, second))
    assert not len(first) or likeness(first, first) == (1.0, 1.0)
    assert sketch(one) in {b"", sketch(one.upper().lower())} or len(sketch(one)) == 8 * BANDS


async def test_an_answer_shows_a_story_once_with_where_else_it_is(tmp_path):
    text = "Mayor Jane Holt opened the ferry terminal on 4 May 2021. " + story(1)
    with Library.open_for_writing(tmp_path / "library.db") as library:
        put(
            library, tmp_path, row("a", text), row("b", "In Halmar " + edited(text, 0.01), "Two"),
            row("c", edited(text, 0.01, 3), "Three"),
            row("d", "The ferry terminal cost much. " + story(5), "Four"),
        )  # fmt: skip
    service = Service(Settings(library=tmp_path / "library.db"))
    request = AskRequest("when did Jane Holt open the ferry terminal?", 3)
    reply = await ask(service, request)
    assert reply.answer is not None

    assert sum(extract.article.id in "abc" for extract in reply.answer.extracts) >= 1
    assert len({extract.article.id for extract in reply.answer.extracts} & set("abc")) == 1
    citations = [block.citation for block in reply.blocks if isinstance(block, Quote)]
    assert any(citation.endswith(" · also in 2 outlets") for citation in citations)
    for language, words in (("en", "also in 2 outlets"), ("de", "auch in 2 Medien")):
        on_discord = [citation_line(item) for item in translated(reply, language).blocks if isinstance(item, Quote)]
        assert any(words in line for line in on_discord), on_discord
    assert {item["also"] for item in json.loads(answer_json(reply))["extracts"]} >= {"also in 2 outlets"}

    await split(service, "b", is_apart=True)
    service.close()
    service = Service(Settings(library=tmp_path / "library.db"))
    apart = await ask(service, replace(request, count=10))
    assert apart.answer is not None
    assert len({extract.article.id for extract in apart.answer.extracts} & set("abc")) == 2
    with pytest.raises(RequestError, match="no article has the id"):
        await split(service, "nothing", is_apart=True)
    service.close()


compiled = pytest.mark.skipif(find_spec("index.text._words") is None, reason="there was no C compiler")


@compiled
@given(
    st.text() | st.lists(st.text(max_size=4) | st.sampled_from(["É_2", "٣٤", "𐐀𐐨", "\ud800x", "naïve"])).map(" ".join)
)
def test_the_compiled_hashes_are_the_same_as_those_in_python(text):
    """A library may be written to with a compiler today and without one tomorrow."""
    with pytest.MonkeyPatch.context() as patch:
        found = shingles(text)
        patch.setattr(sketching, "_words", None)
        assert found.tolist() == shingles(text).tolist()


@compiled
@given(st.lists(st.sampled_from([*"abcdefghijkl", "É", "ß", "naïve"]), min_size=50, max_size=90).map(" ".join))
def test_the_compiled_sketch_is_the_same_as_that_in_numpy(text):
    """Around the number of words from which on there is one, and with stretches that stand in the text twice."""
    with pytest.MonkeyPatch.context() as patch:
        found = sketch(text)
        patch.setattr(sketching, "_words", None)
        assert found == sketch(text)


@compiled
@pytest.mark.parametrize("name", ["shingles", "sketch"])
def test_only_a_text_is_hashed(name):
    with pytest.raises(TypeError, match="a text is a string"):
        getattr(import_module("index.text._words"), name)(b"four words of text")

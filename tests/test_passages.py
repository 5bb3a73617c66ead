"""Passages: whole sentences, the right size, and always a slice of the text."""

from importlib.util import find_spec

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.text import passages
from index.text.passages import MAX_WORDS, count_words, split_passages

SENTENCE = "The harbour master counted nine grey boats before the fog came in again."
texts = st.lists(
    st.one_of(
        st.text(),
        st.sampled_from(
            [
                "\n",
                "\r\n",
                "\n\n",
                " ",
                SENTENCE,
                "e\u0301",
                "👩‍👩‍👧",
                "שלום עולם. ",
                "مرحبا. ",
                "Heading",
                "word " * 300,
                "x" * 9_000,
                "字" * 900,
            ]
        ),
    ),
    max_size=12,
).map("".join)


@given(texts)
@example("字" * 193 + "\x1f" + "字" * 900)
def test_every_passage_and_sentence_is_a_slice_in_order(text):
    """Passages and sentences lie in order, begin and end with print, and together hold all of it."""
    passages = split_passages(text)

    held = []
    end = 0
    for passage in passages:
        assert passage.sentences[0].start == passage.start
        assert passage.sentences[-1].end == passage.end
        for span in passage.sentences:
            assert end <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == text[span.start : span.end].strip()
            held.append(text[span.start : span.end])
            end = span.end
    assert "".join("".join(held).split()) == "".join(text.split())


@given(texts)
def test_no_passage_is_over_the_limit(text):
    assert all(count_words(text[item.start : item.end]) <= MAX_WORDS for item in split_passages(text))


def test_a_heading_stands_with_what_follows():
    body = " ".join([SENTENCE] * 6)
    text = f"{body}\n\nWhat the council said\n\n{body}"

    passages = split_passages(text)

    assert [text[item.start : item.end].split("\n")[0] for item in passages] == [body, "What the council said"]


def test_a_short_paragraph_stays_whole():
    paragraph = " ".join([SENTENCE] * 8)
    text = f"{SENTENCE}\n\n{paragraph}\n\n{SENTENCE}"

    assert any(paragraph in text[item.start : item.end] for item in split_passages(text))


def test_a_long_paragraph_is_cut_between_sentences():
    text = " ".join([SENTENCE] * 40)

    passages = split_passages(text)

    assert len(passages) > 3
    assert all(text[item.start : item.end].endswith("again.") for item in passages)


def test_wrapped_lines_are_one_paragraph():
    text = (
        "The harbour master counted nine grey boats before\nthe fog came in and hid them all again until the\nmorning."
    )

    assert [len(item.sentences) for item in split_passages(text)] == [1]


def test_blank_text_has_no_passage():
    assert split_passages(" \n\t\r\n ") == []


@pytest.mark.skipif(find_spec("index.text._words") is None, reason="there was no C compiler")
@given(texts | st.text(st.sampled_from("a\u2003\u200b\x1c\n 字")))
def test_runs_without_white_space_are_counted_as_in_python(text):
    with pytest.MonkeyPatch.context() as patch:
        compiled = passages._runs(text)
        patch.setattr(passages, "_words", None)
        assert compiled == passages._runs(text)

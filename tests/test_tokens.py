"""Tokens: the same terms for every spelling people use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.tokens import fold_accents, token_spans, tokenize


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("Kim Jong-un's guests", "en", ["kim", "jong", "un", "jongun", "guest"]),
        ("1,200 and 1200", "en", ["1200", "1200"]),
        ("1.200,50", "de", ["1200.50"]),
        ("3.5 2,5", "en", ["3.5", "2.5"]),
        ("1950-1953 and 1950–1953", "en", ["1950", "1953", "1950", "1953"]),
        ("O’Neill's", "en", ["o", "neill", "oneil"]),
        ("the US and the U.S. told us", "en", ["usa", "usa", "told"]),
        ("l'homme", "fr", ["homm"]),
        ("Škoda", "cs", ["skoda"]),
        ("北京大学", "zh", ["北京", "京大", "大学"]),
        ("ＫＩＭ", "en", ["kim"]),
        ("Äpfel", "de", ["apfel"]),
        ("who is he?", "en", []),
        ("", "en", []),
    ],
)
def test_text_gives_terms(text, language, terms):
    """Every spelling gives the terms that its other spellings give."""
    assert tokenize(text, language) == terms


def test_a_decomposed_accent_is_the_same_as_a_composed_one():
    assert tokenize("cafe\u0301", "fr") == tokenize("caf\u00e9", "fr")


def test_a_term_is_never_longer_than_the_limit():
    assert [len(term) for term in tokenize("x" * 5_000, "en")] == [64]


def test_vowel_signs_of_hindi_stay():
    assert fold_accents("हिन्दी") == "हिन्दी"


@given(st.text(), st.sampled_from(["en", "de", "ru", "zh", "xx"]))
def test_spans_slice_to_tokens_in_order(text, language):
    """Spans lie inside the text, in order, and carry the terms that `tokenize` gives."""
    found = token_spans(text, language)

    assert [term for _, terms in found for term in terms] == tokenize(text, language)
    ends = [0]
    for span, _ in found:
        assert ends[-1] <= span.start < span.end <= len(text)
        ends.append(span.end)


@given(st.text())
def test_terms_of_a_word_do_not_depend_on_what_stands_around_it(text):
    assert tokenize(f"{text} Pyongyang", "en")[-1:] == tokenize("Pyongyang", "en")


@given(st.text(st.characters() | st.sampled_from("aé\u0301'’-.,& 1\n\u00a0क्")))
def test_terms_are_those_of_the_tokens(text):
    """What is counted for ranking and what is marked in an extract are the same terms."""
    assert tokenize(text, "en") == [term for _, terms in token_spans(text, "en") for term in terms]

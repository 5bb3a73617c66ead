"""Tokens: the same terms for every spelling people use."""

from importlib import import_module
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import tokens
from index.text.tokens import Sieve, fold_accents, look_up, token_spans, tokenize, whole_words


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


compiled = pytest.mark.skipif(find_spec("index.text._words") is None, reason="there was no C compiler")


class Lengths(dict[str, int | None]):
    """Token -> its length, and nothing for single characters: worked out when a token is met."""

    def __missing__(self, token: str) -> int | None:
        return len(token) if len(token) > 1 else None


@compiled
@given(st.text(st.characters() | st.sampled_from("aé\u0301'’-.,& _1\n`´\u2010क्")), st.data())
def test_tokens_are_looked_up_as_in_python(text, data):
    start, end = sorted(data.draw(st.integers(0, len(text))) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        found = look_up(text, start, end, Lengths())
        patch.setattr(tokens, "_words", None)
        assert found == look_up(text, start, end, Lengths())


@compiled
def test_an_error_of_the_table_is_passed_on():
    words = import_module("index.text._words")

    with pytest.raises(KeyError, match="harbour"):
        words.tokens("the harbour", 0, 11, {"the": 1}, None)
    assert words.tokens("the harbour", -5, 99, {"the": 1, "harbour": None}, None) == ([0, 4], [(0, 0, 3, 1)])


class Terms(dict[str, tuple[str, ...]]):
    """Token -> its letters, each a term, and none for one that opens with "x"."""

    def __missing__(self, token: str) -> tuple[str, ...]:
        return () if token.startswith("x") else (token[:3], token[3:])


class Asked(dict[str, str | None]):
    """Token -> itself where a sieve lets it pass; whatever is asked for besides is a fault."""

    def __init__(self, sieve: Sieve) -> None:
        super().__init__()
        self.sieve, self.missed = sieve, list[str]()

    def __missing__(self, token: str) -> str | None:
        self.missed.append(token)
        forms = self.sieve.terms[token]
        passes = any(form in self.sieve.known or form[: self.sieve.stem] in self.sieve.stems for form in forms)
        self[token] = token if passes else None
        return self[token]


@compiled
@given(st.text(st.sampled_from("abcx é"), max_size=40))
def test_a_table_is_asked_only_for_what_passes_its_sieve(text):
    sieve = Sieve(Terms(), frozenset({"abc", "a"}), {"bc": 1}, 2)
    quick, slow = Asked(sieve), Asked(sieve)
    with pytest.MonkeyPatch.context() as patch:
        found = look_up(text, 0, len(text), quick, sieve)
        patch.setattr(tokens, "_words", None)
        assert found == look_up(text, 0, len(text), slow, sieve)

    assert quick == slow
    assert quick.missed == [token for token in dict.fromkeys(text.split()) if slow[token]]


@compiled
def test_an_error_of_a_sieve_is_passed_on():
    with pytest.raises(KeyError, match="1"):
        look_up("a 1", 0, 3, {"a": "a"}, Sieve({"a": ()}, frozenset(), frozenset(), 2))
    with pytest.raises(TypeError, match="a sieve is a tuple"):
        import_module("index.text._words").tokens("a", 0, 1, {}, ["sieve"])


def test_whole_words_are_found_in_any_letter_case():
    text = "Won, won_ rewon won’t WON"

    assert [text[span.start : span.end] for span in whole_words("won", text)] == ["Won", "won", "WON"]
    assert not list(whole_words("won", ""))

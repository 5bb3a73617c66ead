"""What the index keeps of a text: its terms, counted."""

import hashlib

from index.models import Span
from index.text.bags import MAX_TITLE_TOKENS, TERMS_VERSION, bags_of, count_terms
from index.text.tokens import tokenize

ODD = {
    "en": "The delegations were travelling, agreeing and signing; "
    "generous organisers had organised 1st-class carriages. "
    "Kim Jong-un's U.S. visit cost 1,200.50 dollars; O'Neill's café re-opened on 3 May.",
    "de": "Die Häuser der Städte wurden größer, und 3,5 Prozent blieben leer.",
    "fr": "L'homme qu'on a vu à Besançon n'est jamais revenu.",
    "ru": "Поезд прибыл во Владивосток в апреле 2019 года.",
    "zh": "金正恩访问了俄罗斯 2019",
    "ar": "زار الزعيم روسيا في عام ٢٠١٩",
}


def test_other_terms_need_another_version():
    """Libraries are indexed anew only if `TERMS_VERSION` says so: if this fails, raise it and put the new digest here.

    A library whose terms were found by other rules than a question's would answer wrongly, and nobody would know.
    """
    terms = [term for language, text in ODD.items() for term in tokenize(text, language)]

    digest = hashlib.blake2b("\n".join(terms).encode(), digest_size=8).hexdigest()
    assert (TERMS_VERSION, digest) == (1, "6b5da3bc0e01ffda")


def test_every_passage_counts_the_title_once():
    """The title's tokens are part of each passage, up to a limit."""
    text = "The boat left.\n\nThe boat came back."
    bags = count_terms("Grey boat", text, [Span(0, 14), Span(16, len(text))], "en")

    counted = {
        (passage, bags.terms[term]): tf
        for passage, term, tf in zip(bags.passage_index, bags.term_index, bags.tfs, strict=True)
    }
    assert counted == {
        (0, "boat"): 2,
        (0, "left"): 1,
        (0, "grey"): 1,
        (1, "boat"): 2,
        (1, "came"): 1,
        (1, "back"): 1,
        (1, "grey"): 1,
    }
    assert bags.lengths.tolist() == [4, 5]
    assert count_terms("word " * 500, "Quiet.", [Span(0, 6)], "en").lengths.tolist() == [MAX_TITLE_TOKENS + 1]


def test_passages_without_terms_have_no_postings():
    bags = bags_of([[], []])

    assert (bags.terms, bags.lengths.tolist(), bags.tfs.tolist()) == ((), [0, 0], [])

"""Stories that are like no other, or nearly like one, and libraries of a few, made as a user makes them."""

from __future__ import annotations

import json
import random
from dataclasses import replace

from bot.answering.answer import answer_question
from bot.answering.given import given_hit
from bot.answering.questions.question import read_question
from bot.answering.ranking.rerank import rerank
from bot.answering.ranking.sentences import rank_sentences
from bot.answering.short_answers.short import best_reading
from bot.handlers.asking import CANDIDATE_PASSAGES, PASSAGES_FOUND
from bot.terminal.main import main
from index.build import add
from index.models import Filters, Query
from index.rank import Statistics
from index.search import search
from index.store import Library

PADDING = [
    {"title": f"Weather note {number}", "text": f"Rain fell over hill number {number} and the farmers were glad of it."}
    for number in range(12)
]
SUBJECTS = ("harbour", "mountain", "bakery", "council", "school", "bridge", "market", "theatre", "station", "garden")


def library_of(folder, stories):
    """Return the path of a new library of stories (title, text) in English, all of 4 May 2023."""
    source = folder / "articles.jsonl"
    rows = [{"title": title, "text": text, "published": "2023-05-04", "language": "en"} for title, text in stories]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["add", str(source), "--library", str(folder / "library.db")]) == 0
    return str(folder / "library.db")


def answer_from(folder, question, *articles, apart=0):
    """Return the answer to a question from articles, in a library with some that say nothing of it.

    An article is a row, or a text: those are news of March 2023, so many days apart.
    """
    rows = [
        {"title": "News", "text": article, "published": f"2023-03-{1 + place * apart:02}"}
        if isinstance(article, str)
        else article
        for place, article in enumerate(articles)
    ]
    source, path = folder / "articles.jsonl", folder / "library.db"
    source.write_text("\n".join(map(json.dumps, [*rows, *PADDING])), encoding="utf-8")
    with Library.open_for_writing(path) as library:
        add(library, [source], progress=lambda what, done, total: None)
    read = read_question(question, ["en"])
    with Library.open_for_reading(path) as library:
        found = search(library, Query(read.terms, limit=PASSAGES_FOUND))
    hits = rerank(read, found.hits, CANDIDATE_PASSAGES)
    return answer_question(read, hits, found.statistics, Filters(), 3)


def dated_library(folder, *stories):
    """Return the path of a new library of stories (day, text), with some that say nothing of them."""
    rows = [
        {"id": f"story-{number}", "title": f"News of {day}", "text": text, "published": day, "language": "en"}
        for number, (day, text) in enumerate(stories)
    ]
    source = folder / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, [*rows, *PADDING])), encoding="utf-8")
    assert main(["add", str(source), "--library", str(folder / "library.db")]) == 0
    return str(folder / "library.db")


def asked(library, capsys, question):
    """Return the exit code and the JSON of an answer."""
    capsys.readouterr()
    code = main(["ask", question, "--library", library, "--json"])
    return code, json.loads(capsys.readouterr().out)


def story(seed, sentences=30):
    """Return a text like no other seed's."""
    words = random.Random(seed)
    return " ".join(
        f"The {words.choice(SUBJECTS)} of number {words.randint(1, 999)} was {words.choice(SUBJECTS)} and "
        f"{words.choice(SUBJECTS)} when visitor {words.randint(1, 9_999)} came on day {words.randint(1, 365)}."
        for _ in range(sentences)
    )


def edited(text, share, seed=1):
    """Return a text with a share of its words changed."""
    chance = random.Random(seed)
    return " ".join("changed" if chance.random() < share else word for word in text.split())


def likeliest_reading(question, text, published="2024-01-05", day=None):
    """Return a question as read, and the likeliest short answer of a paragraph of news."""
    asked, candidates = _read_news(question, text, published, day)
    reading = best_reading(asked, candidates, 1.0)
    assert reading is not None
    return asked, replace(reading, confidence=1.0)


def news_sentence(question, text):
    """Return a question as read, and the one sentence of news there is."""
    asked, (candidate,) = _read_news(question, text, "2024-01-05")
    return asked, candidate


def _read_news(question, text, published, day=None):
    asked = read_question(question, ["en"], day)
    hit = given_hit(asked, text)
    article = replace(hit.passage.article, published=published)
    hit = replace(hit, passage=replace(hit.passage, article=article))
    return asked, rank_sentences(asked, [hit], Statistics(1, 9, {}))

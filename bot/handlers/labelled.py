"""Labelled questions: the forms in which people write down what they ask of a library, and what is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.answering.measure import Label
from bot.handlers.requests import RequestError


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A question of a file: with ``label`` it is asked of the library, with ``candidates`` these are ranked.

    ``hidden`` are ids of articles that the answer may not use; ``passage_id`` names the paragraph that holds the
    answer, and ``paragraph`` is its text where the paragraphs are given, too.
    """

    question: str
    label: Label
    asked: date | None = None
    candidates: tuple[tuple[str, bool], ...] | None = None
    hidden: frozenset[str] = frozenset()
    passage_id: str | None = None
    paragraph: str | None = None

    def as_stranger(self) -> LabelledRow:
        """Return the question as one that the library can't answer."""
        return replace(self, label=Label(()), candidates=None, paragraph=None)

    def with_hidden_articles(self) -> LabelledRow:
        """Return the question as one whose right articles the library does not hold."""
        label = Label((), hidden=self.label.answers)
        return replace(self, label=label, hidden=self.label.articles, paragraph=None)


def questions_in(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the questions of an object: itself, or those of a whole file as SQuAD is given out.

    The latter names no ids of articles, so its answers are right wherever they stand.

    Raises
    ------
    KeyError, TypeError
        It is a file of SQuAD, but not whole.
    """
    if "data" not in data or "question" in data:
        yield dict(data)
        return
    for article in data["data"]:
        for paragraph in article["paragraphs"]:
            yield from map(dict, paragraph["qas"])


def read_row(data: Mapping[str, Any], number: int) -> LabelledRow:
    """Read a line of a file of labelled questions, whichever of the known forms it has.

    Raises
    ------
    RequestError
        It has none of them.
    """
    try:
        question = data["question"]
        if not isinstance(question, str):
            raise TypeError('"question" must be a text')
        if not isinstance(data.get("passage_id"), str | None):
            raise TypeError('"passage_id" must be a text')
        answers = _answers(data)
        if data.get("answerable") is True and not answers:
            raise RequestError(f'line {number} is answerable, but has no "answers"')
        if answers is None and "candidates" not in data:
            raise RequestError(f'line {number} has neither "answers" nor "candidates"')
        return LabelledRow(
            question, Label(answers or (), _articles(data)), _asked(data), _candidates(data),
            passage_id=data.get("passage_id"),
        )  # fmt: skip
    except KeyError as error:
        raise RequestError(f"line {number} is no labelled question: it lacks {error}") from error
    except (TypeError, ValueError) as error:
        raise RequestError(f"line {number} is no labelled question: {error}") from error


def _answers(data: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the right answers, none where the library can't answer, or ``None`` where a row does not tell.

    In SQuAD an answer is an object with its text, or the texts stand in one object.
    """
    if _truth(data, "is_impossible") or _truth(data, "answerable") is False:
        return ()
    if "answers" not in data:
        return None
    given = data["answers"]
    if isinstance(given, dict):
        given = given.get("text")
    return _texts([item.get("text") if isinstance(item, dict) else item for item in _list(given, "answers")], "answers")


def _articles(data: Mapping[str, Any]) -> frozenset[str]:
    for key in ("articles", "answer_seen_in"):
        if data.get(key):
            return frozenset(_texts(data[key], key))
    return frozenset(_texts([data["article_id"]], "article_id") if data.get("article_id") else ())


def _asked(data: Mapping[str, Any]) -> date | None:
    asked = data.get("asked")
    if not asked:
        return None
    try:
        return date.fromisoformat(asked[:10])
    except (TypeError, ValueError) as error:
        raise ValueError('"asked" must be a day such as "2024-05-01"') from error


def _candidates(data: Mapping[str, Any]) -> tuple[tuple[str, bool], ...] | None:
    if "candidates" not in data:
        return None
    given = _list(data["candidates"], "candidates")
    if not all(isinstance(item, dict) and isinstance(item.get("text"), str) and "label" in item for item in given):
        raise TypeError('"candidates" must each have a "text" and a "label"')
    return tuple((item["text"], bool(item["label"])) for item in given)


def _truth(data: Mapping[str, Any], key: str) -> bool | None:
    value = data.get(key)
    if value is not None and value not in (True, False):
        raise TypeError(f'"{key}" must be true or false')
    return None if value is None else bool(value)


def _texts(values: object, key: str) -> tuple[str, ...]:
    """Return texts as they are and numbers as texts; figures and ids are often written as numbers."""
    given = _list(values, key)
    if not all(isinstance(item, str | int | float) and not isinstance(item, bool) for item in given):
        raise TypeError(f'"{key}" must be a list of texts')
    return tuple(map(str, given))


def _list(value: object, key: str) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f'"{key}" must be a list')
    return value

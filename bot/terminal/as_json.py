"""An answer as JSON: the shape in the documentation."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bot.answering.answer import Answer, Extract
from bot.replies import Quote, Reply
from index.models import Article
from index.store import Overview


def answer_json(answer: Answer, took_ms: float, row_id: object = None) -> str:
    """Return an answer as one line of JSON."""
    short = answer.short_answer
    filters = answer.filters
    data = {
        "id": row_id,
        "question": answer.question,
        "status": "answered" if answer.answered else "no_answer",
        "short_answer": None
        if short is None
        else {
            "text": short.text,
            "kind": short.kind,
            "value": short.value,
            "confidence": short.confidence,
            "extract": short.extract,
        },
        "extracts": [_extract(extract) | {"also": answer.also.get(extract.article.id)} for extract in answer.extracts],
        "missing": list(answer.missing),
        "filters": {
            "since": filters.since and filters.since.isoformat(),
            "until": filters.until and filters.until.isoformat(),
            "publisher": filters.publisher,
            "author": filters.author,
            "tag": filters.tag,
            "language": filters.language,
            "article": filters.article_id,
        },
        "confidence": answer.confidence,
        "took_ms": round(took_ms, 1),
    }
    return json.dumps(data, ensure_ascii=False)


def _extract(extract: Extract) -> dict[str, Any]:
    article, passage = extract.article, extract.passage
    return {
        "number": extract.number,
        "text": extract.text,
        "start": extract.start,
        "end": extract.end,
        "highlights": [list(mark) for mark in extract.highlights],
        "passage": {"start": passage.start, "end": passage.end, "text": article.text[passage.start : passage.end]},
        "score": round(extract.score, 4),
        "article": _article(article),
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "author": article.author,
        "published": article.published,
        "revision": article.revision,
    }


def search_json(reply: Reply) -> str:
    """Return the passages of a search as one line of JSON."""
    quotes = [block for block in reply.blocks if isinstance(block, Quote)]
    rows = [
        {
            "number": quote.number,
            "text": quote.text,
            "marks": [list(mark) for mark in quote.marks],
            "start": item.hit.passage.start,
            "end": item.hit.passage.end,
            "score": item.hit.score,
            "article": _article(item.hit.passage.article),
            **({"terms": [asdict(score) for score in item.terms]} if item.terms else {}),
        }
        for quote, item in zip(quotes, reply.passages, strict=True)
    ]
    return json.dumps({"hits": rows, "took_ms": round(reply.took_ms, 1)}, ensure_ascii=False)


def status_json(overview: Overview) -> str:
    """Return what a library holds as one line of JSON."""
    data = asdict(overview) | {
        "path": str(overview.path),
        "failures": [{"location": location, "reason": reason} for location, reason in overview.failures],
        "languages": dict(overview.languages),
    }
    return json.dumps(data, ensure_ascii=False)

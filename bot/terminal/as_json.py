"""An answer as JSON: the shape in the documentation."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bot.answering.answer import Answer, Extract, ShortAnswer
from bot.answering.why import Why
from bot.replies import Quote, Reply
from index.engines.engine import Health
from index.models import Article, Filters
from index.store import Overview


def answer_json(reply: Reply, row_id: object = None) -> str:
    """Return the answer of a reply as one line of JSON, with the account of it if the reply has one."""
    data = _answer(reply.answer, reply.took_ms, row_id) if reply.answer else {}
    if reply.why:
        data["why"] = _why(reply.why)
    return json.dumps(data, ensure_ascii=False)


def _answer(answer: Answer, took_ms: float, row_id: object) -> dict[str, Any]:
    short = answer.short_answer
    return {
        "id": row_id,
        "question": answer.question,
        "status": "answered" if answer.answered else "no_answer",
        "short_answer": _short(short) | {"others": [_short(item) for item in short.others]} if short else None,
        "extracts": [_extract(extract) | {"also": answer.also.get(extract.article.id)} for extract in answer.extracts],
        "missing": list(answer.missing),
        "filters": _filters(answer.filters),
        "constraints": [
            {"text": item.text, "kind": item.kind, "value": item.value, "use": item.use.value}
            for item in answer.constraints
        ],
        "corrections": [asdict(item) for item in answer.corrections],
        "confidence": answer.confidence,
        "took_ms": round(took_ms, 1),
    }


def _short(short: ShortAnswer) -> dict[str, Any]:
    return {
        "text": short.text,
        "kind": short.kind,
        "value": short.value,
        "confidence": short.confidence,
        "extract": short.extract,
        "articles": short.articles,
        "as_of": short.as_of or None,
    }


def _filters(filters: Filters) -> dict[str, Any]:
    return {
        "since": filters.since and filters.since.isoformat(),
        "until": filters.until and filters.until.isoformat(),
        "publisher": filters.publisher,
        "author": filters.author,
        "tag": filters.tag,
        "language": filters.language,
        "article": filters.article_id,
    }


def _why(account: Why) -> dict[str, Any]:
    data: dict[str, Any] = _rounded(asdict(account) | {"filters": _filters(account.filters)})
    return data


def _rounded(value: Any) -> Any:
    """Return data with its fractions cut to four places."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value


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


def status_json(overview: Overview, health: Health) -> str:
    """Return what a library holds as one line of JSON."""
    data = asdict(overview) | {
        "path": str(overview.path),
        "failures": [{"location": location, "reason": reason} for location, reason in overview.failures],
        "languages": dict(overview.languages),
        "health": {"condition": health.condition.value, "summary": health.summary} | dict(health.particulars),
    }
    return json.dumps(data, ensure_ascii=False)

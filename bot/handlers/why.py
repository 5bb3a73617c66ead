"""*Why this answer?*: how the question was read, which terms counted how much, and what was not shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.answering.question import read_question
from bot.handlers.service import Service
from bot.replies import Block, Heading, Outcome, Reply, Table, Text
from bot.state import KeptAnswer, KeptExtract
from index.models import Filters, Query
from index.rank import explain
from index.search import search
from index.store import Library


async def why(service: Service, kept: KeptAnswer, question: str | None, shown: Sequence[KeptExtract]) -> Reply:
    """Show how a question was read, which terms counted how much, and which extracts were not shown.

    ``question`` is what the message says was asked, if it does; a question that was kept comes before it. ``shown`` are
    the extracts that stand in the message.
    """
    text = kept.question or question
    if not text:
        return Reply(Outcome.NOTHING, (Text("The question is not kept, so what it was made of can't be shown."),))
    return await service.read(partial(_why, service=service, text=text, filters=kept.filters, shown=shown))


def _why(library: Library, *, service: Service, text: str, filters: Filters, shown: Sequence[KeptExtract]) -> Reply:
    question = read_question(text, [language for language, _ in library.languages()])
    found = search(library, Query(question.terms, filters, 25), service.settings.k1, service.settings.b)
    blocks: list[Block] = [
        Heading("Why this answer?"),
        Text(f"Read as a question of the kind “{question.kind.value}”, in the language “{question.language}”."),
        Text("Looked for: " + ", ".join(question.words[term] for term in question.ordered)),
    ]
    if question.names:
        named = [question.words[term] for term in question.ordered if term in question.names]
        blocks.append(Text("Had to be there: " + ", ".join(named)))
    left = [word for word in text.split() if word.strip("?!.,;:\"'") not in set(question.words.values())]
    if left:
        blocks.append(Text("Left out of the search: " + ", ".join(left)))
    for item in shown[:3]:
        hit = next(
            (hit for hit in found.hits if _holds(hit.passage.article.id, hit.passage.start, hit.passage.end, item)),
            None,
        )
        if hit:
            terms = explain(found.statistics, question.terms, hit.tfs, hit.length)
            rows = [(score.term, f"{score.df:,}", str(score.tf), f"{score.contribution:.2f}") for score in terms]
            blocks.append(
                Text(f"Extract {item.number}: its passage ranks {hit.rank + 1}, with a score of {hit.score:.2f}")
            )
            blocks.append(Table(("term", "passages", "times here", "adds"), tuple(rows)))
    dropped = len({hit.passage.passage_id for hit in found.hits}) - len(shown)
    blocks.append(
        Text(
            f"{len(found.hits)} passages were read closely; {max(dropped, 0)} gave no extract on this page.", quiet=True
        )
    )
    return Reply(Outcome.DONE, tuple(blocks))


def _holds(article_id: str, start: int, end: int, item: KeptExtract) -> bool:
    return article_id == item.article_id and start < item.end and item.start < end

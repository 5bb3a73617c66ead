"""*Why this answer?*: the account of an answer in words and tables, for the button and for `ask --explain`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.answering.constraints import Use
from bot.answering.why import QuestionRead, RankedSentence, ShortRead, Why
from bot.handlers.asking import work_out
from bot.handlers.requests import MAX_EXTRACTS, AskRequest
from bot.handlers.service import Service
from bot.handlers.wording import filter_line
from bot.replies import Block, Facts, Heading, Outcome, Reply, Table, Text
from bot.state import KeptAnswer, KeptExtract
from index.engines.engine import ReadingEngine
from index.rank import TermScore

SHOWN_FEATURES = 8
"""How many features a table names; the others are one row."""
SHOWN_SENTENCES = 5
SHOWN_WORDS = 90
"""How much of a sentence a line shows, in code points."""
_USES = {Use.FILTER: "Only articles", Use.EVIDENCE: "Must speak of", Use.WORDS: "Like any words"}
TITLE = "Why this answer?"


async def why(service: Service, kept: KeptAnswer, question: str | None, shown: Sequence[KeptExtract]) -> Reply:
    """Show how a question was read, which terms counted how much, and why these extracts come first.

    ``question`` is what the message says was asked, if it does; a question that was kept comes before it. ``shown`` are
    the extracts that stand in the message.
    """
    text = kept.question or question
    if not text:
        return Reply(Outcome.NOTHING, (Text("The question is not kept, so what it was made of can't be shown."),))
    return await service.read(partial(_why, service=service, text=text, kept=kept, shown=shown))


def _why(
    library: ReadingEngine, *, service: Service, text: str, kept: KeptAnswer, shown: Sequence[KeptExtract]
) -> Reply:
    today = datetime.fromisoformat(kept.made_at).date()
    request = AskRequest(text, MAX_EXTRACTS, kept.filters, today=today)
    account = work_out(library, service, request, floor=service.floor.value()).why
    blocks: list[Block] = [Heading(TITLE), *reading_blocks(account.question), *filter_line(account.filters)]
    blocks += confidence_blocks(account)
    for item in shown[:3]:
        again = next((other for other in account.ranked if _holds(other, item)), None)
        if again:
            blocks += passage_blocks(again)
    blocks += comparison_blocks(account)
    return Reply(Outcome.DONE, (*blocks, Text(extent_line(account), quiet=True)))


def _holds(other: RankedSentence, item: KeptExtract) -> bool:
    return other.article == item.article_id and other.start < item.end and item.start < other.end


def why_blocks(account: Why) -> list[Block]:
    """Return the whole account."""
    return [
        Heading(TITLE),
        *reading_blocks(account.question),
        *filter_line(account.filters),
        Text(extent_line(account)),
        *[Text(sentence_line(item)) for item in account.ranked[:SHOWN_SENTENCES]],
        *comparison_blocks(account),
        *confidence_blocks(account),
    ]


def reading_blocks(question: QuestionRead) -> list[Block]:
    """Return how a question was read, and what each of its words weighs."""
    rows = [("Read as", f"“{question.kind}”, in the language “{question.language}”")]
    if question.focus:
        rows.append(("Asks for a", " ".join(question.focus)))
    for name, role in (("Had to be there", "name"), ("What is done", "verb"), ("May be missing", "light")):
        words = [
            item.word + (f" (or {', '.join(f'{form}-' for form in item.forms)})" if item.forms else "")
            for item in question.terms
            if item.role == role
        ]
        if words:
            rows.append((name, ", ".join(words)))
    rows += [("Taken for", f"{item.word}: {item.meant}") for item in question.corrections]
    rows += [(_USES[item.use], f"{item.text}{f' = {item.value}' * bool(item.value)}") for item in question.constraints]
    if question.left_out:
        rows.append(("Not looked for", ", ".join(question.left_out)))
    table = [(item.word, f"{item.passages:,}", f"{item.share:.2f}") for item in question.terms]
    total = f"{sum(item.share for item in question.terms):.2f}"
    return [Facts(tuple(rows)), Table(("looked for", "passages", "weighs"), (*table, ("together", "", total)))]


def extent_line(account: Why) -> str:
    """Return how much was read."""
    numbers = (account.passages, "passage"), (account.articles, "article"), (account.sentences, "sentence")
    passages, articles, sentences = (f"{number} {name}{'s' * (number != 1)}" for number, name in numbers)
    return f"Read: {passages} of {articles}; weighed: {sentences}."


def passage_blocks(item: RankedSentence) -> list[Block]:
    """Return where the passage of an extract ranks, and what each term adds to its score."""
    if item.passage is None:
        return []
    said = f"Extract {item.extract}: its passage ranks {item.passage.rank}, with a score of {item.passage.score:.2f}"
    return [Text(said), term_table(item.passage.terms)]


def term_table(terms: Sequence[TermScore]) -> Table:
    """Return what terms add to the score of a passage."""
    rows = [(score.term, f"{score.df:,}", str(score.tf), f"{score.contribution:.2f}") for score in terms]
    total = f"{sum(score.contribution for score in terms):.2f}"
    return Table(("term", "passages", "times here", "adds"), (*rows, ("score", "", "", total)))


def sentence_line(item: RankedSentence) -> str:
    """Return rank, score, fate and beginning of a sentence."""
    text = " ".join(item.text.split())
    if len(text) > SHOWN_WORDS:
        text = f"{text[:SHOWN_WORDS].rpartition(' ')[0] or text[:SHOWN_WORDS]} …"
    fate = f"extract {item.extract}" if item.extract else item.fate
    against = f"; {', '.join(item.faults)}" if item.faults else ""
    named = [f"“{use.text}” is {use.meant}" for use in item.names if not use.is_other]
    return f"{item.rank}. {item.score:.2f}, {fate}{against}: “{text}”" + (f" ({'; '.join(named)})" if named else "")


def comparison_blocks(account: Why) -> list[Block]:
    """Return why the first extract comes before the runner-up."""
    if not account.compared:
        return []
    rows: list[tuple[str, ...]] = [
        (row.feature, f"{row.first:.2f}", f"{row.other:.2f}", f"{row.weight:+.2f}", f"{row.lead:+.2f}")
        for row in account.compared[:SHOWN_FEATURES]
    ]
    lead = sum(row.lead for row in account.compared)
    rows += _others([row.lead for row in account.compared[SHOWN_FEATURES:]], 5)
    names = ("feature", "first", f"no. {account.runner_up}", "weight", "lead")
    said = f"The first extract beside the sentence of rank {account.runner_up}:"
    if lead < 0 and account.short and account.short.shown:
        said = f"The first extract holds the short answer, so it comes before the sentence of rank {account.runner_up}:"
    return [Text(said), Table(names, (*rows, ("together", "", "", "", f"{lead:+.2f}")))]


def confidence_blocks(account: Why) -> list[Block]:
    """Return how sure the answer is, by what, and what became of the short answer."""
    blocks: list[Block] = []
    if account.evidence:
        rows: list[tuple[str, ...]] = [
            (row.feature, f"{row.value:.2f}", f"{row.weight:+.2f}", f"{row.adds:+.2f}")
            for row in account.evidence[:SHOWN_FEATURES]
        ]
        rows += _others([row.adds for row in account.evidence[SHOWN_FEATURES:]], 4)
        total = sum(row.adds for row in account.evidence)
        table = Table(("evidence", "value", "weight", "adds"), (*rows, ("log odds", "", "", f"{total:+.2f}")))
        blocks = [Text(_verdict(account)), table]
    return [*blocks, Text(short_line(account.short))] if account.short else blocks


def _verdict(account: Why) -> str:
    """Return whether the first extract was given as an answer, and why."""
    first = next((item for item in account.ranked if item.extract == 1), None)
    if not account.answered and first and first.faults:
        said = f"{', '.join(first.faults)}, and none of the best is better"
    else:
        said = f"an answer needs {account.floor:.2f}"
    return f"Sure to {account.confidence:.2f}, {'given' if account.answered else 'not given'} as an answer: {said}."


def _others(left: Sequence[float], columns: int) -> list[tuple[str, ...]]:
    """Return the row of what a table does not name, if anything."""
    return [(f"{len(left)} others", *[""] * (columns - 2), f"{sum(left):+.2f}")] if left else []


def short_line(short: ShortRead) -> str:
    """Return what became of the likeliest short answer."""
    value = f" = {short.value}" if short.value and short.value != short.text else ""
    fate = "shown" if short.shown else f"not shown: {short.fate}"
    return (
        f"Likeliest short answer ({short.kind}): “{short.text}”{value}; sure to {short.confidence:.2f}, "
        f"needs {short.floor:.2f}; {fate}."
    )

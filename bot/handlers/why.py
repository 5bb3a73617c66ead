"""*Why this answer?*: the account of an answer in words and tables, for the button and for `ask --explain`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.answering.questions.constraints import Use
from bot.answering.why import QuestionRead, RankedSentence, ShortRead, Why
from bot.handlers.asking import work_out
from bot.handlers.requests import MAX_EXTRACTS, AskRequest
from bot.handlers.service import Service
from bot.handlers.wording import filter_line
from bot.phrases import Phrase, listed, say
from bot.replies import Block, Facts, Heading, Outcome, Reply, Table, Text
from bot.state import KeptAnswer, KeptExtract
from index.engines.engine import ReadingEngine
from index.rank import TermScore

SHOWN_FEATURES = 8
"""How many features a table names; the others are one row."""
SHOWN_SENTENCES = 5
SHOWN_WORDS = 90
"""How much of a sentence a line shows, in code points."""
_USES = {Use.FILTER: say("Only articles"), Use.EVIDENCE: say("Must speak of"), Use.WORDS: say("Like any words")}
TITLE = say("Why this answer?")
_KNOWN: dict[str, Phrase] = {
    str(phrase): phrase
    for phrase in (
        say("a word the library does not hold"),
        say("too much of the question is missing"),
        say("a name is missing"),
        say("another time"),
        say("another does it, or it is not done"),
        say("the office of somebody else"),
        say("it does not tell what is asked"),
        say("the verb is missing"),
        say("no such date or figure"),
        say("it is far behind the first"),
        say("others come before it"),
        say("it holds too little of the question"),
        say("nothing was found that answers"),
        say("not sure enough"),
        say("it is one of several in a list"),
        say("it may be no name"),
        say("it may be that of something else"),
        say("it may date something else, or be denied or only hoped for"),
        say("set by hand"),
        say("calibration"),
    )
}
"""What an account says in words, as phrases."""
_ALIKE = re.compile(r"says the same as extract (?P<number>\d+)")
_PART = re.compile(r"is part of extract (?P<number>\d+)")


def said_of(text: str) -> str:
    """Return what an account says in words as a phrase, where it is known; names of features stay as they are."""
    if found := _ALIKE.fullmatch(text):
        return say("says the same as extract {number}", number=found["number"])
    if found := _PART.fullmatch(text):
        return say("is part of extract {number}", number=found["number"])
    return _KNOWN.get(text, text)


async def why(service: Service, kept: KeptAnswer, question: str | None, shown: Sequence[KeptExtract]) -> Reply:
    """Show how a question was read, which terms counted how much, and why these extracts come first.

    ``question`` is what the message says was asked, if it does; a question that was kept comes before it. ``shown`` are
    the extracts that stand in the message.
    """
    text = kept.question or question
    if not text:
        return Reply(Outcome.NOTHING, (Text(say("The question is not kept, so what it was made of can't be shown.")),))
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
    kind = say("“{kind}”, in the language “{language}”", kind=question.kind, language=question.language)
    rows: list[tuple[str, str]] = [(say("Read as"), kind)]
    if question.focus:
        rows.append((say("Asks for a"), " ".join(question.focus)))
    roles = (say("Had to be there"), "name"), (say("What is done"), "verb"), (say("May be missing"), "light")
    for name, role in roles:
        words = tuple(
            say("{word} (or {forms})", word=item.word, forms=tuple(f"{form}-" for form in item.forms))
            if item.forms
            else item.word
            for item in question.terms
            if item.role == role
        )
        if words:
            rows.append((name, listed(words)))
    rows += [(say("Taken for"), f"{item.word}: {item.meant}") for item in question.corrections]
    rows += [(_USES[item.use], f"{item.text}{f' = {item.value}' * bool(item.value)}") for item in question.constraints]
    if question.left_out:
        rows.append((say("Not looked for"), ", ".join(question.left_out)))
    table = [(item.word, f"{item.passages:,}", f"{item.share:.2f}") for item in question.terms]
    total = f"{sum(item.share for item in question.terms):.2f}"
    return [
        Facts(tuple(rows)),
        Table((say("looked for"), say("passages"), say("weighs")), (*table, (say("together"), "", total))),
    ]


def extent_line(account: Why) -> str:
    """Return how much was read."""
    return say(
        "Read: passages {passages:,}, articles {articles:,}; weighed: sentences {sentences:,}.",
        passages=account.passages,
        articles=account.articles,
        sentences=account.sentences,
    )


def passage_blocks(item: RankedSentence) -> list[Block]:
    """Return where the passage of an extract ranks, and what each term adds to its score."""
    if item.passage is None:
        return []
    said = say(
        "Extract {number}: its passage ranks {rank}, with a score of {score} and {lift} of the best score for its "
        "article, place and day",
        number=str(item.extract),
        rank=str(item.passage.rank),
        score=f"{item.passage.score:.2f}",
        lift=f"{item.passage.lift:.2f}",
    )
    return [Text(said), term_table(item.passage.terms)]


def term_table(terms: Sequence[TermScore]) -> Table:
    """Return what terms add to the score of a passage."""
    rows = [(score.term, f"{score.df:,}", str(score.tf), f"{score.contribution:.2f}") for score in terms]
    total = f"{sum(score.contribution for score in terms):.2f}"
    names = say("term"), say("passages"), say("times here"), say("adds")
    return Table(names, (*rows, (say("score"), "", "", total)))


def sentence_line(item: RankedSentence) -> str:
    """Return rank, score, fate and beginning of a sentence."""
    text = " ".join(item.text.split())
    if len(text) > SHOWN_WORDS:
        text = f"{text[:SHOWN_WORDS].rpartition(' ')[0] or text[:SHOWN_WORDS]} …"
    fate = say("extract {number}", number=str(item.extract)) if item.extract else said_of(item.fate)
    how = (fate, *map(said_of, item.faults))
    line = say("{rank}. {score}, {how}: “{text}”", rank=str(item.rank), score=f"{item.score:.2f}", how=how, text=text)
    named = tuple(say("“{text}” is {meant}", text=use.text, meant=use.meant) for use in item.names if not use.is_other)
    return say("{line} ({names})", line=line, names=named) if named else line


def comparison_blocks(account: Why) -> list[Block]:
    """Return why the first extract comes before the runner-up."""
    if not account.compared:
        return []
    rows: list[tuple[str, ...]] = [
        (said_of(row.feature), f"{row.first:.2f}", f"{row.other:.2f}", f"{row.weight:+.2f}", f"{row.lead:+.2f}")
        for row in account.compared[:SHOWN_FEATURES]
    ]
    lead = sum(row.lead for row in account.compared)
    rows += _others([row.lead for row in account.compared[SHOWN_FEATURES:]], 5)
    rank = str(account.runner_up)
    names = say("feature"), say("first"), say("no. {rank}", rank=rank), say("weight"), say("lead")
    said = say("The first extract beside the sentence of rank {rank}:", rank=rank)
    if lead < 0 and account.is_latest:
        said = say(
            "The first extract is of a later article than the sentence of rank {rank}, so it comes before it:",
            rank=rank,
        )
    elif lead < 0 and account.short and account.short.shown:
        said = say(
            "The first extract holds the short answer, so it comes before the sentence of rank {rank}:", rank=rank
        )
    return [Text(said), Table(names, (*rows, (say("together"), "", "", "", f"{lead:+.2f}")))]


def confidence_blocks(account: Why) -> list[Block]:
    """Return how sure the answer is, by what, and what became of the short answer."""
    blocks: list[Block] = []
    if account.evidence:
        rows: list[tuple[str, ...]] = [
            (said_of(row.feature), f"{row.value:.2f}", f"{row.weight:+.2f}", f"{row.adds:+.2f}")
            for row in account.evidence[:SHOWN_FEATURES]
        ]
        rows += _others([row.adds for row in account.evidence[SHOWN_FEATURES:]], 4)
        total = sum(row.adds for row in account.evidence)
        names = say("evidence"), say("value"), say("weight"), say("adds")
        table = Table(names, (*rows, (say("log odds"), "", "", f"{total:+.2f}")))
        blocks = [Text(_verdict(account)), table]
    return [*blocks, Text(short_line(account.short))] if account.short else blocks


def _verdict(account: Why) -> str:
    """Return whether the first extract was given as an answer, and why."""
    first = next((item for item in account.ranked if item.extract == 1), None)
    why: str = say("an answer needs {floor}", floor=f"{account.floor:.2f}")
    if not account.answered and first and first.faults:
        why = say("{faults}, and none of the best is better", faults=tuple(map(said_of, first.faults)))
    sure = f"{account.confidence:.2f}"
    if account.answered:
        return say("Sure to {sure}, given as an answer: {why}.", sure=sure, why=why)
    return say("Sure to {sure}, not given as an answer: {why}.", sure=sure, why=why)


def _others(left: Sequence[float], columns: int) -> list[tuple[str, ...]]:
    """Return the row of what a table does not name, if anything."""
    return [(say("{count:,} others", count=len(left)), *[""] * (columns - 2), f"{sum(left):+.2f}")] if left else []


def short_line(short: ShortRead) -> str:
    """Return what became of the likeliest short answer."""
    value = f" = {short.value}" if short.value and short.value != short.text else ""
    return say(
        "Likeliest short answer ({kind}): “{text}”{value}; sure to {sure}, needs {floor}; {fate}.",
        kind=short.kind,
        text=short.text,
        value=value,
        sure=f"{short.confidence:.2f}",
        floor=f"{short.floor:.2f}",
        fate=say("shown") if short.shown else say("not shown: {why}", why=said_of(short.fate)),
    )

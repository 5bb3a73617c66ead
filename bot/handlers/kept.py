"""What is kept of an answer, and who may see it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from bot.handlers.desk import Asker, Desk
from bot.handlers.requests import AskRequest, RequestError
from bot.phrases import say
from bot.replies import Quote
from bot.state import KeptAnswer, KeptExtract, State, new_code
from index.models import Article, Span

UNKNOWN = say("this answer is no longer known here; ask again")
NOT_YOURS = say("only who asked may do that")


async def keep(desk: Desk, request: AskRequest, asker: Asker, quotes: Sequence[Quote]) -> KeptAnswer:
    """Keep an answer with its extracts, and return it.

    Raises
    ------
    StateError
    """
    question = request.text if desk.service.settings.keep_questions else None
    extracts = tuple(_extract(quote, desk.name) for quote in quotes)
    now = datetime.now(UTC).isoformat(timespec="seconds")

    def save(state: State) -> KeptAnswer:
        person = state.person(asker.user_id)
        kept = KeptAnswer(
            new_code(), person, now, request.filters, question, extracts, asker.is_private, library=desk.name
        )
        return state.save_answer(kept)

    return await desk.keeper.run(save)


def _extract(quote: Quote, library: str) -> KeptExtract:
    article = quote.article
    assert article is not None, "a quote of an answer knows its article"  # noqa: S101 - for the type checker
    span = Span(quote.start, quote.start + len(quote.text))
    return KeptExtract.of(article, span, number=quote.number, marks=quote.marks, library=library)


async def keep_article(desk: Desk, article: Article) -> KeptExtract:
    """Keep an article as a whole, so that buttons can name it, and return it.

    Raises
    ------
    StateError
    """
    kept = KeptExtract.of(article, Span(0, 0), library=desk.name)
    return await desk.keeper.run(lambda state: state.save_receipt(kept))


async def known_answer(desk: Desk, code: str, user_id: int) -> KeptAnswer:
    """Return what is kept of an answer, if this person may see it: a private one is its asker's alone.

    Raises
    ------
    RequestError
        Nothing is kept here, or it is somebody else's.
    StateError
    """
    kept = await desk.keeper.read(lambda state: state.answer(code))
    if kept is None or kept.library != desk.name:
        raise RequestError(UNKNOWN)
    if kept.is_private and not await is_asker(desk, kept, user_id):
        raise RequestError(NOT_YOURS)
    return kept


async def own_answer(desk: Desk, code: str, user_id: int) -> KeptAnswer:
    """Return what is kept of an answer to a question of this very person.

    Raises
    ------
    RequestError, StateError
    """
    kept = await known_answer(desk, code, user_id)
    if not await is_asker(desk, kept, user_id):
        raise RequestError(NOT_YOURS)
    return kept


async def publish(desk: Desk, kept: KeptAnswer) -> bool:
    """Note that an answer is for all to see from now on, and return whether it was not so before.

    Raises
    ------
    StateError
    """
    return await desk.keeper.run(lambda state: state.publish(kept.code))


async def is_asker(desk: Desk, kept: KeptAnswer, user_id: int) -> bool:
    """Tell whether a person asked the question of an answer."""
    return await desk.keeper.read(lambda state: state.person(user_id)) == kept.person


async def kept_extract(desk: Desk, receipt: str) -> tuple[KeptExtract, str]:
    """Return the extract of a receipt, and the day it was first shown.

    Raises
    ------
    RequestError
        There is no such receipt for this library.
    StateError
    """
    found = await desk.keeper.read(partial(State.receipt, code=receipt))
    if found is None or found[0].library != desk.name:
        raise RequestError(say("there is no receipt “{receipt}” here", receipt=receipt))
    return found

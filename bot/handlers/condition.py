"""How the engine of a library is, whether it can be opened or not."""

from __future__ import annotations

from bot.handlers.service import Service
from bot.phrases import Phrase, say
from index.engines.engine import Condition, Health
from index.errors import ArticleIndexError


async def condition_of(service: Service) -> Health:
    """Return how the engine is; one that can't even be opened is down.

    Raises
    ------
    TimeoutError
        It took longer than the budget.
    """
    try:
        return await service.read(lambda library: library.health())
    except ArticleIndexError as error:
        return Health(Condition.DOWN, str(error))


def told(condition: Condition) -> Phrase:
    """Return a condition in words that name no host and no path."""
    if condition is Condition.GOOD:
        return say("good")
    if condition is Condition.AT_RISK:
        return say("at risk (yellow): some parts have fewer copies than they should; questions are answered")
    if condition is Condition.CLOSED:
        return say("closed to writing, perhaps since a disk is full; questions are answered")
    return say("down (red): not all of it can be read, so questions can't be answered just now")

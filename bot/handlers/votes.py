"""What people think of an answer: one vote each, which can be changed, and why."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.handlers.desk import Desk
from bot.handlers.kept import known_answer
from bot.phrases import say
from bot.replies import Outcome, Reply, Text


async def vote(desk: Desk, code: str, user_id: int, *, helpful: bool) -> Reply:
    """Note a person's vote; it takes the place of their earlier one.

    Raises
    ------
    RequestError, StateError
    """
    kept = await known_answer(desk, code, user_id)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    await desk.keeper.run(lambda state: state.vote(kept.code, state.person(user_id), now, helpful=helpful))
    if helpful:
        said = say("Noted as helpful. Press the other button to change it.")
    else:
        said = say("Noted as not helpful. Press the other button to change it.")
    return Reply(Outcome.DONE, (Text(said),))


async def give_reason(desk: Desk, code: str, user_id: int, reason: str) -> Reply:
    """Keep why an answer was not helpful.

    Raises
    ------
    RequestError, StateError
    """
    kept = await known_answer(desk, code, user_id)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    await desk.keeper.run(lambda state: state.give_reason(kept.code, state.person(user_id), now, reason.strip()))
    return Reply(Outcome.DONE, (Text(say("Thank you; whoever cares for the library can read it.")),))

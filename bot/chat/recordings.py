"""`/library record`: what is said when a recording begins, ends, or may not be made."""

from __future__ import annotations

from bot.chat.recording import Place, Recorder
from bot.handlers.guild_words import as_words
from bot.handlers.guilds import GuildSettings
from bot.handlers.requests import RequestError
from bot.phrases import say
from bot.replies import Heading, Kept, Outcome, Reply, Text


async def begin(recorder: Recorder | None, here: Place, locale: str, *, may_keep: bool, now: GuildSettings) -> Reply:
    """Begin to record who asks for it, in this channel alone; ``now`` is what their guild has set.

    Raises
    ------
    RequestError
        Questions may not be kept, or somebody is recorded already.
    """
    if not may_keep:
        raise RequestError(
            say("texts of questions are not kept here, so none are recorded; discord.keep_questions allows it")
        )
    if recorder is None:
        raise RequestError(say("only the running bot records; :save does it here"))
    if recorder.place is not None:
        raise RequestError(say("a conversation is being recorded already"))
    where = [":as admin", f":guild {here.guild}", f":channel {here.channel}", f":locale {locale}"]
    recorder.start(here, where + [f":set {said}" for said in as_words(now)])
    text = say(
        "From now on what you ask me in this channel, what you press, and what I show you is recorded. Others are not."
    )
    ends = say("`/library record on:false` ends it. Whoever runs me can read the file.")
    return Reply(Outcome.DONE, (Heading(say("Recording")), Text(text), Kept(ends)))


async def end(recorder: Recorder | None, here: Place) -> Reply:
    """End a recording, and keep it in a file.

    Raises
    ------
    RequestError
        This person is not recorded here, or nothing was.
    """
    if recorder is None or recorder.place != here:
        raise RequestError(say("you are not being recorded in this channel"))
    made = recorder.stop()
    kept = say("{count:,} steps are kept in the file {name}.", count=made.steps, name=made.name)
    return Reply(Outcome.DONE, (Heading(say("Recorded")), Text(kept)))

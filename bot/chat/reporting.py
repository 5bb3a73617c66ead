"""Tell channels what a run over sources did."""

from __future__ import annotations

import logging
from functools import partial

import discord

from bot.chat.base import BaseClient
from bot.chat.draw import view_of
from bot.chat.responding import SENDING_ERRORS
from bot.handlers import care
from bot.handlers.desk import Desk
from bot.handlers.runs import Run
from bot.state import StateError
from index.report import Report

log = logging.getLogger(__name__)


def tell_channels_of(client: BaseClient) -> None:
    """Have every run over a library told in the channels that the settings name for it, in the background."""

    def told(desk: Desk, run: Run, report: Report) -> None:
        for channel in client.service.settings.report_channels(desk.guilds):
            client.follow(_tell(client, channel, run, report))

    for desk in client.desks.every():
        desk.runs.told.append(partial(told, desk))


async def _tell(client: BaseClient, channel_id: int, run: Run, report: Report) -> None:
    """Send the report of a run to a channel, without a sound; what keeps it from being sent is in the log."""
    try:
        channel = client.get_channel(channel_id)
        guild = channel.guild.id if isinstance(channel, discord.abc.GuildChannel) else None
        language = (await client.settings_of(guild)).language
        view = await view_of(care.finished(run, report, shows_failures=True), language)
        await client.get_partial_messageable(channel_id).send(view=view, silent=True)
    except (*SENDING_ERRORS, StateError) as error:
        log.warning("the report of a run could not be sent to the channel %s: %s", channel_id, error)

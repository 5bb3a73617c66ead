"""A bot on the fake Discord: the real client, a real library, a state file of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.chat.client import CuttingsClient
from bot.config import Settings
from bot.handlers.keeper import Keeper
from bot.handlers.service import Service
from tests.fake_discord import TIMEOUT_S, TOKEN, FakeDiscord


@dataclass
class Running:
    """A bot that is connected, and what it is connected to."""

    fake: FakeDiscord
    client: CuttingsClient
    service: Service
    keeper: Keeper


@asynccontextmanager
async def running_bot(fake: FakeDiscord, settings: Settings) -> AsyncIterator[Running]:
    """Connect a bot to the fake until the end of the block."""
    service, keeper = Service(settings, budget_s=TIMEOUT_S), Keeper(settings.state)
    client = CuttingsClient(service, keeper, ready_timeout_s=0.05)
    fake.ready.clear()
    task = asyncio.create_task(client.start(TOKEN))
    try:
        async with asyncio.timeout(TIMEOUT_S):
            await fake.ready.wait()
            await client.wait_until_ready()
        yield Running(fake, client, service, keeper)
        async with asyncio.timeout(TIMEOUT_S):
            await client.finish()
    finally:
        if not client.is_closed():
            await client.close()
        await asyncio.wait({task})
        keeper.close()
        service.close()

"""Several connections to Discord from one process, and one process with some of many."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.chat.client import CuttingsClient, ShardedClient
from bot.chat.run import run
from bot.handlers.keeper import Keeper
from bot.handlers.service import Service
from tests.fake_discord import TIMEOUT_S, TOKEN, text_of


@pytest.fixture
def parts(settings):
    service, keeper = Service(settings, budget_s=TIMEOUT_S), Keeper(settings.state)
    yield service, keeper
    keeper.close()
    service.close()


async def until_ready(fake, client, count):
    """Wait until so many shards have said who they are, and the client is ready."""
    async with asyncio.timeout(TIMEOUT_S):
        while len(fake.shards_seen) < count:
            await fake.ready.wait()
            fake.ready.clear()
        await client.wait_until_ready()


async def test_a_process_has_the_shards_it_is_given(fake, parts):
    """Two of four: each says which it is, commands are answered, and all connections end."""
    service, keeper = parts
    service.settings = replace(service.settings, shard_count=4, shard_ids=(1, 3))
    client = ShardedClient(service, keeper, ready_timeout_s=0.05)
    task = asyncio.create_task(client.start(TOKEN))
    await until_ready(fake, client, 2)

    reply = await (await fake.command("ask", question="when did Kim visit Russia?")).reply()
    await client.finish()
    await asyncio.wait({task})

    assert sorted(fake.shards_seen) == [(1, 4), (3, 4)]
    assert "## September 2023" in text_of(reply)


async def test_where_discord_wants_shards_they_are_made(fake, parts):
    """Refused with 4011 as one connection, the bot comes again with as many as Discord says."""
    service, keeper = parts
    fake.shards, fake.close_code = 2, 4011
    made, again = [], asyncio.Event()

    def make(kind):
        def new():
            made.append(kind(service, keeper, ready_timeout_s=0.05))
            if kind is ShardedClient:
                fake.close_code = 0
                fake.shards_seen.clear()
                again.set()
            return made[-1]

        return new

    running = asyncio.create_task(run(make(CuttingsClient), TOKEN, make_sharded=make(ShardedClient)))
    async with asyncio.timeout(TIMEOUT_S):
        await again.wait()
    await until_ready(fake, made[-1], 2)
    await made[-1].finish()
    running.cancel()
    await asyncio.wait({running})

    assert sorted(fake.shards_seen) == [(0, 2), (1, 2)]

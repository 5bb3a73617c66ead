"""The process and a Discord with its real names and TLS, in a network of their own: started by `tests/test_network.py`.

Usage: python -m tests.namespaced FOLDER; it holds the certificate and the libraries. Writes what happened as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import ssl
import sys
from pathlib import Path

from tests.fake_discord import TOKEN, FakeDiscord, text_of

TIMEOUT_S = 30.0
AWAY = "can't be reached"


async def main(folder: Path) -> dict[str, object]:
    """Ask one question of the real process, stop it, and return what was seen."""
    certificate = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.load_cert_chain(folder / "server.pem")
    log: list[str] = []
    async with FakeDiscord().serve(443, certificate) as fake:
        made = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.terminal.main", "run", "--library", str(folder / "library.db"), cwd=folder,
            env={**os.environ, "SSL_CERT_FILE": str(folder / os.environ["TRUSTED"]), "CUTTINGS_TOKEN": TOKEN},
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert made.stderr is not None
        waiting = {asyncio.create_task(fake.ready.wait()), asyncio.create_task(_until_away(made.stderr, log))}
        await asyncio.wait(waiting, timeout=TIMEOUT_S, return_when=asyncio.FIRST_COMPLETED)
        told = ""
        if fake.ready.is_set():
            told = text_of(await (await fake.command("ask", question="when did Kim visit Russia?")).reply())
        made.send_signal(signal.SIGTERM)
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)
        log.append((await made.stderr.read()).decode())
        return {"told": told, "code": await made.wait(), "log": "".join(log), "problems": fake.problems}


async def _until_away(stream: asyncio.StreamReader, log: list[str]) -> None:
    """Read the process's log until it says that Discord is away."""
    while line := await stream.readline():
        log.append(line.decode())
        if AWAY in log[-1]:
            return


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(main(Path(sys.argv[1])))))

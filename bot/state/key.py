"""The secret that hashes of people are made with, in a file of its own."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

KEY_BYTES = 32


class KeyFaultError(Exception):
    """What is in the place of the key is none; its text is one sentence."""


def key_path(path: Path) -> Path:
    """Return where the key of a state is."""
    return path.with_name(path.name + "-key")


def read_key(path: Path) -> bytes:
    """Return the secret that hashes of people are made with; it is made once, readable by its owner alone.

    It is written elsewhere first, so that a crash or a full disk leaves no half a key, with which anybody could undo
    the hashes.

    Raises
    ------
    KeyFaultError
        What is there is no key.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}-{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(draft, path)  # unlike a rename, it leaves a key that another process has just made
        finally:
            draft.unlink(missing_ok=True)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise KeyFaultError(f"{path} holds no whole key; put back a copy of it, or delete it to forget who asked what")
    return key

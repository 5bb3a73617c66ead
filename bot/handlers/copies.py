"""`backup`, `restore` and `vacuum`: every library, what was kept of its answers, and the key that goes with it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from bot.config import SQLITE, Settings
from bot.handlers.floors import file_of
from bot.handlers.keeper import Keeper
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.replies import Block, Facts, Heading, Outcome, Reply, Text
from bot.state import check_state, key_path
from index.engines.engine import ReadingEngine
from index.engines.ledger import now_ms
from index.engines.sqlite import FilePlace
from index.moving import move
from index.store import Library
from index.store.restore import check_library, put_in_place

MANIFEST = "manifest.json"
LIBRARY, STATE = "library.db", "state.db"
EXAM = file_of(Path(LIBRARY)).name
FORM = 1
"""Of the manifest."""
TRIES = 3
"""How often a library in a cluster is copied, each time only what has changed meanwhile."""


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """A file of a backup: its name there, its size in bytes and the SHA-256 of what is in it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """A library, and the folder of a backup that holds its copy, ``""`` for the main one."""

    folder: str
    library: Path


def parts_of(settings: Settings) -> list[Part]:
    """Return the main library and those of guilds, each once."""
    own = {library: Part(f"guild-{guild}", library) for guild, library in reversed(settings.libraries)}
    return [Part("", settings.library), *sorted(own.values(), key=lambda part: part.folder)]


async def backup(settings: Settings, target: Path) -> Reply:
    """Copy everything into a new folder while others read and write, check the copies, and tell what was made.

    Raises
    ------
    RequestError
        There is something at ``target`` already.
    ArticleIndexError, StateError
    """
    part = _new_folder(target)
    with ExitStack() as on_failure:
        on_failure.callback(shutil.rmtree, part, ignore_errors=True)
        articles = [await _copy_library(settings, item, part / item.folder) for item in parts_of(settings)]
        if await asyncio.to_thread(settings.state.exists):
            await _copy_state(settings, part / STATE)
        files = await asyncio.to_thread(_write_manifest, part)
        part.rename(target)
        on_failure.pop_all()
    return Reply(Outcome.DONE, (Heading(f"Backed up to {target}."), _facts(files, sum(articles))))


def _new_folder(target: Path) -> Path:
    """Make the folder that is renamed to ``target`` in the end; it holds a key, so it is its owner's alone."""
    if not target.name:
        raise RequestError("a backup is a folder of its own; name one that is not there yet")
    part = target.with_name(target.name + ".part")
    if target.exists() or target.is_symlink():
        raise RequestError(f"there is something at {target} already; name a folder that is not there yet")
    if part.exists():
        raise RequestError(f"{part} is left of a backup that was broken off; delete it, then run this again")
    part.mkdir(mode=0o700, parents=True)
    return part


async def _copy_library(settings: Settings, item: Part, folder: Path) -> int:
    """Copy a library, and return how many articles it holds."""
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    service = Service(settings.for_library(item.library), readers=1)
    try:
        if settings.engine == SQLITE:
            await service.read_file(partial(Library.copy, target=folder / LIBRARY))
        else:
            await service.read(partial(_copy_as_file, target=folder / LIBRARY))
        exam = file_of(item.library)
        if await asyncio.to_thread(exam.exists):
            await asyncio.to_thread(shutil.copyfile, exam, folder / EXAM)
        return (await service.read(lambda library: library.overview())).articles
    finally:
        service.close()


def _copy_as_file(library: ReadingEngine, target: Path) -> None:
    """Put all of a library that is in a cluster into a library file.

    Raises
    ------
    RequestError
        Others change the library faster than it can be copied.
    """
    with closing(FilePlace(target).open_for_writing()) as file:
        copies = (move(library, file, lambda *_: None, version=now_ms()) for _ in range(TRIES))
        is_same = any(not copy.faults for copy in copies)
    target.with_name(f"{target.name}-lock").unlink()
    if not is_same:
        raise RequestError(f"{library.path} changes too fast to be copied; stop what writes to it, then run this again")


async def _copy_state(settings: Settings, target: Path) -> None:
    keeper = Keeper(settings.state)
    try:
        await keeper.run(lambda state: state.copy(target))
    finally:
        keeper.close()


def _write_manifest(folder: Path) -> list[CopiedFile]:
    """Write down what was copied, and return it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = [CopiedFile(path.relative_to(folder).as_posix(), path.stat().st_size, _sum_of(path)) for path in paths]
    manifest = {
        "form": FORM,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version("cuttings"),
        "files": [asdict(file) for file in files],
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return files


def _sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _facts(files: Sequence[CopiedFile], articles: int) -> Facts:
    rows = [(file.name, f"{file.size / 1e6:,.1f} MB") for file in files if not file.name.endswith("-key")]
    return Facts((("articles", f"{articles:,}"), *rows))


async def restore(settings: Settings, source: Path) -> Reply:
    """Check a backup to its last byte, then put its files where the settings want them; what was there is kept.

    Raises
    ------
    RequestError
        It is no backup, or not what was backed up.
    ArticleIndexError, StateError
    """
    files = await asyncio.to_thread(_checked, source)
    known = {item.folder: item.library for item in parts_of(settings)}
    states = {STATE: settings.state, key_path(Path(STATE)).name: key_path(settings.state)}
    pairs: list[tuple[Path, Path]] = []
    for file in files:
        folder, _, name = file.name.rpartition("/")
        if folder not in known:
            guild = folder.removeprefix("guild-")
            raise RequestError(f"the backup holds {file.name}, but the configuration has no library for guild {guild}")
        places = states | {LIBRARY: known[folder], EXAM: file_of(known[folder])}
        pairs.append((source / file.name, places[name]))
    label = f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    kept = await asyncio.to_thread(put_in_place, pairs, label)
    blocks: list[Block] = [Heading(f"Restored from {source}.")]
    blocks += [Text(str(place)) for _, place in pairs]
    blocks += [Text(f"what was there before: {path}", quiet=True) for path in kept]
    if settings.engine != SQLITE:
        blocks.append(Text("This is a library file; bring it into the cluster: cuttings move --to opensearch"))
    return Reply(Outcome.DONE, tuple(blocks))


def _checked(folder: Path) -> list[CopiedFile]:
    """Return the files of a backup, each of which is as it was written and can be opened by this version."""
    files = _read_manifest(folder)
    for file in files:
        path = folder / file.name
        if not path.is_file() or path.stat().st_size != file.size or _sum_of(path) != file.sha256:
            raise RequestError(f"{path} is not as it was backed up; take another backup")
        if path.name == LIBRARY:
            check_library(path)
        elif path.name == STATE:
            check_state(path)
    return files


def _read_manifest(folder: Path) -> list[CopiedFile]:
    path = folder / MANIFEST
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        files = [CopiedFile(str(item["name"]), int(item["size"]), str(item["sha256"])) for item in data["files"]]
        form = int(data["form"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise RequestError(f"{folder} is no backup of Cuttings: its {MANIFEST} can't be read") from error
    if form > FORM:
        raise RequestError(f"{folder} was made by a newer Cuttings; upgrade Cuttings to restore it")
    of_library, names = {LIBRARY, EXAM}, {LIBRARY, EXAM, STATE, key_path(Path(STATE)).name}
    for file in files:
        parent, _, name = file.name.rpartition("/")
        # A manifest is data: no name in it may lead out of its folder.
        if name not in names or (parent and (name not in of_library or not re.fullmatch(r"guild-[0-9]+", parent))):
            raise RequestError(f"{path} names a file that no backup holds: {file.name[:80]}")
    return files


async def vacuum(settings: Settings) -> Reply:
    """Give the free space of every library and state back to the disk.

    Raises
    ------
    ArticleIndexError, StateError
    """
    rows = []
    for item in parts_of(settings):
        service = Service(settings.for_library(item.library), readers=1)
        try:
            await service.check_there()
            before = await _size_of(service)
            await service.write(lambda library: library.vacuum())
            rows.append((str(service.place.path), _change(before, await _size_of(service))))
        finally:
            service.close()
    if await asyncio.to_thread(settings.state.exists):
        before = _size(settings.state)
        keeper = Keeper(settings.state)
        try:
            await keeper.run(lambda state: state.vacuum())
        finally:
            keeper.close()
        rows.append((str(settings.state), _change(before, _size(settings.state))))
    return Reply(Outcome.DONE, (Heading("Free space was given back."), Facts(tuple(rows))))


async def _size_of(service: Service) -> int:
    if service.settings.engine == SQLITE:
        return _size(service.settings.library)
    return (await service.read(lambda library: library.overview())).size_bytes


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in (path, path.with_name(path.name + "-wal")) if file.exists())


def _change(before: int, after: int) -> str:
    return f"{before / 1e6:,.1f} MB before, {after / 1e6:,.1f} MB now"

"""`export` and `import`: articles out of a library and into one, as they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.handlers.requests import BuildRequest, RequestError
from bot.handlers.service import Service
from index import build
from index.engines.engine import ReadingEngine
from index.export import exported
from index.report import Progress, Report


async def export(service: Service, target: Path | None, write: Callable[[str], object]) -> int:
    """Write all articles to a new file, or without one line by line with ``write``; return how many they are.

    Raises
    ------
    RequestError
        There is such a file already, or it can't be written; nothing of it is left then.
    """
    if target is None:
        return await service.read(partial(_write_all, write=write))
    return await service.read(partial(_write_file, target=target))


def _write_all(library: ReadingEngine, write: Callable[[str], object]) -> int:
    count = 0
    for line in exported(library):
        write(f"{line}\n")
        count += 1
    return count


def _write_file(library: ReadingEngine, target: Path) -> int:
    if target.exists():
        raise RequestError(f"{target} is there already; name another file, or remove it first")
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            count = _write_all(library, file.write)
        part.replace(target)
    except OSError as error:
        raise RequestError(f"{target} can't be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    return count


async def run_import(service: Service, source: Path, progress: Progress) -> Report:
    """Take the articles of an exported file into the library, and return what was done.

    Raises
    ------
    RequestError
        The name of the file can't be remembered.
    """
    BuildRequest((source,))
    return await service.write(partial(build.take_over, source=source, progress=service.stoppable(progress)))

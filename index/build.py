"""Sources -> library: read, tell new from changed from unchanged, prepare, store; and report."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from index.engines.engine import Writable
from index.engines.ledger import now_ms
from index.errors import LibraryWriteError
from index.identity import Identified
from index.models import Article, RawArticle, Source
from index.prepare import Preparer, prepare
from index.reading.means import Web
from index.reading.source import read_whole
from index.reading.web.link import as_asked, is_link
from index.report import Progress, Report
from index.rules import Rules
from index.run import Run
from index.storing import BATCH_ARTICLES, edited

__all__ = ["BATCH_ARTICLES", "Rules", "add", "as_source", "edit", "edited", "reindex", "take_over"]


def add(
    library: Writable,
    sources: Sequence[Path | str | Source],
    *,
    progress: Progress,
    remove: bool = False,
    full: bool = False,
    rules: Rules | None = None,
) -> Report:
    """Read sources, paths or links, into a library and return what was done.

    ``remove`` and ``full`` are those of ``rules``.

    Raises
    ------
    LibraryLockedError, LibraryWriteError
        What was committed before stays.
    """
    rules = rules or Rules()
    rules = replace(rules, remove=remove or rules.remove, full=full or rules.full)
    wanted = [as_source(source, _described(library, rules)) for source in sources]
    with running(library, progress, rules) as run:
        run.read_and_store(list(dict.fromkeys(wanted)))
        return run.finish()


@contextmanager
def running(library: Writable, progress: Progress, rules: Rules) -> Iterator[Run]:
    """Yield a run over sources, with all that it needs, until the end of the block.

    Raises
    ------
    LibraryWriteError
        Something could not be written, to the library or beside it.
    """
    try:
        with (
            tempfile.TemporaryFile() as spool,
            closing(Preparer()) as preparer,
            closing(Web(rules.policy, read_whole)) as web,
            closing(Run(library, spool, progress, preparer, web=web, rules=rules)) as run,
        ):
            yield run
    except OSError as error:
        raise LibraryWriteError(library.path, error.strerror or "no reason given") from error


def reindex(
    library: Writable,
    sources: Sequence[Path | str | Source],
    *,
    progress: Progress,
    full: bool = False,
    rules: Rules | None = None,
) -> Report:
    """Read sources again (all known and configured ones if none is named); add, change and remove to match them."""
    wanted = sources or all_of(library, rules or Rules())
    return add(library, wanted, progress=progress, remove=True, full=full, rules=rules)


def all_of(library: Writable, rules: Rules) -> list[Source]:
    """Return the sources that are read again and again, by address: those known and those configured."""
    return [source for source in _described(library, rules).values() if source.kind != "import"]


def as_source(wanted: Path | str | Source, described: Mapping[str, Source]) -> Source:
    """Return the source that is meant by its name, its link or its path; one not known yet is read as it comes."""
    if isinstance(wanted, Source):
        return wanted
    if isinstance(wanted, str):
        named = [source for source in described.values() if source.name == wanted]
        if named:
            return named[0]
        if is_link(wanted):
            asked = as_asked(wanted)
            return described.get(wanted) or described.get(asked) or Source(asked)
    address = str(Path(wanted).absolute())
    return described.get(address) or Source(address, kind="files")


def _described(library: Writable, rules: Rules) -> dict[str, Source]:
    """Return address -> source: what the library knows, and what the configuration says over it."""
    known = {item.source.address: item.source for item in library.known_sources()}
    return known | {source.address: source for source in rules.configured}


def take_over(library: Writable, source: Path, *, progress: Progress) -> Report:
    """Take the articles of an exported file into a library as they are; the file is never read again by itself.

    Raises
    ------
    LibraryLockedError, LibraryWriteError
    """
    return add(library, [Source(str(source.absolute()), kind="import")], progress=progress)


def edit(library: Writable, article: Article, fields: Mapping[str, str | None]) -> None:
    """Set title, date, outlet or author of an article, and remember them for whenever it is stored again."""
    known = library.known_article(article.id)
    raw = RawArticle(
        location=article.location,
        raw=library.raw_input(article.id) or b"",
        title=article.title,
        text=article.text,
        url=article.url,
        published=article.published,
        publisher=article.publisher,
        author=article.author,
        language=article.language,
        tags=article.tags,
        modified=article.modified,
        date_rule=article.date_rule,
        is_clean=True,
    )
    stored = Identified(raw, article.id, known.content_hash, known.source, known.fingerprint or "")
    library.note_edit(article.id, fields)
    library.put([prepare([edited(stored, fields)], {}).group], version=now_ms())

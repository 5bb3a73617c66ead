"""Read plain text and Markdown files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from index.models import DateRule, RawArticle, ReadFailure
from index.reading.dates import date_in_name, published_or_none
from index.reading.encoding import decode, replace_surrogates
from index.reading.location import location_of, name_of
from index.reading.markdown import first_heading, plain_text
from index.reading.particulars import clean_authors, clean_line, clean_title

NO_TEXT = "holds no text"

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)


def read_text(path: Path, raw: bytes) -> RawArticle | ReadFailure:
    """Return the article of a plain text file; its date comes from the file name."""
    text = decode(raw)
    if not text.strip():
        return ReadFailure(location_of(path), NO_TEXT)
    dated = date_in_name(path)
    return RawArticle(
        location=location_of(path),
        raw=raw,
        title="",
        text=text,
        published=dated,
        fallback_title=name_of(path),
        date_rule=DateRule.NAME if dated else None,
    )


def read_markdown(path: Path, raw: bytes) -> RawArticle | ReadFailure:
    """Return the article of a Markdown file, its particulars taken from YAML front matter where there is some."""
    try:
        particulars, body = _split_front_matter(decode(raw))
    except ValueError as error:
        return ReadFailure(location_of(path), str(error))
    text = plain_text(body)
    if not text:
        return ReadFailure(location_of(path), NO_TEXT)
    publisher = clean_line(_line(particulars, "publisher", "outlet", "site") or "") or None
    published, rule = _published(particulars), DateRule.RECORD
    if published is None:
        published, rule = date_in_name(path), DateRule.NAME
    return RawArticle(
        location=location_of(path),
        raw=raw,
        title=clean_title(_line(particulars, "title") or first_heading(body), publisher),
        text=text,
        own_id=_line(particulars, "id"),
        url=_line(particulars, "url", "link", "canonical"),
        published=published,
        publisher=publisher,
        author=clean_authors(_strings(particulars, "author", "authors")),
        language=_line(particulars, "language", "lang"),
        tags=_tags(particulars),
        fallback_title=name_of(path),
        date_rule=rule if published else None,
    )


def _split_front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """Return the front matter's values by lower-case key, and the body; ValueError if it is not YAML."""
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text
    import yaml  # only Markdown needs it

    try:
        values = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ValueError(f"the front matter is not YAML ({_brief(error)})") from error
    if values is None:
        return {}, text[found.end() :]
    # Prose between two rules looks like front matter, but is no mapping.
    if not isinstance(values, dict):
        return {}, text
    return {str(key).lower(): value for key, value in values.items()}, text[found.end() :]


def _brief(error: Exception) -> str:
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    if mark is None:
        return " ".join(str(error).split())
    return f"line {mark.line + 2}: {problem}"  # counted from 0, and below the opening ---


def _strings(particulars: Mapping[str, object], *keys: str) -> list[str]:
    """Return the values of the first key that has any, as stripped strings."""
    for key in keys:
        value = particulars.get(key)
        values = value if isinstance(value, list) else [value]
        scalars = [str(item) for item in values if isinstance(item, str | int | float) and not isinstance(item, bool)]
        found = [replace_surrogates(item).strip() for item in scalars if item.strip()]
        if found:
            return found
    return []


def _line(particulars: Mapping[str, object], *keys: str) -> str | None:
    return ", ".join(_strings(particulars, *keys)) or None


def _tags(particulars: Mapping[str, object]) -> tuple[str, ...]:
    names = [name.strip() for value in _strings(particulars, "tags", "keywords") for name in value.split(",")]
    return tuple(name for name in names if name)


def _published(particulars: Mapping[str, object]) -> str | None:
    # A date in words ("5 May") costs the article its date, not its place in the library.
    dates = (published_or_none(particulars.get(key)) for key in ("date", "published"))
    return next((found for found in dates if found), None)

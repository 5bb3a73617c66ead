"""What the configuration says of sources: `[[sources]]` in, checked values out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.models import Source
from index.reading.web.link import is_link, parse_link
from index.reading.web.policy import FetchError

KEYS = ("name", "kind", "address", "schedule", "outlet", "tags", "include", "exclude", "library")
KINDS = ("auto", "files", "page", "feed", "sitemap")
UNITS_S = {"m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
SHORTEST_S = 300
"""No source is read more often by itself; publishers would mind."""
LONGEST_S = 366 * 86_400


@dataclass(frozen=True, slots=True)
class SourceSetting:
    """A source, and the library it belongs to (``None``: whichever is in use)."""

    source: Source
    library: Path | None = None


def read_sources(folder: Path, value: object) -> tuple[SourceSetting, ...]:
    """Return the sources of a configuration whose paths start at ``folder``.

    Raises
    ------
    ValueError
        Something is wrong; its text is one sentence that names the place.
    """
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError("sources must be sections, each written [[sources]] on a line of its own")
    found = tuple(_source(folder, f"sources {number}", item) for number, item in enumerate(value, start=1))
    for key in ("name", "address"):
        names = [getattr(item.source, key) for item in found if getattr(item.source, key)]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise ValueError(f'two sources have the {key} "{twice}"; give each its own')
    return found


def _source(folder: Path, place: str, item: Mapping[str, object]) -> SourceSetting:
    for key in item:
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"known here: {', '.join(KEYS)}"
            raise ValueError(f'{place} has an unknown key "{key}"; {hint}')
    address = _text(place, item, "address")
    if not address:
        raise ValueError(f"{place} lacks an address: a link, a folder or a file")
    kind = _text(place, item, "kind") or "auto"
    if kind not in KINDS:
        raise ValueError(f'{place}: kind must be one of {", ".join(KINDS)}, not "{kind}"')
    if is_link(address):
        try:
            address = str(parse_link(address))
        except FetchError as error:
            raise ValueError(f"{place}: {error.reason}") from error
    elif kind not in {"auto", "files"}:
        raise ValueError(f"{place}: a {kind} needs a link, which begins with https:// or http://")
    else:
        address, kind = str((folder / address).absolute()), "files"
    library = _text(place, item, "library")
    source = Source(
        address=address,
        name=_text(place, item, "name"),
        kind=kind,
        every_s=_interval(place, _text(place, item, "schedule")),
        outlet=_text(place, item, "outlet") or None,
        tags=_texts(place, item, "tags"),
        include=_texts(place, item, "include"),
        exclude=_texts(place, item, "exclude"),
    )
    return SourceSetting(source, folder / library if library else None)


def _text(place: str, item: Mapping[str, object], key: str) -> str:
    value = item.get(key, "")
    if not isinstance(value, str) or not (value.isprintable() or not value):
        raise ValueError(f"{place}: {key} must be a text in quotation marks, on one line")
    return value.strip()


def _texts(place: str, item: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = item.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise ValueError(f'{place}: {key} must be a list of texts, such as ["one", "two"]')
    return tuple(text.strip() for text in value)


def _interval(place: str, text: str) -> int | None:
    """Return the seconds of an interval such as ``"30m"`` or ``"6h"``, ``None`` for an empty one."""
    if not text:
        return None
    found = re.fullmatch(r"([0-9]{1,6})([mhdw])", text)
    seconds = int(found[1]) * UNITS_S[found[2]] if found else 0
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise ValueError(f'{place}: schedule must be an interval from "5m" to "52w", such as "6h", not "{text}"')
    return seconds

"""How a run goes about its sources."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.models import Source
from index.reading.ahead import ReadAhead
from index.reading.web.policy import FetchPolicy
from index.store.revisions import KEPT

FEW_MISSING = 1
"""So many of a source's articles may always go."""
MAX_MISSING = 0.5
"""Where more than this share of a source's articles is missing, or of the pages asked for in a run is gone, it is more
likely that the source is broken."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a run goes about its sources.

    Parameters
    ----------
    remove
        Also remove the articles that a source no longer holds; a source that fails or is empty removes nothing.
    full
        Store every article again, changed or not.
    confirmed
        Remove them however many they are; else more than `MAX_MISSING` of a source's articles are kept.
    policy
        How links are fetched.
    configured
        What the configuration says of sources, which comes before what the library remembers of them.
    keep_revisions
        How many earlier texts of an article that has changed are kept.
    ahead
        Sources that were read before.
    """

    remove: bool = False
    full: bool = False
    confirmed: bool = False
    policy: FetchPolicy = field(default_factory=FetchPolicy)
    configured: tuple[Source, ...] = ()
    keep_revisions: int = KEPT
    ahead: tuple[ReadAhead, ...] = ()


def are_too_many(missing: int, vanished: int, *, known: int, asked: int) -> bool:
    """Tell whether so much is missing that it is more likely that the source is broken.

    ``missing`` is all that is to be removed of the ``known`` articles, ``vanished`` what of it is gone of the pages
    ``asked`` for.
    """
    return missing > max(FEW_MISSING, MAX_MISSING * known) or vanished > max(FEW_MISSING, MAX_MISSING * asked)

"""Find by counting the lines that an outlet prints around its stories: promotions, addresses, standing notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from index.text.clean import MAX_REPEATED_LENGTH, line_key
from index.text.normalise import normalise_text

_WORD = re.compile(r"\w+")
# Promotions, addresses and notes about the article itself; searched in lines already known to be repeated.
_IS_PROMOTION = re.compile(
    r"sign(?:ed|ing)?[- ]?up|newsletter|\bsubscri|\binbox\b|read more|\bclick|\bdownload|\bapps?\b|crossword|"
    r"puzzles?\b|\bdeals\b|local journalism|our journalism|central: |^contributing\b|"
    r"contribut\w+ to this (?:report|story|article)|"
    r"\btwitter\b|facebook|instagram|flipboard|whatsapp|@\w|https?://|\.com\b|^follow|^contact|^reach (?:him|her|the)|"
    r"check your local|\bpodcasts?\b|getty images|image credit|content partner|commission\b|in part by a grant|"
    r"^(?:this|the) (?:story|article|report)\b.*\b(?:updated|corrected|generated|published)|"
    r"version of this (?:story|article)|^editor'?s'? note\b|"
    r"^(?:live leaderboard|hot stove|more ap|more coverage|more from|related|play)\b|"
    r"the information you have shared|use of your data|privacy|cookies|video player|this ad\b|"
    r"^[\w .,]{0,40}\b\w+ ?-$"
)
_MIN_PROMOTION_COUNT, _MIN_PROMOTION_SHARE = 5, 0.001
_MIN_OTHER_COUNT, _MIN_OTHER_SHARE = 20, 0.005
_MIN_HEADING_SHARE = 0.1
_HEADING_WORDS = 3
_SMALL_OUTLET, _MIN_SMALL_COUNT, _MIN_SMALL_SHARE = 10, 3, 0.5


class LineCounter:
    """Counts in how many articles of an outlet each line stands, articles of one title once."""

    def __init__(self) -> None:
        self._outlets: dict[str, _Outlet] = {}

    def count(self, outlet: str | None, title: str, text: str) -> None:
        """Take an article into account; one without an outlet, a name that stands for it, says nothing about others."""
        if outlet:
            self._outlets.setdefault(outlet, _Outlet()).count(title, text)

    def repeated(self, known: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        """Return publisher -> keys of the lines to drop, those ``known`` from earlier runs among them."""
        found = {publisher: outlet.repeated() for publisher, outlet in self._outlets.items()}
        return {
            publisher: found.get(publisher, frozenset()) | known.get(publisher, frozenset())
            for publisher in {**known, **found}
        }


class _Outlet:
    """The lines of one outlet as written; only those met twice are kept, of the others a hash."""

    def __init__(self) -> None:
        self._titles: set[str] = set()
        self._once: set[int] = set()
        self._again: Counter[str] = Counter()

    def count(self, title: str, text: str) -> None:
        if title in self._titles:
            return
        self._titles.add(title)
        lines = {hash(line): line for line in text.split("\n") if 0 < len(line) <= MAX_REPEATED_LENGTH}
        for key in self._once.intersection(lines):
            self._again[lines[key]] += 1
        self._once.update(lines)

    def repeated(self) -> frozenset[str]:
        """Bring the spellings of a line together, and decide."""
        counts: Counter[str] = Counter()
        for line, more in self._again.items():
            counts[line_key(normalise_text(line))] += more + 1
        del counts[""]
        return repeated_lines(counts, len(self._titles))


def repeated_lines(counts: Mapping[str, int], article_count: int) -> frozenset[str]:
    """Return the keys of the lines an outlet prints around its stories.

    Parameters
    ----------
    counts
        In how many articles of one outlet, all of different titles, each line stands, by `line_key`.
    article_count
        How many articles of that outlet there are.

    Notes
    -----
    The thresholds are ours, set by reading what they remove from 8,000 news articles: a promotion, an address or a
    note about the article is enough in 5 articles, any other line needs 20 and half a per cent, and one of up to three
    words (a heading, a place, a name) a tenth of the articles. With fewer than ten articles only promotions in half
    of them, and at least three, are taken.
    """
    return frozenset(key for key, count in counts.items() if _is_repeated(key, count, article_count))


def _is_repeated(key: str, count: int, article_count: int) -> bool:
    if count < _MIN_SMALL_COUNT or len(key) > MAX_REPEATED_LENGTH:
        return False
    share = count / max(article_count, 1)
    word_count = len(_WORD.findall(key))
    is_promotion = word_count == 0 or _IS_PROMOTION.search(key) is not None
    if article_count < _SMALL_OUTLET:
        return is_promotion and share >= _MIN_SMALL_SHARE
    if is_promotion:
        return count >= _MIN_PROMOTION_COUNT and share >= _MIN_PROMOTION_SHARE
    if word_count <= _HEADING_WORDS:
        return count >= _MIN_OTHER_COUNT and share >= _MIN_HEADING_SHARE
    return count >= _MIN_OTHER_COUNT and share >= _MIN_OTHER_SHARE

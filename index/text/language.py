"""Name the language of a text cheaply: by its script, then by which language's stop words it uses most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from index.text.later import later
from index.text.stopwords import STOPWORDS

DEFAULT_LANGUAGE = "en"
SAMPLE_LENGTH = 1_000
"""How many code points from the start of a text are looked at."""

_SCRIPTS = (
    ("ja", later("[\u3040-\u30ff]")),
    ("ko", later("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", later("[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("ar", later("[\u0600-\u06ff\u0750-\u077f]")),
    ("he", later("[\u0590-\u05ff]")),
    ("hi", later("[\u0900-\u097f]")),
    ("th", later("[\u0e00-\u0e7f]")),
    ("el", later("[\u0370-\u03ff]")),
    ("ru", later("[\u0400-\u04ff]")),
)
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in STOPWORDS.items():
    for _word in _words:
        _LANGUAGES_OF.setdefault(_word, []).append(_language)
_LETTERS = later(r"[^\W\d_]+")
_GENITIVE = later(r"['’]s\b")
"""No word of French, though its letter is one there: "Who*'s* France*'s* premier?"."""
_BEYOND_LATIN = later("[\u0370-\u1dff\u2e80-\ufaff]")


def _by_script(sample: str) -> str | None:
    """Return the language whose script has over a quarter of the letters, or ``None``."""
    beyond = len(_BEYOND_LATIN.findall(sample))
    letters = sum(map(len, _LETTERS.findall(sample))) if beyond else 0
    if beyond * 4 <= letters:
        return None
    return next((language for language, script in _SCRIPTS if len(script.findall(sample)) * 4 > letters), None)


def detect_language(text: str, candidates: Iterable[str] = tuple(STOPWORDS)) -> str | None:
    """Return the ISO 639-1 code of the language a text is most likely in, or ``None`` where nothing tells.

    ``candidates`` are the languages to choose from, the likeliest first: equal evidence goes to the earlier one.

    >>> detect_language("Wann hat Kim das Land besucht?")
    'de'
    """
    sample = text[:SAMPLE_LENGTH]
    if len(text) > SAMPLE_LENGTH:
        sample = sample.rpartition(" ")[0] or sample  # half a word may be a word of another language
    if not sample.isascii() and (language := _by_script(sample)):
        return language
    found = map(_LANGUAGES_OF.get, _LETTERS.findall(_GENITIVE.sub(" ", sample.casefold())))
    counts = Counter(chain.from_iterable(filter(None, found)))
    best = max(candidates, key=counts.__getitem__, default=None)
    return best if best is not None and counts[best] else None

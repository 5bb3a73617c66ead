"""What is kept of an answer, as values, and the codes people know it by."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date

from index.models import Article, Filters, Span

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing in it is taken for something else."""
CODE_LENGTH = 8


def new_code() -> str:
    """Return a code nobody can guess, easy to read out and to type."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """Return a typed code as it is kept, whatever its letter case, hyphens and lookalikes."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return letters.translate(str.maketrans("OIL", "011"))


def digest_of(receipt: str, text: str) -> str:
    """Return what tells whether words are those of a receipt, and can't be turned back into them.

    Spaces and line breaks count as one space. Each receipt has its own, so the same words look different in two.
    """
    words = " ".join(text.split())
    return hashlib.blake2b(words.encode(errors="surrogatepass"), key=receipt.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptExtract:
    """Where an extract that was shown stands, in which revision; its words are not kept, only their digest.

    One of an article as a whole has ``number`` 0 and holds nothing. ``length`` is that of its words with single spaces,
    in code points.
    """

    receipt: str
    number: int
    article_id: str
    revision: str
    start: int
    end: int
    digest: str
    length: int
    marks: tuple[Span, ...] = ()
    library: str = ""

    @classmethod
    def of(
        cls, article: Article, span: Span, *, number: int = 0, marks: tuple[Span, ...] = (), library: str = ""
    ) -> KeptExtract:
        """Return what is kept of a span of an article, under a new code."""
        receipt, text = new_code(), article.text[span.start : span.end]
        digest, length = digest_of(receipt, text), len(" ".join(text.split()))
        return cls(receipt, number, article.id, article.revision, span.start, span.end, digest, length, marks, library)

    @property
    def is_whole(self) -> bool:
        """Whether it is an article as a whole."""
        return self.start == self.end

    def is_of(self, text: str) -> bool:
        """Tell whether these are the words that were shown, white space aside."""
        return digest_of(self.receipt, text) == self.digest


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What the buttons below an answer need. ``person`` is a keyed hash; ``question`` is ``None`` if not kept.

    ``library`` is the name of the library it is from, ``""`` for the default one, as it is of each extract.
    """

    code: str
    person: str
    made_at: str
    filters: Filters
    question: str | None
    extracts: tuple[KeptExtract, ...]
    is_private: bool = False
    library: str = ""


def filters_json(filters: Filters) -> str:
    """Return filters as they are kept."""
    given = {name: getattr(filters, name) for name in Filters.__dataclass_fields__}
    return json.dumps({name: str(value) for name, value in given.items() if value is not None}, ensure_ascii=False)


def filters_of(text: str) -> Filters:
    """Return kept filters."""
    given: dict[str, str] = json.loads(text)
    since, until = (given.get(name) for name in ("since", "until"))
    return Filters(
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
        *(given.get(name) for name in ("publisher", "author", "tag", "language", "article_id")),
    )

"""tantivy, the search library written in Rust, by its Python package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.search.corpus import Corpus
from benchmarks.search.engine import Engine, Ranked, folder_bytes

_TOKENIZER = "by spaces"
_HEAP_BYTES = 256 * 1024 * 1024
"""What the writer may hold before it writes a segment; its threads, one a core, share it."""


class _Tantivy:
    def build(self, corpus: Corpus, folder: Path) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", tokenizer_name=_TOKENIZER, index_option="freq")
        schema.add_integer_field("number", fast=True)
        index = tantivy.Index(schema.build(), path=str(folder))
        _register(index)
        writer = index.writer(_HEAP_BYTES)
        for article in corpus.articles():
            for number, passage in enumerate(article.passages, start=article.first):
                writer.add_document(tantivy.Document(text=" ".join(passage), number=number))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        _register(index)
        index.reload()
        self._schema, self._searcher = index.schema, index.searcher()

    def top(self, terms: Sequence[str], k: int) -> Ranked:
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "text", term, index_option="freq"))
            for term in terms
        ]
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), limit=k, count=False).hits
        numbers: Any = self._searcher.fast_field_values("number", [address for _, address in hits])
        return [(int(number), float(score)) for number, (score, _) in zip(numbers, hits, strict=True)]

    def close(self) -> None:
        pass

    def index_bytes(self, folder: Path) -> int:
        return folder_bytes(folder)


def _register(index: tantivy.Index) -> None:
    by_spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, by_spaces)


def make() -> Engine:
    """Return the engine."""
    return _Tantivy()

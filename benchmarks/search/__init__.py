"""Measure search: Cuttings beside rank-bm25, bm25s, SQLite FTS5 and tantivy, on the same terms and questions."""

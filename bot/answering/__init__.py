"""Pure reasoning: a question becomes a query, its hits become an answer."""

"""Pure text functions: normalise, clean, sentences, passages, tokens, dates."""

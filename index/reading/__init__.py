"""Read articles: files of many kinds, what they are packed in, and what is on the web."""

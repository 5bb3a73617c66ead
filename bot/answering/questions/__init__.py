"""What a question says: what it expects, names and asks of articles, and what is repaired in it."""

"""Real OpenSearch nodes for the tests, and what only they can show."""

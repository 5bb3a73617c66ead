"""What a text mentions: dates, figures, people, places, and who is meant by a name."""

"""Which words of a sentence are shown as the short answer, and when none are."""

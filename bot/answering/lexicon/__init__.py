"""Lists of words and names, and what is known of them, for reading questions and sentences."""

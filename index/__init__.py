"""What the articles say: read them, cut them, store them, find the passage."""

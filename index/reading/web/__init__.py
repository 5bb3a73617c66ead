"""Fetch from the web: politely, within bounds, and from public addresses only."""

"""Fetch from the web: politely, within bounds, and from public addresses only."""

from __future__ import annotations

from index.reading.web.fetcher import Fetched, Fetcher, NotModified
from index.reading.web.policy import FetchError, FetchPolicy, Validators

__all__ = ["FetchError", "FetchPolicy", "Fetched", "Fetcher", "NotModified", "Validators"]

"""The report of a run over sources: as a line of the log with its JSON, and as counts for people."""

from __future__ import annotations

import json
import logging
from dataclasses import replace

from bot.phrases import number, say
from bot.replies import Facts
from index.report import Report

log = logging.getLogger(__name__)

LOGGED_FAILURES = 20


def log_report(name: str, report: Report) -> None:
    """Write the report of a run to the log: its counts, each failure, and all of it as JSON."""
    counts = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in report.counts().items() if count)
    shown = replace(report, failed=report.failed[:LOGGED_FAILURES])
    fields = {**shown.as_dict(), "failed": len(report.failed)}
    said = json.dumps(fields, ensure_ascii=False)
    log.info("%s: %s; %s", name, counts or "nothing new", said, extra={"fields": {"report": fields}})
    for location, reason in report.failed[:LOGGED_FAILURES]:
        log.warning("%s: %s: %s", name, location, reason)
    if len(report.failed) > LOGGED_FAILURES:
        log.warning("%s: %s more failures", name, len(report.failed) - LOGGED_FAILURES)


def counts_of(report: Report) -> Facts:
    """Return what a run did as names and numbers; what seldom happens only where it has."""
    rows = [
        (say("added"), report.added, True),
        (say("changed"), report.changed, True),
        (say("removed"), report.removed, True),
        (say("unchanged"), report.unchanged, True),
        (say("duplicate"), report.duplicate, False),
        (say("kept out, as removed by hand"), report.kept_out, False),
        (say("left for the next run"), report.left, False),
        (say("failed"), len(report.failed), True),
    ]
    return Facts(tuple((name, number(count)) for name, count, is_always in rows if count or is_always))

"""The log of the bot: lines for people in a terminal, one JSON object a line for a service; no secret in either."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TextIO

from bot import trace
from bot.config import Settings

LEVEL = logging.INFO
HIDDEN = "(secret)"
_BREAKS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What would end a line of the log, or be obeyed by a terminal that shows it."""


class _Traced(logging.Filter):
    """Notes on every record which interaction it belongs to, in whose task it was made."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__["trace"] = trace.current()
        return True


class _Discreet(logging.Formatter):
    """Formats records, with every secret hidden wherever it may stand."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = [secret for secret in secrets if secret]

    def hidden(self, text: str) -> str:
        """Return a text without the secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text

    @staticmethod
    def moment(record: logging.LogRecord) -> str:
        """Return when something was logged, in UTC."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class TextFormatter(_Discreet):
    """One line for people: time, level, logger, interaction, message; a traceback follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as text."""
        trace_id = getattr(record, "trace", "")
        whose = f" [{trace_id}]" if trace_id else ""
        message = _BREAKS.sub(" ", record.getMessage())
        line = f"{self.moment(record)} {record.levelname} {record.name}{whose}: {message}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return self.hidden(line)


class JsonFormatter(_Discreet):
    """One JSON object a line; what is logged as ``extra={"fields": {...}}`` stands beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line of JSON."""
        data = {
            "time": self.moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if trace_id := getattr(record, "trace", ""):
            data["interaction"] = trace_id
        data |= getattr(record, "fields", {})
        if record.exc_info:
            data["error"] = self.formatException(record.exc_info)
        return self.hidden(json.dumps(data, ensure_ascii=False, default=str))


class Log:
    """The handler of the process's log, whose form can change while it runs."""

    def __init__(self, stream: TextIO, secrets: Sequence[str]) -> None:
        self._stream, self._secrets = stream, secrets
        self._handler = logging.StreamHandler(stream)
        self._handler.addFilter(_Traced())

    def begin(self, settings: Settings) -> None:
        """Write everything that is logged in this process, in the form that the settings want."""
        self.change(settings)
        root = logging.getLogger()
        root.addHandler(self._handler)
        root.setLevel(LEVEL)

    def change(self, settings: Settings) -> None:
        """Go on in the form that the settings want."""
        is_text = settings.log == "text" or (settings.log == "auto" and self._stream.isatty())
        self._handler.setFormatter(TextFormatter(self._secrets) if is_text else JsonFormatter(self._secrets))

    def end(self) -> None:
        """Write no more."""
        logging.getLogger().removeHandler(self._handler)

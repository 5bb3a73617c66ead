"""Recordings of the running bot, as scripts that `cuttings shell --script` plays."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.chat.recording import Place, Recording
from bot.handlers.requests import RequestError
from bot.phrases import say
from bot.shown import EPHEMERAL, Gone, Message, Sight, form_of, message_of
from bot.terminal.safe import safe
from bot.terminal.session import Codes, Step, as_text, script_of

log = logging.getLogger(__name__)

FOLDER = "recordings"
"""Beside the state file."""
MOST_STEPS = 200
_PREFACE = "Recorded by the running bot; `cuttings shell --script FILE` plays it on a copy of the library.\n\n"


@dataclass
class _Call:
    """An interaction: the step that began it, the message it is about, and its own message so far."""

    step: Step
    source: dict[str, Any] | None = None
    own: dict[str, Any] | None = None


@dataclass
class _Tape:
    """What was recorded so far."""

    place: Place
    scene: list[Step]
    steps: list[Step] = field(default_factory=list)
    codes: Codes = field(default_factory=Codes)
    calls: dict[str, _Call] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)

    def begin(self, token: str, line: str, source: dict[str, Any] | None = None) -> None:
        """Begin a step with what was typed; an interaction that is told of twice begins one only."""
        if len(self.steps) < MOST_STEPS and token not in self.calls:
            self.steps.append(Step([_on_one_line(line)]))
            self.calls[token] = _Call(self.steps[-1], source)

    def see(self, call: _Call, sight: Sight) -> None:
        """Note what was seen."""
        call.step.shown += as_text(sight, self.codes.named)

    def seen(self, call: _Call, raw: dict[str, Any]) -> None:
        """Note a message."""
        known = self.messages.get(raw["id"])
        number = known.number if known else len(self.messages) + 1
        self.messages[raw["id"]] = message = message_of(raw, number)
        self.see(call, message)


class Tapes:
    """Records one person at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tape: _Tape | None = None

    @property
    def place(self) -> Place | None:
        """Who is recorded just now."""
        return self._tape.place if self._tape else None

    def start(self, place: Place, scene: Sequence[str]) -> None:
        """Begin to record a person; ``scene`` are lines for the shell that set up what they have on Discord."""
        self._tape = _Tape(place, [Step([line]) for line in scene])

    def drop(self) -> None:
        """End, and keep nothing."""
        self._tape = None

    def stop(self) -> Recording:
        """End, and keep what was recorded in a file that its owner alone can read."""
        tape, self._tape = self._tape, None
        if tape is None or not tape.steps:
            raise RequestError(say("nothing was recorded"))
        path = self._folder / f"conversation-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(_PREFACE + script_of(tape.scene + tape.steps), encoding="utf-8")
        except OSError as error:
            log.warning("a recording could not be written: %s: %s", path, error.strerror)
            raise RequestError(say("the recording can't be written; my log has the reason")) from error
        return Recording(path.name, len(tape.steps))

    def command(self, token: str, name: str, given: Mapping[str, Any]) -> None:
        """Note a command."""
        if self._tape:
            options = [
                f"{option}:{str(value).lower() if isinstance(value, bool) else value}"
                for option, value in given.items()
            ]
            self._tape.begin(token, " ".join([f"/{name}", *options]))

    def press(self, token: str, message: Mapping[str, Any], custom_id: str, value: str) -> None:
        """Note what was pressed; of a message from before the recording nothing can be."""
        known = self._tape.messages.get(message["id"]) if self._tape else None
        if self._tape is None or known is None:
            return
        for number, button in enumerate(known.buttons, start=1):
            if (button.custom_id, button.value) == (custom_id, value):
                self._tape.begin(token, f"{known.number}.{number}", dict(known.raw))
                return

    def submit(self, token: str, texts: list[str]) -> None:
        """Note what was written into a form, below what opened it."""
        if self._tape and self._tape.steps and token not in self._tape.calls:
            step = self._tape.steps[-1]
            step.typed += [_on_one_line(text) for text in texts]
            self._tape.calls[token] = _Call(step)

    def heard(self, token: str, method: str, path: str, body: dict[str, Any], answer: Any) -> None:
        """Note what Discord was sent, as it is seen."""
        call = self._tape.calls.get(token) if self._tape else None
        if self._tape is None or call is None:
            return
        if path.endswith("/callback"):
            self._first_response(self._tape, call, body, answer or {})
        elif method == "DELETE" and call.own:
            known = self._tape.messages.get(call.own["id"])
            self._tape.see(call, Gone(known.number if known else 0))
        elif method in {"POST", "PATCH"} and isinstance(answer, dict) and "id" in answer:
            self._tape.seen(call, _message(answer["id"], body, answer.get("flags", 0)))

    def _first_response(self, tape: _Tape, call: _Call, body: dict[str, Any], answer: dict[str, Any]) -> None:
        kind, data = body["type"], body.get("data") or {}
        made = (answer.get("resource") or {}).get("message") or {}
        if kind == 9:
            tape.see(call, form_of(data))
        elif kind == 4 and "id" in made:
            call.own = _message(made["id"], data, int(data.get("flags") or 0))
            tape.seen(call, call.own)
        elif kind == 7 and call.source:
            tape.seen(call, call.source | {"components": data["components"]})
        elif kind == 6:
            call.own = call.source


def _on_one_line(text: str) -> str:
    """Return what was typed as a line of a script, without what a terminal obeys."""
    return " ".join(safe(text).split())


def _message(number: str, body: Mapping[str, Any], flags: int) -> dict[str, Any]:
    return {
        "id": str(number),
        "components": body.get("components") or [],
        "content": body.get("content") or "",
        "flags": int(flags) & EPHEMERAL,
    }

"""What stands on a person's screen: messages with texts and buttons, and forms, whoever draws them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CONTAINER, ROW, BUTTON, SELECT, INPUT, SECTION, TEXT, DIVIDER, LABEL = 17, 1, 2, 3, 4, 9, 10, 14, 18
"""Types of components, as Discord's documentation numbers them."""
LINK_STYLE = 5
EPHEMERAL = 1 << 6


@dataclass(frozen=True, slots=True)
class Button:
    """A button, or one choice of a menu; without an id it can't be pressed, and one with a link opens a page.

    ``value`` is what a menu's choice stands for; ``style`` is Discord's number.
    """

    label: str
    custom_id: str = ""
    style: int = 2
    value: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Discord's Markdown."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons side by side, or the choices of a menu one below the other."""

    items: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the message."""


Part = Words | Buttons | Line


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is seen: ``colour`` is that of the bar at its left, 0xRRGGBB, or ``None``.

    ``raw`` is the message as Discord sends it back when one of its buttons is pressed.
    """

    number: int
    parts: tuple[Part, ...]
    is_private: bool
    colour: int | None
    raw: Mapping[str, Any]

    @property
    def buttons(self) -> list[Button]:
        """All that can be pressed, in the order in which it stands there."""
        found = [button for part in self.parts if isinstance(part, Buttons) for button in part.items]
        return [button for button in found if button.custom_id]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was opened: what it is about, and of each input its id, its label and what stands in it."""

    title: str
    custom_id: str
    inputs: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """A message that was deleted, by its number."""

    number: int


Sight = Message | Form | Gone


def message_of(raw: Mapping[str, Any], number: int) -> Message:
    """Return what is seen of a message."""
    components: Sequence[Mapping[str, Any]] = raw.get("components") or []
    box = next((item for item in components if item["type"] == CONTAINER), None)
    said = [Words(raw["content"])] if raw.get("content") else []
    return Message(
        number,
        (*said, *_parts(components)),
        bool(int(raw.get("flags") or 0) & EPHEMERAL),
        box.get("accent_color") if box else None,
        raw,
    )


def _parts(components: Sequence[Mapping[str, Any]]) -> Iterator[Part]:
    for item in components:
        kind = item["type"]
        if kind == TEXT:
            yield Words(item["content"])
        elif kind == DIVIDER:
            yield Line()
        elif kind == ROW:
            yield Buttons(tuple(button for inner in item["components"] for button in _buttons(inner)))
        elif kind == SECTION:
            yield from _parts(item["components"])
            yield Buttons(tuple(_buttons(item["accessory"])))
        elif kind == CONTAINER:
            yield from _parts(item["components"])


def _buttons(item: Mapping[str, Any]) -> Iterator[Button]:
    custom_id = "" if item.get("disabled") else item.get("custom_id", "")
    if item["type"] == BUTTON:
        label = item.get("label") or (item.get("emoji") or {}).get("name") or ""
        is_link = item.get("style") == LINK_STYLE
        yield Button(label, "" if is_link else custom_id, item.get("style", 2), link=item.get("url", ""))
    elif item["type"] == SELECT:
        for option in item.get("options", []):
            yield Button(option["label"], custom_id, value=option["value"])


def form_of(data: Mapping[str, Any]) -> Form:
    """Return what is seen of a form."""
    inputs = []
    for item in data["components"]:
        inner = item["component"] if item["type"] == LABEL else item["components"][0]
        inputs.append((inner["custom_id"], item.get("label") or inner.get("label") or "", inner.get("value") or ""))
    return Form(data["title"], data["custom_id"], tuple(inputs))

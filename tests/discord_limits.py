"""What Discord refuses in a message, a modal or a command, by its documentation; found faults come as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

MAX_COMPONENTS = 40
MAX_TEXT = 4_000
MAX_TEXT_BYTES = 10_000
"""More in one message gives error 500, though no page says so."""
V2 = 1 << 15
EPHEMERAL = 1 << 6

ROW, BUTTON, SELECT, INPUT, SECTION, TEXT, SEPARATOR, CONTAINER, LABEL = 1, 2, 3, 4, 9, 10, 14, 17, 18
SELECTS = {3, 5, 6, 7, 8}
INSIDE = {
    None: {ROW, SECTION, TEXT, SEPARATOR, CONTAINER},
    CONTAINER: {ROW, SECTION, TEXT, SEPARATOR},
    SECTION: {TEXT},
    ROW: {BUTTON, *SELECTS},
}
SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 12
MESSAGE_KEYS = {
    "content", "embeds", "components", "flags", "allowed_mentions", "attachments", "tts", "nonce", "poll",
    "sticker_ids", "message_reference", "enforce_nonce",
}  # fmt: skip
COMPONENT_KEYS = {
    ROW: {"type", "id", "components"},
    BUTTON: {"type", "id", "style", "label", "emoji", "custom_id", "sku_id", "url", "disabled"},
    TEXT: {"type", "id", "content"},
    SECTION: {"type", "id", "components", "accessory"},
    SEPARATOR: {"type", "id", "divider", "spacing"},
    CONTAINER: {"type", "id", "components", "accent_color", "spoiler"},
}
_NAME = re.compile(r"[-_'\w]{1,32}")


def walk(components: list[dict[str, Any]], parent: int | None = None) -> Iterator[tuple[int | None, dict[str, Any]]]:
    """Yield every component with the type of what it stands in."""
    for component in components:
        yield parent, component
        yield from walk(component.get("components", []), component["type"])
        if "accessory" in component:
            yield -SECTION, component["accessory"]


def response_faults(asked: int, kind: int, data: dict[str, Any], *, has_message: bool) -> list[str]:
    """Return what Discord would refuse in a first response of a type to an interaction of a type.

    Interactions are commands (2), buttons (3), completions (4) and submitted modals (5); only what has a message can
    have it changed (6, 7), only completions are completed (8), and a modal opens no other (9).
    """
    allowed = {2: {4, 5, 9}, 3: {4, 5, 6, 7, 9}, 4: {8}, 5: {4, 5, 6, 7} if has_message else {4, 5}}
    if kind not in allowed[asked]:
        return [f"a response of type {kind} to an interaction of type {asked}"]
    if kind in {4, 7}:
        return message_faults(data)
    if kind == 8:
        return choice_faults(data["choices"])
    if kind == 9:
        return modal_faults(data)
    return [f"flags {data['flags']} of a deferral"] if data.get("flags", 0) & ~EPHEMERAL else []


def message_faults(body: dict[str, Any]) -> list[str]:
    """Return what Discord would refuse in a message, and what could ping somebody."""
    components = body.get("components") or []
    found = list(_component_faults(components))
    if any(item["type"] >= SECTION for _, item in walk(components)) and not body.get("flags", 0) & V2:
        found.append("components v2 without their flag")
    if body.get("flags", 0) & V2 and (body.get("content") or body.get("embeds")):
        found.append("content or embeds beside components v2")
    if len(body.get("content") or "") > 2_000:
        found.append("content is too long")
    if not components and not body.get("content") and not body.get("embeds"):
        found.append("an empty message")
    if body.get("flags", 0) & ~(V2 | EPHEMERAL | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS):
        found.append(f"flags {body['flags']}")
    if unknown := body.keys() - MESSAGE_KEYS:
        found.append(f"unknown keys: {sorted(unknown)}")
    mentions = body.get("allowed_mentions")
    if mentions is None or mentions.get("parse") or mentions.get("users") or mentions.get("roles"):
        found.append(f"somebody could be pinged: {mentions}")
    return found


def _component_faults(components: list[dict[str, Any]]) -> Iterator[str]:
    everything = list(walk(components))
    texts = [item["content"] for _, item in everything if item["type"] == TEXT]
    if len(everything) > MAX_COMPONENTS:
        yield f"{len(everything)} components"
    if sum(map(len, texts)) > MAX_TEXT or len("".join(texts).encode()) > MAX_TEXT_BYTES:
        yield f"{sum(map(len, texts))} characters of text"
    ids = [item["custom_id"] for _, item in everything if "custom_id" in item]
    if len(ids) != len(set(ids)):
        yield f"a custom id twice: {ids}"
    numbers = [item["id"] for _, item in everything if item.get("id")]
    if len(numbers) != len(set(numbers)) or not all(0 < number < 2**31 for number in numbers):
        yield f"component ids twice or out of range: {numbers}"
    for parent, item in everything:
        yield from _faults_of(parent, item)
        if unknown := item.keys() - COMPONENT_KEYS.get(item["type"], set(item)):
            yield f"unknown keys of {item['type']}: {sorted(unknown)}"


def _faults_of(parent: int | None, item: dict[str, Any]) -> Iterator[str]:
    kind, inner = item["type"], item.get("components", [])
    if parent == -SECTION:
        if kind != BUTTON:
            yield f"{kind} beside a section"
    elif kind not in INSIDE.get(parent, set()):
        yield f"{kind} inside {parent}"
    if kind == ROW and not 1 <= len(inner) <= (1 if inner and inner[0]["type"] in SELECTS else 5):
        yield f"{len(inner)} items in a row"
    if kind == SECTION and (not 1 <= len(inner) <= 3 or "accessory" not in item):
        yield "a section of a wrong shape"
    if kind == TEXT and not item["content"].strip():
        yield "an empty text"
    if kind == CONTAINER and (not inner or not 0 <= (item.get("accent_color") or 0) <= 0xFFFFFF):
        yield "a container that is empty or of no colour"
    if kind == BUTTON:
        yield from _button_faults(item)
    if kind == SELECT and not 1 <= len(item["options"]) <= 25:
        yield f"{len(item['options'])} options"


def _button_faults(item: dict[str, Any]) -> Iterator[str]:
    if len(item.get("label") or "") > 80 or not (item.get("label") or item.get("emoji")):
        yield f"a label of {len(item.get('label') or '')}"
    if (item["style"] == 5) != ("url" in item) or ("url" in item) == ("custom_id" in item):
        yield "a button without its link or custom id"
    if len(item.get("url", "")) > 512 or not 1 <= len(item.get("custom_id", "x")) <= 100:
        yield "a link or custom id that is too long"


def modal_faults(data: dict[str, Any]) -> list[str]:
    """Return what Discord would refuse in a modal."""
    found = []
    if not 1 <= len(data["title"]) <= 45 or not 1 <= len(data["components"]) <= 5:
        found.append("a modal of a wrong shape")
    if not 1 <= len(data["custom_id"]) <= 100:
        found.append("a modal's custom id")
    for item in data["components"]:
        if item["type"] == LABEL:
            inner = item["component"]
            if len(item["label"]) > 45 or len(item.get("description") or "") > 100:
                found.append("a label that is too long")
            if inner["type"] == INPUT and (
                len(inner.get("placeholder") or "") > 100
                or len(inner.get("value") or "") > inner.get("max_length", 4000)
            ):
                found.append("an input of a wrong shape")
        elif item["type"] != TEXT:
            found.append(f"{item['type']} inside a modal")
    return found


def choice_faults(choices: list[dict[str, Any]]) -> list[str]:
    """Return what Discord would refuse in what an option completes to."""
    bad = [item for item in choices if not (1 <= len(item["name"]) <= 100 and 1 <= len(str(item["value"])) <= 100)]
    return [f"{len(choices)} choices, bad: {bad}"] if bad or len(choices) > 25 else []


def command_list_faults(commands: list[dict[str, Any]]) -> list[str]:
    """Return what Discord would refuse in all commands of an application."""
    found = [fault for command in commands for fault in command_faults(command)]
    for kind, most in ((1, 100), (2, 5), (3, 5)):
        names = [command["name"] for command in commands if command.get("type", 1) == kind]
        if len(names) > most or len(names) != len(set(names)):
            found.append(f"{len(names)} commands of type {kind}, or a name twice")
    found += [f"{command['name']} is too long" for command in commands if _letters(command) > 8_000]
    for command in commands:
        permissions = command.get("default_member_permissions")
        if permissions is not None and not str(permissions).isdecimal():
            found.append(f"the permissions of {command['name']}")
        if not set(command.get("contexts") or []) <= {0, 1, 2} or not set(command.get("integration_types") or []) <= {
            0,
            1,
        }:
            found.append(f"the contexts of {command['name']}")
    return found


def _more_faults(command: dict[str, Any], *, is_menu: bool) -> list[str]:
    choices = command.get("choices") or []
    found = []
    if choice_faults(choices) or (choices and command.get("autocomplete")):
        found.append(f"the choices of {command['name']}")
    for translated in (command.get("description_localizations") or {}).values():
        if is_menu or not 1 <= len(translated) <= 100:
            found.append(f"the description {translated}")
    return found


def _letters(item: dict[str, Any]) -> int:
    """Return how many letters a command has: names, descriptions and values, in the longest language of each."""
    names = [item["name"], *(item.get("name_localizations") or {}).values()]
    descriptions = [item.get("description") or "", *(item.get("description_localizations") or {}).values()]
    choices = sum(len(choice["name"]) + len(str(choice["value"])) for choice in item.get("choices") or [])
    return max(map(len, names)) + max(map(len, descriptions)) + choices + sum(map(_letters, item.get("options") or []))


def command_faults(command: dict[str, Any]) -> list[str]:
    """Return what Discord would refuse in a command, its options and their options."""
    found = []
    name, described = command["name"], command.get("description", "")
    is_menu = command.get("type") in {2, 3}
    if is_menu and not 1 <= len(name) <= 32:
        found.append(f"the name {name}")
    if not is_menu and (not _NAME.fullmatch(name) or name != name.lower()):
        found.append(f"the name {name}")
    if len(described) > 100 or bool(described) == is_menu:
        found.append(f"the description of {name}")
    for translated in (command.get("name_localizations") or {}).values():
        is_name = is_menu or (_NAME.fullmatch(translated) and translated == translated.lower())
        if not is_name or not 1 <= len(translated) <= 32:
            found.append(f"the name {translated}")
    found += _more_faults(command, is_menu=is_menu)
    options = command.get("options", [])
    for locale in {locale for option in options for locale in option.get("name_localizations") or {}}:
        names = [(option.get("name_localizations") or {}).get(locale, option["name"]) for option in options]
        if len(names) != len(set(names)):
            found.append(f"a name twice: {names}")
    required = [bool(option.get("required")) for option in options if option["type"] > 2]
    if len(options) > 25 or required != sorted(required, reverse=True):
        found.append(f"the options of {name}")
    return found + [fault for option in options for fault in command_faults({**option, "type": 1})]

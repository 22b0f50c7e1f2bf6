"""What a person does on Telegram, and what comes back."""

from __future__ import annotations

from typing import Any

from standin import Standin


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """Choice id -> what the button carries."""
    rows = message.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
    return {button["callback_data"].replace("?", ":").split(":")[1]: button["callback_data"] for [button] in rows}


def asks(network: Standin, person: int, text: str, count: int = 1) -> list[dict[str, Any]]:
    known = len(network.told(person))
    network.writes(person, text)
    return network.said(person, known, count=count)


def press(network: Standin, person: int, message: dict[str, Any], choice: str, count: int = 1) -> list[dict[str, Any]]:
    known = len(network.told(person))
    network.presses(person, buttons(message)[choice], message["message_id"])
    return network.said(person, known, count=count)

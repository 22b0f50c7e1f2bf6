"""The main flow by buttons and by text, the menu, commands, and what stands on the screen."""

from __future__ import annotations

from typing import Any

from running import Varde
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


def test_start_welcomes_and_shows_the_menu(varde: Varde, network: Standin, kari: int) -> None:
    welcome, menu = asks(network, kari, "/start", 2)
    assert "barn som pårørende" in welcome["text"]
    assert "akutt" in buttons(menu)


def test_the_main_flow_is_walked_by_buttons(varde: Varde, network: Standin, kari: int) -> None:
    (question,) = asks(network, kari, "start veiviser", 2)[1:]
    assert list(buttons(question)) == ["fare-na", "barn-alene", "bekymret", "usikker", "nei"]
    for choice in ("fare-na", "skade"):
        (question,) = press(network, kari, question, choice)
    assert "113" in question["text"]

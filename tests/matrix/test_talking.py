"""The main flow by text in a direct chat, on rooms of the versions that are in use."""

from __future__ import annotations

import pytest

from matrix.person import Person, text
from matrix.varde import Varde

VERSIONS = ["11", "12"]


@pytest.mark.parametrize("version", VERSIONS)
async def test_the_main_flow_is_walked_by_numbers(varde: Varde, kari: Person, version: str) -> None:
    room = await kari.chat_with(varde.user, version=version)
    welcome, question = await kari.asks(room, varde.user, "start veiviser", 2)
    assert "barn som pårørende" in text(welcome)
    assert "\n1. " in text(question)
    for _ in range(3):
        (reply,) = await kari.asks(room, varde.user, "1")
        assert text(reply)

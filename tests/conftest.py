"""Makes `tests/` importable (`playing`), and gives the shipped world to those who ask."""

from __future__ import annotations

import pytest
from bot.core.library import World
from playing import shipped, staffed


@pytest.fixture(scope="session")
def world() -> World:
    """The shipped content without people."""
    return shipped()


@pytest.fixture(scope="session")
def staffed_world() -> World:
    """The shipped content with a few units."""
    return staffed()

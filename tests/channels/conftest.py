"""One running JSON lines channel for all who only talk, and a fresh person for each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from channels.driving import Talk

UNITS = Path(__file__).parents[1] / "conversations" / "enheter" / "enheter.yaml"
_numbers = count(1)


@pytest.fixture(scope="session")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """With units. Its clock is moved by some tests and never back."""
    place = tmp_path_factory.mktemp("talk")
    with Talk(place / "data", "--people", UNITS, errors=place / "errors") as going:
        yield going
        going.quits()
        assert going.complaints() == ""


@pytest.fixture
def kari() -> str:
    """Somebody whom Varde has not met."""
    return f"kari-{next(_numbers)}"

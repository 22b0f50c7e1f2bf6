"""What must hold between the files: one module for each thing that is checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.content.gathering import Gathered
from bot.content.problems import Problem
from bot.core.library import Library


def cheap(found: Gathered, today: date, texts: Mapping[str, frozenset[str]] | None) -> Iterator[Problem]:
    """What is checked on every load."""
    yield from ()


def thorough_checks(found: Gathered, library: Library | None, today: date) -> Iterator[Problem]:
    """What only `varde check` has time for."""
    yield from ()

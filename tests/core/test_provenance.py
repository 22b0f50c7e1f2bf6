"""What an entry says of its sources and of the day it was checked: no date that nobody can stand for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.knowledge import Checked, Source
from bot.core.library import World
from bot.core.words.entries import provenance

DAY, LATER = date(2026, 11, 21), date(2027, 12, 1)
CHECKED = Checked(DAY, "redaksjonen", 360)
OPENED = Source("opened", "Rapporten", "", "rapport", DAY, True, "")
COPY = replace(OPENED, id="copy", title="Nettsiden", checked=None)
DOUBTFUL = replace(COPY, id="doubtful", title="Loven", confirmed=False)


@pytest.fixture
def told(world: World) -> World:
    """The shipped sentences with three sources of our own."""
    sources = {source.id: source for source in (OPENED, COPY, DOUBTFUL)}
    library = replace(world.library, knowledge=replace(world.library.knowledge, sources=sources))
    return replace(world, library=library)


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        (("opened",), "Kilder: Rapporten. Sist kontrollert 21.11.2026."),
        (("opened", "copy"), "Kilder: Rapporten; Nettsiden. Sist kontrollert 21.11.2026 mot en kopi av kilden."),
        (
            ("opened", "doubtful"),
            "Kilder: Rapporten; Loven*. Sist kontrollert 21.11.2026 mot en kopi av kilden. "
            "Kilder med * er ikke kontrollert.",
        ),
        (("doubtful",), "Kilder: Loven*. Ikke kontrollert ennå."),
    ],
)
def test_the_line_says_no_more_than_was_done(told: World, sources: tuple[str, ...], said: str) -> None:
    assert provenance(told, sources, CHECKED, DAY) == said


def test_an_entry_that_nobody_checked_has_no_date(told: World) -> None:
    assert provenance(told, ("opened",), None, DAY) == "Kilder: Rapporten. Ikke kontrollert ennå."


def test_an_old_check_says_ring_first_and_keeps_the_mark_explained(told: World) -> None:
    assert provenance(told, ("copy",), CHECKED, LATER).endswith("Sist kontrollert 21.11.2026, ring først.")
    old = provenance(told, ("copy", "doubtful"), CHECKED, LATER)
    assert old.endswith("Sist kontrollert 21.11.2026, ring først. Kilder med * er ikke kontrollert.")

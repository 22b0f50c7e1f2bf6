"""The shipped knowledge claims no check that nobody made, and what is from memory bears a mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.checks import trust
from bot.content.gathering import Gathered, gather

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shipped() -> Gathered:
    return gather(ROOT / "knowledge", ROOT / "flows", None)


def test_no_shipped_check_rests_on_nothing(shipped: Gathered) -> None:
    assert [each.line_text() for each in trust.unfounded(shipped)] == []
    assert [each.line_text() for each in trust.remembered(shipped)] == []


def test_the_words_that_the_editors_propose_are_credited_to_them(shipped: Gathered) -> None:
    """Quotes that begin with «Si gjerne» are proposals: no source says them."""
    proposed = [each.value for each in shipped.articles if "Si gjerne" in each.value.text]
    assert proposed
    assert [article.id for article in proposed if "redaksjonen" not in article.sources] == []

"""Days as people write them, and lines that name none."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.language import days

MONDAY = datetime(2026, 1, 5, 10, tzinfo=ZoneInfo("Europe/Oslo"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("i dag", "2026-01-05"),
        ("i morgen", "2026-01-06"),
        ("til fredag", "2026-01-09"),
        ("til og med fredag", "2026-01-09"),
        ("fra i dag til fredag", "2026-01-09"),
        ("ut uka", "2026-01-11"),
        ("resten av dagen", "2026-01-05"),
        ("12. januar", "2026-01-12"),
        ("12/1", "2026-01-12"),
        ("12.1", "2026-01-12"),
        ("12.01.2026", "2026-01-12"),
        ("12.1.26", "2026-01-12"),
        ("2026-01-12", "2026-01-12"),
        ("3. januar", "2027-01-03"),
        ("12. januar 2027", "2027-01-12"),
    ],
)
def test_a_day_is_read(text: str, day: str) -> None:
    assert days.named(text, MONDAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["", "til", "31. februar", "31.02.2026", "fra mandag til onsdag", "fredag med mor"])
def test_a_line_that_names_no_day_or_more_than_one_is_not_read(text: str) -> None:
    assert (days.named(text, MONDAY), days.span(text)) == (None, None)


@pytest.mark.parametrize(("text", "count"), [("om tre uker", 21), ("i 10 dager", 10), ("ei veke", 7), ("en måned", 30)])
def test_a_span_is_read(text: str, count: int) -> None:
    assert days.span(text) == timedelta(days=count)

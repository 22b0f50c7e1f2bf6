"""Reminders keep to the working hours, however long the program slept."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.core.calls import ReminderSet
from bot.core.events import ReminderNumber
from escalation.scene import KARI, OSLO, at, one, scene


@pytest.mark.parametrize(
    ("awake", "asked"),
    [
        ("2026-01-19 11:30", "2026-01-19 11:30"),
        ("2026-01-20 02:30", "2026-01-20 08:00"),
        ("2026-01-24 23:00", "2026-01-26 08:00"),
    ],
)
def test_a_reminder_that_the_program_slept_over_waits_for_the_working_hours(awake: str, asked: str) -> None:
    s = scene(one("mona"))
    s.act(ReminderSet(ReminderNumber(77), KARI, at("2026-01-19", "09:00")))
    s.now = at(*awake.split())
    s.wake()
    s.until(at("2026-01-27", "12:00"))
    moments = [row.at for row in s.outbox if row.say.kind == "reminder"]
    assert moments == [datetime.fromisoformat(asked).replace(tzinfo=OSLO)]

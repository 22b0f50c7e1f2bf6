"""Anything may happen to a unit's pings in any order; and everything that the machine is said to try, it does try."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from bot.core.windows import ALWAYS, Window
from escalation.machine import MOOD, TRIED, WANTED, Unit
from escalation.scene import ALI, EVA, KARI, LISE, MONA

TestUnit = Unit.TestCase
TestUnit.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
EVERYBODY = (KARI, MONA, ALI, EVA, LISE)


def begun(start: str, *, rounds: int = 0, window: Window | None = None) -> Unit:
    machine = Unit()
    machine.begin(start, rounds, window, False, EVERYBODY)
    return machine


def ended(machine: Unit) -> None:
    machine.nothing_is_lost()
    machine.nobody_is_told_at_night_or_while_away()
    machine.teardown()


def taken_by_the_first_of_two() -> None:
    machine = begun("2026-01-05 10:00")
    machine.choose(MONA, "kan-ikke-na")
    machine.press_at_once(MONA, ALI)
    machine.choose(ALI, "ta")
    machine.choose(MONA, "gi-tilbake")
    machine.choose(ALI, "ta")
    machine.choose(ALI, "ferdig")
    ended(machine)


def broken_in_every_way() -> None:
    machine = begun("2026-01-05 10:00")
    machine.clock_back()
    machine.crash_before_the_commit(MONA)
    machine.break_or_mend(EVA)
    machine.away_for_a_day(ALI)
    machine.crash_after_the_commit()
    machine.withdraw(MOOD)
    ended(machine)


def left_alone() -> None:
    for start, window, minutes in (
        ("2026-03-29 01:40", ALWAYS, 30),
        ("2026-10-25 02:30", ALWAYS, 45),
        ("2026-04-30 15:40", None, 4320),
        ("2026-04-30 21:00", None, 1),
    ):
        machine = begun(start, rounds=1, window=window)
        machine.wait(minutes)
        ended(machine)
    machine = begun("2026-01-05 10:00")
    machine.sleep(72)
    ended(machine)


def too_late() -> None:
    machine = begun("2026-01-05 10:00")
    machine.wait(120)
    machine.choose(ALI, "ta")
    machine.wait(45 * 60 + 15)
    machine.wait(2880)
    ended(machine)


def test_every_rule_really_does_what_it_is_named_after() -> None:
    """A machine whose rules do nothing proves nothing: each is gone through by hand, and leaves its mark."""
    TRIED.clear()
    for tour in (taken_by_the_first_of_two, broken_in_every_way, left_alone, too_late):
        tour()
    assert not WANTED - TRIED.keys()


__all__ = ["TestUnit"]

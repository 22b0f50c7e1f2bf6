"""Asks one question at one time, whether the child got the follow-up, and counts the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from bot.core.calls import ReminderAnswered, ReminderCancelled, ReminderDue, ReminderEvent, ReminderSet, ReminderTold
from bot.core.counts import What
from bot.core.effects import Count, Raise, Transition
from bot.core.events import Address, ReminderNumber
from bot.core.library import World
from bot.core.windows import is_open, opens

COUNTED = {"ja": What.FOLLOW_UP_YES, "ikke-enna": What.FOLLOW_UP_NOT_YET, "trenger-hjelp": What.FOLLOW_UP_NOT_YET}
"""Answer -> what is counted; who needs help has not got the follow-up yet."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who is asked, and when; what it was about is not known."""

    number: ReminderNumber
    address: Address
    at: datetime
    asked: bool = False

    def due(self, world: World) -> datetime:
        """When it is asked, then when it is forgotten without an answer."""
        return self.at + world.retention.reminder if self.asked else self.at


def advance(reminder: Reminder | None, event: ReminderEvent, now: datetime, world: World) -> Transition[Reminder]:
    """One event in one reminder."""
    match event:
        case ReminderSet():
            set_ = reminder or Reminder(event.reminder, event.address, event.at)
            counts = (Count(What.REMINDER_SET),) if reminder is None else ()
            return Transition(set_, counts, set_.due(world))
        case ReminderDue():
            return _due(reminder, now, world) if reminder else Transition(None, ())
        case ReminderAnswered():
            what = COUNTED.get(event.answer)
            return Transition(None, (Count(what),) if reminder and what else ())
        case ReminderCancelled():
            return Transition(None, ())
        case _:
            assert_never(event)


def _due(reminder: Reminder, now: datetime, world: World) -> Transition[Reminder]:
    """A wake-up that comes too early does nothing; one that was slept over waits for people to be at work."""
    if now < reminder.due(world):
        return Transition(reminder, (), reminder.due(world))
    told = Raise(ReminderTold(reminder.address, reminder.number, asks=not reminder.asked))
    if reminder.asked:
        return Transition(None, (told,))
    if not is_open(world.escalation.window, now, world.zone):
        later = replace(reminder, at=opens(world.escalation.window, now, world.zone))
        return Transition(later, (), later.due(world))
    asked = replace(reminder, at=max(now, reminder.at), asked=True)
    return Transition(asked, (told,), asked.due(world))

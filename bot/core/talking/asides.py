"""What a line or a press means that has nothing to do with the question that is open: pings, reminders and absence."""

from __future__ import annotations

from datetime import datetime

from bot.core.conversation import Shown, Telling
from bot.core.effects import Card, Kind, Line, Pick
from bot.core.events import ChoiceId, UnitId
from bot.core.flow import Outcome, OutcomeId, replay
from bot.core.library import World
from bot.core.talking import calling, leave, reminding, replies, settings
from bot.core.talking.commands import ask_again, call


def typed(told: Telling, world: World, text: str, now: datetime) -> Telling | None:
    """A number, a day or a unit that was asked for, or that somebody is away; None: it is none of that."""
    newest = told.conversation.newest
    if newest is not None and calling.number_asked(newest):
        return calling.number_given(told, world, newest, text, now)
    if newest is not None and calling.unit_asked(newest):
        unit = settings.named_unit(world, text)
        return calling.unit_chosen(told, world, newest, unit, now) if unit else None
    away = leave.heard(told, world, text, now)
    if away is not None:
        return away
    return reminding.date_given(told, world, text, now) or replies.heard(told, world, text)


def pressed(told: Telling, world: World, shown: Shown, pick: Pick, now: datetime) -> Telling | None:
    """None: the press belongs to something else."""
    if calling.belongs(shown):
        on_the_way = calling.chosen(told, world, shown, pick, now)
        return on_the_way or ask_again(told.say(Kind.RECEIPT, Line("varsling-avbrutt")), world)
    if leave.belongs(shown):
        return leave.pressed(told, world, shown, pick) or ask_again(told, world)
    if pick.of != "text":
        return None
    if pick.id == "varsle":
        return calling.start(told, world, _topic(shown), now)
    if shown.about.startswith("ping:"):
        return calling.pressed(told, shown, pick) or _advice(told, world, shown)
    if pick.id in reminding.WEEKS or reminding.belongs(shown):
        return reminding.pressed(told, world, shown, pick, now)
    return None


def unseen(told: Telling, world: World, choice: ChoiceId, now: datetime) -> Telling | None:
    """A colleague can be asked, and a reminder set after an outcome with follow-up, where no button was shown, too."""
    if choice == "varsle" and world.people.units:
        return call(told, world)
    run = told.conversation.run
    at = replay(world.library.flows, run).at if run else None
    if choice not in reminding.WEEKS or not isinstance(at, Outcome) or not reminding.offer(at, 1):
        return None
    return reminding.set_in(told, world, now, reminding.WEEKS[str(choice)])


def _topic(shown: Shown) -> str:
    what, _, outcome = shown.about.partition(":")
    return outcome if what == "utfall" else ""


def _advice(told: Telling, world: World, shown: Shown) -> Telling:
    """The outcome that the asker was shown, so that a colleague can prepare."""
    topic, unit_id = calling.topic_of(told, shown)
    outcome = world.library.flows.outcomes.get(OutcomeId(topic))
    if outcome is None:
        return told.say(Kind.NOTICE, Line("ping-uten-rad"))
    unit = world.people.units.get(UnitId(unit_id))
    card = Card(outcome.id, unit.district if unit else None, UnitId(unit_id))
    return told.say(Kind.NOTICE, card, about=f"utfall:{outcome.id}")

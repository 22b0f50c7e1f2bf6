"""How somebody sets a reminder after an outcome, and what she is told when she answers it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.core.calls import ReminderAnswered, ReminderCancelled, ReminderSet, ReminderTold
from bot.core.conversation import Shown, Telling
from bot.core.effects import Kind, Line, Part, Pick, Reaching
from bot.core.events import ChoiceId, ReminderNumber
from bot.core.flow import Outcome, Severity
from bot.core.language import days
from bot.core.library import World
from bot.core.windows import morning
from bot.core.words.news import moment

WEEKS = {"om-2-uker": 2, "om-4-uker": 4, "om-8-uker": 8}
"""Choice -> how long from now."""
FARTHEST = timedelta(days=366)
_FOLLOWED_UP = (Severity.FOLLOW_UP, Severity.DISCUSS, Severity.DUTY_TO_REPORT)
_ANSWERS = ("ja", "ikke-enna", "trenger-hjelp")
WHOM = ("barneansvarlig", "koordinator", "leder", "barneverntjeneste", "alarmtelefonen")
"""Whom to ask when the follow-up has not begun (contact ids)."""
_ABOUT = "paminnelse"
_WHEN, _WHICH_DAY = f"{_ABOUT}:velg", f"{_ABOUT}:dato"


def offer(outcome: Outcome, room: int) -> tuple[Pick, ...]:
    """The choices under an outcome with follow-up: all of them, one that leads to them, or none for want of room."""
    if outcome.severity not in _FOLLOWED_UP:
        return ()
    picks = _weeks()
    return picks if len(picks) <= room else _text("paminnelse")[:room]


def belongs(shown: Shown) -> bool:
    return shown.about.startswith(f"{_ABOUT}:")


def asks(shown: Shown) -> bool:
    """Whether it is the question of a reminder, and not the receipt for one."""
    return _number(shown) is not None and shown.pick(ChoiceId(_ANSWERS[0])) is not None


def answered(told: Telling, world: World, shown: Shown, answer: str) -> Telling:
    """One of the answers, in whatever words."""
    number = _number(shown)
    assert number is not None
    return _answered(told, world, number, answer)


def ask_when(told: Telling) -> Telling:
    picks = (*_weeks(), *_text("paminnelse-dato"))
    return told.say(Kind.QUESTION, Line("paminnelse-nar"), picks=picks, about=_WHEN)


def pressed(told: Telling, world: World, shown: Shown, pick: Pick, now: datetime) -> Telling:
    """A choice under a message about a reminder."""
    if pick.id in WEEKS:
        return set_in(told, world, now, WEEKS[pick.id])
    if pick.id == "paminnelse-dato":
        return told.say(Kind.QUESTION, Line("paminnelse-skriv-dato"), picks=_weeks(), about=_WHICH_DAY)
    number = _number(shown)
    if number is None:
        return ask_when(told)
    if pick.id == "paminnelse-fjern":
        told = _without(told, number).raising(ReminderCancelled(number))
        return told.say(Kind.RECEIPT, Line("paminnelse-fjernet"))
    return _answered(told, world, number, pick.id)


def set_in(told: Telling, world: World, now: datetime, weeks: int) -> Telling:
    day = now.astimezone(world.zone).date() + timedelta(weeks=weeks)
    return _set(told, world, day)


def date_given(told: Telling, world: World, text: str, now: datetime) -> Telling | None:
    """A day that was typed where one could be; the words are not kept. None: the line is about something else."""
    newest = told.conversation.newest
    if newest is None or newest.about not in (_WHEN, _WHICH_DAY):
        return None
    local = now.astimezone(world.zone)
    today, span = local.date(), days.span(text)
    day = today + span if span else days.named(text, local)
    if day is None and newest.about == _WHEN:
        return None
    if day is None or not today < day <= today + FARTHEST:
        lead = (Line("paminnelse-ukjent-dato"), Line("paminnelse-skriv-dato"))
        return told.say(Kind.QUESTION, *lead, picks=_weeks(), about=_WHICH_DAY)
    return _set(told, world, day)


def tell(told: Telling, event: ReminderTold) -> Telling:
    """The question itself, without a word about the case; or it is over, without a word at all."""
    if not event.asks:
        return _without(told, event.reminder)
    picks = _text(*_ANSWERS)
    about = f"{_ABOUT}:{event.reminder}"
    return told.say(Kind.REMINDER, Line("paminnelse-sporsmal"), picks=picks, about=about, owner=about)


def forgotten(told: Telling) -> Telling:
    """All reminders of a person who wants nothing to be known of her."""
    return told.raising(*(ReminderCancelled(number) for number in told.conversation.reminders))


def _set(told: Telling, world: World, day: date) -> Telling:
    """At nine, or when the hours begin, on that day or the next one that people work."""
    at = morning(world.escalation.window, day, world.zone)
    number = ReminderNumber(told.number)
    old = told.conversation
    told = told.with_(replace(old, reminders=(*old.reminders, number)))
    told = told.raising(ReminderSet(number, told.to, at))
    line = Line("paminnelse-satt", {"tid": moment(world, at)})
    return told.say(Kind.RECEIPT, line, picks=_text("paminnelse-fjern"), about=f"{_ABOUT}:{number}")


def _answered(told: Telling, world: World, number: ReminderNumber, answer: str) -> Telling:
    told = _without(told, number).raising(ReminderAnswered(number, answer))
    if answer == "ja":
        return told.say(Kind.RECEIPT, Line("paminnelse-ja"))
    chosen = told.conversation.settings
    parts: tuple[Part, ...] = (Line(f"paminnelse-{answer}"), Reaching(WHOM, chosen.district, chosen.unit))
    ask = _text("varsle") if world.people.units else ()
    return told.say(Kind.NOTICE, *parts, picks=(*ask, *_weeks()), about=f"{_ABOUT}:svar")


def _without(told: Telling, number: ReminderNumber) -> Telling:
    kept = tuple(one for one in told.conversation.reminders if one != number)
    return told.with_(replace(told.conversation, reminders=kept))


def _number(shown: Shown) -> ReminderNumber | None:
    name = shown.about.partition(":")[2]
    return ReminderNumber(int(name)) if name.isdigit() else None


def _weeks() -> tuple[Pick, ...]:
    return _text(*WEEKS)


def _text(*choices: str) -> tuple[Pick, ...]:
    return tuple(Pick(ChoiceId(choice), "text", f"knapp-{choice}") for choice in choices)

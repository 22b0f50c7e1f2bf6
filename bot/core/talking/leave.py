"""A barneansvarlig says in chat that she is away, for how long and who stands in; the people file is never written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.core.calls import AbsenceShared, ContactLeft
from bot.core.conversation import MOST_CHOICES, Absence, Conversation, Shown, Telling
from bot.core.effects import Kind, Line, Pick
from bot.core.events import Address, ChoiceId
from bot.core.language import days
from bot.core.library import World
from bot.core.talking.matching import fold, spoken
from bot.core.windows import midnight

FARTHEST = timedelta(days=366)
_ABOUT = "borte"


def heard(told: Telling, world: World, text: str, now: datetime) -> Telling | None:
    """`borte til fredag`, `tilbake på jobb`; None: the line is about something else, or the person is not called."""
    if told.to not in world.people.by_address:
        return None
    if fold(text) in spoken(world, "ord-ikke-borte"):
        return _back(told, world)
    rest = _after(world, text)
    return None if rest is None else _ask(told, world, _day(rest, now.astimezone(world.zone)))


def whole(told: Telling, world: World, text: str, now: datetime) -> Telling | None:
    """The same for a line that says until when and nothing else: no danger can stand in it."""
    rest = _after(world, text) or ""
    return heard(told, world, text, now) if _day(rest, now.astimezone(world.zone)) else None


def _after(world: World, text: str) -> str | None:
    """What follows the longest of the words for being away; None: the line does not begin with one."""
    line = fold(text)
    said = [words.split() for words in spoken(world, "ord-borte") if line == words or line.startswith(f"{words} ")]
    return " ".join(text.split()[max(map(len, said)) :]) if said else None


def _day(text: str, local: datetime) -> date | None:
    """The last day that is named; None where it is not one of the coming year."""
    span = days.span(text)
    day = local.date() + span - timedelta(days=1) if span else days.named(text, local)
    return day if day is not None and local.date() <= day <= local.date() + FARTHEST else None


def belongs(shown: Shown) -> bool:
    return shown.about.startswith(f"{_ABOUT}:")


def pressed(told: Telling, world: World, shown: Shown, pick: Pick) -> Telling | None:
    """Confirmed, or a stand-in named; None: she is not away after all."""
    what, _, last = shown.about.partition(":")[2].partition(":")
    day = date.fromisoformat(last)
    if pick.id == "avbryt":
        return None
    if what == "sikker":
        return _set(told, world, day)
    stand_in = pick.ref if pick.of == "person" else ""
    return _stood_in(told, world, day, stand_in)


def share(told: Telling, event: AbsenceShared) -> Telling:
    """Said at another address of the same person."""
    away = Absence(event.until, event.stand_in) if event.until else None
    told = told.with_(replace(told.conversation, away=away))
    return _leaving(told, event.stand_in) if away else told


def _ask(told: Telling, world: World, day: date | None) -> Telling:
    if day is None:
        return told.say(Kind.NOTICE, Line("borte-ukjent-dag"))
    picks = (_text("bekreft", "knapp-borte"), _text("avbryt", "knapp-ikke-borte"))
    return told.say(Kind.QUESTION, _line("borte-sikker", world, day), picks=picks, about=f"{_ABOUT}:sikker:{day}")


def _set(told: Telling, world: World, day: date) -> Telling:
    """It holds from now on; a stand-in is proposed where there is a colleague."""
    told = _away(told, world, day, "")
    colleagues = world.people.colleagues(told.to)[: MOST_CHOICES - 1]
    if not colleagues:
        return told.say(Kind.RECEIPT, _line("borte-satt", world, day))
    picks = tuple(Pick(ChoiceId(one.id), "person", one.id) for one in colleagues)
    picks = (*picks, _text("uten-vikar", "knapp-uten-vikar"))
    lines = (_line("borte-satt", world, day), Line("borte-vikar"))
    return told.say(Kind.QUESTION, *lines, picks=picks, about=f"{_ABOUT}:vikar:{day}")


def _stood_in(told: Telling, world: World, day: date, stand_in: str) -> Telling:
    told = _away(told, world, day, stand_in)
    one = world.people.by_id.get(stand_in)
    line = Line("borte-vikar-satt", {"navn": one.name}) if one else Line("borte-uten-vikar")
    return told.say(Kind.RECEIPT, line)


def _away(told: Telling, world: World, day: date, stand_in: str) -> Telling:
    """At all her addresses; what she has taken or is being asked just now goes on to the next one."""
    until = midnight(day + timedelta(days=1), world.zone)
    told = told.with_(replace(told.conversation, away=Absence(until, stand_in)))
    me = world.people.by_address.get(told.to)
    others = (address for address in (me.addresses if me else ()) if address != told.to)
    told = told.raising(*(AbsenceShared(address, until, stand_in) for address in others))
    return _leaving(told, stand_in)


def _leaving(told: Telling, stand_in: str) -> Telling:
    return told.raising(*(ContactLeft(c.ping, told.to, stand_in) for c in told.conversation.calls if not c.mine))


def _back(told: Telling, world: World) -> Telling:
    told = told.with_(replace(told.conversation, away=None))
    others = (a for a in world.people.by_address[told.to].addresses if a != told.to)
    told = told.raising(*(AbsenceShared(address, None) for address in others))
    return told.say(Kind.RECEIPT, Line("borte-ikke-mer"))


def _line(text: str, world: World, day: date) -> Line:
    name = world.library.texts[f"dag-{day.weekday()}"]
    return Line(text, {"dag": f"{name} {day.day}.{day.month}.{day.year}"})


def _text(choice: str, text: str) -> Pick:
    return Pick(ChoiceId(choice), "text", text)


def met(conversations: Mapping[Address, Conversation], world: World) -> dict[Address, date | None]:
    """Who has met Varde, and the last day that she has said in chat to be away."""
    until = {address: known.away.until if known.away else None for address, known in conversations.items()}
    return {
        address: (end.astimezone(world.zone) - timedelta(days=1)).date() if end else None
        for address, end in until.items()
    }

"""How somebody asks for a colleague: the unit, the exact text that will be sent, and how she wants to be reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.calls import (
    Call,
    CallPrepared,
    ContactSought,
    PingAcknowledged,
    PingEvent,
    PingFinished,
    PingInquired,
    PingKept,
    PingOpened,
    PingPassed,
    PingReturned,
    PingWithdrawn,
)
from bot.core.conversation import Conversation, Shown, Telling
from bot.core.effects import Kind, Line, Part, Pick, Reaching
from bot.core.events import Address, ChoiceId, PingNumber
from bot.core.flow import Outcome, OutcomeId, PingLevel, Severity
from bot.core.library import World
from bot.core.listening.phone import work_number
from bot.core.people import Unit
from bot.core.talking import settings
from bot.core.windows import is_open, opens
from bot.core.words.news import RING, asked_parts, moment

_ABOUT = "varsling"
_PRESSES: dict[str, type[PingAcknowledged | PingPassed | PingFinished | PingReturned | PingKept | PingWithdrawn]] = {
    "ta": PingAcknowledged,
    "kan-ikke-na": PingPassed,
    "ferdig": PingFinished,
    "gi-tilbake": PingReturned,
    "fortsatt": PingKept,
    "trekk": PingWithdrawn,
}
"""Choice under a ping -> what it tells the ping."""


def offer(world: World, outcome: Outcome) -> tuple[Pick, ...]:
    """The choice under an outcome, where there is anybody to ask."""
    if not world.people.units or outcome.ping is PingLevel.NEVER:
        return ()
    return (Pick(ChoiceId("varsle"), "text", "knapp-varsle"),)


def belongs(shown: Shown) -> bool:
    return shown.about.startswith(f"{_ABOUT}:")


def start(told: Telling, world: World, topic: str, now: datetime) -> Telling:
    """The unit first, where it is not set; then what will be sent."""
    unit = _unit(told.conversation, world)
    if unit is not None:
        return _prepare(told, world, unit, topic, now)
    picks = settings.unit_picks(told.conversation.settings, world)
    return told.say(Kind.QUESTION, Line("velg-enhet"), picks=picks, about=f"{_ABOUT}:enhet:{topic}")


def chosen(told: Telling, world: World, shown: Shown, pick: Pick, now: datetime) -> Telling | None:
    """A choice on the way to a ping; None: the person does not want it after all."""
    at, topic = _at(shown)
    if pick.of == "unit":
        return unit_chosen(told, world, shown, pick.ref, now)
    if pick.id != "avbryt" and _elsewhere(told, shown):
        return start(told, world, topic, now)
    match at, pick.id:
        case "se", "bekreft":
            return _open(told, world, PingNumber(shown.number), topic, "")
        case "se", "nummer":
            return _ask_number(told, world, PingNumber(shown.number), topic)
    return None


def unit_asked(shown: Shown | None) -> bool:
    return shown is not None and shown.about.startswith(f"{_ABOUT}:enhet:")


def unit_chosen(told: Telling, world: World, shown: Shown, unit: str, now: datetime) -> Telling:
    """It is kept as a setting, so that it is asked only once."""
    new = settings.chosen(told.conversation.settings, "enhet", unit, world)
    return start(told.having(settings=new), world, _at(shown)[1], now)


def number_asked(shown: Shown | None) -> bool:
    return shown is not None and shown.about.startswith(f"{_ABOUT}:nummer-")


def number_given(told: Telling, world: World, shown: Shown, text: str, now: datetime) -> Telling:
    """A work number opens the ping; anything else is neither used nor kept."""
    at, topic = _at(shown)
    if _elsewhere(told, shown):
        return start(told, world, topic, now)
    ping = PingNumber(int(at.removeprefix("nummer-")))
    phone = work_number(text)
    if phone is None:
        return _ask_number(told, world, ping, topic, Line("varsling-ikke-nummer"))
    return _open(told, world, ping, topic, phone)


def pressed(told: Telling, shown: Shown, pick: Pick) -> Telling | None:
    """A choice under a message about a ping; None: it is one that only shows the outcome's advice."""
    what = _PRESSES.get(pick.id)
    if what is None:
        return None
    return told.raising(what(number(shown), told.to))


def number(shown: Shown) -> PingNumber:
    """The ping that a message is about."""
    return PingNumber(int(shown.about.partition(":")[2]))


def topic_of(told: Telling, shown: Shown) -> tuple[str, str]:
    """The outcome and the unit that a ping is about, as long as the person has to do with it."""
    called = next((c for c in told.conversation.calls if c.ping == number(shown)), None)
    return (called.topic, called.unit) if called else ("", "")


def mine(told: Telling) -> Telling:
    """How each ping stands that the person has to do with; each answers for itself."""
    events: list[PingEvent] = [PingInquired(called.ping, told.to) for called in told.conversation.calls]
    return told.raising(*events) if events else told.say(Kind.NOTICE, Line("ping-ingen"))


def withdraw(told: Telling) -> Telling:
    """The one ping that the person has asked; with several she sees them and chooses."""
    asked = [called.ping for called in told.conversation.calls if called.mine]
    if not asked:
        return told.say(Kind.NOTICE, Line("ping-ingen-a-trekke"))
    if len(asked) == 1:
        return told.raising(PingWithdrawn(asked[0], told.to))
    return told.raising(*(PingInquired(ping, told.to) for ping in asked))


def _prepare(told: Telling, world: World, unit: Unit, topic: str, now: datetime) -> Telling:
    """What will be sent is shown as soon as it is known whether anybody can be asked: others' conversations say."""
    same = next((c for c in told.conversation.calls if c.mine and (c.unit, c.topic) == (unit.id, topic)), None)
    if same is not None:
        told = told.say(Kind.NOTICE, Line("varsling-alt-spurt"))
        return told.raising(PingInquired(same.ping, told.to))
    return told.raising(_sought(_called(world, unit, told.to, now), told.to, topic))


def _called(world: World, unit: Unit, asker: Address, now: datetime) -> tuple[Address, ...]:
    """Where those can be asked who are called today, by the people file."""
    today = now.astimezone(world.zone).date()
    found: list[Address] = []
    for one in unit.barneansvarlige:
        away = one.away_on(today)
        there = world.people.by_id.get(away.stand_in) if away else one
        found += there.addresses if there is not None else ()
    return tuple(address for address in dict.fromkeys(found) if address != asker)


def seek(event: ContactSought, world: World, known: Conversation | None) -> ContactSought | CallPrepared:
    """Who has met Varde and is not away can be asked; else her stand-in is, and the next one."""
    if known is not None and known.away is None:
        return CallPrepared(event.asker, event.topic, reachable=True)
    stand_in = world.people.by_id.get(known.away.stand_in) if known is not None and known.away else None
    before = (*event.before, event.to)
    ahead = (*event.rest, *(stand_in.addresses if stand_in else ()))
    left = tuple(address for address in dict.fromkeys(ahead) if address not in before and address != event.asker)
    return _sought(left, event.asker, event.topic, before)


def _sought(
    left: tuple[Address, ...], asker: Address, topic: str, before: tuple[Address, ...] = ()
) -> ContactSought | CallPrepared:
    if not left:
        return CallPrepared(asker, topic, reachable=False)
    return ContactSought(left[0], left[1:], asker, topic, before)


def preview(told: Telling, world: World, event: CallPrepared, now: datetime) -> Telling:
    """Exactly what will be sent, under the number that the ping will have."""
    unit = _unit(told.conversation, world)
    if unit is None:
        return told.say(Kind.NOTICE, Line("varsling-avbrutt"))
    topic = event.topic
    picks = tuple(Pick(ChoiceId(name), "text", f"knapp-{name}") for name in ("bekreft", "nummer"))
    picks = (*picks, Pick(ChoiceId("avbryt"), "text", "knapp-ikke-send"))
    call = _call(unit, topic)
    parts = (
        *_acute(world, topic),
        Line("ping-tilbud"),
        *(() if event.reachable else (Line("varsling-ingen-naas", {"enhet": unit.name}),)),
        *_instead(world, unit, now, event.reachable),
        Line("varsling-dette-sendes"),
        *asked_parts(world, call, PingNumber(told.number)),
    )
    return told.say(Kind.QUESTION, *parts, picks=picks, about=f"{_ABOUT}:se:{topic}:{unit.id}")


def _acute(world: World, topic: str) -> tuple[Part, ...]:
    """In an emergency the numbers come first, and a colleague afterwards."""
    outcome = world.library.flows.outcomes.get(OutcomeId(topic))
    if outcome is None or outcome.severity is not Severity.ACUTE:
        return ()
    after = (Line("varsling-etterpa", {"nar": outcome.ping_when}),) if outcome.ping_when else ()
    return (Line("nodlinje"), *after)


def _instead(world: World, unit: Unit, now: datetime, reachable: bool) -> tuple[Part, ...]:
    """Whom to ring where nobody can be asked or the hours do not run, and until when it is held then."""
    window = unit.window or world.escalation.window
    if is_open(window, now, world.zone):
        return () if reachable else (Reaching(RING, unit.district, unit.id),)
    begins = moment(world, opens(window, now, world.zone))
    return (Line("varsling-utenfor-tiden", {"tid": begins}), Reaching(RING, unit.district, unit.id))


def _ask_number(told: Telling, world: World, ping: PingNumber, topic: str, *lead: Part) -> Telling:
    unit = _unit(told.conversation, world)
    if unit is None:
        return told.say(Kind.NOTICE, Line("varsling-avbrutt"))
    call = replace(_call(unit, topic), by_phone=True)
    parts = (*lead, Line("varsling-skriv-nummer"), *asked_parts(world, call, ping))
    picks = (Pick(ChoiceId("avbryt"), "text", "knapp-ikke-send"),)
    return told.say(Kind.QUESTION, *parts, picks=picks, about=f"{_ABOUT}:nummer-{ping}:{topic}:{unit.id}")


def _open(told: Telling, world: World, ping: PingNumber, topic: str, phone: str) -> Telling:
    unit = _unit(told.conversation, world)
    if unit is None:
        return told.say(Kind.NOTICE, Line("varsling-avbrutt"))
    same = next((c for c in told.conversation.calls if c.mine and (c.unit, c.topic) == (unit.id, topic)), None)
    if same is not None:
        return told.raising(PingInquired(same.ping, told.to))
    call = replace(_call(unit, topic), by_phone=bool(phone))
    return told.raising(PingOpened(ping, call, told.to, phone))


def _call(unit: Unit, topic: str) -> Call:
    return Call(unit.id, unit.name, unit.district, topic)


def _at(shown: Shown) -> tuple[str, str]:
    """Where on the way to a ping a message stands, and the topic."""
    _, at, topic = shown.about.split(":")[:3]
    return at, topic


def _elsewhere(told: Telling, shown: Shown) -> bool:
    """The person has changed her unit since: what she was shown is not what would be sent."""
    return shown.about.split(":")[3:] != [told.conversation.settings.unit]


def _unit(conversation: Conversation, world: World) -> Unit | None:
    return world.people.units.get(conversation.settings.unit) if conversation.settings.unit else None

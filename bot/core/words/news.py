"""What a person is told about a ping, in the bot's own sentences, and which choices stand under it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.calls import Call, News, PingTold
from bot.core.conversation import Called, Conversation, Telling
from bot.core.effects import Kind, Line, Part, Pick, Reaching
from bot.core.events import ChoiceId, PingNumber
from bot.core.flow import OutcomeId
from bot.core.library import World
from bot.core.words.cards import day

RING = ("barneverntjeneste", "barnevernvakt", "legevakt", "alarmtelefonen")
"""Whom to ring when nobody of the unit answers (contact ids)."""
NOBODY = (News.UNANSWERED, News.UNANSWERED_RESERVE, News.NOBODY_ELSE, News.NOBODY_ELSE_RESERVE)
"""News that the ladder has ended."""
_LEADER = (News.RESERVE, News.RESERVE_AGAIN)
TO_ASKER = frozenset(
    (
        *(News.SENT, News.HELD, News.SHUT, News.WAITING, News.NEXT, News.SILENT, News.TAKEN, News.RETURNED),
        *(News.REOPENED, News.DONE, News.CLOSED, News.WITHDRAWN, *NOBODY),
    )
)
"""News that only the one who asked hears."""
CALLS = (News.ASKED, *_LEADER)
"""News that only somebody hears who has met Varde and is not away."""
_ENDS = frozenset(
    (
        *(News.TAKEN_BY, News.ELSEWHERE, News.ALREADY, News.GIVEN_BACK, News.FINISHED, News.MOVED_ON),
        *(News.CALLED_OFF, News.OVER, News.DONE, News.CLOSED, News.WITHDRAWN),
    )
)
"""After these the ping is over for the person."""
_NUMBERS = (News.HELD, News.SHUT, News.SILENT, *NOBODY)
"""With these come numbers to ring."""
_DUTY_STAYS = frozenset(
    (*(TO_ASKER - {News.WITHDRAWN}), *CALLS, News.YOURS, News.STILL_YOURS, News.FOLLOW_UP)
)
_CHOICES: dict[News, tuple[str, ...]] = {
    News.ASKED: ("ta", "kan-ikke-na"),
    News.RESERVE: ("ta",),
    News.RESERVE_AGAIN: ("ta",),
    News.YOURS: ("ferdig", "gi-tilbake"),
    News.STILL_YOURS: ("ferdig", "gi-tilbake"),
    News.KEPT: ("ferdig", "gi-tilbake"),
    News.FOLLOW_UP: ("ferdig", "fortsatt", "gi-tilbake"),
}
_ADVISED = (*CALLS, News.YOURS, News.STILL_YOURS)
"""Here the advice that the asker was given is one tap away."""


def tell(told: Telling, world: World, event: PingTold) -> Telling:
    """Say it, and remember that the person has to do with the ping, as long as she has."""
    kind = Kind.RECEIPT if event.answers or event.news in (News.SENT, News.HELD) else Kind.PING
    told = told.with_(_remembering(told.conversation, event))
    owner = f"ping:{event.ping}"
    return told.say(kind, *_parts(world, event), picks=_picks(event), about=owner, owner=owner, tag=event.tag)


def asked_parts(world: World, call: Call, ping: PingNumber) -> tuple[Part, ...]:
    """What a barneansvarlig reads, word for word; it is also what the asker is shown before she confirms."""
    district = world.library.knowledge.districts.get(call.district) if call.district else None
    outcome = world.library.flows.outcomes.get(OutcomeId(call.topic))
    texts = world.library.texts
    values = {
        "nummer": str(ping),
        "enhet": f"{call.unit_name} ({district.name})" if district else call.unit_name,
        "tema": outcome.heading if outcome else texts["ping-tema-uten"],
        "hast": texts[f"hast-{outcome.severity.value}"] if outcome else texts["ping-hast-uten"],
        "svar": texts["ping-nas-telefon" if call.by_phone else "ping-nas-chat"],
    }
    lead = (Line("ping-ovelse"),) if call.practice else ()
    return (*lead, Line("ping-spurt", values), Line("ping-ansvar-hos-spor"))


def moment(world: World, at: datetime) -> str:
    """«mandag 5.1.2026 kl. 08.00»."""
    local = at.astimezone(world.zone)
    name = world.library.texts[f"dag-{local.weekday()}"]
    return f"{name} {day(local.date())} kl. {local.hour:02}.{local.minute:02}"


def _parts(world: World, event: PingTold) -> tuple[Part, ...]:
    call = event.call
    if event.news is News.ASKED:
        return asked_parts(world, call, event.ping)
    values = {
        "nummer": str(event.ping),
        "enhet": call.unit_name,
        "navn": event.who,
        "kontakt": event.reach,
        "tid": moment(world, event.when) if event.when else "",
    }
    if event.news in _LEADER:
        lead: tuple[Part, ...] = (Line(f"ping-{event.news}", values), *asked_parts(world, call, event.ping)[:-1])
    else:
        lead = (Line(f"ping-{event.news}", values),)
    return (*lead, *_more(event, values), *_duty(event))


def _more(event: PingTold, values: dict[str, str]) -> tuple[Part, ...]:
    """How to reach whom, and numbers to ring."""
    call = event.call
    found: list[Part] = []
    if event.news in (News.YOURS, News.STILL_YOURS) and not call.practice:
        found.append(Line("ping-ring-spor" if event.reach else "ping-spor-tar-kontakt", values))
    if event.news is News.TAKEN:
        found += [Line("ping-ringer-deg")] if call.by_phone else []
        found.append(Line("ping-ta-kontakt" if event.reach else "ping-finn-kontakt", values))
    if event.news in NOBODY and event.who:
        found.append(Line("ping-lederen" if event.reach else "ping-lederen-uten-nummer", values))
    if event.news in _NUMBERS:
        found.append(Reaching(RING, call.district, call.unit))
    if event.news in NOBODY and event.unasked:
        found.append(Line("ping-ingen-spurt", values))
    return tuple(found)


def _duty(event: PingTold) -> tuple[Part, ...]:
    if event.news not in _DUTY_STAYS or event.call.practice:
        return ()
    return (Line("ping-ansvar" if event.news in TO_ASKER else "ping-ansvar-hos-spor"),)


def _picks(event: PingTold) -> tuple[Pick, ...]:
    if event.news in TO_ASKER:
        over = event.news in _ENDS or (event.news is News.UNANSWERED and event.unasked)
        names: tuple[str, ...] = () if over else ("trekk",)
    else:
        names = _CHOICES.get(event.news, ())
        names = (*names, "rad") if event.news in _ADVISED and event.call.topic else names
    return tuple(Pick(ChoiceId(name), "text", f"knapp-{name}") for name in names)


def _remembering(conversation: Conversation, event: PingTold) -> Conversation:
    calls = tuple(called for called in conversation.calls if called.ping != event.ping)
    if event.news not in _ENDS:
        called = Called(
            event.ping, event.news in TO_ASKER, event.call.unit, event.call.topic, event.news is News.PASSED
        )
        calls = (*calls, called)
    return replace(conversation, calls=calls)

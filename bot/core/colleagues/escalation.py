"""Moves one ping up its ladder until somebody takes it or the ladder ends (PING.md has the numbered transitions)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.core.calls import (
    Call,
    ContactLeft,
    ContactResolved,
    News,
    PingAcknowledged,
    PingDue,
    PingEvent,
    PingFinished,
    PingInquired,
    PingKept,
    PingOpened,
    PingPassed,
    PingReturned,
    PingTold,
    PingWithdrawn,
)
from bot.core.colleagues import takeover
from bot.core.colleagues.chain import Chain, chain_of
from bot.core.colleagues.inquiry import inquired
from bot.core.colleagues.ping import SILENCE, Ping, Stage
from bot.core.colleagues.rungs import Moving, climb, go_on, hand_on, leave, resolve
from bot.core.counts import What
from bot.core.effects import Raise, Transition
from bot.core.events import UnitId
from bot.core.library import World
from bot.core.windows import ALWAYS, closes

UNKNOWN = Call(UnitId(""), "", None)
"""What a ping was about that is no longer stored."""


def advance(ping: Ping | None, event: PingEvent, now: datetime, world: World) -> Transition[Ping]:
    """One event in one ping."""
    if isinstance(event, PingOpened):
        moving = _open(event, now, world) if ping is None else inquired(_at(ping, now, world), event.asker)
    elif ping is None:
        return Transition(None, _gone(event))
    else:
        moving = _moved(_at(ping, now, world), event, world)
    return _settled(moving, world)


def _at(ping: Ping, now: datetime, world: World) -> Moving:
    return Moving(ping, now, world.zone)


def _settled(moving: Moving, world: World) -> Transition[Ping]:
    """Over is over: then nobody needs the work number any more."""
    ping = replace(moving.ping, phone="") if moving.ping.over else moving.ping
    practised = ping.call.practice and not ping.told
    if ping.over and (practised or (ping.ended_at and moving.now >= ping.ended_at + world.retention.ping)):
        return Transition(None, moving.effects)
    return Transition(ping, moving.effects, ping.due(world.retention), ping.tag)


def _gone(event: PingEvent) -> tuple[Raise, ...]:
    """Somebody asks about a ping that was forgotten long ago."""
    by = getattr(event, "by", None)
    return (Raise(PingTold(by, event.ping, News.OVER, UNKNOWN, answers=True)),) if by is not None else ()


def _moved(moving: Moving, event: PingEvent, world: World) -> Moving:  # noqa: C901 -- one line an event
    match event:
        case PingDue():
            return _due(moving, event.delivered, world)
        case PingAcknowledged():
            return takeover.acknowledged(moving, event.by)
        case PingPassed():
            return takeover.passed(moving, event.by)
        case PingFinished():
            return takeover.finished(moving, event.by)
        case PingReturned():
            return takeover.returned(moving, event.by)
        case PingKept():
            return takeover.kept(moving, event.by)
        case PingWithdrawn():
            return takeover.withdrawn(moving, event.by, event.forgotten)
        case PingInquired():
            return inquired(moving, event.by)
        case ContactResolved():
            return resolve(moving, event.address, event.reached, event.stand_in)
        case ContactLeft():
            return takeover.left(moving, event)
        case PingOpened():
            return moving
        case _:
            assert_never(event)


def _open(event: PingOpened, now: datetime, world: World) -> Moving:
    """1: asked at once, or held until the unit's hours begin."""
    unit = world.people.units.get(event.call.unit)
    usual = world.escalation
    nobody = Chain((), (), None, usual.wait, 0, usual.window)
    chain = chain_of(unit, world.people, usual, event.asker) if unit else nobody
    if event.call.practice:
        # It goes out when somebody asks for it, and to nobody else.
        chain = replace(chain.leader_called(), order=(event.call.practice,), rounds=0, window=ALWAYS)
    ping = Ping(event.ping, event.call, chain, now, event.asker, event.phone, announce=News.SENT)
    moving = _at(ping, now, world).counts(What.PING_OPENED)
    if moving.open:
        return climb(moving)
    moving = moving.with_(replace(ping, stage=Stage.HELD, step_at=moving.opens_at, announce=None))
    return moving.tells(ping.asker, News.HELD)


def _due(moving: Moving, delivered: datetime | None, world: World) -> Moving:
    """Only what is due by now is done: a wake-up that comes too early, or twice, does nothing."""
    moving = _told_later(moving)
    ping, now = moving.ping, moving.now
    match ping.stage:
        case Stage.HELD:
            return _begin(moving)
        case Stage.OPEN:
            return _ladder(moving, delivered)
        case Stage.ACKED:
            return takeover.followed(moving)
        case Stage.UNANSWERED:
            return _closed(moving)
        case Stage.DONE | Stage.CLOSED | Stage.CANCELLED:
            assert ping.ended_at is not None
            forget = now >= ping.ended_at + world.retention.asker
            return moving.with_(replace(ping, asker=None)) if forget else moving


def _closed(moving: Moving) -> Moving:
    """14."""
    ping = moving.ping
    if ping.step_at is None or moving.now < ping.step_at:
        return moving
    return leave(moving).with_(replace(ping, stage=Stage.CLOSED, ended_at=moving.now)).tells(ping.asker, News.CLOSED)


def _told_later(moving: Moving) -> Moving:
    ping = moving.ping
    if ping.later_at is None or moving.now < ping.later_at:
        return moving
    if not moving.open:
        return moving.with_(replace(ping, later_at=moving.opens_at))
    moving = moving.with_(replace(ping, later=(), later_at=None))
    for to, news in ping.later:
        moving = moving.tells(to, news, moving.taker)
    return moving


def _begin(moving: Moving) -> Moving:
    """2: the hours have begun."""
    ping = moving.ping
    if ping.step_at is None or moving.now < ping.step_at:
        return moving
    if not moving.open:
        return moving.with_(replace(ping, step_at=moving.opens_at))
    return climb(moving.with_(replace(ping, stage=Stage.OPEN, announce=News.SENT)))


def _ladder(moving: Moving, delivered: datetime | None) -> Moving:
    """3, 4, 5, 6, 13, 15, 16: whatever the time has brought, one rung at most."""
    ping, now = moving.ping, moving.now
    works = delivered is not None and ping.asked_at is not None and delivered >= ping.asked_at
    if not moving.open:
        return _shut(moving, works)
    if ping.resumes_at is not None:
        if now < ping.resumes_at:
            return moving
        moving = _resumed(moving)
    elif ping.closes_at is not None and now >= ping.closes_at:
        # Asleep over the closing: to say now that it closed would be wrong.
        moving = moving.with_(replace(ping, closes_at=closes(ping.chain.window, now, moving.zone)))
    moving = _silence(moving, delivered)
    ping = moving.ping
    person = ping.chain.person(ping.asked)
    away = person.away_on(now.astimezone(moving.zone).date()) if person else None
    if away is not None:
        return hand_on(moving, away.stand_in)
    if ping.step_at is None or now < ping.step_at:
        return moving
    if not ping.noticed:
        moving = moving.with_(replace(ping, noticed=True, announce=News.NEXT))
    return go_on(moving)


def _shut(moving: Moving, works: bool) -> Moving:
    """15: the hours are over. What is unsent of this rung is asked again when they begin."""
    ping = moving.ping
    if ping.resumes_at is not None or ping.closes_at is None or moving.now < ping.closes_at:
        again = ping.resumes_at is not None and moving.now >= ping.resumes_at
        return moving.with_(replace(ping, resumes_at=moving.opens_at)) if again else moving
    shut = replace(ping, closes_at=None, resumes_at=moving.opens_at, silent_since=None)
    if not works:
        # Asked again from the beginning, as the same rung: what lies unsent must not go out at night.
        shut = replace(shut, asked="", rung=ping.rung - 1, asked_in_round=ping.asked_in_round[:-1])
        moving = leave(moving)
    return moving.with_(shut).tells(ping.asker, News.SHUT)


def _resumed(moving: Moving) -> Moving:
    ping = replace(moving.ping, resumes_at=None, closes_at=closes(moving.ping.chain.window, moving.now, moving.zone))
    moving = moving.with_(ping)
    return moving if ping.asked else climb(moving)


def _silence(moving: Moving, delivered: datetime | None) -> Moving:
    """13: for a quarter of an hour no network has taken anything."""
    ping = moving.ping
    if ping.silent_since is None or moving.now < ping.silent_since + SILENCE:
        return moving
    works = delivered is not None and delivered >= ping.silent_since
    moving = moving.with_(replace(ping, silent_since=None, warned=ping.warned or not works))
    return moving if works else moving.tells(ping.asker, News.SILENT)

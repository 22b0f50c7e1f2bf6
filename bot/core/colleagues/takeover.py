"""What becomes of a ping by somebody's doing: taken, passed on, finished, given back, followed up, withdrawn."""

from __future__ import annotations

from dataclasses import replace

from bot.core.calls import ContactLeft, News
from bot.core.colleagues.inquiry import has, inquired, is_asked
from bot.core.colleagues.ping import TAKEN_FOR, Ping, Stage
from bot.core.colleagues.rungs import Moving, climb, go_on, hand_on, leave
from bot.core.counts import What, bucket
from bot.core.events import Address
from bot.core.windows import next_morning


def followed(moving: Moving) -> Moving:
    """10 and 11: one reminder, then it is asked again from the first rung; after seven days it is over. Who is away by
    the people file is not reminded: it goes on."""
    ping, now = moving.ping, moving.now
    assert ping.taken_at is not None
    if now >= ping.taken_at + TAKEN_FOR:
        moving = leave(moving).with_(replace(ping, stage=Stage.DONE, ended_at=now)).tells(ping.asker, News.DONE)
        return moving.tells_in_hours(ping.taker_at, News.OVER) if ping.taker_at else moving
    if ping.follow_at is None or now < ping.follow_at:
        return moving
    if not moving.open:
        return moving.with_(replace(ping, follow_at=moving.opens_at))
    away = moving.taker.away_on(now.astimezone(moving.zone).date()) if moving.taker else None
    if away is not None:
        return _given_up(moving.tells(ping.taker_at, News.GIVEN_BACK), away.stand_in)
    if ping.followed == 0:
        follow_at = next_morning(ping.chain.window, now, moving.zone)
        moving = moving.with_(replace(ping, followed=1, reminded=ping.reminded + 1, follow_at=follow_at))
        return moving.tells(ping.taker_at, News.FOLLOW_UP, tag=moving.ping.tag)
    moving = leave(moving).tells(ping.taker_at, News.MOVED_ON)
    opened = replace(_reopened(ping), round=0, rung=-1, anybody=False, announce=News.REOPENED)
    return climb(moving.with_(opened))


def _reopened(ping: Ping) -> Ping:
    """In a new period: nobody has it, and nothing of the old one fits any more."""
    return replace(
        ping,
        stage=Stage.OPEN,
        period=ping.period + 1,
        asked="",
        asked_in_round=(),
        passed=(),
        first="",
        told=(),
        taker="",
        taker_at=None,
        taken_at=None,
        follow_at=None,
        followed=0,
        step_at=None,
        silent_since=None,
    )


def acknowledged(moving: Moving, by: Address) -> Moving:
    """7 and 8: the first who takes it has it."""
    ping = moving.ping
    person = ping.chain.at(by)
    if has(ping, by):
        return moving.tells(by, News.STILL_YOURS, person, answers=True)
    if person is None or ping.stage not in (Stage.OPEN, Stage.UNANSWERED):
        return moving.tells(by, News.ALREADY if ping.taker else News.OVER, moving.taker, answers=True)
    if ping.call.practice:
        ended = replace(ping, stage=Stage.DONE, taker=person.id, ended_at=moving.now)
        return leave(moving).with_(ended).tells(by, News.FINISHED, answers=True)
    moving = leave(moving).counts(What.PING_TAKEN, bucket(moving.now - ping.opened_at))
    others = [address for address in ping.told if address != by]
    taken = replace(
        ping,
        stage=Stage.ACKED,
        taker=person.id,
        taker_at=by,
        taken_at=moving.now,
        follow_at=next_morning(ping.chain.window, moving.now, moving.zone),
        followed=0,
        asked="",
        told=(),
        announce=None,
        step_at=None,
        closes_at=None,
        resumes_at=None,
        silent_since=None,
    )
    moving = moving.with_(taken).tells(by, News.YOURS, person, answers=True).tells(ping.asker, News.TAKEN, person)
    for address in others:
        news = News.ELSEWHERE if address in person.addresses else News.TAKEN_BY
        moving = moving.tells_in_hours(address, news)
    return moving


def passed(moving: Moving, by: Address) -> Moving:
    """9: the next one is asked at once."""
    if moving.ping.stage is not Stage.OPEN:
        return inquired(moving, by)
    moving = moving.tells(by, News.PASSED, answers=True)
    if not is_asked(moving.ping, by):
        return moving
    return go_on(moving.with_(replace(moving.ping, passed=(*moving.ping.passed, moving.ping.asked))))


def finished(moving: Moving, by: Address) -> Moving:
    """10."""
    ping = moving.ping
    if not has(ping, by):
        return inquired(moving, by)
    moving = leave(moving).with_(replace(ping, stage=Stage.DONE, ended_at=moving.now))
    return moving.tells(by, News.FINISHED, answers=True).tells(ping.asker, News.DONE)


def returned(moving: Moving, by: Address) -> Moving:
    """17: the next one is asked."""
    if not has(moving.ping, by):
        return inquired(moving, by)
    return _given_up(moving.tells(by, News.GIVEN_BACK, answers=True))


def left(moving: Moving, event: ContactLeft) -> Moving:
    """Somebody is away from now on: what she has, or is asked, goes on; her stand-in comes first."""
    ping, by = moving.ping, event.address
    if has(ping, by):
        moving = moving if event.forgotten else moving.tells(by, News.GIVEN_BACK, answers=True)
        return _given_up(moving, event.stand_in)
    if is_asked(ping, by):
        return hand_on(moving, event.stand_in)
    person = ping.chain.at(by)
    waits = ping.stage is Stage.OPEN and ping.resumes_at is not None and not ping.asked
    if waits and event.stand_in and person is not None and ping.asked_in_round[-1:] == (person.id,):
        return moving.with_(replace(ping, first=event.stand_in))
    return moving


def _given_up(moving: Moving, stand_in: str = "") -> Moving:
    """On from the rung that was asked when it was taken; who had it is not asked again."""
    ping = moving.ping
    opened = replace(
        _reopened(ping), rung=ping.rung - 1, passed=(ping.taker,), first=stand_in, announce=News.RETURNED
    )
    return go_on(leave(moving).with_(opened))


def kept(moving: Moving, by: Address) -> Moving:
    """An answer to the reminder: she is at work on it, and is asked again another day."""
    ping = moving.ping
    if not has(ping, by):
        return inquired(moving, by)
    if ping.followed:
        moving = leave(moving)
        follow_at = next_morning(ping.chain.window, moving.now, moving.zone)
        moving = moving.with_(replace(ping, followed=0, follow_at=follow_at))
    return moving.tells(by, News.KEPT, answers=True)


def withdrawn(moving: Moving, by: Address, forgotten: bool) -> Moving:
    """12 and 18: those who know of it hear that it is over."""
    ping = moving.ping
    if by != ping.asker:
        return moving.tells(by, News.OVER, answers=True)
    if not ping.over:
        moving = leave(moving)
        know = (ping.taker_at,) if ping.stage is Stage.ACKED else ping.told
        moving = moving.with_(replace(ping, stage=Stage.CANCELLED, ended_at=moving.now, told=()))
        for address in know:
            moving = moving.tells_in_hours(address, News.CALLED_OFF) if address else moving
    if forgotten:
        return moving.with_(replace(moving.ping, asker=None))
    return moving.tells(by, News.OVER if ping.over else News.WITHDRAWN, answers=True)

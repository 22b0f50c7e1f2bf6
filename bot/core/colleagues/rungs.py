"""The ladder of a ping: who is asked next, who hears of it, and what happens at its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.calls import News, PingTold
from bot.core.colleagues.ping import Ping, Stage
from bot.core.counts import What
from bot.core.effects import Count, Effect, Raise, Withdraw
from bot.core.events import Address
from bot.core.people import Barneansvarlig
from bot.core.windows import after, closes, is_open, next_working_day, opens


@dataclass(frozen=True, slots=True)
class Moving:
    """A ping on its way through one transition, and what is to be done."""

    ping: Ping
    now: datetime
    zone: ZoneInfo
    effects: tuple[Effect, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the unit's hours run."""
        return is_open(self.ping.chain.window, self.now, self.zone)

    @property
    def opens_at(self) -> datetime:
        return opens(self.ping.chain.window, self.now, self.zone)

    def with_(self, ping: Ping) -> Moving:
        return replace(self, ping=ping)

    def does(self, *effects: Effect) -> Moving:
        return replace(self, effects=(*self.effects, *effects))

    def counts(self, what: What, subject: str = "") -> Moving:
        """A practice counts nothing."""
        call = self.ping.call
        return self if call.practice else self.does(Count(what, subject))

    def tells(
        self, to: Address | None, news: News, who: Barneansvarlig | None = None, *, tag: str = "", answers: bool = False
    ) -> Moving:
        """Nobody is told where the address is forgotten, or where a practice has no asker."""
        if to is None:
            return self
        ping = self.ping
        name, reach = (who.name, who.phone or _handle(who)) if who else ("", "")
        if news in (News.YOURS, News.STILL_YOURS):
            reach = ping.phone
        when = ping.resumes_at or ping.step_at
        told = PingTold(to, ping.number, news, ping.call, name, reach, when, tag, answers, unasked(ping))
        return self.does(Raise(told))

    def tells_in_hours(self, to: Address, news: News) -> Moving:
        """A colleague is told nothing outside the unit's hours: then it waits."""
        if self.open:
            return self.tells(to, news, self.taker)
        later = (*self.ping.later, (to, news))
        return self.with_(replace(self.ping, later=later, later_at=self.opens_at))

    @property
    def taker(self) -> Barneansvarlig | None:
        chain, name = self.ping.chain, self.ping.taker
        if chain.reserve is not None and chain.reserve.id == name:
            return chain.reserve
        return chain.person(name)


def go_on(moving: Moving) -> Moving:
    """Leave this rung for the next one; outside the hours that waits until they begin."""
    moving = leave(moving)
    if moving.open:
        return climb(moving)
    ping = replace(moving.ping, asked="", step_at=None, closes_at=None, resumes_at=moving.opens_at)
    return moving.with_(ping)


def leave(moving: Moving) -> Moving:
    """What is unsent of this rung shall never go out."""
    return moving.does(Withdraw(moving.ping.key, moving.ping.tag))


def climb(moving: Moving) -> Moving:
    """Ask the next one who is there; a round in which nobody could be reached is the last."""
    ping, chain = moving.ping, moving.ping.chain
    today = moving.now.astimezone(moving.zone).date()
    stand_in = chain.present(ping.first, today, (*ping.asked_in_round, *ping.passed))
    ping = replace(ping, first="")
    if stand_in is not None:
        return ask(moving.with_(ping), stand_in)
    while True:
        ping = replace(ping, rung=ping.rung + 1)
        if ping.rung >= len(chain.order):
            if ping.round >= chain.rounds or not ping.anybody:
                return _used_up(moving.with_(ping))
            ping = replace(ping, round=ping.round + 1, rung=-1, anybody=False, asked_in_round=())
            continue
        name = chain.order[ping.rung]
        person = chain.present(name, today, (*ping.asked_in_round, *ping.passed))
        if person is not None:
            return ask(moving.with_(ping), person)
        ping = replace(ping, empty=ping.empty + (name not in ping.passed))


def ask(moving: Moving, person: Barneansvarlig) -> Moving:
    """Ask one person at all her addresses; her conversations answer at once whether she can be reached there."""
    ping, now = moving.ping, moving.now
    ping = replace(
        ping,
        asked=person.id,
        asked_at=now,
        asked_in_round=(*ping.asked_in_round, person.id),
        pending=person.addresses,
        landed=False,
        step_at=after(ping.chain.window, now, ping.chain.wait, moving.zone),
        closes_at=closes(ping.chain.window, now, moving.zone),
        resumes_at=None,
    )
    moving = moving.with_(ping)
    for address in person.addresses:
        moving = moving.tells(address, News.ASKED, tag=ping.tag)
    return moving


def resolve(moving: Moving, address: Address, reached: bool, stand_in: str) -> Moving:
    """One of the addresses of the one who is asked, or of the leader, answered."""
    ping = moving.ping
    if address not in ping.pending:
        return moving
    ping = replace(ping, pending=tuple(a for a in ping.pending if a != address), landed=ping.landed or reached)
    if reached:
        ping = replace(ping, told=(*(a for a in ping.told if a != address), address))
    moving = moving.with_(ping)
    if ping.stage is Stage.UNANSWERED:
        return moving if ping.pending else _tell_unanswered(moving)
    if reached:
        return _reached(moving)
    return moving if ping.pending or ping.landed else hand_on(moving, stand_in)


def hand_on(moving: Moving, stand_in: str) -> Moving:
    """The one who was to be asked cannot be: her stand-in is, at once or when the hours begin, else the next rung."""
    ping = moving.ping
    today = moving.now.astimezone(moving.zone).date()
    instead = ping.chain.present(stand_in, today, (*ping.asked_in_round, *ping.passed))
    return go_on(moving.with_(replace(ping, first=stand_in, empty=ping.empty + (instead is None))))


def _reached(moving: Moving) -> Moving:
    ping = moving.ping
    announce = ping.announce
    since = None if ping.warned else ping.silent_since or moving.now
    moving = moving.with_(replace(ping, anybody=True, announce=None, silent_since=since))
    return moving.tells(ping.asker, announce) if announce is not None else moving


def _used_up(moving: Moving) -> Moving:
    """Nobody is left to ask: the leader is told, and the asker in any case."""
    ping = moving.ping
    if ping.call.practice:
        return moving.with_(replace(ping, stage=Stage.DONE, ended_at=moving.now))
    if ping.announce in (News.RETURNED, News.REOPENED):
        moving = moving.tells(ping.asker, ping.announce)
    _, ends = next_working_day(ping.chain.window, moving.now, moving.zone)
    addresses = ping.leader.addresses if ping.leader else ()
    ping = replace(
        ping,
        stage=Stage.UNANSWERED,
        asked="",
        announce=None,
        pending=addresses,
        landed=False,
        step_at=ends,
        closes_at=None,
        resumes_at=None,
        silent_since=None,
    )
    moving = moving.with_(ping).counts(What.PING_UNANSWERED)
    for address in addresses:
        moving = moving.tells(address, News.RESERVE_AGAIN if ping.period else News.RESERVE, tag=ping.tag)
    return moving if addresses else _tell_unanswered(moving)


def _tell_unanswered(moving: Moving) -> Moving:
    ping = moving.ping
    return moving.tells(ping.asker, nobody_left(ping), ping.leader)


def nobody_left(ping: Ping) -> News:
    """What the asker hears at the end of the ladder: other words where somebody had it for a while."""
    if ping.period:
        return News.NOBODY_ELSE_RESERVE if ping.landed else News.NOBODY_ELSE
    return News.UNANSWERED_RESERVE if ping.landed else News.UNANSWERED


def unasked(ping: Ping) -> bool:
    """Whether it came to its end with no barneansvarlig asked in this period: nobody had met Varde, or all are away."""
    leader = ping.chain.reserve.addresses if ping.chain.reserve else ()
    return ping.stage is Stage.UNANSWERED and not ping.period and all(address in leader for address in ping.told)


def _handle(who: Barneansvarlig) -> str:
    """Where somebody without a number can be written to: a name on Matrix. Other addresses are ids, and nobody's way to
    reach her."""
    handles = (address.partition(":")[2] for address in who.addresses)
    return next((handle for handle in handles if handle.startswith("@")), "")

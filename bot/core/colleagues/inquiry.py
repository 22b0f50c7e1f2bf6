"""How a ping stands, for the one who asked and for those who are called."""

from __future__ import annotations

from bot.core.calls import News
from bot.core.colleagues.ping import Ping, Stage
from bot.core.colleagues.rungs import Moving, nobody_left
from bot.core.events import Address


def inquired(moving: Moving, by: Address | None) -> Moving:
    ping = moving.ping
    if by is None:
        return moving
    news, who = _asker_hears(ping) if by == ping.asker else _colleague_hears(ping, by)
    told = {"taker": moving.taker, "reserve": ping.leader}.get(who)
    return moving.tells(by, news, told, answers=True)


def _asker_hears(ping: Ping) -> tuple[News, str]:
    match ping.stage:
        case Stage.HELD:
            return News.HELD, ""
        case Stage.OPEN:
            return (News.SHUT if ping.resumes_at else News.WAITING), ""
        case Stage.ACKED:
            return News.TAKEN, "taker"
        case Stage.UNANSWERED:
            return nobody_left(ping), "reserve"
        case Stage.DONE | Stage.CLOSED | Stage.CANCELLED:
            return News.OVER, ""


def _colleague_hears(ping: Ping, by: Address) -> tuple[News, str]:
    if ping.chain.at(by) is None or ping.over:
        return News.OVER, ""
    match ping.stage:
        case Stage.ACKED:
            return (News.YOURS, "taker") if has(ping, by) else (News.TAKEN_BY, "taker")
        case Stage.UNANSWERED:
            return (News.RESERVE_AGAIN if ping.period else News.RESERVE), ""
        case _:
            return News.ASKED, ""


def is_asked(ping: Ping, by: Address) -> bool:
    person = ping.chain.at(by)
    return ping.stage is Stage.OPEN and person is not None and person.id == ping.asked


def has(ping: Ping, by: Address) -> bool:
    person = ping.chain.at(by)
    return ping.stage is Stage.ACKED and person is not None and person.id == ping.taker

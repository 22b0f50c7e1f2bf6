"""One call for help as it is stored, and when it wants to be woken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.calls import Call, News
from bot.core.colleagues.chain import Chain
from bot.core.events import Address, PingNumber
from bot.core.library import Retention
from bot.core.people import Barneansvarlig

SILENCE = timedelta(minutes=15)
"""So long no network may have taken a message before the asker is told to ring instead."""
TAKEN_FOR = timedelta(days=7)
"""So long a ping stays with the one who took it."""


class Stage(StrEnum):
    """Where a ping is (PING.md, States)."""

    HELD = "holdt"
    OPEN = "apen"
    ACKED = "tatt"
    UNANSWERED = "ubesvart"
    DONE = "ferdig"
    CLOSED = "lukket"
    CANCELLED = "trukket"


OVER = (Stage.DONE, Stage.CLOSED, Stage.CANCELLED)


@dataclass(frozen=True, slots=True)
class Ping:
    """One call for help. `phone` is forgotten at the end, `asker` a day after it."""

    number: PingNumber
    call: Call
    chain: Chain
    opened_at: datetime
    asker: Address | None = None
    phone: str = ""
    stage: Stage = Stage.OPEN
    period: int = 0
    """How many times it was given back or taken back: a tag of an earlier period never fits again."""
    round: int = 0
    rung: int = -1
    """The place in the chain of the one who is asked, or was asked last."""
    asked: str = ""
    """Who is asked now; empty: nobody, until the hours begin."""
    asked_at: datetime | None = None
    pending: tuple[Address, ...] = ()
    """Where it is not known yet whether the person can be reached; empty again at the end of each transaction."""
    landed: bool = False
    """Whether the one who is asked could be reached at all."""
    anybody: bool = False
    """Whether anybody could be reached in this round."""
    asked_in_round: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    """Who said in this period that she cannot, or gave it back: she is not asked again in a later round."""
    first: str = ""
    """Who stands in for the one asked last, and is asked before the next rung."""
    told: tuple[Address, ...] = ()
    """Who was asked in this period and has not been told that it is over."""
    announce: News | None = None
    """What the asker hears as soon as the next one is reached."""
    empty: int = 0
    """Rungs at which nobody could be asked."""
    step_at: datetime | None = None
    """When the next rung is due; while it is held, when it begins; while nobody answers, when it is closed."""
    closes_at: datetime | None = None
    """When the hours that run now end; None while they do not run."""
    resumes_at: datetime | None = None
    """When the hours begin that it waits for."""
    silent_since: datetime | None = None
    """When the first message went out that no network is known to have taken."""
    warned: bool = False
    """The asker was told that no network works."""
    noticed: bool = False
    """The asker was told that the first one did not answer."""
    taker: str = ""
    taker_at: Address | None = None
    taken_at: datetime | None = None
    follow_at: datetime | None = None
    followed: int = 0
    reminded: int = 0
    """How many reminders the one who took it has had in all."""
    later: tuple[tuple[Address, News], ...] = ()
    """What colleagues are told when the hours begin."""
    later_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def key(self) -> str:
        """Where it is stored; also what its messages are known by."""
        return f"ping:{self.number}"

    @property
    def over(self) -> bool:
        return self.stage in OVER

    @property
    def leader(self) -> Barneansvarlig | None:
        """Who is left when the ladder ends; not a leader who has given it back herself."""
        leader = self.chain.reserve
        return None if leader is None or leader.id in self.passed else leader

    @property
    def tag(self) -> str:
        """The place it is at: a message with an older tag is never handed to a network."""
        match self.stage:
            case Stage.OPEN:
                return f"{self.period}.{self.round}.{self.rung}.{self.asked}"
            case Stage.ACKED | Stage.UNANSWERED:
                return f"{self.period}.{self.stage}.{self.reminded}"
            case _:
                return self.stage.value

    def due(self, kept: Retention) -> datetime | None:
        """When something is next to be done about it; None only where nothing ever is. An absence begins at midnight,
        when the hours have ended or end: no time of its own is needed for it."""
        times = [self.later_at]
        match self.stage:
            case Stage.HELD | Stage.UNANSWERED:
                times.append(self.step_at)
            case Stage.OPEN if self.resumes_at is not None:
                times.append(self.resumes_at)
            case Stage.OPEN:
                silent = self.silent_since + SILENCE if self.silent_since else None
                times += [self.step_at, self.closes_at, silent]
            case Stage.ACKED:
                times += [self.follow_at, self.taken_at + TAKEN_FOR if self.taken_at else None]
            case Stage.DONE | Stage.CLOSED | Stage.CANCELLED:
                assert self.ended_at is not None
                times.append(self.ended_at + (kept.asker if self.asker is not None else kept.ping))
        return min((time for time in times if time is not None), default=None)

"""What can happen to a call for a colleague and to a reminder, and everything that a machine can be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.events import (
    Address,
    ConversationDue,
    DistrictId,
    Incoming,
    PingNumber,
    ReminderNumber,
    UnitId,
)


@dataclass(frozen=True, slots=True)
class Call:
    """What a ping is about: a unit and a topic, nothing about a case. The names are as they were when it opened."""

    unit: UnitId
    unit_name: str
    district: DistrictId | None
    topic: str = ""
    """The id of an outcome; empty: advice in general."""
    by_phone: bool = False
    practice: str = ""
    """The id of the one who is asked, where it is only to show that she can be reached."""


class News(StrEnum):
    """What a person is told about a ping; the words stand in tekster.yaml as `ping-…`."""

    # to those who are called
    ASKED = "spurt"
    RESERVE = "reserve"
    RESERVE_AGAIN = "reserve-igjen"
    YOURS = "din"
    STILL_YOURS = "alt-din"
    ELSEWHERE = "din-annet-sted"
    TAKEN_BY = "tatt-av"
    ALREADY = "alt-tatt"
    PASSED = "sendt-videre"
    GIVEN_BACK = "levert-tilbake"
    FINISHED = "meldt-ferdig"
    FOLLOW_UP = "folg-opp"
    KEPT = "beholdt"
    MOVED_ON = "gikk-videre"
    CALLED_OFF = "trukket"
    OVER = "over"
    # to the one who asked
    SENT = "sendt"
    HELD = "holdt"
    SHUT = "stengt"
    WAITING = "venter"
    NEXT = "neste"
    SILENT = "uten-nett"
    TAKEN = "tatt"
    RETURNED = "gitt-tilbake"
    REOPENED = "apnet-igjen"
    UNANSWERED = "ubesvart"
    UNANSWERED_RESERVE = "ubesvart-reserve"
    NOBODY_ELSE = "ingen-flere"
    NOBODY_ELSE_RESERVE = "ingen-flere-reserve"
    DONE = "ferdig"
    CLOSED = "lukket"
    WITHDRAWN = "angret"


@dataclass(frozen=True, slots=True)
class PingOpened:
    """Somebody confirmed that a unit's barneansvarlige are to be asked; a practice ping has no asker."""

    ping: PingNumber
    call: Call
    asker: Address | None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PingDue:
    """The time came that a ping had set for itself. `delivered`: when the newest message of it that a network took
    was decided on."""

    ping: PingNumber
    delivered: datetime | None = None


@dataclass(frozen=True, slots=True)
class PingAcknowledged:
    """«Jeg tar den»."""

    ping: PingNumber
    by: Address


@dataclass(frozen=True, slots=True)
class PingPassed:
    """«Kan ikke nå»."""

    ping: PingNumber
    by: Address


@dataclass(frozen=True, slots=True)
class PingFinished:
    """«Ferdig»."""

    ping: PingNumber
    by: Address


@dataclass(frozen=True, slots=True)
class PingReturned:
    """«Gi tilbake»."""

    ping: PingNumber
    by: Address


@dataclass(frozen=True, slots=True)
class PingKept:
    """«Jeg har den fortsatt», the answer to a follow-up."""

    ping: PingNumber
    by: Address


@dataclass(frozen=True, slots=True)
class PingWithdrawn:
    """The asker does not need it any more; `forgotten`: nothing is to be known of her from now on."""

    ping: PingNumber
    by: Address
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class PingInquired:
    """Somebody wants to know how it stands."""

    ping: PingNumber
    by: Address


@dataclass(frozen=True, slots=True)
class PingTold:
    """A ping has news for a person; her conversation says it and remembers the choices under it."""

    to: Address
    ping: PingNumber
    news: News
    call: Call
    who: str = ""
    """The name of the one it is about."""
    reach: str = ""
    """Where that person, or the asker, can be rung."""
    when: datetime | None = None
    tag: str = ""
    """The rung that the message belongs to: unsent, it is withdrawn when the ping leaves that rung."""
    answers: bool = False
    """It answers something that the person just did."""
    unasked: bool = False
    """No barneansvarlig could be asked at all."""


@dataclass(frozen=True, slots=True)
class ContactResolved:
    """Whether a person who was to be asked could be: she has met Varde at that address, and is not away."""

    ping: PingNumber
    address: Address
    reached: bool
    stand_in: str = ""
    """Whom she named for the time she is away."""


@dataclass(frozen=True, slots=True)
class ContactLeft:
    """Somebody who may be asked, or have taken it, is away from now on; `forgotten`: nothing is to be known of her."""

    ping: PingNumber
    address: Address
    stand_in: str = ""
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class AbsenceShared:
    """Somebody said at another of her addresses that she is away, or is back (`until` None)."""

    to: Address
    until: datetime | None
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class ContactSought:
    """Somebody is about to ask her unit: whether anybody there can be asked goes from one to the next (`rest`)."""

    to: Address
    rest: tuple[Address, ...]
    asker: Address
    topic: str
    before: tuple[Address, ...] = ()
    """Those who cannot: two who stand in for each other are not asked in a circle."""


@dataclass(frozen=True, slots=True)
class CallPrepared:
    """The asker is shown what will be sent, and whether there is anybody who can be asked at the moment."""

    to: Address
    topic: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class ReminderSet:
    """Somebody wants to be asked at a time whether the child got the follow-up."""

    reminder: ReminderNumber
    address: Address
    at: datetime


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """The time came that a reminder had set for itself."""

    reminder: ReminderNumber


@dataclass(frozen=True, slots=True)
class ReminderAnswered:
    """«Ja», «ikke ennå» or «trenger hjelp»."""

    reminder: ReminderNumber
    answer: str


@dataclass(frozen=True, slots=True)
class ReminderCancelled:
    """It is not wanted any more."""

    reminder: ReminderNumber


@dataclass(frozen=True, slots=True)
class ReminderTold:
    """A reminder is to be put to its person (`asks`), or is over without an answer."""

    to: Address
    reminder: ReminderNumber
    asks: bool


PingEvent = (
    PingOpened
    | PingDue
    | PingAcknowledged
    | PingPassed
    | PingFinished
    | PingReturned
    | PingKept
    | PingWithdrawn
    | PingInquired
    | ContactResolved
    | ContactLeft
)
ReminderEvent = ReminderSet | ReminderDue | ReminderAnswered | ReminderCancelled
Told = PingTold | ReminderTold | AbsenceShared | ContactSought | CallPrepared
"""What another machine has to say to a person, or to her conversation."""
ConversationEvent = Incoming | ConversationDue | Told
Event = ConversationEvent | PingEvent | ReminderEvent
"""What a machine in the core can be told."""

"""One conversation as it is stored: ids and times, never a word that the person typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.calls import Event
from bot.core.counts import What
from bot.core.effects import Count, Effect, Kind, Part, Pick, Raise, Say, Transition
from bot.core.events import Address, ChoiceId, DistrictId, EventId, MessageNumber, PingNumber, ReminderNumber, UnitId
from bot.core.flow import Run, StepId
from bot.core.library import Retention
from bot.core.retrieval.facets import Facet
from bot.core.retrieval.wants import NOTHING_SOUGHT, Sought

MOST_CHOICES = 8
"""A numbered list longer than this is not read on a phone."""
MOST_PARKED = 4
"""So many interruptions deep can a person still go back."""
REMEMBERED_MESSAGES = 8
"""So many messages back a button still works; an older one is answered as a stale one."""
REMEMBERED_CALLS = 24
"""So many messages about pings and reminders are remembered, longer than the others."""
_LASTING = ("ping:", "paminnelse:")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person has told about her work; kept longer than her answers."""

    district: DistrictId | None = None
    unit: UnitId | None = None
    health_personnel: bool | None = None
    language: str = "nb"


@dataclass(frozen=True, slots=True)
class Shown:
    """A message with choices that the person has on her screen."""

    number: MessageNumber
    about: str
    picks: tuple[Pick, ...]

    def pick(self, choice: ChoiceId) -> Pick | None:
        return next((pick for pick in self.picks if pick.id == choice), None)

    @property
    def lasting(self) -> bool:
        """It has nothing to do with a run, and is answered hours or days later."""
        return self.about.startswith(_LASTING)


@dataclass(frozen=True, slots=True)
class Called:
    """A ping that the person has to do with: asked by her (`mine`), or put to her."""

    ping: PingNumber
    mine: bool
    unit: UnitId
    topic: str
    passed: bool = False
    """She has said that she cannot: it waits for her no more."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Until when the person has said that she is away, and the id of who stands in."""

    until: datetime
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """What the newest answer is about, so that a question can lean on it; known for as long as it is on the screen."""

    entry: str
    service: str = ""
    """What was asked for, also where the entry says that the place has none."""
    place: DistrictId | None = None
    sought: Sought = NOTHING_SOUGHT
    facets: tuple[Facet, ...] = ()
    """The facts that were shown of it; empty: the whole."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One person in one conversation."""

    seen_at: datetime
    settings: Settings = Settings()
    run: Run | None = None
    parked: tuple[Run, ...] = ()
    """The runs that the present one interrupted; `tilbake` from the first question goes back to the last of them."""
    shown: tuple[Shown, ...] = ()
    safety_at: datetime | None = None
    """When the safety question was last answered."""
    misses: int = 0
    """How many lines in a row were not understood."""
    meant: str = ""
    """The answer (`step.option`) that «ja» takes, when the newest message asks whether it is meant."""
    topic: Topic | None = None
    welcomed: bool = False
    rated: str = ""
    """The outcome that was last said to be useful or not, so that a second press counts nothing."""
    latest: EventId | None = None
    """The newest thing that happened, when that is a message: only it can still be changed by editing it."""
    latest_step: StepId | None = None
    """The step that message answered."""
    calls: tuple[Called, ...] = ()
    """The pings that are not over for her."""
    reminders: tuple[ReminderNumber, ...] = ()
    away: Absence | None = None
    colleague: bool = False
    """She stands in the people file: that she has met Varde is kept as long as she does."""
    forgotten: bool = False
    """The person asked to be forgotten: this state is not stored."""

    @property
    def open(self) -> Shown | None:
        """The newest message with choices that can still be answered: what a bare number answers."""
        return next((shown for shown in reversed(self.shown) if not self._over(shown)), None)

    @property
    def on_screen(self) -> Topic | None:
        """What the newest answer is about, where no more came after it than the open question or «I do not know»."""
        shown = [each for each in self.shown if not each.lasting]
        while len(shown) > 1 and (shown[-1].about == "ukjent" or self._put_again(shown[-1])):
            shown.pop()
        what, _, entry = shown[-1].about.partition(":") if shown else ("", "", "")
        spoken = self.topic is not None and self.topic.entry == entry and what in ("oppføring", "avklar")
        return self.topic if spoken else None

    def _put_again(self, shown: Shown) -> bool:
        """It is the open question, after the message before it."""
        asks = shown.about.startswith(("steg:", "finn:"))
        return asks and any(shown.number == each.number + 1 for each in self.shown)

    @property
    def newest(self) -> Shown | None:
        """The newest message with choices, also one that is over: what asked for words before it, asks no more."""
        return self.shown[-1] if self.shown else None

    def _over(self, shown: Shown) -> bool:
        """It is about a ping or a reminder that is over: its buttons say so, a typed line means something else."""
        what, _, number = shown.about.partition(":")
        if not shown.lasting or not number.isdigit():
            return False
        known = (called.ping for called in self.calls) if what == "ping" else self.reminders
        return int(number) not in tuple(known)

    def due(self, retention: Retention, now: datetime) -> datetime:
        """When something in here is next to be forgotten."""
        of_a_case = self.run or self.parked or any(not shown.lasting for shown in self.shown)
        forgotten = self.seen_at + (retention.conversation if of_a_case else retention.settings)
        if forgotten <= now:
            forgotten = now + retention.settings
        return min(forgotten, self.away.until) if self.away else forgotten

    def at(self, now: datetime, retention: Retention) -> Conversation | None:
        """What is still known at a time: no answers after the conversation's, nearly nothing after the settings'."""
        known = self if self.away is None or now < self.away.until else replace(self, away=None)
        if now < self.seen_at + retention.conversation:
            return known
        known = known.without_answers()
        if now < self.seen_at + retention.settings:
            return known
        needed = self.colleague or self.calls or self.reminders
        return replace(known, settings=Settings()) if needed else None

    def without_answers(self) -> Conversation:
        """Everything about a case forgotten; the settings stay, and what others wait for."""
        return Conversation(
            seen_at=self.seen_at,
            settings=self.settings,
            shown=tuple(shown for shown in self.shown if shown.lasting),
            welcomed=self.welcomed,
            calls=self.calls,
            reminders=self.reminders,
            away=self.away,
            colleague=self.colleague,
        )


@dataclass(frozen=True, slots=True)
class Telling:
    """A conversation and the messages it has decided to send so far in this turn."""

    to: Address
    conversation: Conversation
    number: MessageNumber
    says: tuple[Say, ...] = ()
    counts: tuple[Count, ...] = ()
    raises: tuple[Raise, ...] = ()

    def say(
        self, kind: Kind, *parts: Part, picks: tuple[Pick, ...] = (), about: str = "", owner: str = "", tag: str = ""
    ) -> Telling:
        """One more message; its choices are remembered for when they are pressed."""
        message = Say(self.to, self.number, kind, parts, picks, about, owner=owner, tag=tag)
        now = self.having(shown=(*self.conversation.shown, Shown(self.number, about, picks))) if picks else self
        return replace(now, number=MessageNumber(self.number + 1), says=(*self.says, message))

    def raising(self, *events: Event) -> Telling:
        """Other machines are to be told."""
        return replace(self, raises=(*self.raises, *(Raise(event) for event in events)))

    def end(self, now: datetime, retention: Retention) -> Transition[Conversation]:
        """What the turn comes to; a conversation that is to be forgotten is not stored."""
        state = self.conversation
        effects: tuple[Effect, ...] = (*self.says, *self.counts, *self.raises)
        if state.forgotten:
            return Transition(None, effects)
        return Transition(state, effects, state.due(retention, now))

    def count(self, what: What, subject: str = "", option: str = "") -> Telling:
        """One more of this."""
        return replace(self, counts=(*self.counts, Count(what, subject, option)))

    def having(
        self,
        *,
        settings: Settings | None = None,
        run: Run | None = None,
        shown: tuple[Shown, ...] | None = None,
        misses: int | None = None,
    ) -> Telling:
        """The same with some of the conversation changed; None leaves a part as it is."""
        old = self.conversation
        new = replace(
            old,
            settings=settings or old.settings,
            run=run or old.run,
            shown=old.shown if shown is None else _remembered(shown),
            misses=old.misses if misses is None else misses,
        )
        return replace(self, conversation=new)

    def about(self, topic: Topic) -> Telling:
        """The message that was said last is an answer about this."""
        return self.with_(replace(self.conversation, topic=topic))

    def with_(self, conversation: Conversation) -> Telling:
        return replace(self, conversation=conversation)


def _remembered(shown: tuple[Shown, ...]) -> tuple[Shown, ...]:
    """The newest of either sort, in the order they came."""
    kept = [s.number for s in shown if not s.lasting][-REMEMBERED_MESSAGES:]
    kept += [s.number for s in shown if s.lasting][-REMEMBERED_CALLS:]
    return tuple(s for s in shown if s.number in kept)

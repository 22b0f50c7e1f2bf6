"""One conversation as it is stored: ids and times, never a word that the person typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.counts import What
from bot.core.effects import Count, Kind, Part, Pick, Say
from bot.core.events import Address, ChoiceId, DistrictId, EventId, MessageNumber, UnitId
from bot.core.flow import Run, StepId
from bot.core.library import Retention

MOST_CHOICES = 8
"""A numbered list longer than this is not read on a phone."""
MOST_PARKED = 4
"""So many interruptions deep can a person still go back."""
REMEMBERED_MESSAGES = 8
"""So many messages back a button still works; an older one is answered as a stale one."""


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
    welcomed: bool = False
    rated: str = ""
    """The outcome that was last said to be useful or not, so that a second press counts nothing."""
    latest: EventId | None = None
    """The newest thing that happened, when that is a message: only it can still be changed by editing it."""
    latest_step: StepId | None = None
    """The step that message answered."""
    forgotten: bool = False
    """The person asked to be forgotten: this state is not stored."""

    @property
    def open(self) -> Shown | None:
        """The newest message with choices: what a bare number answers."""
        return self.shown[-1] if self.shown else None

    def due(self, retention: Retention) -> datetime:
        """When something in here is next to be forgotten."""
        kept = retention.conversation if self.run or self.parked or self.shown else retention.settings
        return self.seen_at + kept

    def at(self, now: datetime, retention: Retention) -> Conversation | None:
        """What is still known at a time: nothing after the settings' time, no answers after the conversation's."""
        if now >= self.seen_at + retention.settings:
            return None
        return self.without_answers() if now >= self.seen_at + retention.conversation else self

    def without_answers(self) -> Conversation:
        """Everything about a case forgotten; the settings stay."""
        return Conversation(seen_at=self.seen_at, settings=self.settings, welcomed=self.welcomed)


@dataclass(frozen=True, slots=True)
class Telling:
    """A conversation and the messages it has decided to send so far in this turn."""

    to: Address
    conversation: Conversation
    number: MessageNumber
    says: tuple[Say, ...] = ()
    counts: tuple[Count, ...] = ()

    def say(self, kind: Kind, *parts: Part, picks: tuple[Pick, ...] = (), about: str = "") -> Telling:
        """One more message; its choices are remembered for when they are pressed."""
        message = Say(self.to, self.number, kind, parts, picks, about)
        now = self.having(shown=(*self.conversation.shown, Shown(self.number, about, picks))) if picks else self
        return replace(now, number=MessageNumber(self.number + 1), says=(*self.says, message))

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
            shown=old.shown if shown is None else shown[-REMEMBERED_MESSAGES:],
            misses=old.misses if misses is None else misses,
        )
        return replace(self, conversation=new)

    def with_(self, conversation: Conversation) -> Telling:
        return replace(self, conversation=conversation)

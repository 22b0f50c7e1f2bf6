"""What we want done, in ids: messages get their words when they are sent, so nothing here was typed by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, Literal, TypeVar

from bot.core.calls import Event
from bot.core.counts import What
from bot.core.events import Address, ChoiceId, DistrictId, EventId, MessageNumber, UnitId
from bot.core.flow import OptionId, OutcomeId, StepId
from bot.core.language.hours import TimeQuestion
from bot.core.retrieval.facets import Facet
from bot.core.retrieval.wants import NOTHING_SOUGHT, Sought

State = TypeVar("State", covariant=True)


class Kind(StrEnum):
    """What a message is, for programs that read the channel."""

    WELCOME = "welcome"
    MENU = "menu"
    QUESTION = "question"
    OUTCOME = "outcome"
    ANSWER = "answer"
    CLARIFY = "clarify"
    NONE = "none"
    URGENT = "urgent"
    PRIVACY = "privacy"
    PING = "ping"
    REMINDER = "reminder"
    RECEIPT = "receipt"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Line:
    """One of the bot's own sentences, by its id in tekster.yaml; `values` are content's words, numbers or dates."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    part: Literal["line"] = "line"


@dataclass(frozen=True, slots=True)
class Echo:
    """The label of an answer that was just understood, or filled from the settings."""

    step: StepId
    option: OptionId
    number: int
    """Its place among the answers, counted from 1: what `endre N` takes."""
    filled: bool = False
    part: Literal["echo"] = "echo"


@dataclass(frozen=True, slots=True)
class Ask:
    """A step's banner and question."""

    step: StepId
    part: Literal["ask"] = "ask"


@dataclass(frozen=True, slots=True)
class Why:
    """Why a step is asked, with its sources."""

    step: StepId
    part: Literal["why"] = "why"


@dataclass(frozen=True, slots=True)
class Card:
    """An outcome: heading, numbered actions, contacts found for the asker's district, journal, sources."""

    outcome: OutcomeId
    district: DistrictId | None
    unit: UnitId | None
    health: bool = True
    """False: the reader is known not to be health personnel, and the health acts are not cited to her."""
    short: bool = False
    """Only the heading, the first actions and the contacts: for somebody who has the whole before her."""
    part: Literal["card"] = "card"


@dataclass(frozen=True, slots=True)
class Summary:
    """The answers of a run, numbered from `first`."""

    answers: tuple[tuple[StepId, OptionId], ...]
    first: int = 1
    part: Literal["summary"] = "summary"


@dataclass(frozen=True, slots=True)
class JournalNote:
    """An outcome's headings for the journal with blanks, to be copied."""

    outcome: OutcomeId
    part: Literal["journal"] = "journal"


@dataclass(frozen=True, slots=True)
class Wording:
    """The examples of an electronic message that belong to an outcome."""

    outcome: OutcomeId
    part: Literal["wording"] = "wording"


@dataclass(frozen=True, slots=True)
class Reaching:
    """Contacts by id, found for a district and a unit."""

    contacts: tuple[str, ...]
    district: DistrictId | None
    unit: UnitId | None
    part: Literal["reaching"] = "reaching"


@dataclass(frozen=True, slots=True)
class Reply:
    """An entry of the knowledge base. `people` is set when the contact person was asked for, `time` for hours."""

    entry: str
    people: bool = False
    time: TimeQuestion | None = None
    part: Literal["reply"] = "reply"


@dataclass(frozen=True, slots=True)
class Detail:
    """Some facts of an offer, for somebody who has read the whole."""

    entry: str
    facets: tuple[Facet, ...]
    time: TimeQuestion | None = None
    part: Literal["detail"] = "detail"


Part = Line | Echo | Ask | Why | Card | Summary | JournalNote | Wording | Reaching | Reply | Detail


@dataclass(frozen=True, slots=True)
class Pick:
    """One choice under a message; its label is looked up when it is shown."""

    id: ChoiceId
    of: Literal["option", "step", "text", "district", "agency", "unit", "entry", "outcome", "need", "person"]
    ref: str
    """What the label is looked up by: `step.option`, a step, a text, a district, a unit, an entry, an outcome …"""
    leads: str = ""
    """The entry that answers when this is pressed, where the label is not the entry's own."""
    sought: Sought = NOTHING_SOUGHT
    """What was asked about that entry, before it was asked back which one is meant."""


@dataclass(frozen=True, slots=True)
class Say:
    """A message to one person, in the order of `number`."""

    to: Address
    number: MessageNumber
    kind: Kind
    parts: tuple[Part, ...]
    picks: tuple[Pick, ...] = ()
    about: str = ""
    """`steg:ID`, `utfall:ID`, `oppføring:ID`, `ping:N`, `innstilling:NAME` …: what a press under it belongs to."""
    deletes: EventId | None = None
    """The person's message that the network is asked to remove first; the text then says whether it did."""
    owner: str = ""
    """The key of the state that it speaks for, where that is not the person's own conversation."""
    tag: str = ""
    """It is handed over only while its owner has this tag."""


@dataclass(frozen=True, slots=True)
class Count:
    """One more of something that happened, in ids of checked content only."""

    what: What
    subject: str = ""
    """A step, an outcome, an entry, a flow, a topic or a bucket: `What` says which."""
    option: str = ""


@dataclass(frozen=True, slots=True)
class Raise:
    """Another machine is to be told, in the same transaction."""

    event: Event


@dataclass(frozen=True, slots=True)
class Withdraw:
    """What its owner has tagged so and no network has been handed yet shall never be handed over."""

    owner: str
    tag: str


Effect = Say | Count | Raise | Withdraw


@dataclass(frozen=True, slots=True)
class Transition(Generic[State]):
    """What a machine answers: its new state (None: forget it), what is to be done, and when it wants to be woken."""

    state: State | None
    effects: tuple[Effect, ...]
    due: datetime | None = None
    tag: str = ""
    """What a tagged message of this state must carry to be handed over."""

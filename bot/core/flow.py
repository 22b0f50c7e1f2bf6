"""What a checked flow is, and where a person is in it: found by replaying her answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import NewType

FlowId = NewType("FlowId", str)
StepId = NewType("StepId", str)
OptionId = NewType("OptionId", str)
OutcomeId = NewType("OutcomeId", str)
EntryId = NewType("EntryId", str)

ROLE = StepId("rolle")
SAFETY = StepId("start-trygghet")
NOT_HEALTH = OptionId("ikke-helse")
"""The answer to `rolle` that says: not health personnel."""


class Severity(StrEnum):
    """How much an outcome asks of the staff member, from nothing now to this minute."""

    NO_DUTY_NOW = "ingen-plikt-na"
    FOLLOW_UP = "oppfolging"
    DISCUSS = "droft"
    DUTY_TO_REPORT = "meldeplikt"
    ACUTE = "akutt"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


class PingLevel(StrEnum):
    """Whether an outcome brings up the unit's barneansvarlig."""

    NEVER = "aldri"
    OFFER = "tilby"
    PROPOSE = "foreslå"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a step. `to` is a step or an outcome: routing stands here and nowhere else."""

    id: OptionId
    label: str
    aliases: tuple[str, ...]
    to: str


@dataclass(frozen=True)
class Step:
    """One question with two to eight answers."""

    id: StepId
    flow: FlowId
    question: str
    banner: str
    why: str
    button: str
    sources: tuple[str, ...]
    options: tuple[Option, ...]
    former_ids: tuple[StepId, ...] = ()
    health_only: bool = False
    """The question belongs to duties that only health personnel have; nobody else is led here by an offer."""

    def option(self, wanted: OptionId) -> Option | None:
        return next((option for option in self.options if option.id == wanted), None)

    @cached_property
    def meaning(self) -> str:
        """A hash of the question, the options and where they lead; the help text and the aliases do not count."""
        parts = [self.question, *(f"{o.id}\x1f{o.label}\x1f{o.to}" for o in self.options)]
        return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a path ends: what to do, whom to ring, what to write down, and how to go on."""

    id: OutcomeId
    flow: FlowId
    severity: Severity
    heading: str
    actions: tuple[str, ...]
    contacts: tuple[str, ...]
    ping: PingLevel
    ping_when: str
    journal: str
    journal_headings: tuple[str, ...]
    examples: tuple[str, ...]
    sources: tuple[str, ...]
    continues: tuple[StepId, ...]
    former_ids: tuple[OutcomeId, ...] = ()

    @property
    def text(self) -> str:
        """What a guarantee about words is held against."""
        return "\n".join((self.heading, *self.actions, self.journal))


@dataclass(frozen=True, slots=True)
class Entry:
    """A direct way into a sub-flow, with the words that open it."""

    id: EntryId
    flow: FlowId
    words: tuple[str, ...]
    to: StepId
    health_only: bool = False
    """Whoever comes this way is health personnel, although `rolle` is not asked."""


@dataclass(frozen=True, slots=True)
class FlowHead:
    """What stands at the top of one flow file."""

    id: FlowId
    title: str
    owner: str
    approved_by: str
    checked: str
    start: StepId


@dataclass(frozen=True, slots=True)
class MessageExample:
    """An example of how an electronic message to the municipality can be worded."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it is stored: ids, the meaning the step had, and whether the settings gave it."""

    step: StepId
    option: OptionId
    meaning: str
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One walk through the flow: where it began, what was answered, and the role known from before it began.

    The order of `answers` is the order they were given in; those that are no longer on the path are kept,
    so that changing an early answer does not ask again for what still stands.
    """

    start: StepId
    entry: StepId | None = None
    """The sub-flow's own step that `nei` on the safety question leads to."""
    role: OptionId | None = None
    answers: tuple[Answer, ...] = ()
    asking_again: StepId | None = None
    """The step whose answer is being changed; it is asked although an answer to it is stored."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a run is: the answers on the path so far, and the step or outcome that they lead to."""

    path: tuple[Answer, ...]
    at: Step | Outcome
    changed: StepId | None = None
    """The step whose meaning is not what it was when it was answered."""


@dataclass(frozen=True)
class Flows:
    """All flows as one graph; ids are unique over all of them."""

    start: StepId
    heads: Mapping[FlowId, FlowHead]
    steps: Mapping[StepId, Step]
    outcomes: Mapping[OutcomeId, Outcome]
    entries: Mapping[EntryId, Entry]
    examples: Mapping[str, MessageExample] = field(default_factory=dict)

    def at(self, target: str) -> Step | Outcome:
        """The step or outcome of that id; the loader promised that it exists."""
        step = self.steps.get(StepId(target))
        return step if step is not None else self.outcomes[OutcomeId(target)]

    @cached_property
    def renamed(self) -> Mapping[StepId, StepId]:
        """Steps' former ids -> their ids now."""
        return {former: step.id for step in self.steps.values() for former in step.former_ids}

    @cached_property
    def meanings(self) -> Mapping[StepId, str]:
        """What each step means when everything it leads to is called by its first id: a new name changes nothing."""
        everything: list[Step | Outcome] = [*self.steps.values(), *self.outcomes.values()]
        first = {str(each.id): str(each.former_ids[0]) for each in everything if each.former_ids}
        return {
            step.id: replace(step, options=tuple(replace(o, to=first.get(o.to, o.to)) for o in step.options)).meaning
            for step in self.steps.values()
        }

    def now_called(self, step: StepId) -> StepId:
        """The id that a step has now."""
        return self.renamed.get(step, step)

    def next(self, run: Run, step: Step, option: Option) -> str:
        """Where an option leads in this run: an entry's `nei` on the safety question goes to the entry's own step."""
        entry = self.now_called(run.entry) if run.entry is not None else None
        if step.id == SAFETY and option.id == "nei" and entry in self.steps:
            return str(entry)
        return option.to


def replay(flows: Flows, run: Run) -> Position:
    """Walk from the start along the stored answers until one is missing, changed or being given again."""
    given = {flows.now_called(answer.step): answer for answer in run.answers}
    again = flows.now_called(run.asking_again) if run.asking_again is not None else None
    path: list[Answer] = []
    at = flows.steps.get(flows.now_called(run.start), flows.steps[flows.start])
    while True:
        answer = given.get(at.id)
        if answer is None or at.id == again:
            return Position(tuple(path), at)
        option = at.option(answer.option)
        if option is None or answer.meaning != flows.meanings[at.id]:
            return Position(tuple(path), at, changed=at.id)
        path.append(answer if answer.step == at.id else replace(answer, step=at.id))
        target = flows.at(flows.next(run, at, option))
        if isinstance(target, Outcome):
            return Position(tuple(path), target)
        at = target


def role_of(run: Run, path: tuple[Answer, ...]) -> OptionId | None:
    """The role that is known in this run: answered on the path, else carried from before."""
    return next((answer.option for answer in path if answer.step == ROLE), run.role)


def offers_for(flows: Flows, outcome: Outcome, role: OptionId | None) -> tuple[StepId, ...]:
    """The ways on from an outcome; steps for health personnel are hidden from whoever said to be something else."""
    if role != NOT_HEALTH:
        return outcome.continues
    return tuple(step for step in outcome.continues if not flows.steps[step].health_only)


@dataclass(frozen=True, slots=True)
class Path:
    """One way through a flow, from its first step to an outcome."""

    answers: tuple[tuple[StepId, OptionId], ...]
    outcome: Outcome


def paths(flows: Flows, start: StepId) -> Iterator[Path]:
    """Every way from a step to an outcome, depth first in the order of the options; the graph has no cycles."""
    trail: list[tuple[StepId, OptionId]] = []

    def walk(step: Step) -> Iterator[Path]:
        for option in step.options:
            trail.append((step.id, option.id))
            target = flows.at(option.to)
            if isinstance(target, Outcome):
                yield Path(tuple(trail), target)
            else:
                yield from walk(target)
            trail.pop()

    yield from walk(flows.steps[start])

"""Proves what the domain expert promises of every path, and finds the path that breaks a promise."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.flow import ROLE, Flows, OptionId, Outcome, OutcomeId, Severity, Step, StepId, offers_for

UNKNOWN = OptionId("ukjent")
"""In a `{rolle: …}` term: nobody has said what role it is."""
HEALTH = OptionId("helsepersonell")
"""The role of somebody who came by an entry for health personnel, until `rolle` is answered."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«\"(–])")


@dataclass(frozen=True, slots=True)
class Chose:
    """An answer that is on the path."""

    step: StepId
    option: OptionId


@dataclass(frozen=True, slots=True)
class EndedAs:
    """The path ends with this severity."""

    severity: Severity


@dataclass(frozen=True, slots=True)
class EndedIn:
    """The path ends in this outcome."""

    outcome: OutcomeId


@dataclass(frozen=True, slots=True)
class InRole:
    """The role that is known at the time is one of these; `ukjent` is the role of those who were not asked."""

    roles: tuple[OptionId, ...]


Term = Chose | EndedAs | EndedIn | InRole


@dataclass(frozen=True, slots=True)
class Unless:
    """A sentence with one of `words` must have `requires` in it too."""

    words: tuple[str, ...]
    requires: str


@dataclass(frozen=True, slots=True)
class Demand:
    """What must hold at the end of a path; what is left empty is not demanded."""

    least: Severity | None = None
    outcomes: tuple[OutcomeId, ...] = ()
    never_severities: tuple[Severity, ...] = ()
    never_outcomes: tuple[OutcomeId, ...] = ()
    texts: tuple[str, ...] = ()
    never_texts: tuple[str, ...] = ()
    never_without: Unless | None = None
    last_action: str = ""
    passes: tuple[StepId, ...] = ()
    never_steps: tuple[StepId, ...] = ()


@dataclass(frozen=True, slots=True)
class Guarantee:
    """`when`: every group holds when one of its terms does; the guarantee speaks of paths on which all groups hold."""

    id: str
    when: tuple[tuple[Term, ...], ...]
    then: Demand
    except_outcomes: tuple[OutcomeId, ...] = ()

    @property
    def about_roles(self) -> bool:
        return any(isinstance(term, InRole) for group in self.when for term in group)


@dataclass(frozen=True, slots=True)
class Breach:
    """One path that breaks a guarantee. `demand` is the field of Demand, `detail` what was found or is missing."""

    guarantee: str
    demand: str
    detail: str
    path: tuple[tuple[StepId, OptionId], ...]
    end: str
    """The outcome, or the step whose words break the guarantee."""


def sentences(lines: Sequence[str]) -> Iterator[str]:
    """The sentences of some lines: a full stop ends one only before a capital, so «kl. 8» and «§ 10 a.» do not."""
    for line in lines:
        yield from _SENTENCE_END.split(line)


def lines_of(shown: Step | Outcome) -> tuple[str, ...]:
    """Everything that a person reads of a step or an outcome, line by line."""
    if isinstance(shown, Step):
        return (shown.question, shown.banner, shown.why, *(option.label for option in shown.options))
    return (shown.heading, *shown.actions, shown.ping_when, shown.journal, *shown.journal_headings)


def prove(flows: Flows, guarantees: Sequence[Guarantee]) -> tuple[Breach, ...]:
    """The first path that breaks each guarantee, if any.

    Every answer path from the start and from every entry counts. Guarantees about roles are proved on the wider walk:
    answers, offers after outcomes and entries together, with the role carried along and asked at most once.
    """
    starts = tuple(dict.fromkeys((flows.start, *(entry.to for entry in flows.entries.values()))))
    plain = [g for g in guarantees if not g.about_roles]
    broken = _Proof(flows, plain).over([_At(start, UNKNOWN) for start in starts])
    if len(plain) < len(guarantees):
        wide = _Proof(flows, [g for g in guarantees if g.about_roles], wide=True)
        doors = [_At(e.to, HEALTH if e.health_only else UNKNOWN) for e in flows.entries.values()]
        broken |= wide.over([_At(flows.start, UNKNOWN), *doors])
    return tuple(broken[g.id] for g in guarantees if g.id in broken)


@dataclass(frozen=True, slots=True)
class _At:
    """Where a walk is: a step or outcome, the role known there, which groups and steps are behind it (a bit each)."""

    target: str
    role: OptionId
    met: int = 0


@dataclass(frozen=True, slots=True)
class _From:
    """The place before, and the answer that led on; None after an offer."""

    at: _At
    answer: tuple[StepId, OptionId] | None


@dataclass(slots=True)
class _Case:
    """One guarantee, and the bits of its groups."""

    guarantee: Guarantee
    needs: int = 0


class _Proof:
    """A walk that never goes twice from the same place with the same things behind it.

    Two paths that meet in a step with the same role and the same terms met cannot differ in what they break from there
    on. So the walk is over (step, role, terms met), which is far fewer than the paths and covers every one of them.
    """

    def __init__(self, flows: Flows, guarantees: Sequence[Guarantee], *, wide: bool = False) -> None:
        self.flows = flows
        self.wide = wide
        self.bits = 0
        self.by_option: dict[tuple[StepId, OptionId], int] = {}
        self.by_severity: dict[Severity, int] = {}
        self.by_outcome: dict[OutcomeId, int] = {}
        self.by_role: dict[OptionId, int] = {}
        self.by_step: dict[StepId, int] = {}
        self.cases = [self._case(guarantee) for guarantee in guarantees]
        self.failing: dict[tuple[str, str], tuple[str, str] | None] = {}
        self.broken: dict[str, Breach] = {}

    def over(self, starts: Sequence[_At]) -> dict[str, Breach]:
        """Walk in breadth, in the order of the options, so that the path told is a short one."""
        came: dict[_At, _From | None] = {}
        waiting: deque[tuple[_At, _From | None]] = deque((start, None) for start in starts)
        while waiting:
            at, before = waiting.popleft()
            if at in came:
                continue
            came[at] = before
            here = self.flows.at(at.target)
            self._judge(at, here, came)
            waiting.extend((then, _From(at, answer)) for then, answer in self._onwards(at, here))
        return self.broken

    def _case(self, guarantee: Guarantee) -> _Case:
        case = _Case(guarantee)
        for group in guarantee.when:
            bit = self._bit()
            case.needs |= bit
            for term in group:
                self._enter(term, bit)
        for step in (*guarantee.then.passes, *guarantee.then.never_steps):
            self.by_step.setdefault(step, self._bit())
        return case

    def _bit(self) -> int:
        self.bits += 1
        return 1 << self.bits

    def _enter(self, term: Term, bit: int) -> None:
        match term:
            case Chose(step, option):
                self.by_option[step, option] = self.by_option.get((step, option), 0) | bit
            case EndedAs(severity):
                self.by_severity[severity] = self.by_severity.get(severity, 0) | bit
            case EndedIn(outcome):
                self.by_outcome[outcome] = self.by_outcome.get(outcome, 0) | bit
            case InRole(roles):
                for role in roles:
                    self.by_role[role] = self.by_role.get(role, 0) | bit

    def _onwards(self, at: _At, here: Step | Outcome) -> Iterator[tuple[_At, tuple[StepId, OptionId] | None]]:
        if isinstance(here, Outcome):
            if self.wide:
                role = None if at.role in (UNKNOWN, HEALTH) else at.role
                for step in offers_for(self.flows, here, role):
                    yield _At(step, at.role), None
            return
        for option in here.options:
            role = at.role
            if here.id == ROLE:
                if self.wide and role not in (UNKNOWN, HEALTH, option.id):
                    continue  # the role is asked once; after that it is filled in
                role = option.id
            met = at.met | self.by_step.get(here.id, 0) | self.by_option.get((here.id, option.id), 0)
            yield _At(option.to, role, met), (here.id, option.id)

    def _judge(self, at: _At, here: Step | Outcome, came: Mapping[_At, _From | None]) -> None:
        met = at.met | self.by_role.get(at.role, 0)
        if isinstance(here, Outcome):
            met |= self.by_severity.get(here.severity, 0) | self.by_outcome.get(here.id, 0)
        for case in self.cases:
            if met & case.needs != case.needs or case.guarantee.id in self.broken:
                continue
            wrong = self._words(case, here) if isinstance(here, Step) else self._wrong(case, here, met)
            if wrong is not None:
                self.broken[case.guarantee.id] = Breach(case.guarantee.id, *wrong, _trail(at, came), at.target)

    def _wrong(self, case: _Case, outcome: Outcome, met: int) -> tuple[str, str] | None:
        if outcome.id in case.guarantee.except_outcomes:
            return None
        for step in case.guarantee.then.passes:
            if not met & self.by_step[step]:
                return "passes", step
        for step in case.guarantee.then.never_steps:
            if met & self.by_step[step]:
                return "never_steps", step
        key = (case.guarantee.id, outcome.id)
        if key not in self.failing:
            self.failing[key] = _end_wrong(case.guarantee.then, outcome) or self._words(case, outcome)
        return self.failing[key]

    def _words(self, case: _Case, shown: Step | Outcome) -> tuple[str, str] | None:
        """Steps are read by those whose role is known already, so they too are held against what roles may read."""
        unless = case.guarantee.then.never_without
        if unless is None or (isinstance(shown, Step) and not case.guarantee.about_roles):
            return None
        for sentence in sentences(lines_of(shown)):
            if unless.requires not in sentence and any(word in sentence for word in unless.words):
                return "never_without", sentence
        return None


def _trail(at: _At, came: Mapping[_At, _From | None]) -> tuple[tuple[StepId, OptionId], ...]:
    answers: list[tuple[StepId, OptionId]] = []
    before = came[at]
    while before is not None:
        if before.answer is not None:
            answers.append(before.answer)
        before = came[before.at]
    return tuple(reversed(answers))


def _end_wrong(demand: Demand, outcome: Outcome) -> tuple[str, str] | None:
    if demand.least is not None and outcome.severity.rank < demand.least.rank:
        return "least", outcome.severity
    if demand.outcomes and outcome.id not in demand.outcomes:
        return "outcomes", outcome.id
    if outcome.severity in demand.never_severities:
        return "never_severities", outcome.severity
    if outcome.id in demand.never_outcomes:
        return "never_outcomes", outcome.id
    return _text_wrong(demand, outcome)


def _text_wrong(demand: Demand, outcome: Outcome) -> tuple[str, str] | None:
    for text in demand.texts:
        if text not in outcome.text:
            return "texts", text
    for text in demand.never_texts:
        if text in outcome.text:
            return "never_texts", text
    if demand.last_action and outcome.actions[-1:] != (demand.last_action,):
        return "last_action", demand.last_action
    return None

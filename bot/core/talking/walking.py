"""Moves a conversation through a flow: begin, answer, go back, change, and put the question that is next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.conversation import MOST_CHOICES, MOST_PARKED, Conversation, Settings, Telling
from bot.core.counts import What
from bot.core.effects import Ask, Card, Echo, Kind, Line, Part, Pick, Summary
from bot.core.events import ChoiceId, DistrictId
from bot.core.flow import (
    NOT_HEALTH,
    ROLE,
    SAFETY,
    Answer,
    Entry,
    OptionId,
    Outcome,
    PingLevel,
    Position,
    Run,
    Severity,
    Step,
    StepId,
    offers_for,
    replay,
    role_of,
)
from bot.core.library import World
from bot.core.talking import calling, reminding

SAFE_FOR = timedelta(minutes=10)
"""So long an answer to the safety question counts for a direct entry (DOMAIN.md 6)."""
NOT_HEALTH_START = StepId("ih-foreldre")


def begin(told: Telling, world: World, start: StepId, *lead: Part, entry: StepId | None = None) -> Telling:
    """A new walk from a step; the present one is parked, so that *tilbake* finds it again."""
    old = told.conversation
    role = role_of(old.run, replay(world.library.flows, old.run).path) if old.run else None
    parked = (*old.parked, old.run)[-MOST_PARKED:] if old.run and old.run.answers else old.parked
    told = told.with_(replace(old, run=Run(start, entry=entry, role=role), parked=parked, misses=0, topic=None))
    return put(told.count(What.FLOW_STARTED, start), world, *lead)


def restart(told: Telling, world: World) -> Telling:
    """The main flow from its first question, with nothing carried along."""
    fresh = Run(world.library.flows.start)
    told = told.count(What.FLOW_STARTED, fresh.start)
    return put(told.with_(replace(told.conversation, run=fresh, parked=(), misses=0, topic=None)), world)


def enter(told: Telling, world: World, entry: Entry, now: datetime) -> Telling:
    """A direct way into a sub-flow; the safety question comes first unless it was just answered."""
    role = known_role(told.conversation, world)
    to: StepId = entry.to
    lead: tuple[Part, ...] = ()
    if role == NOT_HEALTH and (entry.health_only or world.library.flows.steps[to].health_only):
        to, lead = NOT_HEALTH_START, (Line("bare-helsepersonell"),)
    safe_at = told.conversation.safety_at
    if safe_at is not None and now - safe_at <= SAFE_FOR:
        return begin(told, world, to, *lead)
    return begin(told, world, SAFETY, *lead, entry=None if to == SAFETY else to)


def answer(told: Telling, world: World, step: Step, option: OptionId, now: datetime) -> Telling:
    """Store one answer and put what comes next."""
    old = told.conversation
    assert old.run is not None
    before = {given.step for given in replay(world.library.flows, old.run).path}
    kept = tuple(given for given in old.run.answers if given.step != step.id)
    new = Answer(step.id, option, world.library.flows.meanings[step.id])
    run = replace(old.run, answers=(*kept, new), asking_again=None)
    safety_at = now if step.id == SAFETY else old.safety_at
    told = told.with_(replace(old, run=run, safety_at=safety_at, misses=0, topic=None))
    told = told.count(What.STEP_ANSWERED, step.id, option)
    position = replay(world.library.flows, run)
    standing = any(given.step not in before and given.step != step.id for given in position.path)
    number = [given.step for given in position.path].index(step.id) + 1
    lead: tuple[Part, ...] = (Echo(step.id, option, number),)
    return put(told, world, *lead, *((Line("svarene-star"),) if standing else ()))


def back(told: Telling, world: World) -> Telling:
    """Take the last answer away and ask for it again; before the first one, go to what was interrupted."""
    old = told.conversation
    assert old.run is not None
    path = replay(world.library.flows, old.run).path
    told = told.count(What.BACK)
    if old.run.asking_again is not None:
        return put(told.with_(replace(old, run=replace(old.run, asking_again=None))), world)
    last = next((given for given in reversed(path) if not given.filled), None)
    if last is None and old.parked:
        return put(told.with_(replace(old, run=old.parked[-1], parked=old.parked[:-1])), world)
    if last is None:
        return put(told, world, Line("forste-sporsmal"))
    place = path.index(last)
    dropped = {given.step for given in path[place:]}
    kept = tuple(given for given in old.run.answers if given.step not in dropped)
    safety_at = None if SAFETY in dropped else old.safety_at
    return put(told.with_(replace(old, run=replace(old.run, answers=kept), safety_at=safety_at)), world)


def undone(told: Telling, world: World, step: StepId) -> Telling:
    """The newest answer taken away without a word, so that another can be given to the same question."""
    old = told.conversation
    path = answered(old, world)
    given = [answer for answer in path if not answer.filled]
    if old.run is None or not given or given[-1].step != step:
        return told
    dropped = {answer.step for answer in path[path.index(given[-1]) :]}
    run = replace(old.run, answers=tuple(answer for answer in old.run.answers if answer.step not in dropped))
    asked = [place for place, shown in enumerate(old.shown, start=1) if shown.about == f"steg:{step}"]
    told = told.count(What.STEP_SHOWN, step)
    shown = old.shown[: asked[-1]] if asked else old.shown
    return told.with_(replace(old, run=run, shown=shown, safety_at=None if SAFETY in dropped else old.safety_at))


def change(told: Telling, world: World, number: int) -> Telling:
    """Ask one of the earlier questions again; later answers stand where they still are on the path."""
    told, place = _unparked(told, world, number)
    old = told.conversation
    path = answered(old, world)
    assert old.run is not None
    said = so_far(old, world)
    if not said:
        return put(told.say(Kind.NOTICE, Line("ingenting-endre")), world)
    if not 1 <= place <= len(path):
        return put(told.say(Kind.NOTICE, Line("endre-hvilket"), *said), world)
    again = path[place - 1].step
    safety_at = None if again == SAFETY else old.safety_at
    told = told.with_(replace(old, run=replace(old.run, asking_again=again), safety_at=safety_at))
    return put(told, world, Line("endrer", {"nummer": str(number)}))


def so_far(conversation: Conversation, world: World) -> tuple[Part, ...]:
    """What was answered in this conversation: in the present run first, then in those that it went on from.

    Numbered through: those numbers are what `endre N` takes.
    """
    now = answered(conversation, world)
    before = tuple(given for run in reversed(conversation.parked) for given in _path(run, world))
    present = (summary(now),) if now else ()
    return (*present, *((Line("oppsummering-for"), summary(before, len(now) + 1)) if before else ()))


def _unparked(told: Telling, world: World, number: int) -> tuple[Telling, int]:
    """The run that an answer's number belongs to, as the present one, and the answer's place in it."""
    old, place = told.conversation, number - len(answered(told.conversation, world))
    for at in reversed(range(len(old.parked))) if place > 0 else ():
        path = _path(old.parked[at], world)
        if place <= len(path):
            return told.with_(replace(old, run=old.parked[at], parked=old.parked[:at])), place
        place -= len(path)
    return told, number


def answered(conversation: Conversation, world: World) -> tuple[Answer, ...]:
    """The answers of the present run, also those after one that is being changed."""
    return _path(conversation.run, world) if conversation.run else ()


def _path(run: Run, world: World) -> tuple[Answer, ...]:
    return replay(world.library.flows, replace(run, asking_again=None)).path


def put(told: Telling, world: World, *lead: Part, below: tuple[Pick, ...] = ()) -> Telling:
    """The question or the outcome that the run is at, after filling in what the settings know.

    `below` are choices under a question that are no answers to it, as many as there is room for.
    """
    assert told.conversation.run is not None
    told, filled = _fill(told, world)
    run = told.conversation.run
    assert run is not None
    position = replay(world.library.flows, run)
    if position.changed is not None:
        told = told.with_(replace(told.conversation, run=_without(run, position.changed, world)))
        lead = (*lead, Line("steg-endret"))
    lead = (*lead, *filled)
    if isinstance(position.at, Step):
        return _put_step(told, position.at, lead, below)
    return _put_outcome(told, world, position, position.at, lead)


def _without(run: Run, step: StepId, world: World) -> Run:
    """An answer to a question that is another one now is forgotten, so that this is said only once."""
    kept = tuple(given for given in run.answers if world.library.flows.now_called(given.step) != step)
    return replace(run, answers=kept)


def _put_step(told: Telling, step: Step, lead: tuple[Part, ...], below: tuple[Pick, ...]) -> Telling:
    choices = (*picks(step), *below)[:MOST_CHOICES]
    return told.say(Kind.QUESTION, *lead, Ask(step.id), picks=choices, about=f"steg:{step.id}")


def _put_outcome(told: Telling, world: World, position: Position, outcome: Outcome, lead: tuple[Part, ...]) -> Telling:
    conversation = told.conversation
    assert conversation.run is not None
    role = role_of(conversation.run, position.path) or known_role(conversation, world)
    offers = (Pick(ChoiceId(s), "step", s) for s in offers_for(world.library.flows, outcome, role))
    below = outcome_picks(outcome, conversation, world, tuple(offers))
    parts = card_parts(told, world, outcome, *lead)
    if world.people.units and outcome.ping is PingLevel.PROPOSE:
        parts = (*parts, Line("varsling-forslag"))
    return told.say(Kind.OUTCOME, *parts, picks=below, about=f"utfall:{outcome.id}")


def card_parts(
    told: Telling, world: World, outcome: Outcome, *lead: Part, place: DistrictId | None = None
) -> tuple[Part, ...]:
    """An outcome as it is told to this person; when it is acute the emergency numbers stand first of all.

    `place`: where it is, if that was said; else where she works.
    """
    settings = told.conversation.settings
    health = known_role(told.conversation, world) != NOT_HEALTH
    first = (Line("nodlinje"),) if outcome.severity is Severity.ACUTE else ()
    return (*first, *lead, Card(outcome.id, place or settings.district, settings.unit, health))


def outcome_picks(
    outcome: Outcome, conversation: Conversation, world: World, offers: tuple[Pick, ...] = ()
) -> tuple[Pick, ...]:
    """What can be done with an outcome: go on from it, ask a colleague, set a reminder, and the rest."""
    asked = [("velg-distrikt", "knapp-velg-distrikt")] if conversation.settings.district is None else []
    asked += [("journal", "knapp-journal")] if outcome.journal_headings else []
    asked += [("e-melding-tekst", "knapp-e-melding")] if outcome.examples else []
    rated = [("nyttig-ja", "knapp-nyttig-ja"), ("nyttig-nei", "knapp-nyttig-nei")]
    colleague = calling.offer(world, outcome)
    room = MOST_CHOICES - len(offers) - len(colleague) - len(asked) - len(rated)
    below = (Pick(ChoiceId(choice), "text", text) for choice, text in asked)
    last = (Pick(ChoiceId(choice), "text", text) for choice, text in rated)
    return (*offers, *colleague, *below, *reminding.offer(outcome, room), *last)


def picks(step: Step) -> tuple[Pick, ...]:
    """The answers of a step as choices."""
    return tuple(Pick(ChoiceId(o.id), "option", f"{step.id}.{o.id}") for o in step.options)


def open_step(conversation: Conversation, world: World) -> Step | None:
    """The step whose answer is waited for; None without a run and at an outcome."""
    at = replay(world.library.flows, conversation.run).at if conversation.run else None
    return at if isinstance(at, Step) else None


def summary(path: tuple[Answer, ...], first: int = 1) -> Summary:
    return Summary(tuple((given.step, given.option) for given in path), first)


def role_told(told: Telling, world: World, before: Settings) -> Telling:
    """Settings that tell another role than before go ahead of what the run knew; it is filled in and echoed again."""
    old = told.conversation
    role = _role_from_settings(old.settings, world)
    if old.run is None or role == _role_from_settings(before, world):
        return told
    stale = [given for given in old.run.answers if given.step == ROLE and (given.filled or role is not None)]
    kept = tuple(given for given in old.run.answers if given not in stale)
    return told.with_(replace(old, run=replace(old.run, answers=kept, role=None)))


def known_role(conversation: Conversation, world: World) -> OptionId | None:
    """The role that the settings or the present run tell: the unit's service, else «not health personnel»."""
    if conversation.run is not None:
        role = role_of(conversation.run, replay(world.library.flows, conversation.run).path)
        if role is not None:
            return role
    return _role_from_settings(conversation.settings, world)


def _role_from_settings(settings: Settings, world: World) -> OptionId | None:
    unit = world.people.units.get(settings.unit) if settings.unit else None
    if unit is not None and unit.service:
        return OptionId(unit.service)
    return NOT_HEALTH if settings.health_personnel is False else None


def _fill(told: Telling, world: World) -> tuple[Telling, tuple[Echo, ...]]:
    """Answer `rolle` from what is known already; it is echoed, stands among the answers and can be changed."""
    run = told.conversation.run
    assert run is not None
    position = replay(world.library.flows, run)
    if position.at.id != ROLE or run.asking_again == ROLE or not isinstance(position.at, Step):
        return told, ()
    role = run.role or _role_from_settings(told.conversation.settings, world)
    if role is None or position.at.option(role) is None:
        return told, ()
    kept = tuple(given for given in run.answers if given.step != ROLE)
    filled = replace(run, answers=(*kept, Answer(ROLE, role, world.library.flows.meanings[ROLE], filled=True)))
    told = told.with_(replace(told.conversation, run=filled))
    # It is seen, echoed, and can be changed: so it counts as one visit like any other.
    told = told.count(What.STEP_SHOWN, ROLE).count(What.STEP_ANSWERED, ROLE, role)
    return told, (Echo(ROLE, role, len(position.path) + 1, filled=True),)

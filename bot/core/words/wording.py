"""Turns a message in ids into the words that a person sees, with the content as it is when the message is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from bot.core.effects import (
    Ask,
    Card,
    Detail,
    Echo,
    JournalNote,
    Kind,
    Line,
    Part,
    Reaching,
    Reply,
    Say,
    Summary,
    Why,
    Wording,
)
from bot.core.events import Address, ChoiceId, MessageNumber
from bot.core.flow import OutcomeId, StepId
from bot.core.knowledge import Source
from bot.core.library import World
from bot.core.words.cards import card, cited, journal_note, reaching, sources_for, wording
from bot.core.words.details import detail_text
from bot.core.words.entries import entry_text, sources_of
from bot.core.words.labels import label, option_label


@dataclass(frozen=True, slots=True)
class Choice:
    """A button, or a line in a numbered list."""

    id: ChoiceId
    label: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as a person sees it: plain text, choices apart from it."""

    to: Address
    number: MessageNumber
    kind: Kind
    text: str
    choices: tuple[Choice, ...] = ()
    numbered: bool = True
    """False: the choices are numbers themselves, as ages are, and stand without a number in a list."""
    ref: str = ""
    severity: str = ""
    sources: tuple[Source, ...] = ()


def render(world: World, say: Say, today: date, deleted: bool | None = None) -> Rendered:
    """The message in words. `deleted` tells whether the network removed what the message is about."""
    texts = [words(world, part, today) for part in say.parts]
    if deleted is not None:
        texts.append(world.library.texts["slettet" if deleted else "ikke-slettet"])
    choices = tuple(Choice(pick.id, name) for pick in say.picks if (name := label(world, pick)))
    return Rendered(
        say.to,
        say.number,
        say.kind,
        "\n\n".join(text for text in texts if text),
        choices,
        2 * sum(choice.label[:1].isdigit() for choice in choices) <= len(choices),
        _ref(world, say.about),
        _severity(world, say.about),
        _sources(world, say.parts),
    )


def words(world: World, part: Part, today: date) -> str:  # noqa: C901 -- one line for each kind of part
    """One part of a message in words; empty when what it stood for has left the content."""
    match part:
        case Line():
            return line(world, part.text, part.values)
        case Echo():
            return _echo(world, part)
        case Ask():
            return _ask(world, part.step)
        case Why():
            return _why(world, part.step)
        case Card():
            return card(world, part, today)
        case Summary():
            return _summary(world, part)
        case JournalNote():
            return journal_note(world, part.outcome)
        case Wording():
            return wording(world, part.outcome)
        case Reaching():
            return reaching(world, part.contacts, part.district, part.unit, today)
        case Reply():
            return entry_text(world, part, today)
        case Detail():
            return detail_text(world, part, today)
        case _:
            assert_never(part)


def line(world: World, text: str, values: Mapping[str, str]) -> str:
    """One of the bot's own sentences with its placeholders filled."""
    return world.library.texts[text].format_map(values)


def _echo(world: World, part: Echo) -> str:
    answer = option_label(world, part.step, part.option)
    step = world.library.flows.steps.get(part.step)
    if not answer or step is None:
        return ""
    values = {"svar": answer, "nummer": str(part.number), "sporsmal": step.question}
    return line(world, "ekko-fylt" if part.filled else "ekko", values)


def _ask(world: World, step_id: StepId) -> str:
    step = world.library.flows.steps.get(step_id)
    if step is None:
        return world.library.texts["innhold-endret"]
    return f"{step.banner}\n\n{step.question}" if step.banner else step.question


def _why(world: World, step_id: StepId) -> str:
    step = world.library.flows.steps.get(step_id)
    if step is None:
        return world.library.texts["innhold-endret"]
    return "\n\n".join(text for text in (step.why, cited(world, step.sources)) if text)


def _summary(world: World, part: Summary) -> str:
    rows = []
    for place, (step_id, option_id) in enumerate(part.answers, start=part.first):
        step = world.library.flows.steps.get(step_id)
        answer = option_label(world, step_id, option_id)
        if step is not None and answer:
            rows.append(f"{place}. {step.question}\n   {answer}")
    return "\n".join(rows)


def _ref(world: World, about: str) -> str:
    what, _, name = about.partition(":")
    flows = world.library.flows
    if what == "steg" and StepId(name) in flows.steps:
        return f"{flows.steps[StepId(name)].flow}/{name}"
    if what in ("utfall", "kort") and OutcomeId(name) in flows.outcomes:
        return f"{flows.outcomes[OutcomeId(name)].flow}/{name}"
    if what == "ping":
        return f"ping/{name}"
    return name if what == "oppføring" else ""


def _severity(world: World, about: str) -> str:
    what, _, name = about.partition(":")
    outcome = world.library.flows.outcomes.get(OutcomeId(name)) if what in ("utfall", "kort") else None
    return outcome.severity.value if outcome else ""


def _sources(world: World, parts: tuple[Part, ...]) -> tuple[Source, ...]:
    known = world.library.knowledge.sources
    ids: list[str] = []
    for part in parts:
        match part:
            case Card():
                outcome = world.library.flows.outcomes.get(part.outcome)
                ids += sources_for(world, outcome, part.health) if outcome else ()
            case Ask() | Why():
                step = world.library.flows.steps.get(part.step)
                ids += step.sources if step else ()
            case Reply() | Detail():
                ids += sources_of(world, part.entry)
            case _:
                pass
    return tuple(known[source] for source in dict.fromkeys(ids) if source in known)

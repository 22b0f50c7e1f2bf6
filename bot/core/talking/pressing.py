"""Does what a choice under a message stands for, or says that the message is no longer the newest of its kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

from bot.core.conversation import Shown, Telling
from bot.core.counts import What
from bot.core.effects import JournalNote, Kind, Line, Pick, Wording
from bot.core.events import ChoiceId, MessageNumber
from bot.core.flow import OptionId, OutcomeId, Step, StepId, replay
from bot.core.library import World
from bot.core.retrieval.wants import Sought
from bot.core.talking import asides, browsing, settings, walking
from bot.core.talking.answering import entry_parts, entry_picks, topic_of
from bot.core.talking.commands import ask_again, follow, menu, say_current
from bot.core.talking.matching import Command, Commanded

_SETTING_QUESTIONS = {
    "sett-distrikt": "distrikt",
    "velg-distrikt": "distrikt",
    "sett-enhet": "enhet",
    "sett-rolle": "rolle",
    "sett-spraak": "sprak",
}

_COMMANDS = frozenset(command.value for command in Command)


def press(told: Telling, world: World, choice: ChoiceId, message: MessageNumber | None, now: datetime) -> Telling:
    """A pressed button; without a message it is the newest that offered the choice."""
    found = next((s for s in reversed(told.conversation.shown) if s.pick(choice) and message in (None, s.number)), None)
    pick = found.pick(choice) if found else None
    if found is None or pick is None:
        unseen = asides.unseen(told, world, choice, now)
        if unseen is not None:
            return unseen
        return say_current(told, world, _not_here(told, message))
    return pressed(told, world, found, pick, now)


def _not_here(told: Telling, message: MessageNumber | None) -> Line:
    """Why a choice cannot be taken: never offered, from an older question, or from a conversation that is forgotten."""
    conversation = told.conversation
    if conversation.run is None and (message is not None or not conversation.shown):
        return Line("samtale-slutt")
    return Line("ukjent-valg" if message is None else "gammel-knapp")


def pressed(told: Telling, world: World, shown: Shown, pick: Pick, now: datetime) -> Telling:
    """A choice that was offered under a message that is remembered."""
    told = told.having(misses=0)
    if pick.leads:
        return _answer_with(told, world, pick.leads, pick.sought, _service(world, shown))
    if browsing.belongs(shown):
        return browsing.chosen(told, world, shown, pick)
    aside = asides.pressed(told, world, shown, pick, now)
    if aside is not None:
        return aside
    match pick.of:
        case "option":
            return _option(told, world, pick, now)
        case "step":
            return _continue(told, world, shown, pick, now)
        case "outcome":
            return _card(told, world, pick)
        case "entry":
            return _answer_with(told, world, pick.ref, pick.sought)
        case "district" | "unit":
            return set_one(told, world, shown.about.removeprefix("innstilling:"), pick.ref)
        case "text" | "need" | "person" | "agency":
            return _named(told, world, shown, pick)


def set_one(told: Telling, world: World, name: str, value: str) -> Telling:
    """One setting chosen; then back to where the person was."""
    before = told.conversation.settings
    new = settings.chosen(before, name, value, world)
    told = walking.role_told(told.having(settings=new), world, before)
    told = told.say(Kind.RECEIPT, Line("innstillinger-lagret"), *settings.shown(new, world))
    return say_current(told, world)


def _option(told: Telling, world: World, pick: Pick, now: datetime) -> Telling:
    """An answer counts only for the question that is open; an older button shows that one again."""
    step_id, option_id = pick.ref.split(".", 1)
    run = told.conversation.run
    if run is None:
        return menu(told, Line("samtale-slutt"))
    at = replay(world.library.flows, run).at
    if at.id != step_id or not isinstance(at, Step) or at.option(OptionId(option_id)) is None:
        return say_current(told, world, Line("gammel-knapp"))
    return walking.answer(told, world, at, OptionId(option_id), now)


def _continue(told: Telling, world: World, shown: Shown, pick: Pick, now: datetime) -> Telling:
    """Go on from an outcome, or into the flow that an answer or a banner points to."""
    entry = world.library.flows.entries.get(pick.id)  # type: ignore[call-overload]
    if entry is not None and shown.about.startswith("oppføring:"):
        return walking.enter(told, world, entry, now)
    run = told.conversation.run
    if shown.about.startswith("utfall:") and run is not None:
        at = replay(world.library.flows, run).at
        if f"utfall:{at.id}" != shown.about:
            return say_current(told, world, Line("gammel-knapp"))
    return walking.begin(told, world, StepId(pick.ref))


def _card(told: Telling, world: World, pick: Pick) -> Telling:
    outcome = world.library.flows.outcomes.get(OutcomeId(pick.ref))
    if outcome is None:
        return say_current(told, world, Line("innhold-endret"))
    back = (Pick(ChoiceId("ikke-akutt"), "text", "ikke-akutt-knapp"),)
    parts = walking.card_parts(told, world, outcome)
    return told.say(Kind.URGENT, *parts, picks=back, about=f"kort:{pick.ref}")


def _answer_with(told: Telling, world: World, entry: str, sought: Sought, service: str = "") -> Telling:
    told = told.count(What.ANSWER_GIVEN, entry)
    parts = entry_parts(world, entry, sought)
    told = told.say(Kind.ANSWER, *parts, picks=entry_picks(world, entry), about=f"oppføring:{entry}")
    told = told.about(topic_of(world, entry, sought, service))
    return ask_again(told, world) if told.conversation.run else told


def _service(world: World, shown: Shown) -> str:
    """The service that most of the choices are of: what was asked for, also in a place that has none."""
    offers = world.library.knowledge.offers
    services = Counter(offers[pick.leads].service for pick in shown.picks if pick.leads in offers)
    return next((service for service, _ in services.most_common(1)), "")


def _named(told: Telling, world: World, shown: Shown, pick: Pick) -> Telling:
    """Choices that are known by their id alone."""
    if pick.id in _SETTING_QUESTIONS:
        return ask_setting(told, world, _SETTING_QUESTIONS[pick.id])
    if shown.about.startswith("innstilling:") and shown.about != "innstilling:meny":
        return set_one(told, world, shown.about.removeprefix("innstilling:"), pick.id)
    if str(pick.id) in _COMMANDS:
        return follow(told, world, Commanded(Command(pick.id)))
    outcome = OutcomeId(shown.about.removeprefix("utfall:"))
    match pick.id:
        case "ikke-akutt":
            return say_current(told, world, Line("ikke-akutt-videre"))
        case "ferdig-innstillinger":
            return say_current(told, world)
        case "journal":
            return told.say(Kind.NOTICE, Line("journal-kopier"), JournalNote(outcome))
        case "e-melding-tekst":
            return told.say(Kind.NOTICE, Line("e-melding-kopier"), Wording(outcome))
        case "nyttig-ja" | "nyttig-nei":
            return _thanked(told, str(pick.id), outcome)
        case "feil-i-oppforingen":
            return _reported(told, shown.about.partition(":")[2])
    return say_current(told, world, Line("ukjent-valg"))


def ask_setting(told: Telling, world: World, name: str) -> Telling:
    """Put the question of one setting."""
    match name:
        case "distrikt":
            return settings.ask_district(told, world)
        case "enhet":
            return settings.ask_unit(told, world)
        case "rolle":
            return settings.ask_health_personnel(told)
    return settings.ask_language(told)


def _thanked(told: Telling, what: str, outcome: OutcomeId) -> Telling:
    if told.conversation.rated != outcome:
        told = told.count(What(what), outcome)
        told = told.with_(replace(told.conversation, rated=outcome))
    return told.say(Kind.RECEIPT, Line(f"takk-{what}"))


def _reported(told: Telling, entry: str) -> Telling:
    told = told.count(What.WRONG_ENTRY, entry)
    return told.say(Kind.RECEIPT, Line("takk-feil"))

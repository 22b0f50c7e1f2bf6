"""Follows the words that work at any time: menu, help, why, summary, somebody to talk to, stop and forget."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.core.calls import ContactLeft, PingWithdrawn
from bot.core.conversation import Conversation, Telling
from bot.core.counts import What
from bot.core.effects import Kind, Line, Part, Pick, Reaching, Why
from bot.core.events import ChoiceId
from bot.core.flow import Outcome, Step, StepId, replay
from bot.core.library import World
from bot.core.talking import browsing, calling, reminding, settings, walking
from bot.core.talking.matching import Command, Commanded

SOMEBODY = ("barneansvarlig", "leder", "koordinator", "barneverntjeneste", "barnevernvakt", "alarmtelefonen")
"""Whom to talk to, nearest first (contact ids)."""


_NEED_A_RUN = {
    Command.BACK: "ingenting-tilbake",
    Command.CHANGE: "ingenting-endre",
    Command.SUMMARY: "ingen-svar-ennaa",
    Command.WHY: "hvorfor-ingen",
    Command.STOP: "ingenting-a-avslutte",
}
"""Words that mean nothing outside a run, and what is said to them there."""


_BEGINS = {Command.ACUTE: StepId("akutt-type"), Command.WORRIED: StepId("bk-type")}


def follow(told: Telling, world: World, ordered: Commanded) -> Telling:  # noqa: C901 -- one line a command
    """Do what the word says; the answers given so far are kept unless it says otherwise."""
    told = told.having(misses=0)
    if ordered.command is Command.BACK and (earlier := browsing.back(told, world)):
        return earlier
    if told.conversation.run is None and ordered.command in _NEED_A_RUN:
        return _outside(told, ordered.command)
    match ordered.command:
        case Command.BACK:
            return walking.back(told, world)
        case Command.CHANGE:
            return walking.change(told, world, ordered.number)
        case Command.RESTART:
            return walking.restart(told, world)
        case Command.ACUTE | Command.WORRIED:
            return walking.begin(told, world, _BEGINS[ordered.command])
        case Command.WHY:
            return _why(told, world)
        case Command.SUMMARY:
            return _summary(told, world)
        case Command.SOMEBODY:
            return somebody(told, world, Kind.NOTICE, Line("noen-a-snakke-med"))
        case Command.HELP | Command.ENGLISH:
            return _help(told, world, Line("hjelp" if ordered.command is Command.HELP else "engelsk"))
        case Command.MENU:
            return menu(told)
        case Command.SETTINGS:
            return settings.ask_which(told, world)
        case Command.OFFERS:
            return browsing.start(told, world)
        case Command.RESUME:
            return say_current(told, world)
        case Command.STOP:
            return stop(told)
        case Command.CALL | Command.MINE | Command.WITHDRAW | Command.REMIND:
            return _colleagues(told, world, ordered.command)
        case Command.FORGET:
            return _forget(told, world)
        case _:
            assert_never(ordered.command)


def _help(told: Telling, world: World, words: Line) -> Telling:
    return ask_again(told.count(What.HELP).say(Kind.NOTICE, words), world)


def _colleagues(told: Telling, world: World, command: Command) -> Telling:
    if command is Command.REMIND:
        return reminding.ask_when(told)
    if command is Command.CALL:
        return call(told, world)
    return calling.mine(told) if command is Command.MINE else calling.withdraw(told)


def call(told: Telling, world: World) -> Telling:
    """About the outcome that the person has come to, else in general; where nobody can be called, whom to ask."""
    run = told.conversation.run
    at = replay(world.library.flows, run).at if run else None
    outcome = at if isinstance(at, Outcome) else None
    if not world.people.units or (outcome is not None and not calling.offer(world, outcome)):
        return somebody(told, world, Kind.NOTICE, Line("noen-a-snakke-med"))
    return calling.start(told, world, outcome.id if outcome else "", told.conversation.seen_at)


def menu(told: Telling, *lead: Part) -> Telling:
    """What Varde can do; a run in progress is the first choice."""
    names = ["start-veiviser", "akutt", "bekymret", "finn-tilbud", "snakk-med-noen", "innstillinger", "hjelp"]
    run = told.conversation.run
    if run is not None and run.answers:
        names.insert(0, "fortsett")
    picks = tuple(Pick(ChoiceId(name), "text", f"knapp-{name}") for name in names)
    return told.say(Kind.MENU, *lead, Line("meny"), picks=picks, about="meny")


def say_current(told: Telling, world: World, *lead: Part) -> Telling:
    """Put the open question of the run again; without a run, the menu."""
    if told.conversation.run is None:
        return menu(told, *lead)
    return walking.put(told, world, *lead)


def ask_again(told: Telling, world: World) -> Telling:
    """Put the open question again after something else was said; an outcome is not repeated."""
    run = told.conversation.run
    if run is None or isinstance(replay(world.library.flows, run).at, Step):
        return say_current(told, world)
    return told


def somebody(told: Telling, world: World, kind: Kind, *lead: Part) -> Telling:
    """Whom to ask in the asker's unit and district, with the national numbers; then the question that is open.

    A colleague is one choice among those of that question: two lists on one screen would have two of each number.
    """
    chosen = told.conversation.settings
    ask = (Pick(ChoiceId("varsle"), "text", "knapp-varsle"),) if world.people.units else ()
    whom = Reaching(SOMEBODY, chosen.district, chosen.unit)
    if walking.open_step(told.conversation, world) is None:
        return told.say(kind, *lead, whom, picks=ask, about="noen")
    how = (Line("noen-varsle"),) if ask else ()
    return walking.put(told.say(kind, *lead, whom, *how), world, below=ask)


def stop(told: Telling) -> Telling:
    """End the run and forget its answers at once."""
    return menu(told.with_(told.conversation.without_answers()), Line("avslutt"))


def _outside(told: Telling, command: Command) -> Telling:
    """Nothing to go back in or to end; but whoever ends wants the cards and entries on the screen forgotten, too."""
    if command is Command.STOP:
        told = told.with_(told.conversation.without_answers())
    return menu(told, Line(_NEED_A_RUN[command]))


def _forget(told: Telling, world: World) -> Telling:
    """Everything about the person is deleted, settings too; the receipt is the last that is known of her."""
    asked = [called.ping for called in told.conversation.calls if called.mine]
    called = [called.ping for called in told.conversation.calls if not called.mine]
    receipt = Line("glemt-i-minnet" if world.afloat else "glemt")
    told = told.say(Kind.RECEIPT, receipt, *((Line("glemt-trukket"),) if asked else ()))
    told = told.raising(*(PingWithdrawn(ping, told.to, forgotten=True) for ping in asked))
    told = reminding.forgotten(told.raising(*(ContactLeft(ping, told.to, forgotten=True) for ping in called)))
    return told.with_(replace(Conversation(seen_at=told.conversation.seen_at), forgotten=True))


def _why(told: Telling, world: World) -> Telling:
    run = told.conversation.run
    assert run is not None
    position = replay(world.library.flows, run)
    if isinstance(position.at, Step):
        return say_current(told.say(Kind.NOTICE, Why(position.at.id)), world)
    return told.say(Kind.NOTICE, Line("hvorfor-utfall"), walking.summary(position.path))


def _summary(told: Telling, world: World) -> Telling:
    said = walking.so_far(told.conversation, world)
    if not said:
        return say_current(told.say(Kind.NOTICE, Line("ingen-svar-ennaa")), world)
    return ask_again(told.say(Kind.NOTICE, Line("oppsummering"), *said), world)

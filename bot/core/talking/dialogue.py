"""Moves one conversation one step: sees what was typed or pressed, and decides what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.core.calls import ConversationEvent, Told
from bot.core.conversation import Conversation, Shown, Telling
from bot.core.counts import What
from bot.core.effects import Kind, Line, Transition
from bot.core.events import (
    ChatOpened,
    ChoicePressed,
    ConversationDue,
    EventId,
    MessageEdited,
    MessageNumber,
    MessageReceived,
    MessageUnreadable,
    SettingsChanged,
)
from bot.core.flow import StepId
from bot.core.library import World
from bot.core.listening.identity import find_identity
from bot.core.talking import (
    alarms,
    asides,
    browsing,
    digression,
    following,
    leave,
    letters,
    matching,
    pressing,
    replies,
    settings,
    visits,
    walking,
    whereabouts,
    wishes,
)
from bot.core.talking.commands import ask_again, follow, menu, say_current
from bot.core.talking.questions import privacy_text
from bot.core.typed import Typed

_UNREADABLE = {"kryptert": "uleselig-kryptert", "uten-tekst": "uleselig-uten-tekst"}


def advance(
    state: Conversation | None, event: ConversationEvent, now: datetime, world: World, number: MessageNumber
) -> Transition[Conversation]:
    """One event in one conversation. `number` is the first free message number."""
    if isinstance(event, ConversationDue):
        return _forget_in_time(letters.of_now(state, event.address, world), now, world)
    if isinstance(event, Told):
        return letters.deliver(state, event, now, world, number)
    state = letters.of_now(state, event.sender, world)
    known = state.at(now, world.retention) if state else None
    before = known or Conversation(seen_at=now, colleague=event.sender in world.people.by_address)
    told = Telling(event.sender, replace(before, seen_at=now, latest=None, latest_step=None, meant=""), number)
    match event:
        case MessageReceived():
            told = _received(told, world, event, now, before.meant)
        case MessageEdited():
            told = _edited(told.with_(replace(before, seen_at=now)), world, event, now)
        case MessageUnreadable():
            told = _unreadable(told, world, event, now)
        case ChoicePressed():
            told = pressing.press(_welcome(told), world, event.choice, event.message, now)
        case SettingsChanged():
            told = _set(_welcome(told), world, event)
        case ChatOpened():
            told = say_current(_welcome(told), world)
        case _:
            assert_never(event)
    lapsed = visits.given_up(state, known, world)
    told = replace(told, counts=(*lapsed, *told.counts, *visits.visited(known, told, world)))
    return told.end(now, world.retention)


def _forget_in_time(state: Conversation | None, now: datetime, world: World) -> Transition[Conversation]:
    """Nothing is said: a reminder on a screen could tell that there was a case."""
    known = state.at(now, world.retention) if state else None
    counts = visits.given_up(state, known, world)
    return Transition(known, counts, known.due(world.retention, now) if known else None)


def _welcome(told: Telling) -> Telling:
    if told.conversation.welcomed:
        return told
    told = told.say(Kind.WELCOME, Line("apning"), Line("velkommen"))
    return told.with_(replace(told.conversation, welcomed=True))


def _received(told: Telling, world: World, event: MessageReceived, now: datetime, meant: str) -> Telling:
    """A new message; it is remembered as the latest, which an edit may still change."""
    before = told.conversation
    stopped = _stopped_beside(told, world, event.id, event.beside)
    text = event.text.reveal()
    told = stopped or replies.meant(_welcome(told), world, text, meant, now) or _typed(told, world, event.id, text, now)
    return _latest(told, event.id, _step_answered(before, told.conversation))


def _edited(told: Telling, world: World, event: MessageEdited, now: datetime) -> Telling:
    """The guard judges every edit. It counts as said anew only where nothing has happened since the message."""
    stopped = _stopped_beside(told, world, event.id, event.beside)
    if stopped is not None:
        return stopped
    latest, step = told.conversation.latest, told.conversation.latest_step
    if event.edits == latest:
        before = walking.undone(told, world, step) if step else told
        told = _typed(before, world, event.id, event.text.reveal(), now)
        return _latest(told, latest, _step_answered(before.conversation, told.conversation))
    found = find_identity(event.text.reveal())
    if found is not None:
        return _stopped(told, world, event.id, found.kind, found.certain)
    dangers = world.library.guard.dangers(event.text.reveal())
    return _welcome(alarms.urgent(told, world, dangers, event.text.reveal(), now)) if dangers else told


def _unreadable(told: Telling, world: World, event: MessageUnreadable, now: datetime) -> Telling:
    """Its caption or file name is judged; then it is said what the person can do instead."""
    stopped = _stopped_beside(told, world, event.id, event.beside)
    if stopped is not None:
        return stopped
    caption = event.beside.reveal() if event.beside else ""
    dangers = world.library.guard.dangers(caption)
    if dangers:
        return _welcome(alarms.urgent(told, world, dangers, caption, now))
    if event.quiet:
        return told
    refused = _welcome(told).say(Kind.NOTICE, Line(_UNREADABLE[event.why]))
    return alarms.held(refused) or ask_again(refused, world)


def _stopped_beside(told: Telling, world: World, event: EventId, beside: Typed | None) -> Telling | None:
    found = find_identity(beside.reveal()) if beside else None
    return _stopped(told, world, event, found.kind, found.certain) if found else None


def _latest(told: Telling, event: EventId, step: StepId | None) -> Telling:
    return told.with_(replace(told.conversation, latest=event, latest_step=step))


def _step_answered(before: Conversation, now: Conversation) -> StepId | None:
    """The step whose answer came by this message, if it was an answer."""
    old = before.run.answers if before.run else ()
    new = [given for given in now.run.answers if not given.filled and given not in old] if now.run else []
    return new[-1].step if new else None


def _typed(told: Telling, world: World, event: EventId, text: str, now: datetime) -> Telling:
    """What a typed line means, in the order that safety asks for (DESIGN.md 3)."""
    found = find_identity(text)
    if found is not None:
        return _stopped(told, world, event, found.kind, found.certain)
    whole = _whole(told, world, text, now)
    if whole is not None:
        return _welcome(whole)
    dangers = world.library.guard.dangers(text)
    if dangers:
        return _welcome(alarms.urgent(told, world, dangers, text, now))
    told = _welcome(told)
    ordered = matching.command(world, text)
    if ordered is not None:
        return follow(told, world, ordered)
    return asides.typed(told, world, text, now) or _loosely(told, world, text, now)


def _whole(told: Telling, world: World, text: str, now: datetime) -> Telling | None:
    """What a line answers that is an answer and nothing else: some labels have the words of an emergency."""
    aged = browsing.age_given(_welcome(told), world, text)
    if aged is not None:
        return aged
    for shown in (*_open(told, world, text), *_advised(told, text)):
        hit = matching.exact(world, shown, text)
        if hit is not None:
            return pressing.pressed(_welcome(told), world, shown, hit.pick, now)
    labelled = replies.labelled(_welcome(told), world, text) or leave.whole(_welcome(told), world, text, now)
    return labelled or alarms.answered(told, world, text, now)


def _stopped(told: Telling, world: World, event: EventId, kind: str, certain: bool) -> Telling:
    told = told.count(What.IDENTITY_STOPPED)
    told = _welcome(told.say(Kind.PRIVACY, Line(privacy_text(kind, certain)), about="personvern"))
    says = (replace(told.says[0], deletes=event), *told.says[1:])
    told = replace(told, says=says)
    return ask_again(told, world) if told.conversation.run else told


def _loosely(told: Telling, world: World, text: str, now: datetime) -> Telling:
    for shown in _open(told, world, text):
        close = matching.loose(world, shown, text)
        if isinstance(close, matching.Chosen):
            return pressing.pressed(told, world, shown, close.pick, now)
        if isinstance(close, matching.Ambiguous):
            return _searched(told, world, text, shown) or _put_again(told.say(Kind.NOTICE, Line("flere-passer")), world)
    heard = (
        browsing.asked(told, world, text)
        or _searched(told, world, text, told.conversation.open)
        or following.asked(told, world, text, now)
        or _searched(told, world, text, browsing.left(told))
        or whereabouts.named(told, world, text, now)
    )
    if heard is not None:
        return heard
    entry = matching.entry(world, text)
    if entry is not None:
        return walking.enter(told, world, world.library.flows.entries[entry], now)
    return _politely(told, world, text) or digression.asked(told, world, text, now)


def _searched(told: Telling, world: World, text: str, shown: Shown | None) -> Telling | None:
    """More of what is looked for; a question is answered before that."""
    least = wishes.least(text)
    return None if least is None else browsing.heard(told, world, text, shown, least)


def _put_again(told: Telling, world: World) -> Telling:
    return browsing.again(told, world, told.conversation.open) or ask_again(told, world)


def _politely(told: Telling, world: World, text: str) -> Telling | None:
    """What asks for nothing: thanks, goodbye, a greeting, and a number that stands for no choice."""
    if matching.bare_number(text) is not None:
        return _put_again(told.say(Kind.NOTICE, Line("ukjent-valg")), world)
    if matching.thanks(world, text):
        return ask_again(told.having(misses=0).say(Kind.NOTICE, Line("vaer-sa-god")), world)
    if matching.goodbye(world, text):
        return told.having(misses=0).say(Kind.NOTICE, Line("ha-det-svar" if told.conversation.run else "ha-det"))
    if not matching.fold(text) or matching.greeting(world, text):
        return _greeted(told.having(misses=0), world)
    return None


def _open(told: Telling, world: World, text: str) -> tuple[Shown, ...]:
    """What a line can be an answer to: the newest message, and behind a side question the step that is open.

    A bare number answers the newest message only.
    """
    newest = told.conversation.open
    if newest is None:
        return ()
    aside = newest.about.startswith(("avklar", "innstilling:", "finn:", "ping:", "paminnelse:"))
    step = walking.open_step(told.conversation, world)
    if not aside or step is None or matching.bare_number(text) is not None:
        return (newest,)
    return (newest, Shown(newest.number, f"steg:{step.id}", walking.picks(step)))


def _advised(told: Telling, text: str) -> tuple[Shown, ...]:
    """What can be copied from the newest advice, by its name: also when the walk went on from there."""
    if matching.bare_number(text) is not None:
        return ()
    advice = next((s for s in reversed(told.conversation.shown) if s.about.startswith("utfall:")), None)
    copied = tuple(pick for pick in advice.picks if pick.id in ("journal", "e-melding-tekst")) if advice else ()
    return (replace(advice, picks=copied),) if advice and copied else ()


def _greeted(told: Telling, world: World) -> Telling:
    """Somebody who comes back to an open question sees it again; after an outcome the menu is of more use."""
    again = ask_again(told, world)
    return again if again.number != told.number else menu(told)


def _set(told: Telling, world: World, event: SettingsChanged) -> Telling:
    before = told.conversation.settings
    new = settings.changed(before, event, world)
    told = walking.role_told(told.having(settings=new), world, before)
    told = told.say(Kind.RECEIPT, Line("innstillinger-lagret"), *settings.shown(new, world))
    return say_current(told, world) if told.conversation.run else told

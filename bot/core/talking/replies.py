"""What a line in a person's own words answers of what waits for her: «mener du …?», a colleague's call, a reminder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.core.calls import PingInquired
from bot.core.conversation import Shown, Telling
from bot.core.events import ChoiceId
from bot.core.flow import OptionId
from bot.core.library import World
from bot.core.talking import calling, matching, reminding, walking

LONGEST = 6
"""Words; a longer line that begins with «ja» or «nei» tells something of its own."""
_PLAIN = {"ta": "svar-ja", "kan-ikke-na": "svar-nei"}
"""Choices under a call -> the words that mean them while nothing else is asked."""
_OWN = {"ta": "svar-ta", "kan-ikke-na": "svar-kan-ikke"}
"""Choices under a call -> the words that mean them at any time."""


def meant(told: Telling, world: World, text: str, answer: str, now: datetime) -> Telling | None:
    """«Ja» to «mener du …?» is the answer that was meant."""
    step = walking.open_step(told.conversation, world)
    if step is None or matching.fold(text) not in matching.spoken(world, "svar-ja"):
        return None
    pick = next((pick for pick in walking.picks(step) if pick.ref == answer), None)
    return walking.answer(told, world, step, OptionId(pick.id), now) if pick else None


def labelled(told: Telling, world: World, text: str) -> Telling | None:
    """The whole label of a choice under a call that is not over, also when something newer has been said since.

    «Ferdig» in the middle of a walk may be about the walk.
    """
    if matching.bare_number(text) is not None:
        return None
    for shown in _calls(told):
        hit = matching.exact(world, shown, text)
        if hit is not None and not (hit.pick.id == "ferdig" and told.conversation.run is not None):
            return calling.pressed(told, shown, hit.pick)
    return None


def heard(told: Telling, world: World, text: str) -> Telling | None:
    """None: the line answers nothing that waits."""
    newest = told.conversation.open
    if newest is not None and reminding.asks(newest):
        answer = _answer(world, text)
        return reminding.answered(told, world, newest, answer) if answer else None
    waiting = next((shown for shown in _calls(told) if _waits(told, shown)), None)
    return _called(told, world, waiting, text) if waiting is not None else None


def _called(told: Telling, world: World, waiting: Shown, text: str) -> Telling | None:
    line = matching.fold(text)
    if line in matching.spoken(world, "svar-hva-gjelder"):
        return told.raising(PingInquired(calling.number(waiting), told.to))
    plain = _PLAIN if walking.open_step(told.conversation, world) is None else {}
    for choice in _OWN:
        lists = [words[choice] for words in (_OWN, plain) if choice in words]
        pick = waiting.pick(ChoiceId(choice))
        if pick is not None and any(line in matching.spoken(world, words) for words in lists):
            return calling.pressed(told, waiting, pick)
    return None


def _answer(world: World, text: str) -> str:
    """«Ja det gikk bra» and «nei, ikke ennå» answer whether the follow-up has begun."""
    words = matching.fold(text).split()
    if not words or len(words) > LONGEST:
        return ""
    first, denies = words[0], matching.denies(text)
    if denies and (first in matching.spoken(world, "svar-nei") or len(words) <= LONGEST // 2):
        return "ikke-enna"
    return "ja" if first in matching.spoken(world, "svar-ja") and not denies else ""


def _calls(told: Telling) -> Iterator[Shown]:
    """The messages about others' calls that are not over, the newest first."""
    known = {called.ping for called in told.conversation.calls if not called.mine}
    for shown in reversed(told.conversation.shown):
        if shown.about.startswith("ping:") and calling.number(shown) in known:
            yield shown


def _waits(told: Telling, shown: Shown) -> bool:
    """Whether she has not said yet if she takes it."""
    number = calling.number(shown)
    newest = next(each for each in _calls(told) if calling.number(each) == number)
    passed = any(called.ping == number and called.passed for called in told.conversation.calls)
    return not passed and newest.pick(ChoiceId("ta")) is not None

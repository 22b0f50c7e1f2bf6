"""Before a colleague is asked: whether there is anybody of the unit who can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.calls import CallPrepared, ContactSought
from bot.core.conversation import Absence, Conversation
from bot.core.events import Address
from bot.core.library import World
from bot.core.people import Barneansvarlig, People, Unit
from bot.core.talking.calling import seek
from escalation.scene import ALI, EVA, KARI, MONA, one, scene

NOW = scene().now


def among(*people: Barneansvarlig) -> World:
    unit = Unit("enhet", "Enhet", None, "", people)  # type: ignore[arg-type]
    return replace(scene().world, people=People({unit.id: unit}))


def said(world: World, known: dict[Address, Conversation]) -> CallPrepared:
    """From one to the next, until the asker is told."""
    event: ContactSought | CallPrepared = ContactSought(MONA, (ALI,), KARI, "")
    while isinstance(event, ContactSought):
        event = seek(event, world, known.get(event.to))
    return event


def away(stand_in: str) -> Conversation:
    return Conversation(NOW, away=Absence(NOW + timedelta(days=3), stand_in))


def test_one_who_has_met_varde_is_enough() -> None:
    assert said(among(one("mona"), one("ali")), {ALI: Conversation(NOW)}).reachable


def test_nobody_who_has_met_varde_is_nobody() -> None:
    assert not said(among(one("mona"), one("ali")), {}).reachable


def test_a_stand_in_is_somebody() -> None:
    world = among(one("mona"), one("ali"), one("eva"))
    assert said(world, {MONA: away("eva"), EVA: Conversation(NOW)}).reachable


def test_two_who_stand_in_for_each_other_are_not_sought_in_a_circle() -> None:
    assert not said(among(one("mona"), one("ali")), {MONA: away("ali"), ALI: away("mona")}).reachable

"""Killed between any two updates, and in the middle of them: nothing is lost, nothing is done twice."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

from running import Varde
from standin import Standin
from talking import buttons

WAY = ("start veiviser", "fare-na", "skade", "nyttig-ja", "nyttig-ja", "meny", "e-melding", "27045951478", "avbryt")
"""Buttons where the newest keyboard has them, else text."""


def walk(network: Standin, person: int, after_each: Callable[[int], None]) -> None:
    """The whole way; each step when the one before is answered, whoever died meanwhile."""
    for place, step in enumerate(WAY):
        known = len(network.told(person))
        offer = next((m for m in reversed(network.told(person)) if step in buttons(m)), None)
        if offer is not None:
            network.presses(person, buttons(offer)[step], offer["message_id"])
        else:
            network.writes(person, step)
        after_each(place)
        network.said(person, known, within=60)
        network.until(lambda: not network.unacknowledged(), 60)
        settle(network, person)


def settle(network: Standin, person: int) -> None:
    """Until nothing more comes for a moment: what was being sent when it died comes again first."""
    count = -1
    while count != len(network.told(person)):
        count = len(network.told(person))
        time.sleep(0.3)


def stored(varde: Varde) -> tuple[list[object], list[object]]:
    with closing(sqlite3.connect(varde.place / "data" / "varde.db")) as database:
        seen = database.execute("SELECT count(*) FROM seen").fetchall()
        unsent = database.execute("SELECT count(*) FROM outbox WHERE body IS NOT NULL").fetchall()
    return seen, unsent


def texts(network: Standin, person: int) -> list[str]:
    return [message["text"] for message in network.told(person)]


def without_repeats(said: list[str]) -> list[str]:
    """A message that comes twice, one right after the other, is one message repeated."""
    return [text for place, text in enumerate(said) if place == 0 or text != said[place - 1]]


def test_killed_after_any_update_no_update_is_lost_and_at_most_one_message_repeated(
    own: Standin, own_varde: Callable[..., Varde]
) -> None:
    undisturbed = own_varde()
    undisturbed.start()
    walk(own, 41, lambda _: None)
    assert undisturbed.stop() == 0
    varde = own_varde()
    varde.start()
    chance = random.Random(20260105)

    def kill(_: int) -> None:
        time.sleep(chance.choice((0.0, 0.01, 0.03, 0.1)))
        varde.kill()
        varde.start()

    walk(own, 42, kill)
    assert varde.stop() == 0
    assert without_repeats(texts(own, 42)) == without_repeats(texts(own, 41))
    assert len(texts(own, 42)) - len(texts(own, 41)) <= len(WAY)
    assert stored(varde) == stored(undisturbed)
    assert [number for chat, number in own.deleted if chat == 42]


def test_killed_in_the_middle_of_a_crowd_nobody_is_forgotten_or_answered_out_of_order(
    own: Standin, own_varde: Callable[..., Varde]
) -> None:
    """Thirty people write two lines each, at once; it is killed again and again while it answers."""
    own.delay = 0.02
    varde = own_varde()
    varde.start()
    people = range(101, 131)
    for person in people:
        own.writes(person, "hei")
    for person in people:
        own.writes(person, "hva er BarnsBeste?")
    for pause in (0.05, 0.2, 0.4):
        time.sleep(pause)
        varde.kill()
        varde.start()
    for person in people:
        own.said(person, count=3, within=60)
    own.until(lambda: not own.unacknowledged())
    settle(own, people[-1])
    assert varde.stop() == 0
    for person in people:
        said = without_repeats(texts(own, person))
        assert len(said) == 3
        assert len(texts(own, person)) <= 3 + 3, "one for each kill at most"
    assert stored(varde)[1] == [(0,)]

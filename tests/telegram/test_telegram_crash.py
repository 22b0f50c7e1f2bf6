"""The power goes between any two updates, and in the middle of them: nothing is lost, nothing is done twice."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from faults import Fault
from power_cuts import NUMBER, START, Walk, left, longest, unsent
from running import Varde
from standin import Standin

from bot.core.library import World
from channels.network import wordy

EVERY = 5
"""The power goes in every so-many-th step; bench_telegram_kills.py takes each step, and every moment of it."""
TAKEN = b'{"ok": true, "result": {"message_id": 7, "date": 0, "chat": {"id": 42, "type": "private"}}}'


def test_the_longest_way_is_walked_and_the_power_goes_now_and_then_and_all_is_as_in_an_undisturbed_run(
    own: Standin, own_varde: Callable[..., Varde], world: World
) -> None:
    """By buttons first, then by text; the moment is another one each time."""
    steps = (START, *longest(world), "nyttig-ja", NUMBER)
    pressed, typed = Walk(own, 41, steps), Walk(own, 42, steps, by_text=True)
    peaceful = own_varde()
    peaceful.start()
    pressed.in_peace(peaceful)
    typed.in_peace(peaceful)
    assert peaceful.stop() == 0
    varde = own_varde()
    varde.start()
    again = Walk(own, 43, steps), Walk(own, 44, steps, by_text=True)
    kills = again[0].disturbed(varde, pressed, 0, EVERY) + again[1].disturbed(varde, typed, 2, EVERY)
    assert varde.stop() == 0
    assert [walk.texts for walk in again] == [pressed.texts, typed.texts]
    assert sum(walk.repeats for walk in again) - pressed.repeats - typed.repeats <= kills
    assert left(varde) == left(peaceful)
    assert {chat for chat, _ in own.deleted} == {41, 42, 43, 44}


@pytest.mark.parametrize("cut_at", [0, 1])
def test_of_a_message_in_several_parts_a_power_cut_repeats_one(
    own: Standin, own_varde: Callable[..., Varde], tmp_path: Path, cut_at: int
) -> None:
    """The power goes when Telegram has that part and Varde has not heard of it yet."""
    varde = own_varde()
    settings = yaml.safe_load(varde.config.read_text())
    varde.config.write_text(yaml.safe_dump({**settings, "knowledge": str(wordy(tmp_path / "knowledge"))}))
    varde.start()
    own.writes(42, "hei")
    own.until(lambda: bool(own.told(42)) and not unsent(varde) and not own.unacknowledged())
    known = len(own.told(42))
    assert varde.process is not None
    cut = Fault(cut=True, done=True, then=varde.process.kill)
    own.faults["sendMessage"].extend([*[Fault(200, done=True, body=TAKEN)] * cut_at, cut])
    own.writes(42, "hjelp")
    varde.ended()
    varde.start()
    own.until(lambda: not unsent(varde) and not own.unacknowledged())
    assert varde.stop() == 0
    came = list(Counter(said["text"] for said in own.told(42)[known:]).values())
    assert len(came) >= 2
    assert came == [2 if part == cut_at else 1 for part in range(len(came))]


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
    assert varde.stop() == 0
    for person in people:
        walk = Walk(own, person, ())
        assert len(walk.texts) == 3
        assert walk.repeats <= 3, "one for each kill at most"
    assert left(varde)["unsent"] == [(0,)]

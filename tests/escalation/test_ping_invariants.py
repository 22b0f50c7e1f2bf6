"""The twelve things of PING.md that must hold at every moment; those that need processes are in test_killed.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.calls import ContactResolved, PingAcknowledged, PingDue, PingOpened
from bot.core.colleagues.ping import Stage
from bot.core.events import Address, UnitId
from bot.core.people import Barneansvarlig, People
from bot.core.windows import ALWAYS, Window, after, closes, is_open, next_morning, opens
from escalation.scene import (
    ALI,
    DAY,
    HOUR,
    KARI,
    LISE,
    MINUTE,
    MONA,
    OSLO,
    UNIT,
    WAIT,
    Scene,
    at,
    days,
    one,
    unit,
)
from escalation.scene import scene as staged

BOTH = (one("mona"), one("ali"))
PLAYED: list[Scene] = []


def scene(*people: Barneansvarlig, **more: object) -> Scene:
    made = staged(*people, **more)  # type: ignore[arg-type]
    PLAYED.append(made)
    return made


@pytest.fixture(autouse=True)
def nothing_is_lost() -> Iterator[None]:
    PLAYED.clear()
    yield
    for played in PLAYED:
        played.audit()


def test_1_an_open_ping_always_has_a_time() -> None:
    s = scene(*BOTH, rounds=1)
    ping = s.asks()
    for _ in range(400):
        s.audit()
        s.waits(17 * MINUTE)
    assert s.ping(ping).over


def test_2_however_many_press_at_once_one_has_it() -> None:
    s = scene(*BOTH)
    ping = s.asks()
    s.waits(WAIT)
    for who in (ALI, MONA, LISE, ALI, MONA):
        s.act(PingAcknowledged(ping, who))
    assert (s.taken, s.ping(ping).taker) == (1, "ali")


def test_2_somebody_who_is_not_in_the_chain_cannot_take_it() -> None:
    s = scene(*BOTH)
    ping = s.asks()
    s.act(PingAcknowledged(ping, Address("jsonlines:eva")))
    assert s.ping(ping).stage is Stage.OPEN


@pytest.mark.parametrize("end", ["ta", "trekk", "due"])
def test_3_nothing_that_waits_is_handed_over_after_the_end_of_its_rung(end: str) -> None:
    mona = one("mona", addresses=("jsonlines:mona", "jsonlines:eva"))
    s = scene(mona, one("ali"), working=lambda address: address != "jsonlines:eva")
    s.asks()
    waiting = next(row for row in s.outbox if row.say.to == "jsonlines:eva")
    if end == "due":
        s.waits(WAIT)
    else:
        s.presses(MONA if end == "ta" else KARI, end)
    assert waiting.status == "cancelled", "withdrawn in the same transaction"
    waiting.status = "pending"  # as if the withdrawal had been forgotten: the claim looks too
    s.working = lambda _: True
    s.deliver()
    assert waiting.status == "cancelled"


def test_4_a_new_people_file_changes_nothing_in_a_ping_that_is_open() -> None:
    s = scene(*BOTH)
    ping = s.asks()
    s.world = replace(s.world, people=replace(s.world.people, units={UNIT: unit(one("eva"))}))
    s.waits(WAIT)
    assert s.ping(ping).asked == "ali"
    s.presses(ALI, "ta")
    assert s.ping(ping).taker == "ali"


def test_5_the_number_is_in_every_message_so_that_a_repeat_is_recognised() -> None:
    s = scene(*BOTH)
    ping = s.asks()
    s.waits(WAIT)
    s.presses(ALI, "ta")
    s.presses(ALI, "ferdig")
    told = [row for row in s.outbox if row.say.owner == f"ping:{ping}"]
    assert len(told) == 9
    assert not [s.words(row) for row in told if f"nr. {ping}" not in s.words(row)]


def test_6_between_any_two_events_everything_may_be_read_again_from_what_is_stored() -> None:
    calm, shaken = (scene(*BOTH, rounds=1) for _ in range(2))
    for s in (calm, shaken):
        s.asks()
        for step in range(300):
            s.waits(23 * MINUTE)
            if s is shaken:
                s.restart()
            if step == 3:
                s.presses(MONA, "ta")
    assert [(row.say, row.at) for row in calm.outbox] == [(row.say, row.at) for row in shaken.outbox]


def test_7_an_hour_back_does_nothing_twice() -> None:
    s = scene(*BOTH)
    ping = s.asks()
    s.waits(WAIT)
    before, said = s.ping(ping), len(s.outbox)
    s.now -= HOUR
    s.wake()
    s.act(PingDue(ping, s.delivered(f"ping:{ping}")))
    assert (s.ping(ping), len(s.outbox)) == (before, said)


def test_7_three_days_asleep_bring_one_rung_and_not_the_whole_chain() -> None:
    s = scene(one("mona"), one("ali"), one("eva"))
    ping = s.asks()
    s.sleeps(3 * DAY)
    assert s.ping(ping).asked == "ali"
    assert s.ping(ping).step_at == s.now + WAIT


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-03-29 01:30", HOUR, "2026-03-29 03:30"),
        ("2026-03-28 23:30", 3 * HOUR, "2026-03-29 03:30"),
        ("2026-10-24 23:30", 3 * HOUR, "2026-10-25 02:30"),
        ("2026-10-25 01:30", 2 * HOUR, "2026-10-25 02:30"),
    ],
)
def test_7_a_wait_is_as_long_in_the_nights_when_the_clocks_change(start: str, span: timedelta, end: str) -> None:
    begins = at(*start.split())
    ends = after(ALWAYS, begins, span, OSLO)
    assert ends - begins == span
    assert ends.astimezone(OSLO).strftime("%Y-%m-%d %H:%M") == end


def test_7_the_morning_after_a_changed_clock_is_still_nine_there() -> None:
    for friday in ("2026-03-27", "2026-10-23"):
        nine = next_morning(Window(), at(friday, "12:00"), OSLO).astimezone(OSLO)
        assert (nine.weekday(), nine.hour, nine.minute) == (0, 9, 0)


def test_8_with_every_network_down_the_chain_still_reaches_its_end_in_time() -> None:
    s = scene(*BOTH, rounds=1, working=lambda _: False)
    ping = s.asks()
    s.waits(4 * WAIT)
    assert s.ping(ping).stage is Stage.UNANSWERED
    s.working = lambda _: True
    s.deliver()
    assert [row.say.to for row in s.unexpected if row.say.tag] == [LISE]


def test_9_nobody_is_told_anything_outside_the_hours_that_she_did_not_ask_for() -> None:
    s = scene(*BOTH, at="2026-01-05 15:40")
    s.asks()
    s.until(at("2026-01-05", "18:00"))
    s.presses(MONA, "kan-ikke-na")
    s.presses(ALI, "ta")
    s.presses(KARI, "trekk")
    s.until(at("2026-01-09", "12:00"))
    for row in s.outbox:
        if row.say.to != KARI and row.say.kind != "receipt" and row.say.owner:
            assert is_open(Window(), row.at, OSLO), (row.say.to, row.at)
    assert [row for row in s.outbox if row.say.to == MONA][-1].at == at("2026-01-06", "08:00")


def test_9_what_is_held_is_released_once_and_in_order() -> None:
    s = scene(*BOTH, at="2026-01-03 12:00")
    pings = [s.asks(topic) for topic in ("droft-barnevern", "skade", "")]
    s.until(at("2026-01-05", "08:00"))
    asked = [row.say.owner for row in s.outbox if row.say.to == MONA and row.say.tag]
    assert asked == [f"ping:{ping}" for ping in pings]


def test_9_nobody_is_reminded_at_night_because_the_program_slept_through_the_morning() -> None:
    s = scene(*BOTH)
    s.asks()
    s.presses(MONA, "ta")
    s.unexpected.clear()
    s.now = at("2026-01-06", "20:00")
    s.wake()
    s.silence()
    s.until(at("2026-01-07", "08:00"))
    s.hears(MONA, "folg-opp")


@pytest.mark.parametrize("day", ["2026-05-01", "2026-05-14", "2026-12-24", "2026-12-25", "2026-12-31"])
def test_9_holidays_and_the_two_eves_are_outside_the_hours(day: str) -> None:
    assert not is_open(Window(), at(day, "10:00"), OSLO)
    assert is_open(ALWAYS, at(day, "10:00"), OSLO), "a roster with Sundays in it runs on holidays"


def test_10_the_absent_are_never_told() -> None:
    s = scene(one("mona", days("2026-01-05", "2026-01-05")), one("ali"), rounds=2)
    s.asks()
    s.until(at("2026-01-05", "16:00"))
    assert not [row for row in s.outbox if row.say.to == MONA]


def test_10_a_stand_in_is_asked_in_her_place_and_only_once_in_a_round() -> None:
    s = scene(one("mona", days("2026-01-05", "2026-01-09", "ali")), one("ali"), one("eva"))
    ping = s.asks()
    assert s.ping(ping).asked == "ali"
    s.waits(WAIT)
    assert s.ping(ping).asked == "eva"


def test_10_an_absence_that_begins_during_a_rung_moves_it_on_at_once() -> None:
    s = scene(one("mona", days("2026-01-06", "2026-01-06")), one("ali"), at="2026-01-05 23:50", window=ALWAYS)
    ping = s.asks()
    assert s.ping(ping).asked == "mona"
    s.until(at("2026-01-06", "00:00"))
    assert s.ping(ping).asked == "ali"


def test_10_an_absence_that_begins_during_a_rung_goes_to_the_stand_in_first() -> None:
    mona = one("mona", days("2026-01-06", "2026-01-06", "eva"))
    s = scene(mona, one("ali"), one("eva"), at="2026-01-05 23:50", window=ALWAYS)
    ping = s.asks()
    s.until(at("2026-01-06", "00:00"))
    assert s.ping(ping).asked == "eva"


def test_10_a_stand_in_may_be_of_another_unit() -> None:
    s = scene(one("mona", days("2026-01-05", "2026-01-09", "eva")), one("ali"))
    other = replace(unit(one("eva")), id=UnitId("annen-enhet"))
    s.world = replace(s.world, people=People({**s.world.people.units, other.id: other}))
    ping = s.asks()
    assert s.ping(ping).asked == "eva"


def test_10_said_in_chat_it_holds_at_once_and_until_its_last_day() -> None:
    s = scene(*BOTH, rounds=0)
    ping = s.asks()
    s.types(MONA, "borte til onsdag")
    s.presses(MONA, "bekreft")
    assert s.ping(ping).asked == "ali", "what she was asked goes on at once"
    other = s.asks("skade")
    assert s.ping(other).asked == "ali"
    s.until(at("2026-01-07", "15:00"))
    assert s.ping(s.asks("")).asked == "ali"
    s.until(at("2026-01-08", "08:00"))
    assert s.ping(s.asks("akutt-hjelp")).asked == "mona"


def test_10_the_stand_in_she_names_is_asked_first() -> None:
    s = scene(one("mona"), one("ali"), one("eva"))
    s.types(MONA, "borte til fredag")
    s.presses(MONA, "bekreft")
    s.presses(MONA, "eva")
    assert s.ping(s.asks()).asked == "eva"


def test_10_back_before_time() -> None:
    s = scene(*BOTH)
    s.types(MONA, "borte til fredag")
    s.presses(MONA, "bekreft")
    s.types(MONA, "ikke borte")
    assert s.ping(s.asks()).asked == "mona"


def test_10_away_at_one_address_is_away_at_all() -> None:
    s = scene(one("mona", addresses=("jsonlines:mona", "jsonlines:eva")), one("ali"))
    s.types(MONA, "borte til fredag")
    s.presses(MONA, "bekreft")
    assert s.ping(s.asks()).asked == "ali"


@pytest.mark.parametrize("act", ["nothing", "ferdig", "gi-tilbake", "trekk", "glem"])
def test_11_the_asker_always_hears_how_it_ended(act: str) -> None:
    s = scene(*BOTH)
    s.asks()
    if act in ("ferdig", "gi-tilbake"):
        s.presses(MONA, "ta")
        s.presses(MONA, act)
    elif act == "trekk":
        s.presses(KARI, "trekk")
    elif act == "glem":
        s.types(KARI, "glem")
    s.waits(10 * DAY)
    last = [row for row in s.outbox if row.say.to == KARI][-1]
    assert last.say.parts[0].text in {  # type: ignore[union-attr]
        "nothing": ("ping-lukket",),
        "ferdig": ("ping-ferdig",),
        "gi-tilbake": ("ping-lukket",),
        "trekk": ("ping-angret",),
        "glem": ("glemt",),
    }[act]


def test_11_forgotten_means_forgotten() -> None:
    s = scene(*BOTH)
    ping = s.asks(phone="22 33 44 55")
    s.types(KARI, "glem")
    assert (s.ping(ping).asker, s.ping(ping).phone) == (None, "")
    assert f"samtale:{KARI}" not in s.states
    s.waits(100 * DAY)
    assert not [key for key in s.states if key.startswith("ping:")]


def test_a_repeated_confirmation_and_a_late_answer_of_a_conversation_change_nothing() -> None:
    s = scene(*BOTH)
    ping = s.asks()
    before = s.ping(ping)
    s.act(PingOpened(ping, before.call, KARI))
    s.act(ContactResolved(ping, ALI, True))
    assert s.ping(ping) == before


def test_hours_add_up_over_a_week_end() -> None:
    friday = at("2026-01-09", "15:50")
    assert after(Window(), friday, WAIT, OSLO) == at("2026-01-12", "08:20")
    assert closes(Window(), friday, OSLO) == at("2026-01-09", "16:00")
    assert opens(Window(), at("2026-01-09", "16:00"), OSLO) == at("2026-01-12", "08:00")
    assert after(Window(), friday, 17 * HOUR, OSLO) == at("2026-01-14", "08:50")

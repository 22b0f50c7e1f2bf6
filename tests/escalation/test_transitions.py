"""The eighteen transitions of PING.md, each by its number; no test leaves a message that it did not expect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.core.calls import Call, PingOpened
from bot.core.colleagues.ping import Stage
from bot.core.counts import What
from bot.core.events import Address, ChoiceId, ChoicePressed, EventId, PingNumber, SettingsChanged, UnitId
from bot.core.people import People
from escalation.scene import (
    ALI,
    DAY,
    EVA,
    HOUR,
    KARI,
    LEADER,
    LISE,
    MINUTE,
    MONA,
    UNIT,
    WAIT,
    Scene,
    at,
    days,
    one,
    scene,
    unit,
)

BOTH = (one("mona"), one("ali"))
PLAYED: list[Scene] = []


def begin(*people: object, **more: object) -> Scene:
    made = scene(*(people or BOTH), **more)  # type: ignore[arg-type]
    PLAYED.append(made)
    return made


@pytest.fixture(autouse=True)
def nothing_unexpected() -> Iterator[None]:
    PLAYED.clear()
    yield
    for played in PLAYED:
        played.silence()
        played.audit()


def test_1_confirming_asks_the_first_and_tells_the_asker() -> None:
    s = begin()
    ping = s.asks()
    s.hears(MONA, "spurt")
    s.hears(KARI, "sendt")
    assert s.ping(ping).stage is Stage.OPEN
    assert s.dues[f"ping:{ping}"] == s.now + 15 * MINUTE, "the look whether any network works comes before the rung"
    assert [count.what for count in s.counts] == [What.PING_OPENED]


def test_1_a_second_ping_of_the_same_asker_unit_and_topic_is_not_opened() -> None:
    s = begin()
    s.types(KARI, "bekymret")
    for choice in ("omsorg", "usikker", "varsle"):
        s.presses(KARI, choice)
    s.unexpected.clear()
    s.presses(KARI, "bekreft")
    s.hears(MONA, "spurt")
    s.hears(KARI, "sendt")
    s.presses(KARI, "bekreft")
    s.hears(KARI, "venter")
    s.presses(KARI, "varsle")
    s.hears(KARI, "varsling-alt-spurt", "venter")
    assert len([key for key in s.states if key.startswith("ping:")]) == 1


def test_1_of_two_that_were_shown_for_the_same_only_one_is_opened() -> None:
    s = begin()
    s.types(KARI, "varsle")
    first = s.outbox[-1].say.number
    s.types(KARI, "varsle")
    s.presses(KARI, "bekreft")
    s.hears(MONA, "spurt")
    s.unexpected.clear()
    s.act(ChoicePressed(EventId("older"), KARI, ChoiceId("bekreft"), first))
    s.hears(KARI, "venter")
    assert len([key for key in s.states if key.startswith("ping:")]) == 1


def test_1_who_is_called_in_the_unit_herself_is_not_asked_her_own_question() -> None:
    s = begin(one("kari"), one("mona", days("2026-01-05", "2026-01-09", "kari")), reserve=replace(LEADER, id="x"))
    s.asks()
    s.hears(LISE, "reserve")
    s.hears(KARI, "ubesvart-reserve")
    s.world = replace(s.world, people=People({UNIT: unit(one("kari"), reserve=replace(LEADER, addresses=(KARI,)))}))
    s.asks("skade")
    s.hears(KARI, "ubesvart")


def test_1_what_was_shown_is_what_is_sent_also_when_the_unit_was_changed_meanwhile() -> None:
    other = replace(unit(one("ali")), id=UnitId("annen-enhet"), name="Annen enhet")
    s = begin(one("mona"))
    s.world = replace(s.world, people=People({UNIT: unit(one("mona")), other.id: other}))
    s.types(KARI, "varsle")
    s.act(SettingsChanged(EventId("changed"), KARI, unit=other.id))
    s.unexpected.clear()
    s.presses(KARI, "bekreft")
    assert "Annen enhet" in s.words(s.unexpected[-1])
    s.hears(KARI, "tilbud")
    s.presses(KARI, "bekreft")
    s.hears(ALI, "spurt")
    s.hears(KARI, "sendt")


@pytest.mark.parametrize(("who", "address"), [("ali", ALI), (LEADER.id, LISE)])
def test_1_a_practice_goes_to_one_person_at_any_hour_and_is_over_when_it_is_taken(who: str, address: str) -> None:
    s = begin(at="2026-01-05 23:00")
    number = PingNumber(s.number)
    s.number += 1
    s.act(PingOpened(number, Call(UNIT, "Hjemmetjenesten", None, practice=who), None))
    s.hears(Address(address), "spurt")
    s.presses(Address(address), "ta")
    s.hears(Address(address), "meldt-ferdig")
    assert s.ping(number).stage is Stage.DONE
    assert not s.counts


def test_1_outside_the_hours_it_is_held_and_the_asker_is_told_until_when() -> None:
    s = begin(at="2026-01-05 17:00")
    ping = s.asks()
    [held] = s.unexpected
    assert "tirsdag 6.1.2026 kl. 08.00" in s.words(held)
    assert "arnevernvakt" in s.words(held)
    s.hears(KARI, "holdt")
    assert s.ping(ping).stage is Stage.HELD


def test_2_when_the_hours_begin_the_first_is_asked() -> None:
    s = begin(at="2026-01-05 17:00")
    ping = s.asks()
    s.hears(KARI, "holdt")
    s.until(at("2026-01-06", "07:59"))
    s.silence()
    s.until(at("2026-01-06", "08:00"))
    s.hears(MONA, "spurt")
    s.hears(KARI, "sendt")
    assert s.ping(ping).stage is Stage.OPEN


@pytest.mark.parametrize("why", ["away", "no address", "never met"])
def test_3_a_rung_with_nobody_is_passed_at_once_and_counted(why: str) -> None:
    mona = {
        "away": one("mona", days("2026-01-05", "2026-01-09")),
        "no address": one("mona", addresses=()),
        "never met": one("mona", addresses=("jsonlines:nobody",)),
    }[why]
    s = begin(mona, one("ali"))
    ping = s.asks()
    s.hears(ALI, "spurt")
    s.hears(KARI, "sendt")
    assert s.ping(ping).empty == 1


def test_4_when_a_rung_is_due_the_next_is_asked_and_waited_for_from_now() -> None:
    s = begin(one("mona"), one("ali"), one("eva"))
    ping = s.asks()
    s.hears(MONA, "spurt")
    s.hears(KARI, "sendt")
    s.waits(WAIT - MINUTE)
    s.silence()
    s.waits(MINUTE)
    s.hears(ALI, "spurt")
    s.hears(KARI, "neste")
    assert s.ping(ping).step_at == s.now + WAIT


def test_4_what_is_unsent_of_the_old_rung_is_withdrawn() -> None:
    s = begin(working=lambda address: address != MONA)
    s.asks()
    s.hears(KARI, "sendt")
    s.waits(15 * MINUTE)
    s.hears(KARI, "uten-nett")
    s.waits(15 * MINUTE)
    s.hears(ALI, "spurt")
    s.hears(KARI, "neste")
    s.working = lambda _: True
    s.deliver()
    s.hears(MONA)


def test_5_after_the_last_rung_the_first_is_asked_again_while_rounds_are_left() -> None:
    s = begin(rounds=1)
    ping = s.asks()
    s.hears(MONA, "spurt")
    s.waits(2 * WAIT)
    s.hears(MONA, "spurt")
    s.hears(ALI, "spurt")
    s.hears(KARI, "sendt", "neste")
    assert s.ping(ping).round == 1


def test_6_a_used_up_chain_goes_to_the_leader_and_the_asker_is_told_with_numbers() -> None:
    s = begin(one("mona"))
    ping = s.asks()
    s.hears(MONA, "spurt")
    s.hears(KARI, "sendt")
    s.waits(WAIT)
    told = [row for row in s.unexpected if row.say.to == KARI]
    assert "Lise Leder, 21 00 00 09" in s.words(told[-1])
    assert "arnevernvakt" in s.words(told[-1])
    s.hears(LISE, "reserve")
    s.hears(KARI, "ubesvart-reserve")
    assert s.ping(ping).stage is Stage.UNANSWERED
    assert What.PING_UNANSWERED in [count.what for count in s.counts]


AWAY, CHATLESS = one("mona", days("2026-01-05", "2026-01-09")), one("mona", addresses=())


@pytest.mark.parametrize("people", [(), (AWAY,), (CHATLESS,), (AWAY, CHATLESS)])
@pytest.mark.parametrize("leader", ["there", "never met", "none"])
def test_6_where_nobody_can_be_asked_leader_and_asker_are_told_at_once(people: tuple[object, ...], leader: str) -> None:
    s = begin(one("x"), met=(KARI, MONA) if leader == "never met" else (KARI, MONA, LISE), rounds=3)
    made = unit(*people, rounds=3)  # type: ignore[arg-type]
    made = replace(made, reserve=None) if leader == "none" else made
    s.world = replace(s.world, people=replace(s.world.people, units={UNIT: made}))
    ping = s.asks()
    s.hears(LISE, *(["reserve"] if leader == "there" else []))
    s.hears(KARI, "ubesvart-reserve" if leader == "there" else "ubesvart")
    assert s.ping(ping).stage is Stage.UNANSWERED


def test_6_stand_ins_in_a_circle_are_nobody() -> None:
    mona = one("mona", days("2026-01-05", "2026-01-09", "ali"))
    ali = one("ali", days("2026-01-05", "2026-01-09", "mona"))
    s = begin(mona, ali)
    s.asks()
    s.hears(LISE, "reserve")
    s.hears(KARI, "ubesvart-reserve")


def test_7_who_takes_it_is_told_to_the_asker_and_to_the_others_who_were_asked() -> None:
    s = begin()
    ping = s.asks()
    s.waits(WAIT)
    s.hears(MONA, "spurt")
    s.hears(ALI, "spurt")
    s.hears(KARI, "sendt", "neste")
    s.presses(ALI, "ta")
    assert "Ali" in s.words(next(row for row in s.unexpected if row.say.to == KARI))
    s.hears(ALI, "din")
    s.hears(KARI, "tatt")
    s.hears(MONA, "tatt-av")
    assert (s.ping(ping).stage, s.ping(ping).taker) == (Stage.ACKED, "ali")
    s.waits(4 * HOUR)
    s.hears(LISE)


def test_7_a_message_on_its_way_to_another_address_is_withdrawn_when_somebody_takes_it() -> None:
    both = one("mona", addresses=("jsonlines:mona", "jsonlines:eva"))
    s = begin(both, working=lambda address: address != EVA)
    s.asks()
    s.hears(MONA, "spurt")
    s.hears(KARI, "sendt")
    s.presses(MONA, "ta")
    s.hears(MONA, "din")
    s.hears(KARI, "tatt")
    s.working = lambda _: True
    s.deliver()
    s.hears(EVA, "din-annet-sted")


def test_7_it_can_still_be_taken_when_nobody_answered() -> None:
    s = begin(one("mona"))
    ping = s.asks()
    s.waits(WAIT)
    s.hears(KARI, "sendt", "ubesvart-reserve")
    s.presses(MONA, "ta")
    s.hears(MONA, "spurt", "din")
    s.hears(KARI, "tatt")
    s.hears(LISE, "reserve", "tatt-av")
    assert s.ping(ping).stage is Stage.ACKED


def test_7_the_work_number_is_shown_to_nobody_but_the_one_who_takes_it() -> None:
    s = begin()
    s.asks(phone="22 33 44 55")
    s.waits(WAIT)
    s.presses(MONA, "ta")
    shown = {row.say.to for row in s.outbox if "22 33 44 55" in s.words(row)}
    assert shown == {MONA}
    s.hears(MONA, "spurt", "din")
    s.hears(ALI, "spurt", "tatt-av")
    s.hears(KARI, "sendt", "neste", "tatt")


@pytest.mark.parametrize(
    ("addresses", "phone", "shown"),
    [
        (("jsonlines:mona",), "21 00 00 04", "21 00 00 04"),
        (("jsonlines:mona",), "", "Spør etter Mona på Hjemmetjenesten Grorud"),
        (("jsonlines:mona", "matrix:@mona:example.no"), "", "Ta kontakt: @mona:example.no"),
        (("telegram:42",), "", "Spør etter Mona på Hjemmetjenesten Grorud"),
        (("telegram:42", "matrix:@mona:example.no"), "", "Ta kontakt: @mona:example.no"),
    ],
)
def test_7_the_asker_hears_how_to_reach_who_took_it(addresses: tuple[str, ...], phone: str, shown: str) -> None:
    mona = replace(one("mona", addresses=addresses), phone=phone)
    s = begin(mona, met=(KARI, mona.addresses[0]))
    s.asks()
    s.presses(mona.addresses[0], "ta")
    assert shown in s.words(next(row for row in s.unexpected if row.say.to == KARI and "tatt" in s.words(row)))
    s.unexpected.clear()


def test_8_a_second_one_who_takes_it_hears_who_has_it_and_nothing_else_happens() -> None:
    s = begin()
    ping = s.asks()
    s.waits(WAIT)
    s.presses(ALI, "ta")
    s.unexpected.clear()
    before = s.ping(ping)
    s.presses(MONA, "ta")
    s.hears(MONA, "alt-tatt")
    assert s.ping(ping) == before
    assert s.taken == 1


def test_8_who_has_it_and_presses_again_still_has_it() -> None:
    s = begin(one("mona", addresses=("jsonlines:mona", "jsonlines:eva")))
    ping = s.asks(phone="22 33 44 55")
    s.presses(MONA, "ta")
    s.unexpected.clear()
    before = s.ping(ping)
    s.presses(MONA, "ta")
    s.presses(EVA, "ta")
    assert all("22 33 44 55" in s.words(row) for row in s.unexpected)
    s.hears(MONA, "alt-din")
    s.hears(EVA, "alt-din")
    assert s.ping(ping) == before
    for who in (MONA, EVA):
        s.types(who, "mine")
        s.hears(who, "din")
    s.presses(EVA, "ferdig")
    s.hears(EVA, "meldt-ferdig")
    s.hears(KARI, "ferdig")


def test_9_who_cannot_now_passes_it_on_at_once() -> None:
    s = begin()
    s.asks()
    s.presses(MONA, "kan-ikke-na")
    s.hears(MONA, "spurt", "sendt-videre")
    s.hears(ALI, "spurt")
    s.hears(KARI, "sendt")


def test_9_only_the_one_who_is_asked_passes_it_on() -> None:
    s = begin(one("mona"), one("ali"), one("eva"))
    ping = s.asks()
    s.waits(WAIT)
    s.unexpected.clear()
    s.presses(MONA, "kan-ikke-na")
    s.hears(MONA, "sendt-videre")
    assert s.ping(ping).asked == "ali"


@pytest.mark.parametrize("end", ["ferdig", "trekk", "a week", "nobody"])
def test_a_work_number_is_forgotten_the_moment_the_ping_is_over(end: str) -> None:
    s = scene(*BOTH)
    ping = s.asks(phone="22 33 44 55")
    if end in ("ferdig", "a week"):
        s.presses(MONA, "ta")
    if end == "ferdig":
        s.presses(MONA, "ferdig")
    if end == "trekk":
        s.presses(KARI, "trekk")
    while not s.ping(ping).over:
        assert s.ping(ping).phone == "22 33 44 55"
        if s.ping(ping).followed:
            s.presses(MONA, "fortsatt")
        s.waits(HOUR)
    assert s.ping(ping).asker == KARI, "less than a day ago"
    assert s.ping(ping).phone == ""


def test_10_done_is_told_and_a_day_later_the_asker_is_forgotten() -> None:
    s = begin()
    ping = s.asks(phone="22 33 44 55")
    s.presses(MONA, "ta")
    s.presses(MONA, "ferdig")
    s.hears(MONA, "spurt", "din", "meldt-ferdig")
    s.hears(KARI, "sendt", "tatt", "ferdig")
    assert s.ping(ping).stage is Stage.DONE
    s.waits(DAY - MINUTE)
    assert s.ping(ping).asker == KARI
    s.waits(MINUTE)
    assert s.ping(ping).asker is None
    s.waits(89 * DAY)
    assert f"ping:{ping}" not in s.states


def test_10_after_seven_days_it_is_over() -> None:
    s = begin(at="2026-01-05 15:00")
    ping = s.asks()
    s.presses(MONA, "ta")
    s.unexpected.clear()
    for day in ("06", "07", "08", "09", "12"):
        s.until(at(f"2026-01-{day}", "09:00"))
        s.presses(MONA, "fortsatt")
        s.hears(MONA, "folg-opp", "beholdt")
    s.until(at("2026-01-12", "15:00"))
    s.hears(MONA, "over")
    s.hears(KARI, "ferdig")
    assert s.ping(ping).stage is Stage.DONE


def test_11_one_reminder_and_then_the_first_rung_again() -> None:
    s = begin()
    ping = s.asks()
    s.presses(MONA, "kan-ikke-na")
    s.presses(ALI, "ta")
    s.unexpected.clear()
    s.until(at("2026-01-06", "08:59"))
    s.silence()
    s.until(at("2026-01-06", "09:00"))
    s.hears(ALI, "folg-opp")
    s.until(at("2026-01-07", "09:00"))
    s.hears(ALI, "gikk-videre")
    s.hears(MONA, "spurt")
    s.hears(KARI, "apnet-igjen")
    assert s.ping(ping).stage is Stage.OPEN
    s.presses(MONA, "ta")
    s.hears(MONA, "din")
    s.hears(KARI, "tatt")
    assert s.taken == 2, "one in each open period"


@pytest.mark.parametrize("held", [True, False])
def test_12_the_asker_withdraws_and_those_who_were_asked_are_told(held: bool) -> None:
    s = begin(at="2026-01-05 17:00" if held else "2026-01-05 10:00")
    ping = s.asks()
    s.unexpected.clear()
    s.types(KARI, "trekk tilbake")
    s.hears(KARI, "angret")
    s.hears(MONA, *([] if held else ["trukket"]))
    assert s.ping(ping).stage is Stage.CANCELLED
    s.waits(2 * DAY)


def test_12_nothing_goes_out_after_it() -> None:
    s = begin(working=lambda address: address != MONA)
    s.asks()
    s.hears(KARI, "sendt")
    s.presses(KARI, "trekk")
    s.hears(KARI, "angret")
    s.working = lambda _: True
    s.deliver()
    s.hears(MONA, "trukket")


def test_13_when_no_network_works_for_a_quarter_of_an_hour_the_asker_is_told_to_ring() -> None:
    s = begin(working=lambda address: address == KARI)
    s.asks()
    s.hears(KARI, "sendt")
    s.waits(15 * MINUTE - MINUTE)
    s.silence()
    s.waits(MINUTE)
    s.hears(KARI, "uten-nett")
    s.waits(WAIT * 3)
    s.hears(KARI, "neste", "ubesvart-reserve")


def test_13_a_message_that_went_out_is_enough() -> None:
    s = begin()
    s.asks()
    s.hears(MONA, "spurt")
    s.hears(KARI, "sendt")
    s.waits(WAIT - MINUTE)


def test_14_at_the_end_of_the_next_working_day_it_is_closed() -> None:
    s = begin(one("mona"))
    ping = s.asks()
    s.waits(WAIT)
    s.unexpected.clear()
    s.until(at("2026-01-06", "15:59"))
    s.silence()
    s.until(at("2026-01-06", "16:00"))
    s.hears(KARI, "lukket")
    assert s.ping(ping).stage is Stage.CLOSED


def test_15_when_the_hours_end_the_asker_is_told_and_it_goes_on_when_they_begin() -> None:
    s = begin(at="2026-01-05 15:45")
    ping = s.asks()
    s.hears(MONA, "spurt")
    s.hears(KARI, "sendt")
    s.until(at("2026-01-05", "16:00"))
    [shut] = s.unexpected
    assert "tirsdag 6.1.2026 kl. 08.00" in s.words(shut)
    assert "arnevernvakt" in s.words(shut)
    s.hears(KARI, "stengt")
    s.until(at("2026-01-06", "08:14"))
    s.silence()
    s.until(at("2026-01-06", "08:15"))
    s.hears(ALI, "spurt")
    s.hears(KARI, "neste")
    assert s.ping(ping).step_at == at("2026-01-06", "08:45")


def test_15_what_did_not_get_out_before_is_asked_anew_when_they_begin() -> None:
    s = begin(at="2026-01-05 15:50", working=lambda address: address != MONA)
    s.asks()
    s.hears(KARI, "sendt")
    s.until(at("2026-01-05", "16:00"))
    s.hears(KARI, "stengt")
    s.working = lambda _: True
    s.until(at("2026-01-05", "23:00"))
    s.silence()
    s.until(at("2026-01-06", "08:00"))
    s.hears(MONA, "spurt")
    s.presses(MONA, "ta")
    s.hears(MONA, "din")
    s.hears(KARI, "tatt")


def test_16_the_asker_hears_once_that_the_first_did_not_answer() -> None:
    s = begin(one("mona"), one("ali"), one("eva"))
    s.asks()
    s.waits(2 * WAIT)
    s.hears(KARI, "sendt", "neste")
    s.hears(MONA, "spurt")
    s.hears(ALI, "spurt")
    s.hears(EVA, "spurt")


def test_17_given_back_it_goes_to_the_next_and_the_asker_is_told() -> None:
    s = begin()
    ping = s.asks()
    s.presses(MONA, "ta")
    s.presses(MONA, "gi-tilbake")
    s.hears(MONA, "spurt", "din", "levert-tilbake")
    s.hears(ALI, "spurt")
    s.hears(KARI, "sendt", "tatt", "gitt-tilbake")
    assert (s.ping(ping).stage, s.ping(ping).asked) == (Stage.OPEN, "ali")


def test_17_who_gave_it_back_is_not_asked_as_somebodys_stand_in() -> None:
    s = begin(one("mona"), one("ali", days("2026-01-05", "2026-01-09", "mona")), one("eva"))
    ping = s.asks()
    s.presses(MONA, "ta")
    s.presses(MONA, "gi-tilbake")
    s.unexpected.clear()
    assert s.ping(ping).asked == "eva"


def test_17_given_back_by_the_last_one_the_leader_is_told() -> None:
    s = begin(one("mona"))
    s.asks()
    s.presses(MONA, "ta")
    s.presses(MONA, "gi-tilbake")
    s.hears(MONA, "spurt", "din", "levert-tilbake")
    s.hears(LISE, "reserve-igjen")
    s.hears(KARI, "sendt", "tatt", "gitt-tilbake", "ingen-flere-reserve")


def test_18_withdrawn_after_it_was_taken_the_one_who_took_it_is_told() -> None:
    s = begin()
    ping = s.asks()
    s.waits(WAIT)
    s.presses(ALI, "ta")
    s.unexpected.clear()
    s.presses(KARI, "trekk")
    s.hears(ALI, "trukket")
    s.hears(KARI, "angret")
    assert s.ping(ping).stage is Stage.CANCELLED


def test_18_withdrawn_after_nobody_answered() -> None:
    s = begin(one("mona"))
    s.asks()
    s.waits(WAIT)
    s.unexpected.clear()
    s.presses(KARI, "trekk")
    s.hears(KARI, "angret")
    s.hears(MONA, "trukket")
    s.hears(LISE, "trukket")
    s.waits(5 * DAY)

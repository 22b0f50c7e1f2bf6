"""When an offer is open, and what time a question is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.core.knowledge import Opening
from bot.core.language.clock_words import take
from bot.core.language.hours import Asks, Clock, TimeQuestion, next_open, on, settled, verdict

OSLO = ZoneInfo("Europe/Oslo")
WEDNESDAY = datetime(2026, 1, 7, 15, 10, tzinfo=OSLO)


@dataclass(frozen=True)
class Place:
    openings: tuple[Opening, ...]
    closed: tuple[tuple[date, date, str], ...] = ()


HFU = Place((Opening((0,), 15 * 60, 19 * 60, True, ""), Opening((2,), 14 * 60 + 30, 16 * 60 + 30, True, "")))
ALWAYS = Place((Opening((0, 1, 2, 3, 4, 5, 6), 0, 24 * 60, False, ""),))
JULY = Place(HFU.openings, ((date(2026, 7, 1), date(2026, 7, 31), "sommer"),))


@pytest.mark.parametrize(
    ("day", "open_", "shut"),
    [
        (date(2026, 1, 7), True, ""),
        (date(2026, 1, 8), False, ""),
        (date(2026, 1, 5), True, ""),
        (date(2026, 4, 6), False, "holiday"),
        (date(2026, 5, 25), False, "holiday"),
        (date(2025, 12, 24), False, "eve"),
        (date(2025, 12, 31), False, "eve"),
    ],
)
def test_weekly_hours_and_norwegian_holidays_decide(day: date, open_: bool, shut: str) -> None:
    found = on(HFU, day)
    assert (bool(found.openings), found.shut) == (open_, shut)


def test_a_holiday_has_its_norwegian_name() -> None:
    assert on(HFU, date(2026, 4, 6)).reason == "Andre påskedag"


def test_what_is_open_all_day_and_night_is_open_on_holidays() -> None:
    assert verdict(on(ALWAYS, date(2026, 12, 25)).openings, Clock("at", 3 * 60), "open") == "yes"


def test_a_closed_period_gives_its_reason() -> None:
    found = on(JULY, date(2026, 7, 6))
    assert (found.openings, found.shut, found.reason) == ((), "period", "sommer")


@pytest.mark.parametrize(
    ("clock", "asks", "said"),
    [
        (None, "open", "yes"),
        (None, "shut", "no"),
        (None, "closes", ""),
        (Clock("at", 15 * 60 + 10), "open", "yes"),
        (Clock("at", 16 * 60 + 30), "open", "no"),
        (Clock("at", 16 * 60 + 30), "closes", "yes"),
        (Clock("part", 17 * 60, 23 * 60), "open", "no"),
        (Clock("part", 12 * 60, 18 * 60), "opens", "yes"),
        (Clock("between", 15 * 60, 16 * 60), "open", "yes"),
        (Clock("between", 15 * 60, 17 * 60), "open", "partly"),
        (Clock("between", 15 * 60, 17 * 60), "shut", "partly"),
        (Clock("from", 15 * 60), "open", "yes"),
        (Clock("from", 15 * 60), "opens", ""),
        (Clock("until", 16 * 60 + 30), "open", "yes"),
        (Clock("until", 16 * 60 + 31), "open", "no"),
        (Clock("rest", 16 * 60 + 30), "open", "no"),
    ],
)
def test_one_day_is_judged_by_what_is_asked(clock: Clock | None, asks: Asks, said: str) -> None:
    assert verdict(HFU.openings[1:], clock, asks) == said


def test_of_two_times_that_fit_as_badly_none_is_taken_where_they_differ() -> None:
    noon = [Opening((0,), 12 * 60, 13 * 60, False, "")]
    assert settled(Clock("before", 4 * 60, twelve=(True, False)), [noon], noon, "open") is None
    assert settled(Clock("at", 4 * 60, twelve=(True, False)), [noon], noon, "open") == Clock("at", 16 * 60)


def test_without_hours_nothing_is_next() -> None:
    assert next_open(Place(()), WEDNESDAY) is None


def test_the_next_opening_skips_what_has_ended_and_holidays() -> None:
    assert next_open(HFU, WEDNESDAY) == (date(2026, 1, 7), HFU.openings[1])
    assert next_open(HFU, WEDNESDAY.replace(hour=17)) == (date(2026, 1, 12), HFU.openings[0])
    assert next_open(HFU, datetime(2026, 4, 4, 12, 0, tzinfo=OSLO)) == (date(2026, 4, 8), HFU.openings[1])


@pytest.mark.parametrize(
    ("question", "days", "clock"),
    [
        ("er hfu åpent nå?", [date(2026, 1, 7)], Clock("at", 15 * 60 + 10)),
        ("Er HFU ope no?", [date(2026, 1, 7)], Clock("at", 15 * 60 + 10)),
        ("er det åpent i dag", [date(2026, 1, 7)], Clock("rest", 15 * 60 + 10)),
        ("kan de ringe i morgen", [date(2026, 1, 8)], None),
        ("har dei ope på laurdagar", [date(2026, 1, 10)], None),
        ("åpent i helga", [date(2026, 1, 10), date(2026, 1, 11)], None),
        ("åpent på mandager kl. 18.30", [date(2026, 1, 12)], Clock("at", 18 * 60 + 30)),
        ("is it open on Monday at 5 pm?", [date(2026, 1, 12)], Clock("at", 17 * 60)),
        ("åpent lørdag 17. mai?", [date(2026, 5, 17)], None),
    ],
)
def test_times_are_read_relative_to_now(question: str, days: list[date], clock: Clock | None) -> None:
    asked = take(question, WEDNESDAY).asked
    assert asked is not None
    assert (list(asked.days), asked.clock) == (days, clock)


@pytest.mark.parametrize(
    "question",
    [
        "Is there no consent?",
        "hva sier man?",
        "får hun fri?",
        "hvem tar imot meldingen",
        "gutten på 10 ble innlagt etter 5 dager, hvem skal jeg snakke med om dette",
        "når åpner dere for ungdom fra 12 til 16",
        "hvem kan åpne meldingen etter tre dager",
        "er hfu åpent 12.10",
    ],
)
def test_what_is_no_time_is_not_taken_for_one(question: str) -> None:
    assert take(question, WEDNESDAY).asked is None


def test_words_of_time_are_taken_out_of_the_question() -> None:
    assert take("er hfu i grorud åpent onsdag kl 15", WEDNESDAY).rest.split() == ["er", "hfu", "i", "grorud", "aapent"]


def test_a_time_in_a_long_question_about_something_else_is_not_about_hours() -> None:
    found = take("pasienten ble innlagt i dag og har to barn hjemme som trenger oppfølging", WEDNESDAY)
    assert found.asked is None


@given(st.text(max_size=300), st.datetimes(timezones=st.just(OSLO)))
def test_any_text_at_any_time_is_read(text: str, when: datetime) -> None:
    when = when.replace(year=2020 + when.year % 20, day=min(when.day, 28))
    found = take(text, when)
    assert found.asked is None or all(day >= when.date() for day in found.asked.days)


def test_a_message_of_an_older_version_can_still_be_read() -> None:
    stored = '{"day": "2026-01-07", "start": 900, "end": null, "last": null}'
    assert TypeAdapter(TimeQuestion).validate_json(stored) == TimeQuestion()

"""When an offer is open, and what time a question is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge import Opening
from bot.core.language.clock_words import take
from bot.core.language.hours import TimeQuestion, next_open, open_at

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
    ("asked", "open_", "shut"),
    [
        (TimeQuestion(date(2026, 1, 7), 15 * 60 + 10), True, ""),
        (TimeQuestion(date(2026, 1, 7), 16 * 60 + 30), False, ""),
        (TimeQuestion(date(2026, 1, 7), 17 * 60, 23 * 60), False, ""),
        (TimeQuestion(date(2026, 1, 5), 17 * 60, 23 * 60), True, ""),
        (TimeQuestion(date(2026, 1, 8)), False, ""),
        (TimeQuestion(date(2026, 1, 5)), True, ""),
        (TimeQuestion(date(2026, 4, 6)), False, "holiday"),
        (TimeQuestion(date(2026, 5, 25)), False, "holiday"),
        (TimeQuestion(date(2025, 12, 24)), False, "eve"),
        (TimeQuestion(date(2025, 12, 31)), False, "eve"),
    ],
)
def test_weekly_hours_and_norwegian_holidays_decide(asked: TimeQuestion, open_: bool, shut: str) -> None:
    (found,) = open_at(HFU, asked)
    assert (found.open, found.shut) == (open_, shut)


def test_a_holiday_has_its_norwegian_name() -> None:
    assert open_at(HFU, TimeQuestion(date(2026, 4, 6)))[0].reason == "Andre påskedag"


def test_what_is_open_all_day_and_night_is_open_on_holidays() -> None:
    assert open_at(ALWAYS, TimeQuestion(date(2026, 12, 25), 3 * 60))[0].open is True


def test_a_closed_period_gives_its_reason() -> None:
    found = open_at(JULY, TimeQuestion(date(2026, 7, 6)))[0]
    assert (found.open, found.shut, found.reason) == (False, "period", "sommer")


def test_without_hours_nothing_is_claimed() -> None:
    assert open_at(Place(()), TimeQuestion(date(2026, 1, 7)))[0].open is None
    assert next_open(Place(()), WEDNESDAY) is None


def test_the_next_opening_skips_what_has_ended_and_holidays() -> None:
    assert next_open(HFU, WEDNESDAY) == (date(2026, 1, 7), HFU.openings[1])
    assert next_open(HFU, WEDNESDAY.replace(hour=17)) == (date(2026, 1, 12), HFU.openings[0])
    assert next_open(HFU, datetime(2026, 4, 4, 12, 0, tzinfo=OSLO)) == (date(2026, 4, 8), HFU.openings[1])


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("er hfu åpent nå?", TimeQuestion(date(2026, 1, 7), 15 * 60 + 10)),
        ("Er HFU ope no?", TimeQuestion(date(2026, 1, 7), 15 * 60 + 10)),
        ("Is there no consent?", None),
        ("er det åpent i dag", TimeQuestion(date(2026, 1, 7))),
        ("kan de ringe i morgen", TimeQuestion(date(2026, 1, 8))),
        ("åpent i overmorgen?", TimeQuestion(date(2026, 1, 9))),
        ("er det åpent onsdag kl 15", TimeQuestion(date(2026, 1, 7), 15 * 60)),
        ("har dei ope på laurdagar", TimeQuestion(date(2026, 1, 10))),
        ("åpent i helga", TimeQuestion(date(2026, 1, 10), last=date(2026, 1, 11))),
        ("åpent på mandager kl. 18.30", TimeQuestion(date(2026, 1, 12), 18 * 60 + 30)),
        ("åpent på kvelden?", TimeQuestion(date(2026, 1, 7), 17 * 60, 23 * 60)),
        ("is it open on Monday at 5 pm?", TimeQuestion(date(2026, 1, 12), 17 * 60)),
        ("er det åpent 17. mai?", TimeQuestion(date(2026, 5, 17))),
        ("åpent julaften?", TimeQuestion(date(2026, 12, 24))),
        ("hvem tar imot meldingen", None),
        ("gutten på 10 ble innlagt etter 5 dager, hvem skal jeg snakke med om dette", None),
    ],
)
def test_times_are_read_relative_to_now(question: str, asked: TimeQuestion | None) -> None:
    assert take(question, WEDNESDAY).asked == asked


def test_words_of_time_are_taken_out_of_the_question() -> None:
    assert take("er hfu i grorud åpent onsdag kl 15", WEDNESDAY).rest.split() == ["er", "hfu", "i", "grorud", "aapent"]


def test_a_time_in_a_long_question_about_something_else_is_not_about_hours() -> None:
    found = take("pasienten ble innlagt i dag og har to barn hjemme som trenger oppfølging", WEDNESDAY)
    assert found.asked is None


@given(st.text(max_size=300), st.datetimes(timezones=st.just(OSLO)))
def test_any_text_at_any_time_is_read(text: str, when: datetime) -> None:
    when = when.replace(year=2020 + when.year % 20, day=min(when.day, 28))
    found = take(text, when)
    assert found.asked is None or found.asked.day >= date(2020, 1, 1)


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 1439))
def test_open_at_one_minute_means_open_that_day(day: date, minute: int) -> None:
    at_minute, all_day = open_at(HFU, TimeQuestion(day, minute))[0], open_at(HFU, TimeQuestion(day))[0]
    assert not at_minute.open or all_day.open

"""Who has a question and cannot help, or is away: it goes on, and never back to her."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.core.colleagues.ping import Stage
from escalation.scene import ALI, EVA, KARI, LISE, MINUTE, MONA, WAIT, Scene, at, days, one, scene

BOTH = (one("mona"), one("ali"))
PLAYED: list[Scene] = []


def begin(*people: object, **more: object) -> Scene:
    made = scene(*people, **more)  # type: ignore[arg-type]
    PLAYED.append(made)
    return made


@pytest.fixture(autouse=True)
def nothing_unexpected() -> Iterator[None]:
    PLAYED.clear()
    yield
    for played in PLAYED:
        played.silence()
        played.audit()


def test_who_has_taken_it_and_says_that_she_is_away_gives_it_back() -> None:
    s = begin(*BOTH)
    ping = s.asks()
    s.presses(MONA, "ta")
    s.types(MONA, "borte til fredag")
    s.unexpected.clear()
    s.presses(MONA, "bekreft")
    s.hears(MONA, "borte-satt", "levert-tilbake")
    s.hears(ALI, "spurt")
    s.hears(KARI, "gitt-tilbake")
    assert s.ping(ping).asked == "ali"
    s.presses(ALI, "ta")
    s.unexpected.clear()
    s.until(at("2026-01-06", "12:00"))
    s.hears(ALI, "folg-opp")


def test_away_said_at_another_address_gives_back_what_was_taken_at_this_one() -> None:
    s = begin(one("mona", addresses=("jsonlines:mona", "jsonlines:eva")), one("ali"))
    ping = s.asks()
    s.presses(MONA, "ta")
    s.types(EVA, "borte til fredag")
    s.presses(EVA, "bekreft")
    s.unexpected.clear()
    assert s.ping(ping).asked == "ali"


def test_who_has_taken_it_and_is_away_by_the_file_is_not_reminded() -> None:
    s = begin(one("mona", days("2026-01-06", "2026-01-09", "eva")), one("ali"), one("eva"))
    ping = s.asks()
    s.presses(MONA, "ta")
    s.unexpected.clear()
    s.until(at("2026-01-06", "09:00"))
    s.hears(MONA, "levert-tilbake")
    s.hears(KARI, "gitt-tilbake")
    s.hears(EVA, "spurt")
    assert s.ping(ping).asked == "eva"


def test_who_has_taken_it_and_is_forgotten_gives_it_back_and_hears_no_more() -> None:
    s = begin(*BOTH)
    s.asks()
    s.presses(MONA, "ta")
    s.unexpected.clear()
    s.types(MONA, "glem")
    s.hears(MONA, "glemt")
    s.hears(ALI, "spurt")
    s.hears(KARI, "gitt-tilbake")
    assert f"samtale:{MONA}" not in s.states


def test_who_cannot_now_is_not_asked_in_the_next_round() -> None:
    s = begin(*BOTH, rounds=1, met=(KARI, MONA, LISE))
    ping = s.asks()
    s.presses(MONA, "kan-ikke-na")
    s.hears(MONA, "spurt", "sendt-videre")
    s.hears(LISE, "reserve")
    s.hears(KARI, "sendt", "ubesvart-reserve")
    assert s.ping(ping).stage is Stage.UNANSWERED


def test_the_next_round_is_for_those_who_have_not_said_no() -> None:
    s = begin(*BOTH, rounds=1)
    ping = s.asks()
    s.presses(MONA, "kan-ikke-na")
    s.waits(WAIT)
    s.unexpected.clear()
    assert (s.ping(ping).round, s.ping(ping).asked) == (1, "ali")


def test_the_leader_who_gives_it_back_is_not_told_of_it_again() -> None:
    s = begin(one("mona"))
    ping = s.asks()
    s.waits(31 * MINUTE)
    s.presses(LISE, "ta")
    s.unexpected.clear()
    s.presses(LISE, "gi-tilbake")
    s.hears(LISE, "levert-tilbake")
    s.hears(KARI, "gitt-tilbake", "ingen-flere")
    last = s.outbox[-1]
    assert "Lise" not in s.words(last)
    assert "har svart" not in s.words(last)
    s.types(KARI, "status")
    s.hears(KARI, "ingen-flere")
    assert s.ping(ping).stage is Stage.UNANSWERED


def test_given_back_it_goes_on_from_who_was_asked_when_it_was_taken() -> None:
    s = begin(*BOTH)
    ping = s.asks()
    s.waits(WAIT)
    s.presses(MONA, "ta")
    s.unexpected.clear()
    s.presses(MONA, "gi-tilbake")
    s.hears(MONA, "levert-tilbake")
    s.hears(ALI, "spurt")
    s.hears(KARI, "gitt-tilbake")
    assert s.ping(ping).asked == "ali"


def test_a_stand_in_who_is_named_in_the_evening_is_the_first_in_the_morning() -> None:
    s = begin(one("mona"), one("ali"), one("eva"), at="2026-01-05 15:50")
    ping = s.asks()
    s.until(at("2026-01-05", "18:00"))
    s.types(MONA, "borte til fredag")
    s.presses(MONA, "bekreft")
    s.presses(MONA, "eva")
    s.unexpected.clear()
    s.restart()
    s.until(at("2026-01-06", "08:01"))
    s.hears(EVA, "spurt")
    assert s.ping(ping).asked == "eva"
    s.waits(WAIT)
    s.hears(ALI, "spurt")
    s.hears(KARI, "neste")

"""Calls for a colleague from one network to another, through the service as it runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from both import UNITS, Both, ali, leader, mona
from models import check_call, check_update
from standin import Standin

KARI = 7001
"""She asks on Telegram; «kari» asks on JSON lines."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Standin, Both]]:
    """Everybody has met Varde."""
    place = tmp_path_factory.mktemp("both")
    with Standin(checked=check_call, checked_update=check_update) as network, Both(place, network) as both:
        for unit in range(UNITS):
            both.puts(ali(unit), text="hei")
            both.hears(ali(unit), "Hva vil du gjøre?")
            for person in (mona(unit), leader(unit)):
                network.writes(person, "hei")
                network.said(person, count=2)
        yield network, both
        assert network.complaints == []
        assert "Traceback" not in both.complaints()


def asks(both: Both, unit: int, how: str = "bekreft") -> None:
    """Kari of that unit, on JSON lines."""
    both.puts(f"kari-{unit}", profile={"unit": f"enhet-{unit}", "district": "grorud"})
    both.puts(f"kari-{unit}", text="varsle")
    both.puts(f"kari-{unit}", choice=how)


def asks_on_telegram(network: Standin, both: Both, person: int, unit: int, how: str = "bekreft") -> None:
    network.writes(person, "varsle")
    both.presses(person, "Hvilken enhet", f"enhet-{unit}")
    both.presses(person, f"Enhet {unit}", how)


def test_asked_on_one_network_taken_on_another_and_the_first_of_two_has_it(running: tuple[Standin, Both]) -> None:
    _, both = running
    asks(both, 0)
    asked = both.on_telegram(mona(0), "ber om råd", "ta")
    assert "Enhet 0" in asked["text"]
    both.presses(mona(0), "ber om råd", "kan-ikke-na")
    both.hears(ali(0), "ber om råd")
    # Both at once, on either network.
    both.puts(ali(0), choice="ta")
    both.presses(mona(0), "ber om råd", "ta")
    told = both.hears("kari-0", "Prøve har tatt")["text"]
    has_it = "Ali" if "Ali Prøve" in told else "Mona"
    if has_it == "Ali":
        both.on_telegram(mona(0), "tatt av Ali Prøve")
        both.puts(ali(0), choice="ferdig")
    else:
        both.hears(ali(0), "tatt av Mona Prøve")
        both.presses(mona(0), "Du har tatt", "ferdig")
    both.hears("kari-0", "er avsluttet")
    assert sum("Prøve har tatt" in line["text"] for line in both.told("kari-0")) == 1


def test_asked_on_telegram_declined_on_both_networks_the_leader_takes_it(running: tuple[Standin, Both]) -> None:
    network, both = running
    asks_on_telegram(network, both, KARI, 1)
    both.presses(mona(1), "ber om råd", "kan-ikke-na")
    both.hears(ali(1), "ber om råd")
    both.puts(ali(1), choice="kan-ikke-na")
    assert "Lise Prøve, 21 00 00 03" in both.on_telegram(KARI, "Ingen barneansvarlig har tatt")["text"]
    both.presses(leader(1), "Kan du hjelpe", "ta")
    both.on_telegram(KARI, "Lise Prøve har tatt")


def test_withdrawn_after_it_was_taken_elsewhere_and_the_number_was_shown_to_one(running: tuple[Standin, Both]) -> None:
    network, both = running
    asks_on_telegram(network, both, KARI + 1, 2, "nummer")
    network.writes(KARI + 1, "22 33 44 55")
    both.presses(mona(2), "ber om råd", "kan-ikke-na")
    assert "22 33" not in both.hears(ali(2), "på telefon")["text"]
    both.puts(ali(2), choice="ta")
    both.hears(ali(2), "Ring kollegaen: 22 33 44 55")
    both.presses(KARI + 1, "Ali Prøve har tatt", "trekk")
    both.hears(ali(2), "er trukket tilbake")
    both.on_telegram(KARI + 1, "er trukket tilbake")
    asked = next(message for message in network.told(mona(2)) if "ber om råd" in message["text"])
    network.until(lambda: "reply_markup" not in network.chats[mona(2)][asked["message_id"]])
    assert not [message for message in network.told(mona(2)) if "22 33" in message["text"]]

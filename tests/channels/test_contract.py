"""What a person meets is the same on every channel, each tried against its real peer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from channels.local_networks import JsonLines, Terminal
from channels.matrix_network import MatrixNetwork
from channels.network import PARAGRAPHS, Erasing, Guarded, Network, ToldAgain, one_line
from channels.telegram_network import TelegramNetwork
from matrix.homeserver import UnavailableError

NETWORKS: dict[str, Callable[..., Network]] = {
    "terminal": Terminal,
    "jsonlines": JsonLines,
    "matrix": MatrixNetwork,
    "telegram": TelegramNetwork,
}
TERMINAL = pytest.mark.parametrize("network", ["terminal"], indirect=True)
LOCAL = pytest.mark.parametrize("network", ["terminal", "jsonlines"], indirect=True)
"""Channels on which nothing can be said while nobody listens."""
SHARED = pytest.mark.parametrize("network", ["jsonlines", "matrix", "telegram"], indirect=True)
"""Channels with several people on them, whose messages are told apart."""
REMOTE = pytest.mark.parametrize("network", ["matrix", "telegram"], indirect=True)
"""Channels whose network keeps what is said while Varde is away, and knows who says it."""

WELCOME = "Jeg hjelper ansatte med barn som pårørende"
MENU = "Hva vil du gjøre?"
FIRST = "Er noen i fare nå"
NO = "Nei – jeg vil ha råd"
SECOND = "Hvilken rolle har du"
HOSPITAL = "Du svarte: Helsepersonell på sykehus"
UNKNOWN = "Det forsto jeg ikke som et svar"
NUMBER = "27045951478"


@pytest.fixture(scope="session", params=NETWORKS)
def network(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    try:
        running = NETWORKS[request.param](tmp_path_factory.mktemp(request.param))
    except UnavailableError as why:
        pytest.skip(str(why))
    yield running
    running.close()


@pytest.fixture(scope="session")
def kari(network: Network) -> str:
    return met(network)


@pytest.fixture(scope="session")
def ola(network: Network) -> str:
    return met(network)


def met(network: Network) -> str:
    """Somebody who has been welcomed."""
    who = network.newcomer()
    network.says(who, "hei")
    assert WELCOME in network.hears(who, 2)
    return who


def asks(network: Network, who: str, text: str, many: int = 1) -> str:
    network.says(who, text)
    return network.hears(who, many)


def begun(network: Network, who: str) -> str:
    """At the first question of the main flow, whatever was open before."""
    return asks(network, who, "start veiviser")


def test_first_contact_is_a_welcome_and_what_one_can_do_and_comes_once(network: Network) -> None:
    who = network.newcomer()
    first = asks(network, who, "hei", 2)
    assert first.index(WELCOME) < first.index(MENU)
    again = asks(network, who, "hei")
    assert MENU in again
    assert WELCOME not in again


def test_a_question_comes_with_its_choices_and_the_chosen_one_is_said_again(network: Network, kari: str) -> None:
    question = begun(network, kari)
    assert FIRST in question
    assert NO in question
    network.chooses(kari, 5)
    assert network.hears(kari).index(f"Du svarte: {NO}") == 0


def test_a_typed_number_is_the_choice_at_that_place(network: Network, kari: str) -> None:
    begun(network, kari)
    answer = asks(network, kari, "5")
    assert f"Du svarte: {NO}" in answer
    assert SECOND in answer


def test_an_old_choice_changes_nothing_and_shows_what_is_open(network: Network, kari: str) -> None:
    begun(network, kari)
    network.chooses(kari, 5)
    network.hears(kari)
    network.chooses_again(kari)
    shown = network.hears(kari)
    if SECOND not in shown:  # a number that is none of the choices is said to be so first
        shown = network.hears(kari)
    assert SECOND in shown
    assert HOSPITAL in asks(network, kari, "1")


def test_what_is_not_understood_is_said_to_be_so_and_the_question_is_put_again(network: Network, kari: str) -> None:
    begun(network, kari)
    heard = asks(network, kari, "asdf qwerty zxcv", 2)
    assert heard.index(UNKNOWN) < heard.index(FIRST)


def test_a_long_answer_comes_whole_and_is_cut_between_paragraphs(network: Network, kari: str) -> None:
    asks(network, kari, "avbryt")
    parts = [asks(network, kari, "hjelp")]
    while PARAGRAPHS[-1].strip() not in parts[-1]:
        parts.append(network.hears(kari))
    assert one_line(PARAGRAPHS) in one_line(parts)
    assert all(part.startswith("Avsnitt ") and len(part) <= network.longest for part in parts)
    if MENU not in parts[-1]:
        assert MENU in network.hears(kari)


@SHARED
def test_an_identity_number_is_stopped_and_removed(network: Erasing, kari: str) -> None:
    begun(network, kari)
    line = network.says(kari, f"gjelder {NUMBER}")
    heard = network.hears(kari, 2)
    assert "Jeg har slettet meldingen." in heard
    assert NUMBER not in heard
    assert FIRST in heard
    assert network.erased(kari, line)


@TERMINAL
def test_an_identity_number_that_cannot_be_removed_is_stopped_and_that_is_said(network: Network, kari: str) -> None:
    begun(network, kari)
    heard = asks(network, kari, f"gjelder {NUMBER}", 2)
    assert "fødselsnummer" in heard
    assert "Jeg har slettet meldingen." not in heard
    assert NUMBER not in heard
    assert FIRST in heard


@SHARED
def test_an_event_that_the_network_tells_of_twice_is_one_event(network: ToldAgain, kari: str) -> None:
    begun(network, kari)
    assert SECOND in network.says_twice(kari, "5")
    assert asks(network, kari, "1").startswith(HOSPITAL)


@SHARED
def test_two_people_do_not_meet(network: Network, kari: str, ola: str) -> None:
    begun(network, kari)
    begun(network, ola)
    network.says(kari, "5")
    network.says(ola, "asdf qwerty zxcv")
    assert SECOND in network.hears(kari)
    assert network.hears(ola, 2).startswith(UNKNOWN)
    assert HOSPITAL in asks(network, kari, "1")
    assert SECOND in asks(network, ola, "5")


@SHARED
def test_lines_that_nobody_waits_for_are_answered_in_their_order(network: Network, kari: str) -> None:
    asks(network, kari, "avbryt")
    for line in ("start veiviser", "5", "1", "tilbake", "2"):
        network.says(kari, line)
    answers = [network.hears(kari) for _ in range(5)]
    marks = [FIRST, f"Du svarte: {NO}", HOSPITAL, SECOND, "Du svarte: Helsepersonell i kommune"]
    assert all(mark in answer for mark, answer in zip(marks, answers, strict=True)), answers


@LOCAL
def test_killed_and_started_again_it_goes_on_where_it_was(network: Network, kari: str) -> None:
    begun(network, kari)
    network.kill()
    network.start()
    assert SECOND in asks(network, kari, "5")


@REMOTE
def test_what_is_said_while_it_is_away_is_answered_when_it_is_back(network: Network, kari: str, ola: str) -> None:
    begun(network, kari)
    begun(network, ola)
    network.kill()
    network.says(kari, "5")
    network.says(ola, "asdf qwerty zxcv")
    network.start()
    assert SECOND in network.hears(kari)
    assert network.hears(ola, 2).startswith(UNKNOWN)
    assert HOSPITAL in asks(network, kari, "1")


@REMOTE
def test_whoever_is_not_on_the_list_is_answered_nothing(network: Guarded) -> None:
    told = network.outsider("start veiviser")
    assert not any(words in text for text in told for words in (WELCOME, MENU, FIRST))

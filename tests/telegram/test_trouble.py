"""What goes wrong between Varde and Telegram, and what becomes of the messages then."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from faults import Fault
from running import Varde
from standin import TOKEN, Standin
from talking import asks, buttons, press

SOON = 45.0
"""Longer than the first step of delivery's ladder."""


def test_429_is_waited_out_and_the_order_holds(network: Standin, kari: int) -> None:
    network.faults["sendMessage"].append(Fault(429, retry_after=2, chat=kari))
    start = time.monotonic()
    welcome, menu = asks(network, kari, "/start", 2)
    assert 2 <= time.monotonic() - start < 6
    assert "barn som pårørende" in welcome["text"]
    assert buttons(menu)


def test_429_in_one_chat_holds_up_no_other(own: Standin, own_varde: Callable[..., Varde]) -> None:
    own_varde().start()
    own.faults["sendMessage"].append(Fault(429, retry_after=5, chat=42))
    own.writes(42, "hei")
    own.until(lambda: not own.faults["sendMessage"])
    start = time.monotonic()
    asks(own, 43, "hei", 2)
    assert time.monotonic() - start < 4
    own.said(42, count=2)


def test_a_slow_chat_holds_up_no_other(network: Standin, kari: int, ola: int) -> None:
    asks(network, kari, "hei", 2)
    asks(network, ola, "hei", 2)
    network.slow.add(kari)
    network.writes(kari, "meny")
    network.until(lambda: network.called("sendMessage")[-1].fields["chat_id"] == kari)
    start = time.monotonic()
    asks(network, ola, "meny")
    assert time.monotonic() - start < 2
    network.slow.clear()
    network.said(kari, 2, within=SOON)


def test_whoever_has_blocked_varde_is_left_alone_and_nobody_else(own: Standin, own_varde: Callable[..., Varde]) -> None:
    varde = own_varde()
    varde.start()
    own.blocked.add(42)
    own.writes(42, "/start")
    own.until(lambda: len(own.called("sendMessage")) == 2)
    asks(own, 43, "hei", 2)
    own.blocked.clear()
    asks(own, 42, "meny")
    assert varde.complaints().count("not-delivered telegram-blocked") == 2


@pytest.mark.parametrize(
    "fault",
    [
        Fault(502),
        Fault(500, body=b"<html>"),
        Fault(200, body=b"{"),
        Fault(cut=True),
        Fault(cut=True, done=True),
        Fault(503, done=True),
    ],
    ids=["502", "500 without JSON", "half an answer", "cut before", "cut after acceptance", "503 after acceptance"],
)
def test_a_message_that_may_not_have_arrived_is_sent_again_and_nothing_is_done_twice(
    network: Standin, kari: int, fault: Fault
) -> None:
    question = asks(network, kari, "start veiviser", 2)[1]
    network.faults["sendMessage"].append(replace(fault, chat=kari))
    network.presses(kari, buttons(question)["nei"], question["message_id"])
    count = 2 if fault.done or fault.status == 200 else 1
    said = network.said(kari, 2, count=1 if not fault.done else count, within=SOON)
    assert len({message["text"] for message in said}) == 1
    (after,) = press(network, kari, said[-1], next(iter(buttons(said[-1]))))
    assert after["text"] != said[-1]["text"]


@pytest.mark.parametrize("status", [500, 502, 429])
def test_polling_goes_on_after_trouble(network: Standin, kari: int, ola: int, status: int) -> None:
    network.faults["getUpdates"].extend([Fault(status, retry_after=1 if status == 429 else 0)] * 2)
    asks(network, ola, "hei", 2)
    asks(network, kari, "hei", 2)


def test_an_answer_without_end_is_not_read_to_the_end(network: Standin, kari: int) -> None:
    network.faults["getUpdates"].append(Fault(200, body=b" " * (17 << 20)))
    asks(network, kari, "hei", 2)


def test_a_press_that_cannot_be_answered_counts_and_is_answered_later(network: Standin, kari: int) -> None:
    question = asks(network, kari, "start veiviser", 2)[1]
    network.faults["answerCallbackQuery"].append(Fault(502))
    query = network.presses(kari, buttons(question)["nei"], question["message_id"])
    network.said(kari, 2)
    network.until(lambda: query in network.answered)


def test_a_keyboard_goes_away_also_when_it_was_too_much_at_first(network: Standin, kari: int) -> None:
    question = asks(network, kari, "start veiviser", 2)[1]
    network.faults["editMessageReplyMarkup"].append(Fault(429, retry_after=1, chat=kari))
    asks(network, kari, "nei")
    network.until(lambda: "reply_markup" not in network.chats[kari][question["message_id"]])


def test_a_menu_that_telegram_does_not_take_stops_nobody(own: Standin, own_varde: Callable[..., Varde]) -> None:
    own.faults["setMyCommands"].append(Fault(400))
    varde = own_varde()
    varde.start()
    assert "menu-refused" in varde.complaints()
    assert len(own.commands) == 3


def test_a_token_that_is_taken_back_is_one_line(own: Standin, own_varde: Callable[..., Varde]) -> None:
    varde = own_varde()
    varde.start()
    own.faults["getUpdates"].append(Fault(401))
    own.writes(42, "hei")
    own.until(lambda: "token_file" in varde.complaints())
    assert varde.stop() == 0
    assert "varde: channels.telegram.token_file: Telegram does not know this token any more" in varde.complaints()


def test_two_vardes_with_one_token_say_so_in_one_line_and_go_on(own: Standin, own_varde: Callable[..., Varde]) -> None:
    varde = own_varde()
    varde.start()
    own.faults["getUpdates"].extend([Fault(409)] * 2)
    asks(own, 42, "hei", 2)
    own.until(lambda: not own.faults["getUpdates"])
    asks(own, 42, "meny")
    own.faults["getUpdates"].append(Fault(409))
    asks(own, 42, "meny")
    own.until(lambda: not own.faults["getUpdates"])
    asks(own, 42, "meny")
    lines = [line for line in varde.complaints().splitlines() if "409" in line]
    assert lines == ["varde: channels.telegram: another program listens with the same token (409); stop one of the two"]


def test_varde_waits_for_telegram_at_the_start(own: Standin, own_varde: Callable[..., Varde]) -> None:
    own.faults["getMe"].extend([Fault(502), Fault(cut=True)])
    varde = own_varde()
    varde.start()
    assert "not-connected telegram-network" in varde.complaints()


@pytest.mark.parametrize("status", [401, 404])
def test_a_token_that_telegram_does_not_know_is_one_line_and_status_2(
    own: Standin, own_varde: Callable[..., Varde], status: int
) -> None:
    own.faults["getMe"].append(Fault(status))
    varde = own_varde()
    varde.start(ready=False)
    assert varde.ended() == 2
    (line,) = varde.complaints().splitlines()
    assert line.startswith("varde: channels.telegram.token_file: ")


def test_without_the_owners_consideration_it_is_one_line_and_status_2(own_varde: Callable[..., Varde]) -> None:
    for given in (False, "nei", None):
        varde = own_varde(owner_has_considered_nsm_2023=given, token_file=None, allow=[])
        varde.start(ready=False)
        assert varde.ended() == 2
        (line,) = varde.complaints().splitlines()
        assert "owner_has_considered_nsm_2023" in line


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"allow": []}, "allow"),
        ({"allow": ["@kari"]}, "@kari"),
        ({"allow": ["-1001"]}, "-1001"),
        ({"api": "telegram"}, "api"),
        ({"mode": "webhook"}, "webhook"),
        ({"mode": "webhook", "webhook": {"listen": "127.0.0.1:0", "url": "https://x.no/"}}, "secret_file"),
        ({"token_file": None}, "token_file"),
        ({"token_file": "config.yaml"}, "token_file"),
    ],
)
def test_a_wrong_key_is_one_line_that_names_it_and_status_2(
    own_varde: Callable[..., Varde], wrong: dict[str, object], named: str
) -> None:
    varde = own_varde(**wrong)
    varde.start(ready=False)
    assert varde.ended() == 2
    (line,) = varde.complaints().splitlines()
    assert line.startswith("varde: ")
    assert named in line
    assert TOKEN not in line


def test_it_stops_cleanly_and_says_nothing_twice(own: Standin, own_varde: Callable[..., Varde]) -> None:
    varde = own_varde()
    varde.start()
    own.delay = 0.3
    own.writes(42, "/start")
    own.until(lambda: own.called("sendMessage"))
    assert varde.stop() == 0
    own.delay = 0.0
    varde.start()
    asks(own, 43, "hei", 2)
    texts = [message["text"] for message in own.said(42, count=2)]
    assert len(texts) == len(set(texts)) == 2


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("getMe", b'{"ok":true,"result":{"id":1}}'),
        ("getMe", b'{"ok":true,"result":7}'),
        ("deleteWebhook", b'{"ok":true}'),
    ],
)
def test_an_answer_of_another_shape_is_no_end(
    own: Standin, own_varde: Callable[..., Varde], method: str, body: bytes
) -> None:
    own.faults[method].append(Fault(200, body=body))
    varde = own_varde()
    varde.start()
    asks(own, 42, "hei", 2)
    assert "crashed-by" not in varde.complaints()

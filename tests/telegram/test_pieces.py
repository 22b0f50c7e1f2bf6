"""Parts, keyboards, pace and limits by themselves."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standin import TOKEN, Standin

from bot.channel import ChannelError
from bot.channels.telegram import Account, Telegram
from bot.channels.telegram.keyboards import NOTHING, Keyboards, carried, keyboard, marked, written_out
from bot.channels.telegram.pace import Limits, Outage, Pace
from bot.channels.telegram.parts import LONGEST, parts
from bot.channels.telegram.updates import Reader, message_of
from bot.cli.service import limits
from bot.config import TELEGRAM
from bot.core.effects import Kind
from bot.core.events import Address, ChoiceId, EventId, MessageNumber
from bot.core.words.wording import Choice, Rendered


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def rendered(*choices: Choice, kind: Kind = Kind.QUESTION) -> Rendered:
    return Rendered(Address("telegram:42"), MessageNumber(12), kind, "Hva nå?", choices)


@given(st.text(st.sampled_from("ab \n😀å"), max_size=400), st.integers(4, 60))
def test_parts_fit_and_lose_nothing_but_white_space(text: str, longest: int) -> None:
    found = parts(text, longest)
    assert all(units(part) <= longest for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_long_text_is_cut_between_paragraphs() -> None:
    paragraphs = [f"{place} " + "ord " * 200 for place in range(12)]
    found = parts("\n\n".join(paragraphs))
    assert len(found) == 3
    assert all(part.split(" ")[0].isdigit() for part in found)


def test_a_text_that_fits_is_one_part() -> None:
    assert parts("x" * LONGEST) == ["x" * LONGEST]
    assert parts("") == [""]


def test_a_button_carries_the_number_of_its_message_and_the_id_of_its_choice() -> None:
    markup = keyboard(rendered(Choice(ChoiceId("ja"), "Ja"), Choice(ChoiceId("nei"), "Nei")))
    assert markup is not None
    assert [button.callback_data for [button] in markup.inline_keyboard] == ["12?ja", "12?nei"]
    read = carried("12?ja")
    assert (read.number, read.choice, read.once) == (12, "ja", True)
    assert not carried("12:ja").once


@given(st.text(max_size=70))
def test_whatever_comes_back_is_an_id_or_nothing(data: str) -> None:
    read = carried(data)
    assert read is NOTHING or (read.number > 0 and str(read.choice).isascii())


def test_a_choice_that_fits_in_no_button_is_left_to_be_typed() -> None:
    message = rendered(Choice(ChoiceId("x" * 64), "Lang"), Choice(ChoiceId("nei"), "Nei"))
    markup = keyboard(message)
    assert markup is not None
    assert len(markup.inline_keyboard) == 1
    assert written_out(message).endswith("1. Lang\n2. Nei")


def test_a_new_question_ends_the_one_before_and_an_offer_stays() -> None:
    screen = Keyboards()
    assert screen.shown(42, 1, Kind.QUESTION, "") == []
    assert screen.shown(42, 2, Kind.ANSWER, "") == []
    assert screen.shown(42, 3, Kind.QUESTION, "") == [1]
    screen.used(42, 3)
    assert screen.shown(42, 4, Kind.QUESTION, "") == []


def test_after_a_restart_a_new_question_ends_those_that_the_run_before_showed() -> None:
    screen = Keyboards()
    foreign = ("telegram-network", "nonsense:3:", "ping:4", "")
    for mark in (marked(1, Kind.QUESTION, ""), marked(2, Kind.ANSWER, ""), *foreign):
        screen.recalled(42, mark)
    assert screen.shown(42, 4, Kind.QUESTION, "") == [1]


def test_a_question_whose_keyboard_was_to_go_when_the_power_went_loses_it_with_the_next() -> None:
    screen = Keyboards()
    for number in (1, 2, 3):
        screen.recalled(42, marked(number, Kind.QUESTION, ""))
    assert screen.shown(42, 4, Kind.QUESTION, "") == [2, 3]


def test_what_the_core_has_forgotten_loses_its_keyboard() -> None:
    screen = Keyboards()
    cleared = [screen.shown(42, number, Kind.ANSWER, "") for number in range(1, 11)]
    assert cleared[7:] == [[], [1], [2]]


def test_a_call_keeps_its_keyboard_while_others_come_and_go() -> None:
    screen = Keyboards()
    assert screen.shown(42, 1, Kind.PING, "") == []
    cleared = [old for number in range(2, 20) for old in screen.shown(42, number, Kind.MENU, "")]
    assert 1 not in cleared
    assert 2 in cleared


def called(kind: Kind, ref: str, *choices: Choice) -> Rendered:
    return Rendered(Address("telegram:42"), MessageNumber(7), kind, "Du er spurt", choices, ref=ref)


@pytest.mark.parametrize("restarted", [False, True])
def test_a_call_that_went_on_without_her_loses_its_buttons_and_others_keep_theirs(restarted: bool) -> None:
    screen = Keyboards()
    for message, ref in ((1, "ping/7"), (2, "ping/8")):
        if restarted:
            screen.recalled(42, marked(message, Kind.PING, ref))
        else:
            screen.shown(42, message, Kind.PING, ref)
    assert screen.overtaken(42, called(Kind.RECEIPT, "ping/7")) == []
    assert screen.overtaken(42, called(Kind.ANSWER, "")) == []
    assert screen.overtaken(42, called(Kind.PING, "ping/7")) == [1]
    assert screen.overtaken(42, called(Kind.PING, "ping/7")) == []
    assert screen.overtaken(42, called(Kind.RECEIPT, "ping/8", Choice(ChoiceId("ferdig"), "Ferdig"))) == [2]


async def test_a_chat_that_has_had_too_much_is_told_when_to_go_on() -> None:
    pace = Pace(Limits(overall=1000.0, in_chat=1.0, burst=3))
    for _ in range(3):
        await pace.turn(42)
    with pytest.raises(ChannelError) as refused:
        await pace.turn(42)
    assert 0.5 < (refused.value.retry_in or 0) <= 1.0
    await pace.turn(43)


async def test_all_chats_together_keep_to_the_limit() -> None:
    pace = Pace(Limits(overall=100.0, in_chat=100.0, burst=100))
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.gather(*(pace.turn(chat) for chat in range(21)))
    assert loop.time() - start >= 0.19


def test_telegrams_own_server_is_spoken_to_within_its_limits_and_another_says_itself_when_it_is_too_much() -> None:
    own = limits(TELEGRAM)
    assert own is not None
    assert (own.overall, own.in_chat) == (30.0, 1.0)
    assert limits("http://127.0.0.1:8081") is None


async def test_what_telegram_counts_like_a_message_keeps_to_the_limit_over_all_chats(own: Standin) -> None:
    telegram = Telegram(Account(own.url, TOKEN, ("*",), limits=Limits(overall=50.0)), dict, print)
    lines = [own.writes(person, "hei") for person in range(40, 46)]
    await asyncio.gather(
        *(
            telegram.delete(Address(f"telegram:{person}"), EventId(f"telegram:message:{person}:{line}"))
            for person, line in zip(range(40, 46), lines, strict=True)
        )
    )
    first, *_, last = sorted(call.at for call in own.called("deleteMessage"))
    assert last - first >= 0.08
    assert len(own.deleted) == 6
    await telegram.close()


async def test_after_a_failure_it_is_soon_tried_again_and_what_is_final_stays_final() -> None:
    outage = Outage()
    for given_, wanted in ((0.0, 1.0), (None, None), (7.0, 7.0)):
        with pytest.raises(ChannelError) as refused, outage.patient():
            raise ChannelError("telegram-network", given_)
        assert refused.value.retry_in == wanted


async def test_the_longer_it_lasts_the_less_often_it_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    outage, now = Outage(), 1000.0
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now)
    waits = []
    for later in (0.0, 10.0, 40.0, 900.0):
        now = 1000.0 + later
        with pytest.raises(ChannelError) as refused, outage.patient():
            raise ChannelError("telegram-network", 0.0)
        waits.append(refused.value.retry_in)
    assert waits == [1.0, 10.0, 40.0, 60.0]
    with outage.patient():
        pass
    with pytest.raises(ChannelError) as refused, outage.patient():
        raise ChannelError("telegram-network", 0.0)
    assert refused.value.retry_in == 1.0


def _nested(depth: int) -> object:
    found: object = "dypt"
    for _ in range(depth):
        found = {"x": found}
    return found


@pytest.mark.parametrize("number", [float("inf"), float("nan"), "x", None, [], {}])
def test_no_update_stops_the_next_one(number: object) -> None:
    chat = {"id": 42, "type": "private"}
    good = {"update_id": 3, "message": {"message_id": 8, "chat": chat, "text": "hei"}}
    bad: list[dict[str, Any]] = [
        {"update_id": 1, "message": {"message_id": number, "chat": chat, "text": "hei"}},
        {"update_id": 2, "message": {"message_id": 7, "chat": {"id": number, "type": "private"}, "text": "hei"}},
        {"update_id": 2, "message": {"message_id": 7, "chat": chat, "game": _nested(5000)}},
        {"update_id": 2, "callback_query": {"id": "1", "from": {"id": number}, "data": "1?nei"}},
        {"update_id": 2, "my_chat_member": {"chat": {"id": -1, "type": "group"}, "new_chat_member": number}},
    ]
    read = Reader(["*"], 123456).read([*bad, good])
    assert [event.id for event in read.events] == ["telegram:message:42:8"]
    assert read.unknown == len(bad)


@pytest.mark.parametrize(
    ("event", "number"),
    [
        ("telegram:message:42:7", 7),
        ("telegram:edit:42:7:811", 7),
        ("telegram:album:42:7", 7),
        ("telegram:press:42:811", None),
        ("telegram:opened:42:7", None),
        ("telegram:message:42", None),
    ],
)
def test_an_event_tells_which_message_it_is_about(event: str, number: int | None) -> None:
    assert message_of(EventId(event)) == number

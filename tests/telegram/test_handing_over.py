"""One message on its way to Telegram: in parts, at its pace, and without buttons where Telegram will not have them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from faults import Fault
from standin import TOKEN, Standin

from bot.channel import ChannelError
from bot.channels.telegram import Account, Limits, Telegram
from bot.channels.telegram.door import Door
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.wire import Wire
from bot.core.effects import Kind
from bot.core.events import Address, ChoiceId, MessageNumber
from bot.core.words.wording import Choice, Rendered
from telegram import Bot

NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
LONG = "\n\n".join(str(place) * 3000 for place in (1, 2, 3))
YES_OR_NO = (Choice(ChoiceId("ja"), "Ja"), Choice(ChoiceId("nei"), "Nei"))


@asynccontextmanager
async def speaking(own: Standin, limits: Limits | None = None) -> AsyncIterator[Telegram]:
    for person in (42, 43):
        own.writes(person, "hei")
    telegram = Telegram(Account(own.url, TOKEN, ("*",), limits=limits), dict, print)
    try:
        yield telegram
    finally:
        await telegram.close()


def question(
    text: str, number: int = 1, choices: tuple[Choice, ...] = (), *, numbered: bool = True, person: int = 42
) -> Rendered:
    return Rendered(Address(f"telegram:{person}"), MessageNumber(number), Kind.QUESTION, text, choices, numbered)


async def test_a_chat_that_has_had_its_share_waits_and_the_others_do_not(own: Standin) -> None:
    async with speaking(own, Limits(overall=1000.0, in_chat=1.0, burst=2)) as telegram:
        for number in (1, 2):
            await telegram.send(question("hei", number), NOW, 0)
        with pytest.raises(ChannelError, match="telegram-pace") as refused:
            await telegram.send(question("hei", 3), NOW, 0)
        assert 0 < (refused.value.retry_in or 0) <= 1.0
        await telegram.send(question("hei", 4, person=43), NOW, 0)
    assert [len(own.told(chat)) for chat in (42, 43)] == [2, 1]


async def test_where_telegram_has_too_much_of_several_chats_all_wait(own: Standin) -> None:
    """It does not say whether a 429 means the chat or all; sixty chats that knock on would each get one."""
    own.faults["sendMessage"].extend([Fault(429, retry_after=7), Fault(429, retry_after=9)])
    async with speaking(own) as telegram:
        for chat, asked in ((42, 1), (43, 2), (43, 2)):
            with pytest.raises(ChannelError, match="telegram-flood") as refused:
                await telegram.send(question("hei", person=chat), NOW, 0)
            assert len(own.called("sendMessage")) == asked
            assert 5 < (refused.value.retry_in or 0) <= 9


async def test_where_it_has_too_much_of_one_chat_the_others_go_on(own: Standin) -> None:
    own.faults["sendMessage"].extend([Fault(429, retry_after=7)] * 2)
    async with speaking(own) as telegram:
        for _ in range(2):
            with pytest.raises(ChannelError, match="telegram-flood"):
                await telegram.send(question("hei"), NOW, 0)
        await telegram.send(question("hei", 2, person=43), NOW, 0)


async def test_taking_keyboards_away_keeps_to_the_limit_over_all_chats(own: Standin) -> None:
    people = range(50, 56)
    for person in people:
        own.writes(person, "hei")
    async with speaking(own, Limits(overall=50.0, in_chat=50.0)) as telegram:
        for number in (1, 2):
            questions = [question("?", number, YES_OR_NO, person=person) for person in people]
            await asyncio.gather(*(telegram.send(each, NOW, 0) for each in questions))
        await asyncio.to_thread(own.until, lambda: len(own.called("editMessageReplyMarkup")) == len(people))
    first, *_, last = sorted(call.at for call in own.called("editMessageReplyMarkup"))
    assert last - first >= 0.08


async def test_leaving_groups_keeps_to_it_too(own: Standin) -> None:
    wire = Wire(10.0)
    bot = Bot(TOKEN, f"{own.url}/bot", request=wire, get_updates_request=wire)
    door = Door(bot, Pace(Limits(overall=50.0)), dict)
    await asyncio.gather(*(door.leave(group, speak=False) for group in range(-66, -60)))
    await wire.shutdown()
    first, *_, last = sorted(call.at for call in own.called("leaveChat"))
    assert last - first >= 0.08


async def test_each_part_is_handed_over_by_itself_and_the_buttons_stand_under_the_last(own: Standin) -> None:
    message = question(LONG, choices=YES_OR_NO)
    async with speaking(own) as telegram:
        assert [await telegram.send(message, NOW, part) for part in range(3)] == [True, True, False]
        assert telegram.mark(message.number)
    assert [said["text"][0] for said in own.told(42)] == ["1", "2", "3"]
    assert ["reply_markup" in said for said in own.told(42)] == [False, False, True]


async def test_the_rest_of_a_message_that_has_become_shorter_is_its_last_part(own: Standin) -> None:
    async with speaking(own) as telegram:
        assert not await telegram.send(question("kort", choices=YES_OR_NO), NOW, 2)
    assert ["reply_markup" in said for said in own.told(42)] == [True]


@pytest.mark.parametrize(("numbered", "listed"), [(True, "1. Ja\n2. Nei"), (False, "• Ja\n• Nei")])
async def test_a_message_whose_buttons_are_refused_comes_without_them(
    own: Standin, numbered: bool, listed: str
) -> None:
    own.faults["sendMessage"].append(Fault(400))
    async with speaking(own) as telegram:
        assert not await telegram.send(question("Er det barn?", choices=YES_OR_NO, numbered=numbered), NOW, 0)
    (said,) = own.told(42)
    assert said["text"] == f"Er det barn?\n\n{listed}"
    assert "reply_markup" not in said


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, b"<html>blocked by the filter</html>"),
        (400, b"<html>bad request</html>"),
        (200, b"<html>sign in to the network</html>"),
        (200, b"{}"),
        (200, b'{"ok": false, "description": "x"}'),
        (404, b'{"error": "not found"}'),
        (502, b'{"ok": true, "result": true}'),
    ],
)
async def test_what_something_else_answers_in_telegrams_place_is_no_answer(
    own: Standin, status: int, body: bytes
) -> None:
    own.faults["sendMessage"].append(Fault(status, body=body))
    async with speaking(own) as telegram:
        with pytest.raises(ChannelError, match="telegram-network") as refused:
            await telegram.send(question("hei", choices=YES_OR_NO), NOW, 0)
        assert refused.value.retry_in
        await telegram.send(question("hei", choices=YES_OR_NO), NOW, 0)
    assert len(own.told(42)) == 1


@pytest.mark.parametrize("result", [b"true", b"{}", b"[]", b"null"])
async def test_what_telegram_has_taken_is_not_sent_again_however_it_says_so(own: Standin, result: bytes) -> None:
    own.faults["sendMessage"].append(Fault(200, done=True, body=b'{"ok": true, "result": ' + result + b"}"))
    async with speaking(own) as telegram:
        assert not await telegram.send(question("hei", choices=YES_OR_NO), NOW, 0)
    assert len(own.told(42)) == 1


async def test_what_is_refused_without_buttons_too_is_given_up(own: Standin) -> None:
    own.faults["sendMessage"].extend([Fault(400), Fault(400), Fault(400)])
    async with speaking(own) as telegram:
        for choices in (YES_OR_NO, ()):
            with pytest.raises(ChannelError, match="telegram-refused") as refused:
                await telegram.send(question("hei", choices=choices), NOW, 0)
            assert refused.value.retry_in is None
    assert not own.faults["sendMessage"]

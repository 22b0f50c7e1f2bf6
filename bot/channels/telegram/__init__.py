"""Telegram: direct chats only, on python-telegram-bot's low layer, with as little said and kept as possible.

Updates come in batches, and a batch is acknowledged when it is stored: by asking for the next ones, or by answering
Telegram's call. There is no key by which Telegram would know a message again, so one that was handed over just before
a crash may come twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from datetime import datetime

from telegram.error import BadRequest

from bot.channel import ChannelError
from bot.channels.telegram.account import Account, Webhook
from bot.channels.telegram.arrival import arrived
from bot.channels.telegram.door import Door
from bot.channels.telegram.erasing import erased
from bot.channels.telegram.keyboards import Keyboards, keyboard, listed, marked, written_out
from bot.channels.telegram.pace import Limits, Outage, Pace
from bot.channels.telegram.parts import parts
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.tidying import Tidying
from bot.channels.telegram.trouble import Trouble
from bot.channels.telegram.updates import NAME, Press, Read, Reader
from bot.channels.telegram.webhook import Called
from bot.channels.telegram.wire import UNREADABLE, Wire, blaming, unhurried
from bot.core.events import Address, ClockAdvanced, EventId, Incoming, MessageNumber
from bot.core.words.wording import Rendered
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions

__all__ = ["Account", "Limits", "Telegram", "Webhook"]

_PATIENCE = 15.0
"""Seconds for one request."""
_SOON = 5.0
"""Seconds for what nobody waits for."""
_FIRST = 1.0
"""Seconds that everything else waits for the answers to presses."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

log = logging.getLogger("varde.telegram")


class Telegram:
    """`texts` gives the bot's own sentences as they are now; `tell` prints a line for whoever runs Varde."""

    name = NAME
    parallel = 64

    def __init__(
        self, account: Account, texts: Callable[[], Mapping[str, str]], tell: Callable[[str], None]
    ) -> None:
        self._wire = Wire(_PATIENCE)
        # It wants a second pool for its own polling, which is not used: ours gives updates as they came.
        self._bot = Bot(account.token, f"{account.api}/bot", request=self._wire, get_updates_request=self._wire)
        self._texts = texts
        self._pace = Pace(account.limits)
        self._outage = Outage()
        self._door = Door(self._bot, self._pace, texts)
        self._reader = Reader(account.allow, int(account.token.partition(":")[0]))
        trouble = Trouble(tell)
        hook = account.webhook
        self._source = Called(self._bot, hook, trouble) if hook else Polling(self._bot, trouble)
        self._keyboards = Keyboards()
        self._tidying = Tidying(self._bot, self._pace)
        self._marks: dict[MessageNumber, str] = {}
        """Of messages that are just being sent, until delivery asks for them."""
        self._aside: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> bool:
        return self._source.connected

    async def connect(self) -> None:
        """See that Telegram knows us, and show the menu of commands. Raises ChannelRefused."""
        await arrived(self._bot, self._source, self._texts())

    async def events(self) -> AsyncIterator[Sequence[Incoming | ClockAdvanced]]:
        """Batch after batch, for ever. A press is answered before anything else: its button turns until then."""
        async for updates in self._source.updates():
            read = self._reader.read(updates)
            leaving = [self._do(self._door.leave(chat, speak=speak)) for chat, speak in dict.fromkeys(read.shared)]
            await _at_most(_FIRST, [self._do(self._answer(press)) for press in read.presses])
            if read.events:
                yield read.events
            self._afterwards(read)
            # Not acknowledged before: nothing else would bring it to mind that Varde is still in there.
            await _at_most(_SOON, leaving)

    async def send(self, message: Rendered, at: datetime, part: int) -> bool:
        """Telegram has no key for what it is given: after a timeout a part may come twice, never not at all."""
        chat = _chat(message.to)
        await self._pace.turn(chat)
        with self._tidying.afterwards(), self._pace.heeding(chat), self._outage.patient(), blaming():
            try:
                return await self._say(chat, message, written_out(message), part, keyboard(message))
            except BadRequest:
                if not message.choices:
                    raise
                log.warning("keyboard-refused")
                await self._pace.place()
                return await self._say(chat, message, listed(message), part, None)

    async def delete(self, sender: Address, event: EventId) -> bool:
        """Within 48 hours; later, and for what cannot be deleted, False."""
        await self._pace.place()
        return await erased(self._bot, _chat(sender), event)

    async def settled(self, events: Sequence[EventId]) -> None:
        """Telegram does not want to know."""

    def mark(self, number: MessageNumber) -> str:
        """Which keyboard it has put on the screen."""
        return self._marks.pop(number, "")

    def recall(self, marks: Sequence[tuple[Address, str]]) -> None:
        """What still lies on the screens, so that it goes when it is done with."""
        for address, mark in marks:
            self._keyboards.recalled(_chat(address), mark)

    async def close(self) -> None:
        for task in self._aside:
            task.cancel()
        await asyncio.gather(*self._aside, return_exceptions=True)
        await self._tidying.close()
        await self._source.close()
        await self._wire.shutdown()

    async def _say(
        self, chat: int, message: Rendered, text: str, part: int, markup: InlineKeyboardMarkup | None
    ) -> bool:
        """One part, without marks: nothing in it can be taken for formatting. The keyboard stands under the last."""
        *before, last = parts(text)
        more = part < len(before)
        text, markup = (before[part], None) if more else (last, markup)
        try:
            sent = await self._bot.send_message(
                chat, text, parse_mode=None, reply_markup=markup, link_preview_options=_NO_PREVIEW
            )
            number = sent.message_id
        except UNREADABLE:
            # Telegram has taken it and says so in a way that the library cannot read: again it would come twice.
            log.warning("answer-unreadable")
            return more
        old = list(self._keyboards.overtaken(chat, message))
        if markup is not None:
            self._marks[message.number] = marked(number, message.kind, message.ref)
            old += self._keyboards.shown(chat, number, message.kind, message.ref)
        for each in old:
            self._tidying.soon(chat, each)
        return more

    async def _answer(self, press: Press) -> None:
        # An old one cannot be answered any more; what it says counts all the same.
        await unhurried(lambda: self._bot.answer_callback_query(press.query, read_timeout=_SOON))

    def _afterwards(self, read: Read) -> None:
        """What nobody waits for, when the batch is stored."""
        if read.unknown:
            log.warning("update-unreadable %s", read.unknown)
        for press in read.presses:
            if press.says.once and press.message is not None:
                self._keyboards.used(press.chat, press.message)
                self._tidying.soon(press.chat, press.message)
        for stranger in dict.fromkeys(read.strangers):
            self._do(self._door.turn_away(stranger))

    def _do(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)
        return task


async def _at_most(seconds: float, tasks: Sequence[asyncio.Task[None]]) -> None:
    """Wait for them so long; they go on."""
    if tasks:
        await asyncio.wait(tasks, timeout=seconds)


def _chat(address: Address) -> int:
    """A person's number is the number of the direct chat with her. Raises ChannelError."""
    number = address.removeprefix(f"{NAME}:")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        raise ChannelError("telegram-address", None)
    return int(number)

"""Choices as buttons under a message: what a button carries, and which keyboards have had their time."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.effects import Kind
from bot.core.events import ChoiceId, MessageNumber
from bot.core.words.wording import Choice, Rendered
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

_MOST_BYTES = 64
"""Of what a button may carry."""
_LONGEST_LABEL = 36
"""Characters of a label that a telephone shows whole; longer ones are written out in the message too."""
_USABLE = 8
"""So many messages back a button still works; older keyboards are taken away."""
_LASTING = 24
"""The same for calls, reminders and their receipts, which the core remembers for longer."""
_LAST = frozenset({Kind.PING, Kind.REMINDER, Kind.RECEIPT})
_KINDS = frozenset(kind.value for kind in Kind)
_MOST_CHATS = 10_000
_DATA = re.compile(r"([1-9][0-9]{0,17})([?:])([a-z0-9-]{1,62})")
_MARK = re.compile(r"([a-z]{1,20}):([0-9]{1,18}):([a-z]+/[0-9]{1,18})?")
_QUESTION, _OFFER = "?", ":"


@dataclass(frozen=True, slots=True)
class Carried:
    """What a button says when it is pressed; `once`: its message is a question, done with by any answer."""

    number: MessageNumber
    choice: ChoiceId
    once: bool


NOTHING = Carried(MessageNumber(0), ChoiceId(""), once=False)
"""A button that we never made: the core never offered it."""


def carried(data: str) -> Carried:
    """Read what came back; it may be forged, so the core holds it against what was offered."""
    found = _DATA.fullmatch(data)
    if found is None:
        return NOTHING
    return Carried(MessageNumber(int(found[1])), ChoiceId(found[3]), found[2] == _QUESTION)


def keyboard(message: Rendered) -> InlineKeyboardMarkup | None:
    """One button in a row, since labels are sentences. A choice that fits in no button is left to be typed."""
    rows = [
        [InlineKeyboardButton(choice.label, callback_data=data)]
        for choice in message.choices
        if (data := _data(message, choice)) is not None
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def written_out(message: Rendered) -> str:
    """The text; with the choices as a numbered list where a telephone would cut a label, or a button is missing."""
    short = all(len(choice.label) <= _LONGEST_LABEL and _data(message, choice) for choice in message.choices)
    return message.text if short else listed(message)


def listed(message: Rendered) -> str:
    """The text and all the choices, as they can be typed."""
    marks = (f"{place}." if message.numbered else "•" for place in range(1, len(message.choices) + 1))
    rows = (f"{mark} {choice.label}" for mark, choice in zip(marks, message.choices, strict=True))
    return f"{message.text}\n\n" + "\n".join(rows)


def _data(message: Rendered, choice: Choice) -> str | None:
    mark = _QUESTION if message.kind is Kind.QUESTION else _OFFER
    data = f"{message.number}{mark}{choice.id}"
    return data if len(data.encode()) <= _MOST_BYTES and _DATA.fullmatch(data) else None


def marked(message: int, kind: Kind, ref: str) -> str:
    """What is remembered of a keyboard over a restart: the message under which it stands, and how long it works."""
    return f"{kind}:{message}:{ref if kind in _LAST else ''}"


class _Open(NamedTuple):
    """One keyboard on a screen."""

    message: int
    once: bool
    lasting: str | None
    """For what lasts: the call or reminder that it belongs to."""


class Keyboards:
    """The keyboards on each person's screen, as far as they are known; a press of one that is not shows that it is
    old."""

    def __init__(self) -> None:
        self._open: OrderedDict[int, tuple[_Open, ...]] = OrderedDict()

    def recalled(self, chat: int, mark: str) -> None:
        """A keyboard that an earlier run showed; the question before it may have kept its own if the power went."""
        found = _MARK.fullmatch(mark)
        if found is None or found[1] not in _KINDS:
            return
        new, before = _open(int(found[2]), Kind(found[1]), found[3] or ""), self._open.get(chat, ())
        done = [each for each in before if new.once and each.once][:-1]
        self._keep(chat, [*(each for each in before if each not in done), new])

    def shown(self, chat: int, message: int, kind: Kind, ref: str) -> Sequence[int]:
        """A new keyboard; which messages lose theirs by it: the question before, and what no longer works."""
        new, before = _open(message, kind, ref), self._open.get(chat, ())
        self._keep(chat, [*(each for each in before if not (new.once and each.once)), new])
        return [each.message for each in before if each not in self._open[chat]]

    def overtaken(self, chat: int, message: Rendered) -> Sequence[int]:
        """More is said of a call: which messages of it lose their keyboard.

        None by a mere receipt: who cannot come now may still take it.
        """
        before = self._open.get(chat, ())
        mere = message.kind is Kind.RECEIPT and not message.choices
        gone = [each for each in before if message.ref and each.lasting == message.ref and not mere]
        if gone:
            self._open[chat] = tuple(each for each in before if each not in gone)
        return [each.message for each in gone]

    def used(self, chat: int, message: int) -> None:
        """This message has lost its keyboard."""
        known = self._open.get(chat)
        if known:
            self._open[chat] = tuple(each for each in known if each.message != message)

    def _keep(self, chat: int, still: Sequence[_Open]) -> None:
        """Of these, the ones that work."""
        lasting = [each for each in still if each.lasting is not None]
        kept = {*[each for each in still if each.lasting is None][-_USABLE:], *lasting[-_LASTING:]}
        self._open[chat] = tuple(each for each in still if each in kept)
        self._open.move_to_end(chat)
        if len(self._open) > _MOST_CHATS:
            self._open.popitem(last=False)


def _open(message: int, kind: Kind, ref: str) -> _Open:
    return _Open(message, kind is Kind.QUESTION, ref if kind in _LAST else None)

"""Chat addresses of the people file: their form, whose they are, whether Varde is there and has met the person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.gathering import Gathered, Placed
from bot.content.people_file import UnitWritten
from bot.content.problems import Problem, Spot, did_you_mean, problem

_CHANNEL = re.compile(r"[a-z]+:\S+")
_FORMS = {
    "matrix": (re.compile(r"matrix:@[^\s:@]+:[^\s:]+(:\d+)?"), "ugyldig-matrix"),
    "telegram": (re.compile(r"telegram:[1-9]\d{0,17}"), "ugyldig-telegram"),
}
"""Channel -> what an address on it looks like, and what is said of another one."""


@dataclass(frozen=True)
class Known:
    """What only the place where Varde runs can tell: the channels that it is on, and the addresses at which it has
    met somebody; None: there is no database yet."""

    channels: frozenset[str]
    met: frozenset[str] | None = None


@dataclass(frozen=True)
class _Chat:
    """One address, and whose it is; the leader has no id."""

    address: str
    spot: Spot
    id: str
    name: str


def usable(address: str, known: Known | None) -> bool:
    """Whether a message to this address would reach anybody, as far as is known; a mistake in it is told by itself."""
    if known is None or _wrong(address):
        return True
    return _on(address, known) and (known.met is None or address in known.met)


def addresses(found: Gathered, known: Known | None) -> Iterator[Problem]:
    """Every address; what depends on the place where Varde runs only where that is known."""
    owners: dict[str, _Chat] = {}
    for unit in found.units:
        yield from _strangers(unit)
        mine: set[str] = set()
        for chat in _chats(unit):
            wrong = _wrong(chat.address)
            if wrong:
                yield problem(wrong, chat.spot, ord=chat.address)
                continue
            yield from _owned(chat, owners, mine)
            yield from _unreached(chat, known) if known else ()


def _chats(unit: Placed[UnitWritten]) -> Iterator[_Chat]:
    for place, one in enumerate(unit.value.barneansvarlige):
        for at, address in enumerate(one.chat):
            yield _Chat(address, unit.spot("barneansvarlige", place, "chat", at), one.id, one.name)
    leader = unit.value.reserve
    for at, address in enumerate(leader.chat if leader else ()):
        assert leader is not None
        yield _Chat(address, unit.spot("reserve", "chat", at), "", leader.name)


def _wrong(address: str) -> str:
    """What is said of an address that does not look like one; empty: it does."""
    form, name = _FORMS.get(_channel(address), (_CHANNEL, "ugyldig-chatadresse"))
    return "" if form.fullmatch(address) else name


def _channel(address: str) -> str:
    return address.partition(":")[0]


def _on(address: str, known: Known) -> bool:
    return _channel(address) in known.channels


def _owned(chat: _Chat, owners: dict[str, _Chat], mine: set[str]) -> Iterator[Problem]:
    """One address is one person's, and stands once in a unit. A leader may be a barneansvarlig too, and lead more."""
    if not chat.id:
        return
    first = owners.setdefault(chat.address, chat)
    if first.id != chat.id or chat.address in mine:
        yield problem("adresse-to-ganger", chat.spot, ord=chat.address, navn=first.name, linje=first.spot.line)
    mine.add(chat.address)


def _unreached(chat: _Chat, known: Known) -> Iterator[Problem]:
    if not _on(chat.address, known):
        channel = _channel(chat.address)
        hint = did_you_mean(channel, known.channels)
        yield problem("kanal-ikke-på", chat.spot, hint, kanal=channel, på=", ".join(sorted(known.channels)))
    elif known.met is not None and chat.address not in known.met:
        yield problem("ikke-møtt", chat.spot, navn=chat.name, ord=chat.address)


def _strangers(unit: Placed[UnitWritten]) -> Iterator[Problem]:
    """Whoever asks a colleague must hear how to reach her."""
    for place, one in enumerate(unit.value.barneansvarlige):
        if one.chat and not one.phone and all(map(_says_nothing, one.chat)):
            yield problem("uten-vei-til", unit.spot("barneansvarlige", place), navn=one.name)


def _says_nothing(address: str) -> bool:
    """Bare digits are a network's own number of a person."""
    return address.partition(":")[2].isdigit()



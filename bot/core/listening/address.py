"""Sees a person's name together with a street address and house number in a typed text.

Theory. A street is known by its ending («-veien», «-kroken») or, whatever it is called, by where it stands: a word with
a house number right after a name, or after «bor i». A name is two words with capitals that are no place, service or
sentence word, or has a common given name in it. An address alone belongs to a service as often as to a person and is
let through. Stopping too much costs one sentence, stopping too little is a breach.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from bot.core.listening.address_words import (
    ALSO_ORDINARY,
    BARE_STREET,
    BETWEEN,
    CALLED,
    GIVEN_NAMES,
    LIVES,
    NO_HOME,
    NO_STREET,
    PLACE_OR_SERVICE,
    SENTENCE,
    SHORT_STREET,
    STREET,
    UNIT,
)


class _Word(NamedTuple):
    """A word or a number, and what stands between it and the one before."""

    gap: str
    text: str


_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+")
# How many words a name and an address may stand apart.
_REACH: Final = 18
_CLOSE: Final = 3
_LONGEST_NUMBER: Final = 4
_MOST_STREET_WORDS: Final = 3


def names_a_home(plain: str) -> bool:
    """Whether `plain` tells who somebody is: a name and the house that person may live in."""
    words = [_Word(*parts) for parts in _cut(plain)]
    return any(_somebody_lives(words, place) for place in range(1, len(words) - 1) if _numbers_a_house(words, place))


def _cut(plain: str) -> Iterator[tuple[str, str]]:
    end = 0
    for found in _WORD.finditer(plain):
        yield plain[end : found.start()], found.group()
        end = found.end()
    yield plain[end:], ""


def _numbers_a_house(words: Sequence[_Word], place: int) -> bool:
    """Whether a number can stand on a house: «Storgata 5B», not «12 år», «2. mai», «12:30» or «40 %»."""
    gap, number = words[place]
    after, unit = words[place + 1]
    return (
        number.isdigit()
        and len(number) <= _LONGEST_NUMBER
        and gap.strip(" .,") == ""
        and not after.lstrip(" ").startswith(("%", ":"))
        and not (UNIT.match(unit) and after.strip(" .-") == "")
    )


def _somebody_lives(words: Sequence[_Word], number: int) -> bool:
    last = number - 2 if words[number - 1].text.lower() == "nr" else number - 1
    if last < 0 or words[last].text.isdigit():
        return False
    first = _street(words, last)
    if first is None:
        return _lives_in_any_street(words, last)
    before, after = words[max(0, first - _REACH) : first], words[number + 1 : number + 1 + _REACH]
    return (
        _has_name(before)
        or _has_name(after)
        or _is_called(before)
        or _is_called(after)
        or _has_given_name(before[-_CLOSE:])
        or _stands_alone(words, first)
    )


def _street(words: Sequence[_Word], last: int) -> int | None:
    """The first word of the street that ends with word `last`, when its form shows that it is one."""
    text = words[last].text
    if BARE_STREET.match(text) and last > 0:
        longer = [
            place for place in range(last - 1, max(-1, last - _MOST_STREET_WORDS), -1) if _capital(words[place].text)
        ]
        return longer[-1] if longer and longer[0] == last - 1 else last - 1
    short = words[last + 1].gap.startswith(".") and SHORT_STREET.match(text)
    return last if (STREET.match(text) or short) and not NO_STREET.match(text) else None


def _lives_in_any_street(words: Sequence[_Word], last: int) -> bool:
    """A street of any form, known by the name right before it or by the word for living there."""
    if not _can_be_street(words[last].text):
        return False
    lead = [word.text.lower() for word in words[max(0, last - _CLOSE) : last]]
    reach = words[max(0, last - _REACH) : last]
    if any(word in LIVES for word in lead) and _capital(words[last].text):
        return _has_name(reach) or _is_called(reach)
    return any(_ends_in_name(words, start) for start in range(last, max(0, last - _MOST_STREET_WORDS), -1))


def _can_be_street(text: str) -> bool:
    return len(text) > 2 and not text.isupper() and not (NO_HOME.match(text) or _no_name(text))


def _ends_in_name(words: Sequence[_Word], start: int) -> bool:
    """Whether a name stands right before the word `start`, but for «bor i» and the like."""
    end = start
    while end > 0 and words[end - 1].text.lower() in BETWEEN:
        end -= 1
    joined = end == start and words[start].gap == " "
    if joined and words[start].text.islower():
        return False
    return _has_name(words[max(0, end - 2) : end])


def _has_name(words: Sequence[_Word]) -> bool:
    return any(_is_name(one.text, other) for one, other in pairwise(words))


def _is_name(one: str, other: _Word) -> bool:
    """«Kari Nordmann», «kari nordmann» and «Sigbrita Lauvåsmoen», not «Bydel Alna»."""
    if other.gap.strip(" ") not in ("", ".") or _no_name(one) or _no_name(other.text):
        return False
    return _is_given(one) or (_capital(one) and _capital(other.text))


def _has_given_name(words: Sequence[_Word]) -> bool:
    return any(_is_given(word.text) and word.text.lower() not in ALSO_ORDINARY for word in words)


def _is_given(text: str) -> bool:
    return text.split("-")[0].lower() in GIVEN_NAMES


def _capital(text: str) -> bool:
    return len(text) > 1 and text[0].isupper()


def _no_name(text: str) -> bool:
    return len(text) < 2 or text.isdigit() or text.lower() in SENTENCE or PLACE_OR_SERVICE.match(text) is not None


def _is_called(words: Sequence[_Word]) -> bool:
    """«heter Kari», «familien Nguyen»."""
    pairs = ((one.text.lower(), other.text) for one, other in pairwise(words))
    return any(one in CALLED and _capital(other) and not _no_name(other) for one, other in pairs)


def _stands_alone(words: Sequence[_Word], street: int) -> bool:
    """«sigbrita lauvåsmoen, storgata 5»: two or three unknown words, a sentence of their own before the comma."""
    if "," not in words[street].gap:
        return False
    starts = (start for start in (street - 2, street - 3) if start >= 0)
    return any(
        (start == 0 or re.search(r"[.!?:;(]|  ", words[start].gap))
        and all(word.gap == " " for word in words[start + 1 : street])
        and not any(_no_name(word.text) for word in words[start:street])
        for start in starts
    )

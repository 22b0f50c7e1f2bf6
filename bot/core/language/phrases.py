"""Finds phrases and word patterns in Norwegian as people type it: case, æ/ae, typos and punctuation do not matter.

Theory. A text becomes a row of folded words, and each word carries the symbols it can play (symbols.py). A phrase is a
row of symbols with gaps, and is looked for only when its rarest symbol (its anchor) and all its others are present. So
a message costs its own length, not the length of the phrase list. Members of classes that are more than one word are
found first and then play their symbols as words do; inside such a member another class counts by its single words only.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from bot.core.language.notation import WORD, fold, rows
from bot.core.language.symbols import NO_NUMBERS, Numbers, Place, Symbols, Words

# Longer input is cut to its beginning and its end, each this many characters: people put the alarm first or last.
MAX_END: Final = 10_000

Span = tuple[int, int]

_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e007f]"
)


def readings(text: str) -> Iterator[list[str]]:
    """The words of `text`; twice when it holds invisible characters, which may split a word or stand between two."""
    if len(text) > 2 * MAX_END:
        text = f"{text[:MAX_END]} {text[-MAX_END:]}"
    if _INVISIBLE.search(text) is None:
        yield WORD.findall(fold(text))
        return
    yield WORD.findall(fold(_INVISIBLE.sub("", text)))
    yield WORD.findall(fold(_INVISIBLE.sub(" ", text)))


_Row = tuple[Place, ...]
# By anchor and second rarest symbol: what else must be present, the row, what is found with it.
_Waiting = dict[int, tuple[Numbers, dict[int, list[tuple[Numbers, _Row, str]]]]]


class _Text:
    """The words of one message, with the symbols each can play, alone or together with the words after it."""

    def __init__(self, played: list[Numbers]) -> None:
        self._played = played
        self._spots: dict[int, list[int]] = {}
        self._longer: dict[int, dict[int, set[int]]] = {}
        self.present = NO_NUMBERS.union(*played)

    def add(self, symbols: Numbers, spans: Iterable[Span]) -> None:
        """Lets the words of each span play `symbols` together."""
        for start, end in spans:
            self.present |= symbols
            for symbol in symbols:
                self._longer.setdefault(symbol, {}).setdefault(start, set()).add(end)

    def spans(self, row: _Row) -> Iterator[Span]:
        """Every place where `row` stands, as first and last word."""
        first = row[0][2]
        for start in self._where(first):
            ends = self._ends_at(first, start)
            for place in row[1:]:
                ends = {end for before in ends for end in self._after(place, before)}
                if not ends:
                    break
            yield from ((start, end) for end in ends)

    def _where(self, symbol: int) -> Iterable[int]:
        if symbol not in self._spots:
            alone = [place for place, symbols in enumerate(self._played) if symbol in symbols]
            self._spots[symbol] = sorted({*alone, *self._longer[symbol]}) if symbol in self._longer else alone
        return self._spots[symbol]

    def _ends_at(self, symbol: int, start: int) -> set[int]:
        ends = set(self._longer.get(symbol, {}).get(start, ()))
        return ends | {start} if symbol in self._played[start] else ends

    def _after(self, place: Place, before: int) -> Iterator[int]:
        gap, barred, symbol = place
        longer = self._longer.get(symbol)
        for start in range(before + 1, min(before + 2 + gap, len(self._played))):
            if symbol in self._played[start]:
                yield start
            if longer is not None:
                yield from longer.get(start, ())
            if barred in self._played[start]:
                return


class Phrasebooks:
    """Several sets of phrases over one vocabulary, compiled once: book, owner, phrases as an author writes them.

    Raises PatternError for a phrase that cannot be read.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, Sequence[str]],
        books: Mapping[str, Mapping[str, Sequence[str]]],
        never_typos: Sequence[str] = (),
    ) -> None:
        symbols = Symbols(vocabulary)
        read = {name: _read(symbols, owners) for name, owners in books.items()}
        short = symbols.short()
        self._longer_symbols = [numbers for _, numbers in symbols.longer()]
        longer = [(row, str(place)) for place, (row, _) in enumerate(symbols.longer())]
        self._longer = _by_two_rarest(longer, short)
        self._books = {name: _by_two_rarest(phrases, short) for name, phrases in read.items()}
        self._words: Words = symbols.words(never_typos)

    def find(self, book: str, words: Sequence[str]) -> Mapping[str, Sequence[Span]]:
        """Where the phrases of each owner in `book` stand, for owners that have any."""
        text = _Text([self._words.played_by(word) for word in words])
        longer = [(self._longer_symbols[int(owner)], spans) for owner, spans in _found(self._longer, text).items()]
        for numbers, spans in longer:
            text.add(numbers, spans)
        return _found(self._books[book], text)


def _read(symbols: Symbols, owners: Mapping[str, Sequence[str]]) -> Iterable[tuple[_Row, str]]:
    written = ((text, owner) for owner, texts in owners.items() for text in texts)
    # A dictionary and not a set: the order, and with it everything built on it, is the same in every process.
    return dict.fromkeys((symbols.row(steps, text), owner) for text, owner in written for steps in rows(text))


def _found(waiting: _Waiting, text: _Text) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    for anchor in text.present & waiting.keys():
        seconds, phrases = waiting[anchor]
        for second in text.present & seconds:
            for needed, row, owner in phrases[second]:
                if text.present.issuperset(needed):
                    found[owner].extend(text.spans(row))
    return {owner: spans for owner, spans in found.items() if spans}


def _by_two_rarest(phrases: Iterable[tuple[_Row, str]], short: Numbers) -> _Waiting:
    """The phrases by their rarest and second rarest symbol; short words are taken to be common in messages."""
    phrases = tuple(phrases)
    uses = Counter(symbol for row, _ in phrases for _, _, symbol in row)
    placed: dict[int, dict[int, list[tuple[Numbers, _Row, str]]]] = {}
    for row, owner in phrases:
        rarest = sorted((symbol for _, _, symbol in row), key=lambda one: (one in short, uses[one], one))
        seconds = placed.setdefault(rarest[0], {})
        seconds.setdefault(rarest[min(1, len(rarest) - 1)], []).append((frozenset(rarest[2:]), row, owner))
    return {anchor: (frozenset(seconds), seconds) for anchor, seconds in placed.items()}

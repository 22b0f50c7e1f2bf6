"""Finds phrases and word patterns in Norwegian as people type it: case, æ/ae, typos and punctuation do not matter.

Theory. A text becomes a row of folded words. Every word a phrase mentions is given a symbol, and so is every set of
words that may stand in one place; a typed word is looked up once and carries the symbols it can play. A phrase is then
a row of symbols with gaps, and is looked for only when its rarest symbol (its anchor) and all its others are present.
So a message costs its own length, not the length of the phrase list.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from bot.core.notation import STEM_LETTERS, TYPO_LETTERS, WORD, Gap, Grammar, Part, Terms, fold

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


@dataclass(frozen=True, slots=True)
class _Step:
    """The next symbol of a phrase, after at most `gap` words that do not play `barred`."""

    symbol: int
    gap: int
    barred: int | None


@dataclass(frozen=True, slots=True)
class _Phrase:
    first: int
    steps: tuple[_Step, ...]
    owner: str

    @property
    def symbols(self) -> tuple[int, ...]:
        return (self.first, *(step.symbol for step in self.steps))


_NO_SYMBOLS: Final[frozenset[int]] = frozenset()


class _Symbols:
    """Numbers for sets of words, and the way from a typed word to the numbers it can play."""

    def __init__(self, never_typos: Iterable[str]) -> None:
        self._ids: dict[Terms, int] = {}
        self._exact: dict[str, frozenset[int]] = {}
        self._starts: dict[str, list[tuple[str, frozenset[int]]]] = {}
        self._inside: list[tuple[str, bool, frozenset[int]]] = []
        self._near: dict[str, list[tuple[str, bool, frozenset[int]]]] = {}
        known = frozenset(never_typos)
        self._never_typos = frozenset(word for word in known if not word.endswith("*"))
        self._never_stems = tuple(word.removesuffix("*") for word in known if word.endswith("*"))

    def number(self, terms: Terms) -> int:
        return self._ids.setdefault(terms, len(self._ids))

    def short(self) -> frozenset[int]:
        """The symbols that some word of three letters or fewer can play."""
        return frozenset(symbol for terms, symbol in self._ids.items() if any(len(term) <= 3 for term in terms))

    def freeze(self, typos_for: frozenset[str]) -> None:
        """Builds the look-ups once every phrase is known."""
        players: dict[str, set[int]] = defaultdict(set)
        for terms, symbol in self._ids.items():
            for term in terms:
                players[term].add(symbol)
        for term, numbers in players.items():
            self._place(term, frozenset(numbers), term in typos_for)

    def _place(self, term: str, symbols: frozenset[int], typos: bool) -> None:
        word, open_end = term.strip("*"), term.endswith("*")
        if term.startswith("*"):
            self._inside.append((word, open_end, symbols))
            return
        if open_end:
            self._starts.setdefault(word[:STEM_LETTERS], []).append((word, symbols))
        else:
            self._exact[word] = symbols
        if typos:
            for key in _rough(word):
                self._near.setdefault(key, []).append((word, open_end, symbols))

    def played_by(self, word: str) -> frozenset[int]:
        found = self._exact.get(word, _NO_SYMBOLS)
        for stem, more in self._starts.get(word[:STEM_LETTERS], ()):
            if word.startswith(stem):
                found |= more
        for part, open_end, more in self._inside:
            if word.endswith(part) or (open_end and part in word):
                found |= more
        if found or len(word) < TYPO_LETTERS or word in self._never_typos:
            return found
        return found if word.startswith(self._never_stems) else self._meant_by(word)

    def _meant_by(self, word: str) -> frozenset[int]:
        """The symbols of vocabulary words one edit away; the first letter is taken to be right."""
        found = _NO_SYMBOLS
        for key in _rough(word):
            for near, open_end, symbols in self._near.get(key, ()):
                if _is_typo(word, near, open_end):
                    found |= symbols
        return found


def _rough(word: str) -> frozenset[str]:
    """Two words one edit apart that begin alike share at least one of these keys, wherever the edit stands."""
    return frozenset((word[:3], word[0] + word[2:4], word[:2] + word[3:4]))


def _is_typo(word: str, near: str, open_end: bool) -> bool:
    length = len(near)
    if not open_end:
        return abs(len(word) - length) <= 1 and OSA.distance(word, near, score_cutoff=1) <= 1
    return len(word) >= length - 1 and any(
        OSA.distance(word[:end], near, score_cutoff=1) <= 1 for end in (length - 1, length, length + 1)
    )


class Phrasebook:
    """All phrases of all owners, compiled once; `owners` gives, for each name, the phrases as an author writes them.

    Raises PatternError for a phrase that cannot be read.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, Sequence[str]],
        owners: Mapping[str, Sequence[str]],
        never_typos: Sequence[str] = (),
    ) -> None:
        grammar = Grammar(vocabulary)
        self._symbols = _Symbols(map(fold, never_typos))
        written = ((text, owner) for owner, texts in owners.items() for text in texts)
        phrases = {self._compiled(row, owner) for text, owner in written for row in grammar.read(text)}
        self._symbols.freeze(frozenset(grammar.typos_for))
        self._anchored = _by_two_rarest(phrases, self._symbols.short())

    def _compiled(self, row: tuple[Part, ...], owner: str) -> _Phrase:
        steps: list[_Step] = []
        gap = Gap(0)
        for part in row:
            if isinstance(part, Gap):
                gap = part
                continue
            barred = self._symbols.number(gap.barred) if gap.barred else None
            steps.append(_Step(self._symbols.number(part), gap.most, barred))
            gap = Gap(0)
        return _Phrase(steps[0].symbol, tuple(steps[1:]), owner)

    def find(self, words: Sequence[str]) -> Mapping[str, Sequence[Span]]:
        """Where the phrases of each owner stand: first and last word, for owners that have any."""
        played = [self._symbols.played_by(word) for word in words]
        present = _NO_SYMBOLS.union(*played)
        found: dict[str, list[Span]] = defaultdict(list)
        for anchor in present & self._anchored.keys():
            seconds, phrases = self._anchored[anchor]
            for second in present & seconds:
                for needed, phrase in phrases[second]:
                    if present.issuperset(needed):
                        found[phrase.owner].extend(_spans(phrase, played))
        return {owner: spans for owner, spans in found.items() if spans}


_Anchored = dict[int, tuple[frozenset[int], dict[int, list[tuple[frozenset[int], _Phrase]]]]]


def _by_two_rarest(phrases: Iterable[_Phrase], short: frozenset[int]) -> _Anchored:
    """The phrases by their rarest and second rarest symbol; short words are taken to be common in messages."""
    uses = Counter(symbol for phrase in phrases for symbol in phrase.symbols)
    placed: dict[int, dict[int, list[tuple[frozenset[int], _Phrase]]]] = {}
    for phrase in phrases:
        rarest = sorted(phrase.symbols, key=lambda symbol: (symbol in short, uses[symbol], symbol))
        seconds = placed.setdefault(rarest[0], {})
        seconds.setdefault(rarest[min(1, len(rarest) - 1)], []).append((frozenset(rarest), phrase))
    return {anchor: (frozenset(seconds), seconds) for anchor, seconds in placed.items()}


def _spans(phrase: _Phrase, played: Sequence[frozenset[int]]) -> Iterator[Span]:
    for start, symbols in enumerate(played):
        if phrase.first in symbols:
            yield from ((start, end) for end in _ends(phrase, played, start))


def _ends(phrase: _Phrase, played: Sequence[frozenset[int]], start: int) -> frozenset[int]:
    """Every place the phrase can end when it begins at `start`."""
    places = {start}
    for step in phrase.steps:
        places = {end for place in places for end in _next(step, played, place)}
        if not places:
            break
    return frozenset(places)


def _next(step: _Step, played: Sequence[frozenset[int]], place: int) -> Iterator[int]:
    for end in range(place + 1, min(place + 2 + step.gap, len(played))):
        if step.symbol in played[end]:
            yield end
        if step.barred is not None and step.barred in played[end]:
            return

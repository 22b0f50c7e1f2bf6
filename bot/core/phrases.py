"""Finds phrases and word patterns in Norwegian as people type it: case, æ/ae, typos and punctuation do not matter.

Theory. A text becomes a row of folded words. Every word a phrase mentions is given a symbol, and so is every set of
words that may stand in one place; a typed word is looked up once and carries the symbols it can play. A phrase is then
a row of symbols with gaps, and is looked for only when its rarest symbol (its anchor) and all its others are present.
So a message costs its own length, not the length of the phrase list.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from rapidfuzz.distance import OSA

# Longer input is cut to its beginning and its end, each this many characters: people put the alarm first or last.
MAX_END: Final = 10_000

Span = tuple[int, int]

_FOLDS: Final = str.maketrans(
    {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa"} | dict(zip("éèêëóòôàáâüíîç", "eeeeoooaaauiic", strict=True))
)
_WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHE: Final = re.compile(r"(?<=\w)['’‘´`](?=\w)")
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e007f]"
)
_AGE: Final = re.compile(r"\b(\d{1,2})[ -](aaring)")
_GAP: Final = re.compile(r"\((\d\d?)(?:-(\w+))?\)\Z")
# Shorter words have too many harmless neighbours at one edit: kniv/kne, alene/alle.
_TYPO_LETTERS: Final = 6
_BARE: Final = str.maketrans("øå", "oa")
_BARE_LETTERS: Final = 5
# A word with `*` has at least this many letters of its own.
_STEM_LETTERS: Final = 3


class PatternError(ValueError):
    """A phrase cannot be read; the author must change it. The message holds the phrase and what is wrong with it."""


def fold(text: str) -> str:
    """`text` in the one form in which phrases and messages are compared."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_FOLDS)
    return _AGE.sub(r"\1\2", _APOSTROPHE.sub("", folded))


def readings(text: str) -> Iterator[list[str]]:
    """The words of `text`; twice when it holds invisible characters, which may split a word or stand between two."""
    if len(text) > 2 * MAX_END:
        text = f"{text[:MAX_END]} {text[-MAX_END:]}"
    if _INVISIBLE.search(text) is None:
        yield _WORD.findall(fold(text))
        return
    yield _WORD.findall(fold(_INVISIBLE.sub("", text)))
    yield _WORD.findall(fold(_INVISIBLE.sub(" ", text)))


@dataclass(frozen=True, slots=True)
class _Gap:
    """Up to `most` words of any kind, none of which carries the symbol `barred`."""

    most: int
    barred: int | None = None


@dataclass(frozen=True, slots=True)
class _Phrase:
    symbols: tuple[int, ...]
    gaps: tuple[_Gap, ...]  # gaps[i] stands before symbols[i]; gaps[0] is never used
    owner: str


_Terms = frozenset[str]
_Part = _Terms | _Gap
_NO_SYMBOLS: Final[frozenset[int]] = frozenset()


class _Symbols:
    """Numbers for sets of words, and the way from a typed word to the numbers it can play."""

    def __init__(self, never_typos: Iterable[str]) -> None:
        self._ids: dict[_Terms, int] = {}
        self._exact: dict[str, frozenset[int]] = {}
        self._starts: dict[str, list[tuple[str, frozenset[int]]]] = {}
        self._inside: list[tuple[str, bool, frozenset[int]]] = []
        self._near: dict[str, list[tuple[str, bool, frozenset[int]]]] = {}
        known = frozenset(never_typos)
        self._never_typos = frozenset(word for word in known if not word.endswith("*"))
        self._never_stems = tuple(word.removesuffix("*") for word in known if word.endswith("*"))

    def number(self, terms: _Terms) -> int:
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
            self._starts.setdefault(word[:_STEM_LETTERS], []).append((word, symbols))
        else:
            self._exact[word] = symbols
        if typos:
            for key in _rough(word):
                self._near.setdefault(key, []).append((word, open_end, symbols))

    def played_by(self, word: str) -> frozenset[int]:
        found = self._exact.get(word, _NO_SYMBOLS)
        for stem, more in self._starts.get(word[:_STEM_LETTERS], ()):
            if word.startswith(stem):
                found |= more
        for part, open_end, more in self._inside:
            if word.endswith(part) or (open_end and part in word):
                found |= more
        if found or len(word) < _TYPO_LETTERS or word in self._never_typos:
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


class _Grammar:
    """Reads phrases as they are written: words, `*`, `a/b`, `{klasse}` and gaps `(3)` or `(3-klasse)`."""

    def __init__(self, vocabulary: Mapping[str, Sequence[str]]) -> None:
        self._vocabulary = vocabulary
        self._options: dict[str, list[tuple[_Part, ...]]] = {}
        self.typos_for: set[str] = set()

    def read(self, phrase: str) -> Iterator[tuple[_Part, ...]]:
        """Every row of word sets and gaps that `phrase` stands for."""
        elements = phrase.split()
        if not elements:
            raise PatternError("en tom frase")
        for parts in product(*(self._element(element, phrase) for element in elements)):
            row = tuple(part for option in parts for part in option)
            if isinstance(row[0], _Gap) or isinstance(row[-1], _Gap):
                raise PatternError(phrase)
            yield row

    def members(self, name: str, phrase: str) -> _Terms:
        """The single words of the class `name`."""
        single = [option[0] for option in self._element("{" + name + "}", phrase) if len(option) == 1]
        return frozenset(term for terms in single if not isinstance(terms, _Gap) for term in terms)

    def _element(self, element: str, phrase: str) -> list[tuple[_Part, ...]]:
        if element not in self._options:
            self._options[element] = []  # a class that holds itself is then empty inside itself, not endless
            self._options[element] = self._expand(element, phrase)
        return self._options[element]

    def _expand(self, element: str, phrase: str) -> list[tuple[_Part, ...]]:
        if (gap := _GAP.match(element)) is not None:
            return [(self._gap(gap, phrase),)]
        single: set[str] = set()
        longer: list[tuple[_Part, ...]] = []
        for choice in element.split("/"):
            for option in self._choice(choice, phrase):
                if len(option) == 1 and isinstance(option[0], frozenset):
                    single |= option[0]
                else:
                    longer.append(option)
        return [(frozenset(single),), *longer] if single else longer

    def _choice(self, choice: str, phrase: str) -> list[tuple[_Part, ...]]:
        if not choice.startswith("{"):
            return [(self._terms(choice, phrase),)]
        name = choice.strip("{}")
        if name not in self._vocabulary:
            raise PatternError(f"{phrase}: {choice}")
        return [row for member in self._vocabulary[name] for row in self.read(member)]

    def _terms(self, written: str, phrase: str) -> _Terms:
        term = fold(written)
        word = term.strip("*")
        if _WORD.fullmatch(word) is None or ("*" in term and len(word) < _STEM_LETTERS):
            raise PatternError(f"{phrase}: {written}")
        # A stem has as many neighbours as words begin with it, so it must be longer.
        letters = len(written.strip("*")) - term.endswith("*")
        if letters >= _TYPO_LETTERS and not term.startswith("*"):
            self.typos_for.add(term)
        # Without Norwegian keys some people write «livlos», «pa»; only in words long enough to stay themselves.
        bare = fold(written.lower().translate(_BARE))
        return frozenset({term, bare}) if letters >= _BARE_LETTERS else frozenset({term})

    def _gap(self, gap: re.Match[str], phrase: str) -> "_BarredGap | _Gap":
        name = gap.group(2)
        return _Gap(int(gap.group(1))) if name is None else _BarredGap(int(gap.group(1)), None, self.members(name, phrase))


@dataclass(frozen=True, slots=True)
class _BarredGap(_Gap):
    terms: _Terms = frozenset()


class Phrasebook:
    """All phrases of all owners, compiled once; `owners` gives, for each name, the phrases as an author writes them.

    Raises PatternError for a phrase that cannot be read.
    """

    def __init__(
        self, vocabulary: Mapping[str, Sequence[str]], owners: Mapping[str, Sequence[str]], never_typos: Sequence[str] = ()
    ) -> None:
        grammar = _Grammar(vocabulary)
        self._symbols = _Symbols(map(fold, never_typos))
        phrases = {
            self._compiled(row, owner) for owner, written in owners.items() for text in written for row in grammar.read(text)
        }
        self._symbols.freeze(frozenset(grammar.typos_for))
        self._anchored = _by_two_rarest(phrases, self._symbols.short())

    def _compiled(self, row: tuple[_Part, ...], owner: str) -> _Phrase:
        symbols: list[int] = []
        gaps: list[_Gap] = []
        gap = _Gap(0)
        for part in row:
            if isinstance(part, _BarredGap):
                gap = _Gap(part.most, self._symbols.number(part.terms))
            elif isinstance(part, _Gap):
                gap = part
            else:
                symbols.append(self._symbols.number(part))
                gaps.append(gap)
                gap = _Gap(0)
        return _Phrase(tuple(symbols), tuple(gaps), owner)

    def find(self, words: Sequence[str]) -> Mapping[str, Sequence[Span]]:
        """Where the phrases of each owner stand: first and last word, for owners that have any."""
        played = [self._symbols.played_by(word) for word in words]
        present = _NO_SYMBOLS.union(*played)
        found: dict[str, list[Span]] = defaultdict(list)
        for anchor in present & self._anchored.keys():
            seconds, phrases = self._anchored[anchor]
            for second in present & seconds:
                for phrase in phrases[second]:
                    if present.issuperset(phrase.symbols):
                        found[phrase.owner].extend(_spans(phrase, played))
        return {owner: spans for owner, spans in found.items() if spans}


_Anchored = dict[int, tuple[frozenset[int], dict[int, list[_Phrase]]]]


def _by_two_rarest(phrases: Iterable[_Phrase], short: frozenset[int]) -> _Anchored:
    """The phrases by their rarest and second rarest symbol; short words are taken to be common in messages."""
    uses = Counter(symbol for phrase in phrases for symbol in phrase.symbols)
    placed: dict[int, dict[int, list[_Phrase]]] = {}
    for phrase in phrases:
        rarest = sorted(phrase.symbols, key=lambda symbol: (symbol in short, uses[symbol], symbol))
        placed.setdefault(rarest[0], {}).setdefault(rarest[min(1, len(rarest) - 1)], []).append(phrase)
    return {anchor: (frozenset(seconds), seconds) for anchor, seconds in placed.items()}


def _spans(phrase: _Phrase, played: Sequence[frozenset[int]]) -> Iterator[Span]:
    first = phrase.symbols[0]
    for start, symbols in enumerate(played):
        if first in symbols:
            yield from ((start, end) for end in _ends(phrase, played, start))


def _ends(phrase: _Phrase, played: Sequence[frozenset[int]], start: int) -> frozenset[int]:
    """Every place the phrase can end when it begins at `start`."""
    places = {start}
    for symbol, gap in zip(phrase.symbols[1:], phrase.gaps[1:], strict=True):
        places = {end for place in places for end in _next(symbol, gap, played, place)}
        if not places:
            break
    return frozenset(places)


def _next(symbol: int, gap: _Gap, played: Sequence[frozenset[int]], place: int) -> Iterator[int]:
    for end in range(place + 1, min(place + 2 + gap.most, len(played))):
        if symbol in played[end]:
            yield end
        if gap.barred is not None and gap.barred in played[end]:
            return

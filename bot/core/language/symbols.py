"""Numbers for sets of words, and the way from a typed word to the sets it belongs to.

Theory. Everything that may stand in one place of a phrase (a word, `a/b`, a class of the vocabulary) is a symbol. A
class that holds another class is its elder, not its copy: a word knows the symbols that name it and, through them, all
their elders. So compiling costs what is written, however often a class is used.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from bot.core.language.notation import STEM_LETTERS, TYPO_LETTERS, PatternError, Step, Term, fold, rows, term

Numbers = frozenset[int]
NO_NUMBERS: Final[Numbers] = frozenset()
# A step with its symbols: gap, barred symbol (-1 for none), symbol. Plain tuples, because they are pickled by the
# thousand each time content is loaded.
Place = tuple[int, int, int]
_Near = tuple[str, bool, Numbers]


class Symbols:
    """Gives out the numbers while phrases are read; `words` then makes the look-up."""

    def __init__(self, vocabulary: Mapping[str, Sequence[str]]) -> None:
        self._vocabulary = vocabulary
        self._ids: dict[str, int] = {}
        self._elders: list[set[int]] = []
        self._players: dict[str, set[int]] = defaultdict(set)
        self._terms: dict[str, Term] = {}
        self._typos: set[str] = set()
        self._longer: list[tuple[tuple[Place, ...], int]] = []

    def row(self, steps: Sequence[Step], phrase: str) -> tuple[Place, ...]:
        """The steps of a phrase with their numbers. Raises PatternError for what cannot be read."""
        return tuple(
            (step.gap, -1 if step.barred is None else self._number(step.barred, phrase), number)
            for step, number in [(step, self._number(step.element, phrase)) for step in steps]
        )

    def _number(self, element: str, phrase: str) -> int:
        known = self._ids.get(element)
        if known is not None:
            return known
        # Known before its members are read: a class that holds itself is then no endless loop.
        number = self._ids[element] = len(self._ids)
        self._elders.append(set())
        if not element.startswith("{") or "/" in element:
            self._choices(element, number, phrase)
            return number
        name = element.strip("{}")
        if name not in self._vocabulary:
            raise PatternError(f"{phrase}: {element}")
        for member in self._vocabulary[name]:
            self._member(member, number)
        return number

    def _member(self, member: str, number: int) -> None:
        for steps in rows(member):
            if len(steps) == 1:
                self._choices(steps[0].element, number, member)
            else:
                self._longer.append((self.row(steps, member), number))

    def _choices(self, element: str, number: int, phrase: str) -> None:
        for choice in element.split("/"):
            if choice.startswith("{"):
                self._elders[self._number(choice, phrase)].add(number)
                continue
            word = self._terms.get(choice) or self._terms.setdefault(choice, term(choice, phrase))
            for spelling in word.spellings:
                self._players[spelling].add(number)
            # The typed word is compared with the spelling the author chose.
            if word.typos:
                self._typos.add(fold(choice))

    def longer(self) -> tuple[tuple[tuple[Place, ...], Numbers], ...]:
        """The members of classes that are more than one word, and the symbols they play."""
        return tuple((row, self._with_elders((number,))) for row, number in self._longer)

    def short(self) -> Numbers:
        """The symbols that some word of three letters or fewer can play."""
        return NO_NUMBERS.union(
            *(self._with_elders(numbers) for word, numbers in self._players.items() if len(word) <= STEM_LETTERS)
        )

    def words(self, never_typos: Iterable[str]) -> "Words":
        """The look-up, once every phrase is read."""
        exact: dict[str, Numbers] = {}
        starts: dict[str, list[tuple[str, Numbers]]] = defaultdict(list)
        inside: list[_Near] = []
        near: dict[str, list[_Near]] = defaultdict(list)
        shared: dict[Numbers, Numbers] = {}
        for written, direct in self._players.items():
            key = frozenset(direct)
            numbers = shared.get(key) or shared.setdefault(key, self._with_elders(key))
            word, open_end = written.strip("*"), written.endswith("*")
            entry = (word, open_end, numbers)
            if written.startswith("*"):
                inside.append(entry)
                continue
            if open_end:
                starts[word[:STEM_LETTERS]].append((word, numbers))
            else:
                exact[word] = numbers
            if written in self._typos:
                for rough in _rough(word):
                    near[rough].append(entry)
        known = frozenset(map(fold, never_typos))
        stems = tuple(word.removesuffix("*") for word in known if word.endswith("*"))
        return Words(exact, dict(starts), tuple(inside), dict(near), known, stems)

    def _with_elders(self, numbers: Iterable[int]) -> Numbers:
        found = set(numbers)
        waiting = list(found)
        while waiting:
            fresh = self._elders[waiting.pop()] - found
            found |= fresh
            waiting.extend(fresh)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Words:
    """The way from a typed word to the symbols it plays."""

    exact: Mapping[str, Numbers]
    starts: Mapping[str, Sequence[tuple[str, Numbers]]]
    inside: Sequence[_Near]
    near: Mapping[str, Sequence[_Near]]
    never: frozenset[str]
    never_stems: tuple[str, ...]

    def played_by(self, word: str) -> Numbers:
        """The symbols of `word`; when it has none of its own, those of words one typing mistake away."""
        found = self.exact.get(word, NO_NUMBERS)
        for stem, more in self.starts.get(word[:STEM_LETTERS], ()):
            if word.startswith(stem):
                found |= more
        for part, open_end, more in self.inside:
            if word.endswith(part) or (open_end and part in word):
                found |= more
        if found or len(word) < TYPO_LETTERS or word in self.never or word.startswith(self.never_stems):
            return found
        return self._meant_by(word)

    def _meant_by(self, word: str) -> Numbers:
        """The symbols of vocabulary words one edit away; the first letter is taken to be right."""
        found = NO_NUMBERS
        for key in _rough(word):
            for near, open_end, symbols in self.near.get(key, ()):
                if not symbols <= found and _is_typo(word, near, open_end):
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

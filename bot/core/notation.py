"""Reads the notation in which authors write phrases: words, `*`, `a/b`, `{klasse}` and gaps `(3)` or `(3-klasse)`."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

_FOLDS: Final = str.maketrans(
    {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa"} | dict(zip("éèêëóòôàáâüíîç", "eeeeoooaaauiic", strict=True))
)
WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHE: Final = re.compile(r"(?<=\w)['’‘´`](?=\w)")
_AGE: Final = re.compile(r"\b(\d{1,2})[\W_]{1,4}(aaring)")
_GAP: Final = re.compile(r"\((\d\d?)(?:-(\w+))?\)\Z")
# Shorter words have too many harmless neighbours at one edit: kniv/kne, alene/alle.
TYPO_LETTERS: Final = 6
_BARE: Final = str.maketrans("øå", "oa")
_BARE_LETTERS: Final = 5
# A word with `*` has at least this many letters of its own.
STEM_LETTERS: Final = 3


class PatternError(ValueError):
    """A phrase cannot be read; the author must change it. The message holds the phrase and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `most` words of any kind, none of them in `barred`."""

    most: int
    barred: frozenset[str] = frozenset()


Terms = frozenset[str]  # folded words, with `*` where an author wrote it; any one of them may stand in one place
Part = Terms | Gap


def fold(text: str) -> str:
    """`text` in the one form in which phrases and messages are compared."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_FOLDS)
    return _AGE.sub(r"\1\2", _APOSTROPHE.sub("", folded))


class Grammar:
    """Reads phrases as they are written: words, `*`, `a/b`, `{klasse}` and gaps `(3)` or `(3-klasse)`."""

    def __init__(self, vocabulary: Mapping[str, Sequence[str]]) -> None:
        self._vocabulary = vocabulary
        self._options: dict[str, list[tuple[Part, ...]]] = {}
        self.typos_for: set[str] = set()

    def read(self, phrase: str) -> Iterator[tuple[Part, ...]]:
        """Every row of word sets and gaps that `phrase` stands for."""
        elements = phrase.split()
        if not elements:
            raise PatternError(phrase)
        for parts in product(*(self._element(element, phrase) for element in elements)):
            row = tuple(part for option in parts for part in option)
            if isinstance(row[0], Gap) or isinstance(row[-1], Gap):
                raise PatternError(phrase)
            yield row

    def _members(self, name: str, phrase: str) -> Terms:
        """The single words of the class `name`."""
        single = [option[0] for option in self._element("{" + name + "}", phrase) if len(option) == 1]
        return frozenset(term for terms in single if not isinstance(terms, Gap) for term in terms)

    def _element(self, element: str, phrase: str) -> list[tuple[Part, ...]]:
        if element not in self._options:
            self._options[element] = []  # a class that holds itself is then empty inside itself, not endless
            self._options[element] = self._expand(element, phrase)
        return self._options[element]

    def _expand(self, element: str, phrase: str) -> list[tuple[Part, ...]]:
        if (gap := _GAP.match(element)) is not None:
            return [(self._gap(gap, phrase),)]
        single: set[str] = set()
        longer: list[tuple[Part, ...]] = []
        for choice in element.split("/"):
            for option in self._choice(choice, phrase):
                if len(option) == 1 and isinstance(option[0], frozenset):
                    single |= option[0]
                else:
                    longer.append(option)
        return [(frozenset(single),), *longer] if single else longer

    def _choice(self, choice: str, phrase: str) -> list[tuple[Part, ...]]:
        if not choice.startswith("{"):
            return [(self._terms(choice, phrase),)]
        name = choice.strip("{}")
        if name not in self._vocabulary:
            raise PatternError(f"{phrase}: {choice}")
        return [row for member in self._vocabulary[name] for row in self.read(member)]

    def _terms(self, written: str, phrase: str) -> Terms:
        term = fold(written)
        word = term.strip("*")
        if WORD.fullmatch(word) is None or ("*" in term and len(word) < STEM_LETTERS):
            raise PatternError(f"{phrase}: {written}")
        # A stem has as many neighbours as words begin with it, so it must be longer.
        letters = len(written.strip("*")) - term.endswith("*")
        if letters >= TYPO_LETTERS and not term.startswith("*"):
            self.typos_for.add(term)
        # Without Norwegian keys some people write «livlos», «pa»; only in words long enough to stay themselves.
        bare = fold(written.lower().translate(_BARE))
        return frozenset({term, bare}) if letters >= _BARE_LETTERS else frozenset({term})

    def _gap(self, gap: re.Match[str], phrase: str) -> Gap:
        name = gap.group(2)
        return Gap(int(gap.group(1)), frozenset() if name is None else self._members(name, phrase))

"""Reads the notation in which authors write phrases: words, `*`, `a/b`, `{klasse}`, gaps `(3)`, `(3-klasse)`, `<3>`."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_FOLDS: Final = str.maketrans(
    {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa"} | dict(zip("éèêëóòôàáâüíîç", "eeeeoooaaauiic", strict=True))
)
WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHE: Final = re.compile(r"(?<=\w)['’‘´`](?=\w)")
_AGE: Final = re.compile(r"\b(\d{1,2})[\W_]{1,4}(aaring)")
_GAP: Final = re.compile(r"\((\d\d?)(?:-(\w+))?\)\Z")
_EITHER_WAY: Final = re.compile(r"<(\d\d?)>\Z")
# Shorter words have too many harmless neighbours at one edit: kniv/kne, alene/alle.
TYPO_LETTERS: Final = 6
_BARE: Final = str.maketrans("øå", "oa")
_BARE_LETTERS: Final = 5
# A word with `*` has at least this many letters of its own.
STEM_LETTERS: Final = 3


class PatternError(ValueError):
    """A phrase cannot be read; the author must change it. The message holds the phrase and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What may stand in one place (`a/b`, `{klasse}`), after at most `gap` words, none of them in `barred`."""

    element: str
    gap: int = 0
    barred: str | None = None  # written as an element: "{klasse}"


@dataclass(frozen=True, slots=True)
class Term:
    """A word as an author wrote it, with its `*`, in the spellings it is known by."""

    spellings: frozenset[str]
    typos: bool  # long enough that one typing mistake is forgiven


def fold(text: str) -> str:
    """`text` in the one form in which phrases and messages are compared."""
    normal = text if text.isascii() else unicodedata.normalize("NFKC", text)
    folded = normal.casefold().translate(_FOLDS)
    if folded.isalpha():
        return folded
    return _AGE.sub(r"\1\2", _APOSTROPHE.sub("", folded))


def rows(phrase: str) -> Iterator[tuple[Step, ...]]:
    """The steps of `phrase`; once more with its halves changed round when `<n>` stands between them."""
    elements = phrase.split()
    middle = [place for place, element in enumerate(elements) if _EITHER_WAY.match(element)]
    if not middle:
        yield _row(elements, phrase)
        return
    if len(middle) > 1:
        raise PatternError(phrase)
    before, after = elements[: middle[0]], elements[middle[0] + 1 :]
    gap = "(" + elements[middle[0]].strip("<>") + ")"
    yield _row([*before, gap, *after], phrase)
    yield _row([*after, gap, *before], phrase)


def _row(elements: Sequence[str], phrase: str) -> tuple[Step, ...]:
    steps: list[Step] = []
    waiting: tuple[int, str | None] = (0, None)
    for element in elements:
        gap = _GAP.match(element) if element.startswith("(") else None
        if gap is not None:
            waiting = (int(gap.group(1)), "{" + gap.group(2) + "}" if gap.group(2) else None)
            if not steps:
                raise PatternError(phrase)
            continue
        steps.append(Step(element, *waiting))
        waiting = (0, None)
    if not steps or waiting != (0, None):
        raise PatternError(phrase)
    return tuple(steps)


def term(written: str, phrase: str) -> Term:
    """The word `written` in `phrase`."""
    folded = fold(written)
    word = folded.strip("*")
    if WORD.fullmatch(word) is None or ("*" in folded and len(word) < STEM_LETTERS):
        raise PatternError(f"{phrase}: {written}")
    # A stem has as many neighbours as words begin with it, so it must be longer.
    letters = len(written.strip("*")) - folded.endswith("*")
    if letters < _BARE_LETTERS:
        return Term(frozenset({folded}), typos=False)
    # Without Norwegian keys some people write «livlos», «pa»; only in words long enough to stay themselves.
    bare = fold(written.lower().translate(_BARE))
    return Term(frozenset({folded, bare}), typos=letters >= TYPO_LETTERS and not folded.startswith("*"))

"""Turns Norwegian text into comparable tokens: case, spelling of æ ø å, bokmål and nynorsk, stems."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import snowballstemmer

WORD = re.compile(r"[a-z0-9]+")
FOLDED = str.maketrans({"å": "a", "ø": "o", "æ": "a", "é": "e", "è": "e", "ò": "o", "ó": "o", "ô": "o", "ä": "a", "ö": "o"})


@dataclass(frozen=True)
class LanguageTables:
    """What the core knows of the language at large; read from knowledge/sprak by the loader."""

    nynorsk: Mapping[str, str] = field(default_factory=dict)
    """Folded nynorsk, dialect or English word -> folded bokmål word or words."""
    common: Mapping[str, int] = field(default_factory=dict)
    """Folded word -> how common it is: 1 (the commonest) to 9; words that are not there are rarer."""


EMPTY = LanguageTables()


def tables(nynorsk: str, frequency: str) -> LanguageTables:
    """Read the two files of knowledge/sprak: `word<TAB>words` a line, and `class<TAB>word word …` a line; # is a comment."""
    pairs = (line.split("\t") for line in nynorsk.splitlines() if line and not line.startswith("#"))
    rows = (line.split("\t") for line in frequency.splitlines() if line and not line.startswith("#"))
    common = {word: int(row[0]) for row in rows for word in row[1].split()}
    return LanguageTables({fold(pair[0]): fold(pair[1]) for pair in pairs}, common)


def fold(text: str) -> str:
    """Lower case, æ ø å and their two-letter spellings as one plain letter."""
    return text.lower().translate(FOLDED)


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return WORD.findall(fold(text))


_STEMMER = snowballstemmer.stemmer("norwegian")


def stem(word: str) -> str:
    """The Snowball stem of a folded word."""
    return str(_STEMMER.stemWord(word))

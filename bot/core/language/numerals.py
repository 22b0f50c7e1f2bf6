"""Numbers as words, from one to twenty-four, in bokmål, nynorsk and English, folded."""

from __future__ import annotations

_WORDS = (
    "ett|eitt|en|ein|ei|et|one",
    "to|two",
    "tre|three",
    "fire|four",
    "fem|five",
    "seks|six",
    "sju|syv|seven",
    "aatte|eight",
    "ni|nine",
    "ti|ten",
    "elleve|eleven",
    "tolv|twelve",
    "tretten",
    "fjorten",
    "femten",
    "seksten",
    "sytten",
    "atten",
    "nitten",
    "tjue|tyve",
    "tjueen|tjueett|tjueein",
    "tjueto",
    "tjuetre",
    "tjuefire",
)
_VALUES = {word: number for number, names in enumerate(_WORDS, 1) for word in names.split("|")}
WORD = "|".join(sorted(_VALUES, key=len, reverse=True))
"""Alternatives of a pattern, the longest first."""
COUNT = rf"\d{{1,3}}|{WORD}"


def counted(text: str) -> int:
    """The number that a word or some digits say; «a» is one."""
    return int(text) if text.isdigit() else _VALUES.get(text, 1)

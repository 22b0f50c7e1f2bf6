"""Turns Norwegian text into comparable words: case, æ ø å, paragraph numbers, stems; and tells languages apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import snowballstemmer  # type: ignore[import-untyped]  # it has no types

from bot.core.language import function_words

Language = Literal["nb", "nn", "en"]

TOGETHER = 400
"""Texts."""
RAREST = 10
"""The class of a word that the frequency table does not have."""

_LETTERS = (
    *(("å", "aa"), ("ø", "oe"), ("æ", "ae"), ("ä", "ae"), ("ö", "oe"), ("ü", "u"), ("§", " paragraf ")),
    *((letter, "e") for letter in "éèê"),
    *((letter, "o") for letter in "òóô"),
    *((hyphen, "-") for hyphen in "\u2010\u2011\u2012\u2013\u2014\u2212"),
    *((nothing, "") for nothing in "\u00ad\u200b\u2060"),
)
_ONE_WORD = (
    *((f"e-{word}", f"e{word}") for word in ("meld", "post", "laer", "resept", "mail")),
    *((f" e {word}", f" e{word}") for word in ("meld", "post", "laer")),
    *(("o-melding", "omelding"), ("116 111", "116111"), ("116 117", "116117")),
)
_PARAGRAPH_LETTER = re.compile(r" (?=[ab](?![a-z0-9]))(?<=\d )")
"""The space in «10 a»; it begins with what is sought, which is three times as fast."""
_BREAK = "\n|\n"
_WORD = re.compile(r"[a-z][a-z0-9]*|\d+(?:-\d+)*[ab]?(?![a-z0-9])|[a-z0-9]+|\|")


def fold(text: str) -> str:
    """Lower case; æ ø å and their two-letter spellings alike; § as a word; odd hyphens plain."""
    plain = text.lower()
    if plain.isascii():
        return plain
    # Replacing letter by letter is several times as fast as str.translate.
    for letter, meant in _LETTERS:
        plain = plain.replace(letter, meant)
    return plain


def words(text: str) -> list[str]:
    """The folded words of a text, in order; «§ 10 a» gives `10a`, «§ 3-7 a» gives `3-7a`, «e-post» gives `epost`."""
    return _words_and_breaks(fold(text.replace("|", " ")))


def _words_and_breaks(plain: str) -> list[str]:
    for apart, together in _ONE_WORD:
        plain = plain.replace(apart, together)
    return _WORD.findall(_PARAGRAPH_LETTER.sub("", plain))


def split_words(texts: Sequence[str]) -> Iterator[list[str]]:
    """The same as `words` of each text, several times as fast for many: they are folded some hundred at a time."""
    for begin in range(0, len(texts), TOGETHER):
        several = (text.replace("|", " ") for text in texts[begin : begin + TOGETHER])
        found = [*_words_and_breaks(fold(_BREAK.join(several))), "|"]
        at = 0
        while at < len(found):
            end = found.index("|", at)
            yield found[at:end]
            at = end + 1


def asking(listed: Sequence[str]) -> list[str]:
    """The words of a question, or of a title that may be one; «hvor mange» and its like become `?antall` …"""
    if _ASKING.keys().isdisjoint(listed) and _SECOND.isdisjoint(listed):
        return list(listed)
    found: list[str] = []
    before = ""
    for word in listed:
        both = _ASKING_TWO.get((before, word))
        if both:
            found[-1] = both
        else:
            found.append(_ASKING.get(word, word))
        before = word
    return found


def signs(listed: Sequence[str]) -> list[str]:
    """What little words say together, of a question or a title.

    `?si`: somebody is told; `?selv`: without anybody's help or leave; `?barnløs`: there are no children; `?ikke`.
    They count beside the words: «hva kan jeg si til barna» has no other word that says what it is about.
    """
    found: list[str] = []
    if any(_is_told(listed, at) for at in range(len(listed))):
        found.append(TOLD)
    if any(_is_self(listed, at) for at in range(len(listed))):
        found.append(SELF)
    if not _NONE.isdisjoint(listed) and _CHILDLESS.search(" ".join(listed)):
        found.append(CHILDLESS)
    if not _NEGATION.isdisjoint(listed):
        found.append(NOT)
    return found


TOLD, SELF, CHILDLESS, NOT = "?si", "?selv", "?barnløs", "?ikke"
SIGNS = frozenset({TOLD, SELF, CHILDLESS, NOT})
"""What `signs` may give."""


def _is_told(listed: Sequence[str], at: int) -> bool:
    """Whether a word is «fortelle», but not «fortelle meg», or a «si» with a «til» after it."""
    if listed[at] in TELLING:
        return _ASKER.isdisjoint(listed[at + 1 : at + 2])
    return listed[at] in _SAYING and not _TO.isdisjoint(listed[at + 1 : at + 2 + function_words.BETWEEN])


def _is_self(listed: Sequence[str], at: int) -> bool:
    """Whether a word is «selv», but neither «meg selv» nor «selv om»."""
    if listed[at] not in _SELF or not _ALTHOUGH.isdisjoint(listed[at + 1 : at + 2]):
        return False
    return at == 0 or listed[at - 1] not in _REFLEXIVE


_SELF = frozenset(words(function_words.SELF))
_ALTHOUGH = frozenset(words(function_words.ALTHOUGH))
_REFLEXIVE = frozenset(words(function_words.REFLEXIVE))
_CHILDLESS = re.compile(rf"\b(?:{function_words.CHILDLESS})\b")
_SAYING = frozenset(words(function_words.SAYING))
_TO = frozenset(words(function_words.TO))
_ASKER = frozenset(words(function_words.ASKER))
TELLING = frozenset(words(function_words.TELLING))
"""Folded words that are `TOLD` by themselves, and a word of the question beside."""
_NEGATION = frozenset(words(function_words.NEGATION))
_NONE = _NEGATION | {"no"}
_ASKING = {word: sign for sign, listed in function_words.ASKING.items() for word in words(listed)}
_ASKING_TWO = {
    (pair[0], pair[1]): sign
    for sign, listed in function_words.ASKING_TWO.items()
    for pair in (words(each) for each in listed.split(","))
}
_SECOND = frozenset(second for _, second in _ASKING_TWO)
STOP = frozenset(words(function_words.STOP))
"""Folded words that say nothing about what is asked for."""
_MARKS: Mapping[Language, frozenset[str]] = {
    "nb": frozenset(words(function_words.NB)),
    "nn": frozenset(words(function_words.NN)),
    "en": frozenset(words(function_words.EN)),
}

_STEMMER = snowballstemmer.stemmer("norwegian")


def stem(word: str) -> str:
    """The Snowball stem of a folded word; numbers and very short words stay as they are."""
    return str(_STEMMER.stemWord(word)) if len(word) > 3 and word.isalpha() else word


def alike(word: str) -> str:
    """The bokmål for a little word of nynorsk or dialect, and the stem of any other word."""
    return _ALIKE.get(word) or stem(word)


_ALIKE = {word: words(row)[0] for row in function_words.ALIKE.split(",") for word in words(row)}


def telling(text: str) -> frozenset[str]:
    """The stems of the words in a text that say what it is about."""
    return frozenset(stem(word) for word in words(text) if word not in STOP)


def language(text: str) -> Language:
    """The language that most function words belong to; bokmål when they do not tell."""
    found = words(text[:2000])
    counts = {name: sum(word in marks for word in found) for name, marks in _MARKS.items()}
    if counts["en"] > max(counts["nb"], counts["nn"]):
        return "en"
    return "nn" if counts["nn"] > counts["nb"] else "nb"


@dataclass(frozen=True)
class LanguageTables:
    """What is known of the language at large; read from knowledge/sprak by the loader."""

    synonyms: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Folded nynorsk, dialect, English or everyday word -> its alternatives in bokmål, each of one word or more."""
    english: frozenset[str] = frozenset()
    """Those of `synonyms` that are English, and may be another word in Norwegian."""
    common: Mapping[str, int] = field(default_factory=dict)
    """Folded word -> class of how common it is: 1 (the commonest) to 9."""
    common_english: Mapping[str, int] = field(default_factory=dict)
    """The same for English."""

    def unknown(self, words: frozenset[str]) -> frozenset[str]:
        """Those of some words that are in no table."""
        return words - self.common.keys() - self.common_english.keys() - self.synonyms.keys()

    def rarity(self, word: str, english: bool = False) -> float:
        """How rare a word is in a language: 0 for the commonest, 1 for one that its table does not have."""
        common = self.common_english if english else self.common
        return 0.0 if word[:1] == "?" else (common.get(word, RAREST) - 1) / (RAREST - 1)

    def rarity_in_either(self, word: str) -> float:
        """How rare a word of the content is, which may stand in Norwegian or in English there."""
        return min(self.rarity(word), self.rarity(word, english=True))


EMPTY = LanguageTables()


def tables(wordlist: str, frequency: str, frequency_english: str = "") -> LanguageTables:
    """Read the texts of the files of knowledge/sprak.

    ordliste.tsv: `nn|nb|en<TAB>word<TAB>bokmål, bokmål …`; ordfrekvens.tsv and ordfrekvens-en.tsv:
    `class<TAB>word word …`; # is a comment.
    """
    synonyms: dict[str, tuple[tuple[str, ...], ...]] = {}
    english: set[str] = set()
    for kind, word, meaning in _rows(wordlist, 3):
        key = " ".join(words(word))
        synonyms[key] = synonyms.get(key, ()) + tuple(tuple(words(part)) for part in meaning.split(","))
        if kind == "en":
            english.add(key)
    return LanguageTables(synonyms, frozenset(english), _classes(frequency), _classes(frequency_english))


def _classes(frequency: str) -> dict[str, int]:
    common: dict[str, int] = {}
    for rank, listed in reversed(list(_rows(frequency, 2))):
        common.update(dict.fromkeys(fold(listed).split(), int(rank)))
    return common


def _rows(text: str, columns: int) -> Iterable[list[str]]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            row = line.split("\t")
            if len(row) == columns:
                yield row

"""Whether a line asks for knowledge, cries for help now, or tells of something."""

import re
from typing import Final

from bot.core.language.norwegian import STOP, words

_WORDS: Final = (
    r"hva|kva|ka|hvem|kven|kem|hvor|kor|korleis|hvordan|åssen|hvorfor|kvifor|hvilke\w*|what|who|where|how|why|which"
)
_OPENINGS: Final = (
    rf"{_WORDS}|when|er det|er de|(?:kan|skal|må|bør|får) (?:jeg|vi|eg|me|man|ein|du|dere|de)|finnes|finst|fins|"
    r"har (?:du|dere|de)|gjelder|gjeld|can|do i|do we|does|should|is there|are there|am i"
)
# A message asks for knowledge when it has a question mark or begins as a question.
_ASKS: Final = re.compile(rf"\?|\A\W*(?:og |men )?(?:{_OPENINGS})\b", re.I)
# «Hva gjør jeg når …», «hvem ringer jeg»: the same words ask for a routine and for help now.
_WHAT_NOW: Final = (
    r"\b(?:(?:hva|kva|ka) (?:gjør|gjer|skal|må|bør) (?:jeg|vi|eg|me|æ)|what (?:do|should) (?:i|we) do|"
    r"kan (?:du|dere|de) hjelpe|can you help)\b"
)
_WHOM_NOW: Final = (
    r"\b(?:skal (?:jeg|vi|eg|me) ringe?|"
    r"who (?:do|should|can|shall) (?:i|we) (?:call|ring|phone)|"
    r"(?:hvem|kven|kem) (?:ringe|ringer|ringjer) (?:jeg|vi|eg|me|æ)|"
    r"(?:hvem|kven|kem) (?:skal|kan|bør|må) (?:jeg|vi|eg|me|æ) (?:ringe|ringje|kontakte))\b"
)
_CRIES: Final = re.compile(rf"{_WHAT_NOW}|{_WHOM_NOW}", re.I)
_ASKS_WHAT_NOW: Final = re.compile(_WHAT_NOW, re.I)
# What a verb at the beginning of a question is about; a clause that only leaves «hun» out goes on with other words.
_SUBJECT: Final = (
    r"(?:(?:jeg|eg|æ|vi|me|man|ein|du|dere|de|dei|det|hun|ho|han|i|we|you|they|she|he|it|barnet|barna|borna|skola|mora|barneansvarlig|barneansvarleg)"
    r"|(?!alene|ingen|noen|egen)\w{2,}(?:en|ene|ane)|\w{4,}s (?!og|med|som|på|i|etter|fra)\w+)"
)
_WHEN: Final = r"(?:siden |sidan )?når (?:har|er|skal|kan|må|bør|blir|ble|blei|får|kom|åpner|stenger)"
_VERB: Final = r"(?:kan|skal|må|bør|får|har|er|var|vil|\w{3,}er|\w{3,}ar|trengs|finnes|finst)"
# Anywhere a question word, or «kan jeg»; where a clause begins, a verb before what it is about.
_ASKS_SOMEWHERE: Final = re.compile(
    rf"\?|\b(?:{_WORDS}|(?:kan|skal|må|bør|får|trenger|treng|can|should|may|must) (?:jeg|vi|eg|me|man|ein|i|we)"
    r"|om (?:jeg|vi|eg|me|man|ein) (?:kan|skal|må|bør|får)|(?:gjelder|gjeld|finnes|finst) (?:det|dette|desse|disse)"
    r"|er det (?:lov|greit|ok|mulig|nødvendig|plikt|krav|riktig))\b"
    r"|(?:\A|[,.:;!\n–—]|\s-\s|\b(?:og|men|så|and|but|so)\b)\s*(?:(?:og|men|så|and|but) )*"
    rf"(?:(?:{_OPENINGS}|{_WHEN})|{_VERB} {_SUBJECT})\b",
    re.I,
)

_NO_MORE: Final = frozenset("mer meir more".split())
# A case to think of, as one goes on from what was said: «og hvis hun er 12?»
_SUPPOSES: Final = re.compile(
    r"\A\W*(?:(?:og|men|så|and|but|hva|kva|ka|what) +)*"
    r"(?:hvis|viss|dersom|om|når|if|when|er det (?:også |òg )?for|gjelder det|gjeld det|does it)\b",
    re.I,
)


def asks(text: str) -> bool:
    """Whether `text` is a question for knowledge, and no cry for help now."""
    return _ASKS.search(text) is not None and _CRIES.search(text) is None


def asks_somewhere(text: str) -> bool:
    """Whether a clause of `text` is such a question, with or without its mark: «hun har to barn, kan jeg si fra»."""
    return _ASKS_SOMEWHERE.search(text) is not None and _CRIES.search(text) is None


def asks_more_than_what_now(text: str) -> bool:
    """Whether it asks for something that «the first steps with a family» is no answer to, be it whom to call now."""
    return _ASKS_SOMEWHERE.search(text) is not None and _ASKS_WHAT_NOW.search(text) is None


def supposes(text: str) -> bool:
    """Whether `text` is a mere case to think of, in little words throughout; «not to be here any more» is none."""
    little = STOP - _NO_MORE
    return _SUPPOSES.search(text) is not None and all(word in little or word.isdigit() for word in words(text))

"""A line that leans on what is on the screen: it says what is wanted, and not of what («telefon?», «hvem jobber der»).

Theory. Such a line is known by what it lacks. Every word in it is a little word, points at something («der», «de»),
asks for one of a few facts, or is a time or a place. One word of any other sort, and it is a question of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.events import DistrictId
from bot.core.language import clock_words
from bot.core.language.hours import TimeQuestion
from bot.core.language.norwegian import STOP, words
from bot.core.retrieval import leaning_words as lists
from bot.core.retrieval.facets import Facet
from bot.core.retrieval.places import Places

LONGEST = 10
"""Words; a longer line says of itself what it is about."""
SHORT = 4
"""Words: «hvor er det da» can be no more than «where»."""


_OF_SOMEBODY = frozenset({Facet.PRICE, Facet.ENTRY})
"""Facts that people may be named with: «må foreldrene betale»."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a line wants of something that it does not name."""

    facets: tuple[Facet, ...] = ()
    time: TimeQuestion | None = None
    place: DistrictId | None = None
    """Where it is wanted instead: «og på Stovner?»."""


def read(question: str, now: datetime, places: Places, vocabulary: frozenset[str]) -> Leaning | None:
    """What the line wants, None when it is a question of its own; a word of `vocabulary` is never a misspelt one."""
    if len(words(question)) > LONGEST:
        return None
    named = places.find(question, vocabulary)
    taken = clock_words.take(question, now)
    said = [word for word in _together(words(taken.rest)) if word not in named.words]
    if len(named.places) > 1 or not lists.OTHER.isdisjoint(said):
        return None
    place = named.places[0] if named.places else None
    facets = _facets([word if word in places.common or word in vocabulary else _mended(word) for word in said])
    if facets is None or not (facets or taken.asked or place):
        return None
    if not facets and not (_elsewhere(question, said) if place else _then(said)):
        return None
    timed = (Facet.HOURS,) if taken.asked and Facet.HOURS not in facets else ()
    return Leaning((*facets, *timed), taken.asked, place)


def _elsewhere(question: str, said: Sequence[str]) -> bool:
    """Whether a line that has a place in it and no more than little words asks for what was spoken of, there."""
    new = not lists.OTHER_ALONE.isdisjoint(said) and lists.TOO.isdisjoint(said)
    also = "?" in question or not (lists.ALSO | lists.TOO).isdisjoint(said)
    return lists.FIRST_PERSON.isdisjoint(said) and also and not new


def _together(said: Sequence[str]) -> list[str]:
    line = " ".join(said)
    for several, one in lists.TOGETHER:
        line = line.replace(several, one)
    return line.split()


def _then(said: Sequence[str]) -> bool:
    """Whether a line with a time in it and no more than little words asks for hours then, as «hva nå» does not."""
    asks_what = not set(lists.ASKS["hva"]).isdisjoint(said) and lists.INSTEAD.isdisjoint(said)
    return lists.FIRST_PERSON.isdisjoint(said) and not asks_what


def _facets(said: Sequence[str]) -> tuple[Facet, ...] | None:
    """The facts that the words ask for; None when one of them is about something else."""
    pointing = not lists.POINTING.isdisjoint(said) or lists.IT_IS_FOR.issubset(said)
    found: list[Facet] = []
    for word in said:
        facet = lists.ALONE.get(word) or (lists.POINTED.get(word) if pointing else None)
        if facet is not None:
            found.append(facet)
        elif word not in lists.PASSED and not (pointing and word.isdigit()):
            return None
    if not pointing and not lists.WHOM.isdisjoint(said) and _OF_SOMEBODY.isdisjoint(found):
        return None
    if not pointing and not found and not lists.OTHER_ALONE.isdisjoint(said):
        return ()
    asked = {kind for kind, listed in lists.ASKS.items() if not set(listed).isdisjoint(said)}
    mine = Facet.STAFF in found and not lists.FIRST_PERSON.isdisjoint(said)
    if not pointing and (mine or ("hvem" in asked and Facet.PHONE in found)):
        return None
    return tuple(dict.fromkeys(found or _asked(said, asked, pointing=pointing)))


def _asked(said: Sequence[str], asked: set[str], *, pointing: bool) -> tuple[Facet, ...]:
    """What a line of nothing but little words asks for."""
    short = len(said) <= SHORT
    if "hvordan" in asked and "når" in asked:
        return (Facet.CONTACT,)
    if "hvem" in asked and (short or pointing):
        return (Facet.AUDIENCE,) if not lists.COMES.isdisjoint(said) else (Facet.STAFF,)
    if ("når" in asked and (short or pointing)) or (asked and not lists.TIMES.isdisjoint(said)):
        return (Facet.HOURS,)
    if "hvor" in asked and short:
        return (Facet.ADDRESS,)
    does = "hva" in asked and pointing and not lists.DOES.isdisjoint(said)
    return (Facet.ALL,) if does and lists.FIRST_PERSON.isdisjoint(said) else ()


def _mended(word: str) -> str:
    """The word that asks for a fact and is within one mistake of a word that nobody knows; else the word itself."""
    if len(word) < lists.SHORTEST_TYPO or word in lists.ALONE or word in STOP:
        return word
    found = process.extractOne(word, lists.LONG, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else word

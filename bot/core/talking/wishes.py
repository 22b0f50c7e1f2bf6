"""What a line in a person's own words says of what she looks for: a place, an age, a need."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.events import DistrictId
from bot.core.language.inquiry import asks_somewhere
from bot.core.language.norwegian import STOP, telling
from bot.core.library import World
from bot.core.retrieval import subject
from bot.core.retrieval.facets import Facet
from bot.core.retrieval.leaning_words import ALONE
from bot.core.retrieval.needs import LEAST, SURELY
from bot.core.talking.matching import LONGEST_ANSWER, fold

OLDEST = 120
MOST_UNREAD = 2
"""Words that say something, beside the place or the age that was asked for: with more, the line tells of a case."""
AGES = {"0-5": (0, 5), "6-12": (6, 12), "13-15": (13, 15), "16-18": (16, 18), "alle-aldre": (0, OLDEST)}
"""Choice id -> the years it stands for, both ends included."""
_UNIT = (
    r"(?:aar(?:ing\w*|s|ig)?|years?|yo"
    r"|(?P<young>mnd|maaned\w*|maanad\w*|months?|uker|veker|weeks?|dager|dagar|days?))"
)
_AGE = re.compile(
    rf"\b(?:(?:ca|cirka|omtrent|rundt|paa|er|alder|aged?) )*(?P<years>[0-9]{{1,3}})(?: (?P<to>[0-9]{{1,3}}))? ?{_UNIT}?"
    r"(?: gammel| gammal| gammelt| old)*(?![a-z0-9])"
)
"""An age as people write it, folded."""
_LEADS_TO_AGE = frozenset(
    fold("ca cirka omtrent rundt barnet hun han ho det er ei ein en et gutt gut jente jenta gutten på alder").split()
)
_BEFORE_AGE = frozenset({"paa", "er", "is", "aged"})
_AROUND = frozenset(
    fold(word)
    for word in """barn barnet barna born borna ungdom ungdommen gutt gutten gut guten jente jenta datter datteren
    dattera sønn sønnen son unge ungen ungene tenåring elev eleven child children boy girl daughter teenager bydel
    bydelen kommune kommunen tilbud tilbod services stedet staden istedenfor instead heller jobber jobbar arbeider
    arbeidar work works""".split()
)
"""Words that go with a place or an age and say nothing more."""
_FACTS = (Facet.PHONE, Facet.EMAIL, Facet.WEB, Facet.ADDRESS, Facet.HOURS)
"""What is asked of an offer that is named."""
_SEEKS = re.compile(
    r"(?:(?:og|men|and) )?(?:hva |kva )?(?:finnes|finst|fins|er det|har (?:dere|du|de|dykk)|hvem kan|kven kan|who can"
    r"|(?:(?:hvor|kvar|kor) )?kan (?!jeg|eg|vi|man|du)\w+ (?:faa|snakke|prat[ae])|is there|are there|do you have)\b"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was read of a line; empty where it says nothing of that."""

    place: DistrictId | None = None
    age: str = ""
    """Years, or the id of a choice of years."""
    rest: str = ""
    """The words that are left, folded; empty where they say nothing more."""


def least(text: str) -> float | None:
    """The least share of a line that a need must have, see `Needs.spoken_of`; None: it is a question of another sort.

    «Finnes det noe for foreldrene?» asks for an offer, «når melder jeg?» and «nummeret til barnevernvakten» do not.
    """
    said = fold(text)
    if _SEEKS.match(said):
        return SURELY
    fact = any(ALONE.get(word) in _FACTS for word in said.split())
    return None if fact or asks_somewhere(text) or said.startswith("naar ") else LEAST


def read(world: World, text: str) -> Wish:
    """The place and the age in a line, and its other words; a line too long to be an answer says nothing."""
    if len(text) > LONGEST_ANSWER or world.library.index.ranker is None:
        return Wish()
    places = world.library.index.catalogue.places
    named = places.find(text, world.library.index.ranker.reader.lexicon.known)
    said = [word for word in fold(text).split() if word not in named.words]
    age, left = _age(" ".join(_digits(world, said)))
    rest = [word for word in left.split() if word not in _AROUND]
    inner = {place for place in named.places if not any(place in places.upwards(o)[1:] for o in named.places)}
    return Wish(inner.pop() if len(inner) == 1 else None, age, " ".join(rest) if set(rest) - STOP else "")


def answers(world: World, text: str, wish: Wish, service: str = "") -> bool:
    """Whether a line is no more than the place or the age that was asked for, with a word or two around it.

    It is a question of its own where it asks for something, or names an offer of another service than `service`.
    """
    unread = telling(wish.rest)
    if not unread:
        return True
    if least(text) is None or len(unread) > MOST_UNREAD:
        return False
    return subject.named(world.library.index, wish.rest) <= {service}


def age(world: World, text: str) -> str:
    """The age that a line says and nothing else whatever, for it is read before danger is listened for."""
    said = fold(text).split() if len(text) <= LONGEST_ANSWER else []
    first = next((at for at, word in enumerate(said) if word not in _LEADS_TO_AGE), len(said))
    found = _AGE.fullmatch(" ".join(_digits(world, said[first:])))
    return _years(found) if found else ""


def _digits(world: World, said: Sequence[str]) -> list[str]:
    """The words with numbers in digits, where they are those of an age: «åtte år», «på åtte», «åtte»."""
    listed = [fold(names).split() for names in world.library.texts["tall-ord"].split(",")]
    numbers = {name: str(number) for number, names in enumerate(listed) for name in names}
    alone = len(said) == 1
    around = zip(("", *said), said, (*said[1:], ""), strict=False)
    return [
        numbers[word] if word in numbers and (alone or before in _BEFORE_AGE or re.fullmatch(_UNIT, after)) else word
        for before, word, after in around
    ]


def _age(line: str) -> tuple[str, str]:
    """The one age that a line says, and the line without its ages; of somebody younger than one, 0."""
    found = [_years(said) for said in _AGE.finditer(line)]
    ages = {age for age in found if age}
    return ages.pop() if len(ages) == 1 else "", _AGE.sub(" ", line)


def _years(said: re.Match[str]) -> str:
    if said["to"]:
        span = f"{said['years']}-{said['to']}"
        return span if span in AGES else ""
    years = 0 if said["young"] else int(said["years"])
    return str(years) if years <= OLDEST else ""

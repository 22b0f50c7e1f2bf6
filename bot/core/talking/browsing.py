"""`finn tilbud`: offers by place, age and need, for those who would rather tap than type."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.core.conversation import MOST_CHOICES, Shown, Telling
from bot.core.effects import Kind, Line, Pick
from bot.core.events import ChoiceId, DistrictId
from bot.core.knowledge import Knowledge, Offer
from bot.core.library import World
from bot.core.talking.matching import fold, spoken
from bot.core.talking.settings import asked_districts

OLDEST = 120
AGES = {"0-5": (0, 5), "6-12": (6, 12), "13-15": (13, 15), "16-18": (16, 18), "alle-aldre": (0, OLDEST)}
"""Choice id -> the years it stands for, both ends included."""
_AGE = re.compile(
    r"(?:(?:ca|cirka|omtrent|rundt|barnet|hun|han|ho|det|er|ei|en|et|gutt|gut|jente|jenta|gutten|paa|alder|age) )*"
    r"(?:(?P<years>[0-9]{1,3}) ?(?:aar|aarig|aaring|years?|yo)?"
    r"|[0-9]{1,2} (?:mnd|maaneder|maanader|months?|uker|veker|weeks?|dager|dagar|days?))"
    r"(?: gammel| gammal| gammelt| old)?"
)
"""An age as people write it, folded."""
_ABOUT = "finn"
_BEFORE_A_PLACE = frozenset({"i", "paa", "for", "fra", "in"})
_PAGE = MOST_CHOICES - 1
"""So many offers in one message; the last place is for the next ones."""


@dataclass(frozen=True, slots=True)
class Search:
    """What has been chosen so far; it is kept in the message that asks for the rest."""

    district: DistrictId | None = None
    age: str = ""
    need: str = ""
    skip: int = 0

    def about(self) -> str:
        return ":".join((_ABOUT, self.district or "", self.age, self.need, str(self.skip)))


def start(told: Telling, world: World, district: DistrictId | None = None) -> Telling:
    """Ask for what is missing first: the place, unless it is given or the settings have it."""
    return _next(told, world, Search(district or told.conversation.settings.district))


def asked_for(world: World, text: str) -> DistrictId | None:
    """The place in a line like «finn tilbud i Alna»; None when the line is anything else."""
    line = fold(text)
    words = next((each for each in spoken(world, "ord-finn-tilbud") if line.startswith(f"{each} ")), None)
    if words is None:
        return None
    rest = " ".join(word for word in line.removeprefix(words).split() if word not in _BEFORE_A_PLACE)
    districts = world.library.knowledge.districts.values()
    return next((each.id for each in districts if rest in map(fold, (each.name, *each.aliases))), None)


def back(told: Telling, world: World) -> Telling | None:
    """The last choice taken back, or the list that the entry on the screen was chosen from; None: there is none."""
    *earlier, newest = (None, *(shown for shown in told.conversation.shown if not shown.lasting))
    if newest is None:
        return None
    if belongs(newest):
        before = _before(_read(newest), told.conversation.settings.district)
        return _next(told, world, before) if before else None
    listed = earlier[-1]
    if newest.about.startswith("oppføring:") and listed is not None and belongs(listed):
        return _next(told, world, _read(listed))
    return None


def place(told: Telling) -> DistrictId | None:
    """The place that was chosen in the search on the screen."""
    shown = told.conversation.open
    return _read(shown).district if shown is not None and belongs(shown) else None


def chosen(told: Telling, world: World, shown: Shown, pick: Pick) -> Telling:
    """One more choice in the search that the message belongs to."""
    return _next(told, world, _with(_read(shown), pick.id))


def age_given(told: Telling, world: World, text: str) -> Telling | None:
    """A number where the age is asked for is the age, and never the place of a choice; None: it is not asked for."""
    shown = told.conversation.open
    age = _age(world, text) if shown is not None and belongs(shown) else ""
    if shown is None or not age or not _read(shown).district or _read(shown).age:
        return None
    return _next(told.having(misses=0), world, replace(_read(shown), age=age))


def belongs(shown: Shown) -> bool:
    return shown.about.startswith(f"{_ABOUT}:")


def asks_where(shown: Shown) -> bool:
    """Whether it is the question for the place."""
    return belongs(shown) and _read(shown).district is None


def found(knowledge: Knowledge, search: Search) -> tuple[Offer, ...]:
    """The offers of the place, nearest first, that take the age and meet the need; an unstated age excludes nobody."""
    services = {service for need in knowledge.needs if need.id == search.need for service in need.services}
    low, high = AGES.get(search.age) or (int(search.age or 0), int(search.age or OLDEST))
    return tuple(
        offer
        for place in knowledge.upwards(search.district)
        for offer in knowledge.offers.values()
        if offer.district == place
        and offer.status != "avviklet"
        and (not search.need or offer.service in services)
        and (offer.age_to is None or offer.age_to >= low)
        and (offer.age_from is None or offer.age_from <= high)
    )


def _read(shown: Shown) -> Search:
    _, district, age, need, skip = shown.about.split(":")
    return Search(DistrictId(district) if district else None, age, need, int(skip))


def _age(world: World, text: str) -> str:
    """The age in years that a line says and nothing else, in digits or words; of somebody younger than one, 0."""
    numbers = [fold(names).split() for names in world.library.texts["tall-ord"].split(",")]
    digits = {name: str(number) for number, names in enumerate(numbers) for name in names}
    said = _AGE.fullmatch(" ".join(digits.get(word, word) for word in fold(text).split()))
    years = int(said["years"] or 0) if said else OLDEST + 1
    return str(years) if years <= OLDEST else ""


def _before(search: Search, own: DistrictId | None) -> Search | None:
    """The search without its last choice; the asker's own place was not chosen here."""
    if search.skip:
        return replace(search, skip=search.skip - _PAGE)
    if search.need:
        return replace(search, need="")
    if search.age:
        return replace(search, age="")
    return Search() if search.district and search.district != own else None


def _with(search: Search, choice: ChoiceId) -> Search:
    if not search.district:
        return replace(search, district=DistrictId(choice))
    if not search.age:
        return replace(search, age=choice)
    if not search.need:
        return replace(search, need=choice)
    return replace(search, skip=search.skip + _PAGE)


def _next(told: Telling, world: World, search: Search) -> Telling:
    knowledge = world.library.knowledge
    if not search.district:
        places = tuple(Pick(ChoiceId(d), "district", d) for d in asked_districts(world))
        return told.say(Kind.QUESTION, Line("finn-sted"), picks=places, about=search.about())
    if not search.age:
        ages = tuple(Pick(ChoiceId(age), "text", f"alder-{age}") for age in AGES)
        return told.say(Kind.QUESTION, Line("finn-alder"), picks=ages, about=search.about())
    if not search.need:
        needs = (n for n in knowledge.needs if found(knowledge, replace(search, need=n.id)))
        picks = tuple(Pick(ChoiceId(n.id), "need", n.id) for n in needs)[:MOST_CHOICES]
        lead = Line("finn-alder-er", {"alder": _years(world, search.age)})
        return told.say(Kind.QUESTION, lead, Line("finn-behov"), picks=picks, about=search.about())
    return _show(told, world, search)


def _show(told: Telling, world: World, search: Search) -> Telling:
    """Names to tap on; the whole entry comes when one is chosen."""
    offers = found(world.library.knowledge, search)[search.skip :]
    page = offers if len(offers) <= MOST_CHOICES else offers[:_PAGE]
    picks = tuple(Pick(ChoiceId(offer.id), "entry", offer.id, leads=offer.id) for offer in page)
    more = (Pick(ChoiceId("vis-flere"), "text", "knapp-vis-flere"),) if len(page) < len(offers) else ()
    return told.say(Kind.CLARIFY, Line("finn-funn"), picks=(*picks, *more), about=search.about())


def _years(world: World, age: str) -> str:
    """The age as it is said back: the choice's own words, or the years that were typed."""
    texts = world.library.texts
    return texts[f"alder-{age}"] if age in AGES else texts["antall-aar"].format(antall=age)

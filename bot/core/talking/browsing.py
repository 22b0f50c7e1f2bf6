"""`finn tilbud`: offers by place, age and need, for those who would rather tap than type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.conversation import MOST_CHOICES, Shown, Telling
from bot.core.effects import Kind, Line, Pick
from bot.core.events import ChoiceId, DistrictId
from bot.core.knowledge import Knowledge, Need, Offer
from bot.core.language.norwegian import telling
from bot.core.library import World
from bot.core.retrieval.needs import LEAST
from bot.core.talking import wishes
from bot.core.talking.matching import bare_number, fold, plainly, spoken
from bot.core.talking.settings import asked_districts
from bot.core.talking.wishes import AGES, OLDEST, Wish
from bot.core.talking.worry import BANNER

_ABOUT = "finn"
UNSURE = "alle-aldre"
"""The choice of an age for somebody who does not know it."""
ANY = "alle-behov"
"""In place of a need, for somebody who does not know it: all offers."""
MOST_MEANT = 2
"""Needs to choose between, where a line may be about several."""
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


def start(told: Telling, world: World) -> Telling:
    """Ask for what is missing first: the place, unless the settings have it."""
    return _on(told, world, Search(told.conversation.settings.district))


def asked(told: Telling, world: World, text: str) -> Telling | None:
    """«Finn tilbud i Alna for 14 år» begins with what it says; None when the line is anything else.

    «Tilbud», which a question may begin with too, must be followed by nothing but what is looked for.
    """
    line = plainly(world, fold(text))
    words = next((each for each in _by_length(spoken(world, "ord-finn-tilbud")) if line.startswith(f"{each} ")), None)
    if words is None or world.library.guard.audience(text):
        return None
    own = Search(told.conversation.settings.district)
    wish = wishes.read(world, line.removeprefix(words))
    needs = _needs(world, wish)
    if not (wish.place or wish.age or needs) or (wish.rest and not needs and " " not in words):
        return None
    return _wished(told.having(misses=0), world, own, wish, needs, _worry(world, text))


def heard(told: Telling, world: World, text: str, shown: Shown | None, least: float) -> Telling | None:
    """What a line says at a search, in her own words: a place, an age, a need. None: it is about something else.

    Somebody who is no member of staff is answered before that; a worry leads. `least`: see `Needs.spoken_of`.
    """
    number, writer = bare_number(text) is not None, world.library.guard.audience(text)
    if shown is None or not belongs(shown) or number or writer:
        return None
    search, wish = _read(shown), wishes.read(world, text)
    if search.district and not search.need and fold(text) in spoken(world, "svar-usikker"):
        unsure = replace(search, need=ANY) if search.age else replace(search, age=UNSURE)
        return _on(told.having(misses=0), world, unsure)
    needs = _needs(world, wish, least)
    wanted = (wish.place and not search.district) or (wish.age and not search.age)
    read = (wish.place or wish.age) and (wishes.answers(world, text, wish) if wanted else not telling(wish.rest))
    if not needs and not read:
        return None
    return _wished(told.having(misses=0), world, search, wish, needs, _worry(world, text))


def left(told: Telling) -> Shown | None:
    """The search that was on the screen before the newest answer, which it is still about."""
    *_, before, newest = (None, None, *(shown for shown in told.conversation.shown if not shown.lasting))
    answer = newest is not None and newest.about.startswith(("avklar:", "oppføring:"))
    return before if answer and before is not None and belongs(before) else None


def again(told: Telling, world: World, shown: Shown | None, *lead: Line) -> Telling | None:
    """The question of a search once more, after something else was said; None: the message asks for no part of one."""
    asks = shown is not None and belongs(shown) and not _read(shown).need
    return _next(told, world, _read(shown), lead=lead) if shown is not None and asks else None


def back(told: Telling, world: World) -> Telling | None:
    """The last choice taken back, or the list that the entry on the screen was chosen from; None: there is none."""
    *earlier, newest = (None, *(shown for shown in told.conversation.shown if not shown.lasting))
    if newest is None:
        return None
    if belongs(newest):
        before = _before(_read(newest), told.conversation.settings.district)
        return _on(told, world, before) if before else None
    listed = earlier[-1]
    if newest.about.startswith("oppføring:") and listed is not None and belongs(listed):
        return _on(told, world, _read(listed))
    return None


def place(told: Telling) -> DistrictId | None:
    """The place that was chosen in the search on the screen."""
    shown = told.conversation.open
    return _read(shown).district if shown is not None and belongs(shown) else None


def placed(told: Telling, world: World, shown: Shown, district: DistrictId) -> Telling:
    """The place that the message asks for, named in a line."""
    return _on(told, world, replace(_read(shown), district=district))


def chosen(told: Telling, world: World, shown: Shown, pick: Pick) -> Telling:
    """One more choice in the search that the message belongs to."""
    return _on(told, world, _with(_read(shown), pick.id))


def age_given(told: Telling, world: World, text: str) -> Telling | None:
    """A number where the age is asked for is the age, and never the place of a choice; None: it is not asked for."""
    shown = told.conversation.open
    search = _read(shown) if shown is not None and belongs(shown) else Search()
    if not search.district or search.age:
        return None
    age = wishes.age(world, text)
    return _on(told.having(misses=0), world, replace(search, age=age)) if age else None


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
        and (search.need in ("", ANY) or offer.service in services)
        and (offer.age_to is None or offer.age_to >= low)
        and (offer.age_from is None or offer.age_from <= high)
    )


def _read(shown: Shown) -> Search:
    _, district, age, need, skip = shown.about.split(":")
    return Search(DistrictId(district) if district else None, age, need, int(skip))


def _before(search: Search, own: DistrictId | None) -> Search | None:
    """The search without its last choice; the asker's own place was not chosen here."""
    if search.skip:
        return replace(search, skip=search.skip - _PAGE)
    if search.need:
        return replace(search, need="")
    if search.age:
        return replace(search, age="")
    return Search() if search.district and search.district != own else None


def _worry(world: World, text: str) -> tuple[Line, ...]:
    return (BANNER,) if world.library.guard.concern(text) else ()


def _by_length(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


def _with_wish(search: Search, wish: Wish) -> Search:
    return replace(search, district=wish.place or search.district, age=wish.age or search.age)


def _needs(world: World, wish: Wish, least: float = LEAST) -> tuple[str, ...]:
    """The needs that the rest of a line may be about: one, or two to choose between."""
    found = world.library.needs.spoken_of(wish.rest, least) if wish.rest else ()
    return found if len(found) <= MOST_MEANT else ()


def _wished(
    told: Telling, world: World, search: Search, wish: Wish, needs: tuple[str, ...], lead: tuple[Line, ...] = ()
) -> Telling:
    """On with what was read of a line, which is said back."""
    new = replace(_with_wish(search, wish), need="" if needs else search.need, skip=0)
    met = [need.id for need in _met(world.library.knowledge, new)]
    likely = tuple(need for need in needs if need in met) or needs
    new = replace(new, need=likely[0] if len(likely) == 1 else new.need)
    lead = (*lead, *_said_back(world, new, wish))
    return _on(told, world, new, lead=lead, among=likely)


def _said_back(world: World, search: Search, wish: Wish) -> tuple[Line, ...]:
    """What was understood; the age is said by the question for the need as well."""
    knowledge = world.library.knowledge
    said = [knowledge.districts[wish.place].name] if wish.place else []
    said += [_years(world, wish.age)] if wish.age and search.need else []
    said += [need.name for need in knowledge.needs if wish.rest and need.id == search.need]
    return (Line("finn-forstatt", {"valg": ", ".join(said)}),) if said else ()


def _met(knowledge: Knowledge, search: Search) -> list[Need]:
    """The needs that an offer of the place and the age meets; without a place, all."""
    if not search.district:
        return list(knowledge.needs)
    return [need for need in knowledge.needs if found(knowledge, replace(search, need=need.id))]


def _with(search: Search, choice: ChoiceId) -> Search:
    if not search.district:
        return replace(search, district=DistrictId(choice))
    if not search.age:
        return replace(search, age=choice)
    if not search.need:
        return replace(search, need=choice)
    return replace(search, skip=search.skip + _PAGE)


def _on(
    told: Telling, world: World, search: Search, lead: tuple[Line, ...] = (), among: tuple[str, ...] = ()
) -> Telling:
    """On with a search: no question leans any more on what was spoken of before it."""
    return _next(told.with_(replace(told.conversation, topic=None)), world, search, lead, among)


def _next(
    told: Telling, world: World, search: Search, lead: tuple[Line, ...] = (), among: tuple[str, ...] = ()
) -> Telling:
    """The next question, or what was found; `among`: the needs to choose between."""
    knowledge = world.library.knowledge
    if not search.district:
        places = tuple(Pick(ChoiceId(d), "district", d) for d in asked_districts(world))
        return told.say(Kind.QUESTION, *lead, Line("finn-sted"), picks=places, about=search.about())
    if not search.age:
        ages = tuple(Pick(ChoiceId(age), "text", f"alder-{age}") for age in AGES)
        return told.say(Kind.QUESTION, *lead, Line("finn-alder"), picks=ages, about=search.about())
    if search.need and not found(knowledge, search):
        lead = (*lead, Line("ikke-der", {"sted": knowledge.districts[search.district].name}))
        search, among = replace(search, need=""), ()
    if not search.need:
        needs = among or tuple(need.id for need in _met(knowledge, search))[:MOST_CHOICES]
        picks = tuple(Pick(ChoiceId(need), "need", need) for need in needs)
        lead = (*lead, Line("finn-alder-er", {"alder": _years(world, search.age)}))
        return told.say(Kind.QUESTION, *lead, Line("finn-behov"), picks=picks, about=search.about())
    return _show(told, world, search, lead)


def _show(told: Telling, world: World, search: Search, lead: tuple[Line, ...]) -> Telling:
    """Names to tap on; the whole entry comes when one is chosen."""
    offers = found(world.library.knowledge, search)[search.skip :]
    page = offers if len(offers) <= MOST_CHOICES else offers[:_PAGE]
    picks = tuple(Pick(ChoiceId(offer.id), "entry", offer.id, leads=offer.id) for offer in page)
    more = (Pick(ChoiceId("vis-flere"), "text", "knapp-vis-flere"),) if len(page) < len(offers) else ()
    return told.say(Kind.CLARIFY, *lead, Line("finn-funn"), picks=(*picks, *more), about=search.about())


def _years(world: World, age: str) -> str:
    """The age as it is said back: the choice's own words, or the years that were typed."""
    texts = world.library.texts
    return texts[f"alder-{age}"] if age in AGES else texts["antall-aar"].format(antall=age)

"""A question that leans on the answer on the screen: a fact of the same offer, or the same service in another place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.conversation import Telling, Topic
from bot.core.counts import What
from bot.core.effects import Detail, Kind, Line, Part, Pick, Reaching, Reply
from bot.core.events import ChoiceId, DistrictId
from bot.core.knowledge import Offer
from bot.core.library import World
from bot.core.retrieval import facets, leaning
from bot.core.retrieval.facets import Facet
from bot.core.retrieval.finding import NOTHING
from bot.core.retrieval.leaning import Leaning
from bot.core.retrieval.wants import Sought
from bot.core.talking import browsing, visits
from bot.core.talking.answering import WHO_KNOWS, Answered, answer, entry_picks, topic_of
from bot.core.talking.commands import ask_again
from bot.core.words.labels import label

SOMEBODY = Pick(ChoiceId("snakk-med-noen"), "text", "knapp-noen")
ALL_THERE_IS = Line("alt-jeg-har")


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of one offer."""

    parts: tuple[Part, ...]
    known: bool = True
    """Whether the offer has what was asked for."""
    shown: tuple[Facet, ...] = ()
    """The facts that are all that is said; empty: the whole."""


def asked(told: Telling, world: World, text: str, now: datetime) -> Telling | None:
    """None: there is nothing on the screen to lean on, or the line is a question of its own."""
    wants, spoken = _wants(world, text, now), told.conversation.on_screen
    asked_where = _chosen(told, world, wants.place) if wants else None
    if wants and asked_where and wants.facets:
        return _say(told, world, asked_where, wants)
    if wants and not spoken and wants.facets and not wants.place:
        return _of_what_is_listed(told, world, wants)
    if wants is None or spoken is None:
        return None
    if wants.place is not None and wants.place != spoken.place:
        return _elsewhere(told, world, spoken, wants, wants.place, now)
    offer = _offer(world, spoken)
    if offer is None and spoken.service and wants.facets and not _there(world, spoken.service, spoken.place):
        return _unknown(told, world, Line("star-ikke"), spoken.place)
    return _say(told, world, offer, wants) if offer and wants.facets else None


def _wants(world: World, text: str, now: datetime) -> Leaning | None:
    index = world.library.index
    if index.ranker is None:
        return None
    return leaning.read(text, now.astimezone(world.zone), index.catalogue.places, index.ranker.reader.lexicon.known)


def _chosen(told: Telling, world: World, place: DistrictId | None) -> Offer | None:
    """The offer of the place that a line names, where it was asked which place is meant: «telefon på Grorud?»."""
    shown = told.conversation.open
    pick = shown.pick(ChoiceId(place)) if shown and place and shown.about == "avklar" else None
    return world.library.knowledge.offers.get(pick.leads) if pick else None


def _of_what_is_listed(told: Telling, world: World, wants: Leaning) -> Telling | None:
    """A fact, where a search is on the screen: of the only offer in it, or of which; before there are any, not yet."""
    shown = told.conversation.open
    if shown is None or not browsing.belongs(shown):
        return None
    offers = world.library.knowledge.offers
    listed = tuple(pick for pick in shown.picks if pick.leads in offers)
    if len(listed) == 1:
        return _say(told, world, offers[listed[0].leads], wants)
    if not listed:
        return browsing.again(told.having(misses=0), world, shown, Line("svar-forst"))
    names = {"valg": "; ".join(label(world, pick) for pick in listed)}
    told = visits.looked_up(told.having(misses=0), world, replace(NOTHING, kind="clarify"))
    return told.say(Kind.CLARIFY, Line("avklar-tilbud", names), picks=shown.picks, about=shown.about)


def _offer(world: World, spoken: Topic) -> Offer | None:
    """The offer that the answer is about: its own, or the only one of the service in the place that it speaks of."""
    own = world.library.knowledge.offers.get(spoken.entry)
    there = () if own else _there(world, spoken.service, spoken.place)
    return own or (there[0] if len(there) == 1 else None)


def _there(world: World, service: str, place: DistrictId | None) -> tuple[Offer, ...]:
    return world.library.knowledge.offers_of(service, place) if service else ()


def _say(told: Telling, world: World, offer: Offer, wants: Leaning) -> Telling:
    said = _facts(offer, wants) if wants.facets else _Said((Reply(offer.id, time=wants.time),))
    about = replace(topic_of(world, offer.id, Sought(time=wants.time)), facets=said.shown)
    spoken = told.conversation.on_screen
    again = about == spoken or (spoken is not None and spoken.entry == offer.id and not said.shown)
    kind = Kind.ANSWER if said.known else Kind.NONE
    told = told.count(What.ANSWER_GIVEN, offer.id) if said.known else visits.looked_up(told, world, NOTHING)
    parts = (*said.parts[:-1], *((ALL_THERE_IS,) if again else ()), said.parts[-1])
    whole = (Pick(ChoiceId(offer.id), "entry", offer.id),) if said.shown else (SOMEBODY,)
    picks = (*whole, *entry_picks(world, offer.id))
    told = told.having(misses=0).say(kind, *parts, picks=picks, about=f"oppføring:{offer.id}")
    told = told.about(about)
    return ask_again(told, world) if told.conversation.run else told


def _unknown(told: Telling, world: World, lead: Line, place: DistrictId | None) -> Telling:
    """Who may know; what was spoken of stays so."""
    told = visits.looked_up(told.having(misses=0), world, NOTHING)
    parts = (lead, Reaching(WHO_KNOWS, place, told.conversation.settings.unit))
    told = told.say(Kind.NONE, *parts, picks=(SOMEBODY,), about="ukjent")
    return ask_again(told, world) if told.conversation.run else told


def _facts(offer: Offer, wants: Leaning) -> _Said:
    """The facts alone, where they stand alone; else the whole, or that it does not say and how to ask."""
    missing = [facet for facet in wants.facets if not facets.stated(offer, facet)]
    whole = Reply(offer.id, time=wants.time)
    if any(facets.told(offer, facet) for facet in missing):
        return _Said((whole,))
    if not missing:
        return _Said((Detail(offer.id, wants.facets, wants.time),), shown=wants.facets)
    if not facets.stated(offer, Facet.CONTACT):
        return _Said((Line("star-ikke"), whole), known=False)
    lead = Line("tider-ukjent" if missing == [Facet.HOURS] else "star-ikke-spor")
    return _Said((lead, Detail(offer.id, wants.facets)), known=False, shown=wants.facets)


def _elsewhere(
    told: Telling, world: World, spoken: Topic, wants: Leaning, place: DistrictId, now: datetime
) -> Telling | None:
    """The same in another place: its offer of the service, or what the knowledge base says of there being none."""
    there = _there(world, spoken.service, place)
    if len(there) == 1 and there[0].id != spoken.entry:
        time = wants.time or spoken.sought.time
        return _say(told, world, there[0], replace(wants, facets=wants.facets or spoken.facets, time=time))
    name = world.library.knowledge.districts[place].name
    found = _looked_up(world, f"{spoken.service.replace('-', ' ')} {name}", place, now) if spoken.service else None
    found = found or _namesake(world, spoken, place, now)
    if found is None and not spoken.service:
        return None
    if found is None:
        return _unknown(told, world, Line("ikke-der", {"sted": name}), place)
    told = visits.looked_up(told.having(misses=0), world, found.finding)
    told = told.say(found.kind, *found.parts, picks=found.picks, about=found.about)
    entry = found.about.partition(":")[2]
    told = told.about(replace(topic_of(world, entry, service=spoken.service), place=place))
    return ask_again(told, world) if told.conversation.run else told


def _looked_up(world: World, question: str, place: DistrictId, now: datetime) -> Answered | None:
    """What the knowledge base answers to a question about a place, where that is of the place or says it has none."""
    found = answer(world, question, None, None, now)
    entries = world.library.index.catalogue.known
    within = (place, *(d.id for d in world.library.knowledge.districts.values() if d.parent == place))
    ours = bool(found.finding.hits) and entries[found.finding.hits[0].entry].district in within
    return found if found.finding.unserved or (found.finding.kind != "none" and ours) else None


def _namesake(world: World, spoken: Topic, place: DistrictId, now: datetime) -> Answered | None:
    """«Tilbud i Bydel Alna» in another place: what has the same title but for the place's name."""
    known, districts = world.library.index.catalogue.known.get(spoken.entry), world.library.knowledge.districts
    if known is None or spoken.place is None:
        return None
    title = label(world, Pick(ChoiceId(spoken.entry), "entry", spoken.entry))
    if districts[spoken.place].name not in title:
        return None
    found = _looked_up(world, title.replace(districts[spoken.place].name, districts[place].name), place, now)
    return found if found and found.finding.kind == "answer" else None

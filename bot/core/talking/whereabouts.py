"""A place or a unit that a line names: where one was asked for, and on its own."""

from __future__ import annotations

from datetime import datetime

from bot.core.conversation import Shown, Telling
from bot.core.effects import Kind, Line, Part, Reaching
from bot.core.events import ChoiceId, DistrictId
from bot.core.flow import OutcomeId
from bot.core.knowledge import ContactKind
from bot.core.language.inquiry import asks
from bot.core.language.norwegian import telling
from bot.core.library import World
from bot.core.retrieval.places import ALSO_WORDS
from bot.core.talking import browsing, matching, pressing, settings, walking, wishes
from bot.core.talking.commands import SOMEBODY, ask_again

_AROUND = frozenset({"i", "paa", "fra", "bydel", "bydelen", "kommune", "det", "er", "jeg", "eg", "jobber", "jobbar"})


def named(told: Telling, world: World, text: str, now: datetime) -> Telling | None:
    """The line as the answer to «where?», or as nothing but a place."""
    newest = told.conversation.open
    about = newest.about if newest else ""
    if about == "innstilling:enhet":
        unit = settings.named_unit(world, text)
        return pressing.set_one(told, world, "enhet", unit) if unit else None
    if newest is not None and (about.startswith(("innstilling:distrikt", "avklar")) or browsing.asks_where(newest)):
        return _where(told, world, newest, text, now)
    bare = _bare(world, text)
    if bare is None:
        return None
    return pressing.set_one(told, world, "distrikt", bare) if about == "innstilling:meny" else _set(told, world, bare)


def _where(told: Telling, world: World, shown: Shown, text: str, now: datetime) -> Telling | None:
    """A place that was named where the place was asked for; None where the line is no answer to that."""
    district = settings.named_district(world, text)
    if district is None:
        return None
    wish = wishes.read(world, text)
    if shown.about == "innstilling:distrikt":
        # Where she works is told with a service's name in it: «på et sykehjem i Alna».
        told_where = len(telling(wish.rest)) <= wishes.MOST_UNREAD and not asks(text)
        return pressing.set_one(told, world, "distrikt", district) if told_where else None
    pick = shown.pick(ChoiceId(district))
    offer = world.library.knowledge.offers.get(pick.leads) if pick else None
    if not wishes.answers(world, text, wish, offer.service if offer else ""):
        return None
    if not shown.about.startswith("avklar"):
        return browsing.placed(told, world, shown, district)
    return pressing.pressed(told, world, shown, pick, now) if pick else None


def _bare(world: World, text: str) -> DistrictId | None:
    """The place that is all there is to the line; names that are words of every day are not taken for places."""
    words = matching.fold(text).split() if len(text) <= matching.LONGEST_ANSWER else []
    name = " ".join(word for word in words if word not in _AROUND)
    district = settings.named_district(world, name) if name and name not in _EVERYDAY else None
    known = world.library.knowledge.districts.get(district) if district else None
    if known is None or known.parent is None or name not in _names(known.name, *known.aliases):
        return None
    return district


def _names(*names: str) -> frozenset[str]:
    folded = (matching.fold(name).split() for name in names)
    return frozenset(" ".join(word for word in words if word not in _AROUND) for words in folded)


_EVERYDAY = _names(*ALSO_WORDS)


def _set(told: Telling, world: World, district: DistrictId) -> Telling:
    """It is kept and said, with the numbers there of what is on the screen; those it may have lacked."""
    new = settings.chosen(told.conversation.settings, "distrikt", district, world)
    told = told.having(settings=new, misses=0)
    name = {"sted": world.library.knowledge.districts[district].name}
    numbers = _numbers(told, world, district)
    said: tuple[Part, ...] = (Line("sted-satt", name), *((Line("sted-numre", name), *numbers) if numbers else ()))
    told = told.say(Kind.RECEIPT, *said)
    step = walking.open_step(told.conversation, world)
    card = told.conversation.newest is not None and told.conversation.newest.about.startswith("kort:")
    return told if card or (numbers and step is None) else ask_again(told, world)


def _numbers(told: Telling, world: World, district: DistrictId) -> tuple[Part, ...]:
    """The contacts of the newest card or answer, where any of them is another from place to place."""
    shown = told.conversation.newest
    what, _, name = shown.about.partition(":") if shown else ("", "", "")
    outcome = world.library.flows.outcomes.get(OutcomeId(name)) if what in ("kort", "utfall") else None
    article = world.library.knowledge.articles.get(name) if what == "oppføring" else None
    contacts = outcome.contacts if outcome else article.contacts if article else SOMEBODY if what == "noen" else ()
    known = world.library.knowledge.contacts
    local = any(known[contact].kind is ContactKind.OFFER for contact in contacts if contact in known)
    return (Reaching(contacts, district, told.conversation.settings.unit),) if local else ()

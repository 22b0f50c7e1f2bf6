"""A line that is no answer: looked up in the knowledge base, and the open question of the flow put again after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.conversation import MOST_CHOICES, Shown, Telling, Topic
from bot.core.effects import Kind, Line, Part, Pick
from bot.core.events import ChoiceId, MessageNumber
from bot.core.flow import Step
from bot.core.library import World
from bot.core.retrieval import subject
from bot.core.retrieval.confidence import LITTLE
from bot.core.retrieval.needs import SURELY
from bot.core.retrieval.search import Finding
from bot.core.talking import alarms, browsing, family, following, matching, pressing, visits, walking, wishes, worry
from bot.core.talking.answering import Answered, answer, language_part, topic_of
from bot.core.talking.commands import ask_again, somebody
from bot.core.words.labels import label

FIRST_MISSES = 2
"""After so many lines in a row that were not understood, somebody to ask is named."""


def asked(told: Telling, world: World, text: str, now: datetime) -> Telling:
    """A question: answered, then the open question of the flow is put again."""
    writer = world.library.guard.audience(text)
    if writer is not None:
        return told.say(Kind.NOTICE, Line(f"avsender-{writer}"))
    chosen = told.conversation.settings
    here = chosen.district or browsing.place(told)
    spoken, searching = told.conversation.on_screen, told.conversation.open
    found = family.led(world, text, answer(world, text, here, chosen.unit, now, spoken.entry if spoken else ""))
    if found.finding.kind == "none" and _place_asked(told):
        return pressing.ask_setting(told.say(Kind.NOTICE, Line("ukjent-sted")), world, _place_asked(told))
    seeks = found.finding.kind == "none" or (found.finding.kind == "clarify" and wishes.least(text) is not None)
    browsed = browsing.heard(told, world, text, searching, SURELY) if seeks else None
    if browsed is not None:
        return browsed
    step = walking.open_step(told.conversation, world)
    unknown = found.kind is Kind.NONE and not found.finding.lacks
    unsure = unknown or found.finding.splits_on == "entry"
    meant = _nearly(world, step, text) if step and unsure else ()
    worried = world.library.guard.concern(text)
    if meant:
        lead = (worry.BANNER,) if worried else ()
        return _asked_back(told.having(misses=0), world, meant, *lead)
    found = worry.led(world, text, found) if worried else found
    told = visits.looked_up(told, world, found.finding)
    card = alarms.held(told) if unknown and not worried else None
    if card is not None:
        return card
    if step is not None and not worried and ((unknown and found.finding.kind == "none") or _faint(found.finding)):
        return _missed(told, world, language_part(found.finding))
    aside = found.kind is Kind.CLARIFY and step is not None
    back = (Pick(ChoiceId("fortsett"), "text", "knapp-fortsett"),) if aside else ()
    found = _said_again(told, found)
    picks = (*found.picks[: MOST_CHOICES - len(back)], *back)
    told = told.having(misses=0).say(found.kind, *found.parts, picks=picks, about=found.about)
    topic = _topic(world, text, found, now)
    told = told.about(topic) if topic else told
    if found.kind is Kind.CLARIFY:
        return told
    return browsing.again(told, world, searching) or (ask_again(told, world) if told.conversation.run else told)


def _topic(world: World, text: str, found: Answered, now: datetime) -> Topic | None:
    """What the answer is about; where it is an article of a place, the service that was asked for there."""
    entry = found.about.partition(":")[2]
    if not entry:
        return None
    article = world.library.knowledge.articles.get(entry)
    local = now.astimezone(world.zone)
    service = subject.service(world.library.index, text, local) if article and article.district else ""
    return topic_of(world, entry, found.finding.sought, service)


def _said_again(told: Telling, found: Answered) -> Answered:
    """The same reply twice in a row says so, and names another way on."""
    newest, spoken = told.conversation.newest, told.conversation.on_screen
    entry = spoken is not None and f"oppføring:{spoken.entry}" == found.about
    same = entry and spoken is not None and (spoken.sought, spoken.facets) == (found.finding.sought, ())
    other = newest is not None and not entry and (newest.about, newest.picks) == (found.about, found.picks)
    if not same and not other:
        return found
    beyond = found.kind is Kind.NONE and not found.finding.lacks
    lead = Line("fortsatt-utenfor" if beyond else "svar-forst" if found.about == "avklar" else "alt-jeg-har")
    others = tuple(pick for pick in found.picks if pick.id != following.SOMEBODY.id)
    return replace(found, parts=(lead, *found.parts), picks=(*others, following.SOMEBODY))


def _faint(finding: Finding) -> bool:
    """What comes near is not near enough to be shown in place of the question that is open."""
    return finding.splits_on == "entry" and finding.hits[0].score < LITTLE


def _nearly(world: World, step: Step, text: str) -> tuple[tuple[int, Pick], ...]:
    """The answers that a line is like, with their numbers."""
    shown = Shown(MessageNumber(0), f"steg:{step.id}", walking.picks(step))
    return tuple((place, shown.picks[place - 1]) for place in matching.near(world, shown, text))


def _asked_back(told: Telling, world: World, meant: tuple[tuple[int, Pick], ...], *lead: Part) -> Telling:
    """Asked back, never taken; where it is one answer, «ja» takes it."""
    said = " / ".join(f"«{place} {label(world, pick)}»" for place, pick in meant)
    how = "mener-du-det" if len(meant) == 1 else "mener-du-svar"
    told = ask_again(told.say(Kind.NOTICE, *lead, Line(how, {"svar": said})), world)
    only = meant[0][1].ref if len(meant) == 1 else ""
    return told.with_(replace(told.conversation, meant=only))


def _place_asked(told: Telling) -> str:
    """The setting that is asked for by name, if one is: the district or the unit."""
    shown = told.conversation.open
    asked = shown.about.removeprefix("innstilling:") if shown else ""
    return asked if asked in ("distrikt", "enhet") else ""


def _missed(told: Telling, world: World, lead: tuple[Part, ...]) -> Telling:
    """Not an answer and not a question that Varde knows; the second time somebody to ask is named."""
    misses = told.conversation.misses + 1
    told = told.having(misses=misses)
    if misses >= FIRST_MISSES:
        return somebody(told, world, Kind.NONE, *lead, Line("to-bom")).having(misses=0)
    return ask_again(told.say(Kind.NONE, *lead, Line("forsto-ikke"), about="ukjent"), world)

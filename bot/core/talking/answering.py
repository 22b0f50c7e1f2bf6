"""Answers one question from the knowledge base, or asks back, or says that Varde does not know and who does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.conversation import Topic
from bot.core.effects import Kind, Line, Part, Pick, Reaching, Reply
from bot.core.events import ChoiceId, DistrictId, UnitId
from bot.core.flow import StepId
from bot.core.library import World
from bot.core.retrieval.search import Finding, Hit
from bot.core.retrieval.wants import NOTHING_SOUGHT, Sought, lacking
from bot.core.words.labels import label

WHO_KNOWS = ("barneansvarlig", "leder", "koordinator")
"""Contacts that are named when Varde does not know."""
AS_LIKELY = 0.85
"""Share of the first hit's score from which the second is shown beside it, when neither is surely right."""
_WHICH = {"district": "avklar-distrikt", "agency": "avklar-etat", "offer": "avklar-tilbud"}
"""What the alternatives split on -> the text that asks which one."""
EVERYWHERE = ("alarmtelefonen", "legevakt", "nod-113", "nod-112")
"""Contacts that answer in every place, also where Varde has no entries."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What is said to a question, before it is anybody's message."""

    kind: Kind
    parts: tuple[Part, ...]
    picks: tuple[Pick, ...]
    about: str
    finding: Finding


def answer(
    world: World, question: str, district: DistrictId | None, unit: UnitId | None, now: datetime, on_screen: str = ""
) -> Answered:
    """What is said to a question from somebody who works in this district and unit.

    `on_screen` is the entry that she was answered with last: what she asks about when she does not say.
    """
    index = world.library.index
    finding = _meant(index.find(question, district, now.astimezone(world.zone)), on_screen)
    match finding.kind:
        case "answer":
            return _found(world, finding)
        case "clarify":
            return _asked_back(world, finding)
        case "none":
            return _unknown(world, finding, district, unit)


def answered_with(world: World, entry: str, finding: Finding) -> Answered:
    """What is said when `entry` answers, whatever was found."""
    return _found(world, replace(_sure(finding, entry), sought=NOTHING_SOUGHT, foreign=False))


def entry_parts(world: World, entry: str, sought: Sought) -> tuple[Part, ...]:
    """An entry as it is shown; it says so first when it does not have what is asked for."""
    known = world.library.knowledge.offers.get(entry) or world.library.knowledge.articles.get(entry)
    lacks = lacking(known, sought.wants) if known else None
    reply = Reply(entry, sought.people, sought.time)
    return (Line(f"har-ikke-{lacks}"), reply) if lacks else (reply,)


def topic_of(world: World, entry: str, sought: Sought = NOTHING_SOUGHT, service: str = "") -> Topic:
    """What an answer with this entry is about; `service` is what was asked for, where the entry is no offer of it."""
    offer = world.library.knowledge.offers.get(entry)
    article = world.library.knowledge.articles.get(entry)
    place = offer.district if offer else article.district if article else None
    return Topic(entry, offer.service if offer else service, place, sought)


def entry_picks(world: World, entry: str) -> tuple[Pick, ...]:
    """The buttons under an entry: what it links to, and a way to say that it is wrong."""
    return (*_links(world, entry), _text_pick("feil-i-oppforingen", "knapp-feil"))


def _meant(finding: Finding, on_screen: str) -> Finding:
    """A question that leans on what she has before her, completed by it."""
    asked_back = finding.splits_on in ("district", "offer")
    if not asked_back or all(each.entry != on_screen for each in finding.alternatives):
        return finding
    return _sure(finding, on_screen)


def _sure(finding: Finding, entry: str) -> Finding:
    return replace(finding, kind="answer", hits=(Hit(entry, 1.0),), alternatives=(), splits_on="")


def _found(world: World, finding: Finding) -> Answered:
    best = finding.hits[0].entry
    parts = entry_parts(world, best, finding.sought)
    if finding.unserved:
        parts = (_unserved(world, finding.unserved), *parts)
    article = world.library.knowledge.articles.get(best)
    kind = Kind.NONE if article and article.redirect else Kind.ANSWER
    return Answered(kind, parts, entry_picks(world, best), f"oppføring:{best}", finding)


def _asked_back(world: World, finding: Finding) -> Answered:
    picks = tuple(
        Pick(ChoiceId(a.ref), a.of, a.ref, leads=a.entry, sought=finding.sought) for a in finding.alternatives
    )
    if finding.splits_on == "entry":
        return _unsure(world, finding, picks)
    parts: tuple[Part, ...] = (_which(world, finding, picks),)
    if finding.unserved:
        parts = (_unserved(world, finding.unserved), *parts)
    return Answered(Kind.CLARIFY, parts, picks, "avklar", finding)


def _which(world: World, finding: Finding, picks: tuple[Pick, ...]) -> Line:
    """Which of them it is; of whose agencies, where that was not said."""
    names = _names(world, picks)
    if finding.only_in is None:
        return Line(_WHICH[finding.splits_on], names)
    return Line("avklar-etat-i", {**names, "sted": world.library.knowledge.districts[finding.only_in].name})


def _unsure(world: World, finding: Finding, picks: tuple[Pick, ...]) -> Answered:
    """The nearest entry whole, or the nearest two, said to be only that, and the next ones one tap away."""
    nearest = _nearest(world, finding)
    others = tuple(pick for pick in picks if pick.leads not in nearest)
    shown = (part for entry in nearest for part in entry_parts(world, entry, finding.sought))
    parts: tuple[Part, ...] = (_lead(world, finding, len(nearest)), *shown)
    parts = (*parts, Line("avklar-oppforing", _names(world, others))) if others else parts
    offered = {pick.id for pick in others}
    links = tuple(pick for pick in entry_picks(world, nearest[0]) if pick.id not in offered)
    return Answered(Kind.CLARIFY, parts, (*others, *links), f"avklar:{nearest[0]}", finding)


def _lead(world: World, finding: Finding, many: int) -> Line:
    if finding.only_in:
        return Line("gjelder-bare", {"sted": world.library.knowledge.districts[finding.only_in].name})
    return Line("usikkert-svar" if many == 1 else "usikkert-to-svar")


def _nearest(world: World, finding: Finding) -> tuple[str, ...]:
    """The first hit, and the second where little but chance puts it behind; a redirect stands alone."""
    first, *rest = finding.hits
    articles = world.library.knowledge.articles
    redirects = any(hit.entry in articles and articles[hit.entry].redirect for hit in finding.hits[:2])
    if redirects or not rest or rest[0].score < AS_LIKELY * first.score:
        return (first.entry,)
    return first.entry, rest[0].entry


def _names(world: World, picks: tuple[Pick, ...]) -> dict[str, str]:
    return {"valg": "; ".join(label(world, pick) for pick in picks)}


def _unknown(world: World, finding: Finding, district: DistrictId | None, unit: UnitId | None) -> Answered:
    if finding.unserved:
        return _elsewhere(world, finding)
    if finding.lacks:
        return _without(world, finding)
    parts = (*language_part(finding), Line("utenfor"), Reaching(WHO_KNOWS, district, unit))
    picks = (_text_pick("start-veiviser", "knapp-veiviser"), _text_pick("snakk-med-noen", "knapp-noen"))
    return Answered(Kind.NONE, parts, picks, "ukjent", finding)


def _elsewhere(world: World, finding: Finding) -> Answered:
    """Nothing there, but what holds for the whole country: numbers, and the national entries that come nearest."""
    assert finding.unserved
    parts: tuple[Part, ...] = (_unserved(world, finding.unserved), Reaching(EVERYWHERE, finding.unserved, None))
    picks = tuple(Pick(ChoiceId(hit.entry), "entry", hit.entry, leads=hit.entry) for hit in finding.hits)
    parts = (*parts, Line("avklar-oppforing", _names(world, picks))) if picks else parts
    return Answered(Kind.NONE, parts, (*picks, _text_pick("snakk-med-noen", "knapp-noen")), "ukjent", finding)


def language_part(finding: Finding) -> tuple[Part, ...]:
    """Which languages Varde knows, where the question is in another."""
    return (Line("fremmed-sprak"),) if finding.foreign else ()


def _without(world: World, finding: Finding) -> Answered:
    """What is asked for stands nowhere; the entry that it is about is there all the same."""
    best = finding.hits[0].entry
    picks = (*entry_picks(world, best), _text_pick("snakk-med-noen", "knapp-noen"))
    parts = (Line(f"har-ikke-{finding.lacks}"), Reply(best, finding.sought.people, finding.sought.time))
    return Answered(Kind.NONE, parts, picks, f"oppføring:{best}", finding)


def _unserved(world: World, place: DistrictId) -> Line:
    return Line("sted-uten-tilbud", {"sted": world.library.knowledge.districts[place].name})


def _links(world: World, entry: str) -> tuple[Pick, ...]:
    """The flow and the offers that an article points to."""
    library = world.library
    article = library.knowledge.articles.get(entry)
    if article is None:
        return ()
    flow = next((e for e in library.flows.entries.values() if e.id == article.flow), None)
    step = library.flows.steps.get(StepId(flow.to)) if flow else None
    walk = (Pick(ChoiceId(str(flow.id)), "step", step.id),) if flow and step and step.button else ()
    offers = tuple(Pick(ChoiceId(o), "entry", o, leads=o) for o in article.offers if o in library.knowledge.offers)
    return (*walk, *offers[:4])


def _text_pick(choice: str, text: str) -> Pick:
    return Pick(ChoiceId(choice), "text", text)

"""References: that everything which is named somewhere stands somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.checks import ids as spaces
from bot.content.checks.ids import Ids
from bot.content.flow_file import FlowWritten, GuaranteeWritten
from bot.content.gathering import FLOW, Gathered, Model, Placed
from bot.content.problems import Problem, Spot, did_you_mean, problem
from bot.core.flow import ROLE
from bot.core.guarantee import HEALTH, UNKNOWN, Chose, EndedIn, InRole

Reference = tuple[str, str, Spot]
"""(space of ids, id, where it is named)."""

_FILES = {
    spaces.ENTRY: {"tilbud", "artikler"},
    spaces.DISTRICT: {"distrikter.yaml"},
    spaces.SOURCE: {"kilder.yaml"},
    spaces.CONTACT: {"kontakter.yaml"},
    spaces.NODE: {FLOW},
    spaces.FLOW_ID: {FLOW},
    spaces.EXAMPLE: {FLOW},
}
"""Where the ids of a space come from; while one of those cannot be read, nothing is said about it."""
_OF_FLOWS = (spaces.NODE, spaces.FLOW_ID, spaces.EXAMPLE)


def missing(found: Gathered, ids: Ids) -> Iterator[Problem]:
    """References to nothing."""
    for space, name, spot in _all(found):
        known = ids.of(space)
        if space == spaces.FLOW_ID:
            known = known | ids.of(spaces.WAY_IN)
        if name not in known and not _FILES[space] & found.unreadable:
            told = "finnes-ikke-i-flyt" if space in _OF_FLOWS else "finnes-ikke"
            hint = did_you_mean(name, _names(found, space) | {id_: id_ for id_ in known})
            places = " / ".join(sorted(_FILES[space]))
            yield problem(told, spot, hint, slag=space.capitalize(), id=name, hvor=places)
    yield from _unknown_answers(found)
    yield from _circles(found)


def _names(found: Gathered, space: str) -> dict[str, str]:
    """What people call the things that are referred to -> the id they should write."""
    if space == spaces.DISTRICT:
        return {name: d.value.id for d in found.districts for name in (*d.value.aliases, d.value.name)}
    if space == spaces.CONTACT:
        return {contact.value.name: contact.value.id for contact in found.contacts}
    if space == spaces.SOURCE:
        return {source.value.title: source.value.id for source in found.sources}
    if space == spaces.ENTRY:
        articles = {article.value.title: article.value.id for article in found.articles}
        return articles | {offer.value.name: offer.value.id for offer in found.offers}
    return {flow.value.title: flow.value.id for flow in found.flows} if space == spaces.FLOW_ID else {}


def _all(found: Gathered) -> Iterator[Reference]:
    yield from _of_offers(found)
    yield from _of_articles(found)
    for district in found.districts:
        if district.value.parent:
            yield spaces.DISTRICT, district.value.parent, district.spot("forelder")
    for contact in found.contacts:
        yield from _each(contact, spaces.SOURCE, contact.value.sources, "kilde")
    for unit in found.units:
        if unit.value.district:
            yield spaces.DISTRICT, unit.value.district, unit.spot("distrikt")
    if found.guard is not None:
        for place, group in enumerate(found.guard.value.groups):
            yield spaces.NODE, group.outcome, found.guard.spot("grupper", place, "utfall")
    for flow in found.flows:
        yield from _of_flow(flow)


def _of_offers(found: Gathered) -> Iterator[Reference]:
    for offer in found.offers:
        yield spaces.DISTRICT, offer.value.district, offer.spot("distrikt")
        yield from _each(offer, spaces.SOURCE, offer.value.sources, "kilde")


def _of_articles(found: Gathered) -> Iterator[Reference]:
    for article in found.articles:
        written = article.value
        if written.district:
            yield spaces.DISTRICT, written.district, article.spot("gjelder")
        if written.flow:
            yield spaces.FLOW_ID, written.flow, article.spot("flyt")
        yield from _each(article, spaces.SOURCE, written.sources, "kilde")
        yield from _each(article, spaces.ENTRY, written.offers, "tilbud")
        yield from _each(article, spaces.CONTACT, written.contacts, "kontakter")


def _of_flow(flow: Placed[FlowWritten]) -> Iterator[Reference]:
    written = flow.value
    yield spaces.NODE, written.start, flow.spot("start")
    for place, entry in enumerate(written.entries):
        yield spaces.NODE, entry.to, flow.spot("innganger", place, "til")
    for place, step in enumerate(written.steps):
        yield from _each(flow, spaces.SOURCE, step.sources, "steg", place, "kilde")
        for at, option in enumerate(step.options):
            yield spaces.NODE, option.to, flow.spot("steg", place, "svar", at, "til")
    for place, outcome in enumerate(written.outcomes):
        yield from _each(flow, spaces.SOURCE, outcome.sources, "utfall", place, "kilde")
        yield from _each(flow, spaces.CONTACT, outcome.contacts, "utfall", place, "slå_opp")
        yield from _each(flow, spaces.NODE, outcome.continues, "utfall", place, "videre")
        yield from _each(flow, spaces.EXAMPLE, outcome.examples, "utfall", place, "eksempler")
    for place, guarantee in enumerate(written.guarantees):
        yield from _of_guarantee(flow, place, guarantee)


def _of_guarantee(flow: Placed[FlowWritten], place: int, guarantee: GuaranteeWritten) -> Iterator[Reference]:
    yield from _each(flow, spaces.NODE, guarantee.except_outcomes, "garantier", place, "unntatt")
    for group, terms in enumerate(guarantee.when):
        spot = flow.spot("garantier", place, "når", group)
        for term in terms:
            if isinstance(term, Chose):
                yield spaces.NODE, term.step, spot
            elif isinstance(term, EndedIn):
                yield spaces.NODE, term.outcome, spot
    then = guarantee.then
    named = (("utfall", then.outcomes), ("ikke_utfall", then.never_outcomes))
    for key, names in (*named, ("passerer", then.passes), ("ikke_steg", then.never_steps)):
        yield from _each(flow, spaces.NODE, names, "garantier", place, "da", key)


def _each(placed: Placed[Model], space: str, names: tuple[str, ...], *where: str | int) -> Iterator[Reference]:
    for at, name in enumerate(names):
        yield space, name, placed.spot(*where, at)


def _unknown_answers(found: Gathered) -> Iterator[Problem]:
    """Terms `steg.svar` and `{rolle: …}` of guarantees whose answer the step does not have."""
    steps = {step.id: {option.id for option in step.options} for flow in found.flows for step in flow.value.steps}
    for flow in found.flows:
        for place, guarantee in enumerate(flow.value.guarantees):
            for group, terms in enumerate(guarantee.when):
                spot = flow.spot("garantier", place, "når", group)
                for term in terms:
                    chosen = (term.option,) if isinstance(term, Chose) else ()
                    roles = term.roles if isinstance(term, InRole) else ()
                    step = term.step if isinstance(term, Chose) else ROLE
                    known = steps.get(step, set()) | ({UNKNOWN, HEALTH} if roles else set())
                    for name in (*chosen, *roles):
                        if step in steps and name not in known:
                            hint = did_you_mean(name, known)
                            yield problem("finnes-ikke-i-flyt", spot, hint, slag="Svaret", id=f"{step}.{name}")


def _circles(found: Gathered) -> Iterator[Problem]:
    """Districts that lie in themselves."""
    parents = {district.value.id: district.value.parent for district in found.districts}
    for district in found.districts:
        seen, at = {district.value.id}, district.value.parent
        while at is not None and at not in seen:
            seen.add(at)
            at = parents.get(at)
        if at == district.value.id:
            yield problem("distrikt-i-ring", district.spot("forelder"), id=district.value.id)

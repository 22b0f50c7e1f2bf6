"""The words on a choice, looked up when it is shown or matched."""

from __future__ import annotations

from bot.core.effects import Pick
from bot.core.events import DistrictId, UnitId
from bot.core.flow import OptionId, OutcomeId, StepId
from bot.core.library import World


def label(world: World, pick: Pick) -> str:
    """The words on a choice; empty when what it stood for has left the content."""
    match pick.of:
        case "option":
            return option_label(world, *pick.ref.split(".", 1))
        case "step":
            step = world.library.flows.steps.get(StepId(pick.ref))
            return step.button if step else ""
        case "outcome":
            outcome = world.library.flows.outcomes.get(OutcomeId(pick.ref))
            return outcome.heading if outcome else ""
        case "text":
            return world.library.texts.get(pick.ref, "")
        case "district" | "agency":
            known = world.library.knowledge
            place = known.districts.get(DistrictId(pick.ref)) or known.agencies.get(pick.ref)
            return place.name if place else ""
        case "unit":
            unit = world.people.units.get(UnitId(pick.ref))
            return unit.name if unit else ""
        case "person":
            person = world.people.by_id.get(pick.ref)
            return person.name if person else ""
        case "entry":
            return _entry(world, pick.ref)
        case "need":
            return next((need.name for need in world.library.knowledge.needs if need.id == pick.ref), "")


def option_label(world: World, step_id: str, option_id: str) -> str:
    """The label of an answer; empty when it has left the content."""
    step = world.library.flows.steps.get(StepId(step_id))
    option = step.option(OptionId(option_id)) if step else None
    return option.label if option else ""


def _entry(world: World, ref: str) -> str:
    offer = world.library.knowledge.offers.get(ref)
    if offer is not None:
        return offer.name
    article = world.library.knowledge.articles.get(ref)
    return article.title if article else ""

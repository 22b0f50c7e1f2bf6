"""An emergency card, what is said to those who ask on from it, and those who say that it is no emergency."""

from __future__ import annotations

from datetime import datetime

from bot.core.conversation import Shown, Telling
from bot.core.counts import What
from bot.core.effects import Card, Kind, Line, Pick
from bot.core.events import ChoiceId
from bot.core.flow import OutcomeId, Severity
from bot.core.library import World
from bot.core.listening.guard import Danger
from bot.core.talking import matching, walking
from bot.core.talking.pressing import pressed
from bot.core.talking.questions import unhurried, unhurried_picks, writer_text


def urgent(told: Telling, world: World, dangers: tuple[Danger, ...], text: str, now: datetime) -> Telling:
    """The card of the gravest danger, the others one tap away, and one tap back; the run is kept.

    What reads like a question of every day has its answer one tap away as well: typed again it would only ring again.
    """
    first, *others = dict.fromkeys(danger.outcome for danger in dangers)
    chosen = told.conversation.settings
    calm = unhurried(world, text, chosen.district, chosen.unit, now)
    picks = (
        Pick(ChoiceId("ikke-akutt"), "text", "ikke-akutt-knapp"),
        *unhurried_picks(world, calm),
        *(Pick(ChoiceId(other), "outcome", other) for other in others),
    )
    lead = writer_text(world, text)
    outcome, place = world.library.flows.outcomes[OutcomeId(first)], world.library.index.place(text)
    parts = walking.card_parts(told, world, outcome, *lead, place=place)
    told = told.count(What.EMERGENCY_SHOWN, first).say(Kind.URGENT, *parts, picks=picks, about=f"kort:{first}")
    return told.having(misses=0)


def answered(told: Telling, world: World, text: str, now: datetime) -> Telling | None:
    """What a line says to the card on the screen: that it is no emergency, or that she asks what to do."""
    shown = told.conversation.newest
    what, _, outcome = shown.about.partition(":") if shown else ("", "", "")
    known = world.library.flows.outcomes.get(OutcomeId(outcome))
    if shown is None or known is None or what not in ("kort", "utfall") or known.severity is not Severity.ACUTE:
        return None
    if what == "kort" and _line(world, text) in matching.spoken(world, "ord-ikke-akutt"):
        back = shown.pick(ChoiceId("ikke-akutt"))
        return pressed(told, world, shown, back, now) if back else None
    if _line(world, text) in matching.spoken(world, "ord-hva-gjor-jeg"):
        return _first_steps(told, shown, OutcomeId(outcome))
    return None


def held(told: Telling) -> Telling | None:
    """What follows a line that nobody understands while a card is on the screen: its first steps, with the numbers."""
    shown = told.conversation.newest
    what, _, outcome = shown.about.partition(":") if shown else ("", "", "")
    return _first_steps(told, shown, OutcomeId(outcome)) if shown and what == "kort" else None


def _first_steps(told: Telling, shown: Shown, outcome: OutcomeId) -> Telling:
    chosen = told.conversation.settings
    card = Card(outcome, chosen.district, chosen.unit, short=True)
    said = (Line("nodlinje"), Line("gjor-dette"), card)
    return told.say(Kind.URGENT, *said, picks=shown.picks, about=shown.about)


def _line(world: World, text: str) -> str:
    """«Ja, men hva gjør jeg egentlig nå?» is «hva gjør jeg»."""
    filling = matching.spoken(world, "ord-fyll")
    words = matching.fold(text).split() if len(text) <= matching.LONGEST_ANSWER else []
    return " ".join(word for word in words if word not in filling)

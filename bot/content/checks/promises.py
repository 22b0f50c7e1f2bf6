"""Guarantees: that every path of the flows keeps what the domain expert promised."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.flow_building import guarantees_of
from bot.content.gathering import Gathered
from bot.content.problems import Problem, problem
from bot.core.flow import Flows
from bot.core.guarantee import Breach, prove

_BROKEN = {
    "least": "krav-minst",
    "outcomes": "krav-utfall",
    "never_severities": "krav-ikke-alvor",
    "never_outcomes": "krav-ikke-utfall",
    "texts": "krav-tekst",
    "never_texts": "krav-ikke-tekst",
    "never_without": "krav-ikke-tekst-uten",
    "last_action": "krav-siste-steg",
    "passes": "krav-passerer",
    "never_steps": "krav-ikke-steg",
}
"""Field of Demand -> what is said when it does not hold."""


def broken(found: Gathered, flows: Flows) -> Iterator[Problem]:
    """One problem for each guarantee that some path breaks, at the guarantee, with the path."""
    places = {g.id: flow.spot("garantier", at) for flow in found.flows for at, g in enumerate(flow.value.guarantees)}
    for breach in prove(flows, guarantees_of(flow.value for flow in found.flows)):
        spot, said = places[breach.guarantee], _BROKEN[breach.demand]
        yield problem(said, spot, id=breach.guarantee, funnet=breach.detail, vei=_way(breach))


def _way(breach: Breach) -> str:
    return " → ".join((*(f"{step}.{option}" for step, option in breach.path), breach.end))

"""The shipped flow and all ways through it."""

from __future__ import annotations

import pytest
from walks import Walked, walks

from bot.core.flow import Flows
from bot.core.library import World


@pytest.fixture(scope="session")
def flows(world: World) -> Flows:
    return world.library.flows


@pytest.fixture(scope="session")
def from_start(flows: Flows) -> list[Walked]:
    return list(walks(flows, flows.start))


@pytest.fixture(scope="session")
def walked(flows: Flows) -> list[Walked]:
    """Every path from the start and from each entry's own step, entries that share one counted once."""
    starts = dict.fromkeys((flows.start, *(entry.to for entry in flows.entries.values())))
    return [one for start in starts for one in walks(flows, start)]

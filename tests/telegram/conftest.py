"""One stand-in and one Varde on it for all who only talk; tests that break things start their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from models import check_call, check_update
from running import Varde
from standin import TOKEN, Standin

_numbers = count(1001)


@pytest.fixture(scope="session")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standin]:
    """With a Varde on it that lets everybody in."""
    with Standin(checked=check_call, checked_update=check_update) as running:
        varde = Varde(tmp_path_factory.mktemp("varde"), running.url)
        varde.start()
        yield running
        assert varde.stop() == 0
        assert "Traceback" not in varde.complaints()
        assert TOKEN not in varde.complaints()
        assert running.complaints == []


@pytest.fixture
def kari() -> int:
    """Somebody whom Varde has not met."""
    return next(_numbers)


@pytest.fixture
def ola() -> int:
    """Somebody else."""
    return next(_numbers)


@pytest.fixture
def own() -> Iterator[Standin]:
    """A stand-in to break."""
    with Standin(checked=check_call, checked_update=check_update) as running:
        yield running
        assert running.complaints == []


@pytest.fixture
def own_varde(own: Standin, tmp_path: Path) -> Iterator[Callable[..., Varde]]:
    """Makes Vardes on the stand-in to break; not started yet."""
    made: list[Varde] = []

    def make(**telegram: object) -> Varde:
        made.append(Varde(tmp_path / str(len(made)), own.url, **telegram))
        return made[-1]

    yield make
    for each in made:
        each.kill()
        assert TOKEN not in each.complaints()

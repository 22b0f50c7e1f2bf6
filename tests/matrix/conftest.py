"""One homeserver for all tests here and one Varde on it; tests that break things start their own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from matrix.homeserver import Homeserver, UnavailableError
from matrix.person import Person
from matrix.sealed import Sealed
from matrix.varde import Varde

_numbers = count(1)


@pytest.fixture(scope="session")
def homeserver() -> Iterator[Homeserver]:
    try:
        running = Homeserver()
    except UnavailableError as why:
        pytest.skip(str(why))
    running.register("varde")
    yield running
    running.close()


@pytest.fixture(scope="session")
def varde(homeserver: Homeserver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Varde]:
    running = Varde(tmp_path_factory.mktemp("varde"), homeserver.url)
    running.start()
    yield running
    assert running.stop() == 0
    assert "Traceback" not in running.complaints()


@pytest.fixture
async def kari(homeserver: Homeserver) -> AsyncIterator[Person]:
    """Somebody whom Varde has not met."""
    async with Person(homeserver.url, homeserver.register(f"kari-{next(_numbers)}")) as person:
        yield person


@pytest.fixture
async def ole(homeserver: Homeserver) -> AsyncIterator[Person]:
    """Somebody else."""
    async with Person(homeserver.url, homeserver.register(f"ole-{next(_numbers)}")) as person:
        yield person


@pytest.fixture
async def siri(homeserver: Homeserver) -> AsyncIterator[Sealed]:
    """Somebody whose client encrypts, with cryptography that is not ours."""
    try:
        person = Sealed(homeserver.url, homeserver.register(f"siri-{next(_numbers)}"))
    except UnavailableError as why:
        pytest.skip(str(why))
    async with person:
        yield person


@pytest.fixture
def own_varde(homeserver: Homeserver, tmp_path: Path) -> Iterator[Callable[..., Varde]]:
    """Makes Vardes with an account of their own; not started yet."""
    made: list[Varde] = []

    def make(**matrix: object) -> Varde:
        user = homeserver.register(f"varde-{next(_numbers)}")
        made.append(Varde(tmp_path / str(len(made)), homeserver.url, user, **matrix))
        return made[-1]

    yield make
    for each in made:
        each.kill()

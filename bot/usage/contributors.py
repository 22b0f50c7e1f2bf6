"""How many different people stand behind a number: a lower bound, from hashes that never leave the memory."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from bot.store.rows import Tally
from bot.usage.periods import quarter_of
from bot.usage.tables import Cell, cells

ENOUGH = 5
"""More are not told apart."""


class Contributors:
    """The key is made anew with each start, so a restart can only under-count: a number from before is kept where it
    is greater, and never added to. Somebody who writes on two channels has two addresses; so people are counted on
    each channel, and the most on one of them is what is sure.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._people: dict[tuple[Cell, str], set[bytes]] = {}

    def hashed(self, address: str) -> bytes:
        """Stands for one person while this program runs."""
        return blake2b(address.encode("utf-8", "surrogatepass"), digest_size=8, key=self._key).digest()

    def keep(self, counted: Iterable[tuple[Tally, bytes]]) -> None:
        """Counts that are committed, each with whose it is."""
        for tally, whose in counted:
            for cell in cells(tally):
                people = self._people.setdefault((cell, tally.channel), set())
                if len(people) < ENOUGH:
                    people.add(whose)

    def sizes(self) -> Mapping[Cell, int]:
        """As they are now."""
        found: dict[Cell, int] = {}
        for (cell, _), people in self._people.items():
            found[cell] = max(found.get(cell, 0), len(people))
        return found

    def forget_before(self, week: int) -> None:
        """Periods to which nothing is added any more."""
        first = {6: week, 5: quarter_of(week), 1: 0}
        self._people = {at: who for at, who in self._people.items() if at[0][1] >= first[len(str(at[0][1]))]}

"""Which of the things that people look for in `finn tilbud` a line speaks of, in whatever words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.knowledge import Need
from bot.core.language.norwegian import stem
from bot.core.retrieval.lexicon import CORRECTED, PART
from bot.core.retrieval.question import Reader, Slot

SHORTEST_TYPO = 5
"""Letters."""
LITTLE = 0.1
"""What every word weighs at least."""
MUCH = 0.4
"""What a word weighs at most: one that nobody knows may be a slip as well, and a short one often is («førr», «nån»)."""
LEAST = 0.55
"""Share of what a line says that a need must have for the line to be about it."""
SURELY = 0.9
"""The same for a question, which may be about anything else."""
ASKING = "?"
"""What a word that only asks («hvem») begins with in a slot."""
APART = 0.8
"""Share of the best need's from which the next is as good."""


@dataclass(frozen=True)
class Called:
    """What a need is called."""

    tokens: Mapping[int, float]
    """Token of the content -> how much of a word it is."""
    stems: frozenset[str]
    """The same as words, for those that the content does not have."""

    def holds(self, slot: Slot) -> float:
        """How surely one of its words is meant, 0 to 1."""
        if stem(slot.word) in self.stems:
            return 1.0
        if not slot.tokens and len(slot.word) >= SHORTEST_TYPO:
            near = process.extractOne(stem(slot.word), self.stems, scorer=OSA.distance, score_cutoff=1)
            return CORRECTED if near else 0.0
        meant = (weight * self.tokens.get(token, 0.0) for token, weight in slot.tokens if weight >= PART)
        return max(meant, default=0.0)


@dataclass(frozen=True)
class Needs:
    """The needs by what they are called."""

    reader: Reader | None
    """None: the content has no words, and no line is about any of it."""
    called: Mapping[str, Called]

    def spoken_of(self, line: str, least: float = LEAST) -> tuple[str, ...]:
        """The need that a line is about, or several that it may be about as well."""
        shares = dict.fromkeys(self.called, 0.0)
        said = 0.0
        slots = self.reader.slots(line, frozenset()) if self.reader else ()
        for slot in (slot for slot in slots if not slot.word.startswith(ASKING)):
            held = {need: called.holds(slot) for need, called in self.called.items()}
            shared = sum(each > 0.0 for each in held.values()) / (len(held) + 1)
            slip = not slot.tokens and len(slot.word) <= SHORTEST_TYPO
            telling = (LITTLE if slip and not shared else min(slot.weight, MUCH) + LITTLE) * (1.0 - shared)
            said += telling
            for need in shares:
                shares[need] += telling * held[need]
        best = max(shares.values(), default=0.0)
        if not said or best < least * said:
            return ()
        return tuple(need for need, share in shares.items() if share >= APART * best)


NONE = Needs(None, {})


def build(reader: Reader, needs: Sequence[Need]) -> Needs:
    """The needs, each read as a line about it would be."""
    return Needs(reader, {need.id: _called(reader, need) for need in needs})


def _called(reader: Reader, need: Need) -> Called:
    tokens: dict[int, float] = {}
    stems: set[str] = set()
    for phrase in (need.name, *need.aliases):
        for slot in reader.slots(phrase, frozenset()):
            stems.add(stem(slot.word))
            tokens.update((token, max(weight, tokens.get(token, 0.0))) for token, weight in slot.tokens)
    return Called(tokens, frozenset(stems))

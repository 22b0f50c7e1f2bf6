"""How likely it is that the first hit is right: a logistic regression, trained by tests/bench/answers/train.py."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Features:
    """What is known about the first hit; all but the last are 0 to 1."""

    coverage: float
    """Share of the question's words, by weight, that the entry has somewhere."""
    head: float
    """The same, in its title and aliases."""
    alias: float
    """Dice coefficient, by weight, with the title or alias that is most like the question."""
    letters: float
    """Cosine of 3- to 5-letter pieces with title and aliases."""
    missing: float
    """Weight of the weightiest word of the question that the entry does not have."""
    unknown: float
    """Weight of the weightiest word that the content does not have at all."""
    margin: float
    """How much of its score the second loses to it."""
    agreed: float
    """1 when the letters alone would have found it first."""
    words: float
    """Weight of the question's known words, as log(1 + sum)."""


@dataclass(frozen=True, slots=True)
class Model:
    """Coefficients in the order of Features, and the bands: at least `high` is answered, below `low` is not known."""

    constant: float
    coefficients: tuple[float, ...]
    high: float
    low: float

    def probability(self, features: Features) -> float:
        """That the first hit is right, 0 to 1."""
        total = sum(weight * value for weight, value in zip(self.coefficients, astuple(features), strict=True))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.constant + total))))


MODEL = Model(
    constant=-3.464,
    coefficients=(1.349, 1.103, 1.038, 0.321, -0.640, 0.881, 1.659, 0.969, 1.731),
    high=0.8,
    low=0.4,
)
"""Trained 2026-11-22 on the 187 questions of tests/bench/answers/train.jsonl that it applies to, on that day's content.

Above `high` 96 % were right (ten-fold); between the bands the first hit is right three times out of four.
"""

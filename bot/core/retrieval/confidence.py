"""How likely it is that the first hit is right: a logistic regression, trained by tests/bench/answers/train.py."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Features:
    """What is known about the first hit; all but `held` are 0 to 1."""

    coverage: float
    """Share of the question's words, by weight, that the entry has somewhere."""
    alias: float
    """Dice coefficient, by weight, with the title or alias that is most like the question."""
    named: float
    """The square of `alias`: to have all of a name says more than twice as much as to have half of it."""
    letters: float
    """Cosine of 3- to 5-letter pieces with title and aliases."""
    unknown: float
    """Weight of the weightiest word that the content does not have at all: mostly dialect, a name or a slip."""
    margin: float
    """How much of its score the second loses to it."""
    agreed: float
    """1 when the letters alone would have found it first."""
    held: float
    """How many of the question's words the entry has, its place too, as log(1 + n): a long tale is never covered."""


@dataclass(frozen=True, slots=True)
class Model:
    """Coefficients in the order of Features, and the bands: at least `high` is answered, below `low` is not known."""

    constant: float
    coefficients: tuple[float, ...]
    high: float
    low: float
    redirect: float
    """Below it a redirect says nothing: whoever asks is told that Varde does not know."""

    def probability(self, features: Features) -> float:
        """That the first hit is right, 0 to 1.

        Who types an entry's name and nothing else means it; and of a question that it has every word of, something is
        known. Of such short lines there are too few in the training for the weights to know it.
        """
        if features.coverage >= WHOLE:
            return max(self._weighed(features), self.high if features.alias >= WHOLE else LITTLE)
        return self._weighed(features)

    def _weighed(self, features: Features) -> float:
        total = sum(weight * value for weight, value in zip(self.coefficients, astuple(features), strict=True))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.constant + total))))


LITTLE = 0.4
"""Probability of an entry that has every word of the question, at least."""
WHOLE = 0.99
"""Of a question or a name."""
MODEL = Model(
    constant=-5.714,
    coefficients=(1.503, 1.257, 1.668, 0.297, 0.732, 1.846, 0.949, 2.548),
    high=0.92,
    low=0.15,
    redirect=0.4,
)
"""Trained 2026-11-26 on the 257 questions that it applies to of those named in train.py, on that day's content.

Ten-fold, 95 % were right above 0.86. `high` was raised from there to 0.92 on a stranger's questions
(tests/bench/answers, fourth-held): of those answered outright too many were near misses that no source answers. Between
the bands the first hit is right three times out of four.
"""

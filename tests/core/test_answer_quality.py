"""A floor under how well questions are answered: far below what is measured, so that only real damage goes through it.

The figures themselves are in tests/bench/answers/README.md.
"""

from __future__ import annotations

from collections import Counter

from bot.core.library import World
from tests.bench.answers.questions import load
from tests.bench.answers.replies import judged

FACTS, OUTSIDE, ASKED_BACK, SURELY_WRONG = 0.85, 0.85, 0.85, 0.06


def test_questions_that_nobody_tuned_to_are_answered_well_enough(world: World) -> None:
    asked = load("held-out")
    counted = Counter((question.kind, *judged(world, question)) for question in asked)
    many = Counter(question.kind for question in asked)
    assert _share(counted, many, "answer", "right") >= FACTS
    assert _share(counted, many, "none", "right", "unsure") >= OUTSIDE
    assert _share(counted, many, "clarify", "right") >= ASKED_BACK
    wrong = sum(n for (_, band, verdict), n in counted.items() if band == "answer" and verdict == "wrong")
    assert wrong / len(asked) <= SURELY_WRONG


def _share(counted: Counter[tuple[str, str, str]], many: Counter[str], kind: str, *verdicts: str) -> float:
    return sum(n for (of, _, verdict), n in counted.items() if of == kind and verdict in verdicts) / many[kind]

"""Measures what the asker sees, the middle band included: python -m tests.bench.answers.replies [QUESTIONS].

A reply is right as eval/score.py has it: the facts stand in the reply's text; `clarify` asks back; `none` says so.
"""

from __future__ import annotations

import sys
from collections import Counter

from bot.content import load as load_content
from bot.core.effects import Kind, Say
from bot.core.events import Address, DistrictId, MessageNumber
from bot.core.library import World
from bot.core.people import People
from bot.core.talking.answering import answer
from bot.core.words.wording import render
from tests.bench.answers.knowledge import ROOT, TODAY
from tests.bench.answers.questions import Question, holds, load
from tests.bench.answers.row import NOW


def main() -> None:
    found = load_content(ROOT / "knowledge", ROOT / "flows", None, TODAY)
    assert found.library is not None
    world = World(found.library, People())
    counted: Counter[tuple[str, str, str]] = Counter()
    for question in load(sys.argv[1] if len(sys.argv) > 1 else "held-out"):
        counted[(question.kind, *judged(world, question))] += 1
    for (kind, band, verdict), many in sorted(counted.items()):
        print(f"{kind:8} {band:20} {verdict:8} {many}")


def judged(world: World, question: Question) -> tuple[str, str]:
    """The band, and whether the reply is right."""
    district = DistrictId(question.district) if question.district else None
    said = answer(world, question.text, district, None, NOW)
    say = Say(Address("bench:"), MessageNumber(0), said.kind, said.parts, said.picks, said.about)
    text = render(world, say, NOW.date()).text
    split = said.finding.splits_on
    band = f"{said.kind.value} {split}".strip()
    if question.kind == "none":
        return band, "right" if said.kind is Kind.NONE else "unsure" if split == "entry" else "wrong"
    if question.kind == "clarify":
        return band, "right" if split else "wrong"
    return band, "right" if holds(text, question) else "wrong"


if __name__ == "__main__":
    main()

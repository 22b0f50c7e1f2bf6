"""Seventy cases from everyday work, played from the first line to the advice (tests/conversations/saker)."""

from __future__ import annotations

import pytest

from playing import CONVERSATIONS, Transcript, play, shipped, transcripts

CASES = list(transcripts(CONVERSATIONS / "saker"))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case_reaches_its_advice(case: Transcript) -> None:
    play(case)


def test_there_are_seventy_cases_of_every_severity() -> None:
    assert len({case.title for case in CASES}) == len(CASES) == 70
    reached = {line["varde"]["alvor"] for case in CASES for line in case.lines if "utfall" in line.get("varde", {})}
    assert reached == {outcome.severity.value for outcome in shipped().library.flows.outcomes.values()}

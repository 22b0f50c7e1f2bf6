"""Every transcript in this folder comes true."""

from __future__ import annotations

from pathlib import Path

import pytest

from playing import Transcript, play, transcripts

ALL = list(transcripts(Path(__file__).parent))


@pytest.mark.parametrize("transcript", ALL, ids=str)
def test_conversation_goes_as_written(transcript: Transcript) -> None:
    play(transcript)


def test_titles_are_unique() -> None:
    titles = [transcript.title for transcript in ALL]
    assert len(set(titles)) == len(titles) >= 25

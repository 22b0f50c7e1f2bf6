"""A small storm in every run; the whole of it (tests/matrix/storm.py) with `VARDE_WHOLE_STORM=1`."""

from __future__ import annotations

import os
from pathlib import Path

from matrix.homeserver import Homeserver
from matrix.storm import Storm, weathered

SMALL = Storm(people=5, questions=100, kills=3, restarts=1)


async def test_each_question_is_answered_once_and_in_order_through_kills_and_restarts(
    homeserver: Homeserver, tmp_path: Path
) -> None:
    server = Homeserver()
    try:
        result = await weathered(Storm() if os.environ.get("VARDE_WHOLE_STORM") else SMALL, tmp_path, server)
    finally:
        server.close()
    assert not result.wrong
    assert "Traceback" not in result.complaints
    assert result.memory < 150e6

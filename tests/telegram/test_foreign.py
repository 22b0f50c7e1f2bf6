"""The main flow on a stand-in for the Bot API that others wrote (npm telegram-test-api)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import Varde
from standin import TOKEN

from matrix.homeserver import UnavailableError
from matrix.sealed import installed

HERE = Path(__file__).parent / "foreign"


class Foreign:
    """The program, its lines in and out."""

    def __init__(self, home: Path) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(["node", "foreign.mjs", TOKEN], cwd=home, stdin=pipe, stdout=pipe)
        try:
            self.url = f"http://127.0.0.1:{self.next()['port']}"
        except ValueError:
            self.close()
            raise

    def next(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def said(self) -> dict[str, Any]:
        """The next message of the bot."""
        while "text" not in (line := self.next()):
            pass
        return line

    def does(self, **what: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what).encode() + b"\n")
        self.process.stdin.flush()

    def presses(self, message: dict[str, Any], choice: str) -> None:
        rows = message["markup"]["inline_keyboard"]
        (data,) = [button["callback_data"] for [button] in rows if button["callback_data"].endswith(f"?{choice}")]
        self.does(press=data, message=message["id"])

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def foreign() -> Iterator[Foreign]:
    try:
        home = installed(HERE / "package.json", "foreign.mjs")
    except UnavailableError as why:
        pytest.skip(str(why))
    running = Foreign(home)
    yield running
    running.close()


def test_the_main_flow_on_a_stand_in_that_others_wrote(foreign: Foreign, tmp_path: Path) -> None:
    varde = Varde(tmp_path, foreign.url)
    varde.start()
    foreign.does(command="/start")
    assert "barn som pårørende" in foreign.said()["text"]
    assert foreign.said()["markup"]
    foreign.does(text="start veiviser")
    question = foreign.said()
    foreign.presses(question, "fare-na")
    question = foreign.said()
    foreign.presses(question, "skade")
    assert "113" in foreign.said()["text"]
    foreign.does(text="27045951478")
    line = foreign.next()
    while "deleted" not in line:
        line = foreign.next()
    assert line["deleted"]
    assert "Jeg har slettet meldingen" in foreign.said()["text"]
    assert varde.stop() == 0
    assert "Traceback" not in varde.complaints()

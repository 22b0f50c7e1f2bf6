"""Runs a command in this process, as the shell would run it in one of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """Its results; there was nothing to complain about."""
        assert (self.status, self.err) == (0, "")
        return json.loads(self.out)

    def complaint(self) -> str:
        """The one line that says what is wrong; nothing else was printed."""
        (line,) = self.err.splitlines()
        assert self.out == ""
        assert "Traceback" not in line
        return line


Varde = Callable[..., Ran]


@pytest.fixture
def varde(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Varde:
    """In an empty directory, so that no config.yaml is found by chance."""
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str | Path) -> Ran:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            status = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return ran

"""What anybody wrote on Telegram is in no file and no line of the log afterwards, and the token is in none either."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest
from canaries import KINDS, plant
from running import Varde
from standin import TOKEN, Standin

from privacy import searching


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_no_canary_and_no_token_is_anywhere(
    own: Standin, own_varde: Callable[..., Varde], end: signal.Signals
) -> None:
    own.checked = own.checked_update = None
    words = {kind: searching.canary() for kind in KINDS}
    varde = own_varde()
    varde.environment = {"VARDE_LOG": "DEBUG", "PYTHONASYNCIODEBUG": "1"}
    varde.start()
    plant(own, words)
    own.until(lambda: not own.unacknowledged() and not own.faults["getUpdates"], 60)
    own.writes(42, "hei")
    own.said(42, count=2)
    assert varde.process is not None
    varde.process.send_signal(end)
    varde.process.wait(20)
    left = {**searching.files(varde.place / "data"), "errors": varde.errors.read_bytes()}
    assert len(left) > 2
    sought = {**words, "token": TOKEN}
    assert {kind: found for kind, word in sought.items() if (found := searching.found(word, (), left))} == {}
    assert "Traceback" not in varde.complaints()

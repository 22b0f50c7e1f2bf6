"""What was written on Telegram is nowhere either when something fails; and the search would find it if it were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from subprocess import Popen

import pytest
from canaries import KINDS, plant
from faults import Fault
from running import configured
from standin import TOKEN, Standin

from privacy import searching, wrapped
from privacy.sandbox import PATIENCE, Left, Sandbox, ended, until_quiet

FILES = searching.MAY_BE_WRITTEN | {"config.yaml"}
SIGNS = {
    "raise": "RuntimeError",
    "locked": "disk-refuses",
    "disk full": "disk-refuses",
    "network cut": "telegram-network",
}
"""What standard error has when a fault was felt."""
GONE_ON_WITHOUT = frozenset({"locked", "disk full"})
"""Faults in which everybody is answered all the same."""
LATE = 42
"""Somebody who writes when the fault has been felt."""
ANSWERED = 10
"""So many messages of Varde's, and most people still wait for theirs."""


@pytest.fixture
def sandbox(tmp_path: Path, own: Standin) -> Iterator[Sandbox]:
    own.checked = own.checked_update = None
    with Sandbox(tmp_path / "sandbox") as made:
        configured(made.place, own.url)
        yield made


def running(sandbox: Sandbox, own: Standin, level: str, fault: str = "", wrap: str = "none") -> Popen[bytes]:
    child = sandbox.start("run", "--config", "config.yaml", level=level, fault=fault, wrap=wrap)
    sandbox.until_ready()
    return child


def left(sandbox: Sandbox, words: dict[str, str]) -> Left:
    """With the token among the words; its own file is the operator's."""
    blobs = {name: blob for name, blob in sandbox.blobs().items() if Path(name).name != "token"}
    return Left({**words, "token": TOKEN}, {}, blobs, FILES)


def cut(own: Standin) -> None:
    """The line goes dead before what was asked for is done, and after it, again and again."""
    for method in ("getUpdates", "sendMessage", "deleteMessage", "answerCallbackQuery"):
        own.faults[method].extend([Fault(cut=True), Fault(cut=True, done=True)] * 3)


@pytest.mark.parametrize(
    ("fault", "level", "end"),
    [
        ("raise", "INFO", "SIGKILL"),
        ("locked", "DEBUG", "SIGKILL"),
        ("disk full", "DEBUG", "SIGTERM"),
        ("network cut", "DEBUG", "SIGTERM"),
    ],
)
def test_no_canary_is_anywhere_when_something_fails(
    own: Standin, sandbox: Sandbox, fault: str, level: str, end: str
) -> None:
    words = {kind: searching.canary() for kind in KINDS}
    child = running(sandbox, own, level, fault)
    with sandbox.locked() if fault == "locked" else nullcontext():
        plant(own, words)
        if fault == "network cut":
            cut(own)
        sandbox.until_complained(SIGNS[fault])
        if fault in GONE_ON_WITHOUT:
            own.writes(LATE, f"hvem hjelper søsken? {words['question']}")
            own.said(LATE, count=2, within=PATIENCE)
        until_quiet(child)
        sandbox.look()
        ended(child, end)
    found = left(sandbox, words)
    assert found.leaks() == []
    assert found.strangers() == []


def test_nor_when_it_is_killed_while_it_answers_and_started_again(own: Standin, sandbox: Sandbox) -> None:
    words = {kind: searching.canary() for kind in KINDS}
    child = running(sandbox, own, "DEBUG")
    plant(own, words)
    own.until(lambda: len(own.sent) >= ANSWERED, PATIENCE)
    ended(child, "SIGKILL")
    before = people(own)
    sandbox.look()
    child = sandbox.start("run", "--config", "config.yaml")
    own.writes(LATE, "hei")
    own.said(LATE, count=2, within=PATIENCE)
    until_quiet(child)
    sandbox.look()
    ended(child, "SIGTERM")
    assert before < people(own), "some were answered only now"
    found = left(sandbox, words)
    assert found.leaks() == []
    assert found.strangers() == []


def people(own: Standin) -> set[int]:
    """Whom Varde has written to."""
    return {message["chat"]["id"] for message in own.sent} - {LATE}


def test_leaks_on_purpose_are_found(own: Standin, sandbox: Sandbox) -> None:
    child = running(sandbox, own, "INFO", wrap="leaks")
    words = {leak: f"{leak} {searching.canary()}" for leak in wrapped.LEAKS}
    for person, leak in enumerate(words, start=2000):
        own.chats[person] = {}
        own.writes(person, words[leak])
    until_quiet(child)
    sandbox.look()
    ended(child, "SIGTERM")
    told = left(sandbox, words).leaks()
    assert [leak for leak in words if not any(place.startswith(f"{leak}: ") for place in told)] == []

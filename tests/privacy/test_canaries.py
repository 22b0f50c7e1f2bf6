"""What anybody wrote is in no file, log line or table afterwards; and the search would find it if it were."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from privacy import searching, wrapped
from privacy.sandbox import Left, play
from privacy.surfaces import JSONLINES, LEAKING, TERMINAL, Surface

RUNS = (
    *((JSONLINES, fault, "DEBUG") for fault in ("", "raise", "locked", "disk full", "SIGTERM", "SIGKILL")),
    (JSONLINES, "raise", "INFO"),
    (TERMINAL, "", "INFO"),
    *((TERMINAL, fault, "DEBUG") for fault in ("raise", "locked", "disk full", "SIGTERM", "SIGKILL")),
)
"""What is below the channel is the same for both: the terminal is tried where it does something of its own."""

FELT = {"locked": b"another program holds", "disk full": b"refuses to write", "SIGTERM": b"", "SIGKILL": b""}
"""Fault -> what the operator is told of it."""
GONE_ON_WITHOUT = frozenset({"locked", "disk full"})
"""Faults in which everybody is answered all the same; the others come while there is something to answer."""


@pytest.mark.parametrize(("surface", "fault", "level"), RUNS, ids=lambda of: getattr(of, "name", of) or "no fault")
def test_no_canary_is_anywhere(surface: Surface, fault: str, level: str, tmp_path: Path) -> None:
    left = play(surface, tmp_path / "sandbox", fault, level)
    assert left.leaks() == []
    assert left.strangers() == []
    assert len(left.blobs["<stdout>"]) > 0
    if fault in FELT:
        lines = sum(map(len, surface.kinds.values())) + len(surface.raw)
        answered = left.blobs["<stdout>"].count(surface.over) - surface.opened
        assert (answered == lines) if fault in GONE_ON_WITHOUT else (answered < lines)
        assert FELT[fault] in left.blobs["<stderr>"]


@pytest.fixture(scope="module")
def leaked(tmp_path_factory: pytest.TempPathFactory) -> Left:
    """A run in which every way out is open, each for a text of its own."""
    return play(LEAKING, tmp_path_factory.mktemp("leaks") / "sandbox", wrap="leaks")


@pytest.mark.parametrize("leak", wrapped.LEAKS)
def test_a_leak_on_purpose_is_found(leak: str, leaked: Left) -> None:
    assert [place for place in leaked.leaks() if place.startswith(f"{leak}: ")]


def test_what_did_not_leak_is_not_found(leaked: Left) -> None:
    assert not [place for place in leaked.leaks() if place.startswith("nothing: ")]


def test_a_file_that_nobody_named_is_a_stranger(leaked: Left) -> None:
    assert "nio.log" in leaked.strangers()


FORMS: Mapping[str, Callable[[str], bytes]] = {
    "utf-8": lambda word: f"x{word}y".encode(),
    "utf-16": lambda word: f"x{word}".encode("utf-16"),
    "json": lambda word: word.encode("ascii", "backslashreplace"),
    "gzip": lambda word: b"abc" + searching.gzipped(f"x {word}"),
    "reversed": lambda word: word[::-1].encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_encoding_is_searched(form: str) -> None:
    word = searching.canary()
    assert searching.found(word, (), {"a file": FORMS[form](word)})
    assert not searching.found(searching.canary(), (), {"a file": FORMS[form](word)})


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "kari sa "])
def test_base64_is_found_at_every_offset(before: str) -> None:
    word = searching.canary()
    assert searching.found(word, (), {"a file": base64.b64encode(f"{before}{word} og mer".encode())})

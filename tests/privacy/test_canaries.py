"""What anybody wrote is in no file, log line or table afterwards; and the search would find it if it were."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from privacy import searching, wrapped
from privacy.sandbox import play
from privacy.surfaces import JSONLINES, SURFACES, Surface

FAULTS = ("", "raise", "locked", "disk full", "SIGTERM", "SIGKILL")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault or "no fault")
@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_no_canary_is_anywhere(surface: Surface, fault: str, tmp_path: Path) -> None:
    left = play(surface, tmp_path / "sandbox", fault)
    assert left.leaks() == []
    assert left.strangers() == []
    assert len(left.blobs["<stdout>"]) > 0 or fault in ("locked", "disk full")


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_nor_is_it_at_the_level_of_every_day(surface: Surface, tmp_path: Path) -> None:
    assert play(surface, tmp_path / "sandbox", level="INFO").leaks() == []


@pytest.mark.parametrize("leak", wrapped.LEAKS)
def test_a_leak_on_purpose_is_found(leak: str, tmp_path: Path) -> None:
    assert play(JSONLINES, tmp_path / "sandbox", wrap=leak).leaks() != []


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

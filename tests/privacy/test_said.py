"""Whatever goes wrong in a process, standard error tells where and of what kind, and never with which words."""

from __future__ import annotations

import copy
import json
import pickle
import pprint
import subprocess
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

import pytest

from bot.core.typed import Typed
from channels.driving import bare_environment

SAYING = Path(__file__).with_name("saying.py")
SECRET = "Kanarifugl12"


@pytest.fixture(scope="module")
def child() -> subprocess.CompletedProcess[str]:
    environment = bare_environment(PYTHONPATH=str(SAYING.parents[2]))
    return subprocess.run(
        [sys.executable, SAYING], input=SECRET, capture_output=True, text=True, env=environment, check=False
    )


def test_nothing_that_is_said_by_accident_has_the_words(child: subprocess.CompletedProcess[str]) -> None:
    assert child.returncode == 1
    assert SECRET not in child.stdout + child.stderr


@pytest.mark.parametrize(
    ("told", "times"),
    [
        ("WARNING asyncio.tasks line", 2),
        ("INFO asyncio.tasks line", 1),
        ("ERROR asyncio.tasks line", 3),
        ("KeyError at saying.py:", 1),
        ("WARNING root line", 1),
        ("WARNING py.warnings line", 1),
        ("ERROR asyncio line", 3),
        ("CRITICAL varde.crash crashed-by TroubleError", 3),
    ],
)
def test_but_each_of_them_is_told(child: subprocess.CompletedProcess[str], told: str, times: int) -> None:
    assert child.stderr.count(told) == times, child.stderr


def test_no_core_is_dumped(child: subprocess.CompletedProcess[str]) -> None:
    assert "core 0 0\n" in child.stdout


@dataclass(frozen=True, slots=True)
class Holding:
    """Anything of ours that has what was typed in it."""

    text: Typed


def _failing(text: Typed) -> str:
    try:
        raise ValueError(text)
    except ValueError as error:
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        return "".join(told.format())


WAYS: dict[str, Callable[[Typed], object]] = {
    "repr": repr,
    "str": str,
    "format": lambda text: f"{text} {text!r} {text:>30}",
    "percent": lambda text: "%s %r" % (text, text),  # noqa: UP031 -- the old way must not leak either
    "join": lambda text: ", ".join(map(str, [text])),
    "bytes of it": lambda text: str(text).encode(),
    "pprint": pprint.pformat,
    "json": lambda text: json.dumps({"a": text}, default=str),
    "a dataclass": lambda text: repr(Holding(text)),
    "asdict": lambda text: (asdict(Holding(text)), asdict(Holding(text))["text"].reveal()),
    "astuple": lambda text: astuple(Holding(text))[0].reveal(),
    "copy": lambda text: copy.copy(text).reveal(),
    "deepcopy": lambda text: copy.deepcopy([text])[0].reveal(),
    "a traceback with its variables": _failing,
    "an exception": lambda text: repr(ValueError(text)),
    "pickle": lambda text: [pickle.dumps(text, protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)],
    "unpickled": lambda text: pickle.loads(pickle.dumps(text)).reveal(),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_was_typed_becomes_text_in_no_way_but_one(way: str) -> None:
    typed = Typed(SECRET)
    assert SECRET not in str(WAYS[way](typed))
    assert typed.reveal() == SECRET


def test_json_itself_refuses_what_was_typed() -> None:
    with pytest.raises(TypeError) as refused:
        json.dumps(Typed(SECRET))
    assert SECRET not in str(refused.value)
    assert not hasattr(Typed(SECRET), "__dict__")

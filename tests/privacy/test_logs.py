"""The formatter lets codes, numbers and known words through, and nothing else, whoever logs whatever."""

from __future__ import annotations

import ast
import logging
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import logs
from bot.core.typed import Typed

BOT = Path(logs.__file__).parent
SECRET = "Kanarifugl12"


def line(name: str, message: Any, *arguments: Any, failing: bool = False) -> str:
    """One record as it is written."""
    caught = None
    if failing:
        try:
            raise KeyError(SECRET)
        except KeyError:
            caught = sys.exc_info()
    record = logging.LogRecord(name, logging.WARNING, "x.py", 7, message, arguments, caught)
    return logs.Formatter().format(record)


def test_an_event_of_ours_is_told_with_its_number_and_its_code() -> None:
    assert line("varde.x", "not-delivered %s", "M_FORBIDDEN") == "WARNING varde.x not-delivered M_FORBIDDEN"
    assert line("varde.usage", "usage-not-written %s", "disk-full").endswith("usage-not-written disk-full")
    assert line("varde.x", "so-many %d", 12).endswith("so-many 12")
    assert line("varde.x", "event-failed %s", "KeyError").endswith("event-failed KeyError")


@pytest.mark.parametrize("given", [SECRET, Typed(SECRET), [SECRET], {"a": SECRET}, SECRET.encode(), Path(SECRET)])
def test_an_argument_that_nobody_knows_is_not_told(given: object) -> None:
    assert line("varde.x", "not-delivered %s", given).removesuffix(" -").endswith("not-delivered")


def test_a_message_that_was_put_together_is_not_told() -> None:
    assert SECRET not in line("varde.x", f"not-delivered {SECRET}")
    assert SECRET not in line("varde.x", SECRET.lower())


def test_of_other_programs_only_the_place_is_told() -> None:
    assert line("json.decoder", f"malformed event: {SECRET}") == "WARNING json.decoder line 7"
    assert line("json.Bot", "GET %s", f"https://x/bot{SECRET}") == "WARNING json line 7"


def test_a_logger_that_is_named_after_what_a_program_was_busy_with_has_no_name() -> None:
    assert line(SECRET, "said") == "WARNING - line 7"
    assert line(f"json.{SECRET}", "said") == "WARNING json line 7"


def test_of_an_exception_the_kind_and_the_place_are_told() -> None:
    told = line("asyncio", SECRET, failing=True)
    assert SECRET not in told
    assert "KeyError at test_logs.py:" in told


def test_every_code_that_an_error_can_have_is_known() -> None:
    codes = set()
    for file in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("ChannelError", "UsageError")
            first = node.args[0] if named and isinstance(node, ast.Call) and node.args else None
            if isinstance(first, ast.Constant):
                codes.add(str(first.value))
    assert len(codes) > 5
    assert sorted(codes - logs.CODES) == []

"""bot/README.md is true: every module once, in its own words; every decision is linked, and says what it must."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.module_map import ROOT, modules, rewritten
from docs.pages import links, page

BOT = "bot/README.md"
DECISIONS = sorted((ROOT / "bot" / "decisions").glob("*.md"))


def test_the_map_has_every_module_in_its_own_words() -> None:
    assert page(BOT) == rewritten(page(BOT)), "run: python tests/docs/module_map.py"


def test_the_map_names_each_module_once() -> None:
    told = re.findall(r"^\| `(\w+)` \|", rewritten(page(BOT)), re.MULTILINE)
    assert len(told) == len([file for file in modules() if file.name != "__init__.py"])


def test_every_decision_is_linked() -> None:
    linked = {link for link in links(BOT) if link.startswith("decisions/")}
    assert linked == {f"decisions/{file.name}" for file in DECISIONS}


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(file.name[:3]) for file in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_is_one_page_and_names_files_that_are_there(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 45
    for part in ("**Context.**", "**Decision.**", "**What it costs.**", "**Where.**"):
        assert part in text
    where = text.split("**Where.**")[1]
    named = re.findall(r"`([\w/]+(?:\.py|\.md|\.yaml))`", where)
    assert not [name for name in named if not (ROOT / "bot" / name).exists() and not (ROOT / name).exists()]

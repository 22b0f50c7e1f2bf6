"""`varde check`: every problem in the content, one a line."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bot.cli import CONTENT_IS_WRONG, FINE, setting
from bot.content import Known, Problem, Severity, load
from bot.core.texts import TEXTS


def run(given: argparse.Namespace, known: Known | None = None) -> int:
    """`known`: what is known of the place where Varde runs, for what depends on it."""
    settings = setting.config(given)
    shelf = setting.shelf(given, settings)
    day = setting.today(given, settings)
    loaded = load(shelf.knowledge, shelf.flows, shelf.people, day, thorough=True, texts=TEXTS, known=known)
    found = [problem for problem in loaded.problems if _wanted(problem, given.paths)]
    if given.json:
        print(json.dumps([problem.as_json() for problem in found], ensure_ascii=False, indent=1))
    else:
        _tell(found)
    return CONTENT_IS_WRONG if any(p.severity is Severity.ERROR for p in found) else FINE


def _wanted(problem: Problem, paths: list[Path]) -> bool:
    file = Path(problem.file).resolve()
    return not paths or any(file.is_relative_to(path.resolve()) for path in paths)


def _tell(found: list[Problem]) -> None:
    for problem in found:
        print(problem.line_text())
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    print(f"{errors} FEIL, {len(found) - errors} ADVARSEL")

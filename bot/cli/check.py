"""`varde check`: every problem in the content, one a line, those that must be mended last."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.cli import CONTENT_IS_WRONG, FINE, setting, tree
from bot.content import Known, Problem, Severity, load
from bot.content.problems import wording
from bot.core.texts import TEXTS
from bot.live import Shelf


def run(given: argparse.Namespace, known: Known | None = None) -> int:
    """`known`: what is known of the place where Varde runs, for what depends on it."""
    settings = setting.config(given)
    day = setting.today(given, settings)
    found: list[Problem] = []
    for shelf, paths in tree.chosen(given, settings).items():
        print(wording("kontrollert", steder=", ".join(_places(shelf))), file=sys.stderr)
        loaded = load(shelf.knowledge, shelf.flows, shelf.people, day, thorough=True, texts=TEXTS, known=known)
        here = [problem for problem in loaded.problems if _wanted(problem, paths)]
        if elsewhere := _errors(loaded.problems) - _errors(here):
            print(wording("feil-andre-steder", antall=elsewhere), file=sys.stderr)
        found += here
    if given.json:
        print(json.dumps([problem.as_json() for problem in found], ensure_ascii=False, indent=1))
    else:
        _print(found)
    return CONTENT_IS_WRONG if _errors(found) else FINE


def _places(shelf: Shelf) -> Iterator[str]:
    for place in (shelf.knowledge, shelf.flows):
        copied = place in setting.shipped() and place.parent.name == "shipped"
        yield wording("kopien", mappe=place) if copied else str(place.resolve())
    if shelf.people:
        yield str(shelf.people.resolve())


def _wanted(problem: Problem, paths: list[Path]) -> bool:
    file = Path(problem.file).resolve()
    return not paths or any(file.is_relative_to(path.resolve()) for path in paths)


def _errors(found: Iterable[Problem]) -> int:
    return sum(problem.severity is Severity.ERROR for problem in found)


def _print(found: list[Problem]) -> None:
    for problem in sorted(found, key=lambda problem: problem.severity is Severity.ERROR):
        print(problem.line_text())
    print(f"{_errors(found)} FEIL, {len(found) - _errors(found)} ADVARSEL")

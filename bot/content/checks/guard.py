"""Danger signs: that every phrase can be read, that every emergency has an outcome, that the samples hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.content.gathering import Gathered, Placed
from bot.content.guard_building import signs_of
from bot.content.guard_file import DangerSignsWritten
from bot.content.problems import Problem, Spot, problem
from bot.content.reading import Marks, Tree
from bot.core.language.notation import PatternError
from bot.core.listening.guard import Guard, unproven
from bot.core.listening.likeness import FILE, WORRY_FILE, read_likeness


def compiled(found: Gathered) -> tuple[Guard | None, tuple[Problem, ...]]:
    """The guard, or the first phrase that it cannot read."""
    if found.guard is None:
        return None, ()
    try:
        weights = (read_likeness(found.language.get(file, ""), file) for file in (FILE, WORRY_FILE))
        return Guard(signs_of(found.guard.value), *weights), ()
    except PatternError as error:
        return None, (problem("ugyldig-frase", _where(found.guard, str(error)), frase=error),)


def samples(written: Placed[DangerSignsWritten], guard: Guard) -> Iterator[Problem]:
    """Sentences that do not do what their place promises."""
    for miss in unproven(guard):
        name = "prøve-treffer-ikke" if miss.should_fire else "prøve-treffer"
        yield problem(name, _where(written, miss.sentence), gruppe=miss.place, setning=miss.sentence)


def _where(written: Placed[DangerSignsWritten], wanted: str) -> Spot:
    """Where a phrase stands, found by its words (`phrase` or `phrase: what is wrong`): the core knows no lines."""
    page = written.page
    marks = _found(page.tree, page.marks, wanted) if page.tree is not None else None
    return Spot(page.file, marks.line, marks.column) if marks else page.spot()


def _found(tree: Tree, marks: Marks, wanted: str) -> Marks | None:
    if isinstance(tree, str):
        return marks if tree.strip() in (wanted, wanted.rpartition(": ")[0]) else None
    children: Iterable[tuple[str | int, Tree]] = tree.items() if isinstance(tree, dict) else enumerate(tree)
    return next((found for key, child in children if (found := _found(child, marks.inside[key], wanted))), None)

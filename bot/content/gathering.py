"""Reads every file under knowledge/ and flows/ and the people file, and holds each piece against its model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from bot.content.flow_file import FlowWritten
from bot.content.guard_file import DangerSignsWritten
from bot.content.knowledge_file import (
    ArticleWritten,
    ContactWritten,
    DistrictWritten,
    NeedWritten,
    SourceWritten,
    TermWritten,
)
from bot.content.offer_file import OfferWritten
from bot.content.people_file import UnitWritten
from bot.content.problems import Problem, Spot, did_you_mean, problem
from bot.content.reading import Page, Tree, Where, read
from bot.content.validation import shaped

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Placed(Generic[Model]):
    """One piece of content, and where it stands."""

    value: Model
    page: Page
    where: Where

    def spot(self, *inside: str | int) -> Spot:
        return self.page.spot((*self.where, *inside))


@dataclass
class Gathered:
    """Everything that was read; the one thing here that changes, while the files are read."""

    offers: list[Placed[OfferWritten]] = field(default_factory=list)
    articles: list[Placed[ArticleWritten]] = field(default_factory=list)
    districts: list[Placed[DistrictWritten]] = field(default_factory=list)
    sources: list[Placed[SourceWritten]] = field(default_factory=list)
    contacts: list[Placed[ContactWritten]] = field(default_factory=list)
    terms: list[Placed[TermWritten]] = field(default_factory=list)
    needs: list[Placed[NeedWritten]] = field(default_factory=list)
    flows: list[Placed[FlowWritten]] = field(default_factory=list)
    units: list[Placed[UnitWritten]] = field(default_factory=list)
    texts: dict[str, tuple[str, Spot]] = field(default_factory=dict)
    guard: Placed[DangerSignsWritten] | None = None
    pages: list[tuple[str, Page]] = field(default_factory=list)
    """(kind of file, what was read)."""
    language: dict[str, str] = field(default_factory=dict)
    """The files of knowledge/sprak by name, as they are."""
    problems: list[Problem] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    """Kinds of file of which one could not be read at all: what refers to them cannot be judged."""

    def take(self, model: type[Model], page: Page, where: Where, tree: Tree) -> Placed[Model] | None:
        value = shaped(model, tree, page, where, self.problems)
        return Placed(value, page, where) if value is not None else None


LISTS: dict[str, tuple[str, type[BaseModel]]] = {
    "distrikter.yaml": ("districts", DistrictWritten),
    "kilder.yaml": ("sources", SourceWritten),
    "kontakter.yaml": ("contacts", ContactWritten),
    "begreper.yaml": ("terms", TermWritten),
    "behov.yaml": ("needs", NeedWritten),
    "tilbud": ("offers", OfferWritten),
    "artikler": ("articles", ArticleWritten),
}
"""File or folder under knowledge/ -> what its list is kept as, and the model of an item."""
TEXTS, GUARD, LANGUAGE = "tekster.yaml", "faresignaler.yaml", "sprak"
SCHEMAS = "skjema"
"""The folder with what editors read; `varde schema` writes it."""
FLOW, PEOPLE = "flyt", "enheter"
"""What files under flows/ and the people file are called as kinds."""


def gather(knowledge: Path, flows: Path, people: Path | None) -> Gathered:
    """All files, in the order of their names."""
    found = Gathered()
    for root, read_page in ((knowledge, _knowledge_page), (flows, _flow_page)):
        if not root.is_dir():
            found.problems.append(problem("mangler-mappe", Spot(called(root), 1, 1)))
        for path in files(root):
            read_page(path, root, found)
    if people is not None:
        _people_page(people, found)
    for name in (TEXTS, GUARD):
        if not (knowledge / name).is_file():
            found.problems.append(problem("mangler-fil", Spot(called(knowledge), 1, 1), fil=name))
    return found


def called(path: Path) -> str:
    """What messages call a path: from here when it lies under here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def files(root: Path) -> Iterator[Path]:
    """Everything under a folder of content that is read, in the order of names."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        aside = parts[0] == SCHEMAS or any(part.startswith(".") for part in parts)
        if path.is_file() and not aside and path.suffix not in (".md", "") and not path.name.endswith("~"):
            yield path


def _knowledge_page(path: Path, root: Path, found: Gathered) -> None:
    parts = path.relative_to(root).parts
    if parts[0] == LANGUAGE:
        try:
            found.language[path.name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            found.problems.append(problem("ikke-utf8", Spot(called(path), 1, 1)))
        return
    kinds = (*LISTS, TEXTS, GUARD)
    if path.suffix != ".yaml" or parts[0] not in kinds:
        found.problems.append(
            problem("ukjent-fil", Spot(called(path), 1, 1), did_you_mean(parts[0], kinds), fil=parts[0])
        )
        return
    page = _page(path, parts[0], found)
    if page.tree is None:
        return
    if parts[0] == TEXTS:
        _texts(page, page.tree, found)
    elif parts[0] == GUARD:
        found.guard = found.take(DangerSignsWritten, page, (), page.tree)
    else:
        kept, model = LISTS[parts[0]]
        for where, item in _items(page, page.tree, found):
            placed = found.take(model, page, where, item)
            if placed is not None:
                getattr(found, kept).append(placed)


def _page(path: Path, kind: str, found: Gathered) -> Page:
    page = read(path, called(path))
    found.pages.append((kind, page))
    found.problems.extend(page.problems)
    if page.tree is None:
        found.unreadable.add(kind)
    return page


def _items(page: Page, tree: Tree, found: Gathered) -> Iterable[tuple[Where, Tree]]:
    if not isinstance(tree, list):
        found.problems.append(problem("skal-vaere-liste", page.spot(), nøkkel=page.file))
        return []
    return [((place,), item) for place, item in enumerate(tree)]


def _texts(page: Page, tree: Tree, found: Gathered) -> None:
    if not isinstance(tree, dict):
        found.problems.append(problem("skal-ha-nokler", page.spot(), nøkler="id: tekst"))
        return
    for name, text in tree.items():
        if isinstance(text, str) and text.strip():
            found.texts[name] = (text.strip("\n"), page.spot((name,)))
        else:
            found.problems.append(problem("tom-verdi", page.spot((name,)), nøkkel=name))


def _flow_page(path: Path, root: Path, found: Gathered) -> None:
    if path.suffix != ".yaml" or path.parent != root:
        found.problems.append(problem("ukjent-fil", Spot(called(path), 1, 1), fil=path.name))
        return
    page = _page(path, FLOW, found)
    if page.tree is None:
        return
    placed = found.take(FlowWritten, page, (), page.tree)
    if placed is not None:
        found.flows.append(placed)


def _people_page(path: Path, found: Gathered) -> None:
    page = _page(path, PEOPLE, found)
    if page.tree is None:
        return
    units = page.tree.get("enheter") if isinstance(page.tree, dict) else None
    if not isinstance(page.tree, dict) or not isinstance(units, list):
        found.problems.append(problem("mangler", page.spot(), nøkkel="enheter"))
        return
    for key in page.tree:
        if key != "enheter":
            hint = did_you_mean(key, ["enheter"])
            found.problems.append(problem("ukjent-nokkel", page.key_spot((key,)), hint, nøkkel=key))
    for place, item in enumerate(units):
        placed = found.take(UnitWritten, page, ("enheter", place), item)
        if placed is not None:
            found.units.append(placed)

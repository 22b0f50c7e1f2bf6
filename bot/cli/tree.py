"""Which content is checked: the one that the named files stand in, else the one here, else what Varde would use."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.cli import setting
from bot.config import Config, ConfigError
from bot.content.gathering import GUARD, LISTS, TEXTS, files
from bot.live import Shelf

_OF_FLOWS = re.compile(r"^(start|steg|utfall|garantier):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Tree:
    """The folders of one copy of the content; None for one that does not stand beside the other."""

    knowledge: Path | None
    flows: Path | None


def chosen(given: argparse.Namespace, settings: Config) -> dict[Shelf, list[Path]]:
    """What is to be checked, and which files of it were named: none means all. Raises ConfigError.

    Folders on the command line or in the configuration go before those that are found from where we stand.
    """
    usual = setting.shelf(given, settings)
    if not given.paths:
        named = given.knowledge or given.flows or settings.file.knowledge or settings.file.flows
        return {usual if named else _beside(usual, _around(Path.cwd())): []}
    found: dict[Shelf, list[Path]] = {}
    for path in given.paths:
        if not path.exists():
            raise ConfigError(f"{path}: there is no such file or folder")
        shelf = _of(path.resolve(), usual, pinned=bool(given.knowledge or given.flows))
        if not any(file.resolve().is_relative_to(path.resolve()) for file in _read(shelf)):
            raise ConfigError(f"{path}: is no content; what is read stands in {_folders(shelf)}")
        found.setdefault(shelf, []).append(path)
    return found


def _of(path: Path, usual: Shelf, pinned: bool) -> Shelf:
    places = [place for place in (usual.knowledge, usual.flows, usual.people) if place is not None]
    if pinned or any(path.is_relative_to(place.resolve()) for place in places):
        return usual
    return _beside(usual, _around(path))


def _beside(usual: Shelf, tree: Tree | None) -> Shelf:
    if tree is None:
        return usual
    return Shelf(tree.knowledge or usual.knowledge, tree.flows or usual.flows, usual.people)


def _around(path: Path) -> Tree | None:
    """The content that a file or folder is part of, or that stands in a folder around it."""
    for folder in (path, *path.parents):
        if _is_knowledge(folder):
            return Tree(folder, _if(_is_flows, folder.parent / "flows"))
        if _is_flows(folder):
            return Tree(_if(_is_knowledge, folder.parent / "knowledge"), folder)
        here = Tree(_if(_is_knowledge, folder / "knowledge"), _if(_is_flows, folder / "flows"))
        if here.knowledge or here.flows:
            return here
    return None


def _if(right: Callable[[Path], bool], folder: Path) -> Path | None:
    return folder if right(folder) else None


def _is_knowledge(folder: Path) -> bool:
    return any((folder / name).is_file() for name in (*LISTS, TEXTS, GUARD))


def _is_flows(folder: Path) -> bool:
    try:
        texts = [file.read_text(encoding="utf-8", errors="replace") for file in folder.glob("*.yaml")]
    except OSError:
        return False
    return any(_OF_FLOWS.search(text) for text in texts)


def _read(shelf: Shelf) -> Iterator[Path]:
    yield from files(shelf.knowledge)
    yield from files(shelf.flows)
    yield from (shelf.people,) if shelf.people else ()


def _folders(shelf: Shelf) -> str:
    return " and ".join(str(folder) for folder in (shelf.knowledge, shelf.flows))

"""Ids: which are given, each only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.content.gathering import FLOW, PEOPLE, Gathered
from bot.content.problems import Problem, Spot, problem
from bot.content.reading import Page, Tree, Where

ENTRY, DISTRICT, AGENCY, SOURCE, CONTACT, TERM = "oppføring", "distrikt", "etat", "kilde", "kontakt", "begrep"
NODE, FLOW_ID, WAY_IN, GUARANTEE, EXAMPLE, UNIT = "steg", "flyt", "inngang", "garanti", "eksempel", "enhet"

_LISTS = {
    "tilbud": ENTRY,
    "artikler": ENTRY,
    "distrikter.yaml": DISTRICT,
    "kilder.yaml": SOURCE,
    "kontakter.yaml": CONTACT,
    "begreper.yaml": TERM,
}
_IN_FLOW = {"steg": NODE, "utfall": NODE, "innganger": WAY_IN, "garantier": GUARANTEE, "meldingseksempler": EXAMPLE}


@dataclass
class Ids:
    """Space of ids -> id -> where it is given. Read from the tree, so that a piece with a mistake still has its id."""

    spaces: dict[str, dict[str, Spot]] = field(default_factory=dict)
    twice: list[Problem] = field(default_factory=list)

    def of(self, space: str) -> dict[str, Spot]:
        return self.spaces.setdefault(space, {})

    def give(self, space: str, name: str, spot: Spot) -> None:
        known = self.of(space)
        if name in known:
            first = known[name]
            self.twice.append(problem("id-brukt-for", spot, id=name, fil=first.file, linje=first.line))
            return
        known[name] = spot


def ids_of(found: Gathered) -> Ids:
    """Every id in every file that could be read."""
    ids = Ids()
    for kind, page in found.pages:
        if kind in _LISTS:
            _give_all(ids, _LISTS[kind], page, ())
        if kind == "distrikter.yaml":
            for place, _ in _items(page, ()):
                _give_all(ids, AGENCY, page, (place, "etater"))
        elif kind == FLOW:
            _give_flow(ids, page)
        elif kind == PEOPLE:
            _give_all(ids, UNIT, page, ("enheter",))
            for place, _ in _items(page, ("enheter",)):
                _give_all(ids, f"{UNIT} {place}", page, ("enheter", place, "barneansvarlige"))
    return ids


def _give_flow(ids: Ids, page: Page) -> None:
    _give(ids, FLOW_ID, page, ())
    for key, space in _IN_FLOW.items():
        _give_all(ids, space, page, (key,))
    for place, _ in _items(page, ("steg",)):
        _give_all(ids, f"{page.file} {place}", page, ("steg", place, "svar"))
    for key in ("steg", "utfall"):
        for place, item in _items(page, (key,)):
            former = item.get("tidligere_id", []) if isinstance(item, dict) else []
            for name in [former] if isinstance(former, str) else former:
                if isinstance(name, str):
                    ids.give(NODE, name, page.spot((key, place, "tidligere_id")))


def _give_all(ids: Ids, space: str, page: Page, where: Where) -> None:
    for place, _ in _items(page, where):
        _give(ids, space, page, (*where, place))


def _give(ids: Ids, space: str, page: Page, where: Where) -> None:
    item = _at(page.tree, where)
    name = item.get("id") if isinstance(item, dict) else None
    if isinstance(name, str) and name:
        ids.give(space, name.strip(), page.spot((*where, "id")))


def _items(page: Page, where: Where) -> Iterable[tuple[int, Tree]]:
    items = _at(page.tree, where)
    return enumerate(items) if isinstance(items, list) else ()


def _at(tree: Tree | None, where: Where) -> Tree | None:
    for step in where:
        if isinstance(tree, dict) and isinstance(step, str):
            tree = tree.get(step)
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree


def repeated(ids: Ids) -> Iterator[Problem]:
    """Ids that are given twice."""
    yield from ids.twice

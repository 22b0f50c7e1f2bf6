"""One flow drawn as it branches: each question with how often it was shown, each arrow as thick as it is used."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.usage.charts import svg, words
from bot.usage.naming import number, share, texts
from bot.usage.report import Data

_WIDE, _GAP = 190, 110
_LINE = 13
_LETTER = 8
"""Width of a letter of a percent, at most."""
_BETWEEN = 8
"""Room between two percents on one line, so that they are read as two."""
_LETTERS = 31
_MOST_COLUMNS = 4
"""More would be too small to read across a sheet of paper."""
_INK, _RULE = "#1d3a4a", "#7b8b93"


@dataclass(frozen=True, slots=True)
class Box:
    """A step, an outcome, or a question of another flow, as it is drawn."""

    id: str
    lines: Sequence[str]
    foot: str
    step: bool

    @property
    def tall(self) -> int:
        return _LINE * (len(self.lines) + bool(self.foot)) + 14


@dataclass(frozen=True, slots=True)
class Arrow:
    """The answers of a step that lead to the same place."""

    source: str
    target: str
    n: int | None
    of: int | None
    least: bool = False
    """One of the answers is hidden: there are at least so many."""


def funnel(flow: Data, outcomes: Sequence[Data], label: str) -> str:
    """Questions from left to right, in a long flow downwards. A share is of the times shown, not of the starts."""
    arrows = list(_arrows(flow))
    boxes = _boxes(flow, outcomes, arrows)
    columns = _columns(list(boxes), arrows, {step["id"] for step in flow["steps"]})
    down = len(columns) > _MOST_COLUMNS
    places = _rows(columns, boxes) if down else _places(columns, boxes)
    paths = [(arrow, _ends(arrow, places, boxes, down)) for arrow in arrows]
    drawn = [_arrow(arrow, ends, down) for arrow, ends in paths]
    drawn += [_box(box, *places[id_]) for id_, box in boxes.items()]
    drawn += _shares(paths, down)
    height = max((y + boxes[id_].tall for id_, (_, y) in places.items()), default=0) + 10
    width = max((x for x, _ in places.values()), default=0) + _WIDE + 4
    return svg("".join(drawn), height, label, max(width, 2.2 * (_WIDE + _GAP)))


def _arrows(flow: Data) -> Iterator[Arrow]:
    for step in flow["steps"]:
        targets: dict[str, list[int | None]] = {}
        for option in step["options"]:
            targets.setdefault(option["to"], []).append(option["n"])
        for target, numbers in targets.items():
            known = [n for n in numbers if n is not None]
            least = 0 < len(known) < len(numbers)
            yield Arrow(step["id"], target, sum(known) if known else None, step["vist"], least)


def _boxes(flow: Data, outcomes: Sequence[Data], arrows: Sequence[Arrow]) -> dict[str, Box]:
    t = texts()
    ends = {o["id"]: o for o in outcomes}
    boxes = {}
    for step in flow["steps"]:
        left = t["tegn-gitt-opp"].format(andel=share(step["gitt-opp"], step["vist"]))
        foot = f"{t['tegn-vist'].format(antall=number(step['vist']))} · {left}"
        boxes[step["id"]] = Box(step["id"], _wrapped(step["question"]), foot, True)
    for arrow in arrows:
        if arrow.target not in boxes:
            end = ends.get(arrow.target)
            name = end["heading"] if end else flow["names"].get(arrow.target, arrow.target)
            foot = f"{t['alvor-' + end['severity']]} · {number(end['n'])}" if end else t["tegn-annen-flyt"]
            boxes[arrow.target] = Box(arrow.target, _wrapped(name), foot, False)
    return boxes


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _LETTERS, max_lines=3, placeholder=" …")


def _columns(ids: Sequence[str], arrows: Sequence[Arrow], steps: set[str]) -> list[list[str]]:
    """Each box one column after the last of those that lead to it; neighbours in the order of what leads to them."""
    depth = dict.fromkeys(ids, 0)
    for _ in ids:
        for arrow in arrows:
            depth[arrow.target] = max(depth[arrow.target], depth[arrow.source] + 1)
    columns: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for id_ in sorted(ids, key=lambda each: (depth[each], each not in steps)):
        columns[depth[id_]].append(id_)
    for before, column in pairwise(columns):
        height = {id_: place / max(1, len(before)) for place, id_ in enumerate(before)}
        leads: dict[str, list[float]] = {}
        for arrow in arrows:
            leads.setdefault(arrow.target, []).append(height.get(arrow.source, 0.5))
        column.sort(key=lambda id_: sum(leads[id_]) / len(leads[id_]))
    return columns


def _places(columns: Sequence[Sequence[str]], boxes: Mapping[str, Box]) -> dict[str, tuple[float, float]]:
    """Every box's upper left corner; columns stand in the middle of the drawing."""
    tall = [sum(boxes[id_].tall + 16 for id_ in column) for column in columns]
    places: dict[str, tuple[float, float]] = {}
    for at, column in enumerate(columns):
        y = 4 + (max(tall) - tall[at]) / 2
        for id_ in column:
            places[id_] = (2 + at * (_WIDE + _GAP), y)
            y += boxes[id_].tall + 16
    return places


def _rows(columns: Sequence[Sequence[str]], boxes: Mapping[str, Box]) -> dict[str, tuple[float, float]]:
    """The same downwards: every column becomes a row, a long one several; letters stay large enough on paper."""
    most = _MOST_COLUMNS
    rows = [(column[at : at + most], at) for column in columns for at in range(0, len(column), most)]
    widest = max(len(row) for row, _ in rows) * (_WIDE + 16)
    places: dict[str, tuple[float, float]] = {}
    y = 4.0
    for row, again in rows:
        y -= _GAP * 0.2 if again else 0
        x = 2 + (widest - len(row) * (_WIDE + 16)) / 2
        for place, id_ in enumerate(row):
            places[id_] = (x + place * (_WIDE + 16), y)
        y += max(boxes[id_].tall for id_ in row) + _GAP * 0.45
    return places


def _ends(
    arrow: Arrow, places: Mapping[str, tuple[float, float]], boxes: Mapping[str, Box], down: bool
) -> tuple[float, float, float, float]:
    x, y = places[arrow.source]
    to_x, to_y = places[arrow.target]
    if down:
        return x + _WIDE / 2, y + boxes[arrow.source].tall, to_x + _WIDE / 2, to_y
    return x + _WIDE, y + boxes[arrow.source].tall / 2, to_x, to_y + boxes[arrow.target].tall / 2


def _arrow(arrow: Arrow, ends: tuple[float, float, float, float], down: bool) -> str:
    x, y, to_x, to_y = ends
    known = arrow.n is not None and bool(arrow.of)
    wide = 1.2 + 9 * (arrow.n or 0) / (arrow.of or 1) if known else 1.2
    dashes = "" if known else 'stroke-dasharray="4 4"'
    across, along = (0.0, min(60.0, (to_y - y) / 2)) if down else (min(70.0, (to_x - x) / 2), 0.0)
    first, second = f"{x + across:.0f} {y + along:.0f}", f"{to_x - across:.0f} {to_y - along:.0f}"
    path = f"M{x:.0f} {y:.0f}C{first} {second} {to_x:.0f} {to_y:.0f}"
    return f'<path d="{path}" fill="none" stroke="{_RULE}" stroke-opacity="0.75" stroke-width="{wide:.1f}" {dashes}/>'


def _shares(paths: Sequence[tuple[Arrow, tuple[float, float, float, float]]], down: bool) -> Iterator[str]:
    """The percents stand where the arrows come in, those on one line beside each other."""
    halo = 'font-weight="600" paint-order="stroke" stroke="#fff" stroke-width="4"'
    lines: dict[float, list[tuple[float, str]]] = {}
    for arrow, (x, y, to_x, to_y) in paths:
        if text := _percent(arrow):
            wanted, line = (to_x + 0.12 * (x - to_x), to_y - 8) if down else (to_y + 0.16 * (y - to_y) + 4, to_x - 6)
            lines.setdefault(line, []).append((wanted, text))
    for line, labels in lines.items():
        free = float("-inf")
        for wanted, text in sorted(labels):
            room = _LETTER * len(text) + _BETWEEN if down else _LINE
            along = max(wanted, free + room / 2)
            free = along + room / 2
            yield words(along, line, text, 12, "middle", halo) if down else words(line, along, text, 12, "end", halo)


def _percent(arrow: Arrow) -> str:
    if arrow.n is None or not arrow.of:
        return ""
    percent = share(arrow.n, arrow.of)
    return texts()["tegn-minst"].format(andel=percent) if arrow.least else percent


def _box(box: Box, x: float, y: float) -> str:
    round_, stroke = (3, 1.8) if box.step else (14, 1)
    parts = [
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{_WIDE}" height="{box.tall}" rx="{round_}" fill="#fff" '
        f'stroke="{_INK}" stroke-width="{stroke}"/>'
    ]
    for place, line in enumerate(box.lines, start=1):
        parts.append(words(x + 8, y + 4 + place * _LINE, line, 11))
    if box.foot:
        parts.append(words(x + 8, y + box.tall - 7, box.foot, 11, extra='font-weight="600"'))
    return "".join(parts)

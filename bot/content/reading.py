"""Reads YAML as people write it: all scalars are text, every value has its line and column, nothing is clever."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import yaml

from bot.content.problems import Problem, Spot, problem
from bot.content.syntax import syntax_problem

MOST_BYTES = 2_000_000
DEEPEST = 20
MOST_NODES = 200_000

Tree = str | list["Tree"] | dict[str, "Tree"]
Where = tuple[str | int, ...]

_LOADER: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
_INVISIBLE = re.compile(
    "[\x85\xa0\xad\u034f\u061c\u115f\u1160\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufeff\ufff9-\ufffc]"
)
_COMMENT_AFTER = re.compile(r"(\s+)(#.*)")


_NO_KEYS: Mapping[str, tuple[int, int]] = MappingProxyType({})
_NOTHING_INSIDE: Mapping[str | int, Marks] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Marks:
    """Where one value stands, and everything inside it."""

    line: int
    column: int
    keys: Mapping[str, tuple[int, int]] = field(default_factory=lambda: _NO_KEYS)
    inside: Mapping[str | int, Marks] = field(default_factory=lambda: _NOTHING_INSIDE)


@dataclass(frozen=True)
class Page:
    """One file as it was read. `tree` is None when nothing could be made of it."""

    file: str
    tree: Tree | None
    marks: Marks
    problems: tuple[Problem, ...] = ()

    def spot(self, where: Where = ()) -> Spot:
        """Where the value stands; for a value that is not there, the nearest one around it."""
        marks = self.marks
        for step in where:
            if step not in marks.inside:
                break
            marks = marks.inside[step]
        return Spot(self.file, marks.line, marks.column)

    def key_spot(self, where: Where) -> Spot:
        """Where the key of a value stands; for an item of a list, the item."""
        marks = self.marks
        for step in where[:-1]:
            marks = marks.inside.get(step, marks)
        place = marks.keys.get(str(where[-1])) if where else None
        return Spot(self.file, *place) if place else self.spot(where)


class _RefusedError(Exception):
    """The file goes over a limit; nothing more of it is read."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.message)
        self.found = found


def read(path: Path, name: str) -> Page:
    """Read one file. `name` is what messages call it."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return _nothing(name, problem("for-stor-fil", Spot(name, 1, 1), megabyte=MOST_BYTES // 1_000_000))
        raw = path.read_bytes()
    except OSError as error:
        return _nothing(name, problem("kan-ikke-lese", Spot(name, 1, 1), grunn=error.strerror or type(error).__name__))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        return _nothing(name, problem("ikke-utf8", _spot_at(name, before, len(before))))
    return parse(text.replace("\r\n", "\n"), name)


def parse(text: str, name: str) -> Page:
    """The tree of a text, its marks, and everything that is wrong with it as YAML."""
    found = _odd_characters(text, name)
    if _CONTROL.search(text):
        return Page(name, None, Marks(1, 1), tuple(found))
    builder = _Builder(text, name, found)
    try:
        tree, marks = builder.document()
    except _RefusedError as refused:
        return Page(name, None, Marks(1, 1), (*found, refused.found))
    except yaml.YAMLError as error:
        wrong = syntax_problem(error, text, name)
        tab_there = any(p.code == "S102" and p.line == wrong.line for p in found)
        return Page(name, None, Marks(1, 1), tuple(found) if tab_there else (*found, wrong))
    return Page(name, tree, marks, tuple(found))


def _nothing(name: str, found: Problem) -> Page:
    return Page(name, None, Marks(1, 1), (found,))


def _spot_at(name: str, text: str, index: int) -> Spot:
    line_start = text.rfind("\n", 0, index) + 1
    return Spot(name, text.count("\n", 0, index) + 1, index - line_start + 1)


def _odd_characters(text: str, name: str) -> list[Problem]:
    """Tabs, characters that nobody sees, and letters written as two: they break searches and look right."""
    found = [problem("tabulator", _spot_at(name, text, match.start())) for match in re.finditer("\t+", text)]
    for pattern in (_CONTROL, _INVISIBLE):
        for match in pattern.finditer(text):
            code = f"U+{ord(match.group()):04X}"
            called = unicodedata.name(match.group(), "") or code
            found.append(problem("usynlig-tegn", _spot_at(name, text, match.start()), tegn=code, navn=called.lower()))
    if not unicodedata.is_normalized("NFC", text):
        for number, line in enumerate(text.split("\n"), start=1):
            if not unicodedata.is_normalized("NFC", line):
                whole = unicodedata.normalize("NFC", line)
                column = next((i for i, (a, b) in enumerate(zip(line, whole, strict=False)) if a != b), len(whole))
                found.append(problem("ikke-nfc", Spot(name, number, column + 1)))
    return found


class _Builder:
    """Builds the tree out of the parser's events, so that no resolver ever sees a scalar and no alias is followed."""

    def __init__(self, text: str, name: str, found: list[Problem]) -> None:
        self.parser = _LOADER(text)
        self.text = text
        self.lines = text.split("\n")
        self.name = name
        self.found = found
        self.nodes = 0

    def document(self) -> tuple[Tree | None, Marks]:
        self.next()
        if isinstance(self.next(), yaml.StreamEndEvent):
            self.found.append(problem("tom-fil", Spot(self.name, 1, 1)))
            return None, Marks(1, 1)
        built = self.node(self.next(), 1)
        self.next()
        more = self.next()
        if not isinstance(more, yaml.StreamEndEvent):
            self.found.append(problem("flere-dokumenter", self.spot(more)))
        return built

    def next(self) -> yaml.Event:
        event = self.parser.get_event()
        assert event is not None  # nobody asks after the end of the stream
        return event

    def spot(self, event: yaml.Event) -> Spot:
        return Spot(self.name, *_place(event))

    def node(self, event: yaml.Event, depth: int) -> tuple[Tree, Marks]:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise _RefusedError(problem("for-mange-verdier", self.spot(event), antall=MOST_NODES))
        if depth > DEEPEST:
            raise _RefusedError(problem("for-dypt", self.spot(event), antall=DEEPEST))
        if isinstance(event, yaml.AliasEvent):
            self.found.append(problem("alias", self.spot(event), navn=event.anchor))
            return f"*{event.anchor}", Marks(*_place(event))
        assert isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent)
        if event.anchor is not None:
            self.found.append(problem("anker", self.spot(event), navn=event.anchor))
        if event.tag is not None:
            self.found.append(problem("tagg", self.spot(event), navn=event.tag))
        if isinstance(event, yaml.ScalarEvent):
            self.notice_cut(event)
            return event.value, Marks(*_place(event), _NO_KEYS, _NOTHING_INSIDE)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, depth)
        return self.mapping(event, depth)

    def sequence(self, start: yaml.SequenceStartEvent, depth: int) -> tuple[Tree, Marks]:
        items: list[Tree] = []
        inside: dict[str | int, Marks] = {}
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            value, marks = self.node(event, depth + 1)
            inside[len(items)] = marks
            items.append(value)
        return items, Marks(*_place(start), inside=inside)

    def mapping(self, start: yaml.MappingStartEvent, depth: int) -> tuple[Tree, Marks]:
        items: dict[str, Tree] = {}
        keys: dict[str, tuple[int, int]] = {}
        inside: dict[str | int, Marks] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key, _ = self.node(event, depth + 1)
            value, marks = self.node(self.next(), depth + 1)
            if not isinstance(key, str):
                self.found.append(problem("nokkel-er-ikke-et-ord", self.spot(event)))
            elif key == "<<":
                self.found.append(problem("flettenokkel", self.spot(event)))
            elif key in items:
                first = keys[key][0]
                self.found.append(problem("gjentatt-nokkel", self.spot(event), nøkkel=key, linje=first))
            else:
                items[key], keys[key], inside[key] = value, _place(event), marks
        return items, Marks(*_place(start), keys, inside)

    def notice_cut(self, event: yaml.ScalarEvent) -> None:
        """A comment has two spaces before it and one after the `#`; anything else was meant as part of the value."""
        end = event.end_mark
        if event.style or end is None:
            return
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if "#" not in rest:
            return
        cut = _COMMENT_AFTER.match(rest)
        if cut is None or (len(cut[1]) > 1 and (len(cut[2]) == 1 or cut[2][1] in " #")):
            return
        self.found.append(
            problem("kuttet-av-emneknagg", Spot(self.name, end.line + 1, end.column + 1 + len(cut[1])), rest=cut[2])
        )


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    assert mark is not None  # only events made by hand have none
    return mark.line + 1, mark.column + 1

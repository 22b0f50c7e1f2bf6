"""What can be wrong with content, where it stands, and how it is said to whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

import yaml


class Severity(StrEnum):
    """FEIL keeps the old content live; ADVARSEL is told and never stops anything."""

    ERROR = "FEIL"
    WARNING = "ADVARSEL"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong; line and column count from 1."""

    file: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    suggestion: str = ""

    def line_text(self) -> str:
        """The problem as `varde check` prints it."""
        hint = f" ({self.suggestion})" if self.suggestion else ""
        return f"{self.file}:{self.line}:{self.column}: {self.severity} {self.code} {self.message}{hint}"

    def as_json(self) -> dict[str, str | int]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file; what a check remembers about everything that it may have to complain of."""

    file: str
    line: int
    column: int


@cache
def _book() -> Mapping[str, Mapping[str, str]]:
    """All sentences of the checks by name; read when the first problem is found, because most loads need few."""
    raw = resources.files("bot.content").joinpath("meldinger.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    book: Mapping[str, Mapping[str, str]] = yaml.load(raw, Loader=loader)  # noqa: S506 - a safe loader, our own file
    return book


def names() -> frozenset[str]:
    """The names of all problems that can be told; tests hold the code against them."""
    return frozenset(_book())


def problem(name: str, at: Spot, suggestion: str = "", /, **values: object) -> Problem:
    """The problem of that name in meldinger.yaml. A suggestion given here goes before the one written there."""
    entry = _book()[name]
    return Problem(
        at.file,
        at.line,
        at.column,
        Severity(entry.get("alvor", Severity.ERROR)),
        entry["kode"],
        entry["tekst"].format(**values),
        suggestion or entry.get("forslag", "").format(**values),
    )


def wording(name: str, /, **values: object) -> str:
    """A phrase of that name in meldinger.yaml that is part of the content itself."""
    return _book()[name]["tekst"].format(**values)


def did_you_mean(wrong: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """«mente du …?» when one of the known words is close, else nothing. A mapping says what to write for each."""
    from rapidfuzz import fuzz, process  # only when something is wrong

    meant = known if isinstance(known, Mapping) else {word: word for word in known}
    best = process.extractOne(wrong, sorted(meant), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=60)
    return _book()["mente-du"]["tekst"].format(ord=meant[best[0]]) if best else ""


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file and line, each once."""
    return tuple(sorted(set(problems)))

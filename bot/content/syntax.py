"""Says in a person's words what the YAML parser could not read."""

from __future__ import annotations

import re

import yaml

from bot.content.problems import Problem, Spot, problem

_NAMED = {
    "mapping values are not allowed": "yaml-kolon",
    "could not find expected ':'": "yaml-mangler-kolon",
    "did not find expected key": "yaml-innrykk",
    "did not find expected '-' indicator": "yaml-innrykk",
    "block sequence entries are not allowed": "yaml-strek",
    "did not find expected <document start>": "yaml-innrykk",
    "found character that cannot start any token": "yaml-tegn",
    "found unexpected end of stream": "yaml-sitat",
    "found unexpected document indicator": "yaml-sitat",
    "did not find expected ',' or ']'": "yaml-klamme",
    "did not find expected ',' or '}'": "yaml-krøll",
    "found unknown escape character": "yaml-skråstrek",
    "did not find expected hexdecimal number": "yaml-skråstrek",
    "did not find expected alphabetic or numeric character": "yaml-stjerne",
    "did not find expected node content": "yaml-mangler-verdi",
    "exceeded maximum nesting depth": "yaml-for-dypt",
}
"""What libyaml says -> our name for it. Anything else is «yaml-annet»."""


_KEY = re.compile(r"[^\s:#\"'\[{-][^:#]*:(\s|$)")
_MISPLACED = ("yaml-kolon", "yaml-innrykk")
"""What libyaml says of a line that is wrong itself, or that does not begin where it should."""


def syntax_problem(error: yaml.YAMLError, text: str, name: str) -> Problem:
    """One problem for the first place where the parser gave up; what comes after it is not trustworthy."""
    said = str(getattr(error, "problem", "") or "")
    called = next((ours for theirs, ours in _NAMED.items() if theirs in said), "yaml-annet")
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    lines = text.split("\n")
    if mark is None:
        return problem("yaml-annet", Spot(name, 1, 1))
    if called in _MISPLACED and mark.line < len(lines):
        return _misplaced(called, lines, mark.line, mark.column, name)
    if called in ("yaml-sitat", "yaml-mangler-kolon") and context is not None:
        mark = context  # where the quote was opened or the key stands, not where the parser gave up
    begun = context.line + 1 if context is not None else mark.line + 1
    return problem(called, Spot(name, min(mark.line + 1, len(lines)), mark.column + 1), linje=begun)


def _misplaced(called: str, lines: list[str], at: int, column: int, name: str) -> Problem:
    """A line that begins in the wrong place; or something in it that cannot stand behind what comes before."""
    begins = _begins(lines[at])
    spot = Spot(name, at + 1, column + 1)
    if called == "yaml-kolon" and ":" in lines[at][begins:column]:
        return problem("yaml-kolon", spot)
    if called != "yaml-kolon" and column > begins:
        return problem("yaml-etter-verdi", spot)
    fits = _fitting(lines, at)
    if fits is None or fits[1] == begins:
        return problem("yaml-annet", spot)
    above, place = fits
    if called == "yaml-kolon":
        told = "yaml-innrykk-eller-tekst"
    else:
        told = "yaml-innrykk-eller-nytt" if begins < place else "yaml-innrykk"
    return problem(told, Spot(name, at + 1, begins + 1), her=begins, linje=above + 1, der=place)


def _fitting(lines: list[str], at: int) -> tuple[int, int] | None:
    """The line above that a line most likely belongs beside, and where it begins: of its kind, and the nearest."""
    begins, body = _begins(lines[at]), lines[at].lstrip()
    item, key = body.startswith("- "), bool(_KEY.match(body))
    found: list[tuple[int, int]] = []
    for above in range(at - 1, -1, -1):
        line = lines[above]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        place = _begins(line)
        column = place if item else len(line) - len(line[place:].removeprefix("-").lstrip())
        if line[place:].startswith("- ") if item else not key or _KEY.match(line[column:]):
            found.append((above, column))
        if place == 0 or not (item or key):
            break
    return min(found, key=lambda each: abs(each[1] - begins), default=None)


def _begins(line: str) -> int:
    return len(line) - len(line.lstrip(" "))

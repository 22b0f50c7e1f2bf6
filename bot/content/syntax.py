"""Says in a person's words what the YAML parser could not read."""

from __future__ import annotations

import yaml

from bot.content.problems import Problem, Spot, problem

_NAMED = {
    "mapping values are not allowed": "yaml-kolon",
    "could not find expected ':'": "yaml-mangler-kolon",
    "did not find expected key": "yaml-innrykk",
    "did not find expected '-' indicator": "yaml-strek",
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


def syntax_problem(error: yaml.YAMLError, text: str, name: str) -> Problem:
    """One problem for the first place where the parser gave up; what comes after it is not trustworthy."""
    said = str(getattr(error, "problem", "") or "")
    called = next((ours for theirs, ours in _NAMED.items() if theirs in said), "yaml-annet")
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    last = text.count("\n") + 1
    if mark is None:
        return problem("yaml-annet", Spot(name, 1, 1))
    if called in ("yaml-sitat", "yaml-mangler-kolon") and context is not None:
        mark = context  # where the quote was opened or the key stands, not where the parser gave up
    begun = context.line + 1 if context is not None else mark.line + 1
    return problem(called, Spot(name, min(mark.line + 1, last), mark.column + 1), linje=begun)

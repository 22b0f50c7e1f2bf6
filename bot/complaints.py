"""What an operator is told of a configuration file that is wrong: in plain words, with an example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

_TOLD = {
    "missing": "is missing",
    "literal_error": "can only be {expected}",
    "int_parsing": "is a whole number, like 1",
    "int_type": "is a whole number, like 1",
    "greater_than_equal": "is at least {ge}",
    "less_than_equal": "is at most {le}",
    "bool_parsing": "is true or false",
    "bool_type": "is true or false",
    "tuple_type": 'is a list, like ["@*:example.no"]',
    "model_type": "is a section with keys of its own, indented below it; see config.example.yaml",
    "string_type": "is one value, without keys or a list below it",
    "path_type": "is one path, without keys or a list below it",
}
"""What pydantic calls a mistake -> what an operator is told of it."""
_BEGINS = (
    "this line begins too far in or not far enough; the keys of a section begin all at one place, like"
    " «health:» at the edge and, on the next line, two spaces in, «listen: 127.0.0.1:9464»"
)
_UNREADABLE = (
    ("\\t", "a tab; indent with spaces"),
    (
        "mapping values",
        "a colon is missing on the line above, or this line begins too far in, or a value with a colon in it has no"
        ' quotes, like hours: "ma-fr 08:00-16:00"',
    ),
    ("another document", "there is a line with --- in it; take it away"),
    ("document start", _BEGINS),
    ("block end", _BEGINS),
    ("end of stream", "a quotation mark that is opened here is never closed"),
    ("node content", "a value is missing, or a bracket above is never closed"),
    ("or ']'", "a bracket is never closed, or a comma is missing"),
    ("or '}'", "a brace is never closed, or a comma is missing"),
    ("start any token", 'a value that begins with such a sign needs quotes, like user: "@varde:example.no"'),
    ("undefined alias", 'a value that begins with * needs quotes, like allow: ["*"]'),
    ("escape character", "a backslash between double quotes means something else; use single quotes"),
)
"""A piece of what PyYAML says -> what an operator is told."""


def wrong_value(error: Mapping[str, Any]) -> str:
    """One of pydantic's errors; what our own checks say goes through as it is."""
    told = _TOLD.get(error["type"])
    if told is None:
        return str(error["msg"]).removeprefix("Value error, ")
    return told.format(**error.get("ctx", {})).replace("'", "")


def not_yaml(error: yaml.YAMLError) -> str:
    """Where a file stops being YAML, as `:line:column: `, and what is wrong there."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return ": is not YAML: there is a character in it that is no text"
    problem = error.problem or ""
    told = next((ours for theirs, ours in _UNREADABLE if theirs in problem), problem)
    opened = error.context_mark if "end of stream" in problem else None
    mark = opened or error.problem_mark
    return f":{mark.line + 1}:{mark.column + 1}: is not YAML: {told}"

"""`varde schema`: JSON Schemas of the content files, for editors that help while one writes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bot.cli import FINE
from bot.config import ConfigError
from bot.content.json_schema import SCHEMAS, schema


def run(given: argparse.Namespace) -> int:
    if given.name is not None and given.name not in SCHEMAS:
        raise ConfigError(f"schema: there is no {given.name}; it is one of {', '.join(SCHEMAS)}")
    names = [given.name] if given.name else list(SCHEMAS)
    if given.write is None:
        print(written(given.name) if given.name else "\n".join(names), end="\n" if given.name is None else "")
        return FINE
    for name in names:
        _write(given.write, name)
    return FINE


def written(name: str) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema(name), ensure_ascii=False, indent=1) + "\n"


def _write(folder: Path, name: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.json").write_text(written(name), encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be written to ({error.strerror})") from None

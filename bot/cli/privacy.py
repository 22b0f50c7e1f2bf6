"""`varde privacy show`: what is stored, about whom, for how long and where."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import yaml

from bot.cli import setting
from bot.config import Config, ConfigError
from bot.store.database import location
from bot.store.error import StoreError
from bot.store.glance import glance
from bot.store.place import DATABASE
from bot.usage import file, periods
from bot.usage.file import UsageError

_TEXTS = Path(periods.__file__).with_name("lagret.yaml")
_UNITS = ((86400, "d"), (3600, "t"), (60, "min"), (1, "s"))
Row = dict[str, object]


def run(given: argparse.Namespace) -> int:
    settings = setting.config(given)
    directory = setting.data(given, settings)
    said: dict[str, str] = yaml.load(_TEXTS.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 -- text only
    place = directory / file.NAME
    used, trouble = _used(place)
    rows = list(_rows(directory, given.people or settings.people, settings, said, used))
    if given.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        _print(rows, said, directory)
    if trouble:
        raise setting.unreadable(place, trouble)
    return 0


def _used(place: Path) -> tuple[int | None, UsageError | None]:
    """How many rows usage.db has, or why that cannot be said: what else is stored is shown all the same."""
    try:
        return len(file.read(place).numbers), None
    except UsageError as error:
        return None, error


def _print(rows: Sequence[Row], said: Mapping[str, str], directory: Path) -> None:
    print(said["tittel"].format(mappe=directory))
    heads = [head.strip() for head in said["heads"].split("|")]
    for row in rows:
        print()
        for head, value in zip(heads, row.values(), strict=True):
            print(f"  {head + ':':12} {said['uleselig'] if value is None else value}")
    print(f"\n{said['slutt']}\n{said['logger']}")


def _rows(
    directory: Path, people: Path | None, settings: Config, said: Mapping[str, str], used: int | None
) -> Iterator[Row]:
    try:
        _, database = location(directory, settings.file.database)
        if database is None:
            raise ConfigError("database: rows can be counted in an SQLite file only; ask the server for its own")
        counts = glance(database)
    except StoreError as error:
        raise ConfigError(str(error)) from None
    kept = {name: _written(span) for name, span in settings.file.retention}
    described = [name.removeprefix(f"{DATABASE}/") for name in said if name.startswith(f"{DATABASE}/")]
    for table in dict.fromkeys((*described, *counts)):
        name = f"{DATABASE}/{table}"
        yield _row(name, counts.get(table, 0), said.get(name, said["ukjent"]).format(**kept))
    yield _row(file.NAME, used, said[file.NAME])
    if people is not None:
        yield _row(people.name, 1, said["enhetsfil"])
    if (directory / "matrix").is_dir():
        yield _row("matrix", len(list((directory / "matrix").iterdir())), said["matrix"])


def _row(name: str, rows: int | None, text: str) -> Row:
    what, whom, how_long = [*(part.strip() for part in text.split("|")), "", ""][:3]
    return {"where": name, "rows": rows, "what": what, "whom": whom, "how_long": how_long}


def _written(span: timedelta) -> str:
    """As the configuration writes it: `30 min`, `12 t`, `90 d`."""
    seconds = int(span.total_seconds())
    size, unit = next((size, unit) for size, unit in _UNITS if not seconds % size)
    return f"{seconds // size} {unit}"

"""`varde ask`: one question to the knowledge base, or a file of them."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.cli import setting
from bot.config import ConfigError
from bot.core.effects import Say
from bot.core.events import Address, DistrictId, MessageNumber
from bot.core.library import World
from bot.core.talking.questions import Told, told
from bot.core.words.wording import Rendered, render

LONGEST_FILE = 50_000_000
"""Bytes of a file of questions."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question of a batch; the id is printed back as it was given."""

    id: Any
    text: str
    district: DistrictId | None


def run(given: argparse.Namespace) -> int:
    settings = setting.config(given)
    world = setting.world(given, settings)
    now = setting.moment(given, settings)
    if given.batch is None and not given.question:
        raise ConfigError("ask: what is the question? (or --batch FILE)")
    if given.batch is None:
        _one(world, _Asked(None, " ".join(given.question), _district(world, given.district)), given, now)
        return 0
    for asked in _questions(world, given.batch, given.district):
        _print(_as_json(world, asked, now))
    return 0


def _one(world: World, asked: _Asked, given: argparse.Namespace, now: datetime) -> None:
    if given.json:
        _print(_as_json(world, asked, now))
        return
    found, shown = _answer(world, asked, now)
    print(shown.text)
    for place, choice in enumerate(shown.choices, start=1):
        print(f"{place:>3}  {choice.label}")
    if given.why and found.finding:
        print("\n" + "\n".join(found.finding.why))


def _print(told: dict[str, Any]) -> None:
    """One line of JSON in UTF-8. Half a surrogate pair has no UTF-8: it goes out as JSON's escape, as it came in."""
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def _answer(world: World, asked: _Asked, now: datetime) -> tuple[Told, Rendered]:
    found = told(world, asked.text, asked.district, now)
    say = Say(Address("ask:"), MessageNumber(0), found.kind, found.parts, found.picks, found.about)
    return found, render(world, say, _day(world, now))


def _day(world: World, now: datetime) -> date:
    return now.astimezone(world.zone).date()


def _as_json(world: World, asked: _Asked, now: datetime) -> dict[str, Any]:
    """The shape of CONTRACT.md; of a question with an identity number nothing is printed back."""
    found, shown = _answer(world, asked, now)
    private = found.kind == "privacy"
    hits = found.finding.hits if found.finding else ()
    return {
        "id": asked.id,
        "q": None if private else asked.text,
        "kind": found.kind.value,
        "text": shown.text,
        "entries": [_entry(world, hit.entry, hit.score) for hit in hits],
        "choices": [{"id": choice.id, "label": choice.label} for choice in shown.choices],
        "sources": [{"id": source.id, "title": source.title, "url": source.url} for source in shown.sources],
    }


def _entry(world: World, entry: str, score: float) -> dict[str, Any]:
    offer = world.library.knowledge.offers.get(entry)
    article = world.library.knowledge.articles.get(entry)
    title = offer.name if offer else article.title if article else ""
    district = offer.district if offer else article.district if article else None
    return {"id": entry, "title": title, "district": district, "score": round(score, 4)}


def _questions(world: World, file: Path, default: str | None) -> list[_Asked]:
    """Every question of the file, before the first is answered. Raises ConfigError with file and line."""
    try:
        if file.stat().st_size > LONGEST_FILE:
            raise ConfigError(f"{file}: is larger than {LONGEST_FILE} bytes")
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read as UTF-8 text ({error.__class__.__name__})") from None
    return [_question(world, f"{file}:{n}", line, default) for n, line in enumerate(lines, start=1) if line.strip()]


def _question(world: World, where: str, line: str, default: str | None) -> _Asked:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise ConfigError(f"{where}: is no JSON") from None
    if not isinstance(given, dict) or not isinstance(given.get("q"), str):
        raise ConfigError(f"{where}: should be an object with id and q, q a string")
    try:
        return _Asked(given.get("id"), given["q"], _district(world, given.get("district") or default))
    except ConfigError as error:
        raise ConfigError(f"{where}: {error}") from None


def _district(world: World, name: object) -> DistrictId | None:
    if name is None:
        return None
    if not isinstance(name, str) or name not in world.library.knowledge.districts:
        raise ConfigError("the district is not in distrikter.yaml")
    return DistrictId(name)


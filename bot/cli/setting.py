"""Where things are for one command: configuration, content, people, data, the clock; and how it says what is wrong."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.config import Config, ConfigError, read
from bot.live import ContentError, LiveContent, Reader, Reading, Shelf

if TYPE_CHECKING:
    from bot.core.library import World
    from bot.usage.file import UsageError

_HERE = Path(__file__).parent.parent
_SHOWN = 10
"""So many errors of the content are printed where somebody wanted to talk."""


class RealClock:
    """The machine's clock; nobody else looks at it."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@contextmanager
def said() -> Iterator[None]:
    """Turn the errors that a person can do something about into one line each and the right exit status."""
    try:
        yield
    except ConfigError as error:
        _stop(str(error), 2)
    except ContentError as error:
        _stop(str(error), 1)
    except KeyboardInterrupt:
        _stop("", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _stop(message: str, status: int) -> None:
    for line in message.splitlines():
        print(f"varde: {line}", file=sys.stderr)
    sys.exit(status)


def shipped() -> tuple[Path, Path]:
    """The content that comes with the program: in the wheel, or beside the package in a checkout."""
    inside = _HERE / "shipped"
    base = inside if inside.is_dir() else _HERE.parent
    return base / "knowledge", base / "flows"


def config(given: argparse.Namespace) -> Config:
    """The configuration that the command line names, else config.yaml here, else the defaults."""
    path: Path | None = given.config
    if path is None and Path("config.yaml").is_file():
        path = Path("config.yaml")
    return read(path, os.environ, shipped())


def shelf(given: argparse.Namespace, settings: Config) -> Shelf:
    """Where the content stands; the command line goes before the configuration. Raises ConfigError."""
    found = Shelf(
        given.knowledge or settings.knowledge, given.flows or settings.flows, given.people or settings.people
    )
    for folder, key in ((found.knowledge, "knowledge"), (found.flows, "flows")):
        if not folder.is_dir():
            raise ConfigError(f"{key}: there is no folder {folder}")
    if found.people is not None and not found.people.is_file():
        raise ConfigError(f"people: there is no file {found.people}")
    return found


def today(given: argparse.Namespace, settings: Config) -> date:
    """The local date, or the one that the command line pretends."""
    return given.today or RealClock().now().astimezone(ZoneInfo(settings.file.timezone)).date()


def unreadable(usage: Path, error: UsageError) -> ConfigError:
    """What is wrong with usage.db, and what mends it."""
    return ConfigError(
        f"{usage} cannot be read ({error.code}); put a backup in its place, or an empty file to begin anew"
    )


def moment(given: argparse.Namespace, settings: Config) -> datetime:
    """Now, or noon of the day that the command line pretends."""
    if given.today is None:
        return RealClock().now()
    return datetime.combine(given.today, time(12), ZoneInfo(settings.file.timezone))


def world(given: argparse.Namespace, settings: Config) -> World:
    """The checked content. Raises ContentError with the first FEIL."""
    return _world(shelf(given, settings).read(today(given, settings)), settings)


def reader(given: argparse.Namespace, settings: Config) -> Reader:
    """Another process that reads the content while this one goes on starting."""
    return Reader(shelf(given, settings), today(given, settings))


def live(
    given: argparse.Namespace, settings: Config, reading: Reader, tell: Callable[[str], None]
) -> LiveContent:
    """What was read, and from then on what changes. Raises ContentError with the first FEIL."""
    world = _world(reading.result(), settings)
    return LiveContent(shelf(given, settings), world, reading.signature, lambda: today(given, settings), tell)


def _world(reading: Reading, settings: Config) -> World:
    from bot.core.library import Retention, World
    from bot.core.people import Escalation
    from bot.core.windows import Window

    if reading.library is None:
        more = [f"and {len(reading.wrong) - _SHOWN} more"] if len(reading.wrong) > _SHOWN else []
        last = "the content cannot be used; «varde check» shows everything"
        raise ContentError("\n".join([*reading.wrong[:_SHOWN], *more, last]))
    kept = settings.file.retention
    retention = Retention(**kept.model_dump())
    asked = settings.file.escalation
    escalation = Escalation(asked.wait, asked.rounds, Window(*asked.hours))
    return World(reading.library, reading.people, retention, escalation, ZoneInfo(settings.file.timezone))


def data(given: argparse.Namespace, settings: Config) -> Path:
    """The data directory: named, configured, or the user's own state directory."""
    from platformdirs import user_state_path

    return given.data or settings.data or user_state_path("varde")


def session() -> str:
    """Keeps the ids of one run apart from those of all others."""
    return secrets.token_hex(8)

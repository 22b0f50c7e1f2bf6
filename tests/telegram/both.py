"""`varde run` on JSON lines and on the Telegram stand-in at once, with units that are called on either."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from running import configured
from standin import Standin
from talking import buttons

from channels.driving import Child, Line

UNITS = 3
"""Each test has a unit of her own, so that none hears of another's pings."""
_DAY_AND_NIGHT = {"dager": ["ma", "ti", "on", "to", "fr", "lø", "sø"], "fra": "00:00", "til": "24:00"}


def mona(unit: int) -> int:
    """The first barneansvarlig of a unit, by her number on Telegram; the second is on JSON lines."""
    return 5000 + unit


def ali(unit: int) -> str:
    return f"ali-{unit}"


def leader(unit: int) -> int:
    return 6000 + unit


def people(units: int = UNITS) -> dict[str, Any]:
    return {
        "enheter": [
            {
                "id": f"enhet-{unit}",
                "navn": f"Enhet {unit}",
                "barneansvarlige": [
                    {"id": "mona", "navn": "Mona Prøve", "chat": [f"telegram:{mona(unit)}"], "telefon": "21 00 00 01"},
                    {"id": "ali", "navn": "Ali Prøve", "chat": [f"jsonlines:{ali(unit)}"], "telefon": "21 00 00 02"},
                ],
                "reserve": {"navn": "Lise Prøve", "chat": [f"telegram:{leader(unit)}"], "telefon": "21 00 00 03"},
                "varsling": {"runder": "0"},
                "vaktplan": _DAY_AND_NIGHT,
            }
            for unit in range(units)
        ]
    }


def write(place: Path, url: str) -> Path:
    """The configuration, with JSON lines and the people beside what Telegram needs."""
    config = configured(place, url)
    settings = yaml.safe_load(config.read_text())
    settings["channels"]["jsonlines"] = {}
    config.write_text(yaml.safe_dump({**settings, "people": "people.yaml"}))
    (place / "people.yaml").write_text(json.dumps(people()), encoding="utf-8")
    return config


class Both(Child):
    """The service; what it says on JSON lines is kept, by who it is for."""

    def __init__(self, place: Path, network: Standin) -> None:
        config = write(place, network.url)
        super().__init__("run", "--config", config, errors=place / "errors")
        self._network = network
        self._said: list[Line] = []

    def puts(self, user: str, **what: Any) -> None:
        self.write(json.dumps({"user": user, **what}).encode() + b"\n")

    def hears(self, user: str, about: str, since: int = 0) -> Line:
        """The next message to this person from the `since`-th on with these words in it."""
        return self._until(lambda: [line for line in self.told(user)[since:] if about in line["text"]])[0]

    def told(self, user: str) -> list[Line]:
        return [line for line in self._said if line.get("to") == user]

    def _until(self, found: Callable[[], list[Line]]) -> list[Line]:
        while not found():
            line = self.next()
            assert line is not None, self.complaints()
            self._said.append(line)
        return found()

    def on_telegram(self, person: int, about: str, choice: str = "") -> dict[str, Any]:
        """The newest message to her with these words and that choice, when it has come."""

        def found() -> list[dict[str, Any]]:
            told = self._network.told(person)
            return [m for m in told if about in m["text"] and (not choice or choice in buttons(m))]

        self._network.until(found)
        return found()[-1]

    def presses(self, person: int, about: str, choice: str) -> None:
        """On Telegram."""
        message = self.on_telegram(person, about, choice)
        self._network.presses(person, buttons(message)[choice], message["message_id"])

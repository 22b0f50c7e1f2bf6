"""Every deadline of what is stored, on the real program with a turned clock, looked for in its files and tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from channels.driving import Talk

UNITS = Path(__file__).parents[1] / "conversations" / "enheter" / "enheter.yaml"
NUMBER = "21 00 00 07"
HOUR = 3600
KNOWN = {"district": "grorud", "unit": "grorud-hjemmetjenesten", "health_personnel": True}


class Kept:
    """A talk, and a look at what is stored because of it."""

    def __init__(self, talk: Talk, data: Path) -> None:
        self.talk = talk
        self._data = data

    def states(self, machine: str) -> str:
        """Everything that one machine keeps, one after the other."""
        rows = self._rows("SELECT key, json FROM states")
        return "\n".join(json for key, json in rows if key.startswith(f"{machine}:"))

    def of(self, user: str) -> str:
        """Her conversation."""
        return next((json for key, json in self._rows("SELECT key, json FROM states") if key.endswith(f":{user}")), "")

    def many(self, table: str) -> int:
        return int(self._rows(f"SELECT count(*) FROM {table}")[0][0])

    def anywhere(self, word: str) -> list[str]:
        """The files that hold it, also where it was deleted and not overwritten."""
        return [file.name for file in self._data.rglob("*") if file.is_file() and word.encode() in file.read_bytes()]

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(f"file:{self._data / 'varde.db'}?mode=ro", uri=True)) as looking:
            return looking.execute(query).fetchall()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    with Talk(tmp_path / "data", "--people", UNITS, errors=tmp_path / "errors") as talk:
        for user in ("anne", "berit", "kari", "mona"):
            talk.sets(user, **KNOWN)
        yield Kept(talk, tmp_path / "data")


def answers(talk: Talk) -> None:
    talk.types("anne", "start veiviser")
    talk.presses("anne", "nei")


LOOKED_AT = ("kort:akutt-selvmord", "oppføring:")


def looks(talk: Talk) -> None:
    talk.types("kari", "jeg orker ikke leve lenger, jeg vil dø")
    talk.types("kari", "hvem hjelper barn når mor har kreft?")


def reminds(talk: Talk) -> None:
    talk.types("berit", "bekymret")
    talk.presses("berit", "omsorg", "usikker", "paminnelse", "om-2-uker")


def calls(talk: Talk) -> None:
    talk.types("kari", "snakk med noen")
    talk.presses("kari", "varsle", "nummer")
    talk.types("kari", NUMBER)


@dataclass
class Clock:
    """Turns on to an hour of a day, counted from the Monday on which it begins at ten."""

    talk: Talk
    hour: int = 10
    turns: int = 0

    def to(self, day: int, hour: int) -> None:
        self.talk.waits((day * 24 + hour - self.hour) * HOUR)
        self.hour = day * 24 + hour
        self.turns += 1


def taken(talk: Talk) -> None:
    calls(talk)
    talk.presses("mona", "ta")


def away(talk: Talk) -> None:
    talk.types("mona", "borte til onsdag")
    talk.presses("mona", "bekreft")


def test_everything_goes_when_its_time_is_over(kept: Kept) -> None:
    talk, clock = kept.talk, Clock(kept.talk)
    answers(talk)
    reminds(talk)
    calls(talk)
    talk.presses("mona", "ta", "ferdig")
    away(talk)
    assert kept.anywhere(NUMBER), "or else nothing is looked for here"
    assert kept.many("seen") > 15
    clock.to(0, 21)
    assert '"answers"' in kept.of("anne"), "eleven hours"
    assert kept.anywhere(NUMBER) == [], "it went with the end, and the first sweep after it emptied the log"
    clock.to(0, 23)
    assert '"answers"' not in kept.of("anne"), "more than twelve hours"
    assert "grorud" in kept.of("anne")
    clock.to(1, 9)
    assert '"asker":"jsonlines:kari"' in kept.states("ping"), "not a day after the end"
    clock.to(1, 11)
    assert '"asker":"jsonlines:kari"' not in kept.states("ping")
    assert '"away"' in kept.of("mona")
    clock.to(2, 12)
    assert kept.many("seen") <= clock.turns, "48 hours; what turns the clock is an event, too"
    clock.to(3, 10)
    assert '"away"' not in kept.of("mona"), "her last day away is over"
    assert kept.many("outbox") > 0
    clock.to(7, 12)
    assert kept.many("outbox") == 0, "seven days"
    clock.to(27, 10)
    assert "jsonlines:berit" in kept.states("paminnelse"), "asked a fortnight ago, not answered"
    clock.to(28, 12)
    assert kept.states("paminnelse") == "", "fourteen days after it was due"
    clock.to(89, 10)
    assert kept.states("ping")
    assert "grorud" in kept.of("anne")
    clock.to(91, 12)
    assert kept.states("ping") == "", "ninety days"
    assert [user for user in ("anne", "kari", "berit") if kept.anywhere(f"jsonlines:{user}")] == []


def test_what_was_shown_is_forgotten_after_twelve_hours(kept: Kept) -> None:
    """Cards and entries have buttons; so their ids stay in the conversation, and no longer than that."""
    talk, clock = kept.talk, Clock(kept.talk)
    looks(talk)
    clock.to(0, 21)
    assert all(kept.anywhere(word) for word in LOOKED_AT), "eleven hours, or else nothing is looked for here"
    clock.to(0, 23)
    assert [word for word in LOOKED_AT if word in kept.of("kari")] == []
    assert "grorud" in kept.of("kari"), "the settings stay"


@pytest.mark.parametrize("word", ["avslutt", "avbryt"])
def test_whoever_ends_is_not_remembered_for_what_she_was_shown(kept: Kept, word: str) -> None:
    """No flow is needed for it: she may only have asked."""
    looks(kept.talk)
    assert all(known in kept.of("kari") for known in LOOKED_AT)
    said = kept.talk.types("kari", word)
    assert said[-1]["kind"] == "menu"
    assert [known for known in LOOKED_AT if known in kept.of("kari")] == []
    assert "grorud" in kept.of("kari"), "the settings stay"


FORGETTING: dict[str, tuple[str, Callable[[Talk], object]]] = {
    "settings alone": ("anne", lambda talk: None),
    "a question that is open": ("anne", answers),
    "a reminder that waits": ("berit", reminds),
    "a call that nobody has taken": ("kari", calls),
    "a call that was taken": ("kari", taken),
    "one who was called": ("mona", calls),
    "one who has taken it": ("mona", taken),
    "one who is away": ("mona", away),
}


@pytest.mark.parametrize("before", FORGETTING)
def test_whoever_wants_to_be_forgotten_is_at_once(kept: Kept, before: str) -> None:
    """In every state; what must still be sent to her waits under her address and goes when it is sent."""
    user, act = FORGETTING[before]
    act(kept.talk)
    assert kept.of(user)
    said = kept.talk.types(user, "/glem")
    assert (said[0]["to"], said[0]["kind"]) == (user, "receipt")
    assert kept.of(user) == ""
    assert f"jsonlines:{user}" not in kept.states("paminnelse")
    assert f'"asker":"jsonlines:{user}"' not in kept.states("ping")
    assert NUMBER not in kept.states("ping") or user == "mona"

"""Killed again and again in the middle of a thousand turns: at the end everything is as if nothing had happened."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from channels.driving import Line, Talk

PEOPLE = 10
TURNS: tuple[dict[str, str], ...] = (
    {"text": "start veiviser"},
    {"choice": "fare-na"},
    {"choice": "skade"},
    {"choice": "nyttig-ja"},
    {"choice": "nyttig-ja"},
    {"text": "tilbake"},
    {"text": "4"},
    {"choice": "nyttig-ja"},
    {"text": "oppsummer"},
    {"text": "start veiviser"},
    {"text": "5"},
    {"choice": "kommune"},
    {"text": "endre 2"},
    {"choice": "sykehus"},
    {"text": "hva er BarnsBeste?"},
    {"choice": "feil-i-oppforingen"},
    {"choice": "aldri-tilbudt"},
    {"text": "e-melding"},
    {"text": "hun vil ta livet sitt i kveld"},
    {"choice": "ikke-akutt"},
)


@dataclass
class Account:
    """What came out of a number of runs on one data directory."""

    data: Path
    waiting: list[dict[str, Any]]
    """Lines that no idle has acknowledged yet."""
    messages: dict[str, Line] = field(default_factory=dict)
    repeated: int = 0

    def take(self, line: Line) -> None:
        """A message may come again after a crash; then it is the same one."""
        known = self.messages.setdefault(line["id"], line)
        assert known == line
        self.repeated += known is not line

    def in_order(self) -> list[Line]:
        return sorted(self.messages.values(), key=lambda line: int(line["id"][1:]))

    def stored(self) -> tuple[list[Any], list[Any], list[Any]]:
        """Conversations, what was counted, and how many events were seen and messages not sent."""
        with closing(sqlite3.connect(self.data / "varde.db")) as database:
            states = database.execute("SELECT key, json, due FROM states ORDER BY key").fetchall()
            assert database.execute("SELECT count(*) FROM count_pending").fetchall() == [(0,)]
            seen = database.execute("SELECT count(*) FROM seen").fetchall()
            unsent = database.execute("SELECT count(*) FROM outbox WHERE body IS NOT NULL").fetchall()
        # How many people stand behind a number may be forgotten by a kill; the number may not.
        with closing(sqlite3.connect(self.data / "usage.db")) as database:
            tables = ("week_use", "week_channel", "quarter_step", "quarter_outcome", "quarter_answer", "hour")
            counts = [(t, *row[:-1]) for t in tables for row in database.execute(f"SELECT * FROM {t}")]
        return states, counts, [seen, unsent]


def _counted(counts: list[Any], what: str) -> int:
    return sum(row[-1] for row in counts if row[0] == "week_use" and row[2] == what)


def thousand_lines() -> list[dict[str, Any]]:
    """Ten people, each a hundred turns, all mixed, nobody at the same place in them."""
    chance = random.Random(7)
    each = {f"person-{n}": iter([TURNS[(n * 3 + turn) % len(TURNS)] for turn in range(100)]) for n in range(PEOPLE)}
    whose = [person for person in each for _ in range(100)]
    chance.shuffle(whose)
    return [{"event": f"e{n}", "user": person, **next(each[person])} for n, person in enumerate(whose)]


def run(account: Account, errors: Path, lines_out: int | None, chance: random.Random) -> None:
    """Send what waits, a handful at a time, and kill the process as soon as it has printed so many lines."""
    with Talk(account.data, errors=errors) as talk:
        seen = 0
        while account.waiting:
            first = talk.lines + 1
            window = list(islice(account.waiting, chance.choice((1, 1, 7, 64, 200))))
            talk.post(json.dumps(line).encode() for line in window)
            acknowledged = first - 1
            while acknowledged < talk.lines:
                line = talk.next()
                assert line is not None, talk.complaints()
                seen += 1
                if "idle" in line:
                    acknowledged += 1
                    assert line["idle"] == acknowledged
                    del account.waiting[0]
                else:
                    account.take(line)
                if seen == lines_out:
                    talk.kill()
                    keep_what_was_printed(account, talk)
                    return
        talk.quits()


def keep_what_was_printed(account: Account, talk: Talk) -> None:
    """Lines on their way when it died: messages count, an idle among them is an acknowledgement."""
    for line in talk.whole_rest():
        if "idle" in line:
            del account.waiting[0]
        else:
            account.take(line)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Account:
    place = tmp_path_factory.mktemp("undisturbed")
    account = Account(place / "data", thousand_lines())
    run(account, place / "errors", None, random.Random(1))
    return account


def test_an_undisturbed_run_answers_a_thousand_turns_and_counts_each_press_once(undisturbed: Account) -> None:
    assert len(undisturbed.messages) > 1000
    assert undisturbed.repeated == 0
    _, counts, (seen, unsent) = undisturbed.stored()
    assert (seen, unsent) == ([(1000,)], [(0,)])
    pressed = sum(line.get("choice") == "nyttig-ja" for line in thousand_lines())
    assert pressed / 2 < _counted(counts, "nyttig-ja") < pressed, "the second press in a row"


def test_killed_at_any_moment_no_answer_is_lost_none_counted_twice_and_every_reply_comes(
    undisturbed: Account, tmp_path: Path
) -> None:
    """Printed but not yet marked as sent, stored but not yet printed, half a batch: each kill hits one of these."""
    chance = random.Random(20260105)
    account = Account(tmp_path / "data", thousand_lines())
    kills = 0
    for lines_out in (1, 37, 300, 2, 500, chance.randrange(1, 400), None):
        run(account, tmp_path / "errors", lines_out, chance)
        kills += lines_out is not None
    assert kills == 6
    assert account.waiting == []
    assert account.in_order() == undisturbed.in_order()
    assert account.stored() == undisturbed.stored()
    assert (tmp_path / "errors").read_text() == ""

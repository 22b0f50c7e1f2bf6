"""`varde privacy show` says of all that is stored what it is, whose, and until when in this very place."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from channels.driving import Talk

UNITS = Path(__file__).parents[1] / "conversations" / "enheter" / "enheter.yaml"


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a conversation, a call and a reminder in it."""
    place = tmp_path_factory.mktemp("used")
    with Talk(place / "data", "--people", UNITS, errors=place / "errors") as talk:
        talk.sets("kari", district="grorud", unit="grorud-hjemmetjenesten", health_personnel=True)
        talk.sets("mona", district="grorud")
        talk.types("kari", "bekymret")
        talk.presses("kari", "omsorg", "usikker", "paminnelse", "om-2-uker")
        talk.types("kari", "snakk med noen")
        talk.presses("kari", "varsle", "bekreft")
        talk.quits()
    (place / "config.yaml").write_text(
        f"data: data\npeople: {UNITS}\nretention: {{settings: 30 d, asker: 2 t, reminder: 3 d}}\n", encoding="utf-8"
    )
    return place


def shown(capsys: pytest.CaptureFixture[str], place: Path) -> dict[str, Any]:
    assert main(["privacy", "show", "--json", "--config", str(place / "config.yaml")]) == 0
    rows = json.loads(capsys.readouterr().out)
    return {row["where"]: row for row in rows}


def test_every_table_and_everything_in_it_is_described(capsys: pytest.CaptureFixture[str], used: Path) -> None:
    rows = shown(capsys, used)
    with closing(sqlite3.connect(used / "data" / "varde.db")) as looking:
        tables = {name for (name,) in looking.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        kinds = {key.partition(":")[0] for (key,) in looking.execute("SELECT key FROM states")}
    assert kinds == {"samtale", "ping", "paminnelse"}
    assert {f"varde.db/{name}" for name in tables - {"alembic_version", "sqlite_sequence"}} <= rows.keys()
    assert {f"varde.db/states/{kind}" for kind in kinds} <= rows.keys()
    assert all(row["what"] and row["whom"] and row["how_long"] for row in rows.values())
    assert [rows[f"varde.db/states/{kind}"]["rows"] for kind in ("samtale", "ping", "paminnelse")] == [2, 1, 1]


def test_deadlines_are_those_of_this_place(capsys: pytest.CaptureFixture[str], used: Path) -> None:
    rows = shown(capsys, used)
    assert "innstillinger 30 d" in rows["varde.db/states/samtale"]["how_long"]
    assert "2 t etter slutten" in rows["varde.db/states/ping"]["how_long"]
    assert "3 d etter fristen" in rows["varde.db/states/paminnelse"]["how_long"]


def test_it_shows_nobody(capsys: pytest.CaptureFixture[str], used: Path) -> None:
    assert main(["privacy", "show", "--config", str(used / "config.yaml")]) == 0
    told = capsys.readouterr().out
    assert not [word for word in ("kari", "mona", "Mona", "grorud", "21 00") if word in told]
    assert "30 d" in told


def test_a_damaged_usage_db_hides_nothing_else(capsys: pytest.CaptureFixture[str], used: Path, tmp_path: Path) -> None:
    """The rest is shown, and the last line says what is wrong, as the report does."""
    place = tmp_path / "data"
    shutil.copytree(used / "data", place)
    (place / "usage.db").write_bytes(b"not a database at all" * 500)
    said = []
    for command in (["privacy", "show", "--json"], ["report"]):
        with pytest.raises(SystemExit) as stopped:
            main([*command, "--data", str(place)])
        assert stopped.value.code == 2
        said.append(capsys.readouterr())
    rows = {row["where"]: row["rows"] for row in json.loads(said[0].out)}
    assert rows["varde.db/states/samtale"] == 2
    assert rows["usage.db"] is None
    assert "usage.db cannot be read (damaged)" in said[0].err
    assert said[0].err == said[1].err

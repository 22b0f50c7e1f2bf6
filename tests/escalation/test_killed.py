"""Killed at every labelled point while a ping goes its way: the same end as undisturbed, and nobody is told twice."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from channels.driving import VARDE, Talk, bare_environment
from escalation.dying import POINTS

PEOPLE = """
enheter:
  - id: hjemme
    navn: Hjemmetjenesten
    distrikt: grorud
    barneansvarlige:
      - {id: mona, navn: Mona Prøve, chat: ["jsonlines:mona", "jsonlines:mona-hjemme"]}
      - {id: ali, navn: Ali Prøve, chat: ["jsonlines:ali"]}
    reserve: {navn: Lise Prøve, chat: ["jsonlines:lise"], telefon: "21 00 00 03"}
"""
MEETING: tuple[dict[str, Any], ...] = (
    {"user": "mona", "text": "hei"},
    {"user": "mona-hjemme", "text": "hei"},
    {"user": "ali", "text": "hei"},
    {"user": "kari", "profile": {"unit": "hjemme"}},
    {"user": "kari", "text": "bekymret"},
    {"user": "kari", "choice": "omsorg"},
    {"user": "kari", "choice": "usikker"},
    {"user": "kari", "choice": "varsle"},
)
CALLING: tuple[dict[str, Any], ...] = (
    {"user": "kari", "choice": "bekreft"},
    {"advance": 1800},
    {"user": "ali", "choice": "kan-ikke-na"},
    {"user": "mona", "choice": "kan-ikke-na"},
    {"user": "ali", "choice": "ta"},
    {"user": "mona-hjemme", "choice": "ta"},
    {"user": "ali", "choice": "gi-tilbake"},
    {"user": "mona", "choice": "ta"},
    {"user": "kari", "text": "status"},
    {"advance": 2 * 86400},
    {"user": "mona", "choice": "ta"},
    {"user": "mona", "choice": "ferdig"},
)
Printed = dict[str, dict[str, Any]]


def arguments(place: Path) -> list[str]:
    (place / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    return ["chat", "--jsonl", "--virtual-clock", "--data", str(place / "data"), "--people", str(place / "people.yaml")]


def run(command: list[str], lines: tuple[dict[str, Any], ...], printed: Printed, first: int) -> int:
    """Line by line, each after the idle of the one before; the number of lines that were acknowledged."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=bare_environment()
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        done = 0
        try:
            for place, line in enumerate(lines):
                child.stdin.write(json.dumps({"event": f"e{first + place}", **line}).encode() + b"\n")
                child.stdin.flush()
                while (raw := child.stdout.readline()).endswith(b"\n"):
                    if b'"idle"' in raw:
                        done += 1
                        break
                    keep(printed, raw)
                else:
                    return done
            child.stdin.close()
        except BrokenPipeError:
            pass
        for raw in child.stdout:
            if raw.endswith(b"\n") and b'"idle"' not in raw:
                keep(printed, raw)
    return done


def keep(printed: Printed, raw: bytes) -> None:
    """A message may come again after a crash; then it is the same one."""
    line = json.loads(raw)
    assert printed.setdefault(line["id"], line) == line


def stored(place: Path) -> list[Any]:
    with closing(sqlite3.connect(place / "data" / "varde.db")) as database:
        return database.execute("SELECT key, json, due, tag FROM states ORDER BY key").fetchall()


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Printed]:
    """Everybody has met Varde, and Kari is about to confirm."""
    place = tmp_path_factory.mktemp("met")
    printed: Printed = {}
    assert run([str(VARDE), *arguments(place)], MEETING, printed, 0) == len(MEETING)
    return place, printed


@pytest.fixture(scope="module")
def undisturbed(met: tuple[Path, Printed], tmp_path_factory: pytest.TempPathFactory) -> tuple[Printed, list[Any]]:
    place = tmp_path_factory.mktemp("undisturbed") / "here"
    shutil.copytree(met[0], place)
    printed = dict(met[1])
    assert run([str(VARDE), *arguments(place)], CALLING, printed, len(MEETING)) == len(CALLING)
    asked = [line["to"] for line in printed.values() if line["kind"] == "ping" and line["choices"]]
    assert asked.count("ali") == 3, "before she said that she cannot, and in both rounds two days later"
    return printed, stored(place)


@pytest.mark.parametrize("point", POINTS)
def test_killed_there_it_ends_as_if_nothing_had_happened(
    point: str, met: tuple[Path, Printed], undisturbed: tuple[Printed, list[Any]], tmp_path: Path
) -> None:
    place, printed = tmp_path / "here", dict(met[1])
    shutil.copytree(met[0], place)
    dying = [sys.executable, str(Path(__file__).with_name("dying.py")), point]
    died, done, nths = tmp_path / "died", 0, POINTS[point][-1]
    for nth in nths:
        done += run([*dying, str(nth), str(died), *arguments(place)], CALLING[done:], printed, len(MEETING) + done)
        assert 0 < done < len(CALLING)
    done += run([str(VARDE), *arguments(place)], CALLING[done:], printed, len(MEETING) + done)
    assert done == len(CALLING)
    assert died.read_text(encoding="utf-8").splitlines() == [point] * len(nths), "it was there that it died"
    assert printed == undisturbed[0]
    assert stored(place) == undisturbed[1]


def test_the_first_hears_of_it_within_a_second_and_the_leader_in_the_end(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    with Talk(tmp_path / "data", "--people", tmp_path / "people.yaml", errors=tmp_path / "errors") as talk:
        for line in MEETING:
            talk.line(line)
        began = time.monotonic()
        said = talk.presses("kari", "bekreft")
        assert time.monotonic() - began < 1
        assert [line["to"] for line in said] == ["mona", "mona-hjemme", "kari"]
        assert len({line["ref"] for line in said}) == 1
        assert said[0]["ref"].startswith("ping/")
        said = talk.waits(4 * 3600)
        assert [line["to"] for line in said if line["kind"] == "ping"][-1] == "kari"
        assert "Lise Prøve, 21 00 00 03" in said[-1]["text"]
        talk.quits()

"""The disk refuses in the middle of conversations: they go on, and nothing of them is lost when it takes again."""

from __future__ import annotations

import resource
from pathlib import Path

from channels.driving import Talk, kinds
from playing import UNITS

UNLIMITED = resource.RLIM_INFINITY
ROOM_FOR_COMPLAINTS = 4096
"""Bytes of standard error, which is a file as well; the database is far beyond them."""


def refuses(talk: Talk, *, writing: bool) -> None:
    """No file of the process grows any more, as on a full disk; or all may."""
    soft = ROOM_FOR_COMPLAINTS if writing else UNLIMITED
    resource.prlimit(talk.process.pid, resource.RLIMIT_FSIZE, (soft, UNLIMITED))


def test_a_walk_an_emergency_and_a_question_go_on_and_are_remembered(tmp_path: Path) -> None:
    data, errors = tmp_path / "data", tmp_path / "errors"
    with Talk(data, errors=errors) as talk:
        talk.types("kari", "start veiviser")
        refuses(talk, writing=True)
        asked = talk.presses("kari", "nei")
        assert kinds(asked) == ["question"]
        assert "disk-refuses" in talk.complaints(), "whoever looks after it is told at once"
        assert kinds(talk.types("ola", "hun har tatt en overdose nå"))[0] == "urgent"
        assert "HFU" in talk.types("per", "når er HFU i Grorud åpen?")[-1]["text"]
        assert talk.waits(60) == []
        assert talk.types("kari", "2")
        refuses(talk, writing=False)
        assert talk.waits(60) == []
        before = talk.types("kari", "oppsummer")
        talk.quits()
        assert "disk-takes-again" in talk.complaints()
    with Talk(data, errors=errors) as talk:
        again = talk.types("kari", "oppsummer")
        assert [line["text"] for line in again] == [line["text"] for line in before]
        talk.quits()


def test_a_call_for_a_colleague_made_meanwhile_is_heard_taken_and_kept(tmp_path: Path) -> None:
    with Talk(tmp_path / "data", "--people", UNITS, errors=tmp_path / "errors") as talk:
        talk.types("mona", "hei")
        talk.sets("kari", district="grorud", unit="grorud-hjemmetjenesten")
        refuses(talk, writing=True)
        talk.types("kari", "snakk med noen")
        talk.presses("kari", "varsle")
        heard = talk.presses("kari", "bekreft")
        assert {(line["to"], line["kind"]) for line in heard} == {("mona", "ping"), ("kari", "receipt")}
        refuses(talk, writing=False)
        assert talk.waits(60) == []
        talk.quits()
    with Talk(tmp_path / "data", "--people", UNITS, errors=tmp_path / "errors") as talk:
        taken = talk.types("mona", "Jeg tar den")
        assert "kari" in {line["to"] for line in taken}
        talk.quits()


def test_who_asks_to_be_forgotten_is_not_told_that_the_disk_has_forgotten_her(tmp_path: Path) -> None:
    """Killed before the disk takes again, Varde would know her as before."""
    with Talk(tmp_path / "data", errors=tmp_path / "errors") as talk:
        talk.sets("kari", district="grorud")
        refuses(talk, writing=True)
        told = talk.types("kari", "glem meg")[-1]
        assert "får jeg ikke slettet akkurat nå" in told["text"]
        refuses(talk, writing=False)
        talk.waits(60)
        told = talk.types("kari", "glem meg")[-1]
        assert told["text"] == "Alt jeg hadde lagret om deg, er slettet."
        talk.quits()


def test_what_could_not_be_stored_in_the_end_is_said_in_one_line(tmp_path: Path) -> None:
    with Talk(tmp_path / "data", errors=tmp_path / "errors") as talk:
        talk.types("kari", "start veiviser")
        refuses(talk, writing=True)
        assert talk.types("kari", "5")
        talk.hang_up()
        assert talk.rest() == []
        assert talk.ended() == 2
        (line,) = [line for line in talk.complaints().splitlines() if line.startswith("varde: ")]
        assert "varde.db" in line
        assert "Traceback" not in talk.complaints()

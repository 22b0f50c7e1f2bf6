"""`varde chat` as a person meets it: in a terminal, a dumb one, a narrow one, and with pipes for one."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from channels.driving import PATIENCE, VARDE, bare_environment
from channels.screens import plain, screen

ESCAPE = "\x1b"


def test_numbers_are_buttons_and_a_restart_resumes_where_it_was(tmp_path: Path) -> None:
    with screen(tmp_path) as kari:
        first = kari.shows()
        assert "Hei." in first
        assert "  1  Gå gjennom en sak steg for steg" in plain(first)
        assert ESCAPE in first
        assert "Er noen i fare nå" in kari.types("1")
        assert "Hvilken rolle" in kari.types("5")
        kari.child.sendeof()
        assert kari.ends() == ("\r\n", 0)
    with screen(tmp_path) as kari:
        again = kari.shows()
        assert "Hvilken rolle" in again
        assert "Hei." not in again
        assert "Hva vet du om barn" in plain(kari.types("kommune"))
        kari.child.sendintr()
        text, status = kari.ends()
        assert "Traceback" not in text
        assert status == 0


def test_a_dumb_terminal_gets_no_colours(tmp_path: Path) -> None:
    with screen(tmp_path, TERM="dumb") as kari:
        assert ESCAPE not in kari.shows() + kari.types("akutt")


def test_forty_columns_are_enough_no_colours_are_printed_for_who_wants_none_and_sigterm_ends_it(tmp_path: Path) -> None:
    with screen(tmp_path, columns=40, NO_COLOR="1") as kari:
        said = kari.shows() + kari.types("start veiviser") + kari.types("akutt")
        assert ESCAPE not in said
        assert max(len(line) for line in said.splitlines()) <= 40
        kari.child.kill(signal.SIGTERM)
        assert kari.ends()[1] == 0


def test_piped_input_is_answered_without_colours_and_ends_with_status_0(tmp_path: Path) -> None:
    typed = "start veiviser\nnei\n\n\x00\x07 \x1b[31m\ntilbake\n\xff\n" + "x" * 100_000 + "\nhei"
    done = piped(tmp_path, typed.encode("latin-1"))
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Er noen i fare nå" in text
    assert ESCAPE not in text


def test_letters_that_the_output_does_not_have_are_replaced_and_typed_escapes_do_not_come_back(tmp_path: Path) -> None:
    done = piped(tmp_path, b"\x1b]0;owned\x07\n\x1b[2J\n", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Hei." in done.stdout
    assert b"\x1b" not in done.stdout


def piped(data: Path, typed: bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [VARDE, "chat", "--data", data],
        input=typed,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        env=bare_environment(**environment),
    )

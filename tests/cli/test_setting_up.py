"""Configuration, content and data that are wrong or cannot be used: one readable line and the right exit status."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import read
from channels.driving import PATIENCE, VARDE, Child, Talk, bare_environment
from cli.conftest import Varde

ROOT = Path(__file__).parents[2]
KEYS = """
knowledge flows people data language timezone database channels matrix homeserver user password_file device_name allow
telegram token_file mode owner_has_considered_nsm_2023 jsonlines health listen escalation wait rounds hours retention
conversation settings reminder asker ping outbox seen
""".split()
"""The keys of CONTRACT.md, «Files»."""


# --- configuration ----------------------------------------------------------------------------------------------------


def test_the_example_names_every_key_of_the_contract() -> None:
    text = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
    assert [key for key in KEYS if not re.search(rf"^[# ]*{key}:", text, re.MULTILINE)] == []


def test_the_example_loads_with_everything_in_it_turned_on(tmp_path: Path) -> None:
    text = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
    whole = tmp_path / "config.yaml"
    whole.write_text(re.sub(r"^(\s*)#(?=\s*[a-z_0-9]+:)", r"\1", text, flags=re.MULTILINE), encoding="utf-8")
    config = read(whole, {}, (tmp_path, tmp_path))
    assert config.file.channels.matrix is not None
    assert config.file.channels.telegram is not None
    assert config.knowledge == tmp_path / "knowledge"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("chanels:\n  jsonlines: {}\n", "chanels: unknown key (did you mean channels?)"),
        ("channels:\n  jsonlins: {}\n", "did you mean jsonlines?"),
        ("channels:\n  matrix:\n    homserver: https://x.no\n    homeserver: https://x.no\n    user: a\n", "homserver"),
        ("retention:\n  samtale: 1 d\n", "retention.samtale: unknown key"),
        ("retention:\n  conversation: 12 hours\n", "30 min, 12 t or 90 d"),
        ("timezone: Europe/Olso\n", "no such time zone"),
        ("language: nn\n", "language: can only be nb"),
        ("health: {listen: 9464}\n", "health.listen: is an address and a port, like 127.0.0.1:9464"),
        ("health: 9464\n", "health: is a section"),
        ("channels:\n  jsonlines: {}\n health:\n  listen: x\n", ":3:2: is not YAML: this line begins too far in"),
        ("health:\n\tlisten: x\n", ":2:1: is not YAML: a tab"),
        ("escalation:\n  hours: ma: fr\n", ":2:12: is not YAML: a colon"),
        ('timezone: "Oslo\nlanguage: nb\n', ":1:11: is not YAML: a quotation mark that is opened here"),
        ("timezone: \x00\n", "no text"),
        ("escalation: {wait: [1]}\n", "escalation.wait: a duration is written like"),
        ("channels:\n  matrix:\n    homeserver: x\n", "channels.matrix.user: is missing"),
        ("escalation:\n  rounds: many\n", "escalation.rounds: is a whole number"),
        ("a: [\n", ":2:1: is not YAML"),
        ("- a\n- b\n", "keys and values"),
        ("knowledge: nowhere\n", "knowledge: there is no folder"),
        ("flows: nowhere\n", "flows: there is no folder"),
        ("people: nobody.yaml\n", "people: there is no file"),
        ("database: mongodb://x\n", "sqlite:///"),
    ],
)
def test_a_configuration_that_is_wrong_is_status_2_and_says_which_key(
    varde: Varde, tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    ran = varde("chat", "--config", file, "--data", tmp_path / "data")
    assert ran.status == 2
    assert says in ran.complaint()


def test_a_configuration_that_cannot_be_read_is_status_2(varde: Varde, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    for file in ("missing", "folder", "bytes"):
        ran = varde("ask", "--config", tmp_path / file, "hei")
        assert ran.status == 2
        assert file in ran.complaint()


def test_config_yaml_in_the_current_directory_is_found(varde: Varde, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("timezone: Mars/Base\n", encoding="utf-8")
    assert "timezone" in varde("ask", "hei").complaint()


# --- content ----------------------------------------------------------------------------------------------------------


def test_content_with_a_feil_is_status_1_and_points_to_check(varde: Varde, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = varde("ask", "--knowledge", tmp_path / "empty", "hei")
    assert ran.status == 1
    assert ran.out == ""
    assert "varde check" in ran.err.splitlines()[-1]
    assert len(ran.err.splitlines()) <= 12
    assert re.match(r"varde: \S+:\d+:\d+: FEIL ", ran.err)


# --- data directory ---------------------------------------------------------------------------------------------------


def chat(*arguments: str | Path) -> tuple[int, str]:
    """Somebody says nothing at a terminal: exit status and standard error."""
    done = subprocess.run(
        [VARDE, "chat", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        env=bare_environment(),
    )
    return done.returncode, done.stderr.decode()


def refused(*arguments: str | Path) -> str:
    status, said = chat(*arguments)
    assert status == 2
    assert "Traceback" not in said
    (line,) = said.splitlines()
    return line


def test_a_data_directory_that_another_varde_uses_is_refused_and_the_other_goes_on(tmp_path: Path) -> None:
    with Talk(tmp_path / "data", errors=tmp_path / "errors") as talk:
        talk.types("kari", "hei")
        assert f"process {talk.process.pid}" in refused("--data", tmp_path / "data")
        assert talk.types("kari", "hei")
        talk.quits()


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "varde.db"
    file.write_bytes(b"no database at all " * 100)
    assert "not a Varde database" in refused("--data", tmp_path)
    assert file.read_bytes() == b"no database at all " * 100


def test_a_data_directory_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be written" in refused("--data", tmp_path / "file" / "data")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 192 KiB."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small file system can be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def test_on_a_disk_that_is_full_all_are_answered_and_at_the_end_one_line_says_it(
    small_disk: Path, tmp_path: Path
) -> None:
    people = 3000
    with Talk(small_disk, errors=tmp_path / "errors") as talk:
        talk.post(b'{"user":"kari-%d","text":"hei"}' % number for number in range(people))
        talk.hang_up()
        assert sum("idle" in line for line in talk.rest()) == people
        assert talk.ended() == 2
        assert "Traceback" not in talk.complaints()
        assert "no room is left" in talk.complaints()


# --- the service ------------------------------------------------------------------------------------------------------


def test_run_with_nobody_at_its_only_channel_says_so_in_one_line(tmp_path: Path) -> None:
    example = ROOT / "config.example.yaml"
    done = subprocess.run(
        [VARDE, "run", "--config", example, "--data", tmp_path],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        env=bare_environment(),
    )
    ready, said = done.stderr.decode().splitlines()
    assert (done.returncode, done.stdout, ready) == (0, b"", "varde: ready")
    assert "jsonlines: standard input ended before a line came" in said


def test_run_says_that_it_is_ready_answers_and_stops_on_sigterm_with_status_0(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("data: data\nchannels:\n  jsonlines: {}\n", encoding="utf-8")
    with Child("run", "--config", config, errors=tmp_path / "errors") as service:
        service.write(b'{"user":"kari","text":"hei"}\n{"advance":1}\n')
        kinds = [line and (line.get("kind") or next(iter(line))) for line in (service.next() for _ in range(5))]
        assert kinds == ["welcome", "menu", "idle", "error", "idle"]
        assert service.complaints().splitlines() == ["varde: ready"]
        service.tell(signal.SIGTERM)
        assert service.process.wait(10) == 0
        assert service.complaints().splitlines() == ["varde: ready"]
    assert (tmp_path / "data" / "varde.db").is_file()
    assert not (tmp_path / "data" / "varde.db-wal").exists()

"""Matrix i praksis, followed: the server and Varde with the very lines that stand there."""

from __future__ import annotations

import asyncio
import re
import subprocess
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import yaml

from matrix.homeserver import Homeserver, UnavailableError, python_of_synapse
from matrix.person import Event, Person, RefusedError
from matrix.varde import Varde

GUIDE = Path(__file__).parents[2] / "bot" / "channels" / "MATRIX.md"
STAFF = 12
"""More than Synapse by itself lets write to one user, or one user answer, at a time."""


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def sealed(event: Event, user: str) -> bool:
    return (event["type"], event["sender"]) == ("m.room.encrypted", user)


async def begins(stack: AsyncExitStack, server: Homeserver, number: int) -> tuple[Person, str]:
    person = await stack.enter_async_context(Person(server.url, server.register(f"ansatt-{number}")))
    room = await person.chat_with("@varde:example.test")
    await person.say(room, "hei")
    await person.until(lambda heard: sum(sealed(event, "@varde:example.test") for event in heard) >= 2)
    return person, room


async def test_whoever_follows_it_has_a_varde_that_answers_all_staff_at_once(tmp_path: Path) -> None:
    settings, ours = blocks("yaml")
    try:
        server = Homeserver(limits=True, settings=settings)
    except UnavailableError as why:
        pytest.skip(str(why))
    varde = Varde(tmp_path, server.url)
    _register(server, varde.place / "password")
    given = yaml.safe_load(ours)
    del given["health"]
    given["data"] = "data"
    given["channels"]["matrix"] |= {"homeserver": server.url, "user": varde.user, "password_file": "password"}
    given["channels"]["matrix"]["allow"] = [each.replace("example.no", "example.test") for each in ("@*:example.no",)]
    varde.settings = given
    try:
        varde.start()
        async with AsyncExitStack() as stack:
            people = await asyncio.gather(*(begins(stack, server, number) for number in range(STAFF)))
            person, room = people[0]
            assert (await person.state(room, "m.room.encryption"))["algorithm"] == "m.megolm.v1.aes-sha2"
            person.token = ""
            with pytest.raises(RefusedError, match="403"):
                await person.call("POST", "register", content={"username": "fremmed", "password": "x"})
        assert "too-many" not in varde.complaints()
        assert varde.stop() == 0
    finally:
        varde.kill()
        server.close()


def _register(server: Homeserver, password: Path) -> None:
    """By the command of the guide, with its places put right."""
    (command,) = [
        line for block in blocks("sh") for line in block.replace("\\\n", "").splitlines() if "register_new" in line
    ]
    program = python_of_synapse().with_name("register_new_matrix_user")
    words = command.split()
    words[0] = str(program)
    for flag, value in (("-c", server.place / "homeserver.yaml"), ("--password-file", password)):
        words[words.index(flag) + 1] = str(value)
    subprocess.run([*words[:-1], server.url], check=True, capture_output=True)


def test_the_words_in_its_table_of_errors_are_those_that_varde_says() -> None:
    source = "".join(path.read_text() for path in (GUIDE.parents[1] / "channels" / "matrix").glob("*.py"))
    source += (GUIDE.parents[1] / "store" / "error.py").read_text()
    table = re.findall(
        r"^\| (?!linjen)([a-z][^|]*?) (?:\(`M_\w+`\) )?\|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE
    )
    signs = [sign.strip() for cell in table for part in cell.split(",") for sign in part.split("…") if sign.strip()]
    assert len(signs) >= 10
    assert [sign for sign in signs if sign not in source] == []


def test_the_unit_and_the_guide_speak_of_the_same_files() -> None:
    unit = (GUIDE.parents[1] / "deploy" / "varde.service").read_text(encoding="utf-8")
    told = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
    name, _, secret = told["LoadCredential"].partition(":")
    guide = GUIDE.read_text(encoding="utf-8")
    assert f"password_file: /run/credentials/varde.service/{name}\n" in guide
    assert f"> {secret})" in guide
    assert f"data: /var/lib/{told['StateDirectory']}\n" in guide
    program, *_, config = told["ExecStart"].split()
    assert f"{program.removesuffix('/bin/varde')}/bin/pip install ." in guide
    assert f"`{config}`:" in guide
    assert int(told["RestartSec"]) <= 5, "a crash is no minute of silence"
    assert told["StartLimitIntervalSec"] == "0", "a full disk is mended by others, who do not know Varde"

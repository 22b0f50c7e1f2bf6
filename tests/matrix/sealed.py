"""Somebody with a client whose cryptography is not ours: matrix-js-sdk on Node, driven by lines of JSON."""

from __future__ import annotations

import asyncio
import fcntl
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from matrix.homeserver import UnavailableError, cache

HERE = Path(__file__).parent / "independent"
PATIENCE = 40.0
OLDEST_NODE = 20
Line = dict[str, Any]


def installed(packages: Path, script: str) -> Path:
    """A directory of the cache with these npm packages and the script in it. Raises UnavailableError."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise UnavailableError("node and npm are not here; the independent client needs them")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.removeprefix("v").partition(".")[0]) < OLDEST_NODE:
        raise UnavailableError(f"node {version.strip()} is too old for the independent client")
    home = cache() / f"node-{script.partition('.')[0]}"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = packages.read_text()
        kept = home / "installed.json"
        if not kept.exists() or kept.read_text() != wanted:
            shutil.copy(packages, home / "package.json")
            command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"]
            done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
            if done.returncode:
                raise UnavailableError("the npm packages of the independent client cannot be installed here")
            kept.write_text(wanted)
        shutil.copy(packages.parent / script, home)
    return home


class Sealed:
    """`heard` is everything that the client told, in order; it joins whatever it is invited to.

    `strict`: it deals with devices only that their owner has signed, as MSC4153 has it.
    """

    def __init__(self, url: str, user: str, password: str = "secret", *, strict: bool = False) -> None:
        self.user = user
        self.heard: list[Line] = []
        self._arguments = [url, user, password, *(["strict"] if strict else [])]
        self._home = installed(HERE / "package.json", "client.mjs")
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            "node", "client.mjs", *self._arguments, cwd=self._home, stdin=pipe, stdout=pipe, limit=1 << 22
        )
        self._listening = asyncio.create_task(self._listen())
        await self.until(lambda line: "ready" in line)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._process.kill()
        await self._process.wait()
        await self._listening

    async def does(self, what: str, **more: Any) -> str:
        """One command; what it gives back."""
        place = len(self.heard)
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": what, **more}).encode() + b"\n")
        await self._process.stdin.drain()
        line = await self.until(lambda line: "done" in line or "failed" in line, place)
        assert "done" in line, line
        return str(line["done"])

    async def until(self, wanted: Callable[[Line], bool], place: int = 0) -> Line:
        """The first line from a place on that is wanted."""
        async with asyncio.timeout(PATIENCE):
            while True:
                found = next((line for line in self.heard[place:] if wanted(line)), None)
                if found is not None:
                    return found
                self._news.clear()
                await self._news.wait()

    async def asks(self, room: str, bot: str, text: str, many: int = 1) -> list[Line]:
        """Say something; what is answered, each message once and decrypted."""
        place = len(self.heard)
        await self.does("say", room=room, text=text)
        return await self.answers(room, bot, many, place)

    async def answers(self, room: str, bot: str, many: int, place: int) -> list[Line]:
        # An event comes twice when it could be decrypted only later.
        old = {line["event"]["id"] for line in self.heard[:place] if "event" in line}

        def said() -> list[Line]:
            told = [line["event"] for line in self.heard[place:] if "event" in line]
            events = [event for event in told if event["id"] not in old]
            mine = [e for e in events if e["room"] == room and e["sender"] == bot and e["type"] == "m.room.message"]
            return list({event["id"]: event for event in mine if not event["failed"]}.values())

        await self.until(lambda _: len(said()) >= many, place)
        return said()

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.heard.append(json.loads(line))
            self._news.set()

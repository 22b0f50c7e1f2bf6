"""Matrix, encrypted, on a real homeserver, with a client whose cryptography is not ours."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeVar

from channels.network import one_line, wordy
from matrix.homeserver import Homeserver
from matrix.person import Person, is_message, text
from matrix.sealed import Sealed
from matrix.varde import Varde

T = TypeVar("T")


class MatrixNetwork:
    """Its people are driven by an event loop in a thread of its own."""

    longest = 4000

    def __init__(self, place: Path) -> None:
        self._server = Homeserver()
        user = self._server.register("varde")
        self._varde = Varde(place, self._server.url, user, allow=["@kari-*:example.test"])
        self._varde.settings["knowledge"] = str(wordy(place / "knowledge"))
        self._varde.start()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._stack = AsyncExitStack()
        self._people: dict[str, tuple[Sealed, str]] = {}
        self._heard: dict[str, int] = defaultdict(int)
        self._chosen: dict[str, int] = {}

    def start(self) -> None:
        self._varde.start()

    def kill(self) -> None:
        self._varde.kill()

    def close(self) -> None:
        try:
            self._now(self._stack.aclose())
            assert self._varde.stop() == 0
            assert "Traceback" not in self._varde.complaints()
        finally:
            self._varde.kill()
            self._server.close()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    def newcomer(self) -> str:
        who = f"kari-{len(self._people)}"
        person = self._now(self._enter(Sealed(self._server.url, self._server.register(who))))
        self._people[who] = person, self._now(person.does("room", **{"with": self._varde.user}))
        return who

    def says(self, who: str, text: str) -> str:
        person, room = self._people[who]
        return str(self._now(person.does("say", room=room, text=text)))

    def says_twice(self, who: str, text: str) -> str:
        """Without its place in the stream, Varde is given the last events of each room once more."""
        self.says(who, text)
        heard = self.hears(who)
        assert self._varde.stop() == 0
        (self._varde.data / "matrix" / "since").unlink()
        self._varde.start()
        return heard

    def hears(self, who: str, many: int = 1) -> str:
        person, room = self._people[who]
        wanted = self._heard[who] + many
        said = self._now(person.answers(room, self._varde.user, wanted, 0))[self._heard[who] : wanted]
        self._heard[who] = wanted
        assert all(event["encrypted"] for event in said)
        return one_line([event["content"]["body"] for event in said])

    def chooses(self, who: str, place: int) -> None:
        self._chosen[who] = place
        self.says(who, str(place))

    def chooses_again(self, who: str) -> None:
        self.says(who, str(self._chosen[who]))

    def erased(self, who: str, line: str) -> bool:
        person, _ = self._people[who]
        return bool(self._now(person.until(lambda told: told.get("redacted") == line)))

    def outsider(self, text: str) -> list[str]:
        return self._now(self._outside(text))

    async def _outside(self, said: str) -> list[str]:
        """Until the invite is declined."""
        async with Person(self._server.url, self._server.register("ola")) as ola:
            room = await ola.chat_with(self._varde.user)
            await ola.say(room, said)
            await ola.until(lambda heard: any("reason" in event["content"] for event in heard))
            return [text(event) for event in ola.heard if is_message(event) and event["sender"] == self._varde.user]

    async def _enter(self, person: Sealed) -> Sealed:
        return await self._stack.enter_async_context(person)

    def _now(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

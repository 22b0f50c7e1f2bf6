"""Many people ask many questions while Varde is killed and the homeserver goes away; was each answered once, in order?

`python -m matrix.storm` (with `tests` on the path) runs the whole of it: 1,000 questions of 20 people, 10 kills, two
restarts of the server.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from matrix.homeserver import Homeserver
from matrix.person import Person, RefusedError, is_message, text
from matrix.varde import Varde

SETTLES_WITHIN = 300.0
BETWEEN_KILLS = 5.0
"""Seconds, roughly: the questions are spread over all of the trouble."""
QUESTIONS = ("99", "hjelp", "takk")
"""Each has exactly one answer in the menu, and neighbours have different ones."""


@dataclass(frozen=True, slots=True)
class Storm:
    """How much of it."""

    people: int = 20
    questions: int = 1000
    kills: int = 10
    restarts: int = 2
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Weathered:
    """What came of it."""

    asked: int
    answered: int
    wrong: Sequence[str]
    seconds: float
    memory: int
    complaints: str


async def weathered(storm: Storm, place: Path, server: Homeserver) -> Weathered:
    """Send it all through, and compare with what an undisturbed conversation gives."""
    varde = Varde(place, server.url, server.register("varde"))
    varde.start()
    start = time.monotonic()
    try:
        async with AsyncExitStack() as stack:
            users = [server.register(f"storm-{number}") for number in range(storm.people)]
            people = [await stack.enter_async_context(Person(server.url, user)) for user in users]
            rooms = [await person.chat_with(varde.user) for person in people]
            expected = await _expected(people[0], rooms[0], varde.user)
            for person, room in zip(people[1:], rooms[1:], strict=True):
                await person.asks(room, varde.user, "meny", 2)
            before = [len(await _said(person, room, varde.user)) for person, room in zip(people, rooms, strict=True)]
            share = storm.questions // storm.people
            troubles = asyncio.create_task(_trouble(storm, varde, server))
            pairs = list(zip(people, rooms, strict=True))
            pace = storm.kills * BETWEEN_KILLS / share
            await asyncio.gather(*(_ask_all(*pair, share, number, pace) for number, pair in enumerate(pairs)))
            await troubles
            wanted = [[said for k in range(share) for said in expected[_question(n, k)]] for n in range(len(people))]
            waiting = zip(pairs, before, wanted, strict=True)
            said = await asyncio.gather(*(_heard(*pair, varde.user, old, len(all_)) for pair, old, all_ in waiting))
            wrong = [
                f"{person.user}: {len(got)} messages, wanted {len(want)}; the same ones: {sorted(got) == sorted(want)}"
                for person, got, want in zip(people, said, wanted, strict=True)
                if got != want
            ]
            memory = varde.memory()
    finally:
        varde.kill()
    seconds = time.monotonic() - start
    return Weathered(share * storm.people, sum(map(len, said)), wrong, seconds, memory, varde.complaints())


def _question(person: int, number: int) -> str:
    return QUESTIONS[(person + number) % len(QUESTIONS)]


async def _expected(person: Person, room: str, bot: str) -> dict[str, list[str]]:
    """What each question is answered with, when nothing goes wrong."""
    await person.asks(room, bot, "meny", 2)
    found = {}
    for question in QUESTIONS:
        before = len(await _said(person, room, bot))
        await person.asks(room, bot, question)
        await person.quiet(1)
        found[question] = (await _said(person, room, bot))[before:]
    assert len({tuple(said) for said in found.values()}) == len(QUESTIONS)
    return found


async def _ask_all(person: Person, room: str, share: int, number: int, pace: float) -> None:
    """Without waiting for answers; what the server does not take while it is away is sent again, once."""
    for k in range(share):
        content = {"msgtype": "m.text", "body": _question(number, k)}
        while True:
            try:
                await person.call("PUT", "rooms", room, "send", "m.room.message", f"q{k}", content=content)
                break
            except (aiohttp.ClientError, RefusedError, TimeoutError):
                await asyncio.sleep(0.2)
        await asyncio.sleep(pace)


async def _trouble(storm: Storm, varde: Varde, server: Homeserver) -> None:
    chance = random.Random(storm.seed)
    restarts = {storm.kills * (n + 1) // (storm.restarts + 1) for n in range(storm.restarts)}
    for kill in range(storm.kills):
        await asyncio.sleep(chance.uniform(0.3, 2.0))
        if kill in restarts:
            server.stop()
            await asyncio.sleep(0.5)
            await asyncio.to_thread(server.start)
        varde.kill()
        await asyncio.to_thread(varde.start, ready=False)
        await asyncio.sleep(chance.uniform(2.0, 6.0))


async def _heard(person: Person, room: str, bot: str, before: int, wanted: int) -> list[str]:
    """All answers after the first so many, when nothing more comes."""
    end = time.monotonic() + SETTLES_WITHIN
    while time.monotonic() < end and len(await _said(person, room, bot)) < before + wanted:
        await asyncio.sleep(2)
    await asyncio.sleep(5)
    return (await _said(person, room, bot))[before:]


async def _said(person: Person, room: str, bot: str) -> list[str]:
    """What the bot has said in a room, from the server's own history."""
    found: list[str] = []
    start = ""
    while True:
        query = {"dir": "b", "limit": "500", **({"from": start} if start else {})}
        page = await person.call("GET", "rooms", room, "messages", **query)
        found += [text(e) for e in page["chunk"] if is_message(e) and e["sender"] == bot]
        if "end" not in page or not page["chunk"]:
            break
        start = page["end"]
    return list(reversed(found))


async def main() -> None:
    server = Homeserver()
    try:
        result = await weathered(Storm(), Path(tempfile.mkdtemp()), server)
    finally:
        server.close()
    print(f"{result.asked} asked, {result.answered} answered in {result.seconds:.0f} s, {result.memory >> 20} MiB")
    print("\n".join(result.wrong) or "every question answered exactly once, in order")


if __name__ == "__main__":
    asyncio.run(main())

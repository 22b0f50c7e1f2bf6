"""On a homeserver with the rate limits that Synapse has by itself."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

from matrix.homeserver import Homeserver
from matrix.person import Event, Person, is_message, text
from matrix.varde import Varde

LINES = ("takk", "hjelp", "takk", "hjelp", "takk")
"""With the welcome twelve messages: two more than may come at once."""


def is_writing(event: Event, user: str) -> bool:
    return event["type"] == "m.typing" and user in event["content"]["user_ids"]


async def test_it_waits_as_long_as_it_is_told_and_everything_comes_once_and_in_order(tmp_path: Path) -> None:
    server = Homeserver(limits=True)
    varde = Varde(tmp_path, server.url, server.register("varde"))
    try:
        varde.start()
        async with Person(server.url, server.register("kari")) as kari:
            room = await kari.chat_with(varde.user)
            await kari.asks(room, varde.user, "meny", 2)
            place = len(kari.heard)
            for line in LINES:
                await kari.say(room, line)
            await kari.answers(room, varde.user, 2 * len(LINES), place)
            said = [text(e) for e in kari.heard[place:] if is_message(e) and e["sender"] == varde.user]
            assert any(is_writing(event, varde.user) for event in kari.heard[place:])
        starts = [each[:20] for each in said]
        assert starts[::2] == ["Bare hyggelig. Skriv", "Slik bruker du meg: "] * 2 + ["Bare hyggelig. Skriv"]
        assert set(starts[1::2]) == {"Hva vil du gjøre? Du"}
        refused = varde.complaints().count("not-delivered too-many")
        assert 1 <= refused <= 6, varde.complaints()
        assert varde.stop() == 0
    finally:
        varde.kill()
        server.close()


async def test_a_chat_that_may_not_be_joined_yet_holds_up_nobody(tmp_path: Path) -> None:
    """One may be joined every eight seconds, and two at once."""
    server = Homeserver(settings="rc_joins: {local: {per_second: 0.125, burst_count: 2}}")
    varde = Varde(tmp_path, server.url, server.register("varde"))
    try:
        varde.start()
        async with AsyncExitStack() as stack:
            users = [server.register(name) for name in ("kari", "ola", "per")]
            people = [await stack.enter_async_context(Person(server.url, user)) for user in users]
            rooms = [await person.chat_with(varde.user) for person in people[:2]]
            await people[0].asks(rooms[0], varde.user, "meny", 2)
            last = await people[2].chat_with(varde.user)
            await people[2].say(last, "meny")
            await people[0].asks(rooms[0], varde.user, "hjelp", 2)
            await people[2].sync(0)
            assert not [event for event in people[2].heard if event["sender"] == varde.user]
            await people[2].answers(last, varde.user, 2)
        assert varde.stop() == 0
    finally:
        varde.kill()
        server.close()

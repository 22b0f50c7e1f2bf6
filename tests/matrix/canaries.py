"""Everything that a person can put a word into on Matrix, each with a canary of its own in it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from matrix.person import Person, RefusedError
from matrix.sealed import Sealed
from privacy import searching
from privacy.sandbox import Left, Sandbox

FILES = searching.MAY_BE_WRITTEN | {
    "config.yaml",
    "password",
    "device.json",
    "matrix-identity.json",
    "since",
    "keys.db",
    "keys.db-wal",
    "keys.db-shm",
    "keys.db-journal",
    "keys.db-kept",
}
"""What a run on Matrix may leave; the first two are ours."""
Content = dict[str, Any]
_MXC = "mxc://example.test/abc"


_EARLIER = "$an-earlier-event"
"""In its place comes an event of the room: a server takes no relation to others."""


def _relating(kind: str, **more: object) -> Content:
    return {"m.relates_to": {"rel_type": kind, "event_id": _EARLIER, **more}}


def _placed(content: Content, earlier: str) -> Content:
    found: Content = json.loads(json.dumps(content).replace(_EARLIER, earlier))
    return found


def _file(kind: str, word: str) -> Content:
    named = {"filename": f"{word}.jpg", "info": {"mimetype": word, "size": 7}}
    return {"msgtype": kind, "body": f"bildetekst {word}", "url": _MXC, **named}


MESSAGES: Mapping[str, Callable[[str], Content]] = {
    "text": lambda word: {"msgtype": "m.text", "body": f"hvem hjelper barn når mor er syk? {word}"},
    "emote": lambda word: {"msgtype": "m.emote", "body": word},
    "notice": lambda word: {"msgtype": "m.notice", "body": word},
    "number": lambda word: {"msgtype": "m.text", "body": f"fnr 27045951478 {word}"},
    "emergency": lambda word: {"msgtype": "m.text", "body": f"hun sier hun vil dø {word}"},
    "start": lambda _: {"msgtype": "m.text", "body": "start veiviser"},
    "in a flow": lambda word: {"msgtype": "m.text", "body": f"nei {word}"},
    "setting": lambda word: {"msgtype": "m.text", "body": f"innstillinger {word}"},
    "html": lambda word: {
        "msgtype": "m.text",
        "body": "hei",
        "format": "org.matrix.custom.html",
        "formatted_body": f'<b title="{word}">{word}</b><script>{word}</script>',
    },
    "quoted reply": lambda word: {
        "msgtype": "m.text",
        "body": f"> <@x:y> {word}\n\nja",
        "m.relates_to": {"m.in_reply_to": {"event_id": _EARLIER}},
    },
    "forward": lambda word: {"msgtype": "m.text", "body": word, "m.forwarded": {"sender": word, "body": word}},
    "thread": lambda word: {"msgtype": "m.text", "body": word} | _relating("m.thread", is_falling_back=True),
    "mention": lambda word: {"msgtype": "m.text", "body": "hei", "m.mentions": {"user_ids": [f"@{word}:x"]}},
    "forged edit": lambda word: (
        {"msgtype": "m.text", "body": word, "m.new_content": {"msgtype": "m.text", "body": word}}
        | _relating("m.replace")
    ),
    "caption and file name": lambda word: _file("m.image", word),
    "file": lambda word: _file("m.file", word),
    "audio": lambda word: _file("m.audio", word),
    "video": lambda word: _file("m.video", word),
    "place": lambda word: {"msgtype": "m.location", "body": word, "geo_uri": f"geo:59,10;{word}"},
    "unknown msgtype": lambda word: {"msgtype": f"no.{word}", "body": word, word: word},
    "malformed body": lambda word: {"msgtype": "m.text", "body": [word]},
    "malformed type": lambda word: {"msgtype": [word], "body": word},
    "malformed relation": lambda word: {"msgtype": "m.text", "body": word, "m.relates_to": word},
    "long": lambda word: {"msgtype": "m.text", "body": f"{word} {'x' * 60_000} {word}"},
    "surrogate": lambda word: {"msgtype": "m.text", "body": f"{word}\ud800"},
    "nul": lambda word: {"msgtype": "m.text", "body": f"{word}\0{word}"},
    "right to left": lambda word: {"msgtype": "m.text", "body": f"\u202e{word}\u202c\ufffe"},
    "forgotten": lambda word: {"msgtype": "m.text", "body": f"glem meg {word}"},
}
"""Kind -> the content of a message."""
EVENTS: Mapping[str, tuple[str, Callable[[str], Content]]] = {
    "sticker": ("m.sticker", lambda word: {"body": word, "url": _MXC, "info": {"x": word}}),
    "reaction": ("m.reaction", lambda word: _relating("m.annotation", key=word)),
    "poll": (
        "org.matrix.msc3381.poll.start",
        lambda word: {
            "org.matrix.msc3381.poll.start": {"question": {"body": word}, "answers": [{"id": word, "body": word}]},
            "org.matrix.msc1767.text": word,
        },
    ),
    "stable poll": (
        "m.poll.start",
        lambda word: {"m.poll": {"question": {"m.text": [{"body": word}]}, "answers": []}, "m.text": [{"body": word}]},
    ),
    "live place": ("m.beacon", lambda word: {"m.location": {"uri": f"geo:59,10;{word}", "description": word}}),
    "vote": ("org.matrix.msc3381.poll.response", lambda word: {"answers": [word]} | _relating("m.reference")),
    "unknown type": ("no.such.type", lambda word: {word: word}),
    "malformed event": ("m.room.message", lambda word: {"body": {"a": word}, "msgtype": "m.text", "format": 7}),
    "call": ("m.call.invite", lambda word: {"call_id": word, "offer": word, "version": {}, "lifetime": "x"}),
    "cannot be decrypted": (
        "m.room.encrypted",
        lambda word: {
            "algorithm": "m.megolm.v1.aes-sha2",
            "ciphertext": word,
            "sender_key": word,
            "session_id": word,
            "device_id": word,
        },
    ),
}
"""Kind -> the type of an event, and its content."""
STATES: Mapping[str, tuple[str, Callable[[str], Content]]] = {
    "room name": ("m.room.name", lambda word: {"name": word}),
    "topic": ("m.room.topic", lambda word: {"topic": word}),
    "malformed name": ("m.room.name", lambda word: {"name": [word]}),
    "pinned": ("m.room.pinned_events", lambda word: {"pinned": word}),
    "unknown state": ("no.such.state", lambda word: {"a": word}),
}
"""Kind -> the type of a state event, and its content."""
SEALED = {f"sealed {kind}": make for kind, make in MESSAGES.items() if kind not in ("start", "surrogate", "long")}
"""The same in an encrypted room."""
OF_THE_PERSON = ("display name", "edit", "sealed edit")


@dataclass
class Canaries:
    """`words` has one for each kind; what the server would not take was never sent."""

    words: dict[str, str] = field(
        default_factory=lambda: {
            kind: searching.canary() for kind in (*MESSAGES, *EVENTS, *STATES, *SEALED, *OF_THE_PERSON)
        }
    )
    refused: list[str] = field(default_factory=list)

    async def send(self, person: Person, room: str) -> None:
        """Everything in a room without encryption."""
        name = {"displayname": self.words["display name"]}
        await person.call("PUT", "profile", person.user, "displayname", content=name)
        said = await person.say(room, "meny")
        for kind, make in MESSAGES.items():
            await self._try(kind, person.post(room, _placed(make(self.words[kind]), said)))
        for kind, (type_, make) in EVENTS.items():
            await self._try(kind, person.post(room, _placed(make(self.words[kind]), said), type_))
        for kind, (type_, make) in STATES.items():
            content = make(self.words[kind])
            await self._try(kind, person.call("PUT", "rooms", room, "state", type_, "", content=content))
        await person.edit(room, said, self.words["edit"])

    async def send_sealed(self, person: Sealed, room: str) -> None:
        said = await person.does("say", room=room, text="meny")
        for kind, make in SEALED.items():
            content = _placed(make(self.words[kind]), said)
            await person.does("send", room=room, type="m.room.message", content=content)
        await person.does("edit", room=room, event=said, text=self.words["sealed edit"])

    async def _try(self, kind: str, sending: Any) -> None:
        try:
            await sending
        except RefusedError:
            self.refused.append(kind)

    def left(self, sandbox: Sandbox) -> Left:
        texts = {kind: (str(make(self.words[kind]).get("body")),) for kind, make in MESSAGES.items()}
        return Left(self.words, texts, sandbox.blobs(), FILES)


class Wire:
    """A connection to the homeserver that can be cut and mended."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._cut = False
        self._open: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        self._cut = True
        for each in self._open:
            each.transport.abort()

    def mend(self) -> None:
        self._cut = False

    @asynccontextmanager
    async def laid(self) -> AsyncIterator[str]:
        """Its address."""
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        async with server:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            self.cut()

    async def _carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if self._cut:
            back.transport.abort()
            return
        far, out = await asyncio.open_connection("127.0.0.1", self._to)
        self._open |= {back, out}
        with suppress(OSError):
            async with asyncio.TaskGroup() as both:
                both.create_task(_pumped(near, out))
                both.create_task(_pumped(far, back))
        self._open -= {back, out}


async def _pumped(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(1 << 16):
            to.write(data)
            await to.drain()
    with suppress(OSError):
        to.close()


def configured(place: Path, url: str, user: str) -> str:
    """The name of a configuration for an account of its own."""
    (place / "password").write_text("secret\n")
    section = {"homeserver": url, "user": user, "password_file": "password", "allow": ["@*:example.test"]}
    file = place / "config.yaml"
    file.write_text(yaml.safe_dump({"data": "data", "channels": {"matrix": section}}))
    return str(file)

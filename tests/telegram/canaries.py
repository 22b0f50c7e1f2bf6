"""Every kind of input that Telegram knows, with a canary in each place where a person can write.

The privacy suite plays this against a running Varde and looks for the canaries afterwards. One more kind is one more
entry: what she sends is done by a person of her own, so that no kind stands in the way of another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from faults import Fault, Json
from standin import Standin

Planting = Callable[[Standin, int, str], object]
NUMBER = "27045951478"
FILE = {"file_id": "AgACxyz", "file_unique_id": "AQADxyz"}
PHOTO: Json = {"photo": [{**FILE, "width": 90, "height": 90}]}
GROUP = -1_000_000
BOT = {"id": 123456, "is_bot": True, "first_name": "Varde"}


def plant(network: Standin, words: Mapping[str, str], first: int = 1000) -> None:
    """Send every kind that has a word, at once; `network` is not to check updates against a model."""
    assert network.checked_update is None
    network.filters = False
    network.chats[GROUP] = {}
    for person, kind in enumerate(KINDS, start=first):
        if kind in words:
            network.chats[person] = {}
            KINDS[kind](network, person, words[kind])


def _puts(**content: Any) -> Planting:
    """A message with this content; CANARY in it stands for the word."""
    return lambda network, person, word: network.puts(person, **_with(content, word))


def _updates(**update: Any) -> Planting:
    """An update of any shape; PERSON in it stands for her number."""
    return lambda network, person, word: network.update(**_with(update, word, person))


def _answers(status: int, body: str) -> Planting:
    """An answer to getUpdates that is not what it should be."""

    def plan(network: Standin, person: int, word: str) -> None:
        network.faults["getUpdates"].append(Fault(status, body=body.replace("CANARY", word).encode()))

    return plan


def _edits(before: Json, **after: Any) -> Planting:
    def edit(network: Standin, person: int, word: str) -> None:
        number = network.puts(person, **before)
        network.edits(person, number, **_with(after, word))

    return edit


def _from(**who: Any) -> Planting:
    """Somebody whose profile holds the word."""

    def write(network: Standin, person: int, word: str) -> None:
        named = _with(who, word)
        user = {"id": person, "is_bot": False, "first_name": "K", **named}
        chat = {"id": person, "type": "private", **named}
        network.puts(person, text="hei", **{"from": user}, chat=chat)

    return write


def _presses(network: Standin, person: int, word: str) -> None:
    network.presses(person, word)
    network.presses(person, f"1?{word}")


def _album(network: Standin, person: int, word: str) -> None:
    for caption in (word, "", f"{NUMBER} {word}"):
        network.puts(person, media_group_id=word, caption=caption, **PHOTO)


def _deep(network: Standin, person: int, word: str) -> None:
    nested: Any = word
    for _ in range(900):
        nested = {word: nested}
    network.puts(person, game=nested)


def _with(content: Any, word: str, person: int = 0) -> Any:
    match content:
        case str():
            return content.replace("CANARY", word)
        case list():
            return [_with(each, word, person) for each in content]
        case dict():
            return {_with(key, word, person): _with(each, word, person) for key, each in content.items()}
        case _ if content is PERSON:
            return person
        case _:
            return content


PERSON = object()
_PRIVATE: Json = {"id": PERSON, "type": "private", "first_name": "CANARY"}
_USER: Json = {"id": PERSON, "is_bot": False, "first_name": "CANARY"}
_HEAD: Json = {"message_id": 7, "date": 0, "chat": _PRIVATE, "from": _USER}
_SHARED: Json = {"id": GROUP, "type": "supergroup", "title": "CANARY"}
_ADDED: Json = {
    "chat": _SHARED,
    "from": _USER,
    "date": 0,
    "old_chat_member": {"status": "left", "user": BOT},
    "new_chat_member": {"status": "administrator", "user": BOT, "custom_title": "CANARY"},
}
_OTHERS: Json = {"message_id": 3, "date": 0, "chat": {"id": 5, "type": "private"}}
_LONG = "x" * 65_536

KINDS: Mapping[str, Planting] = {
    "text": _puts(text="CANARY"),
    "question": _puts(text="hvem hjelper barn når mor er syk? CANARY"),
    "number": _puts(text=f"fnr {NUMBER} CANARY"),
    "address": _puts(text="Kari Nordmann CANARY, Storgata 12B"),
    "emergency": _puts(text="hun sier hun vil dø CANARY"),
    "command": _puts(text="/CANARY CANARY"),
    "start with a payload": _puts(text="/start CANARY"),
    "start with a number": _puts(text=f"/start CANARY-{NUMBER}"),
    "edited text": _edits({"text": "hei"}, text="CANARY"),
    "number edited in": _edits({"text": "hei"}, text=f"CANARY {NUMBER}"),
    "caption": _puts(**PHOTO, caption="CANARY"),
    "number in a caption": _puts(**PHOTO, caption=f"CANARY {NUMBER}"),
    "edited caption": _edits(PHOTO, caption="CANARY"),
    "album": _album,
    "quote": _puts(text="hva nå", quote={"text": "CANARY", "position": 0}),
    "reply to another": _puts(text="hva nå", reply_to_message={**_OTHERS, "from": _USER, "text": "CANARY"}),
    "reply to elsewhere": _puts(
        text="hva nå",
        external_reply={"origin": {"type": "hidden_user", "date": 0, "sender_user_name": "CANARY"}},
    ),
    "forward": _puts(
        text="CANARY", forward_origin={"type": "hidden_user", "date": 0, "sender_user_name": "CANARY"}
    ),
    "link": _puts(text="her", entities=[{"type": "text_link", "offset": 0, "length": 3, "url": "http://x/CANARY"}]),
    "file name": _puts(document={**FILE, "file_name": "CANARY.pdf", "mime_type": "CANARY/CANARY"}),
    "song": _puts(audio={**FILE, "duration": 3, "title": "CANARY", "performer": "CANARY"}),
    "sticker": _puts(sticker={**FILE, "type": "regular", "set_name": "CANARY", "emoji": "CANARY"}),
    "file id": _puts(voice={"file_id": "CANARY", "file_unique_id": "CANARY", "duration": 1}),
    "contact card": _puts(
        contact={"phone_number": "CANARY", "first_name": "CANARY", "last_name": "CANARY", "vcard": "NOTE:CANARY"}
    ),
    "venue": _puts(venue={"location": {"latitude": 1.0, "longitude": 1.0}, "title": "CANARY", "address": "CANARY"}),
    "poll": _puts(poll={"id": "1", "question": "CANARY", "options": [{"text": "CANARY", "voter_count": 0}]}),
    "checklist": _puts(checklist={"title": "CANARY", "tasks": [{"id": 1, "text": "CANARY"}]}),
    "game": _puts(game={"title": "CANARY", "description": "CANARY", "photo": []}),
    "data of an app": _puts(web_app_data={"data": "CANARY", "button_text": "CANARY"}),
    "people shared": _puts(users_shared={"request_id": 1, "users": [{"user_id": 1, "first_name": "CANARY"}]}),
    "display name": _from(first_name="CANARY", last_name="CANARY"),
    "username": _from(username="CANARY"),
    "language": _from(language_code="CANARY"),
    "name of a group": _updates(my_chat_member=_ADDED),
    "line in a group": _updates(message={**_HEAD, "chat": _SHARED, "text": "CANARY"}),
    "post in a channel": _updates(
        channel_post={"message_id": 7, "date": 0, "chat": {**_SHARED, "type": "channel"}, "text": "CANARY"}
    ),
    "forged button": _presses,
    "forged query": _updates(callback_query={"id": "CANARY", "from": _USER, "data": "1?nei", "CANARY": "CANARY"}),
    "unknown message": _puts(CANARY={"CANARY": "CANARY"}),
    "unknown update": _updates(CANARY={"CANARY": "CANARY"}),
    "business message": _updates(business_message={**_HEAD, "text": "CANARY"}),
    "inline query": _updates(inline_query={"id": "CANARY", "from": _USER, "query": "CANARY", "offset": "CANARY"}),
    "no object": _updates(message="CANARY"),
    "no chat": _updates(message={"message_id": 1, "CANARY": "CANARY", "text": "CANARY"}),
    "no number": _updates(message={**_HEAD, "message_id": "CANARY", "text": "CANARY"}),
    "no number of a chat": _updates(message={**_HEAD, "chat": {"id": "CANARY", "type": "private"}, "text": "CANARY"}),
    "an endless number": _updates(message={**_HEAD, "message_id": float("inf"), "text": "CANARY"}),
    "text that is a list": _puts(text=["CANARY"]),
    "far too deep": _deep,
    "not json": _answers(200, '{"ok":true,"result":[{"update_id":1,"message":{"text":"CANARY'),
    "an error in words": _answers(400, '{"ok":false,"error_code":400,"description":"Bad Request: CANARY"}'),
    "no updates": _answers(200, '{"ok":true,"result":["CANARY",{"update_id":"CANARY"},[{"CANARY":"CANARY"}]]}'),
    "64 KB": _puts(text=f"CANARY {_LONG} CANARY"),
    "lone surrogates": _puts(text="CANARY\ud800 CANARY\udfff"),
    "nul": _puts(text="CANARY\x00 CANARY"),
    "right to left": _puts(text="\u202eCANARY\u202c"),
    "invisible": _puts(text="CANARY\u200b\u2060"),
    "html": _puts(text="<b>CANARY</b><script>CANARY</script>"),
    "forgotten": lambda network, person, word: (network.writes(person, word), network.writes(person, "glem meg")),
}

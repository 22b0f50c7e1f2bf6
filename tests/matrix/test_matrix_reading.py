"""What a message holds beside its text comes before the guard, wherever it stands."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.matrix.reading import heard
from bot.core.events import MessageEdited, MessageReceived, MessageUnreadable
from bot.core.listening.identity import find_identity

NUMBER = "27045951478"
HTML = {"msgtype": "m.text", "body": "ja", "format": "org.matrix.custom.html"}
POLL = "org.matrix.msc3381.poll.start"
TEXT = "org.matrix.msc1767.text"


class Event:
    """As nio gives one."""

    def __init__(self, content: dict[str, Any], kind: str = "m.room.message") -> None:
        self.source = {"type": kind, "event_id": "$a", "sender": "@kari:x.no", "content": content}


def beside(event: Event) -> str:
    found = heard(event, "!room:x.no", "@kari:x.no")
    assert isinstance(found, MessageReceived | MessageEdited | MessageUnreadable)
    assert found.beside is not None
    return found.beside.reveal()


@pytest.mark.parametrize(
    "event",
    [
        Event({POLL: {"question": {TEXT: f"Gjelder {NUMBER}?"}, "answers": []}}, POLL),
        Event({"m.poll.start": {"answers": [{"m.text": [{"body": NUMBER}]}]}}, "m.poll.start"),
        Event(HTML | {"formatted_body": f'<a href="https://x.no/{NUMBER}">ja</a>'}),
        Event(HTML | {"formatted_body": f'<a href="https://x.no/?n={NUMBER}&amp;a=b">ja</a>'}),
        Event(HTML | {"formatted_body": "&#50;7045951478"}),
        Event(HTML | {"formatted_body": "<b>270459</b>51478"}),
        Event({"msgtype": "m.location", "body": "her", "m.location": {"description": NUMBER}}),
        Event(
            {
                "msgtype": "m.text",
                "body": "* ja",
                "m.new_content": HTML | {"formatted_body": f"<i>{NUMBER}</i>"},
                "m.relates_to": {"rel_type": "m.replace", "event_id": "$b"},
            }
        ),
    ],
)
def test_an_identity_number_is_seen_wherever_it_stands(event: Event) -> None:
    assert find_identity(beside(event)) is not None


@pytest.mark.parametrize(
    "content",
    [
        {"msgtype": "m.location", "body": "her", "geo_uri": "geo:59.91273,10.74609;u=35"},
        {"msgtype": "m.image", "body": "a.jpg", "url": "mxc://x.no/aB12345678cD90", "info": {"mimetype": "image/jpeg"}},
        {"msgtype": "m.text", "body": "ja", "m.relates_to": {"m.in_reply_to": {"event_id": "$1a2b3c4d5e6f"}}},
        {"msgtype": "m.text", "body": "1 < 2 & 3 > 2", "m.mentions": {"user_ids": ["@varde:x.no"]}},
    ],
)
def test_what_a_client_adds_is_no_identity_number(content: dict[str, Any]) -> None:
    assert find_identity(beside(Event(content))) is None


def test_however_deep_and_wide_it_is_read_only_so_far() -> None:
    deep: Any = "innerst"
    for _ in range(100_000):
        deep = [deep]
    assert beside(Event({"msgtype": "m.text", "body": "ja", "deep": deep})) == "m.text\n\nja"
    wide = {"msgtype": "m.text", "body": "ja", "wide": [str(number) * 20 for number in range(100_000)]}
    assert len(beside(Event(wide))) <= 200_000
    while isinstance(deep, list):
        deep = deep.pop()

"""Who may come in, what is refused, what is deleted, and that nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults import Fault
from methods import LIMIT_48_HOURS
from running import Varde
from standin import Standin
from talking import asks, buttons

NUMBER = "27045951478"
FILE = {"file_id": "AgAC27045951478x", "file_unique_id": "AQAD92408834"}
PHOTO = {"photo": [{**FILE, "width": 90, "height": 90}]}
STICKER = {"sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}}
CONTENTS: dict[str, dict[str, Any]] = {
    "photo": PHOTO,
    "sticker": STICKER,
    "voice": {"voice": {**FILE, "duration": 3}},
    "video": {"video": {**FILE, "width": 1, "height": 1, "duration": 1}},
    "round video": {"video_note": {**FILE, "length": 1, "duration": 1}},
    "document": {"document": {**FILE, "file_name": "notat.pdf", "mime_type": "application/pdf"}},
    "audio": {"audio": {**FILE, "duration": 3, "title": "Opptak"}},
    "location": {"location": {"latitude": 59.9, "longitude": 10.7}},
    "contact": {"contact": {"phone_number": "+4722225555", "first_name": "Ola", "user_id": 27045951478}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
}
RIGHTS = dict.fromkeys(
    """can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members
    can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories
    can_send_welcome_messages""".split(),
    False,
)
WITH_NUMBER: dict[str, dict[str, Any]] = {
    "caption": {**PHOTO, "caption": f"henvisning {NUMBER}"},
    "file name": {"document": {**FILE, "file_name": f"{NUMBER}.pdf"}},
    "contact card": {"contact": {"phone_number": "1", "first_name": "Ola", "vcard": f"NOTE:{NUMBER}"}},
    "place": {"venue": {"location": {"latitude": 1.0, "longitude": 1.0}, "title": f"hos {NUMBER}", "address": "x"}},
    "link": {
        "text": "se her",
        "entities": [{"type": "text_link", "offset": 0, "length": 2, "url": f"http://x/{NUMBER}"}],
    },
    "language of code": {
        "text": "se her",
        "entities": [{"type": "pre", "offset": 0, "length": 6, "language": NUMBER}],
    },
    "quote beside a start": {"text": "/start", "quote": {"text": NUMBER, "position": 0}},
    "quote": {"text": "hva gjør jeg", "quote": {"text": NUMBER, "position": 0}},
    "caption in an album": {**PHOTO, "media_group_id": "77", "caption": NUMBER},
}


@pytest.mark.parametrize("kind", CONTENTS)
def test_what_is_no_text_is_refused_in_words_and_never_fetched(network: Standin, kari: int, kind: str) -> None:
    network.puts(kari, **CONTENTS[kind])
    said = network.said(kari, count=2)
    assert "bare lese tekst" in said[1]["text"]
    assert not network.called("getFile")


def test_an_album_is_refused_once(network: Standin, kari: int) -> None:
    asks(network, kari, "hei", 2)
    for _ in range(4):
        network.puts(kari, media_group_id="134", **PHOTO)
    asks(network, kari, "meny", 2)
    refusals = [message for message in network.told(kari) if "bare lese tekst" in message["text"]]
    assert len(refusals) == 1


def test_a_later_picture_of_an_album_is_still_judged(network: Standin, kari: int) -> None:
    network.puts(kari, media_group_id="135", **PHOTO)
    number = network.puts(kari, media_group_id="135", caption=NUMBER, **PHOTO)
    network.until(lambda: (kari, number) in network.deleted)


def test_danger_in_a_caption_of_an_album_is_answered_and_stays_the_last_word(network: Standin, kari: int) -> None:
    asks(network, kari, "hei", 2)
    network.puts(kari, media_group_id="137", caption="faren sier at han vil drepe barna i kveld", **PHOTO)
    network.puts(kari, media_group_id="137", **PHOTO)
    card, refusal, steps = (message["text"] for message in network.said(kari, count=5)[2:])
    assert card.startswith("113 medisinsk")
    assert "bare lese tekst" in refusal
    assert steps.startswith("113 medisinsk")


def test_an_album_is_refused_once_also_when_varde_starts_again_in_the_middle_of_it(
    own: Standin, own_varde: Callable[..., Varde]
) -> None:
    varde = own_varde()
    varde.start()
    own.puts(42, media_group_id="136", **PHOTO)
    own.said(42, count=2)
    own.until(lambda: not own.unacknowledged())
    assert varde.stop() == 0
    for _ in range(3):
        own.puts(42, media_group_id="136", **PHOTO)
    varde.start()
    asks(own, 42, "meny")
    assert len([message for message in own.told(42) if "bare lese tekst" in message["text"]]) == 1


@pytest.mark.parametrize("where", WITH_NUMBER)
def test_an_identity_number_anywhere_in_a_message_gets_it_deleted(network: Standin, kari: int, where: str) -> None:
    number = network.puts(kari, **WITH_NUMBER[where])
    privacy = network.said(kari, count=2)[0]
    assert (kari, number) in network.deleted
    assert "Jeg har slettet meldingen" in privacy["text"]
    assert NUMBER not in privacy["text"]


def test_a_message_that_is_too_old_to_delete_is_said_to_be_there_still(network: Standin, kari: int) -> None:
    asks(network, kari, "hei", 2)
    number = network.puts(kari, text=NUMBER, date=int(network.now - LIMIT_48_HOURS - 60))
    privacy = network.said(kari, 2)[0]
    assert number in network.chats[kari]
    assert "Slett den selv" in privacy["text"]


def test_a_message_that_she_deleted_herself_counts_as_deleted(own: Standin, own_varde: Callable[..., Varde]) -> None:
    own.puts(42, text=NUMBER)
    own.chats[42].clear()
    own_varde().start()
    assert "Jeg har slettet meldingen" in own.said(42, count=2)[0]["text"]


def test_what_telegram_says_by_itself_is_not_answered(network: Standin, kari: int) -> None:
    asks(network, kari, "hei", 2)
    network.puts(kari, message_auto_delete_timer_changed={"message_auto_delete_time": 86400})
    asks(network, kari, "meny")
    assert len(network.told(kari)) == 3


def test_an_update_that_nobody_can_read_is_skipped(own: Standin, own_varde: Callable[..., Varde]) -> None:
    own.checked = own.checked_update = None
    own_varde().start()
    wrong: list[dict[str, Any]] = [{"message": None}, {"message": {"chat": {}}}, {"callback_query": {"from": 1}}]
    for broken in (*wrong, {"poll": {}}):
        own.update(**broken)
    own.writes(42, "hei")
    own.said(42, count=2)
    own.until(lambda: not own.unacknowledged())


def test_strangers_get_one_sentence_with_their_number_now_and_then(
    own: Standin, own_varde: Callable[..., Varde]
) -> None:
    varde = own_varde(allow=["41", "42"])
    varde.start()
    for _ in range(5):
        own.writes(77, "hei")
    own.presses(77, "12?nei")
    own.writes(42, "hei")
    own.said(42, count=2)
    (sentence,) = own.said(77)
    assert " 77 " in sentence["text"]
    assert sentence["text"].count(".") == 1
    own.writes(42, "meny")
    own.said(42, 2)
    assert len(own.told(77)) == 1


def test_many_strangers_do_not_make_it_talk_without_end(own: Standin, own_varde: Callable[..., Varde]) -> None:
    own_varde(allow=["42"]).start()
    for stranger in range(500, 600):
        own.writes(stranger, "hei")
    own.writes(42, "hei")
    own.said(42, count=2)
    own.until(lambda: not own.unacknowledged())
    assert len([message for message in own.sent if message["chat"]["id"] >= 500]) <= 40


def _added(own: Standin, kind: str, status: str) -> int:
    """Somebody puts Varde into a room; the number of the update."""
    own.chats[-1001] = {}
    bot = {"id": 123456, "is_bot": True, "first_name": "Varde"}
    return own.update(
        my_chat_member={
            "chat": {"id": -1001, "type": kind, "title": "Avdelingen"},
            "from": {"id": 42, "is_bot": False, "first_name": "Kari"},
            "date": int(own.now),
            "old_chat_member": {"status": "left", "user": bot},
            "new_chat_member": {"status": status, "user": bot, **(RIGHTS if status == "administrator" else {})},
        }
    )


@pytest.mark.parametrize("status", ["member", "administrator"])
@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_groups_and_channels_are_left_at_once(
    own: Standin, own_varde: Callable[..., Varde], kind: str, status: str
) -> None:
    own_varde().start()
    _added(own, kind, status)
    own.until(lambda: own.left == [-1001])
    own.outside.clear()  # put in again, and nobody said so
    chat = {"id": -1001, "type": kind, "title": "Avdelingen"}
    line = {"message_id": 7, "date": int(own.now), "chat": chat, "text": "hei alle"}
    own.update(**{"channel_post" if kind == "channel" else "message": line})
    own.until(lambda: own.left == [-1001, -1001])
    spoken = [message["text"] for message in own.sent]
    assert len(spoken) == (0 if kind == "channel" else 1)


def test_a_group_is_left_before_that_is_acknowledged_and_also_when_it_fails_at_first(
    own: Standin, own_varde: Callable[..., Varde]
) -> None:
    own_varde().start()
    own.faults["leaveChat"].append(Fault(502))
    update = _added(own, "supergroup", "administrator")
    own.until(lambda: own.left == [-1001])
    own.until(lambda: not own.unacknowledged())
    tried = own.called("leaveChat")[0]
    acknowledged = next(call for call in own.called("getUpdates") if call.fields.get("offset", 0) > update)
    assert tried.at < acknowledged.at
    asks(own, 42, "hei", 2)


@pytest.mark.parametrize("gone", [Fault(400, body=b'{"ok":false,"description":"Bad Request: chat not found"}'), None])
def test_a_group_that_varde_was_thrown_out_of_meanwhile_counts_as_left(
    own: Standin, own_varde: Callable[..., Varde], gone: Fault | None
) -> None:
    varde = own_varde()
    varde.start()
    if gone:
        own.faults["leaveChat"].append(gone)
    own.outside.add(-1001)
    _added(own, "supergroup", "member")
    own.until(lambda: own.called("leaveChat") and not own.unacknowledged())
    assert varde.stop() == 0
    assert "group-not-left" not in varde.complaints()


def test_that_somebody_was_taken_out_of_a_group_is_no_reason_to_speak(
    own: Standin, own_varde: Callable[..., Varde]
) -> None:
    own_varde().start()
    chat = {"id": -1001, "type": "group", "title": "Avdelingen"}
    who = {"id": 123456, "is_bot": True, "first_name": "Varde"}
    own.update(message={"message_id": 7, "date": int(own.now), "chat": chat, "left_chat_member": who})
    asks(own, 42, "hei", 2)
    assert not own.called("leaveChat")
    assert not own.told(-1001)


def test_that_somebody_else_was_taken_out_shows_that_varde_is_still_in_there(
    own: Standin, own_varde: Callable[..., Varde]
) -> None:
    own_varde().start()
    chat = {"id": -1001, "type": "group", "title": "Avdelingen"}
    who = {"id": 77, "is_bot": False, "first_name": "Ola"}
    own.update(message={"message_id": 7, "date": int(own.now), "chat": chat, "left_chat_member": who})
    own.until(lambda: own.left == [-1001])


def test_a_stranger_to_whom_nothing_could_be_said_is_told_the_next_time(
    own: Standin, own_varde: Callable[..., Varde]
) -> None:
    own_varde(allow=["1"]).start()
    own.faults["sendMessage"].append(Fault(502))
    own.writes(42, "hei")
    own.until(lambda: own.called("sendMessage"))
    own.until(lambda: not own.faults["sendMessage"])
    own.writes(42, "hei")
    assert "42" in own.said(42)[0]["text"]


def test_nothing_that_was_typed_and_no_token_is_on_disk_or_in_a_log(
    own: Standin, own_varde: Callable[..., Varde]
) -> None:
    varde = own_varde()
    varde.start()
    canary = "kanarifugl-8841"
    own.writes(42, canary)
    own.puts(42, caption=canary, **PHOTO)
    own.puts(42, document={**FILE, "file_name": f"{canary}.pdf"})
    own.presses(42, canary)
    own.said(42, count=5)
    assert varde.stop() == 0
    for file in [*_files(varde.place / "data"), varde.errors]:
        assert canary.encode() not in file.read_bytes(), file


def _files(place: Path) -> list[Path]:
    return [file for file in place.rglob("*") if file.is_file()]


def test_a_question_from_before_a_restart_loses_its_keyboard_when_the_next_one_is_asked(
    own: Standin, own_varde: Callable[..., Varde]
) -> None:
    varde = own_varde()
    varde.start()
    question = asks(own, 42, "start veiviser", 2)[1]
    assert varde.stop() == 0
    varde.start()
    (second,) = asks(own, 42, "nei")
    own.until(lambda: "reply_markup" not in own.chats[42][question["message_id"]])
    assert own.chats[42][second["message_id"]]["reply_markup"]


def test_buttons_work_after_a_restart(own: Standin, own_varde: Callable[..., Varde]) -> None:
    varde = own_varde()
    varde.start()
    question = asks(own, 42, "start veiviser", 2)[1]
    assert varde.stop() == 0
    varde.start()
    own.presses(42, buttons(question)["nei"], question["message_id"])
    (second,) = own.said(42, 2)
    assert list(buttons(second)) != list(buttons(question))
    own.until(lambda: "reply_markup" not in own.chats[42][question["message_id"]])

"""The main flow by buttons and by text, commands, edits, long texts, and what stands on the screen."""

from __future__ import annotations

from standin import Standin
from talking import asks, buttons, press

WITH_CARE = ["fare-na", "barn-alene", "bekymret", "usikker", "nei"]


def test_start_welcomes_and_shows_the_menu(network: Standin, kari: int) -> None:
    welcome, menu = asks(network, kari, "/start", 2)
    assert "barn som pårørende" in welcome["text"]
    assert "akutt" in buttons(menu)


def test_start_with_a_payload_is_the_same_start(network: Standin, kari: int) -> None:
    welcome, menu = asks(network, kari, "/start plakat-akuttmottaket", 2)
    assert "barn som pårørende" in welcome["text"]
    assert "akutt" in buttons(menu)


def test_an_identity_number_behind_start_is_deleted(network: Standin, kari: int) -> None:
    privacy, *_ = asks(network, kari, "/start 27045951478", 3)
    assert "fødselsnummer" in privacy["text"]
    assert kari in [chat for chat, _ in network.deleted]


def test_the_main_flow_is_walked_by_buttons(network: Standin, kari: int) -> None:
    question = asks(network, kari, "start veiviser", 2)[1]
    assert list(buttons(question)) == WITH_CARE
    for choice in ("fare-na", "skade"):
        (question,) = press(network, kari, question, choice)
    assert "113" in question["text"]


def test_the_main_flow_is_walked_by_text(network: Standin, kari: int) -> None:
    asks(network, kari, "start veiviser", 2)
    asks(network, kari, "1")
    (card,) = asks(network, kari, "1")
    assert "113" in card["text"]
    assert "nyttig-ja" in buttons(card)


def test_labels_that_a_telephone_would_cut_are_written_out_with_the_numbers_that_answer(
    network: Standin, kari: int
) -> None:
    question = asks(network, kari, "start veiviser", 2)[1]
    assert "\n1. " in question["text"]
    assert "\n5. " in question["text"]


def test_a_press_is_answered_before_anything_is_said_to_it(network: Standin, kari: int) -> None:
    question = asks(network, kari, "start veiviser", 2)[1]
    first = len(network.calls)
    press(network, kari, question, "nei")
    methods = [call.method for call in network.calls[first:] if call.method != "getUpdates"]
    assert methods.index("answerCallbackQuery") < methods.index("sendMessage")


def test_a_question_that_was_answered_by_a_button_loses_its_keyboard(network: Standin, kari: int) -> None:
    question = asks(network, kari, "start veiviser", 2)[1]
    press(network, kari, question, "nei")
    network.until(lambda: "reply_markup" not in network.chats[kari][question["message_id"]])


def test_a_question_that_was_answered_by_text_loses_its_keyboard(network: Standin, kari: int) -> None:
    question = asks(network, kari, "start veiviser", 2)[1]
    asks(network, kari, "nei")
    network.until(lambda: "reply_markup" not in network.chats[kari][question["message_id"]])


def test_a_second_press_of_an_old_button_shows_the_question_that_is_open(network: Standin, kari: int) -> None:
    question = asks(network, kari, "start veiviser", 2)[1]
    (second,) = press(network, kari, question, "nei")
    (again,) = press(network, kari, question, "fare-na")
    assert list(buttons(again)) == list(buttons(second))


def test_a_forged_button_does_nothing_but_show_what_is_open(network: Standin, kari: int) -> None:
    question = asks(network, kari, "start veiviser", 2)[1]
    number = next(iter(buttons(question).values())).partition("?")[0]
    for forged in ("x", "", f"{number}?skade", "0?nei", f"{number}?NEI", f"{number}?../nei", "٣?nei", "9" * 60):
        known = len(network.told(kari))
        network.presses(kari, forged, question["message_id"])
        (again,) = network.said(kari, known)
        assert list(buttons(again)) == WITH_CARE, forged


def test_a_press_under_a_message_that_telegram_has_forgotten_counts(network: Standin, kari: int) -> None:
    question = asks(network, kari, "start veiviser", 2)[1]
    known = len(network.told(kari))
    network.presses(kari, buttons(question)["nei"], 1)
    (second,) = network.said(kari, known)
    assert list(buttons(second)) != WITH_CARE


def test_a_command_of_the_menu_is_the_word_that_it_stands_for(network: Standin, kari: int) -> None:
    asks(network, kari, "/start", 2)
    assert "113" in asks(network, kari, "/akutt")[0]["text"].split("\n")[0]
    assert asks(network, kari, "/meny@varde_test_bot")[0]["reply_markup"]


def test_every_command_of_every_menu_is_understood(network: Standin, kari: int) -> None:
    assert set(network.commands) == {"", "nb", "nn", "en"}
    asks(network, kari, "/start", 2)
    (helped,) = asks(network, kari, "asdf qwerty zxcv")
    for command in {each["command"] for menu in network.commands.values() for each in menu}:
        (reply, *_) = asks(network, kari, f"/{command}")
        assert reply["text"] != helped["text"], command


def test_an_edit_of_the_latest_line_is_said_anew(network: Standin, kari: int) -> None:
    asks(network, kari, "start veiviser", 2)
    known = len(network.told(kari))
    number = network.writes(kari, "5")
    network.said(kari, known)
    network.edits(kari, number, text="1")
    card = network.said(kari, known + 1)[0]
    assert "fare" in card["text"].lower()


def test_an_identity_number_that_an_edit_brings_in_is_deleted(network: Standin, kari: int) -> None:
    asks(network, kari, "hei", 2)
    number = network.writes(kari, "hvem kan hjelpe en familie")
    network.said(kari, 2)
    known = len(network.told(kari))
    network.edits(kari, number, text="27045951478")
    assert "slettet meldingen" in network.said(kari, known)[0]["text"]
    assert (kari, number) in network.deleted


def test_nothing_is_ever_marked_up(network: Standin, kari: int) -> None:
    """Underscores and angle brackets of the content stand there as they are; there is nothing to escape."""
    asks(network, kari, "start veiviser", 2)
    assert not [call for call in network.called("sendMessage") if "parse_mode" in call.fields]
    assert all(call.fields["link_preview_options"] == {"is_disabled": True} for call in network.called("sendMessage"))

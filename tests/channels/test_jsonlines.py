"""The section «JSON lines channel» of the contract, sentence by sentence, against the real command."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

from channels.driving import PATIENCE, VARDE, Line, Talk, bare_environment, kinds, offered

KEYS = ["to", "id", "kind", "text", "choices", "ref", "severity", "sources", "at"]
KINDS = "welcome menu question outcome answer clarify none urgent privacy ping reminder receipt notice".split()
SEVERITIES = ["akutt", "meldeplikt", "droft", "oppfolging", "ingen-plikt-na"]
TO_ROLE = ("start-trygghet", "rolle")
HOURS = 3600

# Some of the way to an outcome that a person in a hospital takes.
TO_OUTCOME = ("fare-na", "skade")


def at(line: Line) -> datetime:
    return datetime.fromisoformat(line["at"])


def step(line: Line) -> str:
    return str(line["ref"]).partition("/")[2]


def begun(talk: Talk, user: str, *choices: str) -> list[Line]:
    """At the first question of the main flow, and past it by these choices."""
    said = talk.types(user, "start veiviser")
    return talk.presses(user, *choices) if choices else said


# --- what comes out ---------------------------------------------------------------------------------------------------


def test_every_message_has_the_keys_of_the_contract_in_their_order(talk: Talk, kari: str) -> None:
    for line in [*talk.types(kari, "hei"), *begun(talk, kari, *TO_OUTCOME), *talk.types(kari, "hva er BarnsBeste?")]:
        assert list(line) == KEYS
        assert line["to"] == kari
        assert line["kind"] in KINDS
        assert line["text"].strip()
        assert line["severity"] in [*SEVERITIES, None]
        assert all(list(choice) == ["id", "label"] for choice in line["choices"])
        assert all(source["id"] and source["title"] for source in line["sources"])


def test_message_ids_are_m_and_a_number_that_grows(talk: Talk, kari: str) -> None:
    said = [*talk.types(kari, "hei"), *talk.types(kari, "meny"), *talk.types(kari, "hjelp")]
    numbers = [int(line["id"].removeprefix("m")) for line in said]
    assert numbers == sorted(set(numbers))


def test_at_carries_the_offset_of_oslo(talk: Talk, kari: str) -> None:
    assert at(talk.types(kari, "hei")[0]).utcoffset() == timedelta(hours=1)


def test_every_line_gets_its_idle_in_order(talk: Talk, kari: str) -> None:
    """Driving checks the number of each idle; here all kinds of lines go in at once."""
    lines: list[bytes] = [
        json.dumps({"user": kari, "text": "hei"}).encode(),
        b"",
        b"{broken",
        b'{"advance":1}',
        json.dumps({"user": kari, "choice": "ukjent"}).encode(),
        b"   ",
    ]
    first = talk.lines + 1
    talk.post(lines)
    said = [talk.answer(number) for number in range(first, first + len(lines))]
    assert [bool(replies) for replies in said] == [True, False, True, False, True, False]


# --- first contact ----------------------------------------------------------------------------------------------------


def test_welcome_comes_before_the_first_reply(talk: Talk, kari: str) -> None:
    assert kinds(talk.types(kari, "hva er BarnsBeste?")) == ["welcome", "answer"]


def test_welcome_comes_once(talk: Talk, kari: str) -> None:
    talk.types(kari, "hei")
    assert kinds(talk.types(kari, "hei")) == ["menu"]


def test_welcome_says_what_is_stored_and_what_is_not(talk: Talk, kari: str) -> None:
    text = talk.types(kari, "hei")[0]["text"]
    assert "husker jeg" in text
    assert "husker jeg ikke" in text


def test_urgent_comes_before_the_welcome(talk: Talk, kari: str) -> None:
    assert kinds(talk.types(kari, "hun sier at hun vil ta livet sitt i kveld"))[:2] == ["urgent", "welcome"]


def test_privacy_comes_before_the_welcome(talk: Talk, kari: str) -> None:
    said = talk.types(kari, "27045951478")
    assert kinds([line for line in said if "kind" in line])[:2] == ["privacy", "welcome"]


# --- the main flow, entries, words ------------------------------------------------------------------------------------


def test_start_veiviser_starts_the_main_flow(talk: Talk, kari: str) -> None:
    (question,) = begun(talk, kari)[-1:]
    assert question["kind"] == "question"
    assert question["ref"] == "barn-som-parorende/start-trygghet"
    assert offered(question) == ["fare-na", "barn-alene", "bekymret", "usikker", "nei"]


def test_start_veiviser_begins_anew_in_the_middle_of_a_run(talk: Talk, kari: str) -> None:
    begun(talk, kari, "nei", "kommune")
    assert step(talk.types(kari, "start veiviser")[-1]) == "start-trygghet"
    assert step(talk.presses(kari, "nei")[-1]) == "rolle"


@pytest.mark.parametrize("user_was_here", [False, True])
def test_akutt_at_any_time_goes_to_akutt_type_with_its_banner(talk: Talk, kari: str, user_was_here: bool) -> None:
    if user_was_here:
        begun(talk, kari, "nei", "kommune")
    question = talk.types(kari, "akutt")[-1]
    assert question["ref"] == "akutt/akutt-type"
    assert "113" in question["text"].split("\n")[0]


ENTRIES = {
    "bekymring": "bk-type",
    "barn under radaren": "bur-barn",
    "barn-under-radaren": "bur-barn",
    "samtykke nektet": "sn-hva",
    "samtykke-nektet": "sn-hva",
    "uavklart": "ua-tegn",
    "etterlatte": "et-hvem",
    "søsken": "so-helse",
    "soesken": "so-helse",
    "SØSKEN": "so-helse",
    "gravid": "gr-rus",
    "ikke helsepersonell": "ih-foreldre",
    "ikke-helsepersonell": "ih-foreldre",
    "e-melding": "em-samtykke",
    "e melding": "em-samtykke",
}


@pytest.mark.parametrize("word", ENTRIES)
def test_an_entry_word_asks_for_safety_and_then_goes_to_its_own_step(talk: Talk, kari: str, word: str) -> None:
    assert talk.types(kari, word)[-1]["ref"] == "barn-som-parorende/start-trygghet"
    assert step(talk.presses(kari, "nei")[-1]) == ENTRIES[word]


def test_bekymret_at_the_safety_question_of_an_entry_goes_to_bk_type(talk: Talk, kari: str) -> None:
    talk.types(kari, "e-melding")
    assert talk.presses(kari, "bekymret")[-1]["ref"] == "bekymring/bk-type"


def test_an_entry_within_ten_minutes_of_the_safety_question_does_not_ask_again(talk: Talk, kari: str) -> None:
    begun(talk, kari, "nei")
    talk.waits(600)
    assert step(talk.types(kari, "samtykke nektet")[-1]) == "sn-hva"


def test_an_entry_later_than_ten_minutes_asks_again(talk: Talk, kari: str) -> None:
    begun(talk, kari, "nei")
    talk.waits(601)
    assert step(talk.types(kari, "samtykke nektet")[-1]) == "start-trygghet"


def test_an_entry_word_that_answers_the_open_question_answers_it(talk: Talk, kari: str) -> None:
    """«gravid» is an entry, and at `gjelder` it is also what the pasient is."""
    assert step(begun(talk, kari, "nei", "kommune")[-1]) == "gjelder"
    said = talk.types(kari, "gravid")
    assert "Du svarte" in said[-1]["text"]
    assert step(said[-1]) != "start-trygghet"


def test_an_entry_word_that_answers_nothing_opens_its_flow(talk: Talk, kari: str) -> None:
    begun(talk, kari, "nei")
    assert step(talk.types(kari, "etterlatte")[-1]) == "et-hvem"


# --- choices ----------------------------------------------------------------------------------------------------------


def test_ref_names_the_flow_that_the_step_itself_belongs_to(talk: Talk, kari: str) -> None:
    assert begun(talk, kari)[-1]["ref"] == "barn-som-parorende/start-trygghet"
    assert talk.presses(kari, "fare-na")[-1]["ref"] == "akutt/akutt-type"


def test_an_outcome_has_kind_severity_ref_and_offers_with_the_ids_of_steps(talk: Talk, kari: str) -> None:
    outcome = begun(talk, kari, *TO_OUTCOME)[-1]
    assert outcome["kind"] == "outcome"
    assert outcome["severity"] == "akutt"
    assert outcome["ref"].startswith("akutt/akutt-")
    assert {"nyttig-ja", "nyttig-nei"} <= set(offered(outcome))


def test_an_emergency_card_is_urgent_with_the_outcomes_ref_and_begins_with_the_numbers(talk: Talk, kari: str) -> None:
    talk.types(kari, "hei")
    card = talk.types(kari, "hun sier at hun vil ta livet sitt i kveld")[0]
    assert (card["kind"], card["ref"], card["severity"]) == ("urgent", "akutt/akutt-selvmord", "akutt")
    assert all(number in card["text"].split("\n")[0] for number in ("113", "112", "110"))
    assert "ikke-akutt" in offered(card)


def test_ikke_akutt_goes_back_to_the_open_question(talk: Talk, kari: str) -> None:
    begun(talk, kari, "nei")
    talk.types(kari, "hun sier at hun vil ta livet sitt i kveld")
    assert step(talk.presses(kari, "ikke-akutt")[-1]) == "rolle"


def test_a_choice_answers_the_newest_message_that_offered_it(talk: Talk, kari: str) -> None:
    begun(talk, kari)
    talk.types(kari, "hjelp")
    assert step(talk.presses(kari, "nei")[-1]) == "rolle"


def test_a_choice_with_its_message_presses_that_message(talk: Talk, kari: str) -> None:
    question = begun(talk, kari)[-1]
    assert step(talk.presses(kari, "nei", message=question["id"])[-1]) == "rolle"


def test_a_choice_under_an_older_question_shows_the_present_one(talk: Talk, kari: str) -> None:
    old = begun(talk, kari)[-1]
    talk.presses(kari, "nei")
    assert step(talk.presses(kari, "fare-na", message=old["id"])[-1]) == "rolle"


@pytest.mark.parametrize("message", ["m999999999", "m0", "m00000000000000000000000001"])
def test_a_choice_under_a_message_that_never_was_shows_the_present_question(
    talk: Talk, kari: str, message: str
) -> None:
    begun(talk, kari, "nei")
    assert step(talk.presses(kari, "kommune", message=message)[-1]) == "rolle"


@pytest.mark.parametrize("choice", ["aldri-tilbudt", "../../etc/passwd", "'; drop table states; --", "ja", "0", "🙂"])
def test_a_choice_that_was_never_offered_shows_the_present_question(talk: Talk, kari: str, choice: str) -> None:
    begun(talk, kari, "nei")
    assert step(talk.presses(kari, choice)[-1]) == "rolle"


def test_a_choice_from_somebody_unknown_is_answered(talk: Talk, kari: str) -> None:
    assert kinds(talk.presses(kari, "nei")) == ["welcome", "menu"]


def test_useful_is_thanked(talk: Talk, kari: str) -> None:
    begun(talk, kari, *TO_OUTCOME)
    assert kinds(talk.presses(kari, "nyttig-ja"))[0] == "receipt"


def test_a_wrong_entry_is_reported(talk: Talk, kari: str) -> None:
    answer = talk.types(kari, "hva er BarnsBeste?")[-1]
    assert answer["ref"]
    assert "/" not in answer["ref"]
    assert "feil-i-oppforingen" in offered(answer)
    assert kinds(talk.presses(kari, "feil-i-oppforingen")) == ["receipt"]


def test_districts_and_units_are_chosen_by_id(talk: Talk, kari: str) -> None:
    settings = talk.types(kari, "innstillinger")[-1]
    assert settings["kind"] == "question"
    assert "grorud" in offered(talk.presses(kari, "sett-distrikt")[-1])
    assert "Grorud" in talk.presses(kari, "grorud")[0]["text"]


def test_global_words_are_no_choices(talk: Talk, kari: str) -> None:
    question = begun(talk, kari, "nei")[-1]
    assert not {"tilbake", "hvorfor", "avbryt", "meny"} & set(offered(question))


# --- profile ----------------------------------------------------------------------------------------------------------


def settings_of(talk: Talk, user: str) -> str:
    return str(talk.types(user, "innstillinger")[-1]["text"])


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        ({"district": "grorud"}, "Grorud"),
        ({"unit": "bergen-skole"}, "Solbakken skole"),
        ({"health_personnel": True}, "Rolle: Helsepersonell"),
        ({"health_personnel": False}, "Rolle: Ikke helsepersonell"),
        ({"lang": "nn"}, "Nynorsk"),
    ],
)
def test_one_field_of_a_profile_sets_that_and_nothing_else(
    talk: Talk, kari: str, profile: dict[str, Any], shown: str
) -> None:
    before = settings_of(talk, kari).split("\n\n")
    assert "receipt" in kinds(talk.sets(kari, **profile))
    after = settings_of(talk, kari).split("\n\n")
    assert shown in "\n".join(after)
    changed = [old for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1 + 2 * ("unit" in profile), "a unit brings its district and role along, nothing else does"


def test_a_whole_profile_sets_everything(talk: Talk, kari: str) -> None:
    talk.sets(kari, district="grorud", unit="grorud-hjemmetjenesten", health_personnel=True, lang="nb")
    settings = settings_of(talk, kari)
    assert all(words in settings for words in ("Grorud", "Hjemmetjenesten Grorud", "Helsepersonell", "Bokmål"))


def test_an_empty_profile_is_allowed(talk: Talk, kari: str) -> None:
    assert "error" not in talk.sets(kari)[-1]


@pytest.mark.parametrize(
    "profile",
    [
        {"district": "atlantis", "lang": "nn"},
        {"unit": "ingen-slik", "lang": "nn"},
        {"district": "grorud", "unit": "ingen-slik", "lang": "nn"},
        {"district": ["grorud"], "lang": "nn"},
        {"health_personnel": "ja", "lang": "nn"},
        {"health_personnel": 1, "lang": "nn"},
        {"lang": "fr", "health_personnel": True},
        {"lang": None, "health_personnel": True},
        {"lang": ["nn"], "health_personnel": True},
        {"favoritt": 1, "lang": "nn"},
    ],
)
def test_a_profile_with_something_unknown_is_an_error_and_sets_nothing(
    talk: Talk, kari: str, profile: dict[str, Any]
) -> None:
    before = settings_of(talk, kari)
    (error,) = talk.sets(kari, **profile)
    assert error == {"error": error["error"], "line": talk.lines}
    assert settings_of(talk, kari) == before


@pytest.mark.parametrize("profile", [None, [], "grorud", 3])
def test_a_profile_that_is_no_object_is_an_error(talk: Talk, kari: str, profile: Any) -> None:
    assert "error" in talk.line({"user": kari, "profile": profile})[0]


def test_not_health_personnel_fills_the_role_and_echoes_it(talk: Talk, kari: str) -> None:
    talk.sets(kari, health_personnel=False)
    question = begun(talk, kari, "nei")[-1]
    assert question["ref"] == "ikke-helsepersonell/ih-foreldre"
    assert "Ikke helsepersonell" in question["text"]


def test_a_filled_role_stands_among_the_answers_and_can_be_changed(talk: Talk, kari: str) -> None:
    talk.sets(kari, health_personnel=False)
    begun(talk, kari, "nei")
    assert "Ikke helsepersonell" in talk.types(kari, "oppsummer")[0]["text"]
    assert step(talk.types(kari, "endre 2")[-1]) == "rolle"
    assert step(talk.presses(kari, "kommune")[-1]) == "gjelder"


@pytest.mark.parametrize(
    ("unit", "next_step"),
    [("grorud-hjemmetjenesten", "gjelder"), ("ahus-mottak", "bur-barn"), ("bergen-skole", "ih-foreldre")],
)
def test_the_units_service_fills_the_role(talk: Talk, kari: str, unit: str, next_step: str) -> None:
    talk.sets(kari, unit=unit)
    assert step(begun(talk, kari, "nei")[-1]) == next_step


def test_the_units_service_goes_before_health_personnel(talk: Talk, kari: str) -> None:
    talk.sets(kari, unit="grorud-hjemmetjenesten", health_personnel=False)
    assert step(begun(talk, kari, "nei")[-1]) == "gjelder"


def test_health_personnel_without_a_unit_is_asked_for_the_role(talk: Talk, kari: str) -> None:
    talk.sets(kari, health_personnel=True)
    assert step(begun(talk, kari, "nei")[-1]) == "rolle"


# --- time -------------------------------------------------------------------------------------------------------------


def test_advance_moves_the_clock(talk: Talk, kari: str) -> None:
    before = at(talk.types(kari, "hei")[0])
    assert talk.waits(1800) == []
    assert at(talk.types(kari, "hei")[0]) - before == timedelta(seconds=1800)


def test_advance_takes_parts_of_a_second(talk: Talk, kari: str) -> None:
    before = at(talk.types(kari, "hei")[0])
    talk.waits(0.5)
    talk.waits(0)
    assert at(talk.types(kari, "hei")[0]) - before == timedelta(seconds=0.5)


@pytest.mark.parametrize("seconds", ["-1", "1e400", '"1800"', "null", "true", "[1]", "NaN", "1" + "0" * 5000])
def test_advance_by_something_else_is_an_error_and_the_clock_stands(talk: Talk, kari: str, seconds: str) -> None:
    before = at(talk.types(kari, "hei")[0])
    (error,) = talk.raw(b'{"advance":' + seconds.encode() + b"}")
    assert error["line"] == talk.lines
    assert at(talk.types(kari, "hei")[0]) == before


def test_an_idle_conversation_ends_after_twelve_hours_without_a_word(talk: Talk, kari: str) -> None:
    begun(talk, kari, "nei", "kommune")
    assert [line for line in talk.waits(12 * HOURS + 60) if line.get("to") == kari] == []
    assert talk.types(kari, "oppsummer")[-1]["kind"] == "menu"


def test_a_conversation_that_is_not_idle_for_twelve_hours_goes_on(talk: Talk, kari: str) -> None:
    begun(talk, kari, "nei")
    talk.waits(11 * HOURS)
    talk.types(kari, "hjelp")
    talk.waits(11 * HOURS)
    assert step(talk.presses(kari, "kommune")[-1]) == "gjelder"


def test_settings_outlive_the_answers(talk: Talk, kari: str) -> None:
    talk.sets(kari, district="grorud")
    talk.waits(13 * HOURS)
    assert "Grorud" in settings_of(talk, kari)


def test_settings_end_after_ninety_days(talk: Talk, kari: str) -> None:
    talk.sets(kari, district="grorud")
    talk.waits(90 * 24 * HOURS + 60)
    said = talk.types(kari, "innstillinger")
    assert kinds(said) == ["welcome", "question"]
    assert "Grorud" not in said[-1]["text"].split("Hva vil du endre")[0]


# --- repeats and deletions --------------------------------------------------------------------------------------------


def test_a_repeated_event_id_does_nothing(talk: Talk, kari: str) -> None:
    begun(talk, kari)
    assert step(talk.line({"event": f"{kari}-1", "user": kari, "choice": "nei"})[-1]) == "rolle"
    assert talk.line({"event": f"{kari}-1", "user": kari, "choice": "nei"}) == []
    assert talk.line({"event": f"{kari}-1", "user": kari, "text": "hei"}) == []
    assert step(talk.presses(kari, "kommune")[-1]) == "gjelder"


def test_an_event_id_repeated_in_the_same_breath_does_nothing(talk: Talk, kari: str) -> None:
    begun(talk, kari)
    line = json.dumps({"event": f"{kari}-1", "user": kari, "choice": "nei"}).encode()
    first = talk.lines + 1
    talk.post([line, line, line])
    assert [len(talk.answer(number)) for number in range(first, first + 3)] == [1, 0, 0]


def test_an_identity_number_is_asked_to_be_deleted_by_its_event_id(talk: Talk, kari: str) -> None:
    said = talk.line({"event": f"{kari}-pnr", "user": kari, "text": "pasienten er 27045951478"})
    assert {"deleted": f"{kari}-pnr", "user": kari} in said
    assert "27045951478" not in json.dumps(said)


def test_an_identity_number_in_the_middle_keeps_the_run(talk: Talk, kari: str) -> None:
    begun(talk, kari, "nei")
    said = talk.types(kari, "27045951478")
    assert "kind" not in said[0]
    assert kinds(said[1:]) == ["privacy", "question"]
    assert step(said[-1]) == "rolle"


def test_forgetting_forgets_everything(talk: Talk, kari: str) -> None:
    talk.sets(kari, district="grorud")
    begun(talk, kari, "nei")
    assert kinds(talk.types(kari, "/glem")) == ["receipt"]
    said = talk.types(kari, "innstillinger")
    assert said[0]["kind"] == "welcome"
    assert "Grorud" not in said[-1]["text"]


# --- bad input --------------------------------------------------------------------------------------------------------

NOT_USABLE = {
    "no JSON": b"hei",
    "half a line": b'{"user":"kari","text":"he',
    "an array": b'["user","kari"]',
    "a string": b'"hei"',
    "a number": b"12",
    "null": b"null",
    "NaN": b"NaN",
    "NaN as text": b'{"user":"kari","text":NaN}',
    "an infinite advance": b'{"advance":Infinity}',
    "a number of 5000 digits": b"1" * 5000,
    "100,000 brackets": b"[" * 100_000,
    "100,000 objects": b'{"a":' * 100_000,
    "no UTF-8": b'{"user":"kari","text":"\xff\xfe"}',
    "UTF-16": '{"user":"kari","text":"hei"}'.encode("utf-16"),
    "a NUL alone": b"\x00",
    "no user": b'{"text":"hei"}',
    "no kind": b'{"user":"kari"}',
    "two kinds": b'{"user":"kari","text":"hei","choice":"ja"}',
    "a user that is a number": b'{"user":7,"text":"hei"}',
    "an empty user": b'{"user":"","text":"hei"}',
    "a user of a megabyte": b'{"user":"' + b"k" * 900_000 + b'","text":"hei"}',
    "a user with a surrogate": rb'{"user":"\ud800","text":"hei"}',
    "a user with a line end": rb'{"user":"ka\nri","text":"hei"}',
    "a user with a NUL": rb'{"user":"ka\u0000ri","text":"hei"}',
    "an event id with a surrogate": rb'{"event":"\udfff","user":"kari","text":"hei"}',
    "an event id that is null": b'{"event":null,"user":"kari","text":"hei"}',
    "a text that is a number": b'{"user":"kari","text":3}',
    "a text that is null": b'{"user":"kari","text":null}',
    "a choice that is an object": b'{"user":"kari","choice":{}}',
    "a message that is a number": b'{"user":"kari","choice":"ja","message":12}',
    "a message that is empty": b'{"user":"kari","choice":"ja","message":""}',
    "a message that is only m": b'{"user":"kari","choice":"ja","message":"m"}',
    "a message with odd digits": '{"user":"kari","choice":"ja","message":"m²"}'.encode(),
    "a line of two megabytes": b'{"user":"kari","text":"' + b"x" * 2_000_000 + b'"}',
}


@pytest.mark.parametrize("what", NOT_USABLE)
def test_a_line_that_cannot_be_used_is_an_error_with_its_number_and_the_run_goes_on(
    talk: Talk, kari: str, what: str
) -> None:
    begun(talk, kari, "nei")
    (error,) = talk.raw(NOT_USABLE[what].replace(b'"kari"', f'"{kari}"'.encode()))
    assert error == {"error": error["error"], "line": talk.lines}
    assert 5 <= len(error["error"]) <= 200
    assert step(talk.presses(kari, "kommune")[-1]) == "gjelder"


ODD_TEXTS = {
    "empty": "",
    "white space": " \t\r\n\u00a0\u2003 ",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x85\x9f",
    "NUL": "\x00",
    "escapes of a terminal": "\x1b[31m\x1b]0;x\x07",
    "emoji": "🙂👩‍👩‍👧‍👦🇳🇴",
    "right-to-left": "مرحبا \u202eabc\u202c עברית",
    "lone surrogates": "\ud800 \udfff hei \ud83d",
    "one surrogate": "\udc80",
    "combining marks": "e" + "\u0301" * 5000,
    "an unassigned character": "\uffff\U0010ffff",
    "100,000 characters": "x" * 100_000,
    "20,000 words": "barn " * 20_000,
    "100,000 digits with dots": "1." * 50_000,
    "100,000 different characters": "".join(chr(0x4E00 + n % 20_000) for n in range(100_000)),
    "braces": "{svar} {0} %s {kari.__class__}",
    "a number too large": "9" * 5000,
    "minus one": "-1",
    "nought": "0",
    "a number with odd digits": "²³ ٣",
    "JSON": '{"user":"ola","text":"hei"}',
}


@pytest.mark.parametrize("what", ODD_TEXTS)
def test_an_odd_text_is_answered_and_the_run_goes_on(talk: Talk, kari: str, what: str) -> None:
    begun(talk, kari, "nei")
    said = talk.types(kari, ODD_TEXTS[what])
    assert said
    assert all(line["kind"] in KINDS for line in said if "deleted" not in line)
    assert step(talk.presses(kari, "kommune")[-1]) == "gjelder"


@pytest.mark.parametrize("what", ODD_TEXTS)
def test_an_odd_text_is_answered_as_the_first_thing_that_is_said(talk: Talk, kari: str, what: str) -> None:
    said = [line for line in talk.types(kari, ODD_TEXTS[what]) if "deleted" not in line]
    assert len(said) >= 2
    assert "hos oss" not in said[-1]["text"], "our own failure"
    assert kinds(said)[0] == "welcome" or kinds(said)[:2] == ["privacy", "welcome"]


def test_a_line_may_end_in_carriage_return_and_line_feed(talk: Talk, kari: str) -> None:
    assert kinds(talk.raw(json.dumps({"user": kari, "text": "hei"}).encode() + b"\r")) == ["welcome", "menu"]


def test_names_with_norwegian_letters_are_the_same_on_the_way_out(talk: Talk, kari: str) -> None:
    assert talk.types(f"{kari} åse:ø/æ", "hei")[0]["to"] == f"{kari} åse:ø/æ"


# --- many at once -----------------------------------------------------------------------------------------------------


def test_a_thousand_lines_of_a_hundred_people_at_once_are_answered_in_order_and_each_rightly(
    talk: Talk, kari: str
) -> None:
    people = [f"{kari}-{number}" for number in range(100)]
    turns = ["hei", "start veiviser", "nei", "2", "tilbake", "3", "hjelp", "endre 2", "1", "oppsummer"]

    def written(turn: str) -> list[bytes]:
        return [json.dumps({"user": person, "text": turn}).encode() for person in people]

    expected = [kinds_and_refs(talk.types(kari, turn)) for turn in turns]
    first = talk.lines + 1
    talk.post([line for turn in turns for line in written(turn)])
    for place in range(1000):
        turn, person = divmod(place, 100)
        said = talk.answer(first + place)
        assert {line["to"] for line in said} == {people[person]}
        assert kinds_and_refs(said) == expected[turn], f"{people[person]} after {turns[turn]}"


def kinds_and_refs(said: list[Line]) -> list[tuple[str, str]]:
    return [(line["kind"], line["ref"]) for line in said]


# --- starting and ending ----------------------------------------------------------------------------------------------


def test_the_virtual_clock_starts_on_a_monday_in_january_and_stands_where_it_stood_and_runs_resume(
    tmp_path: Path,
) -> None:
    with Talk(tmp_path / "data", errors=tmp_path / "errors") as talk:
        first = begun(talk, "kari", "nei")[-1]
        assert first["at"] == "2026-01-05T10:00:00+01:00"
        talk.waits(3 * HOURS)
        talk.quits()
    with Talk(tmp_path / "data", errors=tmp_path / "errors") as talk:
        question = talk.presses("kari", "kommune")[-1]
        assert question["at"] == "2026-01-05T13:00:00+01:00"
        assert step(question) == "gjelder"
        assert int(question["id"][1:]) > int(first["id"][1:])
        talk.quits()
    assert (tmp_path / "errors").read_text() == ""


def test_without_people_the_unit_is_not_asked_and_no_unit_is_known(tmp_path: Path) -> None:
    with Talk(tmp_path / "data", errors=tmp_path / "errors") as talk:
        assert "sett-enhet" not in offered(talk.types("kari", "innstillinger")[-1])
        assert "error" in talk.sets("kari", unit="grorud-hjemmetjenesten")[0]
        outcome = begun(talk, "kari", *TO_OUTCOME)[-1]
        assert "varsle" not in offered(outcome)
        talk.write(b'{"user":"kari","text":"he')
        talk.hang_up()
        (error, idle) = talk.rest()
        assert (error["line"], idle) == (talk.lines + 1, {"idle": talk.lines + 1})
        assert talk.ended() == 0
    assert (tmp_path / "errors").read_text() == ""


def test_nobody_who_listens_ends_it_without_a_traceback_and_loses_no_conversation(tmp_path: Path) -> None:
    listener, output = os.pipe()
    os.close(listener)
    turns = ({"text": "start veiviser"}, {"choice": "nei"}, {"choice": "kommune"})
    lines = "".join(json.dumps({"user": "kari", **turn}) + "\n" for turn in turns)
    command: list[str | Path] = [VARDE, "chat", "--jsonl", "--virtual-clock", "--data", tmp_path / "data"]
    with (
        (tmp_path / "errors").open("wb") as errors,
        subprocess.Popen(command, stdin=PIPE, stdout=output, stderr=errors, env=bare_environment()) as child,
    ):
        os.close(output)
        assert child.stdin is not None
        child.stdin.write(lines.encode())
        child.stdin.flush()
        assert child.wait(PATIENCE) == 0, "it does not wait for more that it could not answer"
    with Talk(tmp_path / "data", errors=tmp_path / "errors") as talk:
        said = talk.types("kari", "oppsummer")
        assert kinds(said)[:4] == ["welcome", "question", "question", "question"], "what was not read comes first"
        assert "Helsepersonell i kommune" in said[4]["text"]
        talk.quits()
    assert (tmp_path / "errors").read_text() == ""

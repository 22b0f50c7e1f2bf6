"""What is said where there is little to say: unserved places, strange input, an empty knowledge base."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.content import load
from bot.core.counts import What
from bot.core.effects import Count, Reply, Say
from bot.core.events import Address, MessageNumber
from bot.core.library import World
from bot.core.people import People
from bot.core.talking.questions import Told, told
from bot.core.words.wording import render
from playing import Play, shipped

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 7, 10, 0, tzinfo=UTC)
TODAY = date(2026, 1, 7)
ODD = ["👶🏽🎉", "Gdzie mogę znaleźć pomoc dla dziecka?", "x" * 10_000, "hva nå " * 1500, "?", " ", "123", "\u202e|"]


def reply(world: World, question: str) -> tuple[Told, str]:
    found = told(world, question, None, NOW)
    say = Say(Address("test:"), MessageNumber(0), found.kind, found.parts, found.picks, found.about)
    return found, render(world, say, TODAY).text


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("helsestasjon på Hamar", "Hamar"),
        ("tilbud i Gamle Oslo", "Bydel Gamle Oslo"),
        ("krisesenter i Bodø", "Bodø"),
        ("samtalegruppe i Våler", "Våler"),
        ("hfu i Nesseby kommune", "Nesseby"),
    ],
)
def test_a_place_without_entries_is_named_and_national_numbers_follow(world: World, question: str, place: str) -> None:
    found, text = reply(world, question)
    assert found.kind == "none"
    assert text.startswith(f"Jeg har ikke noe eget for {place}.")
    assert "116 111" in text
    assert found.picks


def test_the_national_entry_answers_where_there_is_one(world: World) -> None:
    found, text = reply(world, "barnevernvakt Tromsø")
    assert found.kind == "answer"
    assert "Tromsø" in text
    assert "barnevernvakten.no" in text


def test_a_part_of_a_city_is_answered_by_the_city(world: World) -> None:
    assert "116 111" in reply(world, "HFU i Åsane")[1]


@pytest.mark.parametrize("question", ODD)
def test_odd_input_gets_somebody_to_ask(world: World, question: str) -> None:
    found, text = reply(world, question)
    assert found.kind in ("none", "clarify")
    assert text
    assert found.picks


@pytest.mark.parametrize(
    "question",
    [
        "Gdzie mogę znaleźć pomoc dla dziecka?",
        "Moja żona jest chora na raka i mamy dwoje dzieci",
        "Halkee ka heli karaa caawimaad ilmaha",
        "Где я могу найти помощь для ребёнка",
    ],
)
def test_another_language_is_told_which_ones_varde_knows_and_where_there_is_help(world: World, question: str) -> None:
    found, text = reply(world, question)
    assert found.kind == "none"
    assert "I only understand Norwegian and English" in text
    assert "116 111" in text


@pytest.mark.parametrize("question", ["printern på ktr 3 sier papirstop", "ka tid e kantina open", "xyzzy", "👶🏽🎉"])
def test_dialect_and_slips_are_no_other_language(world: World, question: str) -> None:
    assert "I only understand" not in reply(world, question)[1]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> World:
    """What the flows need, and not one offer, article, term or place."""
    knowledge = tmp_path_factory.mktemp("empty") / "knowledge"
    knowledge.mkdir()
    for name in ("tekster", "faresignaler", "kontakter", "kilder"):
        shutil.copy(ROOT / "knowledge" / f"{name}.yaml", knowledge)
    for name in ("distrikter", "begreper", "behov"):
        (knowledge / f"{name}.yaml").write_text("[]\n", encoding="utf-8")
    found = load(knowledge, ROOT / "flows", None, TODAY)
    assert found.library is not None, [problem.line_text() for problem in found.problems if problem.severity == "FEIL"]
    return World(found.library, People())


@pytest.mark.parametrize("question", ["hfu i Grorud", "taushetsplikt", *ODD])
def test_an_empty_knowledge_base_says_whom_to_ask(empty: World, question: str) -> None:
    found, text = reply(empty, question)
    assert found.kind == "none"
    assert "Barneansvarlig" in text
    assert found.picks


@pytest.mark.parametrize("line", ["hfu i Grorud", "finn tilbud", *ODD])
def test_a_conversation_goes_on_where_nothing_is_known(empty: World, line: str) -> None:
    play = Play(empty)
    play.opens()
    said = play.types(line)
    assert said
    assert all(message.text for message in said)
    assert play.types("start veiviser")[-1].kind == "question"
    assert play.types(line)


@pytest.mark.parametrize("line", [*ODD, "hfu på Hamar"])
def test_odd_lines_in_the_middle_of_a_case_put_the_open_question_again(world: World, line: str) -> None:
    play = Play(world)
    play.types("start veiviser")
    play.presses("nei")
    said = play.types(line)
    assert said[-1].ref.endswith("/rolle")


def test_a_worry_leads_the_reply_and_is_never_met_by_not_knowing(world: World) -> None:
    found, text = reply(world, "tolvåringen styrer økonomien og medisinene til mor")
    assert found.kind == "answer"
    assert text.startswith("Er du bekymret for et barn?")
    assert [str(pick.id) for pick in found.picks].count("bk-type") == 1
    assert found.picks[0].id == "bk-type"
    assert "drøfte anonymt med barneverntjenesten" in text


def test_a_mistake_that_is_reported_under_an_unsure_answer_is_counted_for_the_entry_shown_first() -> None:
    play = Play(shipped())
    play.types("far har ms og to gutter, får barna vite det")
    shown = play.says[-1]
    (first, *_) = (part.entry for part in shown.parts if isinstance(part, Reply))
    play.presses("feil-i-oppforingen")
    assert play.counts == [Count(What.WRONG_ENTRY, first)]

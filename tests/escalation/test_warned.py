"""Where nobody can be asked, the leader and the asker are told at once, and `varde people check` had said so before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.cli import main
from bot.content import Known, load
from bot.core.calls import News
from bot.core.colleagues.ping import Stage
from channels.driving import Talk
from escalation.scene import KARI, LISE, OSLO, Scene, at, scene
from playing import ROOT, staffed

BASE = ROOT / "tests" / "mistakes" / "base"
MONDAY = date(2026, 1, 5)
HEAD = "enheter:\n  - id: grorud-hjemmetjenesten\n    navn: Hjemmetjenesten\n"
LEADER = '    reserve: {navn: Lise, chat: ["jsonlines:lise"]}\n'
AWAY = "fravær: [{fra: 2026-01-01, til: 2026-01-31"
KNOWN = Known(frozenset({"jsonlines"}), frozenset({"jsonlines:mona", "jsonlines:ali", "jsonlines:lise"}))


def people(*each: str, leader: str = LEADER) -> str:
    return HEAD + "    barneansvarlige:\n" + "".join(f"      - {{{one}}}\n" for one in each) + leader


MONA, ALI = ('id: mona, navn: Mona, chat: ["jsonlines:mona"]', 'id: ali, navn: Ali, chat: ["jsonlines:ali"]')
CASES = {
    "a unit without people": (HEAD + LEADER, "2:5 ADVARSEL X307"),
    "everybody away": (people(f"{MONA}, {AWAY}}}]", f"{ALI}, {AWAY}}}]"), "5:7 ADVARSEL X307"),
    "an address that is none": (people('id: mona, navn: Mona, chat: ["mona"]'), "5:39 FEIL T208"),
    "an address of the wrong form": (people('id: mona, navn: Mona, chat: ["matrix:mona"]'), "5:39 FEIL T208"),
    "an address on a channel that is off": (
        people('id: mona, navn: Mona, chat: ["matrix:@mona:x.no"]'),
        "5:39 ADVARSEL X307",
    ),
    "an address where nobody was ever met": (
        people('id: eva, navn: Eva, chat: ["jsonlines:eva"]'),
        "5:37 ADVARSEL X307",
    ),
    "stand-ins in a circle": (
        people(f"{MONA}, {AWAY}, vikar: ali}}]", f"{ALI}, {AWAY}, vikar: mona}}]"),
        "5:109 FEIL X307",
    ),
    "a stand-in who is away too": (
        people(f"{MONA}, {AWAY}, vikar: ali}}]", f"{ALI}, {AWAY}}}]"),
        "5:109 ADVARSEL X307",
    ),
    "a stand-in who does not exist": (people(f"{MONA}, {AWAY}, vikar: per}}]"), "5:109 FEIL X307"),
}


def checked(place: Path, text: str) -> tuple[list[str], Scene]:
    """What `varde people check` says of the file, and a Monday morning with these people."""
    file = place / "people.yaml"
    file.write_text(text, encoding="utf-8")
    loaded = load(BASE / "knowledge", BASE / "flows", file, MONDAY, thorough=True, known=KNOWN)
    told = [f"{p.line}:{p.column} {p.severity} {p.code}" for p in loaded.problems if p.file.endswith("people.yaml")]
    made = scene(met=(KARI, *KNOWN.met))  # type: ignore[misc]
    made.world = replace(staffed(), people=loaded.people)
    return told, made


@pytest.mark.parametrize(("text", "warning"), CASES.values(), ids=CASES)
def test_leader_and_asker_are_told_at_once_of_what_the_check_had_said(
    text: str, warning: str, tmp_path: Path
) -> None:
    told, s = checked(tmp_path, text)
    assert warning in told
    ping = s.asks()
    s.hears(LISE, News.RESERVE)
    s.hears(KARI, News.UNANSWERED_RESERVE)
    s.silence()
    assert s.ping(ping).stage is Stage.UNANSWERED


@pytest.mark.parametrize("leader", ["", "    reserve: {navn: Lise}\n", '    reserve: {navn: Lise, chat: ["lise"]}\n'])
def test_without_a_leader_who_can_be_told_the_asker_is_told_at_once(leader: str, tmp_path: Path) -> None:
    told, s = checked(tmp_path, people(f"{MONA}, {AWAY}}}]", leader=leader))
    assert len(told) == 2
    s.asks()
    s.hears(KARI, News.UNANSWERED)
    s.silence()


def test_an_absence_that_is_to_come_was_said_two_weeks_before(tmp_path: Path) -> None:
    away = "fravær: [{fra: 2026-01-16, til: 2026-01-16}]"
    told, s = checked(tmp_path, people(f"{MONA}, {away}", f"{ALI}, {away}"))
    assert told == ["5:7 ADVARSEL X307"]
    s.now = at("2026-01-16", "10:00")
    assert s.now.astimezone(OSLO).date() == date(2026, 1, 16)
    s.asks()
    s.hears(LISE, News.RESERVE)
    s.hears(KARI, News.UNANSWERED_RESERVE)


def in_two_units(here: str, there: str) -> str:
    other = people(there).replace("enheter:\n", "").replace("grorud-hjemmetjenesten", "annen")
    return people(here) + other


def test_a_stand_in_from_another_unit_is_somebody_to_ask(tmp_path: Path) -> None:
    told, s = checked(tmp_path, in_two_units(f"{MONA}, {AWAY}, vikar: ali}}]", ALI))
    assert told == ["5:7 ADVARSEL X307", "10:7 ADVARSEL X307"]
    loaded = load(BASE / "knowledge", BASE / "flows", tmp_path / "people.yaml", MONDAY, thorough=True, known=KNOWN)
    texts = [p.message for p in loaded.problems if p.code == "X307"]
    assert all("kan nås 2026-01-05: 1" in text for text in texts), "one in each: too few, but not nobody"
    ping = s.asks()
    s.hears(KARI, News.SENT)
    assert s.ping(ping).asked == "ali"


def test_who_is_written_in_two_units_is_away_from_both(tmp_path: Path) -> None:
    _, s = checked(tmp_path, in_two_units(MONA, f"{MONA}, {AWAY}}}]"))
    s.asks()
    s.hears(LISE, News.RESERVE)
    s.hears(KARI, News.UNANSWERED_RESERVE)


def test_a_day_on_which_the_unit_is_not_called_needs_nobody(tmp_path: Path) -> None:
    saturday = "fravær: [{fra: 2026-01-10, til: 2026-01-10}]"
    told, _ = checked(tmp_path, people(f"{MONA}, {saturday}", f"{ALI}, {saturday}"))
    assert told == []


def test_nothing_is_said_of_people_who_are_there(tmp_path: Path) -> None:
    told, s = checked(tmp_path, people(MONA, ALI))
    assert told == []
    s.asks()
    s.hears(KARI, News.SENT)


def test_what_the_check_calls_a_mistake_does_not_keep_the_service_from_telling_the_leader(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "people.yaml").write_text(CASES["stand-ins in a circle"][0], encoding="utf-8")
    with Talk(tmp_path / "data", "--people", tmp_path / "people.yaml", errors=tmp_path / "errors") as talk:
        talk.types("lise", "hei")
        talk.sets("kari", unit="grorud-hjemmetjenesten")
        talk.types("kari", "varsle")
        said = talk.presses("kari", "bekreft")
        assert [line["to"] for line in said] == ["lise", "kari"]
        talk.quits()
    config = tmp_path / "config.yaml"
    config.write_text("people: people.yaml\ndata: data\nchannels: {matrix: {homeserver: x, user: y}}")
    assert main(["people", "check", "--config", str(config), "--today", "2026-01-05"]) == 1
    assert capsys.readouterr().out.count("Varde er ikke på kanalen «jsonlines»") == 3
    config.write_text("people: people.yaml\ndata: data\nchannels: {jsonlines: }")
    main(["people", "check", "--config", str(config), "--today", "2026-01-05"])
    said_of_them = capsys.readouterr().out
    assert "har aldri møtt Varde på «jsonlines:mona»" in said_of_them
    assert "jsonlines:lise" not in said_of_them

"""Content that changes on disk while people are talking."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from channels.driving import PATIENCE, Line, Talk

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "tests" / "conversations" / "enheter" / "enheter.yaml"
ROLE_QUESTION = 'spør: "Hvilken rolle har du i denne saken?"'


@dataclass
class Desk:
    """A running Varde, and the content that lies before its author."""

    talk: Talk
    flows: Path
    people: Path

    def edit(self, old: str, new: str) -> None:
        """Change the main flow as an editor saves it."""
        file = self.flows / "barn-som-parorende.yaml"
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), encoding="utf-8")

    def until(self, turn: Callable[[], list[Line]], seen: Callable[[str], bool]) -> list[Line]:
        """Talk on until it shows; how long that takes is measured in tests/bench/bench_reload.py."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            said = turn()
            if seen("\n".join(line["text"] for line in said)):
                return said
        raise AssertionError(f"it never showed; last: {said}\n{self.talk.complaints()}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    place = tmp_path_factory.mktemp("reload")
    for folder in ("knowledge", "flows"):
        shutil.copytree(ROOT / folder, place / folder)
    people = place / "people.yaml"
    shutil.copy(UNITS, people)
    content = ("--knowledge", place / "knowledge", "--flows", place / "flows", "--people", people)
    with Talk(place / "data", *content, errors=place / "errors") as talk:
        yield Desk(talk, place / "flows", people)
        talk.quits()


def test_a_changed_help_text_goes_live_and_the_conversation_goes_on(desk: Desk) -> None:
    talk = desk.talk
    talk.types("kari", "start veiviser")
    talk.presses("kari", "nei")
    desk.edit('hvorfor: "Plikten etter §§ 10 a og 10 b', 'hvorfor: "Nytt i dag. Plikten etter §§ 10 a og 10 b')
    said = desk.until(lambda: talk.types("kari", "hvorfor"), lambda text: "Nytt i dag." in text)
    assert said[-1]["ref"] == "barn-som-parorende/rolle"
    assert "endret" not in said[-1]["text"]
    assert talk.presses("kari", "kommune")[-1]["ref"] == "barn-som-parorende/gjelder"


def test_a_change_of_meaning_asks_again_and_says_why(desk: Desk) -> None:
    talk = desk.talk
    talk.types("ola", "start veiviser")
    talk.presses("ola", "nei", "kommune")
    desk.edit(ROLE_QUESTION, 'spør: "Hvor arbeider du i denne saken?"')
    said = desk.until(lambda: talk.types("ola", "fortsett"), lambda text: "Hvor arbeider du" in text)
    assert said[-1]["ref"] == "barn-som-parorende/rolle"
    assert "Derfor spør jeg på nytt" in said[-1]["text"]
    assert talk.presses("ola", "kommune")[-1]["ref"] == "barn-som-parorende/gjelder"


def test_a_broken_file_is_told_with_its_place_and_the_old_content_stays_until_it_is_mended(desk: Desk) -> None:
    talk = desk.talk
    talk.types("mona", "start veiviser")
    desk.edit("start: start-trygghet", "start: finnes-ikke")
    desk.until(lambda: talk.types("mona", "fortsett"), lambda _: "stays live" in talk.complaints())
    found = re.search(r"barn-som-parorende\.yaml:(\d+):(\d+): FEIL \w+ ", talk.complaints())
    assert found is not None
    lines = (desk.flows / "barn-som-parorende.yaml").read_text(encoding="utf-8").splitlines()
    assert "finnes-ikke" in lines[int(found[1]) - 1][int(found[2]) - 1 :]
    assert "ADVARSEL" not in talk.complaints()
    assert talk.presses("mona", "nei")[-1]["ref"] == "barn-som-parorende/rolle"
    desk.edit("start: finnes-ikke", "start: start-trygghet")
    desk.edit('hvorfor: "Sikkerhet går foran', 'hvorfor: "Rettet. Sikkerhet går foran')
    talk.types("mona", "tilbake")
    desk.until(lambda: talk.types("mona", "hvorfor"), lambda text: "Rettet." in text)


def test_a_new_unit_is_known_without_a_restart(desk: Desk) -> None:
    talk = desk.talk
    text = desk.people.read_text(encoding="utf-8")
    unit = "  - id: ny-enhet\n    navn: Nyåpnet enhet\n    distrikt: grorud\n    tjeneste: kommune\n"
    desk.people.write_text(text.rstrip("\n") + "\n" + unit, encoding="utf-8")
    line = {"user": "per", "profile": {"unit": "ny-enhet"}}
    desk.until(
        lambda: [said if "text" in said else {"text": ""} for said in talk.line(line)],
        lambda said: "Nyåpnet enhet" in said,
    )

"""What comes out of a load: a library, people, and problems as lines and as JSON."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.content import Loaded, Severity, load
from bot.content.checks import findable
from bot.content.gathering import gather
from bot.content.problems import names
from bot.core.knowledge import ContactKind, Offer
from bot.core.retrieval.search import Finding, Hit

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "mistakes" / "base"
TODAY = date(2026, 2, 2)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(BASE / "knowledge", BASE / "flows", BASE / "people.yaml", TODAY, thorough=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def problems(root: Path, **options: Any) -> list[str]:
    found = load(root / "knowledge", root / "flows", options.pop("people", None), TODAY, **options).problems
    return [f"{problem.code} {problem.severity}" for problem in found]


def test_an_offer_becomes_what_the_core_knows(loaded: Loaded) -> None:
    assert loaded.library is not None
    offer = loaded.library.knowledge.offers["testvik-helsestasjon"]
    assert (offer.age_from, offer.age_to) == (0, 5)
    assert offer.address == "Storgata 1, 0962 Testvik"
    assert [(o.days, o.start, o.end, o.drop_in) for o in offer.openings] == [
        ((0, 1), 540, 900, False),
        ((2,), 840, 990, True),
    ]
    assert offer.closed == ((date(2026, 7, 1), date(2026, 7, 31), "sommer"),)
    assert offer.facts == (("fakta-hvem", "barn"), ("fakta-alder", "0–5 år"))
    assert offer.checked.good_for_days == 360
    assert offer.reaches[0].value == "22 22 55 55"
    assert offer.people[0].name == "Kari Prøve"


def test_a_flow_becomes_a_graph(loaded: Loaded) -> None:
    assert loaded.library is not None
    flows = loaded.library.flows
    assert flows.start == "start-trygghet"
    assert flows.renamed == {"barn": "gjelder"}
    assert flows.steps["gjelder"].health_only  # type: ignore[index]
    assert flows.entries["barna"].health_only  # type: ignore[index]
    assert flows.outcomes["akutt-liv"].ping_when == "faren er over"  # type: ignore[index]
    assert flows.outcomes["meld-barn"].examples == ("samtale",)  # type: ignore[index]
    assert flows.heads["hoved"].checked == "2026-01-02"  # type: ignore[index]


def test_people_districts_sources_contacts_texts_and_terms_are_there(loaded: Loaded) -> None:
    assert loaded.library is not None
    known = loaded.library.knowledge
    assert loaded.people.units["testvik-sykehus"].barneansvarlige[0].addresses[0] == "jsonlines:mona"  # type: ignore[index]
    assert list(known.upwards("testvik")) == ["testvik", "norge"]  # type: ignore[arg-type]
    assert known.sources["loven"].confirmed
    assert known.contacts["helsestasjon"].kind is ContactKind.OFFER
    assert loaded.library.texts["hilsen"] == "Hei {navn}."
    assert known.terms[0].forms == ("hs",)


def test_without_people_there_are_no_units() -> None:
    found = load(BASE / "knowledge", BASE / "flows", None, TODAY)
    assert found.library is not None
    assert found.people.units == {}


def test_one_mistake_keeps_the_library_away_and_a_warning_does_not(copy: Path) -> None:
    offers = copy / "knowledge" / "tilbud" / "testvik.yaml"
    good = offers.read_text(encoding="utf-8")
    offers.write_text(good.replace("status: aktiv", "status: aktivt"), encoding="utf-8")
    assert load(copy / "knowledge", copy / "flows", None, TODAY).library is None
    offers.write_text(good + "  gyldig_til: 2026-01-31\n", encoding="utf-8")
    found = load(copy / "knowledge", copy / "flows", None, TODAY)
    assert found.library is not None
    assert "testvik-ungdom" not in found.library.knowledge.offers
    assert [(p.severity, p.code) for p in found.problems] == [(Severity.WARNING, "F403")]


def test_all_problems_are_told_at_once_by_file_and_line(copy: Path) -> None:
    for file in ("knowledge/kilder.yaml", "knowledge/tilbud/testvik.yaml", "flows/hoved.yaml"):
        path = copy / file
        path.write_text(
            path.read_text(encoding="utf-8").replace("kilde:", "kilder:").replace("type:", "typ:"), encoding="utf-8"
        )
    found = load(copy / "knowledge", copy / "flows", None, TODAY).problems
    assert len({problem.file for problem in found}) == 3
    assert list(found) == sorted(found)
    assert len(found) > 10


def test_a_problem_is_a_line_and_json(copy: Path) -> None:
    offers = copy / "knowledge" / "tilbud" / "testvik.yaml"
    offers.write_text(offers.read_text(encoding="utf-8").replace("status: aktiv", "status: aktivt"), encoding="utf-8")
    (found,) = load(copy / "knowledge", copy / "flows", None, TODAY).problems
    assert re.fullmatch(r".+testvik\.yaml:6:11: FEIL T203 «aktivt» .+ \(mente du «aktiv»\?\)", found.line_text())
    assert json.loads(json.dumps(found.as_json()))["line"] == 6
    assert found.as_json()["severity"] == "FEIL"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hei.", []),
        ("Hei {navn}.", []),
        ("Hei {nam}.", ["X302 FEIL"]),
        ("Hei {navn!r}.", ["T212 FEIL"]),
        ("{", ["T212 FEIL"]),
    ],
)
def test_placeholders_are_those_that_the_code_fills(copy: Path, text: str, code: list[str]) -> None:
    (copy / "knowledge" / "tekster.yaml").write_text(f'hilsen: "{text}"\nandre: "x"\n', encoding="utf-8")
    assert problems(copy, texts={"hilsen": frozenset({"navn"})}) == code


def test_a_text_that_the_code_uses_must_be_there(copy: Path) -> None:
    assert problems(copy, texts={"hilsenen": frozenset(), "hilsen": frozenset({"navn"})}) == ["T202 FEIL"]


@pytest.mark.parametrize("name", ["tilbod", "kilde.yaml", "tilbud.yml", "distrikt.yaml"])
def test_a_file_that_nobody_reads_is_told(copy: Path, name: str) -> None:
    path = copy / "knowledge" / name / "x.yaml" if "." not in name else copy / "knowledge" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("- id: x\n", encoding="utf-8")
    assert problems(copy) == ["T201 FEIL"]


def test_a_folder_or_file_that_is_not_there_is_told_not_raised(tmp_path: Path) -> None:
    assert "S101 FEIL" in problems(tmp_path)
    assert load(BASE / "knowledge", BASE / "flows", tmp_path / "people.yaml", TODAY).library is None


def test_what_cannot_be_read_does_not_break_what_refers_to_it(copy: Path) -> None:
    (copy / "knowledge" / "kilder.yaml").write_text("- id: [\n", encoding="utf-8")
    assert problems(copy) == ["S101 FEIL"]


def test_danger_signs_are_needed(copy: Path) -> None:
    (copy / "knowledge" / "faresignaler.yaml").unlink()
    assert problems(copy) == ["T202 FEIL"]


def test_an_entry_that_its_own_title_does_not_find_is_told(loaded: Loaded) -> None:
    class Forgetful:
        """Finds the same entry whatever is asked."""

        def find(self, *_: object) -> Finding:
            return Finding("answer", (Hit("taushetsplikt", 0.9),))

    assert loaded.library is not None
    library = replace(loaded.library, index=Forgetful())  # type: ignore[arg-type]
    found = list(findable.unfound(gather(BASE / "knowledge", BASE / "flows", None), library, TODAY))
    assert [(p.code, Path(p.file).name, p.line) for p in found] == [
        ("X312", "testvik.yaml", 2),
        ("X312", "testvik.yaml", 24),
    ]


def test_a_mobile_folder_is_called_as_it_was_named(copy: Path) -> None:
    (copy / "flows" / "hoved.yaml").write_text("id: x\n", encoding="utf-8")
    found = load(copy / "knowledge", copy / "flows", None, TODAY).problems
    assert {problem.file for problem in found} == {
        str(copy / "flows" / "hoved.yaml"),
        str(copy / "knowledge" / "artikler" / "lov.yaml"),
        str(copy / "knowledge" / "faresignaler.yaml"),
    }


def test_the_shipped_content_has_no_mistakes() -> None:
    found = load(ROOT / "knowledge", ROOT / "flows", None, date(2026, 11, 21))
    assert [problem.line_text() for problem in found.problems if problem.severity is Severity.ERROR] == []
    assert found.library is not None
    assert all(isinstance(offer, Offer) for offer in found.library.knowledge.offers.values())


def test_every_message_of_the_checks_is_used_and_every_used_one_is_written() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    written = names()
    unused = {name for name in written if f'"{name}"' not in code}
    assert unused == set()
    called = set(re.findall(r'(?:problem|wrong|wording)\(\s*"([^"]+)"', code))
    assert called <= written


def test_no_sentence_that_a_person_reads_stands_in_the_code() -> None:
    """A sentence would have spaces and a Norwegian letter in a string that is no key, pattern or docstring."""
    for path in (ROOT / "bot" / "content").rglob("*.py"):
        text = re.sub(r'"""[\s\S]*?"""', "", path.read_text(encoding="utf-8"))
        for string in re.findall(r'"([^"\n]*)"', text):
            sentence = " " in string and re.search("[æøåÆØÅ«]", string) and "|" not in string
            assert not sentence, (path.name, string)

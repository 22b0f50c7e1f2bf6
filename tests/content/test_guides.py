"""The guide for coordinators: its example loads beside the shipped content, and what it names is there."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.content import Loaded, load
from bot.content.json_schema import schema

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "knowledge"
GUIDE = (KNOWLEDGE / "README.md").read_text(encoding="utf-8")
TODAY = date(2026, 11, 22)


def examples(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")
    return tmp_path / "knowledge"


def added(folder: Path, file: str, text: str) -> Loaded:
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    return load(folder, ROOT / "flows", None, TODAY)


def errors(found: Loaded) -> list[str]:
    return [problem.line_text() for problem in found.problems if problem.severity == "FEIL"]


def test_the_example_offer_is_complete_and_loads(copy: Path) -> None:
    [example] = examples("yaml")
    found = added(copy, "tilbud/stovner.yaml", example)
    assert errors(found) == []
    assert found.library is not None
    offer = found.library.knowledge.offers["stovner-eksempelgruppa"]
    assert (offer.age_from, offer.age_to, offer.district) == (8, 12, "stovner")
    assert not any(
        problem.file.endswith("stovner.yaml") and "eksempel" in problem.message for problem in found.problems
    )


def test_the_example_offer_has_the_keys_that_people_ask_about() -> None:
    [[offer]] = [yaml.safe_load(example) for example in examples("yaml")]
    known = set(schema("tilbud")["definitions"]["Offer"]["properties"])
    assert set(offer) <= known
    seldom = {"melding", "kontaktperson", "kontaktpersoner", "orgnr", "gyldig_til"}
    assert known - set(offer) == seldom


@pytest.mark.parametrize(
    ("begins", "file"),
    [
        ("- id: dilemma-eksempel", "artikler/dilemmaer.yaml"),
        ("- id: asane", "distrikter.yaml"),
        ("- id: eksempel-rutine", "kilder.yaml"),
    ],
)
def test_the_short_examples_load_too(copy: Path, begins: str, file: str) -> None:
    [example] = [text for text in examples("text") if text.startswith(begins)]
    assert errors(added(copy, file, example)) == []


def test_the_guide_names_every_file_and_folder() -> None:
    here = {path.name for path in KNOWLEDGE.iterdir() if path.name != "README.md"}
    assert not [name for name in here if f"`{name}`" not in GUIDE and f"`{name}/`" not in GUIDE]


def test_the_guide_explains_every_code_that_a_file_here_can_give() -> None:
    book = yaml.safe_load((ROOT / "bot" / "content" / "meldinger.yaml").read_text(encoding="utf-8"))
    codes = {entry["kode"] for entry in book.values()} - {"-"}
    told: set[str] = set()
    for first, last in re.findall(r"([A-Z]\d{3})(?:–([A-Z]\d{3}))?", GUIDE):
        told |= {f"{first[0]}{n}" for n in range(int(first[1:]), int((last or first)[1:]) + 1)}
    assert codes - told <= {"T211", "T212", "T213", "X313"}

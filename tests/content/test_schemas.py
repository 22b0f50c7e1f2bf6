"""The JSON Schemas for editors: made from the models, named in the first line of every file, kept by all of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator  # type: ignore[import-untyped]  # it has no types

from bot.cli import main
from bot.cli.schema import written
from bot.content.json_schema import SCHEMAS, schema
from bot.content.reading import read

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "knowledge" / "skjema"
MARK = "# yaml-language-server: $schema="
FILES = sorted([*(ROOT / "knowledge").rglob("*.yaml"), *(ROOT / "flows").glob("*.yaml")])
BASE = ROOT / "tests" / "mistakes" / "base"


def faults(name: str, tree: Any) -> list[str]:
    return [fault.message for fault in Draft7Validator(schema(name)).iter_errors(tree)]


def called(file: Path) -> str:
    """The schema that a file of the content should have."""
    if file.parent.name == "flows":
        return "flyt"
    return file.parent.name if file.parent.name in SCHEMAS else file.stem


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_files_are_what_the_models_say(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == written(name), (
        "varde schema --write knowledge/skjema"
    )
    Draft7Validator.check_schema(schema(name))


def test_there_is_no_other_file() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(SCHEMAS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_file_names_its_schema_and_keeps_it(file: Path) -> None:
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith(MARK)
    assert (file.parent / first.removeprefix(MARK)).resolve() == FOLDER / f"{called(file)}.json"
    assert faults(called(file), read(file, file.name).tree) == []


def test_the_people_of_the_tests_keep_theirs() -> None:
    assert faults("enheter", read(BASE / "people.yaml", "people.yaml").tree) == []


def test_numbers_that_an_editor_reads_are_as_good_as_text() -> None:
    """Editors take 5 for a number and 2026-11-21 for text; the loader takes all for text."""
    text = "- {id: x, navn: X, distrikt: d, kort: k, for: {alder: {fra: 5}}, sted: {postnr: 0962}, kilde: k"
    tree = yaml.load(f"{text}, kontrollert: {{dato: '2026-11-21'}}}}", Loader=yaml.SafeLoader)
    assert faults("tilbud", tree) == []


@pytest.mark.parametrize(
    "slip",
    [
        {"status": "aktivt"},
        {"navm": "x"},
        {"kort": "x" * 281},
        {"kontrollert": {"dato": "21.11.2026"}},
        {"åpningstider": [{"dager": ["onsdag"], "fra": "14:00", "til": "15:00"}]},
        {"åpningstider": [{"dager": ["on"], "fra": "14.00", "til": "15:00"}]},
        {"for": {"alder": {"fra": "seks"}}},
        {"kilde": []},
        {"punkter": ["x"] * 13},
        {"id": "Stor Bokstav"},
    ],
)
def test_what_the_loader_refuses_the_schema_marks(slip: dict[str, Any]) -> None:
    offer = {"id": "x", "navn": "X", "distrikt": "d", "kort": "k", "kilde": "k", "kontrollert": {"dato": "2026-11-21"}}
    assert faults("tilbud", [offer]) == []
    assert faults("tilbud", [offer | slip]) != []


def test_every_key_is_explained_in_norwegian() -> None:
    for name in SCHEMAS:
        for part in schema(name).get("definitions", {}).values():
            assert part["description"]
            assert all(key["description"] for key in part["properties"].values())


def test_no_explanation_is_left_over() -> None:
    """Every part and key of nokler.yaml is a part and key of a model."""
    book = yaml.safe_load((ROOT / "bot" / "content" / "nokler.yaml").read_text(encoding="utf-8"))
    parts = {
        name: set(part["properties"]) for each in SCHEMAS for name, part in schema(each).get("definitions", {}).items()
    }
    assert set(book) - {"felles", "Filer"} == set(parts)
    assert set(book["Filer"]) == set(SCHEMAS)
    for name, keys in parts.items():
        assert set(book[name]) - {"."} <= keys
    assert set(book["felles"]) <= {key for keys in parts.values() for key in keys}


def test_the_command_prints_lists_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out.split() == list(SCHEMAS)
    assert main(["schema", "tilbud"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "tilbud"
    assert main(["schema", "kilder", "--write", str(tmp_path / "new")]) == 0
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["kilder.json"]
    assert main(["schema", "--write", str(tmp_path / "all")]) == 0
    assert {file.stem for file in (tmp_path / "all").iterdir()} == set(SCHEMAS)


def test_a_schema_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["schema", "tilbod"])
    assert stopped.value.code == 2
    assert "tilbud" in capsys.readouterr().err

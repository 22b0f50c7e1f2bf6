"""Every command: its help, its results as text and as JSON, and its exit status."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Varde

COMMANDS = ("chat", "run", "ask", "check", "flow", "people")
PLACES = ("--config", "--data", "--knowledge", "--flows", "--people", "--today")
ASKED = ["id", "q", "kind", "text", "entries", "choices", "sources"]
IDENTITY = "27045951478"
SEVERITIES = {"akutt", "meldeplikt", "droft", "oppfolging", "ingen-plikt-na"}


# --- help and wrong usage ---------------------------------------------------------------------------------------------


def test_help_names_every_command(varde: Varde) -> None:
    ran = varde("--help")
    assert ran.status == 0
    assert all(f"\n    {command} " in ran.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_h_explains_a_command_with_the_options_that_all_have(varde: Varde, command: str) -> None:
    ran = varde(command, "-h")
    assert (ran.status, ran.err) == (0, "")
    assert all(place in ran.out for place in PLACES)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("snakk",),
        ("chat", "--stemme"),
        ("ask",),
        ("ask", "--lang", "fr", "hei"),
        ("ask", "--today", "i dag", "hei"),
        ("flow", "tegn"),
        ("flow", "graph"),
        ("flow", "graph", "finnes-ikke"),
        ("flow", "paths", "finnes-ikke"),
        ("chat", "--virtual-clock"),
        ("people", "check"),
        ("run",),
    ],
)
def test_wrong_usage_is_status_2_and_says_why(varde: Varde, arguments: tuple[str, ...]) -> None:
    ran = varde(*arguments)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.splitlines()[-1].startswith("varde")


# --- flow -------------------------------------------------------------------------------------------------------------


def test_flow_list_names_every_flow_and_every_entry(varde: Varde) -> None:
    rows = varde("flow", "list", "--json").json()
    assert sum(row["steps"] for row in rows) == 39
    assert sum(row["outcomes"] for row in rows) == 70
    assert {entry for row in rows for entry in row["entries"]} >= {
        "akutt", "bekymring", "barn-under-radaren", "samtykke-nektet", "uavklart", "etterlatte", "sosken", "gravid",
        "ikke-helsepersonell", "e-melding",
    }  # fmt: skip
    shown = varde("flow", "list").out.splitlines()
    assert [line.split()[0] for line in shown] == [row["id"] for row in rows]


def test_flow_graph_is_a_mermaid_diagram_with_the_severity_in_words_too(varde: Varde) -> None:
    ran = varde("flow", "graph", "bekymring")
    assert ran.status == 0
    assert ran.out.startswith("flowchart")
    assert "Hva er du bekymret for?" in ran.out
    assert "akutt" in ran.out.lower()


def test_flow_paths_are_3161_from_the_start_with_steps_choices_outcome_and_severity(varde: Varde) -> None:
    paths = varde("flow", "paths", "barn-som-parorende", "--json").json()
    assert len(paths) == 3161
    for path in paths:
        assert list(path) == ["answers", "outcome", "severity"]
        assert path["severity"] in SEVERITIES
        assert path["answers"][0]["step"] == "start-trygghet"
        assert all(list(answer) == ["step", "choice"] for answer in path["answers"])
    assert len({json.dumps(path["answers"]) for path in paths}) == 3161


def test_an_entrys_paths_start_at_its_own_step(varde: Varde) -> None:
    paths = varde("flow", "paths", "e-melding", "--json").json()
    assert {path["answers"][0]["step"] for path in paths} == {"em-samtykke"}
    assert len(varde("flow", "paths", "e-melding").out.splitlines()) == len(paths) + 1


# --- ask --------------------------------------------------------------------------------------------------------------


def test_ask_prints_the_answer_as_text(varde: Varde) -> None:
    ran = varde("ask", "Hva er BarnsBeste?")
    assert (ran.status, ran.err) == (0, "")
    assert "BarnsBeste" in ran.out


def test_ask_as_json_has_the_shape_of_the_contract(varde: Varde) -> None:
    told = varde("ask", "--json", "Hva", "er", "BarnsBeste?").json()
    assert list(told) == ASKED
    assert (told["id"], told["q"], told["kind"]) == (None, "Hva er BarnsBeste?", "answer")
    assert list(told["entries"][0]) == ["id", "title", "district", "score"]
    assert isinstance(told["entries"][0]["score"], float)
    assert told["sources"]


def test_ask_with_an_identity_number_repeats_nothing(varde: Varde) -> None:
    ran = varde("ask", "--json", f"pasienten {IDENTITY} har barn i Grorud")
    told = ran.json()
    assert (told["kind"], told["q"], told["entries"], told["sources"]) == ("privacy", None, [], [])
    assert not any(word in ran.out for word in (IDENTITY, "pasienten", "Grorud"))


def test_a_batch_is_answered_in_order_with_its_own_ids_and_unknown_keys_ignored(varde: Varde, tmp_path: Path) -> None:
    asked: list[dict[str, Any]] = [
        {"id": "a", "q": "Hva er BarnsBeste?", "favoritt": [1]},
        {"id": 2, "q": "hun vil ta livet sitt i kveld", "district": "grorud"},
        {"id": None, "q": f"fødselsnummer {IDENTITY}"},
        {"id": "tom", "q": ""},
        {"id": "rart", "q": "\ud800\x00 🙂 " + "x" * 100_000},
        {"id": "n", "q": "hvor er barnevernvakta?", "lang": "nn", "district": "bergen"},
        {"q": "uten id"},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(question) for question in asked) + "\n\n", encoding="utf-8")
    ran = varde("ask", "--batch", file, "--json")
    assert (ran.status, ran.err) == (0, "")
    told = [json.loads(line) for line in ran.out.splitlines()]
    assert [one["id"] for one in told] == ["a", 2, None, "tom", "rart", "n", None]
    assert [one["kind"] for one in told][:3] == ["answer", "urgent", "privacy"]
    assert all(list(one) == ASKED and one["text"] for one in told)
    assert IDENTITY not in ran.out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"hei", ":1: is no JSON"),
        (b'{"id":1,"q":"hei"}\n[]', ":2: should be an object"),
        (b'{"id":1}', ":1: should be an object"),
        (b'{"id":1,"q":3}', ":1: should be an object"),
        (b'{"id":1,"q":"hei","district":"atlantis"}', ":1: the district"),
        (b"[" * 100_000, ":1: is no JSON"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_batch_that_cannot_be_read_is_status_2_with_its_line(
    varde: Varde, tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(content)
    ran = varde("ask", "--batch", file)
    assert ran.status == 2
    assert says in ran.complaint()


def test_a_district_that_is_not_known_is_status_2(varde: Varde) -> None:
    ran = varde("ask", "--district", "atlantis", "hei")
    assert ran.status == 2
    assert "district" in ran.complaint()


# --- check ------------------------------------------------------------------------------------------------------------


def test_check_of_a_broken_file_is_status_1_with_file_line_and_column(varde: Varde, tmp_path: Path) -> None:
    flows = copied_flows(tmp_path)
    file = flows / "e-melding.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("\nsteg:", "\nsteeg:"), encoding="utf-8")
    ran = varde("check", "--flows", flows, file)
    assert ran.status == 1
    assert re.search(r"^flows/e-melding\.yaml:\d+:\d+: FEIL \w+ ", ran.out, re.MULTILINE)
    found = json.loads(varde("check", "--json", "--flows", flows, file).out)
    assert {problem["file"] for problem in found} == {"flows/e-melding.yaml"}


def copied_flows(place: Path) -> Path:
    flows = place / "flows"
    flows.mkdir()
    for file in (Path(__file__).parents[2] / "flows").glob("*.yaml"):
        (flows / file.name).write_bytes(file.read_bytes())
    return flows

"""The example in flows/README.md loads beside the shipped flows, with guarantees that hold and can break."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content import Loaded, load
from docs.pages import ROOT, blocks

GUIDE = "flows/README.md"
TODAY = date(2026, 11, 21)


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    """The shipped flows and the example beside them."""
    folder = tmp_path / "flows"
    shutil.copytree(ROOT / "flows", folder)
    [example] = blocks(GUIDE, "yaml")
    (folder / "eksempel.yaml").write_text(example.text, encoding="utf-8")
    return folder


def loaded(flows: Path) -> Loaded:
    return load(ROOT / "knowledge", flows, None, TODAY)


def errors(found: Loaded) -> list[str]:
    return [problem.line_text() for problem in found.problems if problem.severity == "FEIL"]


def test_the_example_loads_and_its_guarantees_hold(flows: Path) -> None:
    found = loaded(flows)
    assert found.library is not None, errors(found)
    assert any(head == "eksempel" for head in found.library.flows.heads)


def test_a_guarantee_of_the_example_breaks_when_an_answer_leads_elsewhere(flows: Path) -> None:
    file = flows / "eksempel.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count("til: eks-uten-voksen") == 1
    file.write_text(text.replace("til: eks-uten-voksen", "til: eks-besok-rad"), encoding="utf-8")
    assert any("X311" in line and "eks-alltid-akutt" in line for line in errors(loaded(flows)))


def test_the_guide_names_every_flow_file() -> None:
    guide = (ROOT / GUIDE).read_text(encoding="utf-8")
    assert not [file.name for file in (ROOT / "flows").glob("*.yaml") if f"`{file.name}`" not in guide]
